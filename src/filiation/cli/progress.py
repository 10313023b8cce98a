"""Showing how far long work is: bars on a terminal, else one line for each stage."""

import sys
import time
from collections.abc import Callable, Iterator
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
_SETTLED = 3  # seconds from which on a rate tells something
_EVERY = 60  # seconds between two lines about the same stage
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
    """One line for each stage, and one a minute for how far a long one is."""

    def __init__(self, session: Session, now: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._now = now
        self._stage = ""
        self._began = self._told = 0.0

    def report(self, progress: Progress) -> None:
        if progress.stage == _WAITING:
            self._wait(progress)
            return
        now, words = self._now(), self._session.translate(STAGE.get(progress.stage, progress.stage))
        if progress.stage != self._stage:
            self._stage, self._began, self._told = progress.stage, now, now
            note(words)
        elif now - self._told >= _EVERY:
            self._told = now
            how_far = _how_far(self._session, progress, now - self._began)
            note(self._session.say(mark("{stage}: {how_far}"), stage=words, how_far=how_far))

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
            count=_how_far(self._session, progress, time.monotonic() - self._began[bar]),
            visible=True,
        )
        if bar != _WAITING and _WAITING in self._tasks:
            self._bars.update(self._tasks[_WAITING], visible=False)


def _how_far(session: Session, progress: Progress, seconds: float) -> str:
    """Return how far a stage is that has lasted some seconds, in words."""
    done, records = progress.done, progress.records
    if progress.stage == _WAITING:
        return session.many(progress.total - done, mark("{n} second left"), mark("{n} seconds left"))
    if progress.stage == "fetching":
        return session.say(mark("{n} MB"), n=done // 1_000_000)
    if progress.stage not in _WORK:
        return session.say(mark("step {n} of {total}"), n=min(done + 1, progress.total), total=progress.total)
    parts = [session.many(records, mark("{n} record"), mark("{n} records"))]
    if progress.stage == "asking":
        of = session.say(mark("answer {n} of about {total}"), n=done, total=progress.total)
        parts.insert(0, of if progress.total > done else session.many(done, mark("{n} answer"), mark("{n} answers")))
    if seconds >= _SETTLED and records:
        parts.append(session.say(mark("{rate} a second"), rate=round(records / seconds)))
    return ", ".join(parts)
