"""Showing how far an import is: bars on a terminal, else one line for each stage."""

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
        if progress.stage != self._stage:
            self._stage = progress.stage
            note(self._session.translate(STAGE.get(progress.stage, progress.stage)))


class _Bars:
    """A bar over the bytes that are read, then one over the stages of building."""

    def __init__(self, session: Session, bars: "Bars") -> None:
        self._session = session
        self._bars = bars
        self._tasks: dict[bool, TaskID] = {}
        self._began = time.monotonic()

    def report(self, progress: Progress) -> None:
        reading = progress.stage == "read"
        words = self._session.translate(STAGE.get(progress.stage, progress.stage))
        if reading not in self._tasks:
            self._tasks[reading] = self._bars.add_task(words, total=None, count="")
        self._bars.update(
            self._tasks[reading],
            description=words,
            completed=progress.done,
            total=progress.total or None,
            count=self._count(progress, reading=reading),
        )

    def _count(self, progress: Progress, *, reading: bool) -> str:
        if not reading:
            return f"{progress.done}/{progress.total}"
        rate = int(progress.records / max(time.monotonic() - self._began, 0.001))
        return self._session.say(mark("{n} records, {rate} a second"), n=progress.records, rate=rate)
