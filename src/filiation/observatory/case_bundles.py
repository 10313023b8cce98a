"""The file of a case about one party: all that an authority needs, as files with plain names."""

import unicodedata
from collections.abc import Mapping, Sequence

from filiation.export.kept import kind_of
from filiation.export.letters import FORMS
from filiation.facts.cases import Case, Event
from filiation.facts.letters import Letter
from filiation.locale import mark
from filiation.words import cases as words
from filiation.words.speech import Speech, speech


def bundle(
    case: Case,
    place: int,
    complaint: Letter,
    sent: Sequence[tuple[Event, Letter]],
    proofs: Sequence[tuple[Event, bytes]],
    *,
    notes: bool = False,
) -> Mapping[str, bytes]:
    """Return the files: complaint, chronology, what was observed, the letters that went out, the proofs.

    What the person noted on events is in the chronology only with `notes`; notes of their own never are.
    """
    told = speech(complaint.language)
    chronology = words.chronology(told, case, place, notes=notes, own=False)
    files = {
        f"1-{_slug(told, mark('complaint'))}.pdf": FORMS["pdf"].write(complaint),
        f"1-{_slug(told, mark('complaint'))}.txt": FORMS["txt"].write(complaint),
        f"2-{_slug(told, mark('chronology'))}.txt": chronology.encode(),
    }
    if case.draft.observations:
        files[f"3-{_slug(told, mark('observations'))}.txt"] = words.observations(told, case).encode()
    for event, letter in sent:
        name = "-".join(("4", event.day.isoformat(), _slug(told, words.LETTER[letter.kind])))
        files[f"{name}.pdf"] = FORMS["pdf"].write(letter)
    for number, (event, body) in enumerate(proofs, 1):
        name = "-".join(("5", event.day.isoformat(), _slug(told, words.EVENT[event.kind]), str(number)))
        files[f"{name}.{kind_of(body)[0]}"] = body
    return files


def _slug(told: Speech, message: str) -> str:
    """Return words of a language as they can stand in the name of a file anywhere."""
    plain = unicodedata.normalize("NFKD", told.say(message)).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())
