"""Asking the Hub, each question once: answers are kept as they come, and found again when the work goes on."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from filiation.catalog.spool import Spool, discard
from filiation.catalog.store import Store
from filiation.facts.progress import Progress, Report
from filiation.facts.vocabulary import Kind
from filiation.hub.live import overviews, pages, repository
from filiation.hub.live.client import Client, Clock
from filiation.hub.live.walks import CursorRefused

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint

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


class Inquiry:
    """One conversation with the Hub about one plan; made by `inquiring`.

    `resumed` tells that it goes on from an earlier run, `expected` is about how many answers it will take, `clock_off`
    by how many seconds this machine's clock is ahead of the Hub's.
    """

    def __init__(self, spool: Spool, client: Client, clock: Clock, report: Report) -> None:
        """Ask `client` what `spool` does not hold yet."""
        self.clock = clock
        self.spool = spool
        self.client = client
        self.resumed = spool.count > 0
        self.expected = 0
        self.clock_off = 0
        self._report = report
        self._answered = 0
        self._rows = 0
        self._began: datetime | None = None
        self.ended: datetime | None = None

    @property
    def began(self) -> datetime:
        """The Hub's moment of the first answer."""
        if self._began is None:
            raise RuntimeError
        return self._began

    def page(self, path: str, time: int = 1) -> pages.Page:
        """Ask for a page of a listing; the `time`-th time that it is wanted is a question of its own."""
        key = key_of(path, time)
        kept = self.spool.get(key)
        if kept is None:
            try:
                page = pages.read_page(self.client, path)
            except pages.CursorRefused as refused:
                self.spool.put(key, b"", None, self.clock.now(), _REFUSED)
                raise CursorRefused from refused
            self._live(page.moment)
            self.spool.put(key, page.body, page.next, page.moment)
        elif kept.status == _REFUSED:
            raise CursorRefused
        else:
            page = pages.page_of(path, kept.body, kept.next, kept.moment)
        self._told(page.moment, page.rows)
        return page

    def repository(self, kind: Kind, name: str) -> repository.Repository:
        """Ask for one repository."""
        key = f"{kind} {name}"
        kept = self.spool.get(key)
        if kept is not None:
            found = msgspec.json.decode(kept.body, type=repository.Repository)
        else:
            found = repository.read_repository(self.client, kind, name)
            self._live(found.moment)
            self.spool.put(key, msgspec.json.encode(found), None, found.moment)
        self._told(found.moment, 1)
        return found

    def publisher(self, name: str) -> overviews.Overview:
        """Ask who a publisher is."""
        key = f"publisher {name}"
        kept = self.spool.get(key)
        if kept is not None:
            found = msgspec.json.decode(kept.body, type=overviews.Overview)
        else:
            found = overviews.read_publisher(self.client, name)
            self._live(found.moment)
            self.spool.put(key, msgspec.json.encode(found), None, found.moment)
        self._told(found.moment, 0)
        return found

    def body(self, key: str) -> bytes:
        """Return a kept answer; that of a repository is its record."""
        kept = self.spool.get(key)
        if kept is None or kept.status == _REFUSED:
            return b"[]"
        if not key.startswith("/"):
            return msgspec.json.decode(kept.body, type=repository.Repository).body or b"[]"
        return kept.body

    def _live(self, moment: datetime) -> None:
        if not self.clock_off:
            self.clock_off = round((self.clock.now() - moment).total_seconds())

    def _told(self, moment: datetime, rows: int) -> None:
        self._began = self._began or moment
        self.ended = max(moment, self.ended or moment)
        self._answered += 1
        self._rows += rows
        self._report(Progress("asking", self._answered, max(self.expected, self._answered), self._rows))


def key_of(path: str, time: int) -> str:
    """Return the name under which an answer is kept."""
    return path if time == 1 else f"{path}#{time}"


def plan_of(kind: str, wanted: object) -> bytes:
    """Return what tells one plan from another: the same question asked again goes on with the same answers."""
    return msgspec.json.encode([kind, wanted], order="deterministic")


@contextmanager
def inquiring(
    store: Store, plan: bytes, hub: "Endpoint", clock: Clock, report: Report, *, fresh: bool
) -> Iterator[Inquiry]:
    """Yield the conversation about a plan; two about the same plan at once are refused.

    Its answers are kept until `Inquiry.spool` is removed.
    """
    with ExitStack() as stack:
        if fresh:
            discard(store.crawls, plan)
        spool = stack.enter_context(Spool.open(store.crawls, plan))
        client = stack.enter_context(Client(hub, clock=_Patient(clock, report)))
        yield Inquiry(spool, client, clock, report)
