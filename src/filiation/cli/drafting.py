"""What a person tells of a matter, gathered from options, files, and answers on a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, TypeVar

import click
import msgspec

from filiation.cli.frame import Session
from filiation.cli.opening import is_asked, read_file
from filiation.cli.output import note
from filiation.errors import WrongUse
from filiation.facts.requests import Draft
from filiation.facts.rights import Right
from filiation.locale import mark
from filiation.rights.drafts import SEEN, check_names, read_draft
from filiation.rights.fields import miswritten

_Kind = TypeVar("_Kind", dict[str, Any], list[Any])

ASKS: Mapping[Right, str] = {
    Right.ACCESS: mark("tell me what you have about me, and send me a copy"),
    Right.RECTIFICATION: mark("put right what is wrong"),
    Right.ERASURE: mark("erase it"),
    Right.RESTRICTION: mark("stop using it until the rest is settled"),
    Right.OBJECTION: mark("I object to its use"),
}
"""What each right asks for, in plain words."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One thing without which no letter can be written: where it stands in a draft, its option, and its question."""

    place: tuple[str, ...]
    option: str
    question: str


_NEEDED = (
    _Field(("what",), "--what", mark("What personal data does the model repeat, in a few words (my postal address)?")),
    _Field(("person", "name"), "--name", mark("Your name, as it is to stand in the letters")),
    _Field(("person", "reply_to"), "--reply-to", mark("Where are answers to go (an e-mail or a postal address)?")),
    _Field(("person", "country"), "--country", mark("The country in which you live (two letters, such as FR)")),
)
_RIGHTS = _Field(("rights",), "--right", mark("What do you ask for? Numbers, with commas between them"))
_CORRECTION = _Field(("correction",), "--correction", mark("What is right instead?"))
_SITUATION = _Field(("situation",), "--situation", mark("What in your situation speaks against its use? (Enter: skip)"))
_ASKED = {".".join(field.place): field for field in (*_NEEDED, _CORRECTION, _SITUATION)}
"""Questions by the field of a draft that they fill."""


def held_draft(name: str) -> dict[str, Any]:
    """Return the fields of a draft that a file holds as JSON; raises WrongUse for anything else."""
    try:
        held = msgspec.json.decode(read_file(name))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        held = None
    if not isinstance(held, dict):
        raise WrongUse(
            mark("{file} holds no JSON object."),
            mark("It holds the fields of a request, as the guide “How to write a request” shows."),
            file=name,
        )
    check_names(held)
    return held


def joined(draft: Mapping[str, Any], told: Mapping[str, Any], evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a draft: those of a file, those of options in their place, and those of an evidence pack."""
    person = _checked(draft.get("person", {}), dict, "person")
    seen = [_checked(one.get("observations", []), list, "observations") for one in (draft, told, evidence)]
    fields = {**draft, **told, "person": {**person, **told["person"]}, "observations": [*chain(*seen)]}
    for name in SEEN:
        if name in evidence:
            fields.setdefault(name, evidence[name])
    return fields


def drafted(session: Session, fields: dict[str, Any], today: date) -> Draft:
    """Return a draft of the fields.

    What no letter can do without is asked for on a terminal, and again where an answer cannot be; elsewhere WrongUse
    names it.
    """
    fields.setdefault("day", today.isoformat())
    fields.setdefault("language", session.speech.language)
    if not is_asked():
        _require(fields)
        return read_draft(fields)
    _ask(session, fields)
    while True:
        try:
            return read_draft(fields)
        except WrongUse as error:  # what was typed already must not be lost
            field = _ASKED.get(str(error.values.get("field")))
            if field is None:
                raise
            note(error.text(session.translate), style="red")
            note(error.advice(session.translate))
            _put(fields, field.place, _answer(session, field.question, needed=True))


def _ask(session: Session, fields: dict[str, Any]) -> None:
    if not fields.get("rights"):
        fields["rights"] = _rights(session)
    extra = [_CORRECTION] * ("rectification" in fields["rights"]) + [_SITUATION] * ("objection" in fields["rights"])
    for field in (*_NEEDED, *extra):
        if not _held(fields, field.place):
            _put(fields, field.place, _answer(session, field.question, needed=field is not _SITUATION))
    if not fields["observations"]:
        fields["observations"] = _observed(session)


def _require(fields: Mapping[str, Any]) -> None:
    missing = tuple(field.option for field in (_RIGHTS, *_NEEDED) if not _held(fields, field.place))
    if missing:
        raise WrongUse(
            mark("A letter cannot be written without {options}."),
            mark("Give them, or a file that holds them: --draft FILE (-: standard input)."),
            options=missing,
        )


def _rights(session: Session) -> list[str]:
    for number, (right, words) in enumerate(ASKS.items(), 1):
        note(f"  {number}  {session.translate(words)} ({right})")
    known = list(ASKS)
    while True:
        answer = _answer(session, _RIGHTS.question, needed=True)
        chosen = [one.strip() for one in answer.split(",") if one.strip()]
        if chosen and all(one.isascii() and one.isdigit() and 1 <= int(one) <= len(known) for one in chosen):
            return [str(known[int(one) - 1]) for one in dict.fromkeys(chosen)]


def _observed(session: Session) -> list[dict[str, str]]:
    """Ask what the model was asked and what it said, until nothing more comes."""
    seen: list[dict[str, str]] = []
    while prompt := _answer(session, mark("What was the model asked? (Enter: nothing more)"), needed=False):
        seen.append({"prompt": prompt, "output": _answer(session, mark("What did it say?"), needed=True)})
    return seen


def _answer(session: Session, question: str, *, needed: bool) -> str:
    default = None if needed else ""
    return str(click.prompt(session.translate(question), default=default, show_default=False, err=True)).strip()


def _held(fields: Mapping[str, Any], place: Sequence[str]) -> bool:
    value: Any = fields
    for name in place:
        value = value.get(name) if isinstance(value, Mapping) else None
    return bool(value)


def _put(fields: dict[str, Any], place: Sequence[str], value: str) -> None:
    *outer, last = place
    for name in outer:
        fields = fields[name]
    fields[last] = value


def _checked(value: object, kind: type[_Kind], field: str) -> _Kind:
    if isinstance(value, kind):
        return value
    raise miswritten(field)
