"""The surroundings of several models: their relatives both ways, filtered, and the links among some models."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import Bytes, Numbers, Offsets, pair
from filiation.catalog.arrays import Array
from filiation.catalog.graph import Graph
from filiation.facts.exploration import Toward
from filiation.facts.vocabulary import Relation, Standing
from filiation.genealogy.reach import reach


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Relatives of any of the named models, sorted by number, each once, without the named models themselves.

    `depth` counts links from the nearest of these, below 0 for ancestors; `relation` and `standing` are the codes of
    the last link of that way, `link` its place in the graph's links upward (depth below 0) or downward. A model that is
    as near both ways is an ancestor.
    """

    nodes: Numbers
    depth: Numbers
    relation: Bytes
    standing: Bytes
    link: Offsets

    def __len__(self) -> int:
        """Return the number of relatives."""
        return len(self.nodes)

    def take(self, which: Array | npt.NDArray[np.bool_]) -> "Surroundings":
        """Return the surroundings reduced to some of the relatives."""
        told = self.relation[which], self.standing[which], self.link[which]
        return Surroundings(self.nodes[which], self.depth[which], *told)

    def ends(self, graph: Graph) -> tuple[Numbers, Numbers]:
        """Return child and parent of the last link of the way to each relative."""
        up = self.depth < 0
        sources = (np.searchsorted(side.offsets, self.link, "right") - 1 for side in (graph.up, graph.down))
        source = np.where(up, *sources).astype(np.int32)
        return np.where(up, source, self.nodes), np.where(up, self.nodes, source)


@dataclass(frozen=True, slots=True)
class Condition:
    """What relatives must be to pass; None and empty sets let all pass.

    Codes are those of the graph's columns (-1: not told); of several, any will do. `after` and `before` are days since
    1970, included, which relatives of unknown age never pass.
    """

    relations: frozenset[Relation] = frozenset()
    standings: frozenset[Standing] = frozenset()
    depth: int | None = None
    task: frozenset[int] | None = None
    license: frozenset[int] | None = None
    publisher: frozenset[int] | None = None
    after: int | None = None
    before: int | None = None


def surroundings(graph: Graph, named: Numbers, toward: Toward) -> Surroundings:
    """Return the relatives of all `named` models: ancestors, descendants, or both."""
    above = _side(graph, named, up=True) if toward is not Toward.DESCENDANTS else None
    below = _side(graph, named, up=False) if toward is not Toward.ANCESTORS else None
    if above is None or below is None:
        return above or below or _side(graph, named[:0], up=True)
    nodes = np.concatenate((above.nodes, below.nodes))
    depth = np.concatenate((above.depth, below.depth))
    # The ancestors stand first, so that the stable sort leaves them first where the distances are equal.
    order = np.argsort(pair(nodes, np.abs(depth)), kind="stable")
    first = order[np.flatnonzero(np.diff(nodes[order], prepend=-1))]
    relation = np.concatenate((above.relation, below.relation))[first]
    standing = np.concatenate((above.standing, below.standing))[first]
    link = np.concatenate((above.link, below.link))[first]
    return Surroundings(nodes[first], depth[first], relation, standing, link)


def passing(graph: Graph, around: Surroundings, wanted: Condition) -> Surroundings:
    """Return the surroundings reduced to the relatives that pass every filter."""
    marks = []
    if wanted.relations:
        marks.append(np.isin(around.relation, [relation.code for relation in wanted.relations]))
    if wanted.standings:
        marks.append(np.isin(around.standing, [standing.code for standing in wanted.standings]))
    if wanted.depth is not None:
        marks.append(np.abs(around.depth) <= wanted.depth)
    for name in ("task", "license", "publisher"):
        codes = getattr(wanted, name)
        if codes is not None:
            marks.append(np.isin(graph.columns[name][around.nodes], list(codes)))
    if wanted.after is not None or wanted.before is not None:
        marks.append(_dated(graph.columns["created"][around.nodes], wanted))
    return around.take(np.logical_and.reduce(marks)) if marks else around


def links_between(graph: Graph, nodes: Numbers) -> tuple[Numbers, Numbers, Bytes, Bytes]:
    """Return child, parent, relation and standing of every link with both ends among `nodes` (sorted)."""
    inside = np.zeros(graph.nodes, np.bool_)
    inside[nodes] = True
    links, source = graph.up.spread(nodes)
    among = inside[graph.up.nodes[links]]
    links, source = links[among], source[among]
    return nodes[source], graph.up.nodes[links], graph.up.relation[links], graph.up.standing[links]


def _side(graph: Graph, named: Numbers, *, up: bool) -> Surroundings:
    adjacency = graph.up if up else graph.down
    found = reach(adjacency, named)
    depth = -found.depth if up else found.depth
    link = found.link
    return Surroundings(found.nodes, depth, adjacency.relation[link], adjacency.standing[link], link)


def _dated(created: Array, wanted: Condition) -> npt.NDArray[np.bool_]:
    """Mark the days from `after` to `before`; -1, an unknown day, is none of them."""
    known: npt.NDArray[np.bool_] = created >= max(0, wanted.after or 0)
    return known if wanted.before is None else known & (created <= wanted.before)
