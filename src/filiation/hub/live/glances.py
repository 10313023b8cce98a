"""A glance at the rows of a page: names, numbers and tags, read whatever else stands there."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

import msgspec

from filiation.hub import documents

_T = TypeVar("_T")
_NULL = msgspec.Raw(b"null")
_LONGEST = 200  # bytes of a name, a number or a flag
_LONGEST_TAGS = 2**20


class Row(msgspec.Struct):
    """What is looked at in one row of a listing, or in one record; None where it is of another type."""

    id: str | None = None
    hub_id: str | None = msgspec.field(name="_id", default=None)
    downloads: int | None = None
    private: bool | None = None
    listed: msgspec.Raw = msgspec.field(name="tags", default=_NULL)

    @property
    def tags(self) -> list[str]:
        """The tags."""
        found = _read(self.listed, list, _LONGEST_TAGS) or ()
        return [tag for tag in found if isinstance(tag, str)]


_rows = msgspec.json.Decoder(list[Row])


def glance(body: bytes) -> list[Row]:
    """Return what can be read of the rows in `body`, a page or one record."""
    if body.lstrip()[:1] != b"[":
        return list(_each([body]))
    try:
        return _rows.decode(body)
    except (ValueError, RecursionError):
        return list(_each(map(bytes, documents.items(body))))


def _each(items: Iterable[bytes]) -> Iterator[Row]:
    """Yield the rows that can be read; who reads the others as records tells of them."""
    for item in items:
        with suppress(msgspec.DecodeError):
            fields = documents.fields(item)
            yield Row(
                _read(fields.get("id", _NULL), str),
                _read(fields.get("_id", _NULL), str),
                _read(fields.get("downloads", _NULL), int),
                _read(fields.get("private", _NULL), bool),
                fields.get("tags", _NULL),
            )


def _read(raw: msgspec.Raw, wanted: type[_T], longest: int = _LONGEST) -> _T | None:
    """Return a value, None where it is of another type; what is too long for one is not read, for it could be many."""
    text = bytes(raw)
    try:
        value = msgspec.json.decode(text) if len(text) <= longest else None
    except (ValueError, RecursionError):
        return None
    return value if type(value) is wanted else None
