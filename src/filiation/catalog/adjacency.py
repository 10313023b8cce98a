"""Links as arrays: as they are handed in, and sorted for reading from either end."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
"""Numbers of models, or codes."""

Offsets = npt.NDArray[np.int64]
"""Places in other arrays."""

Bytes = npt.NDArray[np.uint8]
"""Codes of relations and standings, and depths up to 255."""

NODE_BITS = 31
"""A model's number fits in so many bits, so that a pair of them fits in an int64."""


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Every link once: child, parent, and the codes of its relation and standing."""

    child: Numbers
    parent: Numbers
    relation: Bytes
    standing: Bytes

    def check(self, nodes: int) -> None:
        """Raise ValueError unless the links join `nodes` models, no model to itself, no pair twice."""
        if len({len(self.child), len(self.parent), len(self.relation), len(self.standing)}) != 1:
            raise ValueError("the four arrays of links differ in length")
        if not len(self.child):
            return
        ends = (self.child.min(), self.parent.min(), self.child.max(), self.parent.max())
        if min(ends) < 0 or max(ends) >= nodes:
            raise ValueError("a link names a model that is not there")
        if np.any(self.child == self.parent):
            raise ValueError("a link joins a model to itself")
        if np.any(np.diff(np.sort(pair(self.child, self.parent))) == 0):
            raise ValueError("two links join the same child and parent")


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """The links of every model towards one side, its neighbors in ascending order.

    The links of model `x` are the places `offsets[x]` up to `offsets[x + 1]` of the other arrays.
    """

    offsets: Offsets
    nodes: Numbers
    relation: Bytes
    standing: Bytes

    @classmethod
    def build(cls, nodes: int, source: Numbers, target: Numbers, links: Links) -> Self:
        """Sort `links` for reading from `source` to `target`, which are its two ends in either order."""
        order = np.argsort(pair(source, target))
        offsets = np.zeros(nodes + 1, np.int64)
        np.cumsum(np.bincount(source, minlength=nodes), out=offsets[1:])
        return cls(
            offsets,
            target[order].astype(np.int32, copy=False),
            links.relation[order].astype(np.uint8, copy=False),
            links.standing[order].astype(np.uint8, copy=False),
        )

    def degree(self, nodes: npt.NDArray[np.integer]) -> Offsets:
        """Return how many neighbors each of `nodes` has."""
        degree: Offsets = self.offsets[nodes + 1] - self.offsets[nodes]
        return degree

    def span(self, node: int) -> slice:
        """Return the places of the links of one model."""
        return slice(int(self.offsets[node]), int(self.offsets[node + 1]))

    def spread(self, nodes: npt.NDArray[np.integer]) -> tuple[Offsets, Offsets]:
        """Return the places of all links of `nodes`, in order, and each one's index in `nodes`."""
        degree = self.degree(nodes)
        source = np.repeat(np.arange(len(nodes)), degree)
        ends = np.cumsum(degree)
        shift = self.offsets[nodes] - (ends - degree)
        return np.arange(len(source)) + shift[source], source

    def find(self, nodes: npt.NDArray[np.integer], neighbors: npt.NDArray[np.integer]) -> Offsets:
        """Return the place of the link between each of `nodes` and the neighbor that stands beside it."""
        places: Offsets = self.offsets[nodes]
        several = np.flatnonzero(self.degree(nodes) > 1)
        if len(several):
            candidates, source = self.spread(nodes[several])
            hit = self.nodes[candidates] == neighbors[several][source]
            places[several[source[hit]]] = candidates[hit]
        return places


def pair(first: npt.NDArray[np.integer], second: npt.NDArray[np.integer]) -> Offsets:
    """Return each two numbers as one that sorts by the first, then by the second."""
    return (first.astype(np.int64) << NODE_BITS) | second
