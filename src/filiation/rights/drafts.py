"""What a person told, checked field by field: from the command line, a form, or a file of strangers.

Errors name the field in their value `field` and never repeat what was written there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

import msgspec

from filiation.errors import WrongUse
from filiation.facts.requests import Draft, Observation, Person
from filiation.facts.rights import DataKind, ErasureGround, Right
from filiation.locale import mark
from filiation.rights.addresses import answer_address, country_code
from filiation.rights.fields import all_read, codes_of, day_of, missing, miswritten, model_id, needed, several, text_of

MOST_OBSERVATIONS = 50
"""The most observations of one request."""

LONGEST_OUTPUT = 20_000
"""The most characters of a prompt, or of what a model said."""

SEEN = ("revision", "file", "repeats", "silent")
"""What an evidence pack tells beside its observations, as a draft calls it."""

_MOST_MODELS = 500
_LARGEST_PACK = 4_000_000  # bytes
_PACK = ("observations", *SEEN)
_REVISION = re.compile(r"[\w./-]{1,120}", re.ASCII)
_FIELDS = frozenset(Draft.__dataclass_fields__)
_GROUNDS: tuple[ErasureGround, ...] = (ErasureGround.OBJECTION, ErasureGround.UNLAWFUL)
_MOST_NAMED = 20  # fields that an error tells
_PERSON = frozenset(Person.__dataclass_fields__)
_OBSERVATION = frozenset(Observation.__dataclass_fields__)


def read_draft(fields: Mapping[str, object]) -> Draft:
    """Return a draft from its fields, as JSON has them; raises WrongUse, which names all fields that are wrong."""
    check_names(fields)
    readers: Mapping[str, Callable[[], object]] = {
        "rights": lambda: _asked_for(fields),
        "day": lambda: _letter_day(fields),
        "model": lambda: model_id(needed(fields, "model", 200), "model"),
        "person": lambda: _person(fields.get("person")),
        "what": lambda: needed(fields, "what", 2_000, lines=True),
        "language": lambda: _language(fields),
        "kinds": lambda: codes_of(fields, "kinds", DataKind),
        "observations": lambda: several(fields, "observations", MOST_OBSERVATIONS, _observation),
        "revision": lambda: _revision(fields),
        "file": lambda: text_of(fields, "file", 300),
        "correction": lambda: text_of(fields, "correction", 5_000, lines=True),
        "situation": lambda: text_of(fields, "situation", 5_000, lines=True),
        "grounds": lambda: codes_of(fields, "grounds", ErasureGround) if "grounds" in fields else _GROUNDS,
        "repeats": lambda: several(fields, "repeats", _MOST_MODELS, _model),
        "silent": lambda: several(fields, "silent", _MOST_MODELS, _model),
    }
    draft = Draft(**all_read(readers))
    _check_sense(draft)
    return draft


def check_names(fields: Mapping[str, object]) -> None:
    """Raise WrongUse where a request, its person or an observation has fields that it cannot have; all are named."""
    odd = list(_odd_names(fields, _FIELDS, ""))
    person, seen = fields.get("person"), fields.get("observations")
    odd += _odd_names(person, _PERSON, "person.") if isinstance(person, Mapping) else ()
    for place, one in enumerate(seen if isinstance(seen, list | tuple) else ()):
        odd += _odd_names(one, _OBSERVATION, f"observations.{place}.") if isinstance(one, Mapping) else ()
    if not odd:
        return
    below = tuple(name for name in odd if name in _PERSON)
    raise WrongUse(
        mark("A request has no such field: {fields}."),
        mark("Under “person” belongs: {below}.") if below else mark("Check how it is written, or leave it out."),
        field=odd[0],
        fields=tuple(odd[:_MOST_NAMED]),
        below=below,
    )


def check_day(draft: Draft, today: date) -> None:
    """Raise WrongUse where the letters of a draft would bear a day more than a year away."""
    if abs(draft.day - today) > timedelta(days=366):
        raise WrongUse(
            mark("The letters cannot bear the day {day}: it is more than a year away."),
            mark("Check the day, written YYYY-MM-DD."),
            day=draft.day.isoformat(),
            field="day",
        )


def _asked_for(fields: Mapping[str, object]) -> tuple[Right, ...]:
    rights = codes_of(fields, "rights", Right)
    if not rights:
        raise missing("rights")
    return rights


def _letter_day(fields: Mapping[str, object]) -> date:
    day = day_of(fields, "day")
    if day is None:
        raise missing("day")
    return day


def read_evidence(body: bytes) -> dict[str, object]:
    """Return the fields of a draft that an evidence pack holds: what was observed, of which revision and file.

    Raises WrongUse for what is none. The fields are checked with the others, by `read_draft`.
    """
    try:
        told = msgspec.json.decode(body) if len(body) <= _LARGEST_PACK else None
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        told = None
    if not isinstance(told, dict):
        raise WrongUse(
            mark("This is not a file of evidence."),
            mark("It is a JSON object with: {known}."),
            known=", ".join(_PACK),
        )
    return {name: told[name] for name in _PACK if name in told}


def _person(value: object) -> Person:
    if not isinstance(value, Mapping):
        raise missing("person")
    readers: Mapping[str, Callable[[], object]] = {
        "name": lambda: needed(value, "name", 200, at="person."),
        "reply_to": lambda: answer_address(needed(value, "reply_to", 500, at="person.", lines=True)),
        "country": lambda: country_code(needed(value, "country", 2, at="person.")),
        "represents": lambda: text_of(value, "represents", 200, at="person."),
    }
    return Person(**all_read(readers))


def _observation(value: object, place: str) -> Observation:
    if not isinstance(value, Mapping):
        raise miswritten(place)
    return Observation(
        prompt=text_of(value, "prompt", LONGEST_OUTPUT, at=f"{place}.", lines=True),
        output=needed(value, "output", LONGEST_OUTPUT, at=f"{place}.", lines=True),
        day=day_of(value, "day", at=f"{place}."),
        settings=text_of(value, "settings", 1_000, at=f"{place}.", lines=True),
        model=model_id(text_of(value, "model", 200, at=f"{place}."), f"{place}.model"),
    )


def _check_sense(draft: Draft) -> None:
    for place, one in enumerate(draft.observations):
        if one.day is not None and one.day > draft.day:
            raise WrongUse(
                mark("What was observed is dated later than the letter."),
                mark("Check both days, written YYYY-MM-DD."),
                field=f"observations.{place}.day",
            )
    if Right.RECTIFICATION in draft.rights and not draft.correction:
        raise WrongUse(
            mark("Who asks for a correction has to say what is right."),
            mark("Fill in the field {field}, or leave this right out."),
            field="correction",
        )
    if set(draft.repeats) & set(draft.silent):
        raise WrongUse(
            mark("A model cannot both repeat the data and not repeat them."),
            mark("Name it in one of the two lists only."),
            field="silent",
        )


def _odd_names(fields: Mapping[str, object], known: frozenset[str], at: str) -> Iterator[str]:
    return (f"{at}{str(name)[:60]}" for name in fields if name not in known)


def _model(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise miswritten(place)
    return model_id(value, place)


def _revision(fields: Mapping[str, object]) -> str:
    text = text_of(fields, "revision", 120)
    if text and not _REVISION.fullmatch(text):
        raise miswritten("revision")
    return text


def _language(fields: Mapping[str, object]) -> str:
    from filiation.rights.letters.spoken import spoken

    return spoken(text_of(fields, "language", 20) or "en")
