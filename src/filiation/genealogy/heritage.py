"""What a model stands on: its line of primary parents, all its ancestors nearest first, and loops among them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import Numbers, Offsets
from filiation.catalog.graph import Graph
from filiation.genealogy.cycles import groups, links_among
from filiation.genealogy.parents import ranked_links
from filiation.genealogy.walks import ancestors


@dataclass(frozen=True, slots=True)
class Line:
    """The primary parents from a model upward: the places of their links in `graph.up`, the nearest first.

    `looped`: the line ends because the next model is on it already.
    """

    links: tuple[int, ...]
    looped: bool


@dataclass(frozen=True, slots=True, eq=False)
class Lineage:
    """A model (place 0, depth 0) and all its ancestors: the nearest first, then by use."""

    nodes: Numbers
    depth: Offsets


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """The distinct values of a column along a lineage, the nearest first.

    `place` is where in the lineage each is met first, `count` how many models have it.
    """

    values: npt.NDArray[np.integer]
    place: Offsets
    count: Offsets


def primary_line(graph: Graph, node: int) -> Line:
    """Follow the primary parents from a model up to one without parents, or to one that was met before."""
    met = {graph.check(node)}
    links: list[int] = []
    while len(ranked := ranked_links(graph, node)):
        node = int(graph.up.nodes[ranked[0]])
        if node in met:
            return Line(tuple(links), looped=True)
        met.add(node)
        links.append(int(ranked[0]))
    return Line(tuple(links), looped=False)


def lineage(graph: Graph, node: int) -> Lineage:
    """Return a model and its ancestors."""
    above = ancestors(graph, node)
    nodes = np.concatenate((np.array([node], np.int32), above.nodes))
    depth = np.concatenate((np.zeros(1, np.int64), above.depth.astype(np.int64)))
    order = np.argsort(depth, kind="stable")  # a walk is sorted by number, which is the rank by use
    return Lineage(nodes[order], depth[order])


def nearest(graph: Graph, above: Lineage, column: str, untold: frozenset[int] = frozenset()) -> Nearest:
    """Tell which values of a column are met along a lineage, where first, and how often; `untold` count as -1."""
    met = graph.columns[column][above.nodes]
    met = np.where(np.isin(met, list(untold)), met.dtype.type(-1), met)
    values, place, count = np.unique(met, return_index=True, return_counts=True)
    order = np.argsort(place)
    return Nearest(values[order], place[order], count[order])


def loops(graph: Graph, above: Lineage) -> tuple[tuple[int, ...], ...]:
    """Return the groups of models in a lineage that descend from one another, the nearest group and model first."""
    places = {node: place for place, node in enumerate(above.nodes.tolist())}
    found = groups(links_among(graph.up, np.sort(above.nodes)))
    tangled = [sorted(group, key=places.__getitem__) for group in found if len(group) > 1]
    return tuple(tuple(group) for group in sorted(tangled, key=lambda group: places[group[0]]))
