"""Finding models, datasets and publishers by what a person types: an id, its beginning, words, parts."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
import tantivy
from numpy.typing import NDArray

from filiation.catalog.search_names import (
    ARRAYS,
    FOUND,
    MANIFEST,
    TANTIVY,
    TEXTS,
    VERSION,
    Found,
    fold,
)
from filiation.catalog.search_words import Asked, Places, Texts, Words
from filiation.errors import StoreFailed
from filiation.locale import mark

__all__ = ["Found", "Hit", "Match", "Search"]

_MOST_HITS = 1000
_MOST_EXACT = 1000  # names with one key, of which the best are looked at letter by letter


class Match(StrEnum):
    """How well a name answers a text, best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORDS = "words"
    PART = "part"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Hit:
    """One name that was found: its kind and row in the catalog, its use, and how it matched."""

    kind: Found
    number: int
    name: str
    use: int
    match: Match


class Search:
    """An opened index: files mapped into memory, shared by all processes that open it, never written to."""

    def __init__(self, arrays: dict[str, NDArray[Any]], index: tantivy.Index) -> None:
        """Take what `open` read."""
        self._names, vocabulary = (Texts(arrays[stem].data, arrays[f"{stem}-begin"]) for stem in TEXTS)
        self._rows, self._uses, self._sorted = (arrays[stem] for stem in ARRAYS)
        self._words = Words(index, self._names, vocabulary)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`; `StoreFailed` if it is missing, damaged or of another version."""
        with _damage(folder):
            count = _check(folder)
            stems = [*ARRAYS, *TEXTS, *(f"{stem}-begin" for stem in TEXTS)]
            mode: Literal["r"] | None = "r" if count else None  # there is no mapping nothing
            loaded = {stem: np.load(folder / f"{stem}.npy", mmap_mode=mode) for stem in stems}
            # Plain arrays over the same pages: the mapped kind is slow to index.
            arrays = {stem: np.asarray(array) for stem, array in loaded.items()}
            with _lockable(folder / TANTIVY) as path:
                index = tantivy.Index.open(str(path))
                index.config_reader("manual")
                return cls(arrays, index)

    def find(self, text: str, *, kinds: frozenset[Found] | None = None, limit: int = 20) -> list[Hit]:
        """Return up to `limit` names (at most 1000) that answer `text`, by how well they match, then by use."""
        limit = min(limit, _MOST_HITS)
        asked = Asked.of(text)
        wanted = frozenset(FOUND) if kinds is None else kinds
        if not asked.words or not wanted:
            return []
        ways: tuple[tuple[Match, Callable[[Asked, frozenset[Found], int], Places]], ...] = (
            (Match.EXACT, self._exact),
            (Match.PREFIX, self._prefix),
            (Match.WORDS, self._words.all_words),
            (Match.PART, self._words.parts),
            (Match.TYPO, self._words.one_typo),
        )
        found: dict[int, Match] = {}
        for match, way in ways:
            if len(found) >= limit or (match is Match.TYPO and found and self._words.knows(asked)):
                break
            for place in way(asked, wanted, limit + len(found)).tolist():
                found.setdefault(place, match)
        return [self._hit(place, match) for place, match in list(found.items())[: max(limit, 0)]]

    def _hit(self, place: int, match: Match) -> Hit:
        number, code = divmod(int(self._rows[place]), len(FOUND))
        falling, first = self._uses
        use = int(falling[np.searchsorted(first, place, "right") - 1])
        return Hit(FOUND[code], number, self._names[place].decode(), use, match)

    def _exact(self, asked: Asked, kinds: frozenset[Found], limit: int) -> Places:
        low, high = self._first(asked.key), self._first(asked.key + b"\0")
        sought = asked.text.lower()
        places = self._best(low, high, kinds, _MOST_EXACT)
        same = [place for place in places.tolist() if self._is(place, sought)]
        return np.array(same[:limit], np.int64)

    def _is(self, place: int, sought: str) -> bool:
        name = self._names[place].decode().lower()
        return sought in (name, name.partition("/")[2])

    def _prefix(self, asked: Asked, kinds: frozenset[Found], limit: int) -> Places:
        # No UTF-8 text holds the byte 255: everything that begins with the key sorts before this.
        return self._best(self._first(asked.key), self._first(asked.key + b"\xff"), kinds, limit)

    def _first(self, key: bytes) -> int:
        """Return where the first key that is not smaller than `key` stands in the alphabetical order."""
        low, high = 0, len(self._sorted)
        while low < high:
            middle = (low + high) // 2
            place, tail = divmod(int(self._sorted[middle]), 2)
            name = self._names[place]
            if fold(name.partition(b"/")[2] if tail else name) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def _best(self, low: int, high: int, kinds: frozenset[Found], limit: int) -> Places:
        """Return the smallest places among the keys from `low` to `high`, each once."""
        places = self._sorted[low:high] >> 1
        if len(kinds) < len(FOUND):
            codes = self._rows[places] % len(FOUND)
            places = places[np.isin(codes, [kind.code for kind in kinds])]
        if len(places) > 2 * limit:  # a place stands there at most twice: as whole id and as its end
            places = np.partition(places, 2 * limit)[: 2 * limit]
        best: Places = np.unique(places)[:limit].astype(np.int64)
        return best


def _check(folder: Path) -> int:
    """Return the count of names; raise unless every file of the index is there, whole, of this version."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["version"] != VERSION:
        raise ValueError(f"version {manifest['version']} instead of {VERSION}")
    for name, size in manifest["files"].items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{name} has another size than when it was written")
    return int(manifest["count"])


@contextmanager
def _lockable(folder: Path) -> Iterator[Path]:
    """Yield `folder`, or links to its files elsewhere if it may not be written to.

    tantivy takes a lock file even to read; once it has mapped the files, it needs their names no more.
    """
    if os.access(folder, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="filiation-") as linked:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (Path(linked) / path.name).symlink_to(path.resolve())
        yield Path(linked)


@contextmanager
def _damage(folder: Path) -> Iterator[None]:
    """Turn what a damaged index makes go wrong into `StoreFailed`."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreFailed(
            mark("The search index in {folder} is missing or damaged: {error}."),
            mark("Run `filiation rebuild` to make it anew."),
            folder=str(folder),
            error=str(error),
        ) from error
