"""The downward closure: for every ancestor all its descendants, with the depth and the relation of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import NODE_BITS, Adjacency, Bytes, Numbers, Offsets
from filiation.catalog.descent import Descent, Level, Mask

_BATCH_ROOTS = 1 << 20
_BATCH_LINKS = 4_000_000
_WORK = 2
_DEPTH_BITS, _RELATION_BITS = 8, 3
_TAIL = _DEPTH_BITS + _RELATION_BITS


@dataclass(frozen=True, slots=True)
class ClosureLimits:
    """How much closure is written: `rows` in all, and no descent of more than `depth` levels (255 at most).

    A root beyond them is left out; questions about it are answered by walking its links.
    """

    rows: int = 100_000_000
    depth: int = 64

    def __post_init__(self) -> None:
        """Refuse limits that the arrays cannot hold."""
        if self.rows < 0 or not 0 <= self.depth <= 255:
            raise ValueError("closure limits: rows from 0, depth from 0 to 255")


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """The closure as arrays; `left_out` holds the roots that the limits kept from it, in ascending order."""

    offsets: Offsets
    nodes: Numbers
    depth: Bytes
    relation: Bytes
    left_out: Numbers

    def has(self, root: int) -> bool:
        """Tell whether the descendants of `root` are here (a model without any counts as here)."""
        place = int(np.searchsorted(self.left_out, root))
        return place == len(self.left_out) or int(self.left_out[place]) != root


@dataclass(frozen=True, slots=True, eq=False)
class ClosureParts:
    """A closure in pieces, so that its largest arrays are never held twice; each piece continues the last."""

    offsets: Offsets
    rows: list[Offsets]
    left_out: Numbers

    def pieces(self) -> Mapping[str, Iterable[npt.NDArray[np.integer]]]:
        """Return the arrays of the closure by name, each in pieces."""
        return {
            "offsets": [self.offsets],
            "nodes": (_field(rows, _TAIL, NODE_BITS).astype(np.int32) for rows in self.rows),
            "depth": (_field(rows, _RELATION_BITS, _DEPTH_BITS).astype(np.uint8) for rows in self.rows),
            "relation": (_field(rows, 0, _RELATION_BITS).astype(np.uint8) for rows in self.rows),
            "left_out": [self.left_out],
        }


def close(up: Adjacency, down: Adjacency, limits: ClosureLimits) -> ClosureParts:
    """Compute the closure, most used roots first, until the limits are reached.

    Roots are taken in batches that shrink when they turn out large. When the links that were followed exceed
    twice the rows allowed, the remaining roots are left out, so that no graph takes unbounded time.
    """
    nodes = len(down.offsets) - 1
    roots = np.flatnonzero(np.diff(down.offsets)).astype(np.int32)
    several = np.diff(up.offsets) > 1
    counts, left_out = np.zeros(nodes, np.int64), np.ones(len(roots), np.bool_)
    parts: list[Offsets] = []
    begin, size, room, work = 0, _BATCH_ROOTS, limits.rows, _WORK * limits.rows
    while begin < len(roots) and work >= 0:
        batch = _Batch(roots[begin : begin + size])
        batch.run(Descent(down, up, batch.roots, several), limits.depth, room)
        rows = batch.sorted_rows(room)
        done = slice(begin, begin + batch.taken)
        counts[roots[done]] = batch.counts[: batch.taken]
        left_out[done] = ~batch.kept[: batch.taken]
        parts.append(rows)
        room, work = room - len(rows), work - batch.followed
        size = batch.taken * 2 if batch.taken < len(batch.roots) else min(size * 4, _BATCH_ROOTS)
        begin += batch.taken
    offsets = np.zeros(nodes + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    return ClosureParts(offsets, parts, roots[left_out])


@dataclass(slots=True, eq=False)
class _Batch:
    """The descents of some roots; the last ones may be put off to the next batch (`taken` are not)."""

    roots: Numbers
    taken: int = field(init=False)
    kept: Mask = field(init=False)
    counts: Offsets = field(init=False)
    followed: int = 0
    _levels: list[Offsets] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start with all roots."""
        self.taken = len(self.roots)
        self.kept = np.ones(len(self.roots), np.bool_)
        self.counts = np.zeros(len(self.roots), np.int64)

    def run(self, descent: Descent, depth: int, room: int) -> None:
        """Walk down to `depth`; drop the roots that go deeper or have more than `room` descendants."""
        for level in range(1, depth + 2):
            self._put_off(descent)
            met = descent.step()
            if descent.ended:
                return
            self.counts += np.bincount(met.root, minlength=len(self.roots))
            self._levels.append(_packed(met, min(level, depth)))
            self.kept &= self.counts <= room
            if level > depth:
                self.kept[met.root] = False
            descent.keep(self.kept)

    def _put_off(self, descent: Descent) -> None:
        """Leave roots to the next batch when the next step would follow too many links."""
        load = descent.load()
        ahead = np.cumsum(np.where(self.kept, self.counts + load, 0))
        if ahead[-1] > _BATCH_LINKS and self.taken > 1:
            self.taken = max(1, min(self.taken, int(np.searchsorted(ahead, _BATCH_LINKS // 2))))
            self.kept[self.taken :] = False
            descent.keep(self.kept)
        self.followed += int(load[: self.taken].sum())

    def sorted_rows(self, room: int) -> Offsets:
        """Return the packed rows of the roots that fit in `room`, sorted by root and descendant."""
        self.counts[~self.kept] = 0
        self.kept &= np.cumsum(self.counts) <= room
        self.counts[~self.kept] = 0
        rows = np.concatenate(self._levels) if self._levels else np.empty(0, np.int64)
        if not self.kept.all():
            rows = rows[self.kept[rows >> (NODE_BITS + _TAIL)]]
        rows.sort()
        return rows


def _packed(level: Level, depth: int) -> npt.NDArray[np.int64]:
    """Return root, node, depth and relation as one number that sorts in this order."""
    pairs = (level.root << NODE_BITS) | level.node
    return (pairs << _TAIL) | (depth << _RELATION_BITS) | level.relation


def _field(rows: Offsets, place: int, bits: int) -> Offsets:
    """Return the number that stands in `bits` bits of each packed row."""
    return (rows >> place) & ((1 << bits) - 1)
