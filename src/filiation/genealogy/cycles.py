"""Models that descend from themselves: groups in which everyone is an ancestor of everyone else."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from filiation.catalog.adjacency import Adjacency, Numbers, Offsets
from filiation.catalog.graph import Graph


def cycles(graph: Graph) -> tuple[tuple[int, ...], ...]:
    """Return every group of two or more models that descend from one another, the most used group first."""
    inside = _trimmed(graph)
    return tuple(sorted(group for group in groups(links_among(graph.up, inside)) if len(group) > 1))


def links_among(adjacency: Adjacency, nodes: Numbers) -> dict[int, list[int]]:
    """Return the links among `nodes` (sorted) alone, as a list of neighbors for each."""
    among: dict[int, list[int]] = {int(node): [] for node in nodes}
    links, source = adjacency.spread(nodes)
    for here, there in zip(nodes[source].tolist(), adjacency.nodes[links].tolist(), strict=True):
        if there in among:
            among[here].append(there)
    return among


def groups(links: Mapping[int, Sequence[int]]) -> list[tuple[int, ...]]:
    """Return the strongly connected components of a graph given as lists of neighbors, each sorted."""
    search = _Components(links)
    for node in links:
        if node not in search.seen:
            search.run(node)
    return search.found


class _Components:
    """Tarjan's algorithm with a stack of its own in place of recursion."""

    def __init__(self, links: Mapping[int, Sequence[int]]) -> None:
        """Nothing seen yet."""
        self.seen: dict[int, int] = {}
        self.found: list[tuple[int, ...]] = []
        self._links = links
        self._lowest: dict[int, int] = {}
        self._open: list[int] = []
        self._closed: set[int] = set()

    def run(self, start: int) -> None:
        """Find the components that can be reached from `start`."""
        path = [self._enter(start)]
        while path:
            node, rest = path[-1]
            further = self._next(node, rest)
            if further is not None:
                path.append(self._enter(further))
                continue
            path.pop()
            if path:
                above = path[-1][0]
                self._lowest[above] = min(self._lowest[above], self._lowest[node])
            if self._lowest[node] == self.seen[node]:
                self._close(node)

    def _enter(self, node: int) -> tuple[int, Iterator[int]]:
        """Give a node its number, and return it with the neighbors to look at."""
        self.seen[node] = self._lowest[node] = len(self.seen)
        self._open.append(node)
        return node, iter(self._links[node])

    def _next(self, node: int, rest: Iterator[int]) -> int | None:
        """Return the next neighbor that was never seen; note how far back the others lead."""
        for there in rest:
            if there not in self.seen:
                return there
            if there not in self._closed:
                self._lowest[node] = min(self._lowest[node], self.seen[there])
        return None

    def _close(self, node: int) -> None:
        """Take the component that `node` began off the open nodes."""
        group: list[int] = []
        while not group or group[-1] != node:
            group.append(self._open.pop())
        self._closed.update(group)
        self.found.append(tuple(sorted(group)))


def _trimmed(graph: Graph) -> Numbers:
    """Return the models left when those without parents, then those without children, are taken away."""
    parents = np.diff(graph.up.offsets)
    _peel(parents, graph.down)
    # What is below a model that is left is left as well: so all its children count.
    inside = np.flatnonzero(parents > 0)
    children = np.full(graph.nodes, -1)
    children[inside] = graph.down.degree(inside)
    _peel(children, graph.up)
    return np.flatnonzero(children > 0).astype(np.int32)


def _peel(left: Offsets, onward: Adjacency) -> None:
    """Take away models with nothing `left`, again and again; their neighbors `onward` lose one each."""
    level = np.flatnonzero(left == 0)
    level = level[onward.degree(level) > 0]
    while len(level):
        links, _ = onward.spread(level)
        touched, lost = np.unique(onward.nodes[links], return_counts=True)
        left[touched] -= lost
        level = touched[left[touched] == 0]
        level = level[onward.degree(level) > 0]
