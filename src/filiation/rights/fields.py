"""One field of a draft after the other: read as what it must be, or refused by its name.

Errors name the field in their value `field` and never repeat what was written there.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeGuard, TypeVar

from filiation.errors import WrongUse
from filiation.locale import mark

_Code = TypeVar("_Code", bound=StrEnum)
_One = TypeVar("_One")

_EARLIEST = date(2000, 1, 1)
_LATEST = date(2100, 1, 1)
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[\w.-]{1,96})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def all_read(readers: Mapping[str, Callable[[], object]]) -> dict[str, Any]:
    """Return what readers return; raises WrongUse, which names all fields that are wrong, and not only the first."""
    found: dict[str, object] = {}
    wrong: list[WrongUse] = []
    for name, read in readers.items():
        try:
            found[name] = read()
        except WrongUse as fault:  # who fills in a form is told all at once
            wrong.append(fault)
    if len(wrong) > 1:
        names = [name for one in wrong for name in _named(one)]
        raise WrongUse(
            mark("These fields are missing, or not written as they must be: {fields}."),
            mark("Correct them all, then try again."),
            field=wrong[0].values.get("field", ""),
            fields=tuple(names),
        )
    if wrong:
        raise wrong[0]
    return found


def needed(fields: Mapping[str, object], name: str, most: int, *, at: str = "", lines: bool = False) -> str:
    """Return a text as `text_of` does; raises WrongUse where there is none."""
    found = text_of(fields, name, most, at=at, lines=lines)
    if not found:
        raise missing(f"{at}{name}")
    return found


def text_of(fields: Mapping[str, object], name: str, most: int, *, at: str = "", lines: bool = False) -> str:
    """Return a text without control characters, on one line unless it may have `lines`; empty where there is none."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise miswritten(f"{at}{name}")
    if len(value) > most:
        raise WrongUse(
            mark("The field {field} is too long: it takes {most} characters."),
            mark("Shorten it; longer texts can be sent as an annex of your own."),
            field=f"{at}{name}",
            most=most,
        )
    whole = value.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in whole if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
    if not lines and len(kept.splitlines()) > 1:
        raise WrongUse(mark("The field {field} is one line."), mark("Write it without line ends."), field=f"{at}{name}")
    return kept


def codes_of(fields: Mapping[str, object], name: str, known: type[_Code]) -> tuple[_Code, ...]:
    """Return words of a known list, each once."""
    value = fields.get(name, [])
    if not isinstance(value, list | tuple) or len(value) > 3 * len(known):
        raise miswritten(name)
    codes = {one.value: one for one in known}
    for one in value:
        if not isinstance(one, str) or one not in codes:
            raise WrongUse(
                mark("The field {field} holds a word that is not known there."),
                mark("It takes: {known}."),
                field=name,
                known=", ".join(codes),
            )
    return tuple(dict.fromkeys(codes[one] for one in value))


def several(
    fields: Mapping[str, object], name: str, most: int, read: Callable[[object, str], _One]
) -> tuple[_One, ...]:
    """Return a list of at most so many, each `read` under the name of its place."""
    value = fields.get(name, [])
    if not isinstance(value, list | tuple):
        raise miswritten(name)
    if len(value) > most:
        raise WrongUse(
            mark("The field {field} holds too many: it takes {most}."),
            mark("Keep those that show it best."),
            field=name,
            most=most,
        )
    return tuple(read(one, f"{name}.{place}") for place, one in enumerate(value))


def day_of(fields: Mapping[str, object], name: str, *, at: str = "") -> date | None:
    """Return a day of this century, written YYYY-MM-DD; None where there is none."""
    value = fields.get(name)
    if value is None or value == "":
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value if _is_day(value) else "")
    except ValueError:
        day = date.min
    if not _EARLIEST <= day < _LATEST:
        raise WrongUse(
            mark("The field {field} is not a day that can be."), mark("Write it as YYYY-MM-DD."), field=f"{at}{name}"
        )
    return day


def model_id(text: str, field: str) -> str:
    """Return the id of a model as it is written; raises WrongUse for what cannot be one."""
    if text and not _ID.fullmatch(text):
        raise WrongUse(
            mark("The field {field} is not the id of a model."), mark("Write it as owner/name."), field=field
        )
    return text


def missing(field: str) -> WrongUse:
    """Return the error of a field that has to be there."""
    return WrongUse(mark("The field {field} is missing."), mark("Fill it in: a letter needs it."), field=field)


def miswritten(field: str) -> WrongUse:
    """Return the error of a field that holds something of another sort."""
    return WrongUse(mark("The field {field} is not written as it must be."), mark("Check it."), field=field)


def _named(fault: WrongUse) -> tuple[str, ...]:
    several = fault.values.get("fields")
    return several if isinstance(several, tuple) else (str(fault.values.get("field", "")),)


def _is_day(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None
