"""The letters of a case in the vault: those that went out, and the newest of each kind that was handed out to be sent.

What a letter says changes with what a person told and with the catalog. So that the letter that is kept once it was
sent is the very one that was written, each letter that is handed out as a file is kept beside the case: one for each
party and kind, the newest. It says only what was in the file.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from filiation.errors import NotFound, StoreFailed
from filiation.facts.cases import Case, Event, EventKind, Involved
from filiation.facts.letters import Letter, LetterKind
from filiation.facts.rights import Right
from filiation.rights import case_files, case_history
from filiation.vault import Vault, new_name

DRAWER = "letters"

KIND_OF: Mapping[EventKind, LetterKind | None] = {
    EventKind.SENT: None,
    EventKind.REMINDED: LetterKind.REMINDER,
    EventKind.COMPLAINED: LetterKind.COMPLAINT,
}
"""Events with which a letter goes out, and its kind (None: the request, or that to the host)."""

_EVENT_OF: Mapping[LetterKind | None, EventKind] = {
    LetterKind.REQUEST: EventKind.SENT,
    LetterKind.HOST: EventKind.SENT,
    LetterKind.REMINDER: EventKind.REMINDED,
    LetterKind.HOST_REMINDER: EventKind.REMINDED,
    LetterKind.COMPLAINT: EventKind.COMPLAINED,
    None: EventKind.SENT,
}


FOLLOWING = frozenset({LetterKind.REMINDER, LetterKind.HOST_REMINDER, LetterKind.COMPLAINT})
"""Letters that follow one that was sent."""


def put(vault: Vault, drawer: str, body: bytes | None, case: str) -> str:
    """Keep a letter or a proof of a case; return its name, which is empty where there is none."""
    if body is None:
        return ""
    name = new_name()
    vault.write(drawer, name, body, expected=0, of=case)
    return name


def read(vault: Vault, name: str) -> Letter:
    """Return a letter that is kept; raises StoreFailed where it cannot be read."""
    return case_files.unpacked_letter(vault.read(DRAWER, name)[0], name)


def sent(vault: Vault, case: Case, place: int, kind: LetterKind | None) -> Letter | None:
    """Return the last letter of a kind that went out to a party in this round, as it is kept; None where none is.

    Once all seems to be done, a first letter is one of a new round: none went out yet.
    """
    party = case_history.party_of(case, place)
    if kind not in FOLLOWING and case_history.over_since(party):
        return None
    return _last(vault, party, _EVENT_OF.get(kind))


def says_the_same(kept: Letter, now: Letter) -> bool:
    """Whether a complaint that went out is still the one to write: to the same authority, of the same events."""
    first, second = ((letter.recipient, letter.language, _turns(letter)) for letter in (kept, now))
    return first == second


def note_written(vault: Vault, case: Case, place: int, letter: Letter) -> None:
    """Keep a letter that is handed out, in the place of the one that was handed out before."""
    event = _EVENT_OF.get(letter.kind)
    if event is None:
        return
    name, body = _place_of(case, place, event), case_files.packed_letter(letter)
    try:
        kept, revision = vault.read(DRAWER, name)
    except NotFound:
        kept, revision = b"", 0
    except StoreFailed:  # damaged: the new one takes its place
        vault.remove(DRAWER, name)
        kept, revision = b"", 0
    if kept != body:
        vault.write(DRAWER, name, body, expected=revision, of=case.id)


def written(vault: Vault, case: Case, place: int, event: Event) -> Letter | None:
    """Return the newest letter that was handed out and can have gone out with an event; None where none was.

    It cannot where it was written on a later day, follows a letter that was sent before the last one, or is of a round
    that is over.
    """
    try:
        letter = read(vault, _place_of(case, place, event.kind))
    except (NotFound, StoreFailed):
        return None
    if event.kind is EventKind.SENT:
        first = case_history.over_since(case_history.party_of(case, place))
    else:
        first = case_history.sent_on(case, place)
    apt = (first or date.min) <= letter.day <= max(event.day, case.draft.day)
    return letter if apt else None


def places(case: Case) -> set[str]:
    """Return the names under which letters of a case that were handed out may lie."""
    return {_place_of(case, place, event) for place in range(len(case.parties)) for event in KIND_OF}


def as_exercised(vault: Vault, case: Case, place: int) -> Case:
    """Return a case with the rights that the letter to a party exercised, where that letter is kept."""
    letter = _last(vault, case_history.party_of(case, place), EventKind.SENT)
    if letter is None:
        return case
    named = set(_ids(letter))
    rights = tuple(right for right in Right if f"rights.{right.value}" in named)
    return replace(case, draft=replace(case.draft, rights=rights)) if rights else case


def _last(vault: Vault, party: Involved, wanted: EventKind | None) -> Letter | None:
    """Return the letter that went out last in the current round with an event of a kind; None where none is kept."""
    names = [event.letter for event in case_history.current(party) if event.kind is wanted and event.letter]
    return read(vault, names[-1]) if names else None


def _turns(letter: Letter) -> list[str]:
    """Return what a complaint tells of what happened, and what came of it."""
    return [name for name in _ids(letter) if name.startswith("complaint.")]


def _ids(letter: Letter) -> list[str]:
    return [sentence.id for block in letter.blocks for sentence in block.sentences]


def _place_of(case: Case, place: int, event: EventKind) -> str:
    """Return the name under which such a letter lies: made from the random number of the case, it tells nothing."""
    summed = blake2b(f"{place} {event.value}".encode(), key=case.id.encode(), digest_size=10).digest()
    return base64.b32encode(summed).decode().lower()
