"""A family on a time axis: one row for each model, which begins at the day on which it was published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from filiation.facts.pictured import Tree
from filiation.facts.tables import bare
from filiation.facts.vocabulary import HUB_BEGAN, Standing
from filiation.locale import mark
from filiation.pictures.axis import spanning
from filiation.pictures.items import Item, details_in, items
from filiation.pictures.legend import LEAST, legend
from filiation.pictures.measure import fit, width
from filiation.pictures.shapes import Addresses, Box, Label, Line, Picture
from filiation.pictures.tree import describe
from filiation.words.speech import Speech
from filiation.words.vocabulary import LETTER, STANDING

_MARGIN, _HEAD = 20.0, 44.0
_HIGH, _ROW, _ROW_ABOVE = 26.0, 34.0, 52.0
_PAD, _SIGN, _STEM, _AFTER, _DROP = 9.0, 16.0, 9.0, 34.0, 7.0
_NAME, _DETAIL = 300.0, 240.0
_BAND_GAP, _BAND_PAD = 14.0, 10.0
_TICK, _TICK_ROOM, _SPACE = 4.0, 56.0, 5.0
_LATEST = date(9999, 11, 1)  # an axis ends a month later


def layout(tree: Tree, speech: Speech, addresses: Addresses) -> Picture:
    """Draw a folded family in time; ancestors above, descendants below, each under the parent on which it hangs."""
    drawn = items(tree, speech, addresses)
    rows = _rows(drawn)
    faces = [_Face(item, speech) for item in drawn]
    scale = _Scale(drawn, faces)
    tops = _tops(drawn, rows)
    boxes = tuple(face.box(scale.x[n], tops[n]) for n, face in enumerate(faces))
    bottom = max(box.y + box.height for box in boxes) + 12
    lines = (*scale.grid(bottom), *_links(drawn, boxes, speech))
    room = max(scale.right, LEAST + _MARGIN, *(box.x + box.width for box in boxes)) - _MARGIN
    told, height = legend(
        [line for line in lines if line.kind not in {"grid", "stem"}], speech, (_MARGIN, bottom + 16), room
    )
    return Picture(
        width=room + 2 * _MARGIN,
        height=bottom + (16 + height if told.lines else 0) + _MARGIN,
        title=speech.say(mark("Family of {model} in time"), model=bare(tree.root.id)),
        description=" ".join([describe(tree, drawn, speech), *scale.undated(speech)]),
        lines=lines,
        boxes=boxes,
        labels=tuple(scale.labels(speech)),
        legend=told,
        grounds=tuple(scale.bands(bottom)),
    )


def _rows(drawn: Sequence[Item]) -> list[int]:
    """Return the items from the top down: ancestors, the furthest first, then the root and its descendants."""
    above = [n for n, item in enumerate(drawn) if item.column < 0]
    return [*reversed(above), *(n for n, item in enumerate(drawn) if item.column >= 0)]


def _tops(drawn: Sequence[Item], rows: Sequence[int]) -> list[float]:
    """Return where each item begins; below ancestors there is room for the letter of their link."""
    tops, y = [0.0] * len(drawn), _MARGIN + _HEAD
    for n in rows:
        tops[n] = y
        y += _ROW_ABOVE if drawn[n].column < 0 else _ROW
    return tops


class _Face:
    """What an item shows in its row: the letter of its link, its name, and what there is room for beside it."""

    def __init__(self, item: Item, speech: Speech) -> None:
        self._item = item
        self._kind = "name" if item.is_model else "label"
        # An ancestor's letter stands on its line: it belongs to the link below it.
        letter = item.column > 0 and item.relation and item.is_model
        self._letter = speech.say(LETTER[item.relation]) if letter and item.relation else ""
        self._name = fit(item.name, _NAME, self._kind)
        # The lines are too short for the stroke of a standing to be seen.
        odd = [] if item.standing in {None, Standing.DECLARED} else [speech.say(STANDING[item.standing])]
        self._detail = details_in(replace(item, details=(*odd, *item.details)), _DETAIL)
        self._indent = _PAD + (_SIGN if self._letter else 0)
        self._named = self._indent + width(self._name, self._kind)
        detail = width(self._detail, "detail") + _SPACE if self._detail else 0
        self.width = self._named + detail + _PAD

    def box(self, x: float, y: float) -> Box:
        """Return the box that begins at `x`, `y`."""
        item, base = self._item, y + 17.5
        labels = [Label(x + self._indent, base, self._name, self._kind)]
        if self._letter:
            labels.insert(0, Label(x + _PAD, base, self._letter, "letter"))
        if self._detail:
            labels.append(Label(x + self._named + _SPACE, base, self._detail, "detail"))
        relation = f" relation-{item.relation}" if item.is_model and item.column > 0 else ""
        kind = item.kind + relation
        return Box(x, y, self.width, _HIGH, kind, tuple(labels), item.title, item.href, item.key)


@dataclass(frozen=True, slots=True)
class _Band:
    """A strip at the left for models of which the day is not told in whole."""

    x: float
    width: float
    text: str


class _Scale:
    """Where in time each item is, what is not on the axis, and the lines of months or years."""

    def __init__(self, drawn: Sequence[Item], faces: Sequence[_Face]) -> None:
        self._bands: list[_Band] = []
        self._counts = {False: 0, True: 0}
        self.x = [0.0] * len(drawn)
        self._left = _MARGIN
        dated = [n for n, item in enumerate(drawn) if _is_dated(item)]
        self._band(drawn, faces, mark("day not known"), old=False)
        self._band(drawn, faces, mark("{day} or before"), old=True)
        self._axis = spanning((_day(drawn[n]) for n in dated), self._left)
        for n in dated:
            self.x[n] = self._axis.at(_day(drawn[n])) if self._axis else self._left
        for n, item in enumerate(drawn):
            if item.kind.startswith("group"):
                beside = self.x[item.under]
                self.x[n] = beside + _AFTER if item.column > 0 else max(beside - _AFTER - faces[n].width, _MARGIN)
        self.right = self._axis.x + self._axis.width + _TICK_ROOM if self._axis else self._left

    def _band(self, drawn: Sequence[Item], faces: Sequence[_Face], text: str, *, old: bool) -> None:
        """Make a band for the items without a day, or of the Hub's first day, if there are any."""
        inside = [n for n, item in enumerate(drawn) if _is_undated(item, old=old)]
        if not inside:
            return
        wide = max(faces[n].width for n in inside) + 2 * _BAND_PAD
        for n in inside:
            self.x[n] = self._left + _BAND_PAD
        self._bands.append(_Band(self._left, wide, text))
        self._counts[old] = sum(drawn[n].is_model for n in inside)
        self._left += wide + _BAND_GAP

    def bands(self, bottom: float) -> Iterator[Box]:
        """Yield the grounds of the bands."""
        for band in self._bands:
            yield Box(band.x, _MARGIN, band.width, bottom - _MARGIN, "band", (), "")

    def grid(self, bottom: float) -> Iterator[Line]:
        """Yield the lines of the ticks."""
        for x, _ in self._axis.ticks() if self._axis else ():
            yield Line(((x, _MARGIN + 4), (x, bottom)), "grid", curved=False)

    def labels(self, speech: Speech) -> Iterator[Label]:
        """Yield the words over the bands, and the months or years."""
        for band in self._bands:
            yield Label(band.x + _BAND_PAD, _MARGIN + 16, speech.say(band.text, day=HUB_BEGAN), "tick")
        for x, text in self._axis.ticks() if self._axis else ():
            yield Label(x + _TICK, _MARGIN + 16, text, "tick")

    def undated(self, speech: Speech) -> Iterator[str]:
        """Yield sentences on the models that are not on the axis."""
        unknown, old = self._counts[False], self._counts[True]
        if unknown:
            yield speech.many(unknown, mark("The day of {n} is not known."), mark("The days of {n} are not known."))
        if old:
            yield speech.many(
                old,
                mark("{n} was published on {day} or before: the Hub shows no earlier day."),
                mark("{n} were published on {day} or before: the Hub shows no earlier day."),
                day=HUB_BEGAN,
            )


def _is_dated(item: Item) -> bool:
    return item.created is not None and item.created > HUB_BEGAN


def _is_undated(item: Item, *, old: bool) -> bool:
    told = item.created is not None
    return not item.kind.startswith("group") and told is old and not _is_dated(item)


def _day(item: Item) -> date:
    return min(item.created or HUB_BEGAN, _LATEST)


def _links(drawn: Sequence[Item], boxes: Sequence[Box], speech: Speech) -> Iterator[Line]:
    """Yield the lines between parents and children: a child's is drawn from the stem below its parent."""
    for item, box in zip(drawn, boxes, strict=True):
        below = [boxes[n] for n in item.on_it if drawn[n].column > 0]
        if below:
            stem, last = box.x + _STEM, below[-1]
            end = last.y if last.x <= stem else last.y + last.height / 2
            yield Line(((stem, box.y + box.height), (stem, end)), "stem", curved=False)
    for item, box in zip(drawn[1:], boxes[1:], strict=True):
        near, upward = boxes[item.under], item.column < 0
        points = tuple(reversed(_way(box, near))) if upward else _way(near, box)[-2:]
        if item.relation is None:
            yield Line(points, "stem", curved=False, title=item.title)
        else:
            letter = speech.say(LETTER[item.relation]) if upward or not item.is_model else ""
            standing = item.standing or Standing.DECLARED
            yield Line(points, item.relation, standing, letter, curved=False, title=item.title, marked=bool(letter))


def _way(parent: Box, child: Box) -> tuple[tuple[float, float], ...]:
    """Return the way from a parent to a child in a row below it; straight down where the child lies under the stem."""
    stem, bottom = parent.x + _STEM, parent.y + parent.height
    middle = child.y + child.height / 2
    if stem < child.x - 1:
        return (stem, bottom), (stem, middle), (child.x, middle)
    if stem > child.x + child.width + 1:
        return (stem, bottom), (stem, middle), (child.x + child.width, middle)
    return (stem, bottom), (stem, max(bottom, child.y - _DROP)), (stem, child.y)
