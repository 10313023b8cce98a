"""The explored graph in columns: ancestors left of the models that were named, descendants right of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from filiation.facts.exploration import Edge, Exploration, Node, NodeKind
from filiation.facts.vocabulary import Relation
from filiation.locale import mark
from filiation.pictures.layers import Layers
from filiation.pictures.measure import fit, width
from filiation.pictures.shapes import Addresses, Box, Label, Line, Picture
from filiation.words.speech import Speech
from filiation.words.vocabulary import LETTER, RELATION, STANDING

MOST = 150
"""How many nodes are drawn; the others are counted."""

_MARGIN, _HEAD, _FOOT = 16.0, 40.0, 28.0
_HEIGHT, _BETWEEN, _BEND = 38.0, 10.0, 12.0
_PAD, _NARROWEST, _WIDEST, _GAP = 10.0, 110.0, 230.0, 110.0
_STUB, _LANE, _LANES, _PORT = 34.0, 6.0, 8, 17.0
_TOLD = 3
_SHARED = "shared"

_KIND: Mapping[NodeKind, str] = {
    NodeKind.MODEL: mark("model"),
    NodeKind.DATASET: mark("dataset"),
    NodeKind.ORGANIZATION: mark("organization"),
    NodeKind.USER: mark("person"),
    NodeKind.PUBLISHER: mark("publisher"),
}
_READING = mark(
    "Ancestors stand left of the chosen models, descendants right of them, one column for each link of distance; "
    "datasets stand at the far left, publishers at the far right."
)
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
        self._texts = [_texts(node, speech) for node in graph.nodes]
        self._letter = {relation: speech.translate(words) for relation, words in LETTER.items()}
        self._left: list[float] = []
        self._wide: list[float] = []
        self.right = _MARGIN
        for column, rank in enumerate(graph.ranks):
            inside = (texts for item, texts in enumerate(self._texts) if graph.column(item) == column)
            widest = max(width(text, kind) for texts in inside for text, kind in texts)
            heading = width(self._heading(rank), "heading") - 2 * _PAD
            self._left.append(self.right)
            self._wide.append(min(max(widest, heading, _NARROWEST), _WIDEST) + 2 * _PAD)
            self.right += self._wide[-1] + _GAP
        self.right += _MARGIN - _GAP

    def title(self, named: Sequence[str]) -> str:
        """Return what the picture is of."""
        names = ", ".join(named[:_TOLD])
        if len(named) > _TOLD:
            return self._speech.say(mark("Relatives of {names} and {n} more"), names=names, n=len(named) - _TOLD)
        return self._speech.say(mark("Relatives of {names}"), names=names)

    def description(self) -> str:
        """Tell in words how to read the picture, and how much of what is drawn."""
        say, graph = self._speech.say, self._graph
        counted = ", ".join(
            f"{self._heading(rank)}: {say('{n}', n=sum(_rank(node) == rank for node in graph.nodes))}"
            for rank in graph.ranks
        )
        return f"{say(_READING)} {say(mark('Drawn from left to right: {counted}.'), counted=counted)}"

    def more(self, rest: int) -> str:
        """Tell how many nodes pass the filters and are not drawn."""
        return self._speech.many(
            rest,
            mark("{n} more passes the filters and is not drawn."),
            mark("{n} more pass the filters and are not drawn."),
        )

    def heads(self) -> Iterator[Label]:
        """Yield what stands over the columns."""
        for x, rank in zip(self._left, self._graph.ranks, strict=True):
            yield Label(x, _HEAD - 20, self._heading(rank), "heading")

    def boxes(self) -> Iterator[Box]:
        """Yield the nodes."""
        for item, node in enumerate(self._graph.nodes):
            column = self._graph.column(item)
            x, y = self._left[column], _HEAD + self._graph.middle(item) - _HEIGHT / 2
            room = self._wide[column] - 2 * _PAD
            rows = enumerate(self._texts[item])
            yield Box(
                x=x,
                y=y,
                width=self._wide[column],
                height=_HEIGHT,
                kind=_kind(node, self._speech),
                labels=tuple(Label(x + _PAD, y + 16 + 15 * row, fit(text, room, k), k) for row, (text, k) in rows),
                title=self._title(node),
                href=self._addresses.node(node.id, node.kind),
                key=f"{node.kind}:{node.id}",
            )

    def lines(self) -> Iterator[Line]:
        """Yield the strands, and the level pieces that carry them past the boxes of a column."""
        ports = self._ports()
        lanes = _lanes(self._graph)
        for strand in self._graph.strands:
            start, end = self._graph.column(strand.start), self._graph.column(strand.end)
            y = _HEAD + self._graph.middle(strand.start)
            bottom = _HEAD + self._graph.middle(strand.end) + ports.get((strand.end, start < end, strand.relation), 0.0)
            if start == end:
                x = self._left[start] + self._wide[start]
                turn = x + _STUB + _LANE * lanes[strand.start, strand.end]
                yield self._line(strand, ((x, y), (turn, (y + bottom) / 2), (x, bottom)))
                continue
            sides = (self._side(start, right=start < end), self._side(end, right=start > end))
            yield self._line(strand, ((sides[0], y), (sides[1], bottom)))
            if strand.edge is None:
                yield self._line(strand, ((sides[1], bottom), (self._side(end, right=start < end), bottom)))

    def _line(self, strand: _Strand, points: tuple[tuple[float, float], ...]) -> Line:
        relation, edge = strand.relation, strand.edge
        words = [strand.target.id if edge is None else f"{edge.source} – {edge.target}"]
        kind = "publisher"
        if relation is not None:
            kind = relation.value
            words.append(self._speech.say(RELATION[relation]))
        if edge is not None and edge.standing is not None:
            words.append(self._speech.say(STANDING[edge.standing]))
        letter = self._letter[relation] if relation is not None and edge is not None else ""
        pattern = _SHARED if edge is None or edge.standing is None else edge.standing.value
        return Line(points, kind, pattern, letter, curved=True, title=", ".join(words))

    def _side(self, column: int, *, right: bool) -> float:
        return self._left[column] + (self._wide[column] if right else 0.0)

    def _ports(self) -> dict[tuple[int, bool, Relation | None], float]:
        """Return how far from its middle a node is met by lines of each relation, so that their letters stand apart."""
        met: dict[tuple[int, bool], dict[Relation | None, list[float]]] = {}
        for strand in self._graph.strands:
            if strand.edge is not None:
                from_left = self._graph.column(strand.start) < self._graph.column(strand.end)
                there = met.setdefault((strand.end, from_left), {})
                there.setdefault(strand.relation, []).append(self._graph.middle(strand.start))
        ports: dict[tuple[int, bool, Relation | None], float] = {}
        for (item, from_left), there in met.items():
            ordered = sorted(there, key=lambda relation: sum(there[relation]) / len(there[relation]))
            for place, relation in enumerate(ordered):
                spread = min(_PORT, (_HEIGHT - 4) / len(ordered))
                ports[item, from_left, relation] = (place - (len(ordered) - 1) / 2) * spread
        return ports

    def _heading(self, rank: float) -> str:
        speech = self._speech
        if rank == -inf:
            return speech.say(mark("datasets"))
        if rank == inf:
            return speech.say(mark("publishers"))
        if rank < 0:
            return speech.many(-int(rank), mark("ancestors, {n} link away"), mark("ancestors, {n} links away"))
        if rank > 0:
            return speech.many(int(rank), mark("descendants, {n} link away"), mark("descendants, {n} links away"))
        chosen = sum(_rank(node) == 0 for node in self._graph.nodes)
        return speech.many(chosen, mark("the chosen model"), mark("the chosen models"))

    def _title(self, node: Node) -> str:
        speech = self._speech
        told = [_KIND[node.kind]] if node.kind is not NodeKind.MODEL else []
        if node.relation is not None:
            told.append(RELATION[node.relation])
        if node.standing is not None:
            told.append(STANDING[node.standing])
        words = [speech.say(word) for word in told]
        if node.downloads is not None:
            words.append(speech.many(node.downloads, mark("{n} download"), mark("{n} downloads")))
        if node.created is not None:
            words.append(speech.day(node.created))
        return f"{node.id}: {', '.join([*words, *_notes(node, speech)])}".removesuffix(": ")


def _lanes(graph: _Graph) -> dict[tuple[int, int], int]:
    """Give each line within a column a lane beside it, so that they do not run over one another while lanes last."""
    lanes: dict[tuple[int, int], int] = {}
    taken: dict[int, list[float]] = {}
    spans = [(s.start, s.end) for s in graph.strands if graph.column(s.start) == graph.column(s.end)]
    for span in sorted(spans, key=lambda span: min(map(graph.middle, span))):
        ends = taken.setdefault(graph.column(span[0]), [])
        top, bottom = sorted(map(graph.middle, span))
        lane = next((lane for lane, end in enumerate(ends) if end < top), len(ends))
        ends[lane : lane + 1] = [bottom]
        lanes[span] = lane % _LANES
    return lanes


def _name(name: str, kind: NodeKind) -> _Name:
    return name, kind.value if kind in {NodeKind.MODEL, NodeKind.DATASET} else "publisher"


def _target(relation: Relation | None) -> str:
    """Return what sort of node a line leads to."""
    if relation is None:
        return "publisher"
    return "dataset" if relation is Relation.TRAINED_ON else "model"


def _rank(node: Node) -> float:
    """Return what columns are ordered by: datasets, then models by signed depth, then publishers."""
    if node.kind is NodeKind.MODEL:
        return node.depth or 0
    return -inf if node.kind is NodeKind.DATASET else inf


def _kind(node: Node, speech: Speech) -> str:
    named = node.kind is NodeKind.MODEL and not node.depth
    return node.kind + " root" * named + " gone" * bool(_notes(node, speech))


def _notes(node: Node, speech: Speech) -> list[str]:
    return [] if node.presence is None else speech.presence(node.presence, gone=node.gone)


def _texts(node: Node, speech: Speech) -> list[tuple[str, str]]:
    """Return the lines of text in a box, with their kinds."""
    owner, _, short = node.id.rpartition("/")
    first = speech.say(_KIND[node.kind]) if _rank(node) == inf else owner
    below = " · ".join([*([first] if first else []), *_notes(node, speech)])
    return [(short, "name"), *([(below, "detail")] if below else [])]
