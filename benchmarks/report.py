"""The table that a benchmark run prints and keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TARGETS_MS = {
    "look-up": 1,
    "ancestors": 2,
    "counts, large families": 2,
    "best 20, large families": 5,
    "page at 1,000, large families": 5,
    "last page, large families": 5,
    "filter by license, large families": 25,
    "filter by relation and date, large families": 25,
    "tallies, large families": 50,
    "path": 60,
    "search": 20,
    "opening": 100,
}
TARGETS = {"import, s": 240.0, "store, MB": 2048.0, "memory of 4 workers, MB": 700.0}
GRAPH_DATABASES = ["ladybug_db", "falkordb_server"]
FASTER_THAN_GRAPH_DATABASE = 100
WITHIN_BARE_WALK = 5


@dataclass
class Outcome:
    """Everything that one run found out."""

    about: dict[str, Any]
    figures: dict[str, float] = field(default_factory=dict)
    reports: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, module: str) -> Mapping[str, Any]:
        """Return the report of one engine, or nothing."""
        return next((r for r in self.reports if r["module"] == module), {})


def _p95(report: Mapping[str, Any], question: str) -> float | None:
    found = report.get("questions", {}).get(question, {}).get("p95")
    return None if found is None else float(found)


def _p50(report: Mapping[str, Any], question: str) -> float | None:
    found = report.get("questions", {}).get(question, {}).get("p50")
    return None if found is None else float(found)


def _number(value: float) -> str:
    digits = 3 if value < 0.1 else 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}"


def _times(result: Mapping[str, Any]) -> str:
    if "cannot" in result:
        return "cannot"
    if "over_limit_s" in result:
        return f"> {result['over_limit_s']:,.0f} s"
    if "failed" in result:
        return "failed"
    times = " / ".join(_number(result[key]) for key in ("p50", "p95", "max"))
    return times + (f", {result['wrong']} wrong" if result.get("wrong") else "")


def _rival_cell(result: Mapping[str, Any] | None, ours: float | None) -> str:
    if not result:
        return ""
    if "p50" not in result:
        return _times(result)
    ratio = f" (×{_number(result['p50'] / ours)})" if ours else ""
    wrong = f", {result['wrong']} wrong" if result.get("wrong") else ""
    return f"{_number(result['p50'])} / {_number(result['p95'])}{ratio}{wrong}"


def _verdict(value: float | None, target: float | None) -> str:
    if target is None:
        return ""
    if value is None:
        return f"{target:,g}, not measured"
    return f"{target:,g}, {'met' if value <= target else 'MISSED'}"


def target_of(question: str) -> float | None:
    """Return the target in milliseconds for a class of questions."""
    return TARGETS_MS.get(question.partition(":")[0])


def _questions(outcome: Outcome) -> list[str]:
    names: dict[str, None] = {}
    for report in outcome.reports:
        names |= dict.fromkeys(report["questions"])
    return list(names)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _figure_rows(outcome: Outcome, rivals: list[dict[str, Any]]) -> list[str]:
    rows = [
        _row(name, _verdict(value, TARGETS.get(name)), _number(value), *[""] * len(rivals))
        for name, value in outcome.figures.items()
    ]
    ours = outcome.of("ours")
    for label, key in (("ready after, s", "load_s"), ("memory when ready, MB", "loaded_mb")):
        cells = [_number(r["loaded"][key]) if r["loaded"] else "" for r in [ours, *rivals] if r]
        rows.append(_row(label, "", *([""] if not ours else []), *cells))
    peaks = [_number(r["peak_mb"]) if r["peak_mb"] else "" for r in [ours, *rivals] if r]
    return [*rows, _row("highest memory, MB", "", *([""] if not ours else []), *peaks)]


def markdown(outcome: Outcome) -> str:
    """Write the outcome as a table; milliseconds as p50 / p95 (ours with the maximum), ratios of medians."""
    ours = outcome.of("ours")
    rivals = [r for r in outcome.reports if r["module"] != "ours"]
    head = [
        "ms: p50 / p95",
        "target (p95)",
        "Filiation (and max)",
        *[r["engine"] or r["module"] for r in rivals],
    ]
    lines = [_row(*head), _row(*["---"] * len(head))]
    for question in _questions(outcome):
        mine = ours.get("questions", {}).get(question, {})
        cells = [_rival_cell(r["questions"].get(question), mine.get("p50")) for r in rivals]
        lines.append(
            _row(question, _verdict(_p95(ours, question), target_of(question)) if mine else "",
                 _times(mine) if mine else "", *cells)
        )  # fmt: skip
    lines += _figure_rows(outcome, rivals)
    about = [f"- {key}: {value}" for key, value in outcome.about.items()]
    remarks = [f"- {note}" for note in [*aims(outcome), *disagreements(outcome), *outcome.notes]]
    return "\n".join(["# Benchmark", "", *about, "", *lines, "", *remarks]) + "\n"


def aims(outcome: Outcome) -> list[str]:
    """Tell whether the two aims against others are reached, on counts in large families."""
    question, told = "counts, large families", []
    ours = _p50(outcome.of("ours"), question)
    if not ours:
        return []
    for module in GRAPH_DATABASES:
        if theirs := _p50(outcome.of(module), question):
            ratio = theirs / ours
            word = "reached" if ratio >= FASTER_THAN_GRAPH_DATABASE else "NOT reached"
            told.append(f"{ratio:,.0f} times as fast as {module} on {question}: aim of 100 {word}")
    if bare := _p50(outcome.of("numpy_walk"), question):
        word = "reached" if ours <= WITHIN_BARE_WALK * bare else "NOT reached"
        told.append(f"{ours / bare:.2f} of the bare numpy walk's time on {question}: aim of at most 5 {word}")
    return told


def disagreements(outcome: Outcome) -> list[str]:
    """List what failed and which answers differ from the plain walk's."""
    told = [f"{r['module']} did not run: {r['failure']}" for r in outcome.reports if r["failure"]]
    for report in outcome.reports:
        for question, result in report["questions"].items():
            if result.get("wrong"):
                first = "; ".join(result["first_wrong"])
                told.append(f"{report['module']}, {question}: {result['wrong']} answers differ: {first}")
            if "failed" in result:
                told.append(f"{report['module']}, {question}: {result['failed']}")
    return told or (["all engines agree with the plain walk"] if outcome.reports else [])
