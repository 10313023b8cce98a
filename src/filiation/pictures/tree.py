"""A family as a tree: the model in the middle, its ancestors to the left, its descendants to the right."""

from collections.abc import Iterator, Sequence

from filiation.facts.pictured import Tree
from filiation.facts.tables import bare
from filiation.locale import mark
from filiation.pictures.items import Item, details_in, items
from filiation.pictures.legend import LEAST, legend
from filiation.pictures.measure import fit, width
from filiation.pictures.shapes import Addresses, Box, Label, Line, Picture
from filiation.words.reasons import ways_deduced
from filiation.words.speech import Speech
from filiation.words.vocabulary import LETTER

_MARGIN, _HEAD = 20.0, 34.0
_TALL, _LOW = 40.0, 24.0
_GAP, _CLOSE, _BREAK, _BETWEEN = 8.0, 5.0, 10.0, 84.0
_PAD = 11.0
_NARROWEST, _WIDEST = 96.0, 280.0


def layout(tree: Tree, speech: Speech, addresses: Addresses) -> Picture:
    """Draw a folded family as a tree over primary parents; lines with a diamond join other parents."""
    drawn = items(tree, speech, addresses)
    columns = _Columns(drawn)
    centers = _centers(drawn)
    boxes = tuple(_box(item, columns, y) for item, y in zip(drawn, centers, strict=True))
    lines = (*_other_parents(drawn, boxes), *_links(drawn, boxes, speech))
    bottom = max(box.y + box.height for box in boxes)
    room = max(columns.right - _MARGIN, LEAST)
    told, height = legend(lines, speech, (_MARGIN, bottom + 24), room)
    return Picture(
        width=room + 2 * _MARGIN,
        height=bottom + (24 + height if told.lines else 0) + _MARGIN,
        title=speech.say(mark("Family of {model}"), model=bare(tree.root.id)),
        description=describe(tree, drawn, speech),
        lines=lines,
        boxes=boxes,
        labels=tuple(_heads(tree, drawn, columns, speech)),
        legend=told,
    )


class _Columns:
    """Where the columns are, and how wide: each as wide as its widest box."""

    def __init__(self, drawn: Sequence[Item]) -> None:
        self._of: dict[int, tuple[float, float]] = {}
        widths: dict[int, float] = {}
        for item in drawn:
            widths[item.column] = max(widths.get(item.column, _NARROWEST), _wide(item))
        x = _MARGIN
        for column in sorted(widths):
            self._of[column] = x, widths[column]
            x += widths[column] + _BETWEEN
        self.right = x - _BETWEEN

    def span(self, item: Item) -> tuple[float, float]:
        """Return where a box begins, and how wide it is: models fill their column, others keep to the links' side."""
        x, wide = self._of[item.column]
        if item.is_model:
            return x, wide
        own = _wide(item)
        return (x + wide - own if item.column < 0 else x), own

    def left(self, column: int) -> float:
        """Return where a column begins."""
        return self._of[column][0]

    def end(self, column: int) -> float:
        """Return where a column ends."""
        return sum(self._of[column])


def _wide(item: Item) -> float:
    """Return how wide an item's box wants to be."""
    if item.is_model:
        line = details_in(item, _WIDEST - 2 * _PAD)
        wanted = max(width(item.name, "name"), width(line, "detail")) + 2 * _PAD
    else:
        wanted = width(item.name) + sum(width(f"  {detail}", "detail") for detail in item.details) + 2 * _PAD
    return min(max(wanted, _NARROWEST), _WIDEST)


def _height(item: Item) -> float:
    return _TALL if item.is_model else _LOW


def _gap(item: Item) -> float:
    """Return the gap below an item: groups stand closer together."""
    return _GAP if item.is_model else _CLOSE


def _centers(drawn: Sequence[Item]) -> list[float]:
    """Return the middle of each item: leaves in rows, the others amid what hangs on them; the topmost at the top."""
    below, above = (_stacked(drawn, sign) for sign in (1, -1))
    shift = below[0] - above[0]
    centers = [above[n] + shift if item.column < 0 else below[n] for n, item in enumerate(drawn)]
    top = min(center - _height(item) / 2 for item, center in zip(drawn, centers, strict=True))
    return [center - top + _MARGIN + _HEAD for center in centers]


def _stacked(drawn: Sequence[Item], sign: int) -> list[float]:
    """Return the middles of the items on one side of the root; each has a strip of its own for all that hangs on it."""
    size = len(drawn)
    mine = [[n for n in item.on_it if drawn[n].column * sign > 0] for item in drawn]
    inner, strip, top, center = [0.0] * size, [0.0] * size, [0.0] * size, [0.0] * size
    for n in reversed(range(size)):
        inner[n] = sum(strip[one] for one in mine[n]) + sum(_gap(drawn[one]) for one in mine[n][:-1])
        strip[n] = max(_height(drawn[n]), inner[n]) + (_BREAK if mine[n] and n else 0)
    for n in range(size):
        y = top[n] + (strip[n] - inner[n]) / 2
        for one in mine[n]:
            top[one] = y
            y += strip[one] + _gap(drawn[one])
    for n in reversed(range(size)):
        half = _height(drawn[n]) / 2
        amid = (center[mine[n][0]] + center[mine[n][-1]]) / 2 if mine[n] else top[n] + strip[n] / 2
        center[n] = min(max(amid, top[n] + half), top[n] + strip[n] - half)
    return center


def _box(item: Item, columns: _Columns, center: float) -> Box:
    x, wide = columns.span(item)
    tall = _height(item)
    y = center - tall / 2
    labels = _two_lines(item, x, y, wide) if item.is_model else one_line(item, x, y, wide)
    return Box(x, y, wide, tall, item.kind, tuple(labels), item.title, item.href, item.key)


def _two_lines(item: Item, x: float, y: float, wide: float) -> Iterator[Label]:
    room = wide - 2 * _PAD
    line = details_in(item, room)
    yield Label(x + _PAD, y + (17 if line else 25), fit(item.name, room, "name"), "name")
    if line:
        yield Label(x + _PAD, y + 32, fit(line, room, "detail"), "detail")


def one_line(item: Item, x: float, y: float, wide: float) -> Iterator[Label]:
    """Yield the words of a low box: the name, then its details."""
    room = wide - 2 * _PAD
    line = " · ".join(item.details)
    name = fit(item.name, max(room - (width(f"  {line}", "detail") if line else 0), 0))
    yield Label(x + _PAD, y + 16, name)
    if line:
        yield Label(x + wide - _PAD, y + 16, line, "detail", "end")


def _links(drawn: Sequence[Item], boxes: Sequence[Box], speech: Speech) -> Iterator[Line]:
    """Yield the lines from each box to those that hang on it; the letter stands at their outer end."""
    for item, box in zip(drawn[1:], boxes[1:], strict=True):
        near = boxes[item.under]
        ends = (_left(near), _right(box)) if item.column < 0 else (_right(near), _left(box))
        if item.relation is None:
            yield Line(ends, "stem", title=item.title)
        else:
            letter = speech.say(LETTER[item.relation])
            yield Line(ends, item.relation, item.standing or "declared", letter, title=item.title)


def _other_parents(drawn: Sequence[Item], boxes: Sequence[Box]) -> Iterator[Line]:
    """Yield the lines, with a diamond each, from other parents that are drawn to their children."""
    for item, box in zip(drawn, boxes, strict=True):
        for other in item.other_parents:
            yield Line(_between(box, boxes[other], drawn[other].column - item.column), "other-parent")


def _between(child: Box, parent: Box, further: int) -> tuple[tuple[float, float], ...]:
    """Return the way from a parent to a child that hangs elsewhere, a little below the middle of both boxes."""
    down = child.height / 4
    (left, at), (right, _) = _left(child), _right(child)
    if further < 0:
        x, y = _right(parent)
        return (x, y + down), (left, at + down)
    if further > 0:
        x, y = _left(parent)
        return (x, y + down), (right, at + down)
    x, y = _right(parent)
    return (x, y + down), (max(x, right) + _BETWEEN / 2, 0.0), (right, at + down)


def _left(box: Box) -> tuple[float, float]:
    return box.x, box.y + box.height / 2


def _right(box: Box) -> tuple[float, float]:
    return box.x + box.width, box.y + box.height / 2


def _heads(tree: Tree, drawn: Sequence[Item], columns: _Columns, speech: Speech) -> Iterator[Label]:
    """Yield what stands over the two sides."""
    sides = {item.column for item in drawn}
    y = _MARGIN + 12
    if -1 in sides:
        yield Label(columns.end(-1), y, speech.say(mark("ancestors")), "heading", "end")
    if 1 in sides:
        total = speech.many(tree.root.descendants, mark("{n} descendant"), mark("{n} descendants"))
        yield Label(columns.left(1), y, total, "heading")


def describe(tree: Tree, drawn: Sequence[Item], speech: Speech) -> str:
    """Tell in words what a picture of a family shows: what is drawn of it, and how much is not."""
    below = sum(item.is_model and item.column > 0 for item in drawn)
    above = sum(item.is_model and item.column < 0 for item in drawn)
    total = tree.root.descendants
    told = [
        speech.many(total, mark("It has {n} descendant."), mark("It has {n} descendants.")),
        speech.many(below, mark("{n} descendant is drawn."), mark("{n} descendants are drawn.")) if total else "",
        speech.many(above, mark("{n} ancestor is drawn."), mark("{n} ancestors are drawn.")) if above else "",
    ]
    groups = sum(item.kind.startswith("group") for item in drawn)
    if groups:
        told.append(speech.say(mark("The others are counted in groups.")))
    return " ".join(filter(None, [*told, ways_deduced((item.certainty for item in drawn), speech)]))
