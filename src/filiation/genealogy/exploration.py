"""The surroundings of several models: their relatives both ways, filtered, and the links among some models."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import Bytes, Numbers, pair
from filiation.catalog.arrays import Array
from filiation.catalog.graph import Graph
from filiation.facts.exploration import Toward
from filiation.facts.vocabulary import Relation, Standing
from filiation.genealogy.reach import reach


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Relatives of any of the named models, sorted by number, each once, without the named models themselves.

    `depth` counts links from the nearest of these, below 0 for ancestors; `relation` and `standing` are the codes of
    the last link of that way. A model that is as near both ways is an ancestor.
    """

    nodes: Numbers
    depth: Numbers
    relation: Bytes
    standing: Bytes

    def __len__(self) -> int:
        """Return the number of relatives."""
        return len(self.nodes)

    def take(self, which: Array | npt.NDArray[np.bool_]) -> "Surroundings":
        """Return the surroundings reduced to some of the relatives."""
        return Surroundings(self.nodes[which], self.depth[which], self.relation[which], self.standing[which])


@dataclass(frozen=True, slots=True)
class Condition:
    """What relatives must be to pass; None and empty sets let all pass.

    Codes are those of the graph's columns (-1: not told); `after` and `before` are days since 1970, included, which
    relatives of unknown age never pass.
    """

    relations: frozenset[Relation] = frozenset()
    standings: frozenset[Standing] = frozenset()
    depth: int | None = None
    task: int | None = None
    license: int | None = None
    publisher: int | None = None
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
    return Surroundings(nodes[first], depth[first], relation, np.concatenate((above.standing, below.standing))[first])


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
        code = getattr(wanted, name)
        if code is not None:
            marks.append(graph.columns[name][around.nodes] == code)
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
    return Surroundings(found.nodes, depth, adjacency.relation[found.link], adjacency.standing[found.link])


def _dated(created: Array, wanted: Condition) -> npt.NDArray[np.bool_]:
    """Mark the days from `after` to `before`; -1, an unknown day, is none of them."""
    known: npt.NDArray[np.bool_] = created >= max(0, wanted.after or 0)
    return known if wanted.before is None else known & (created <= wanted.before)
