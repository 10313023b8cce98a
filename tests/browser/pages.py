"""The addresses of every sort of page on the bundled sample, without their language."""

MODEL = "/models/mistralai/Mistral-7B-v0.1"
DEEP = "/models/HuggingFaceH4/zephyr-7b-beta"

PAGES = {
    "home": "/",
    "search": "/search?text=mistral",
    "search-nothing": "/search?text=qqqqzzzzqqqq",
    "search-empty": "/search",
    "model": MODEL,
    "model-time": f"{MODEL}?view=time",
    "model-overview": f"{MODEL}?view=overview",
    "family": f"{MODEL}/family",
    "family-overview": f"{MODEL}/family?view=overview",
    "ancestors": f"{DEEP}/ancestors",
    "descendants": f"{MODEL}/descendants",
    "evidence": f"{DEEP}/evidence",
    "history": f"{MODEL}/history",
    "diff-empty": "/diff",
    "diff": "/diff?start=2022-01-01&end=2026-12-31",
    "diff-family": "/diff?start=2022-01-01&end=2026-12-31&model=mistralai%2FMistral-7B-v0.1&kind=license&kind=gone",
    "doctor": "/doctor",
    "doctor-kind": "/doctor?kind=license-differs&limit=5",
    "doctor-family": f"{DEEP}/doctor",
    "doctor-publisher": "/publishers/mistralai/doctor",
    "as-of": f"/as-of/2026-11-22{MODEL}",
    "as-of-catalog": "/as-of/2030-01-01/catalog",
    "explore-empty": "/explore",
    "explore": "/explore?model=mistralai%2FMistral-7B-v0.1",
    "path-empty": "/path",
    "path": "/path?a=mistralai%2FMistral-7B-v0.1&b=Qwen%2FQwen3-4B",
    "publisher": "/publishers/mistralai",
    "dataset": "/datasets/HuggingFaceH4/ultrachat_200k",
    "catalog": "/catalog",
    "understand": "/understand",
    "accessibility": "/accessibility",
    "api": "/api",
}
"""Each sort of page, by a short name."""

WRONG = {
    "no-page": ("/nowhere", 404),
    "no-model": ("/models/nobody/nothing", 404),
    "no-day": ("/as-of/soon/catalog", 400),
    "before-the-first-day": ("/as-of/2001-01-01/catalog", 404),
    "backward-diff": ("/diff?start=2026-11-22&end=2026-11-01", 400),
    "bad-depth": (f"{MODEL}/descendants?depth=many", 400),
    "unknown-parameter": ("/search?txt=mistral", 400),
}
"""Addresses that cannot be answered, with the status that says so."""
