"""Showing how far long work is: bars on a terminal, else one line for each stage."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filiation.cli.frame import Session
from filiation.cli.output import note
from filiation.facts.progress import Progress, Report, silent
from filiation.locale import mark
from filiation.words.vocabulary import STAGE

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_LONG = 10  # seconds; shorter waits pass without a line
_WAITING = "waiting"
_WORK = ("asking", _WAITING, "fetching", "storing", "read")


@contextmanager
def showing(session: Session) -> Iterator[Report]:
    """Yield what long work reports to, fit for where standard error leads."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[count]}"))
        with Bars(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bars:
            yield _Bars(session, bars).report
    elif session.as_json:
        yield silent
    else:
        yield _Lines(session).report


class _Lines:
    """One line for each stage."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stage = ""

    def report(self, progress: Progress) -> None:
        if progress.stage == _WAITING:
            self._wait(progress)
        elif progress.stage != self._stage:
            self._stage = progress.stage
            note(self._session.translate(STAGE.get(progress.stage, progress.stage)))

    def _wait(self, progress: Progress) -> None:
        """Tell of a wait that is worth telling, once, when it begins."""
        if progress.done == 0 and progress.total >= _LONG:
            note(self._session.say(mark("waiting {n} s, as the Hub wants it"), n=progress.total))


class _Bars:
    """A bar for each sort of work: what is asked, fetched, read and stored, and then the stages of building."""

    def __init__(self, session: Session, bars: "Bars") -> None:
        self._session = session
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}

    def report(self, progress: Progress) -> None:
        words = self._session.translate(STAGE.get(progress.stage, progress.stage))
        bar = progress.stage if progress.stage in _WORK else ""
        if bar not in self._tasks:
            self._tasks[bar] = self._bars.add_task(words, total=None, count="")
            self._began[bar] = time.monotonic()
        self._bars.update(
            self._tasks[bar],
            description=words,
            completed=progress.done,
            total=progress.total or None,
            count=self._count(progress, time.monotonic() - self._began[bar]),
            visible=True,
        )
        if bar != _WAITING and _WAITING in self._tasks:
            self._bars.update(self._tasks[_WAITING], visible=False)

    def _count(self, progress: Progress, seconds: float) -> str:
        rate = int(progress.records / max(seconds, 0.001))
        if progress.stage == _WAITING:
            return self._session.say(mark("{n} s left"), n=progress.total - progress.done)
        if progress.stage == "asking":
            sentence = mark("{n} answers, {records} records, {rate} a second")
            return self._session.say(sentence, n=progress.done, records=progress.records, rate=rate)
        if progress.stage == "fetching":
            return self._session.say(mark("{n} MB"), n=progress.done // 1_000_000)
        if progress.stage in _WORK:
            return self._session.say(mark("{n} records, {rate} a second"), n=progress.records, rate=rate)
        return f"{progress.done}/{progress.total}"
