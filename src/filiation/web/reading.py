"""The observatory that answers: it follows the store to each new edition, and never makes a reader wait."""

import time
import weakref
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property
from hashlib import blake2b
from threading import Lock, Thread

from filiation.errors import FiliationError
from filiation.facts.answers import Stats
from filiation.observatory import Observatory, views
from filiation.web.later import NotBegun, NotPrepared
from filiation.web.preparing import Preparer

_LOOK_EVERY = 1.0  # seconds between two looks at which edition is current
_MOST_OPENED = 3  # days of which the views stay open


class Reading:
    """One edition in service, with what is worth computing once for it.

    `edition` is its name, `identity` what no other edition of any store has.
    """

    def __init__(self, observatory: Observatory) -> None:
        """Take an observatory and open its edition."""
        self.observatory = observatory
        self.edition = observatory.edition.meta["name"]
        self.identity = _identity(observatory)
        self._counting = Lock()

    @property
    def stats(self) -> Stats:
        """What the catalog holds; counted once, who asks meanwhile waits for it."""
        with self._counting:
            return self._stats

    @cached_property
    def _stats(self) -> Stats:
        return self.observatory.stats()


class Past:
    """The catalog as it stood on the days that were asked for last; a few of them stay open."""

    def __init__(self, preparer: Preparer | None) -> None:
        """Let `preparer` make the views that are missing; None: they stay missing."""
        self._preparer = preparer
        self._lock = Lock()
        self._opened: OrderedDict[tuple[str, date], Reading] = OrderedDict()

    def opened(self, current: Reading, day: date) -> Reading | None:
        """Return the reading of a day of the store that `current` reads, if it is open."""
        found = self._opened.get((current.identity, day))
        if found is not None:
            with suppress(KeyError):  # another request has just closed it
                self._opened.move_to_end((current.identity, day))
        return found

    def reading(self, current: Reading, day: date, *, begins: bool) -> Reading:
        """Return the reading of a day, opened if need be; raises as `Service.reading` does."""
        with self._lock:
            found = self.opened(current, day) or self._open(current, day, begins=begins)
            self._opened[current.identity, day] = found
            while len(self._opened) > _MOST_OPENED:
                self._opened.popitem(last=False)
            return found

    def _open(self, current: Reading, day: date, *, begins: bool) -> Reading:
        folder = views.prepared(current.observatory.store, day)
        if folder is None:
            if self._preparer is None:
                raise NotPrepared(day)
            if not begins:
                raise NotBegun(day)
            self._preparer.ask(day)
        same = (one for one in (current, *self._opened.values()) if one.observatory.edition.folder == folder)
        return next(same, None) or Reading(_held(current.observatory.at(day)))


class Service:
    """Gives each request the edition in service; an older one stays open for the requests that still read it."""

    def __init__(
        self,
        observatory: Observatory,
        clock: Callable[[], float] = time.monotonic,
        preparer: Preparer | None = None,
    ) -> None:
        """Serve the store of `observatory`; `clock` tells seconds.

        `preparer` makes the views of days that are asked for; without one, only prepared days are answered.
        """
        self._clock = clock
        self._past = Past(preparer)
        self._lock = Lock()
        self._looked = clock()
        self._reading = Reading(observatory)

    def reading(self, day: date | None = None, *, begins: bool = False) -> Reading:
        """Return the edition in service, or the catalog as it stood on a day; `begins`: a missing one may be prepared.

        Raises NotFound for a day before the first reading; where that day is not there, BeingPrepared, NotBegun or
        NotPrepared.
        """
        current = self._current()
        return current if day is None else self._past.reading(current, day, begins=begins)

    def at_once(self, day: date | None) -> Reading | None:
        """Return the same if it takes no time, else None."""
        current = self._current()
        return current if day is None else self._past.opened(current, day)

    def _current(self) -> Reading:
        now = self._clock()
        if now - self._looked >= _LOOK_EVERY and self._lock.acquire(blocking=False):
            self._looked = now
            in_background(self._follow)
        return self._reading

    def warm(self) -> None:
        """Count what the catalog holds, which the first page tells; a store that fails will tell so when asked."""
        try:
            _ = self._reading.stats
        except FiliationError:
            return

    def _follow(self) -> None:
        """Open the current edition if it is another one; a store that cannot be read keeps the old one in service."""
        try:
            newer = _newer(self._reading)
            if newer is not None:
                self._reading = newer
        except (FiliationError, OSError):
            return
        finally:
            self._lock.release()


def own(observatory: Observatory) -> Observatory:
    """Return an observatory of the same store whose edition is open until nobody asks it any more.

    Whoever answers a request holds the observatory, in whatever thread. To close it by hand would be to close a
    database that is being read.
    """
    return _held(Observatory(observatory.store, is_sample=observatory.is_sample))


def _held(made: Observatory) -> Observatory:
    """Return an observatory whose edition closes when the last who holds it is gone."""
    weakref.finalize(made, made.edition.close).atexit = False  # threads may read on until the program is gone
    return made


def in_background(work: Callable[[], None]) -> Thread:
    """Do work beside the answering of requests; it does not keep the program from ending."""
    thread = Thread(target=work, name="filiation-reading", daemon=True)
    thread.start()
    return thread


def _identity(observatory: Observatory) -> str:
    """Return what tells an edition from every other, those of the same name in other stores too."""
    edition = observatory.edition
    place = edition.folder.absolute()
    file = (place / "catalog.db").stat()
    told = (edition.meta["name"], place, file.st_mtime_ns, file.st_size, file.st_ino, observatory.is_sample)
    return blake2b(repr(told).encode(), digest_size=12).hexdigest()


def _newer(reading: Reading) -> Reading | None:
    """Return the current edition, counted and ready, if it is another one than that in service."""
    old = reading.observatory
    if old.store.edition() == old.edition.folder:
        return None
    newer = Reading(own(old))
    _ = newer.stats
    return newer
