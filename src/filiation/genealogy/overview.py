"""A family counted by ways: the relations of the links from a model down to each of its descendants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import Offsets
from filiation.catalog.graph import Graph
from filiation.facts.vocabulary import RELATIONS
from filiation.genealogy.walks import Walk, neighbors

MOST_CELLS = 500
"""So many ways are told at most."""

SMALLEST_SHARE = 1000
"""A way over which less than one in so many descendants come is not told."""


@dataclass(frozen=True, slots=True)
class Way:
    """The codes of the relations from the model down, how many end there, and how many come there or further."""

    relations: tuple[int, ...]
    here: int
    within: int


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """All ways, those of fewer links first: which one each continues (-1: none), by which relation, how many."""

    above: Offsets
    relation: Offsets
    here: Offsets
    within: Offsets


def ways(graph: Graph, walk: Walk, most: int = MOST_CELLS, share: int = SMALLEST_SHARE) -> tuple[Way, ...]:
    """Count the descendants by their shortest way; the `most` largest ways are told, in drawing order.

    A way stands before those that go on from it, larger ones first. Ways with less than one `share`-th of the
    family within are left out.
    """
    if not len(walk):
        return ()
    groups = _grouped(graph, walk)
    kept = np.flatnonzero(groups.within * share >= len(walk))
    # No way is larger than the one it continues, which stands before it: so that one is kept as well.
    kept = kept[np.argsort(-groups.within[kept], kind="stable")[:most]]
    return tuple(_told(groups, kept))


def on_way(graph: Graph, walk: Walk, way: Sequence[int]) -> Walk:
    """Return the descendants at the end of exactly this way: those that `ways` counts `here` for it."""
    inside = np.zeros(graph.nodes, np.bool_)
    found, before = walk.take(slice(0)), np.array([walk.root], np.int32)
    for depth, relation in enumerate(way, 1):
        inside[before] = True
        near = walk.take(np.flatnonzero((walk.depth == depth) & (walk.relation == relation)))
        found = near.take(np.flatnonzero(inside[neighbors(graph, near)]))
        inside[before] = False
        before = found.nodes
        if not len(found):
            break
    return found


def _grouped(graph: Graph, walk: Walk) -> _Groups:
    """Give each descendant the number of its way, level by level, and count."""
    place = np.zeros(graph.nodes, np.int32)
    place[walk.nodes] = np.arange(len(walk))
    parent = place[neighbors(graph, walk)]
    by_depth = np.argsort(walk.depth, kind="stable")
    ends = np.cumsum(np.bincount(walk.depth))
    group = np.empty(len(walk), np.int64)
    above, relation, here = [], [], []
    levels: list[slice] = []
    begin = 0
    for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        places = by_depth[first:last]
        before = group[parent[places]] if levels else np.zeros(len(places), np.int64)
        keys = before * len(RELATIONS) + walk.relation[places]
        found, code, count = _distinct(keys, levels[-1] if levels else slice(0, 1))
        group[places] = code + begin
        above.append(found // len(RELATIONS) if levels else np.full(len(found), -1))
        relation.append(found % len(RELATIONS))
        here.append(count)
        levels.append(slice(begin, begin + len(found)))
        begin += len(found)
    counts = np.concatenate(here)
    groups = _Groups(np.concatenate(above), np.concatenate(relation), counts, counts.copy())
    for level in reversed(levels[1:]):
        np.add.at(groups.within, groups.above[level], groups.within[level])
    return groups


def _distinct(keys: Offsets, before: slice) -> tuple[Offsets, Offsets, Offsets]:
    """Return the distinct keys, the place of each key among them, and their counts; `before`: the last level."""
    lowest = before.start * len(RELATIONS)
    counts = np.bincount(keys - lowest, minlength=(before.stop - before.start) * len(RELATIONS))
    found = np.flatnonzero(counts)
    place = np.empty(len(counts), np.int64)
    place[found] = np.arange(len(found))
    return found + lowest, place[keys - lowest], counts[found]


def _told(groups: _Groups, kept: npt.NDArray[np.integer]) -> Iterator[Way]:
    """Yield the kept ways (the largest first) in drawing order."""
    onward: dict[int, list[int]] = {}
    for code in kept.tolist():
        onward.setdefault(int(groups.above[code]), []).append(code)
    waiting: list[tuple[int, tuple[int, ...]]] = [(code, ()) for code in reversed(onward.get(-1, []))]
    while waiting:
        code, before = waiting.pop()
        way = (*before, int(groups.relation[code]))
        yield Way(way, int(groups.here[code]), int(groups.within[code]))
        waiting.extend((further, way) for further in reversed(onward.get(code, [])))
