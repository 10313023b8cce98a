"""The explored graph in columns: ancestors left of the models that were named, descendants right of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from filiation.facts.exploration import Edge, Exploration, Node, NodeKind
from filiation.facts.vocabulary import Relation
from filiation.locale import mark
from filiation.pictures.layers import Layers
from filiation.pictures.measure import fit, width
from filiation.pictures.shapes import Addresses, Box, Label, Line, Picture
from filiation.words.speech import Speech
from filiation.words.vocabulary import KIND, LETTER, RELATION, STANDING

MOST = 150
"""How many nodes are drawn; the others are counted."""

_MARGIN, _HEAD, _FOOT = 16.0, 40.0, 28.0
_HEIGHT, _BETWEEN, _BEND = 38.0, 10.0, 12.0
_PAD, _NARROWEST, _WIDEST, _GAP = 10.0, 110.0, 230.0, 110.0
_LANE, _LANES = 6.0, 8
_SHARED = "shared"

_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Strand:
    """A piece of a line between two items; `edge` None: several lines to the same target share it."""

    start: int
    end: int
    target: Node
    relation: Relation | None
    edge: Edge | None


def layout(exploration: Exploration, speech: Speech, addresses: Addresses) -> Picture:
    """Draw the nodes of an exploration, the first `MOST` of them, and the lines between them."""
    graph = _Graph(exploration)
    pen = _Pen(graph, speech, addresses)
    rest = exploration.total - sum(node.depth != 0 for node in graph.nodes)
    more = [pen.more(rest)] if rest > 0 else []
    height = _HEAD + max((graph.bottom(item) for item in range(len(graph.layers.room))), default=0) + _MARGIN
    return Picture(
        width=max(pen.right, 2 * _MARGIN + max((width(text) for text in more), default=0)),
        height=height + _FOOT * len(more),
        title=pen.title(exploration.query.models),
        description=" ".join([pen.description(), *more]),
        lines=tuple(pen.lines()),
        boxes=tuple(pen.boxes()),
        labels=(*pen.heads(), *(Label(_MARGIN, height + 4, text) for text in more)),
    )


class _Graph:
    """The nodes that are drawn and where, each a numbered item, and the strands between items."""

    def __init__(self, exploration: Exploration) -> None:
        named = {_name(node.id, node.kind): node for node in exploration.nodes[:MOST]}
        self.nodes = list(named.values())
        self.ranks = sorted({_rank(node) for node in self.nodes})
        self.layers = Layers()
        self._item = {
            name: self.layers.add(self.ranks.index(_rank(node)), _HEIGHT + _BETWEEN) for name, node in named.items()
        }
        self.strands = list(self._strands(exploration.edges))
        self.layers.arrange()

    def column(self, item: int) -> int:
        """Return the column of an item, counted from the left."""
        return self.layers.column[item]

    def middle(self, item: int) -> float:
        """Return how far below the head of the picture the middle of an item lies."""
        return self.layers.center[item]

    def bottom(self, item: int) -> float:
        """Return how far below the head of the picture an item ends."""
        return self.layers.center[item] + self.layers.room[item] / 2

    def _strands(self, edges: Sequence[Edge]) -> Iterator[_Strand]:
        """Yield the pieces of all lines; a line over several columns bends in each, with others of its kind."""
        met: set[tuple[int, int]] = set()
        bends: dict[tuple[int, Relation | None, int], int] = {}
        for edge in edges:
            child = self._item.get((edge.source, "model"))
            parent = self._item.get((edge.target, _target(edge.relation)))
            if child is None or parent is None or child == parent or (child, parent) in met:
                continue
            met.add((child, parent))
            at = parent
            step = 1 if self.column(child) > self.column(parent) else -1
            for column in range(self.column(parent) + step, self.column(child), step):
                key = parent, edge.relation, column
                if key not in bends:
                    bends[key] = self._joined(at, self.layers.add(column, _BEND))
                    yield _Strand(at, bends[key], self.nodes[parent], edge.relation, None)
                at = bends[key]
            yield _Strand(at, self._joined(at, child), self.nodes[parent], edge.relation, edge)

    def _joined(self, at: int, item: int) -> int:
        if self.column(at) != self.column(item):
            self.layers.join(at, item)
        return item


class _Pen:
    """Puts a graph into words and shapes."""

    def __init__(self, graph: _Graph, speech: Speech, addresses: Addresses) -> None:
        self._graph = graph
        self._speech = speech
        self._addresses = addresses
        self._left: list[float] = []
        self._width: list[float] = []
        self.right = _MARGIN
        for column, rank in enumerate(graph.ranks):
            inside = [width(text, kind) for node in graph.nodes if _rank(node) == rank for text, kind in _texts(node)]
            inside.append(width(self._head(column), "heading"))
            self._left.append(self.right)
            self._width.append(min(max(*inside, _NARROWEST), _WIDEST) + 2 * _PAD)
            self.right += self._width[-1] + _GAP
        self.right += _MARGIN - _GAP
