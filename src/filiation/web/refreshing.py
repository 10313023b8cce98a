"""Asking the live Hub on a reader's word: for one model at a time, and nothing is kept."""

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from functools import partial
from threading import Lock
from urllib.parse import urlsplit

from filiation.errors import SourceFailed
from filiation.facts.live import Live
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.web.later import Asking
from filiation.web.reading import in_background

PATIENCE = 15.0
"""The seconds that the Hub is waited for in all, on a reader's word."""

_MARGIN = 3.0  # for the answer to be compared with the catalog

_SLOW = mark("The Hub does not answer now, or asks to wait.")
_AGAIN = mark("Try again in a few minutes; the catalog answers meanwhile.")


class Refresher:
    """Asks the Hub at an address; no two requests to it run at once.

    It is asked beside the answering of requests, so that neither a reader nor who stops the site waits for the Hub.
    """

    def __init__(
        self, endpoint: str, ask: Callable[[Observatory, str], Live], patience: float = PATIENCE + _MARGIN
    ) -> None:
        """Ask the Hub at `endpoint`; `ask` does so for a model, beside what a store holds of it.

        Readers wait for so many seconds.
        """
        self.host = urlsplit(endpoint).netloc.rpartition("@")[2]
        self._ask = ask
        self._patience = patience
        self._turn = Lock()
        self._work: Future[Live] | None = None

    def read(self, observatory: Observatory, model: str) -> Live:
        """Return what the Hub says of a model now; raises Asking while it is asked for another, else as `ask` does."""
        if not self._turn.acquire(blocking=False):
            raise Asking
        self._work = work = Future[Live]()
        in_background(partial(self._asked, work, observatory, model))
        try:
            return work.result(self._patience)
        except TimeoutError:
            raise SourceFailed(_SLOW, _AGAIN) from None
        except SourceFailed as error:  # its hint is for who fills a store
            raise SourceFailed(error.message, _AGAIN, **error.values) from error

    def end(self) -> None:
        """Wait for the Hub no longer: the site is stopped."""
        if self._work is not None:
            with suppress(InvalidStateError):  # it has answered
                self._work.set_exception(SourceFailed(_SLOW, _AGAIN))

    def _asked(self, work: Future[Live], observatory: Observatory, model: str) -> None:
        """Ask, and hand over what comes of it, unless nobody waits any more."""
        with suppress(InvalidStateError):
            try:
                work.set_result(self._ask(observatory, model))
            except InvalidStateError:
                raise
            except BaseException as error:  # noqa: BLE001 (it is raised where the answer is awaited)
                work.set_exception(error)
            finally:
                self._turn.release()
