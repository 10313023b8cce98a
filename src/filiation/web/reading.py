"""The observatory that answers: it follows the store to each new edition, and never makes a reader wait."""

import time
import weakref
from collections.abc import Callable
from functools import cached_property
from hashlib import blake2b
from threading import Lock, Thread

from filiation.errors import FiliationError
from filiation.facts.answers import Stats
from filiation.observatory import Observatory

_LOOK_EVERY = 1.0  # seconds between two looks at which edition is current


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


class Service:
    """Gives each request the edition in service; an older one stays open for the requests that still read it."""

    def __init__(self, observatory: Observatory, clock: Callable[[], float] = time.monotonic) -> None:
        """Serve the store of `observatory`; `clock` tells seconds."""
        self._clock = clock
        self._lock = Lock()
        self._looked = clock()
        self._reading = Reading(observatory)

    def reading(self) -> Reading:
        """Return the edition in service."""
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
    made = Observatory(observatory.store, is_sample=observatory.is_sample)
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
