"""The explored graph in columns: ancestors left of the models that were named, descendants right of them."""

from collections.abc import Iterator, Sequence
from math import inf

from filiation.facts.exploration import Exploration, Node, NodeKind
from filiation.facts.tables import bare
from filiation.locale import mark
from filiation.pictures.legend import LEAST, legend
from filiation.pictures.measure import fit, width
from filiation.pictures.shapes import Addresses, Box, Label, Line, Picture
from filiation.pictures.strands import MOST, ROOM, Graph, Strand, rank
from filiation.words.exploration import NODE_KIND
from filiation.words.reasons import deduced, ways_deduced
from filiation.words.speech import Speech
from filiation.words.vocabulary import LETTER, RELATION, STANDING

__all__ = ["MOST", "layout"]

_MARGIN, _HEAD = 20.0, 44.0
_HEIGHT, _PAD, _NARROWEST, _WIDEST = ROOM - 10, 11.0, 96.0, 240.0
_CLOSE, _APART, _STUB, _LANE = 32.0, 110.0, 48.0, 8.0
_ROW = 20.0
_TOLD = 3
_PLAIN = "plain"

_READING = mark(
    "Ancestors stand left of the chosen models, descendants right of them, one column for each link of distance; "
    "datasets stand at the far left, publishers at the far right."
)


def layout(exploration: Exploration, speech: Speech, addresses: Addresses) -> Picture:
    """Draw the nodes of an exploration, the first `MOST` of them, and the lines between them."""
    graph = Graph(exploration)
    pen = _Pen(graph, speech, addresses)
    drawn = {node.id for node in graph.nodes}
    between = (edge for edge in exploration.edges if edge.source in drawn and edge.target in drawn)
    sure = ways_deduced((edge.certainty for edge in between), speech)
    lines = tuple(pen.lines())
    notes = list(pen.notes(exploration.total - sum(rank(node) != 0 for node in graph.nodes)))
    below = _HEAD + graph.height + _ROW
    said = tuple(Label(_MARGIN, below + _ROW * row, text) for row, text in enumerate(notes))
    room = max(pen.right - _MARGIN, LEAST, *(width(text) for text in notes))
    told, height = legend([line for line in lines if line.letter], speech, (_MARGIN, below + _ROW * len(notes)), room)
    return Picture(
        width=room + 2 * _MARGIN,
        height=below + _ROW * len(notes) + height + _MARGIN,
        title=pen.title(exploration.query.models),
        description=" ".join(filter(None, [pen.description(), sure, *notes])),
        lines=lines,
        boxes=tuple(pen.boxes()),
        labels=(*pen.heads(), *said),
        legend=told,
    )


class _Pen:
    """Puts a graph into words and shapes."""

    def __init__(self, graph: Graph, speech: Speech, addresses: Addresses) -> None:
        self._graph = graph
        self._speech = speech
        self._addresses = addresses
        self._texts = [_texts(node, speech) for node in graph.nodes]
        self._letter = {relation: speech.translate(letter) for relation, letter in LETTER.items()}
        self._relation = {relation: speech.translate(word) for relation, word in RELATION.items()}
        self._standing = {standing: speech.translate(word) for standing, word in STANDING.items()}
        self._left: list[float] = []
        self._wide: list[float] = []
        self.right, busy = _MARGIN, graph.busy()
        for column, place in enumerate(graph.ranks):
            inside = (texts for item, texts in enumerate(self._texts) if graph.column(item) == column)
            widest = max(width(text, kind) for texts in inside for text, kind in texts)
            heading = width(self._heading(place), "heading") - 2 * _PAD
            self._left.append(self.right)
            self._wide.append(max(min(max(widest, _NARROWEST), _WIDEST), heading) + 2 * _PAD)
            self.right += self._wide[-1] + (_APART if column in busy else _CLOSE)
        if graph.ranks and len(graph.ranks) - 1 not in busy:
            self.right -= _CLOSE

    def title(self, named: Sequence[str]) -> str:
        """Return what the picture is of."""
        names = ", ".join(map(bare, named[:_TOLD]))
        if len(named) > _TOLD:
            return self._speech.say(mark("Relatives of {names} and {n} more"), names=names, n=len(named) - _TOLD)
        return self._speech.say(mark("Relatives of {names}"), names=names)

    def description(self) -> str:
        """Tell in words how to read the picture, and how much of what is drawn."""
        say, graph = self._speech.say, self._graph
        numbers = [sum(rank(node) == place for node in graph.nodes) for place in graph.ranks]
        counted = " · ".join(
            say(mark("{what}: {n}"), what=self._heading(place), n=number)
            for place, number in zip(graph.ranks, numbers, strict=True)
        )
        drawn = say(mark("Drawn from left to right: {counted}."), counted=counted)
        return f"{say(_READING)} {drawn}"

    def notes(self, rest: int) -> Iterator[str]:
        """Yield what is to be said of nodes that are not drawn or not joined."""
        alone = self._graph.alone()
        if alone:
            yield self._speech.many(
                alone,
                mark("{n} stands without a line: what joins it to the chosen models is not drawn."),
                mark("{n} stand without a line: what joins them to the chosen models is not drawn."),
            )
        if rest > 0:
            yield self._speech.many(
                rest,
                mark("{n} more passes the filters and is not drawn."),
                mark("{n} more pass the filters and are not drawn."),
            )

    def heads(self) -> Iterator[Label]:
        """Yield what stands over the columns."""
        for x, place in zip(self._left, self._graph.ranks, strict=True):
            yield Label(x, _HEAD - 16, self._heading(place), "heading")

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
        ports, lanes = self._graph.ports(), self._graph.lanes()
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

    def _line(self, strand: Strand, points: tuple[tuple[float, float], ...]) -> Line:
        relation, edge = strand.relation, strand.edge
        words = [bare(strand.target.id) if edge is None else f"{bare(edge.source)} – {bare(edge.target)}"]
        kind = "publisher"
        if relation is not None:
            kind = relation.value
            words.append(self._relation[relation])
        if strand.standing is not None:
            words.append(self._standing[strand.standing])
        if edge is not None:
            words += filter(None, [deduced(self._speech, edge.certainty)])
        letter = self._letter[relation] if relation is not None and edge is not None else ""
        pattern = _PLAIN if strand.standing is None else strand.standing.value
        return Line(points, kind, pattern, letter, title=", ".join(words), marked=edge is not None)

    def _side(self, column: int, *, right: bool) -> float:
        return self._left[column] + (self._wide[column] if right else 0.0)

    def _heading(self, place: float) -> str:
        speech, n = self._speech, abs(int(place)) if abs(place) < inf else 0
        if place == -inf:
            return speech.say(mark("datasets"))
        if place == inf:
            return speech.say(mark("publishers"))
        if place < 0:
            return speech.many(n, mark("ancestors, {n} link away"), mark("ancestors, {n} links away"))
        if place > 0:
            return speech.many(n, mark("descendants, {n} link away"), mark("descendants, {n} links away"))
        chosen = sum(rank(node) == 0 for node in self._graph.nodes)
        return speech.many(chosen, mark("the chosen model"), mark("the chosen models"))

    def _title(self, node: Node) -> str:
        speech = self._speech
        told = [NODE_KIND[node.kind].name] if node.kind is not NodeKind.MODEL else []
        if node.relation is not None:
            told.append(RELATION[node.relation])
        if node.standing is not None:
            told.append(STANDING[node.standing])
        words = [*(speech.say(word) for word in told), *filter(None, [deduced(speech, node.certainty)])]
        if node.downloads is not None:
            words.append(speech.many(node.downloads, mark("{n} download"), mark("{n} downloads")))
        if node.created is not None:
            words.append(speech.day(node.created))
        return f"{bare(node.id)}: {', '.join([*words, *_notes(node, speech)])}".removesuffix(": ")


def _kind(node: Node, speech: Speech) -> str:
    named = node.kind is NodeKind.MODEL and not node.depth
    return node.kind + " root" * named + " gone" * bool(_notes(node, speech))


def _notes(node: Node, speech: Speech) -> list[str]:
    return [] if node.presence is None else speech.presence(node.presence, gone=node.gone)


def _texts(node: Node, speech: Speech) -> list[tuple[str, str]]:
    """Return the lines of text in a box, with their kinds."""
    owner, _, short = bare(node.id).rpartition("/")
    first = speech.say(NODE_KIND[node.kind].name) if rank(node) == inf else owner
    below = " · ".join([*([first] if first else []), *_notes(node, speech)])
    return [(short, "name"), *([(below, "detail")] if below else [])]
