"""All repositories of one kind: rows as prepared bytes, sort orders as arrays, so that a page is a slice."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec
import numpy as np

NUMBERS = ("likes", "downloads", "trendingScore", "likes30d", "mainSize", "num_parameters")
DATES = ("createdAt", "lastModified")
CHUNK = 50_000
EPOCH = "2022-03-02T23:29:04.000Z"
"""The date of creation that the Hub shows for repositories of before."""

BASE = re.compile(rb'"(base_model:(?:[^"\\]|\\.)*)"')


class Head(msgspec.Struct):
    """What is read of a row to find and sort it."""

    id: str
    hub_id: str | None = msgspec.field(name="_id", default=None)
    createdAt: str | None = None  # noqa: N815
    lastModified: str | None = None  # noqa: N815
    likes: float | None = 0
    downloads: float | None = 0
    trendingScore: float | None = 0  # noqa: N815
    likes30d: float | None = 0
    mainSize: float | None = None  # noqa: N815
    num_parameters: float | None = None
    private: bool = False
    disabled: bool = False


read_head = msgspec.json.Decoder(Head).decode


class Shelf:
    """Rows of one kind. A row keeps its place for ever; one that is gone has no bytes."""

    def __init__(self) -> None:
        self.rows: list[bytes | None] = []
        self.places: dict[str, int] = {}
        self.hub_ids: list[str] = []
        self.version = 0
        self._values = {name: array("d") for name in (*NUMBERS, *DATES)}
        self._arrays: dict[str, np.ndarray] = {}
        self._orders: dict[str, np.ndarray] = {}
        self._hidden: set[int] = set()
        self._bases: dict[bytes, set[int]] | None = None
        self._authors: dict[str, set[int]] | None = None
        self._found: dict[tuple[Any, ...], np.ndarray] = {}

    def __len__(self) -> int:
        return len(self.places)

    def load(self, rows: Iterable[tuple[bytes, Head]]) -> None:
        """Put many rows in, faster than one after the other."""
        coming = iter(rows)
        while some := list(islice(coming, CHUNK)):
            for raw, head in some:
                self._append(raw, head)
            self._extend([head for _, head in some])
        self._forget()

    def _extend(self, heads: list[Head]) -> None:
        created = [head.createdAt or EPOCH for head in heads]
        modified = [head.lastModified or head.createdAt or EPOCH for head in heads]
        for name, dates in zip(DATES, (created, modified), strict=True):
            moments = np.array([text.removesuffix("Z") for text in dates], "datetime64[ms]")
            self._values[name].extend(moments.astype(np.int64).astype(float))
        for name in NUMBERS:
            self._values[name].extend(number(getattr(head, name)) for head in heads)

    def add(self, raw: bytes) -> int:
        """Put one row in; return its place."""
        place, head = len(self.rows), read_head(raw)
        self._append(raw, head)
        for name, value in values(head).items():
            self._values[name].append(value)
        self._arrays.clear()
        self._come(place)
        return place

    def replace(self, place: int, raw: bytes) -> None:
        """Give a row other bytes: its name, its numbers and its tags may have changed; it keeps its Hub's id."""
        self._leave(place)
        old, head = read_head(self.rows[place] or b""), read_head(raw)
        if old.id != head.id:
            self.places.pop(old.id, None)
        self.rows[place], self.places[head.id] = raw, place
        self._hide(place, head)
        for name, value in values(head).items():
            self._values[name][place] = value
            if name in self._arrays:
                self._arrays[name][place] = value
        self._come(place)

    def remove(self, place: int) -> None:
        """Take a row away."""
        self._leave(place)
        self.places.pop(read_head(self.rows[place] or b"").id, None)
        self.rows[place] = None

    def _append(self, raw: bytes, head: Head) -> None:
        place = len(self.rows)
        self.rows.append(raw)
        self.places[head.id] = place
        self.hub_ids.append(head.hub_id or "")
        self._hide(place, head)

    def _hide(self, place: int, head: Head) -> None:
        (self._hidden.add if head.private else self._hidden.discard)(place)

    def _forget(self) -> None:
        self._arrays.clear()
        self._orders.clear()
        self._found.clear()
        self._bases = self._authors = None
        self.version += 1

    def _come(self, place: int) -> None:
        self._found.clear()
        self.version += 1
        for sort, order in self._orders.items():
            at = self._at(sort, order, self._key(sort, place))
            self._orders[sort] = np.insert(order, at, place)
        self._index(place, set.add)

    def _leave(self, place: int) -> None:
        self._found.clear()
        self.version += 1
        for sort, order in self._orders.items():
            at = self._at(sort, order, self._key(sort, place))
            self._orders[sort] = np.delete(order, at)
        self._index(place, set.discard)

    def _index(self, place: int, put: Any) -> None:
        raw = self.rows[place] or b""
        if self._bases is not None:
            for tag in BASE.findall(raw):
                put(self._bases.setdefault(tag, set()), place)
        if self._authors is not None:
            put(self._authors.setdefault(author(read_head(raw).id), set()), place)

    def _key(self, sort: str, place: int) -> tuple[float, str]:
        value = self.value(sort, place)
        return (np.inf if np.isnan(value) else -value, self.hub_ids[place])

    def _at(self, sort: str, order: np.ndarray, key: tuple[float, str]) -> int:
        return bisect_left(order, key, key=lambda place: self._key(sort, place))

    def value(self, sort: str, place: int) -> float:
        """Return the number by which a row is sorted (NaN: it has none)."""
        return 0.0 if sort == "id" else self._values[sort][place]

    def array(self, sort: str) -> np.ndarray:
        """Return the numbers of all rows."""
        if sort not in self._arrays:
            self._arrays[sort] = np.zeros(len(self.rows)) if sort == "id" else np.array(self._values[sort], float)
        return self._arrays[sort]

    def sorted(self, sort: str, places: np.ndarray) -> np.ndarray:
        """Return the places in the Hub's order: highest first, rows without a value last, then by the Hub's id."""
        ranks = np.argsort(np.argsort(np.array([self.hub_ids[place] for place in places], "S"), kind="stable"))
        return places[np.lexsort((ranks, -self.array(sort)[places]))]

    def order(self, sort: str) -> np.ndarray:
        """Return all rows in order."""
        if sort not in self._orders:
            alive = np.array(sorted(self.places.values()), np.int64)
            self._orders[sort] = self.sorted(sort, alive)
        return self._orders[sort]

    def after(self, sort: str, order: np.ndarray, value: float, hub_id: str) -> int:
        """Return where in an order the rows begin that come after a cursor."""
        key = (np.inf if np.isnan(value) else -value, hub_id)
        return bisect_right(order, key, key=lambda place: self._key(sort, place))

    def chosen(self, sort: str, tags: tuple[str, ...], owner: str, text: str) -> np.ndarray:
        """Return, in order, the rows that have all the tags, of an owner, whose id contains a text."""
        if not (tags or owner or text):
            return self.order(sort)
        key = (sort, tags, owner, text)
        if key not in self._found:
            places = self._search(tags, owner, text.lower())
            self._found[key] = self.sorted(sort, np.array(sorted(places), np.int64))
        return self._found[key]

    def _search(self, tags: tuple[str, ...], owner: str, text: str) -> set[int]:
        places = self._of(owner) if owner else set(self.places.values())
        for tag in sorted(tags, key=lambda tag: not tag.startswith("base_model:")):
            places = self._tagged(tag, places)
        if text:
            places = {place for place in places if text in read_head(self.rows[place] or b"").id.lower()}
        return places

    def _of(self, owner: str) -> set[int]:
        if self._authors is None:
            self._authors = {}
            for name, place in self.places.items():
                self._authors.setdefault(author(name), set()).add(place)
        return self._authors.get(owner, set())

    def children(self, tag: str) -> set[int]:
        """Return the rows that have a tag that names a base model."""
        if self._bases is None:
            self._bases = {}
            for place in self.places.values():
                for found in BASE.findall(self.rows[place] or b""):
                    self._bases.setdefault(found, set()).add(place)
        return self._bases.get(quoted(tag)[1:-1], set())

    def _tagged(self, tag: str, places: set[int]) -> set[int]:
        if tag.startswith("base_model:"):
            return places & self.children(tag)
        needle = quoted(tag)
        return {place for place in places if needle in (raw := self.rows[place] or b"") and has(raw, tag)}

    def hidden(self, place: int) -> bool:
        """Tell whether a row is not public."""
        return place in self._hidden

    @property
    def any_hidden(self) -> bool:
        """Whether some rows are not public."""
        return bool(self._hidden)


class Tagged(msgspec.Struct):
    """What a filter looks at."""

    tags: list[str] = []
    pipeline_tag: str | None = None
    library_name: str | None = None


read_tagged = msgspec.json.Decoder(Tagged).decode


def has(raw: bytes, tag: str) -> bool:
    """Tell whether a row has a tag (its task and its library are tags too)."""
    row = read_tagged(raw)
    return tag in row.tags or tag in (row.pipeline_tag, row.library_name)


def quoted(text: str) -> bytes:
    """Return a text as it stands in a row."""
    return msgspec.json.encode(text)


def author(name: str) -> str:
    """Return the owner in an id."""
    return name.split("/", maxsplit=1)[0] if "/" in name else ""


def number(value: float | None) -> float:
    """Return a number to sort by."""
    return np.nan if value is None else float(value)


def milliseconds(text: str) -> float:
    """Return a date of the Hub's as a number."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def values(head: Head) -> dict[str, float]:
    """Return all numbers by which a row can be sorted."""
    created = head.createdAt or EPOCH
    dates = {"createdAt": milliseconds(created), "lastModified": milliseconds(head.lastModified or created)}
    return dates | {name: number(getattr(head, name)) for name in NUMBERS}
