"""Items in columns: their order, so that few lines cross, and their heights, so that lines run straight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_SWEEPS = 3
_STRAIGHTENED = 6


@dataclass(slots=True)
class Layers:
    """Items, each in a column and with the height that it takes up, and the joints between neighboring columns.

    Items are numbered as they are added; `center` holds where the middle of each comes to stand.
    """

    column: list[int] = field(default_factory=list)
    room: list[float] = field(default_factory=list)
    center: list[float] = field(default_factory=list)
    _joints: list[tuple[list[int], list[int]]] = field(default_factory=list)

    def add(self, column: int, room: float) -> int:
        """Add an item below those that its column holds already; returns its number."""
        self.column.append(column)
        self.room.append(room)
        self._joints.append(([], []))
        return len(self.column) - 1

    def join(self, a: int, b: int) -> None:
        """Tell that a line runs between two items in neighboring columns."""
        if self.column[a] > self.column[b]:
            a, b = b, a
        self._joints[a][1].append(b)
        self._joints[b][0].append(a)

    def arrange(self) -> None:
        """Give every item its place: no two in a column overlap, and the topmost begins at 0."""
        if not self.column:
            return
        columns: list[list[int]] = [[] for _ in range(max(self.column) + 1)]
        for item, column in enumerate(self.column):
            columns[column].append(item)
        self.center = [0.0] * len(self.column)
        for items in columns:
            self._stack(items)
        for _ in range(_SWEEPS):
            self._sweep(columns, 0)
            self._sweep(columns[::-1], 1)
        self._straighten(columns)

    def _sweep(self, columns: Iterable[list[int]], side: int) -> None:
        """Order each column by the places of what its items are joined to on one side."""
        for items in columns:
            items.sort(key=lambda item: self._wish(item, self._joints[item][side]))
            self._stack(items)

    def _straighten(self, columns: Sequence[Sequence[int]]) -> None:
        for turn in range(_STRAIGHTENED):
            for items in columns if turn % 2 == 0 else reversed(columns):
                wishes = [self._wish(item, [*self._joints[item][0], *self._joints[item][1]]) for item in items]
                for item, center in zip(items, settled(wishes, [self.room[i] for i in items]), strict=True):
                    self.center[item] = center
        top = min(center - room / 2 for center, room in zip(self.center, self.room, strict=True))
        self.center = [center - top for center in self.center]

    def _wish(self, item: int, others: Sequence[int]) -> float:
        """Return where an item would lie best: amid those that it is joined to."""
        return sum(self.center[other] for other in others) / len(others) if others else self.center[item]

    def _stack(self, items: Sequence[int]) -> None:
        """Put the items of a column one below the other, the column's middle at 0."""
        y = -sum(self.room[item] for item in items) / 2
        for item in items:
            self.center[item] = y + self.room[item] / 2
            y += self.room[item]


def settled(wishes: Sequence[float], rooms: Sequence[float]) -> list[float]:
    """Return the centers nearest to the wishes (least squares) that keep the order and leave each item its room."""
    offsets, y = [], 0.0
    for room in rooms:
        offsets.append(y + room / 2)
        y += room
    blocks: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        total, size = wish - offset, 1
        while blocks and blocks[-1][0] * size >= total * blocks[-1][1]:
            before, members = blocks.pop()
            total, size = total + before, size + members
        blocks.append((total, size))
    starts = [total / size for total, size in blocks for _ in range(size)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
