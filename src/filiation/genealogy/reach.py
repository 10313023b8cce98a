"""The relatives of several models at once, and the sizes of many families."""

from dataclasses import dataclass

import numpy as np

from filiation.catalog.adjacency import Adjacency, Numbers, Offsets, pair
from filiation.catalog.arrays import Array
from filiation.catalog.descent import Descent
from filiation.catalog.graph import Graph
from filiation.genealogy.pages import Sort
from filiation.genealogy.walks import descendant_count


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """All that is reached from several roots in one direction, sorted by number, each once, without the roots.

    `depth` is the fewest links to a root, and `by` the root so near, the lowest-numbered of several. `link` is the
    place, in the adjacency that was followed, of the last link of the way from there, over the lowest-numbered
    neighbor.
    """

    nodes: Numbers
    depth: Numbers
    by: Numbers
    link: Offsets

    def __len__(self) -> int:
        """Return the number of relatives."""
        return len(self.nodes)


def reach(forward: Adjacency, roots: Numbers) -> Reach:
    """Walk breadth first along `forward` from all `roots` together."""
    level = by = np.unique(roots).astype(np.int32, copy=False)
    met = np.zeros(len(forward.offsets) - 1, np.bool_)
    met[level] = True
    steps = [(level[:0], by[:0], np.empty(0, np.int64))]
    while len(level):
        links, source = forward.spread(level)
        nodes = forward.nodes[links]
        new = np.flatnonzero(~met[nodes])
        # The level is sorted: of links to one node from one root, the stable sort leaves that from the lowest first.
        new = new[np.argsort(pair(nodes[new], by[source[new]]), kind="stable")]
        new = new[np.flatnonzero(np.diff(nodes[new], prepend=-1))]
        level, by = nodes[new], by[source[new]]
        met[level] = True
        steps.append((level, by, links[new]))
    nodes, by, link = (np.concatenate(part) for part in zip(*steps, strict=True))
    depth = np.repeat(np.arange(len(steps), dtype=np.int32), [len(step[0]) for step in steps])
    order = np.argsort(nodes)
    return Reach(nodes[order], depth[order], by[order], link[order])


def descendant_counts(graph: Graph, nodes: Numbers) -> Offsets:
    """Return how many descendants each of `nodes` has."""
    closure = graph.closure
    sizes: Offsets = closure.offsets[nodes + 1] - closure.offsets[nodes]
    for place in np.flatnonzero(np.isin(nodes, closure.left_out)).tolist():
        sizes[place] = descendant_count(graph, int(nodes[place]))
    return sizes


def shares(graph: Graph, nodes: Numbers) -> tuple[Numbers, Offsets]:
    """Return the founders of `nodes`, and of how many of these each is one, that of the most first; ties by use.

    A founder has children and no parents; it is its own. Models without relatives, and those that only descend
    from a loop, have none.
    """
    parents = graph.up.degree(nodes)
    own = nodes[(parents == 0) & (graph.down.degree(nodes) > 0)]
    found = [own, *_founders_above(graph, nodes[parents > 0])]
    founders, counts = np.unique(np.concatenate(found), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return founders[order], counts[order]


def _founders_above(graph: Graph, nodes: Numbers) -> list[Numbers]:
    """Return the ancestors without parents of each of `nodes`, one array for each distance."""
    descent, found = Descent(graph.up, graph.down, nodes), []
    while not descent.ended:
        met = descent.step().node
        found.append(met[graph.up.degree(met) == 0])
    return found


def ordered(graph: Graph, nodes: Numbers, sort: Sort, depth: Array | None = None) -> Array:
    """Return the places of `nodes` (sorted by number, so by use) in an order; ties by use, also without `depth`."""
    if sort is Sort.ID:
        return np.argsort(graph.columns["by_id"][nodes], kind="stable")
    if sort in (Sort.LIKES, Sort.CREATED):
        return np.argsort(-graph.columns[str(sort)][nodes].astype(np.int64), kind="stable")
    if sort is Sort.DEPTH and depth is not None:
        return np.argsort(depth, kind="stable")
    return np.arange(len(nodes))
