"""The observatory that answers: it follows the store to each new edition, and never makes a reader wait."""

import time
from collections.abc import Callable
from functools import cached_property
from threading import Lock

from filiation.errors import StoreFailed
from filiation.facts.answers import Stats
from filiation.observatory import Observatory

_LOOK_EVERY = 1.0  # seconds between two looks at which edition is current


class Reading:
    """One edition in service, with what is worth computing once for it."""

    def __init__(self, observatory: Observatory) -> None:
        """Take an observatory and open its edition."""
        self.observatory = observatory
        self.edition = observatory.edition.meta["name"]

    @cached_property
    def stats(self) -> Stats:
        """What the catalog holds."""
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
            try:
                self._looked = now
                self._follow()
            finally:
                self._lock.release()
        return self._reading

    def _follow(self) -> None:
        """Open the current edition if it is another one; a store that cannot be read keeps the old one in service."""
        old = self._reading.observatory
        try:
            if old.store.edition() != old.edition.folder:
                self._reading = Reading(Observatory(old.store, is_sample=old.is_sample))
        except StoreFailed:
            return
