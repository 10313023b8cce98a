"""Records of models and datasets as the Hub's interface returns them, turned into columns.

A field that is of the wrong type does not cost the record: the column stays empty, the field is kept as it
was in `extra`, and the fault is noted. Sources of the field names: the Hub's interface, and the attribute names
of its Python client (`created_at`, ...).
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from filiation.facts.tables import RECORDS
from filiation.facts.vocabulary import Kind
from filiation.hub.documents import Document
from filiation.hub.problems import Problems
from filiation.locale import mark

BATCH = 50_000
"""Records in one batch."""

MAX_TAGS = 10_000
"""Tags that are read of one repository; the most seen on the Hub is 7,918."""

MAX_COUNT = 2**53
"""The most that a count can be: beyond it, programs that read JSON disagree on the number."""

VALID_ID = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}(?:/(?:[A-Za-z0-9_-]|[A-Za-z0-9_.-]{2,96}))?")
"""An id that a repository of the Hub can have (some old ones have no owner); as a path it leads nowhere else."""

HUB_ID = re.compile("[0-9a-f]{24}")
"""The number that the Hub gives a repository, and that stays when its id changes."""

_COLUMN = {
    "_id": "hub_id",
    "id": "id",
    "author": "author",
    "createdAt": "created",
    "created_at": "created",
    "lastModified": "modified",
    "last_modified": "modified",
    "sha": "sha",
    "private": "private",
    "disabled": "disabled",
    "gated": "gated",
    "downloads": "downloads",
    "downloadsAllTime": "downloads_all_time",
    "downloads_all_time": "downloads_all_time",
    "likes": "likes",
    "pipeline_tag": "task",
    "library_name": "library",
    "tags": "tags",
    "cardData": "card",
    "config": "config",
    "baseModels": "base_models",
    "siblings": "files",
}

_TEXTS = msgspec.json.Decoder(list[str])
_PATHS = msgspec.json.Decoder(list[dict[str, msgspec.Raw] | str])


def valid_id(name: str) -> bool:
    """Whether a repository of the Hub can have this id, and can be asked for by it."""
    return VALID_ID.fullmatch(name) is not None


class WrongType(ValueError):
    """A field does not hold what its name promises."""


def _text(raw: msgspec.Raw) -> str:
    return msgspec.json.decode(raw, type=str)


def _hub_id(raw: msgspec.Raw) -> str:
    value = _text(raw)
    if not HUB_ID.fullmatch(value):
        raise WrongType(value[:60])
    return value


def _number(raw: msgspec.Raw) -> int:
    value = msgspec.json.decode(raw, type=int)
    if not 0 <= value <= MAX_COUNT:
        raise WrongType
    return value


def _flag(raw: msgspec.Raw) -> bool:
    return msgspec.json.decode(raw, type=bool)


def _gate(raw: msgspec.Raw) -> str:
    value = msgspec.json.decode(raw, type=bool | str)
    return value if isinstance(value, str) else str(value).lower()


def _object(raw: msgspec.Raw) -> str:
    """An object as JSON text; some mirrors hold it as text within a string."""
    text = bytes(raw)
    if text[:1] == b'"':
        text = msgspec.json.decode(text, type=str).encode()
        msgspec.json.decode(text, type=msgspec.Raw)
    if text.strip()[:1] != b"{":
        raise WrongType
    return text.decode()


def _parents(raw: msgspec.Raw) -> str:
    text = bytes(raw)
    if text[:1] not in (b"{", b"["):
        raise WrongType
    return text.decode()


def _tags(raw: msgspec.Raw) -> list[str]:
    return _TEXTS.decode(raw)


def _paths(raw: msgspec.Raw) -> list[str]:
    return [s if isinstance(s, str) else _text(s["rfilename"]) for s in _PATHS.decode(raw)]


_READ: dict[str, Callable[[msgspec.Raw], object]] = {
    "hub_id": _hub_id,
    "private": _flag,
    "disabled": _flag,
    "gated": _gate,
    "downloads": _number,
    "downloads_all_time": _number,
    "likes": _number,
    "tags": _tags,
    "card": _object,
    "config": _object,
    "base_models": _parents,
    "files": _paths,
}
_UTC = pa.timestamp("ms", "UTC")
_NULL = b"null"
_REPEATS_ID = {"modelId"}
_SIZED = re.compile(rb'"(?:size|blobId|lfs)"')


class RecordReader:
    """Gathers records of one kind into tables of `facts.tables.RECORDS`.

    `kind` may be told as late as the first table is taken.
    """

    def __init__(self, kind: Kind | None, problems: Problems) -> None:
        """Read records of `kind`, noting what cannot be taken in `problems`."""
        self.kind = kind
        self._problems = problems
        self._rows: dict[str, list[object]] = {}
        self._places: list[tuple[Path, str]] = []
        self._clear()

    @property
    def size(self) -> int:
        """How many records wait to be taken."""
        return len(self._places)

    @property
    def full(self) -> bool:
        """Whether a batch is complete."""
        return self.size >= BATCH

    def add(self, document: Document) -> None:
        """Read one record, or note why it cannot be taken."""
        found = self._id(document)
        if found is None:
            return
        row: dict[str, object] = {"id": found}
        rest: dict[str, msgspec.Raw] = {}
        for name, raw in document.fields.items():
            column = _COLUMN.get(name)
            if column == "id" or name in _REPEATS_ID or bytes(raw) == _NULL:
                continue
            if column is None or not self._field(document, column, name, raw, row):
                rest[name] = raw
        for column, values in self._rows.items():
            values.append(row.get(column))
        self._rows["extra"][-1] = _joined(rest)
        self._places.append((document.file, document.place))

    def take(self) -> pa.Table:
        """Return the records gathered so far as a table, and begin anew."""
        columns = {name: self._column(name, values) for name, values in self._rows.items()}
        columns["kind"] = pa.array([self.kind] * self.size, pa.string())
        self._clear()
        return pa.table([columns[name] for name in RECORDS.names], schema=RECORDS)

    def _clear(self) -> None:
        self._rows = {name: [] for name in RECORDS.names if name != "kind"}
        self._places = []

    def _id(self, document: Document) -> str | None:
        given = [document.fields[name] for name in ("id", "modelId") if name in document.fields]
        raw = next((value for value in given if bytes(value) != _NULL), None)
        if raw is None:
            self._problems.note(mark("record without id"), document.file, document.place)
            return None
        try:
            value = _text(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            value = f"{bytes(raw)[:200].decode(errors='replace')} (not a text)"
        if valid_id(value):
            return value
        self._problems.note(mark("not an id that the Hub can have"), document.file, document.place, value)
        return None

    def _field(self, document: Document, column: str, name: str, raw: msgspec.Raw, row: dict[str, object]) -> bool:
        """Read one field into `row`; return whether the column now says all that the field said."""
        try:
            value = _READ.get(column, _text)(raw)
        except (ValueError, KeyError, RecursionError) as error:
            self._problems.note(mark("field that is not what its name promises"), document.file, document.place,
                                f"{name}: {error}")  # fmt: skip
            return False
        if column == "tags" and isinstance(value, list) and len(value) > MAX_TAGS:
            self._problems.note(mark("tags beyond the limit"), document.file, document.place, str(len(value)))
            row[column] = value[:MAX_TAGS]
            return False
        row[column] = value
        return column != "files" or not _SIZED.search(bytes(raw))

    def _column(self, name: str, values: list[object]) -> "pa.Array[Any]":
        if name not in ("created", "modified"):
            plain: pa.Array[Any] = pa.array(values, RECORDS.field(name).type)
            return plain
        try:
            moments: pa.Array[Any] = pa.array(values, pa.string()).cast(_UTC).cast(RECORDS.field(name).type)
        except pa.ArrowInvalid:
            moments = pa.array(list(self._moments(name, values)), RECORDS.field(name).type)
        return moments

    def _moments(self, name: str, values: list[object]) -> Iterator[object]:
        """Read dates one by one, to name those that are none."""
        for value, (file, place) in zip(values, self._places, strict=True):
            try:
                yield pc.cast(pa.scalar(value, pa.string()), _UTC).as_py()
            except pa.ArrowInvalid:
                self._problems.note(mark("date that cannot be read"), file, place, f"{name}: {value}")
                yield None


def _joined(fields: dict[str, msgspec.Raw]) -> str | None:
    """Put undecoded fields together again as one JSON object; None when there are none."""
    if not fields:
        return None
    try:
        return msgspec.json.encode(fields).decode()
    except UnicodeDecodeError:
        return msgspec.json.encode({k: v for k, v in fields.items() if _is_utf8(v)}).decode()


def _is_utf8(raw: msgspec.Raw) -> bool:
    try:
        bytes(raw).decode()
    except UnicodeDecodeError:
        return False
    return True
