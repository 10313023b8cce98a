"""A whole family, however large, in bands from left to right: one band further is one link further."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from filiation.facts.heritage import Cell, Overview
from filiation.facts.vocabulary import Relation
from filiation.locale import mark
from filiation.pictures.measure import fit, width
from filiation.pictures.shapes import Addresses, Box, Label, Picture
from filiation.words.speech import Speech
from filiation.words.vocabulary import KIND, LETTER, RELATION

_BAND, _GAP, _MARGIN, _HEAD = 190.0, 2.0, 16.0, 46.0
_TALLEST, _SHORTEST, _EACH = 640.0, 96.0, 30.0
_SMALLEST = 2.0
_PAD, _FIRST, _LINE = 8.0, 18.0, 16.0
_ROOM = _BAND - _GAP - 2 * _PAD
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
    places = list(_places(overview, height))
    pen = _Pen(overview, speech, addresses)
    bands = 1 + max((place.depth for place in places), default=0)
    return Picture(
        width=2 * _MARGIN + max(bands, 2) * _BAND - _GAP,
        height=_HEAD + height + _MARGIN,
        title=speech.say(mark("The whole family of {model}"), model=overview.model),
        description=pen.description(places),
        lines=(),
        boxes=(pen.model(height), *(pen.cell(place) for place in places)),
        labels=tuple(pen.heads(bands)),
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
    drawn = [child for child in below if child.within * scale >= _SMALLEST]
    rest = max(cell.within - cell.here - sum(child.within for child in drawn), 0)
    while True:
        heights = [child.within * scale for child in drawn]
        last = max(rest * scale, min(_SMALLEST, height)) if rest else 0.0
        squeeze = min(1.0, (height - last) / sum(heights)) if heights else 1.0
        if not drawn or drawn[-1].within * scale * squeeze >= _SMALLEST * 0.99:
            break
        rest += drawn.pop().within
    return drawn, rest, [tall * squeeze for tall in heights] + [last] * bool(rest)


class _Pen:
    """Puts the cells of one family into words and shapes."""

    def __init__(self, overview: Overview, speech: Speech, addresses: Addresses) -> None:
        self._overview = overview
        self._speech = speech
        self._addresses = addresses

    def model(self, height: float) -> Box:
        """Return the first band: the model itself."""
        speech, name, total = self._speech, self._overview.model, self._overview.total
        count = speech.many(total, mark("{n} descendant"), mark("{n} descendants"))
        owner, _, short = name.rpartition("/")
        texts = [(short, "name"), *([(owner, "detail")] if owner else []), (count, "detail")]
        rows = enumerate(fit(text, _ROOM, kind) for text, kind in texts)
        return Box(
            x=_MARGIN,
            y=_HEAD,
            width=_BAND - _GAP,
            height=height,
            kind="model root",
            labels=tuple(
                Label(_MARGIN + _PAD, _HEAD + _FIRST + row * _LINE, text, texts[row][1]) for row, text in rows
            ),
            title=f"{name}: {count}",
            href=self._addresses.model(name),
            key=name,
        )

    def cell(self, place: _Place) -> Box:
        """Return one cell, or what is too small beside it."""
        x = _MARGIN + place.depth * _BAND
        way = "/".join(place.way)
        tall = place.height - (_GAP if place.height > 4 * _GAP else place.height / 4)
        if place.cell is None:
            texts = [*self._row(["", self._speech.say(mark("others"))], place.models, x, place.y, tall)]
            return Box(
                x,
                place.y,
                _BAND - _GAP,
                tall,
                "others",
                tuple(texts),
                self._others(place.models),
                None,
                f"others:{way}",
            )
        relation = place.way[-1]
        return Box(
            x=x,
            y=place.y,
            width=_BAND - _GAP,
            height=tall,
            kind=f"cell relation-{relation}",
            labels=tuple(self._labels(place.cell, x, place.y, tall)),
            title=self._title(place.cell),
            href=self._addresses.cell(place.way),
            key=f"way:{way}",
        )

    def heads(self, bands: int) -> Iterator[Label]:
        """Yield what stands over the bands: how far from the model, and how many models are there in all."""
        speech = self._speech
        yield Label(_MARGIN, _HEAD - 26, speech.say(mark("the model")), "heading")
        for depth in range(1, bands):
            x = _MARGIN + depth * _BAND
            yield Label(x, _HEAD - 26, speech.many(depth, mark("{n} link away"), mark("{n} links away")), "heading")
            here = self._overview.by_depth.get(str(depth), 0)
            yield Label(x, _HEAD - 10, speech.many(here, *KIND["model"][1:]), "tick")
        if bands == 1:
            yield Label(_MARGIN + _BAND, _HEAD + _FIRST, speech.say(_NOTHING))

    def description(self, places: Sequence[_Place]) -> str:
        """Tell in words how to read the picture, its largest ways, and what is not drawn cell by cell."""
        speech, total = self._speech, self._overview.total
        if not total:
            return speech.say(_NOTHING)
        told = [
            speech.many(total, mark("{n} model descends from it."), mark("{n} models descend from it.")),
            speech.say(_READING),
            *(f"{self._title(place.cell)}." for place in places if place.depth == 1 and place.cell),
        ]
        rest = sum(place.models for place in places if place.cell is None)
        return " ".join([*told, *([f"{self._others(rest)}."] if rest else [])])

    def _labels(self, cell: Cell, x: float, y: float, tall: float) -> Iterator[Label]:
        """Yield what a cell says, as far as there is room."""
        say, relation = self._speech.say, cell.way[-1]
        yield from self._row([say(LETTER[relation]).split()[0], say(RELATION[relation])], cell.here, x, y, tall)
        more = say(mark("{n} with what follows"), n=cell.within)
        if tall >= _TWO_ROWS and cell.within > cell.here and width(more, "detail") <= _ROOM:
            yield Label(x + _PAD, y + _FIRST + _LINE, more, "detail")

    def _row(self, words: Sequence[str], count: int, x: float, y: float, tall: float) -> Iterator[Label]:
        """Yield a letter, a word and a count in one row: the word, then the count, are left out for want of room."""
        if tall < _ONE_ROW:
            return
        letter, word = words
        number = self._speech.number(count)
        base = y + (_FIRST if tall >= _TWO_ROWS else tall / 2 + 4.5)
        indent = width(f"{letter} ", "name") if letter else 0.0
        free = _ROOM - indent - width(number)
        if letter:
            yield Label(x + _PAD, base, letter, "name")
        if width(f"{word} ") <= free:
            yield Label(x + _PAD + indent, base, word)
        if free >= 0:
            yield Label(x + _PAD + _ROOM, base, number, anchor="end")

    def _title(self, cell: Cell) -> str:
        say = self._speech.say
        way = say(RELATION[cell.way[0]])
        for relation in cell.way[1:]:
            way = say(mark("{way}, then {relation}"), way=way, relation=say(RELATION[relation]))
        if cell.within <= cell.here:
            return say(mark("{way}: {here} here, nothing follows"), way=way, here=cell.here)
        return say(mark("{way}: {here} here, {within} with what follows"), way=way, here=cell.here, within=cell.within)

    def _others(self, models: int) -> str:
        return self._speech.many(
            models,
            mark("{n} model on other ways, too small to be drawn"),
            mark("{n} models on other ways, too small to be drawn"),
        )
