"""Relatives of a model as they were on a past day, from the links of now and those that came and went since."""

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import Adjacency, Numbers, pair
from filiation.catalog.graph import Graph
from filiation.catalog.history import Turned


def relatives_then(graph: Graph, root: int, turned: Turned) -> Numbers:
    """Return a model and all that were its ancestors or its descendants before some links `turned`, sorted."""
    above = _reached(graph.up, root, turned.came, turned.went)
    below = _reached(graph.down, root, turned.came[:, ::-1], turned.went[:, ::-1])
    return np.flatnonzero(above | below).astype(np.int32)


def _reached(side: Adjacency, root: int, without: Numbers, beside: Numbers) -> npt.NDArray[np.bool_]:
    """Tell of every model whether it is reached along `side`, `without` some links and with some `beside` them."""
    met = np.zeros(len(side.offsets) - 1, np.bool_)
    unused = pair(without[:, 0], without[:, 1])
    level = np.array([root], np.int32)
    while len(level):
        met[level] = True
        places, source = side.spread(level)
        found = side.nodes[places]
        found = found[~np.isin(pair(level[source], found), unused)]
        more = beside[np.isin(beside[:, 0], level), 1]
        level = np.unique(np.concatenate((found, more)))
        level = level[~met[level]]
    return met
