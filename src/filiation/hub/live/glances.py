"""A glance at the rows of a page: names, numbers and tags, of whatever type they are."""

from collections.abc import Iterator

import msgspec

from filiation.hub import documents


class Row(msgspec.Struct):
    """What is looked at in one row of a listing, or in one record."""

    id: object = None
    hub_id: object = msgspec.field(name="_id", default=None)
    downloads: object = None
    private: object = None
    tags: object = None


_row = msgspec.json.Decoder(Row)
_rows = msgspec.json.Decoder(list[Row])


def glance(body: bytes) -> list[Row]:
    """Return what can be read of the rows in `body`, a page or one record."""
    if body.lstrip()[:1] != b"[":
        return list(_each([body]))
    try:
        return _rows.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return list(_each(map(bytes, documents.items(body))))


def _each(items: "Iterator[bytes] | list[bytes]") -> Iterator[Row]:
    """Yield the rows that can be read; who reads the others as records tells of them."""
    for item in items:
        try:
            yield _row.decode(item)
        except (msgspec.DecodeError, RecursionError):
            continue
