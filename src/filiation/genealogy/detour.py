"""The shortest way between two models along links in either direction."""

import numpy as np

from filiation.catalog.adjacency import Adjacency, Numbers
from filiation.catalog.graph import Graph


def undirected_path(graph: Graph, a: int, b: int) -> list[int]:
    """Return the models on a shortest path from `a` to `b`, both included; empty when there is none.

    Both ends are searched level by level, the cheaper side first. While the sides do not touch, the path is
    longer than their depths together; so the first level that touches holds a shortest one. The choice
    between equally short paths is deterministic.
    """
    if graph.check(a) == graph.check(b):
        return [a]
    sides = (_Side(graph, a), _Side(graph, b))
    while all(len(side.level) for side in sides):
        mine, other = sides if sides[0].cost <= sides[1].cost else sides[::-1]
        mine.expand()
        touching = mine.level[other.met[mine.level] != 0]
        if len(touching):
            middle = int(touching.min())
            return sides[0].back(middle)[::-1] + sides[1].back(middle)[1:]
    return []


class _Side:
    """What has been met from one end, and the way back to it."""

    def __init__(self, graph: Graph, end: int) -> None:
        """Begin at `end`. Pages of the arrays are only touched where models are met."""
        self._ways = (graph.up, graph.down)
        self._came_from = np.empty(graph.nodes, np.int32)
        self._end = end
        self.met = np.zeros(graph.nodes, np.uint8)
        self.met[end] = 1
        self.level: Numbers = np.array([end], np.int32)

    @property
    def cost(self) -> int:
        """The number of links that the next level follows."""
        return sum(int(way.degree(self.level).sum()) for way in self._ways)

    def expand(self) -> None:
        """Go one level further, to parents first, then to children."""
        self.level = np.concatenate([self._meet(way) for way in self._ways])

    def _meet(self, way: Adjacency) -> Numbers:
        """Return the neighbors on one side that had not been met, each once."""
        links, source = way.spread(self.level)
        nodes: Numbers = way.nodes[links]
        new = self.met[nodes] == 0
        nodes, source = nodes[new], source[new]
        self.met[nodes] = 1
        # Assigned backwards, so that of several ways the first stays; the others are told apart by it.
        self._came_from[nodes[::-1]] = source[::-1]
        first = self._came_from[nodes] == source
        nodes, source = nodes[first], source[first]
        self._came_from[nodes] = self.level[source]
        return nodes

    def back(self, node: int) -> list[int]:
        """Return the way from `node` back to the end."""
        way = [node]
        while way[-1] != self._end:
            way.append(int(self._came_from[way[-1]]))
        return way
