"""A store whose every text tries to run, to load or to deceive."""

from datetime import date

from tests.making import NOW, dataset, imported, lines, model, statement

from filiation.facts.history import Change, ChangeKind
from filiation.facts.live import Access, Live, LiveFile

DAY = "2026-11-10"
RUN = "<script>window.ran=1</script>"
LOAD = '"><img src=https://evil.example/x onerror=window.ran=1><svg onload=window.ran=1>'
LINK = "javascript:window.ran=1"
ATTRIBUTE = "' onmouseover='window.ran=1' autofocus onfocus=window.ran=1 x='"
TEMPLATE = "{{7*7}}${7*7}<%= 7*7 %>{% raw %}"
MARKUP = "]]></title></style></textarea></svg><!--<iframe src=https://evil.example/></iframe>"
HIDDEN = "a\u202ecod.exe\u202c\u0000\u0007\u001b[31m\u2066b\u2069"
FORMULA = '=HYPERLINK("https://evil.example/";"x")'
LONG = "W" * 96
TEXTS = (RUN, LOAD, LINK, ATTRIBUTE, TEMPLATE, MARKUP, HIDDEN, FORMULA, "\ud83d", "x" * 5000)
OUTSIDE = tuple(f"outside:{text}" for text in (RUN, LOAD, LINK, ATTRIBUTE, TEMPLATE, MARKUP, FORMULA))
BASE = "evil/base"
LONGEST = f"{LONG}/{LONG}"


def hostile_models():
    """Return models that are harmless by id only."""
    yield model(BASE, f"license:{RUN}", f"dataset:{LOAD}", *TEXTS, pipeline_tag=RUN, library_name=LOAD, sha=LINK)
    yield model(LONGEST, f"base_model:{BASE}", f"base_model:finetune:{BASE}", pipeline_tag="W" * 200)
    for number, text in enumerate(TEXTS):
        card = {
            "base_model": [BASE, text, {"name": text}],
            "license": text,
            "license_name": text,
            "datasets": [text, "evil/data"],
            "language": text,
            "new_version": text,
        }
        named = {"pipeline_tag": text, "library_name": text, "sha": text, "author": text, "gated": text}
        tags = (f"license:{text}", f"base_model:{text}", f"base_model:merge:{text}", f"dataset:{text}", text)
        yield model(f"evil/child-{number}", *tags, cardData=card, downloads=number, **named)
    yield model("evil/root", f"license:{RUN}", pipeline_tag=RUN, downloads=7)
    yield model("evil/heir", "base_model:evil/root", "base_model:merge:evil/root", f"license:{LOAD}", downloads=5)
    for number in range(30):
        yield model(f"evil/copy-{number}", f"base_model:{BASE}", f"base_model:quantized:{BASE}")


def hostile_statements():
    """Return links to models outside the Hub, whose names are free."""
    for number, name in enumerate(OUTSIDE):
        raw = "".join(character for character in TEXTS[number] if character.isprintable())
        yield statement(BASE, name, "unspecified", location=LINK, raw=raw)
        yield statement(name, LONGEST, "merge", location=f"https://evil.example/{LOAD}", raw=raw)


def former_models():
    """Return some of the models as they were read on an earlier day: with other texts that are as hostile."""
    yield model(BASE, f"license:{LOAD}", f"dataset:{RUN}", pipeline_tag=LOAD, library_name=RUN)
    for number, text in enumerate(TEXTS):
        other = TEXTS[number - 1]
        card = {"base_model": ["evil/root", other], "license": other, "datasets": [other], "new_version": other}
        yield model(
            f"evil/child-{number}", f"license:{other}", cardData=card, pipeline_tag=other, gated=other, sha=text
        )
    yield model("evil/lost", f"base_model:{BASE}", f"license:{RUN}")


def hostile_hub(_, name):
    """Answer for a model as a hostile Hub does."""
    parents = tuple((text, other) for text, other in zip(TEXTS[:-3], (None, *TEXTS), strict=False))
    files = tuple(LiveFile(text, number, text, text) for number, text in enumerate(TEXTS) if text.isascii())
    changes = tuple(Change(kind, None, NOW.date(), *TEXTS[:3]) for kind in ChangeKind)
    told = (NOW, RUN, TEXTS[1], TEMPLATE, 1, 2, parents, TEXTS[:7], files, changes)
    return Live(name, RUN, f"https://evil.example/{LOAD}", NOW, Access.PUBLIC, *told)


def hostile_store(folder):
    """Import it all and return the store's observatory."""
    imported(folder, former_models(), seen=date.fromisoformat(DAY), complete=True).close()
    observatory = imported(folder, hostile_models(), complete=True)
    assert observatory.at(date.fromisoformat(DAY)).edition
    datasets = lines(folder / "data.jsonl", [dataset("evil/data", f"license:{RUN}", *TEXTS[:-2])])
    observatory.import_files([datasets], now=NOW, kind="datasets")
    observatory.import_files([lines(folder / "stated.jsonl", hostile_statements())], now=NOW)
    return observatory
