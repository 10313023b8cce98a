"""The graph of an edition: integer arrays in a folder, mapped into memory and shared by all readers.

A model's number is its rank by use (0: most used), so numbers in ascending order are the best first.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np

from filiation.catalog.adjacency import Adjacency, Links
from filiation.catalog.arrays import MANIFEST, Array, ArrayFolder, ArrayWriter, Kind, damaged
from filiation.catalog.closure import Closure, ClosureLimits, close
from filiation.facts.vocabulary import RELATIONS, STANDINGS

__all__ = [
    "COLUMNS",
    "VERSION",
    "Adjacency",
    "Closure",
    "ClosureLimits",
    "Graph",
    "GraphFacts",
    "Links",
    "build_graph",
]

VERSION = 1
"""The version of the arrays; a graph of another version is rebuilt, never converted."""

COLUMNS: Mapping[str, Kind] = {
    "publisher": np.int32,
    "license": np.int32,
    "task": np.int32,
    "library": np.int32,
    "created": np.int32,
    "downloads": np.int64,
    "likes": np.int64,
    "presence": np.uint8,
    "by_id": np.int32,
}
"""What is kept of every model, one array each.

Codes of publisher, license, task and library (-1: unknown), `created` in days since 1970 (-1: unknown),
`by_id` the place of its id in alphabetical order.
"""

_LINKS: Mapping[str, Kind] = {
    "offsets": np.int64,
    "nodes": np.int32,
    "relation": np.uint8,
    "standing": np.uint8,
}
_CLOSURE: Mapping[str, Kind] = {
    "offsets": np.int64,
    "nodes": np.int32,
    "depth": np.uint8,
    "relation": np.uint8,
    "left_out": np.int32,
}


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """The sizes of a graph: models, links, rows of the closure, roots with a closure and left out of it."""

    nodes: int
    links: int
    closure_rows: int
    roots: int
    left_out: int


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """All links of an edition from both ends, the closure, and the columns; read-only."""

    facts: GraphFacts
    up: Adjacency
    down: Adjacency
    closure: Closure
    columns: Mapping[str, Array]

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map the arrays in `folder` into memory; raise StoreFailed when they are not whole."""
        arrays = ArrayFolder.open(folder, VERSION)
        try:
            facts = GraphFacts(**arrays.facts)
        except TypeError as error:
            raise damaged(folder / MANIFEST) from error
        up, down = (Adjacency(**arrays.group(side, _LINKS)) for side in ("up", "down"))
        graph = cls(facts, up, down, Closure(**arrays.group("closure", _CLOSURE)), arrays.group("column", COLUMNS))
        if not graph.fits():
            raise damaged(folder / MANIFEST)
        return graph

    @property
    def nodes(self) -> int:
        """The number of models."""
        return self.facts.nodes

    def fits(self) -> bool:
        """Tell whether all arrays have the lengths that belong together."""
        facts, closure = self.facts, self.closure
        totals: list[tuple[Adjacency | Closure, int]] = [(self.up, facts.links), (self.down, facts.links)]
        totals.append((closure, facts.closure_rows))
        whole = [len(closure.depth) == facts.closure_rows, len(closure.left_out) == facts.left_out]
        whole += [len(column) == facts.nodes for column in self.columns.values()]
        for part, total in totals:
            whole += [len(part.nodes) == len(part.relation) == total, len(part.offsets) == facts.nodes + 1]
            whole += [part.offsets[0] == 0, part.offsets[-1] == total]
        return all(whole) and len(self.up.standing) == len(self.down.standing) == facts.links

    def check(self, node: int) -> int:
        """Return `node`; raise ValueError when no model has this number."""
        if not 0 <= node < self.facts.nodes:
            raise ValueError(f"no model has the number {node}")
        return node


def build_graph(
    folder: Path, nodes: int, links: Links, columns: Mapping[str, Array], limits: ClosureLimits
) -> GraphFacts:
    """Write the graph of `nodes` models into `folder` (made if need be); the manifest comes last."""
    _check(nodes, links, columns)
    up = Adjacency.build(nodes, links.child, links.parent, links)
    down = Adjacency.build(nodes, links.parent, links.child, links)
    writer = ArrayWriter(folder)
    for side, adjacency in (("up", up), ("down", down)):
        for part, kind in _LINKS.items():
            writer.save(f"{side}.{part}", kind, [getattr(adjacency, part)])
    for name, kind in COLUMNS.items():
        writer.save(f"column.{name}", kind, [columns[name]])
    closure = close(up, down, limits)
    for part, pieces in closure.pieces().items():
        writer.save(f"closure.{part}", _CLOSURE[part], pieces)
    roots = int(np.count_nonzero(np.diff(closure.offsets)))
    facts = GraphFacts(nodes, len(links.child), int(closure.offsets[-1]), roots, len(closure.left_out))
    writer.finish(VERSION, asdict(facts))
    return facts


def _check(nodes: int, links: Links, columns: Mapping[str, Array]) -> None:
    """Raise ValueError unless all arrays fit one another."""
    links.check(nodes)
    if np.any(links.relation >= len(RELATIONS)) or np.any(links.standing >= len(STANDINGS)):
        raise ValueError("a link has an unknown relation or standing")
    if columns.keys() != COLUMNS.keys():
        raise ValueError(f"the columns must be {sorted(COLUMNS)}")
    if any(len(column) != nodes for column in columns.values()):
        raise ValueError("a column differs in length from the number of models")
