"""Asking the Hub, each question once: answers are kept as they come, and found again when the work goes on."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from filiation.catalog.knowledge import newest_import, newest_reading
from filiation.catalog.spool import Spool, discard
from filiation.catalog.store import Store
from filiation.errors import NotFound, SourceFailed, WrongUse
from filiation.facts.progress import Progress, Report
from filiation.facts.vocabulary import Kind
from filiation.hub.live import failures, files, overviews, pages, repository
from filiation.hub.live.client import Client, Clock
from filiation.hub.live.failures import CursorRefused
from filiation.locale import mark

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint

_AFTER = "after"
_REFUSED = 400
_TICK = 1.0  # seconds between two reports of a wait


@dataclass(frozen=True, slots=True)
class _Patient:
    """A clock that tells how long is still to be waited."""

    clock: Clock
    report: Report

    def now(self) -> datetime:
        return self.clock.now()

    def monotonic(self) -> float:
        return self.clock.monotonic()

    def sleep(self, seconds: float) -> None:
        left = seconds
        while left > 0:
            self.report(Progress("waiting", round(seconds - left), round(seconds)))
            self.clock.sleep(min(left, _TICK))
            left -= _TICK


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a store had come when the Hub was asked: its newest import, the newest day on which the Hub was read."""

    newest: int
    day: date | None


class Inquiry:
    """One conversation with the Hub about one plan; made by `inquiring`.

    `resumed` tells that it goes on from an earlier run, `expected` is about how many answers it will take.
    """

    def __init__(self, spool: Spool, client: Client, clock: Clock, reached: Reached, report: Report) -> None:
        """Ask `client` what `spool` does not hold yet."""
        self.clock = clock
        self.spool = spool
        self.client = client
        self.resumed = spool.count > 0
        self.expected = 0
        self._reached = reached
        self._report = report
        self._answered = 0
        self._rows = 0
        self._began: datetime | None = None
        self._ended: datetime | None = None

    @property
    def began(self) -> datetime:
        """The Hub's moment of the first answer."""
        if self._began is None:
            raise RuntimeError
        return self._began

    @property
    def ended(self) -> datetime:
        """The Hub's moment of the last answer."""
        if self._ended is None:
            raise RuntimeError
        return self._ended

    def page(self, path: str, time: int = 1) -> pages.Page:
        """Ask for a page of a listing; the `time`-th time that it is wanted is a question of its own."""
        key = key_of(path, time)
        kept = self.spool.get(key)
        if kept is None:
            try:
                page = pages.read_page(self.client, path)
            except CursorRefused:
                self.spool.put(key, b"", None, self.clock.now(), _REFUSED)
                raise
            self._keep(key, page.body, page.next, page.moment)
        elif kept.status == _REFUSED:
            raise failures.cursor_refused(self.client.endpoint.url, "")
        else:
            page = pages.page_of(path, kept.body, kept.next, kept.moment)
        self._told(page.moment, page.rows)
        return page

    def again(self, kind: Kind, name: str) -> repository.Repository | None:
        """Return what was answered for a repository before; None where nothing is kept."""
        kept = self.spool.get(f"{kind} {name}")
        return None if kept is None else msgspec.json.decode(kept.body, type=repository.Repository)

    def repository(self, kind: Kind, name: str, *, asked: bool = False) -> repository.Repository:
        """Ask for one repository; of the one that the user `asked` for, a refusal is not kept."""
        key = f"{kind} {name}"
        kept = self.spool.get(key)
        if kept is not None:
            found = msgspec.json.decode(kept.body, type=repository.Repository)
        else:
            found = repository.read_repository(self.client, kind, name)
            if asked and found.id is None:
                self._in_order(found.moment)
            else:
                self._keep(key, msgspec.json.encode(found), None, found.moment)
        self._told(found.moment, 1)
        return found

    def file(self, asked: files.Asked) -> files.Piece:
        """Ask for one file of a repository, or its beginning."""
        found = self.file_again(asked)
        if found is None:
            found = files.read_file(self.client, asked)
            self._keep(_key_of_file(asked), msgspec.msgpack.encode(found), None, found.moment)
        self._told(found.moment, 0)
        return found

    def file_again(self, asked: files.Asked) -> files.Piece | None:
        """Return what was answered for a file before; None where nothing is kept."""
        kept = self.spool.get(_key_of_file(asked))
        return None if kept is None else msgspec.msgpack.decode(kept.body, type=files.Piece)

    def publisher(self, name: str) -> overviews.Overview:
        """Ask who a publisher is."""
        key = f"publisher {name}"
        kept = self.spool.get(key)
        if kept is not None:
            found = msgspec.json.decode(kept.body, type=overviews.Overview)
        else:
            found = overviews.read_publisher(self.client, name)
            self._keep(key, msgspec.json.encode(found), None, found.moment)
        self._told(found.moment, 0)
        return found

    def answer(self, key: str) -> tuple[bytes, datetime]:
        """Return a kept answer and its moment; that of a repository is its record."""
        kept = self.spool.get(key)
        if kept is None or kept.status == _REFUSED:
            return b"[]", self.began
        if not key.startswith("/"):
            return msgspec.json.decode(kept.body, type=repository.Repository).body or b"[]", kept.moment
        return kept.body, kept.moment

    @property
    def after(self) -> int | None:
        """The number of the newest import when the first answer came; None where that was not noted."""
        noted = self.spool.noted(_AFTER)
        return int(noted) if noted is not None and noted.isdigit() else None

    def _keep(self, key: str, body: bytes, following: str | None, moment: datetime) -> None:
        self._in_order(moment)
        if self.spool.count == 0:
            self.spool.note(_AFTER, str(self._reached.newest))
        self.spool.put(key, body, following, moment)

    def _in_order(self, moment: datetime) -> None:
        """Raise SourceFailed where the Hub's clock shows a day before the one on which the store has read it already.

        What is read now would count as older than what is there.
        """
        newest = self._reached.day
        if newest is not None and moment.date() < newest:
            raise SourceFailed(
                mark("The store has read the Hub on {newest} already, but the Hub's clock shows {now}."),
                mark("One of the two days is wrong. What was read is kept; run the same command again on a later day."),
                newest=newest.isoformat(),
                now=f"{moment:%Y-%m-%d %H:%M} UTC",
            )

    def _told(self, moment: datetime, rows: int) -> None:
        self._began = self._began or moment
        self._ended = max(moment, self._ended or moment)
        self._answered += 1
        self._rows += rows
        self._report(Progress("asking", self._answered, max(self.expected, self._answered), self._rows))


def key_of(path: str, time: int) -> str:
    """Return the name under which an answer is kept."""
    return path if time == 1 else f"{path}#{time}"


def _key_of_file(asked: files.Asked) -> str:
    return f"file {asked.most} {asked.kind} {asked.id}@{asked.revision} {asked.path}"


@contextmanager
def inquiring(
    store: Store, plan: bytes, hub: "Endpoint", clock: Clock, report: Report, *, fresh: bool
) -> Iterator[Inquiry]:
    """Yield the conversation about a plan; two about the same plan at once are refused.

    Its answers are kept until `Inquiry.spool` is removed; a definite answer (NotFound, WrongUse) removes it too.
    """
    reached = Reached(newest_import(store), newest_reading(store, hub.url))
    with ExitStack() as stack:
        if fresh:
            discard(store.crawls, plan)
        spool = stack.enter_context(Spool.open(store.crawls, plan))
        client = stack.enter_context(Client(hub, clock=_Patient(clock, report)))
        try:
            yield Inquiry(spool, client, clock, reached, report)
        except (NotFound, WrongUse):
            spool.remove()
            raise
