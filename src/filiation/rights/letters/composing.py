"""Putting a letter together: which sentences stand, in whose words, on which legal ground.

A letter is a list of blocks, a block a list of sentences, and both have conditions. `structure.toml` holds them with
the legal sources; a file beside it holds the words of one language. The same rules are kept in the reader's browser.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from filiation.errors import WrongUse
from filiation.evidence.file_names import ONLY_QUANTIZED
from filiation.facts.letters import Block, LetterKind, Sentence
from filiation.facts.parties import HOST
from filiation.locale import mark
from filiation.rights.authorities import authorities

MOST = 4000
"""The most characters of a value that a sentence takes in."""

LONGEST_NAME = 200
"""The most characters of a name or an id in a letter."""

REGIMES = {"gdpr": "gdpr", "uk-gdpr": "uk", "fadp": "ch"}
"""How flags and sources name the laws on personal data."""

UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
"""What no letter holds, for a class of a regular expression: control characters but tabs and the ends of lines, marks
that are not seen but turn or hide the text around them, letters without a shape, and halves of characters."""

_SLOT = re.compile(r"\{([a-z_]+)\}")
_STRUCTURE = "structure.toml"
_UNDER = "regime_"  # flags that name the law under which a letter stands
_UNSEEN = re.compile(f"[ \t\n{UNSEEN}]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What one letter is told: the flags that hold, the values of slots, and the lists over which blocks repeat."""

    flags: frozenset[str]
    slots: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter's words: its subject, its blocks, and the legal sources of its sentences, each once."""

    subject: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]


@cache
def document() -> dict[str, Any]:
    """Return all data of letters as one value that JSON can hold, for the reader's browser. Not to be changed.

    `kinds`: kind → blocks (`id`, `form`, `when`, `each`, `sentences`); `sentences`: id → `when`, `sources`,
    `by_law` (law → the sources that count under it instead), `courtesy`; `texts`: language → id → text; `labels`:
    language → id → the words of a value or of an annex; `languages`: language → its name; `regimes`: country → law on
    personal data; `host`: the account of the host; `most`: the longest value.
    """
    folder = files(__package__)
    structure = tomllib.loads(folder.joinpath(_STRUCTURE).read_text(encoding="utf-8"))
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml") and file.name != _STRUCTURE)
    spoken = {n.removesuffix(".toml"): tomllib.loads(folder.joinpath(n).read_text(encoding="utf-8")) for n in names}
    return {
        "kinds": {kind: [_block(one) for one in made["block"]] for kind, made in structure["kind"].items()},
        "sentences": {name: _sentence(one) for name, one in structure["sentence"].items()},
        "texts": {language: one["texts"] for language, one in spoken.items()},
        "labels": {language: one["labels"] for language, one in spoken.items()},
        "languages": {language: one["language"] for language, one in spoken.items()},
        "regimes": {one.country: one.regime for one in authorities()},
        "host": HOST,
        "most": MOST,
        "quantized": ONLY_QUANTIZED,
    }


def languages() -> Mapping[str, str]:
    """Return the languages in which letters can be written, each with its own name."""
    known: dict[str, str] = document()["languages"]
    return known


def plain(value: str, most: int = MOST) -> str:
    """Return a value as plain text on one line: what cannot be seen becomes a space, what is too long ends in `…`."""
    text = _UNSEEN.sub(" ", value).strip(" ")
    return text if len(text) <= most else text[: most - 1].rstrip(" ") + "…"


def label(language: str, name: str, **slots: str) -> str:
    """Return the words of a value, or of an annex, in one language, with its slots filled."""
    return _filled(_words("labels", language)[name], slots)


def dated(language: str, day: date | None) -> str:
    """Return a day in words, in one language; empty where there is none."""
    if day is None:
        return ""
    month = label(language, f"month.{day.month}")
    name = "day.first" if day.day == 1 else "day"
    return label(language, name, day=str(day.day), month=month, year=str(day.year))


def compose(kind: LetterKind, language: str, told: Told) -> Composed:
    """Return the words of a letter; raises WrongUse for a language or a value that is not there."""
    texts, known = _words("texts", language), document()["sentences"]
    blocks = tuple(_blocks(document()["kinds"][kind.value], texts, told))
    ids = [f"{kind.value}.subject", *(sentence.id for block in blocks for sentence in block.sentences)]
    law = next((flag.removeprefix(_UNDER) for flag in told.flags if flag.startswith(_UNDER)), "")
    sources = dict.fromkeys(source for one in ids for source in grounds(known[one], law))
    return Composed(_filled(texts[ids[0]], told.slots), blocks, tuple(sources))


def grounds(sentence: Mapping[str, Any], law: str) -> Sequence[str]:
    """Return the legal sources of a sentence under a law; the articles of the UK GDPR have the numbers of the GDPR."""
    own: Sequence[str] | None = sentence["by_law"].get(law)
    if own is not None:
        return own
    british = law == REGIMES["uk-gdpr"]
    return [f"uk-{key}" if british and key.startswith("gdpr:") else key for key in sentence["sources"]]


def _block(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"when": [], "each": "", **told}


def _sentence(told: Mapping[str, Any]) -> dict[str, Any]:
    by_law = {law: told[f"sources_{law}"] for law in REGIMES.values() if f"sources_{law}" in told}
    plainly = {"when": [], "sources": [], "courtesy": False}
    return {name: told.get(name, default) for name, default in plainly.items()} | {"by_law": by_law}


def _words(sort: str, language: str) -> Mapping[str, str]:
    if language not in languages():
        raise WrongUse(
            mark("No letters are written in the language “{language}”."),
            mark("Choose one of these: {known}."),
            language=language,
            known=tuple(languages()),
        )
    words: Mapping[str, str] = document()[sort][language]
    return words


def _blocks(blocks: Sequence[Mapping[str, Any]], texts: Mapping[str, str], told: Told) -> Iterator[Block]:
    known = document()["sentences"]
    for block in blocks:
        if not _hold(block["when"], told.flags):
            continue
        standing = [one for one in block["sentences"] if _hold(known[one]["when"], told.flags)]
        turns = told.lists.get(block["each"], ()) if block["each"] else ({},)
        made = tuple(Sentence(one, _filled(texts[one], {**told.slots, **turn})) for turn in turns for one in standing)
        if made:
            yield Block(block["id"], block["form"], made)


def _hold(when: Sequence[str], flags: frozenset[str]) -> bool:
    return all((flag[1:] not in flags) if flag.startswith("!") else flag in flags for flag in when)


def _filled(text: str, slots: Mapping[str, str]) -> str:
    """Return a text with its slots filled in one pass, so that no value is ever read as a text with slots."""
    return _SLOT.sub(lambda slot: _value(slot[1], slots), text)


def _value(name: str, slots: Mapping[str, str]) -> str:
    value = plain(slots.get(name, ""))
    if not value:
        raise WrongUse(
            mark("The letter cannot be written: “{name}” is missing."),
            mark("Fill it in, then ask for the letter again."),
            name=name,
        )
    return value
