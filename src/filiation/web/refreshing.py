"""Asking the live Hub on a reader's word: for one model at a time, and nothing is kept."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Protocol
from urllib.parse import urlsplit

from filiation.errors import SourceFailed
from filiation.facts.live import Live
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.web.later import Asking

PATIENCE = 20.0
"""The seconds that the Hub is waited for in all, beside the time of its answers."""


_AGAIN = mark("Try again in a few minutes; the catalog answers meanwhile.")


class Clock(Protocol):
    """What tells the time, and waits."""

    def now(self) -> datetime:
        """Return the moment, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class Hasty:
    """A clock that does not wait for long: a reader waits for the answer."""

    def __init__(self, clock: Clock, patience: float = PATIENCE) -> None:
        """Wait by `clock`, for so many seconds in all."""
        self._clock = clock
        self._patience = patience

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return self._clock.now()

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return self._clock.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait; raises SourceFailed instead where that would take too long."""
        self._patience -= seconds
        if self._patience < 0:
            raise SourceFailed(
                mark("The Hub does not answer now, or asks to wait."),
                _AGAIN,
            )
        self._clock.sleep(seconds)


class Refresher:
    """Asks the Hub at an address; no two requests to it run at once."""

    def __init__(self, endpoint: str, ask: Callable[[Observatory, str], Live]) -> None:
        """Ask the Hub at `endpoint`; `ask` does so for a model, beside what a store holds of it."""
        self.host = urlsplit(endpoint).netloc.rpartition("@")[2]
        self._ask = ask
        self._turn = Lock()

    def read(self, observatory: Observatory, model: str) -> Live:
        """Return what the Hub says of a model now; raises Asking while it is asked for another, else as `ask` does."""
        if not self._turn.acquire(blocking=False):
            raise Asking
        try:
            return self._ask(observatory, model)
        except SourceFailed as error:  # its hint is for who fills a store
            raise SourceFailed(error.message, _AGAIN, **error.values) from error
        finally:
            self._turn.release()
