"""The bare walk: integers, two adjacency arrays and numpy; about what this machine can do without a closure."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from rivals.base import RELATIONS, Counts, tables

Nodes = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


class Adjacency:
    """Neighbors of each node as slices of one array."""

    def __init__(self, nodes: int, source: Nodes, target: Nodes) -> None:
        order = np.lexsort((target, source))
        self.target: Nodes = target[order]
        self.start: Ints = np.searchsorted(source[order], np.arange(nodes + 1))

    def next(self, frontier: Nodes) -> Nodes:
        """Return the neighbors of all nodes of the frontier, repetitions included."""
        starts = self.start[frontier]
        counts = self.start[frontier + 1] - starts
        ends = np.cumsum(counts)
        if len(ends) == 0 or ends[-1] == 0:
            return np.empty(0, np.int32)
        near: Nodes = self.target[np.repeat(starts - ends + counts, counts) + np.arange(ends[-1])]
        return near


class Engine:
    """A breadth-first walk over arrays."""

    name = "numpy walk"

    def load(self, links: Path, models: Path, folder: Path) -> None:
        del folder
        data = tables(links, models)
        self.ids, self.relation, self.downloads = data.ids, data.relation, data.downloads
        self.number = {name: place for place, name in enumerate(data.ids)}
        self.down = Adjacency(len(data.ids), data.parent, data.child)
        self.up = Adjacency(len(data.ids), data.child, data.parent)
        self.seen = np.zeros(len(data.ids), dtype=np.bool_)

    def levels(self, adjacency: Adjacency, root: int) -> list[Nodes]:
        """Return the nodes first met at each depth, from depth 1."""
        found: list[Nodes] = []
        frontier = np.array([root], dtype=np.int32)
        self.seen[root] = True
        while True:
            near = adjacency.next(frontier)
            frontier = np.unique(near[~self.seen[near]])
            if len(frontier) == 0:
                break
            self.seen[frontier] = True
            found.append(frontier)
        self.seen[root] = False
        for level in found:
            self.seen[level] = False
        return found

    def _all(self, levels: list[Nodes]) -> Nodes:
        return np.concatenate(levels) if levels else np.empty(0, np.int32)

    def counts(self, model: str) -> Counts:
        levels = self.levels(self.down, self.number[model])
        codes = self.relation[self._all(levels)]
        tally = np.bincount(codes, minlength=len(RELATIONS))
        by_relation = {name: int(tally[code]) for code, name in enumerate(RELATIONS) if tally[code]}
        return Counts(len(codes), by_relation, [len(level) for level in levels])

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        nodes = self._all(self.levels(self.down, self.number[model]))
        if len(nodes) > offset + limit:
            nodes = np.partition(nodes, offset + limit)[: offset + limit]
        chosen = np.sort(nodes)[offset : offset + limit]
        return list(zip(self.ids[chosen], self.downloads[chosen].tolist(), strict=True))

    def ancestors(self, model: str) -> list[str]:
        return list(self.ids[self._all(self.levels(self.up, self.number[model]))])

    def path(self, first: str, second: str) -> list[str] | None:
        start, end = self.number[first], self.number[second]
        before: list[dict[int, int]] = [{start: -1}, {end: -1}]
        frontiers = [np.array([start], np.int32), np.array([end], np.int32)]
        meeting = start if start == end else -1
        while meeting < 0:
            side = int(len(frontiers[0]) > len(frontiers[1]))
            frontiers[side] = self._grow(frontiers[side], before[side])
            if len(frontiers[side]) == 0:
                return None
            meeting = next((n for n in frontiers[side].tolist() if n in before[1 - side]), -1)
        return list(self.ids[_trace(before, meeting)])

    def _grow(self, frontier: Nodes, before: dict[int, int]) -> Nodes:
        """Step once in both directions and remember from where each new node was reached."""
        fresh: dict[int, int] = {}
        for adjacency in (self.up, self.down):
            degrees = adjacency.start[frontier + 1] - adjacency.start[frontier]
            sources = np.repeat(frontier, degrees).tolist()
            near = adjacency.next(frontier).tolist()
            fresh.update({n: s for n, s in zip(near, sources, strict=True) if n not in before})
        before.update(fresh)
        return np.fromiter(fresh, np.int32, len(fresh))

    def processes(self) -> list[int]:
        return []

    def close(self) -> None:
        return None


def _trace(before: list[dict[int, int]], meeting: int) -> list[int]:
    halves = []
    for side in (0, 1):
        half, node = [], meeting
        while node >= 0:
            half.append(node)
            node = before[side][node]
        halves.append(half)
    return halves[0][::-1] + halves[1][1:]
