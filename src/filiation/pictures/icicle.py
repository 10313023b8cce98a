"""A whole family, however large, in bands from left to right: one band further is one link further."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from filiation.facts.heritage import Cell, Overview
from filiation.facts.tables import bare
from filiation.facts.vocabulary import Relation
from filiation.locale import mark
from filiation.pictures.legend import LEAST, legend
from filiation.pictures.measure import fit, width
from filiation.pictures.shapes import Addresses, Box, Label, Line, Picture
from filiation.words.speech import Speech
from filiation.words.vocabulary import KIND, LETTER, RELATION

_MARGIN, _HEAD, _BETWEEN = 20.0, 50.0, 2.0
_TALLEST, _SHORTEST, _EACH = 640.0, 96.0, 30.0
_SMALLEST = 2.0
_PAD, _FIRST, _LINE, _SPACE = 8.0, 18.0, 16.0, 5.0
_WIDEST = 180.0
_NOTHING = mark("Nothing is known to descend from it.")
_READING = mark(
    "Each band is one link further from the model. The height of a cell shows how many models come by its way, with "
    "all that follow; the part of it beside which no further cell stands are those at the end of exactly this way."
)
_ONE_ROW, _TWO_ROWS = 15.0, 42.0


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell where it is drawn; `cell` None: what is too small to be drawn by itself."""

    depth: int
    y: float
    height: float
    way: tuple[Relation, ...]
    cell: Cell | None
    models: int


def layout(overview: Overview, speech: Speech, addresses: Addresses) -> Picture:
    """Draw the descendants of a model: the higher a cell, the more models come by its way."""
    height = min(max(overview.total * _EACH, _SHORTEST), _TALLEST)
    pen = _Pen(overview, speech, addresses, list(_places(overview, height)))
    heads = tuple(pen.heads())
    room = max(pen.right, LEAST, *(label.x + width(label.text, label.kind) for label in heads)) - _MARGIN
    told, below = legend(pen.samples(), speech, (_MARGIN, _HEAD + height + _LINE), room)
    return Picture(
        width=room + 2 * _MARGIN,
        height=_HEAD + height + (_LINE + below if told.lines else 0) + _MARGIN,
        title=speech.say(mark("The whole family of {model}"), model=bare(overview.model)),
        description=pen.description(),
        lines=(),
        boxes=(pen.model(height), *pen.cells()),
        labels=heads,
        legend=told,
    )


def _places(overview: Overview, height: float) -> Iterator[_Place]:
    below: Mapping[tuple[Relation, ...], list[Cell]] = defaultdict(list)
    for cell in overview.cells:
        below[cell.way[:-1]].append(cell)
    waiting = [_Place(0, _HEAD, height, (), Cell((), 0, overview.total), overview.total)]
    while waiting:
        place = waiting.pop()
        if place.depth:
            yield place
        if place.cell is not None:
            waiting += reversed(list(_beside(place, place.cell, below.get(place.way, ()))))


def _beside(place: _Place, cell: Cell, below: Sequence[Cell]) -> Iterator[_Place]:
    """Yield the cells that go on from one, from the top down, the last that of all that are too small."""
    drawn, rest, heights = _shares(place.height, cell, below)
    y, depth = place.y, place.depth + 1
    for child, tall in zip(drawn, heights, strict=False):
        yield _Place(depth, y, tall, child.way, child, child.within)
        y += tall
    if rest:
        yield _Place(depth, y, heights[-1], place.way, None, rest)


def _shares(height: float, cell: Cell, below: Sequence[Cell]) -> tuple[Sequence[Cell], int, list[float]]:
    """Divide a cell's height: the cells that can be seen, how many models the others hold, and the heights.

    The others take no less than can be seen, at the cost of their neighbors.
    """
    scale = height / max(cell.within, 1)
    drawn = sorted((c for c in below if c.within * scale >= _SMALLEST), key=lambda c: -c.within)
    rest = max(cell.within - cell.here - sum(child.within for child in drawn), 0)
    while True:
        heights = [child.within * scale for child in drawn]
        last = max(rest * scale, min(_SMALLEST, height)) if rest else 0.0
        squeeze = min(1.0, (height - last) / sum(heights)) if heights else 1.0
        if not drawn or drawn[-1].within * scale * squeeze >= _SMALLEST * 0.99:
            break
        rest += drawn.pop().within
    return drawn, rest, [tall * squeeze for tall in heights] + [last] * bool(rest)


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands in a cell."""

    letter: str
    word: str
    count: str
    more: str

    @property
    def indent(self) -> float:
        """How much room the letter takes before the word."""
        return width(self.letter, "name") + _SPACE if self.letter else 0.0

    @property
    def room(self) -> float:
        """How much room all of it takes."""
        return max(self.indent + width(self.word) + 2 * _SPACE + width(self.count), width(self.more, "detail"))


def _tall(place: _Place) -> float:
    """Return how high a cell is drawn: a little less than its share, so that it stands apart from the next."""
    return place.height - min(_BETWEEN, place.height / 4)


class _Pen:
    """Puts the cells of one family into words and shapes; a band is as wide as what is written in it."""

    def __init__(self, overview: Overview, speech: Speech, addresses: Addresses, places: Sequence[_Place]) -> None:
        self._overview = overview
        self._speech = speech
        self._addresses = addresses
        self._places = places
        self.bands = 1 + max((place.depth for place in places), default=0)
        self._texts = [self._row(place) if _tall(place) >= _ONE_ROW else None for place in places]
        rooms = [_WIDEST, *([0.0] * (self.bands - 1))]
        for place, row in zip(places, self._texts, strict=True):
            rooms[place.depth] = max(rooms[place.depth], row.room if row else 0.0)
        self._left, self._wide = [], []
        self.right = _MARGIN
        for depth, room in enumerate(rooms):
            heading = max(width(text, kind) for text, kind in self._heading(depth))
            self._left.append(self.right)
            self._wide.append(max(min(room, _WIDEST) + 2 * _PAD, heading + _PAD))
            self.right += self._wide[-1] + _BETWEEN

    def model(self, height: float) -> Box:
        """Return the first band: the model itself."""
        name, total = bare(self._overview.model), self._overview.total
        count = self._speech.many(total, mark("{n} descendant"), mark("{n} descendants"))
        owner, _, short = name.rpartition("/")
        texts = [(short, "name"), *([(owner, "detail")] if owner else []), (count, "detail")]
        x = self._left[0] + _PAD
        return Box(
            x=self._left[0],
            y=_HEAD,
            width=self._wide[0],
            height=height,
            kind="model root",
            labels=tuple(
                Label(x, _HEAD + _FIRST + row * _LINE, fit(text, _WIDEST, kind), kind)
                for row, (text, kind) in enumerate(texts)
            ),
            title=f"{name}: {count}",
            href=self._addresses.model(self._overview.model),
            key=self._overview.model,
        )

    def cells(self) -> Iterator[Box]:
        """Yield the cells, and what is too small beside them."""
        for place, row in zip(self._places, self._texts, strict=True):
            way, cell = "/".join(place.way), place.cell
            yield Box(
                x=self._left[place.depth],
                y=place.y,
                width=self._wide[place.depth],
                height=_tall(place),
                kind=f"cell relation-{place.way[-1]}" if cell else "others",
                labels=tuple(self._labels(place, row)) if row else (),
                title=self._title(cell) if cell else self._others(place.models),
                href=self._addresses.cell(place.way) if cell else None,
                key=f"way:{way}" if cell else f"others:{way}",
            )

    def heads(self) -> Iterator[Label]:
        """Yield what stands over the bands: how far from the model, and how many models are there in all."""
        for depth in range(self.bands):
            for (text, kind), y in zip(self._heading(depth), (_HEAD - 26, _HEAD - 10), strict=False):
                yield Label(self._left[depth], y, text, kind)
        if not self._overview.total:
            yield Label(self.right, _HEAD + _FIRST, self._speech.say(_NOTHING))

    def samples(self) -> Iterator[Line]:
        """Yield a line of each relation that has a cell, for the legend."""
        for relation in {place.way[-1] for place in self._places if place.cell}:
            yield Line((), relation)

    def description(self) -> str:
        """Tell in words how to read the picture, its largest ways, and what is not drawn cell by cell."""
        speech, total = self._speech, self._overview.total
        if not total:
            return speech.say(_NOTHING)
        told = [
            speech.many(total, mark("{n} model descends from it."), mark("{n} models descend from it.")),
            speech.say(_READING),
            *(f"{self._title(place.cell)}." for place in self._places if place.depth == 1 and place.cell),
        ]
        rest = sum(place.models for place in self._places if place.cell is None)
        return " ".join([*told, *([f"{self._others(rest)}."] if rest else [])])

    def _heading(self, depth: int) -> list[tuple[str, str]]:
        speech = self._speech
        if not depth:
            return [(speech.say(mark("the model")), "heading")]
        here = self._overview.by_depth.get(str(depth), 0)
        return [
            (speech.many(depth, mark("{n} link away"), mark("{n} links away")), "heading"),
            (speech.many(here, *KIND["model"][1:]), "tick"),
        ]

    def _row(self, place: _Place) -> _Row:
        """Return what a cell says: a letter, a word and a count, and below them how many there are with all others."""
        say, number, cell = self._speech.say, self._speech.number, place.cell
        if cell is None:
            return _Row("", say(mark("others")), number(place.models), "")
        relation = cell.way[-1]
        below = _tall(place) >= _TWO_ROWS and cell.within > cell.here
        more = say(mark("{n} with all that follow"), n=cell.within) if below else ""
        return _Row(say(LETTER[relation]), say(RELATION[relation]), number(cell.here), more)

    def _labels(self, place: _Place, row: _Row) -> Iterator[Label]:
        """Yield what stands in a cell; words give way where they would leave it."""
        x, room, tall = self._left[place.depth] + _PAD, self._wide[place.depth] - 2 * _PAD, _tall(place)
        base = place.y + (_FIRST if tall >= _TWO_ROWS else tall / 2 + 4.5)
        if row.letter:
            yield Label(x, base, row.letter, "name")
        word = fit(row.word, room - row.indent - width(f" {row.count}"))
        yield Label(x + row.indent, base, word)
        yield Label(x + room, base, row.count, anchor="end")
        if row.more:
            yield Label(x, base + _LINE, fit(row.more, room, "detail"), "detail")

    def _title(self, cell: Cell) -> str:
        say = self._speech.say
        way = say(RELATION[cell.way[0]])
        for relation in cell.way[1:]:
            way = say(mark("{way}, then {relation}"), way=way, relation=say(RELATION[relation]))
        if cell.within <= cell.here:
            return say(mark("{way}: {here} here, nothing follows"), way=way, here=cell.here)
        return say(
            mark("{way}: {here} here, {within} with all that follow"), way=way, here=cell.here, within=cell.within
        )

    def _others(self, models: int) -> str:
        return self._speech.many(
            models,
            mark("{n} model on other ways, too small to be drawn"),
            mark("{n} models on other ways, too small to be drawn"),
        )
