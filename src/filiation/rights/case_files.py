"""Cases as files: how the vault keeps them, and the file that a browser saves. The latter is hostile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import msgspec

from filiation.errors import StoreFailed, WrongUse
from filiation.facts.cases import Case
from filiation.facts.letters import Block, Letter, LetterKind, Picture, Table
from filiation.facts.requests import Draft
from filiation.locale import mark
from filiation.rights.drafts import read_draft

VERSION = 1
"""The version of cases and letters as they are kept, and of the file that a browser saves."""

LARGEST = 2_000_000
"""The most bytes of a case file."""

MOST_PARTIES = 5_000
"""The most parties that a case file may name."""


class _Version(msgspec.Struct):
    version: int


class _Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    case: Case


class _Annex(msgspec.Struct, frozen=True):
    table: Table | None = None
    picture: Picture | None = None


class _Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    kind: LetterKind
    language: str
    day: date
    subject: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    to: str | None
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    annexes: tuple[_Annex, ...]


def packed_case(case: Case) -> bytes:
    """Return a case as it is kept; its revision is counted by the vault."""
    return msgspec.json.encode(_Case(VERSION, replace(case, revision=0)))


def unpacked_case(body: bytes, name: str, revision: int) -> Case:
    """Return a case that was kept under a name; raises StoreFailed where it cannot be read."""
    _check_version(body, name)
    try:
        return replace(msgspec.json.decode(body, type=_Case).case, id=name, revision=revision)
    except msgspec.MsgspecError:
        raise unreadable(name) from None  # the error would quote what is written there


def packed_letter(letter: Letter) -> bytes:
    """Return a letter as it is kept."""
    annexes = tuple(_Annex(table=one) if isinstance(one, Table) else _Annex(picture=one) for one in letter.annexes)
    kept = _Letter(
        VERSION,
        letter.kind,
        letter.language,
        letter.day,
        letter.subject,
        letter.sender,
        letter.recipient,
        letter.to,
        letter.blocks,
        letter.sources,
        annexes,
    )
    return msgspec.json.encode(kept)


def unpacked_letter(body: bytes, name: str) -> Letter:
    """Return a letter that was kept under a name; raises StoreFailed where it cannot be read."""
    _check_version(body, name)
    try:
        kept = msgspec.json.decode(body, type=_Letter)
    except msgspec.MsgspecError:
        raise unreadable(name) from None
    return Letter(
        kind=kept.kind,
        language=kept.language,
        day=kept.day,
        subject=kept.subject,
        sender=kept.sender,
        recipient=kept.recipient,
        to=kept.to,
        blocks=kept.blocks,
        sources=kept.sources,
        annexes=tuple(annex for one in kept.annexes for annex in (one.table or one.picture,) if annex is not None),
    )


def unreadable(name: str) -> StoreFailed:
    """Return the error of a kept text that is not as it must be."""
    return StoreFailed(
        mark("The case or letter {name} cannot be read: it is not as it was written."),
        mark("All others are unharmed. Put its file back from a copy of the vault, or remove it."),
        name=name,
    )


def _check_version(body: bytes, name: str) -> None:
    try:
        found = msgspec.json.decode(body, type=_Version).version
    except msgspec.MsgspecError:
        raise unreadable(name) from None
    if found != VERSION:
        raise StoreFailed(
            mark("The case or letter {name} has version {found}; this program knows version {known}."),
            mark("It is unharmed: open it with the program that wrote it, or a newer one."),
            name=name,
            found=found,
            known=VERSION,
        )


def read_case_file(body: bytes) -> tuple[Draft, tuple[str, ...]]:
    """Return what a person told, and the parties that were chosen, from a file that a browser saved.

    Raises WrongUse, which names the field, for what is missing, overlong or impossible.
    """
    if len(body) > LARGEST:
        raise _no_case_file()
    try:
        told = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise _no_case_file() from None
    if not isinstance(told, dict) or told.get("filiation") != "case":
        raise _no_case_file()
    if told.get("version") != VERSION:
        raise WrongUse(
            mark("This case file is of a version that the program does not know."),
            mark("Open it with the program that wrote it, or begin the case anew."),
        )
    draft, parties = told.get("draft"), told.get("parties", [])
    if not isinstance(draft, dict):
        raise _no_case_file()
    return read_draft(draft), _parties(parties)


def case_file(draft: Draft, parties: tuple[str, ...]) -> bytes:
    """Return the file of a case as a browser saves it, from what a person told and the parties chosen."""
    told: Mapping[str, object] = {"filiation": "case", "version": VERSION, "draft": draft, "parties": parties}
    return msgspec.json.encode(told)


def _parties(value: object) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or len(value) > MOST_PARTIES
        or not all(isinstance(one, str) and 0 < len(one) <= 200 and one.isprintable() for one in value)
    ):
        raise WrongUse(
            mark("The parties of the case file cannot be read."),
            mark("They are a list of names of publishers."),
            field="parties",
        )
    return tuple(dict.fromkeys(value))


def _no_case_file() -> WrongUse:
    return WrongUse(
        mark("This is not the file of a case."), mark("Choose a file that was saved on the page of requests here.")
    )
