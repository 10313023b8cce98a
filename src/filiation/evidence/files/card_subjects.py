"""Which model the sentence of a clue is about: the repository itself, or another that its card speaks of as well."""

import re
from collections.abc import Iterable

from filiation.evidence.files.card_mentions import ADDRESS, END, ID, MARK, NAME, marked
from filiation.evidence.names import parse
from filiation.facts.findings import Clue

BASE = re.compile(
    r"\W*(?:(?:base|parent|source|foundation|original)[\s_-]*(?:language[\s_-]*)?(?:model|checkpoint)s?|"
    r"fine-?tuned from(?: model)?|"
    r"(?:基座|底座|基础|基底)(?:大?模型|架构)|ベースモデル)\W*$",
    re.IGNORECASE,
)
"""The head of a table's column, or of a row, that names parents."""

_SUBJECT = re.compile(
    rf"^\W*(?:note that |the |our |both |meanwhile, |specifically, |additionally, )?"
    rf"({MARK}(?:(?:\s*,|\s*&|\s+and)+\s+{MARK})*)(?=\s*(?:\([^()]{{0,60}}\)\s*)?(?:[a-z]|[:–—-]\s))|"
    rf"({MARK})\s+(?:[\w-]+ )?(?:is|are|was|were)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",\s+(?:and|while|but|whereas)\s+|;\s")
_OUTCOME = re.compile(
    rf"\b(?:obtain(?:ing|ed)?|named|called|yielding|we (?:release|present|introduce|propose))(?: the)?\s({MARK})"
)


def own(clues: Iterable[Clue], repository: str) -> tuple[Clue, ...]:
    """Return the clues that are about the repository itself, not about another model that their sentence is about.

    Where a sentence is about the very name of the repository, those about a shorter name of it are left out too, and
    so is what names the repository as its own parent.
    """
    name = _plain(repository)
    about = [(clue, _subjects(clue)) for clue in clues if not _is(clue.named or clue.raw, repository)]
    exact = any(name in subjects for _, subjects in about)
    return tuple(
        clue
        for clue, subjects in about
        if not subjects or name in subjects or (not exact and any(_shorter(subject, name) for subject in subjects))
    )


def _is(named: str, repository: str) -> bool:
    """Tell whether a name is that of the repository itself; a name without an owner may be anybody's."""
    meant = parse(named)[0].candidate or named
    return meant.casefold() == repository.casefold() if "/" in meant else _plain(meant) == _plain(repository)


def _shorter(subject: str, name: str) -> bool:
    """Tell whether a sentence about a subject may be about the repository: by a part of its name, or with a version."""
    more = subject.removeprefix(name)
    return subject in name or (more != subject and re.fullmatch(r"v?\d*", more) is not None)


def _subjects(clue: Clue) -> set[str]:
    """Return the models that a clue's sentence is about, as far as it names them: before the parent, or as outcome."""
    if clue.raw.startswith("| "):
        cells = clue.raw.strip("| ").split(" | ")
        return {_plain(cells[0])} if len(cells) > 1 and not BASE.match(cells[0]) else set()
    mentions = marked(clue.raw)
    parents = [number for number, named in enumerate(mentions.named) if named == clue.named]
    places = [mentions.text.find(f"{kind}{number}{END}") for number in parents for kind in (ADDRESS, ID, NAME)]
    before = mentions.text[: max([0, *places])]
    clause = _CLAUSE.split(before)[-1]
    found = [*_SUBJECT.finditer(clause)] or [*_SUBJECT.finditer(before)]
    found += _OUTCOME.finditer(mentions.text)
    marks = [mark for match in found for mark in re.findall(MARK, match[0])]
    return {_plain(mentions.named[mentions.number(mark)]) for mark in marks} - {"", _plain(clue.named or "")}


def _plain(name: str) -> str:
    """Return the letters and digits of a model's name, without its owner."""
    label = re.match(r"\W*\[([^\]]+)\]", name)
    return re.sub(r"[\W_]+", "", (label[1] if label else name).rstrip("/").rsplit("/", 1)[-1]).lower()
