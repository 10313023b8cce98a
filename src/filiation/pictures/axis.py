"""A time axis: where a day is, and which days are told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_PER_DAY = 2.6
_NARROWEST, _WIDEST = 480.0, 1300.0
_TICK_ROOM = 64.0
_STEPS = (1, 3, 6, 12, 24, 60, 120)  # months between ticks


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first of a month to the first of another, `width` pixels wide, beginning at `x`."""

    first: date
    last: date
    x: float
    width: float

    def at(self, day: date) -> float:
        """Return where a day is."""
        return self.x + self.width * (day - self.first).days / (self.last - self.first).days

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield where a line stands, with its month (its year, where ticks are years apart), as far apart as needed."""
        months = _months(self.last) - _months(self.first)
        most = max(self.width / _TICK_ROOM, 1)
        step = next((step for step in _STEPS if months / step <= most), _STEPS[-1])
        begin = -(-_months(self.first) // step) * step
        for month in range(begin, _months(self.last) + 1, step):
            day = _first(month)
            yield self.at(day), f"{day.year:04}" if step >= 12 else f"{day.year:04}-{day.month:02}"


def spanning(days: Iterable[date], x: float) -> Axis | None:
    """Return the axis on which all these days are, beginning at `x`; None without days."""
    told = list(days)
    if not told:
        return None
    first, last = _first(_months(min(told))), _first(_months(max(told)) + 1)
    return Axis(first, last, x, min(max((last - first).days * _PER_DAY, _NARROWEST), _WIDEST))


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
