"""Breadth-first walks from many models at once, one level at a time, in numpy."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import NODE_BITS, Adjacency, Bytes, Numbers, Offsets, pair

Mask = npt.NDArray[np.bool_]
"""One yes or no an element."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The models first met at one depth: by the index of their root, with the link that led there."""

    root: Offsets
    node: Numbers
    via: Numbers
    relation: Bytes


class Descent:
    """A walk along `forward` from each of `roots`, all in step.

    Of several links that lead to the same model at the same depth, the one from the lowest-numbered model
    counts. Only a model that `backward` gives several neighbors can be met twice on the way from one root,
    so only such meetings are remembered. A root never meets itself.
    """

    def __init__(self, forward: Adjacency, backward: Adjacency, roots: Numbers, several: Mask | None = None) -> None:
        """Stand at the roots; `several`, if known, marks the models with several neighbors in `backward`."""
        self._forward = forward
        self._backward = backward
        self._several = several
        self._roots = roots
        self._root: Offsets = np.arange(len(roots))
        self._node = roots
        self._met: Offsets = np.empty(0, np.int64)

    @property
    def ended(self) -> bool:
        """True when the last level was empty."""
        return not len(self._node)

    def load(self) -> Offsets:
        """Return how many links the next step follows, by root."""
        degree = self._forward.degree(self._node)
        return np.bincount(self._root, weights=degree, minlength=len(self._roots)).astype(np.int64)

    def keep(self, roots: Mask) -> None:
        """Go on from the marked roots only."""
        if roots.all():
            return
        mine = roots[self._root]
        self._root, self._node = self._root[mine], self._node[mine]
        self._met = self._met[roots[self._met >> NODE_BITS]]

    def step(self) -> Level:
        """Go one level further and return the models met there for the first time."""
        links, source = self._forward.spread(self._node)
        root, node, via = self._root[source], self._forward.nodes[links], self._node[source]
        new = self._unmet(root, node, via)
        self._root, self._node = root[new], node[new]
        return Level(self._root, self._node, via[new], self._forward.relation[links[new]])

    def _unmet(self, root: Offsets, node: Numbers, via: Numbers) -> Mask:
        """Mark the links that lead to a model that its root had not met, one link a model; remember these."""
        new: Mask = node != self._roots[root]
        again = np.flatnonzero(new & self._has_several(node))
        keys = pair(root[again], node[again])
        new[again] = False
        fresh = ~_among(keys, self._met)
        again, keys = again[fresh], keys[fresh]
        if len(again):
            chosen = _lowest(keys, via[again])
            new[again[chosen]] = True
            # Two sorted runs: the stable sort merges them in linear time.
            self._met = np.sort(np.concatenate((self._met, keys[chosen])), kind="stable")
        return new

    def _has_several(self, node: Numbers) -> Mask:
        """Mark the models that can be reached over several neighbors."""
        known = self._several
        marks: Mask = self._backward.degree(node) > 1 if known is None else known[node]
        return marks


def _lowest(keys: Offsets, via: Numbers) -> Offsets:
    """Return for each distinct key, in ascending order, the place where it stands with the lowest `via`."""
    order = np.argsort(keys)
    begins = np.flatnonzero(np.diff(keys[order], prepend=-1))
    sizes = np.diff(begins, append=len(keys))
    lowest = np.repeat(np.minimum.reduceat(via[order], begins), sizes)
    chosen: Offsets = order[via[order] == lowest]
    return chosen


def _among(keys: Offsets, known: Offsets) -> Mask:
    """Mark the keys that are found in the sorted array `known`."""
    if not len(known):
        return np.zeros(len(keys), np.bool_)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: Mask = known[places] == keys
    return found
