"""The recipes of merges: mergekit's configuration, as written into the repository or into its card.

All layouts are read: `models`, `slices`, `modules`, mixtures of experts, recipes that were searched for (`genome`), and
several documents of which the later merge what the earlier made. Where a tokenizer was taken from is left out: a
model does not descend from the one whose vocabulary it borrowed.
"""

import re
from collections.abc import Iterator, Mapping

from filiation.evidence.files.bounded import Steps, cut_short, mapping, text, yaml_documents
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Relation, Source

MOST_NAMED = 1000
"""The most different models that are taken from one recipe."""

MOST_MENTIONS = 2000
"""The most mentions of models that are read of one recipe; those of one model count each time."""

LONGEST, MOST_ADDED = 500, 8
"""The most characters of one reference, and the most adapters that it adds with `+`."""

_PARTS = ("models", "slices", "modules", "experts", "shared_experts")
_INNER = ("sources", "models", "slices")
_NAMED = ("base_model", "model", "source_model")
_FILE = re.compile(
    r"(?:[^/]+/)?(?:mergekit[^/]*|(?:multi)?_?merge(?:[-_]?(?:config|recipe))?|(?:moe|best|merge)_config)\.ya?ml",
    re.IGNORECASE,
)
_Mention = tuple[str, object]


def parents(document: object) -> Findings:
    """Return the models that a recipe names: a mapping, or a list of the documents of one stream.

    What is no recipe of a merge gives nothing.
    """
    documents = document if isinstance(document, list) else [document]
    steps = Steps()
    recipes = [
        (f"document {number}, {place}" if len(documents) > 1 else place, recipe)
        for number, (_, one) in enumerate(steps.through(documents), start=1)
        for place, recipe in _recipes(one)
    ]
    made = {name for _, recipe in recipes if isinstance(name := recipe.get("name"), str)} if len(recipes) > 1 else set()
    clues: dict[tuple[str, str | None], Clue] = {}
    faults: list[Unread] = []
    for count, (place, value) in enumerate(_mentions(recipes, steps)):
        for one in list(_models(value, place)) or [Unread(Fault.WRONG_SHAPE, place, text(value)[:100])]:
            if isinstance(one, Unread):
                faults.append(one)
            elif (name := one.named or one.raw) not in made:
                clues.setdefault((name, one.revision), one)
        if len(clues) > MOST_NAMED or count >= MOST_MENTIONS:
            steps.ended = True
            break
    if steps.ended:
        faults = [Unread(Fault.TOO_MANY)]
    signs = tuple(_sign(place, recipe) for place, recipe in recipes[-1:])
    return Findings(tuple(clues.values())[:MOST_NAMED], signs, tuple(faults))


def _recipes(document: object) -> Iterator[tuple[str, Mapping[object, object]]]:
    """Yield a document that is a recipe, or that holds one that was searched for."""
    for place, recipe in (("", mapping(document)), ("genome.", mapping(mapping(document).get("genome")))):
        if "merge_method" in recipe or isinstance(recipe.get("experts"), list):
            yield place, recipe


def _sign(place: str, recipe: Mapping[object, object]) -> Shown:
    if "merge_method" in recipe:
        return Shown(Sign.MERGED, f"{place}merge_method", text(recipe["merge_method"])[:100])
    return Shown(Sign.MERGED, f"{place}experts", "moe")


def _mentions(recipes: list[tuple[str, Mapping[object, object]]], steps: Steps) -> Iterator[_Mention]:
    """Yield every place of the recipes that names a model, and what is written there."""
    for place, recipe in recipes:
        if recipe.get("base_model") is not None:
            yield f"{place}base_model", recipe["base_model"]
        for name in _PARTS:
            for where, part in steps.through(recipe.get(name)):
                yield from _of_part(part, f"{place}{name}{where}", steps, deeper=2)


def _of_part(part: object, place: str, steps: Steps, deeper: int) -> Iterator[_Mention]:
    """Yield the mentions of one entry: it is a model's name, has one, or holds further entries."""
    entry = mapping(part)
    whole = isinstance(part, str) or "path" in entry or "lora" in entry
    if whole:
        yield place, part
    for name in ("base_model",) if whole else _NAMED:
        if entry.get(name) is not None:
            yield f"{place}.{name}", entry[name]
    for name in _INNER if deeper else ():
        for where, inner in steps.through(entry.get(name)):
            yield from _of_part(inner, f"{place}.{name}{where}", steps, deeper - 1)


def _models(value: object, place: str, deeper: int = 3) -> Iterator[Clue | Unread]:
    """Yield the model of a reference and the adapter that it adds: `model@revision+adapter@revision`, or a mapping."""
    if isinstance(value, str):
        yield from _of_text(value, place)
    elif isinstance(value, dict) and isinstance(value.get("path"), str):
        given = text(value["revision"]) if value.get("revision") else None
        path = value["path"]
        if len(path) > LONGEST:
            yield Unread(Fault.TOO_LARGE, f"{place}.path", text(path)[:100])
        elif path.strip():
            yield Clue(text(path), f"{place}.path", Relation.MERGE, revision=given)
    elif isinstance(value, dict) and deeper:
        for name in ("model", "lora"):
            yield from _models(value.get(name), f"{place}.{name}", deeper - 1)


def _of_text(value: str, place: str) -> Iterator[Clue | Unread]:
    """Yield the models of a reference that is written as one text; no real one is long or adds many."""
    if len(value) > LONGEST or value.count("+") > MOST_ADDED:
        yield Unread(Fault.TOO_LARGE if len(value) > LONGEST else Fault.TOO_MANY, place, text(value)[:100])
        return
    raw = text(value)
    for name in value.split("+"):
        path, _, revision = name.partition("@")
        if path.strip():
            named = None if path == value else text(path)
            yield Clue(raw, place, Relation.MERGE, named=named, revision=text(revision) or None)


def read(body: bytes, size: int) -> Findings:
    """Return what a file with the recipe of a merge tells."""
    found = cut_short(body, size) or yaml_documents(body)
    if isinstance(found, Unread):
        return Findings(faults=(found,))
    findings = parents(found)
    return findings if findings.signs else Findings(faults=(Unread(Fault.WRONG_SHAPE),))


READER = FileReader(
    name="mergekit_config",
    source=Source.MERGE_CONFIG,
    tier=Tier.PROOF,
    rank=4,
    most=256 * KIB,
    wants=lambda path: _FILE.fullmatch(path) is not None,
    read=read,
)
