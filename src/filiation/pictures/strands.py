"""The nodes of an exploration that are drawn, in columns, and the lines between them, cut where they cross a column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from filiation.facts.exploration import Edge, Exploration, Node, NodeKind
from filiation.facts.vocabulary import Relation, Standing
from filiation.pictures.layers import Layers

MOST = 150
"""How many nodes are drawn; the others are counted."""

ROOM = 48.0
"""How much height a node takes up, with the space to the next."""

LANES = 8
"""So many lines within a column run beside one another at most; others share the last lane."""

_BEND = 12.0
_PORT, _SPREAD = 17.0, 34.0


@dataclass(frozen=True, slots=True)
class Strand:
    """A piece of a line between two items; `edge` None: lines of one kind to the same target share it."""

    start: int
    end: int
    target: Node
    relation: Relation | None
    edge: Edge | None
    standing: Standing | None = None


class Graph:
    """The nodes that are drawn and where, each a numbered item, and the strands between items."""

    def __init__(self, exploration: Exploration) -> None:
        """Take the first `MOST` nodes of an exploration and the edges among them."""
        named = {_name(node.id, node.kind): node for node in exploration.nodes[:MOST]}
        self.nodes = list(named.values())
        self.ranks = sorted({rank(node) for node in self.nodes})
        self.layers = Layers()
        self._item = {name: self.layers.add(self.ranks.index(rank(node)), ROOM) for name, node in named.items()}
        self.strands = list(self._strands(exploration.edges))
        self.layers.arrange()

    def column(self, item: int) -> int:
        """Return the column of an item, counted from the left."""
        return self.layers.column[item]

    def middle(self, item: int) -> float:
        """Return how far below the head of the picture the middle of an item lies."""
        return self.layers.center[item]

    @property
    def height(self) -> float:
        """How far below the head of the picture the lowest item ends."""
        return max((y + room / 2 for y, room in zip(self.layers.center, self.layers.room, strict=True)), default=0.0)

    def _strands(self, edges: Sequence[Edge]) -> Iterator[Strand]:
        """Yield the pieces of all lines; a line over several columns bends in each, with others of its kind."""
        met: set[tuple[int, int]] = set()
        bends: dict[tuple[int, Relation | None, Standing | None, int], int] = {}
        for edge in edges:
            child = self._item.get((edge.source, "model"))
            parent = self._item.get((edge.target, _target(edge.relation)))
            if child is None or parent is None or child == parent or (child, parent) in met:
                continue
            met.add((child, parent))
            at = parent
            step = 1 if self.column(child) > self.column(parent) else -1
            for column in range(self.column(parent) + step, self.column(child), step):
                key = parent, edge.relation, edge.standing, column
                if key not in bends:
                    bends[key] = self._joined(at, self.layers.add(column, _BEND))
                    yield Strand(at, bends[key], self.nodes[parent], edge.relation, None, edge.standing)
                at = bends[key]
            yield Strand(at, self._joined(at, child), self.nodes[parent], edge.relation, edge, edge.standing)

    def _joined(self, at: int, item: int) -> int:
        if self.column(at) != self.column(item):
            self.layers.join(at, item)
        return item

    def ports(self) -> dict[tuple[int, bool, Relation | None], float]:
        """Return how far from its middle a node is met by lines of each relation, so that their letters stand apart."""
        met: dict[tuple[int, bool], dict[Relation | None, list[float]]] = {}
        for strand in self.strands:
            if strand.edge is not None:
                from_left = self.column(strand.start) < self.column(strand.end)
                there = met.setdefault((strand.end, from_left), {})
                there.setdefault(strand.relation, []).append(self.middle(strand.start))
        ports: dict[tuple[int, bool, Relation | None], float] = {}
        for (item, from_left), there in met.items():
            ordered = sorted(there, key=lambda relation: sum(there[relation]) / len(there[relation]))
            for place, relation in enumerate(ordered):
                spread = min(_PORT, _SPREAD / len(ordered))
                ports[item, from_left, relation] = (place - (len(ordered) - 1) / 2) * spread
        return ports

    def lanes(self) -> dict[tuple[int, int], int]:
        """Give each line within a column a lane beside it, so that they do not run over one another."""
        lanes: dict[tuple[int, int], int] = {}
        taken: dict[int, list[float]] = {}
        spans = [(s.start, s.end) for s in self.strands if self.column(s.start) == self.column(s.end)]
        for span in sorted(spans, key=lambda span: min(map(self.middle, span))):
            ends = taken.setdefault(self.column(span[0]), [])
            top, bottom = sorted(map(self.middle, span))
            lane = next((lane for lane, end in enumerate(ends) if end < top), len(ends))
            ends[lane : lane + 1] = [bottom]
            lanes[span] = min(lane, LANES - 1)
        return lanes

    def busy(self) -> set[int]:
        """Return the columns right of which a line runs."""
        return {min(self.column(strand.start), self.column(strand.end)) for strand in self.strands}

    def alone(self) -> int:
        """Return how many nodes, other than the named models, no line leads to."""
        joined = {item for strand in self.strands for item in (strand.start, strand.end)}
        return sum(item not in joined and rank(node) != 0 for item, node in enumerate(self.nodes))


def _name(name: str, kind: NodeKind) -> tuple[str, str]:
    return name, kind.value if kind in {NodeKind.MODEL, NodeKind.DATASET} else "publisher"


def _target(relation: Relation | None) -> str:
    """Return what sort of node a line leads to."""
    if relation is None:
        return "publisher"
    return "dataset" if relation is Relation.TRAINED_ON else "model"


def rank(node: Node) -> float:
    """Return what columns are ordered by: datasets, then models by signed depth, then publishers."""
    if node.kind is NodeKind.MODEL:
        return node.depth or 0
    return -inf if node.kind is NodeKind.DATASET else inf
