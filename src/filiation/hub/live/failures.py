"""What can go wrong on the way to the Hub: faults that are tried again, and what is told in the end."""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime

from filiation.errors import SourceFailed, printable
from filiation.locale import mark

TOO_MANY = mark("too many requests")
SERVER_ERROR = mark("error of the Hub")
BROKEN = mark("connection broken or not made")
SLOW = mark("answer too slow")
CUT = mark("answer cut short")
UNFIT = mark("answer that is not the Hub's")
MISDATED = mark("clock that shows another day")

_AGAIN = mark("What was read so far is kept: run the same command again later, and it goes on from there.")
_REACH = mark("Check the connection and the address. What was read so far is kept: run the same command again.")
_ADDRESS = mark("Check the address given with --endpoint or HF_ENDPOINT, and the proxy; nothing was lost.")
_FEW = 3


class Fault(Exception):
    """One attempt failed: by what reason, what to tell if no other succeeds, and how many attempts are worth it.

    `wait` is how many seconds the Hub asks to wait before the next attempt; None: it does not say.
    """

    def __init__(
        self, reason: str, failure: SourceFailed, attempts: int | None = None, wait: float | None = None
    ) -> None:
        """Keep all that the next attempt, or giving up, needs to know."""
        super().__init__(reason)
        self.reason = reason
        self.failure = failure
        self.attempts = attempts
        self.wait = wait


class CursorRefused(SourceFailed):
    """The Hub refuses this page of a listing (400): its cursor is not valid any more."""


def cursor_refused(url: str, words: str) -> CursorRefused:
    """The Hub does not go on where a listing was left."""
    return CursorRefused(
        mark("{url} does not go on with a listing where it was left: {words}"), _AGAIN, url=url, words=words or "?"
    )


def refused_for_now(url: str, wait: float | None) -> Fault:
    """The Hub answers that it was asked too often."""
    failure = SourceFailed(mark("{url} answers again and again that it was asked too often."), _AGAIN, url=url)
    return Fault(TOO_MANY, failure, wait=wait)


def wait_too_long(url: str, seconds: float) -> SourceFailed:
    """The Hub asks to wait longer than anybody would."""
    return SourceFailed(
        mark("{url} asks to wait for {minutes} minutes before the next request."), _AGAIN, url=url,
        minutes=round(min(seconds, 1e9) / 60),
    )  # fmt: skip


def server_error(url: str, status: int, wait: float | None) -> Fault:
    """The Hub answers that it failed itself."""
    failure = SourceFailed(
        mark("{url} fails for too long: it answers with error {status}."), _AGAIN, url=url, status=status
    )
    return Fault(SERVER_ERROR, failure, wait=wait)


def slow(url: str) -> Fault:
    """No answer, or not the whole of it, came in time."""
    return Fault(SLOW, SourceFailed(mark("{url} does not answer in time."), _AGAIN, url=url))


def out_of_patience(url: str) -> SourceFailed:
    """All that was to be asked took longer than is waited for it."""
    return SourceFailed(mark("{url} does not answer now, or asks to wait."), _AGAIN, url=url)


def clocks_apart(url: str, told: datetime, here: datetime) -> Fault:
    """The Hub's clock and this machine's differ by more than a day."""
    failure = SourceFailed(
        mark("The clock of {url} shows {told}, that of this machine {here}."),
        mark("Set right the one that is wrong. What was read so far is kept: run the same command again."),
        url=url,
        told=f"{told:%Y-%m-%d %H:%M} UTC",
        here=f"{here:%Y-%m-%d %H:%M} UTC",
    )
    return Fault(MISDATED, failure, _FEW)


def cut_short(url: str) -> Fault:
    """The answer is not whole."""
    return Fault(CUT, SourceFailed(mark("What {url} answers is cut short, again and again."), _AGAIN, url=url))


def too_large(url: str, limit: int) -> SourceFailed:
    """The answer is larger than any of the Hub's."""
    return SourceFailed(
        mark("What {url} answers is larger than {limit} megabytes: that is no answer of the Hub."), _ADDRESS, url=url,
        limit=limit // 2**20,
    )  # fmt: skip


def a_page_for_people(url: str) -> Fault:
    """The answer is HTML."""
    failure = SourceFailed(
        mark("{url} answers with a page for people instead of data: a proxy, a login page, or another site."),
        _ADDRESS,
        url=url,
    )
    return Fault(UNFIT, failure, _FEW)


def another_shape(url: str, path: str) -> Fault:
    """The answer is JSON, but not what the Hub gives."""
    return Fault(UNFIT, not_a_hub(url, path), _FEW)


def not_a_hub(url: str, path: str) -> SourceFailed:
    """What is at the address does not speak as the Hub does."""
    return SourceFailed(
        mark("{url} does not answer as a Hub does ({path})."), _ADDRESS, url=url, path=path.partition("?")[0][:200]
    )


def elsewhere(url: str, target: str | None) -> SourceFailed:
    """The Hub sends us to another host, where nothing is asked and no token goes."""
    return SourceFailed(
        mark("{url} redirects to another address, {target}, which was not asked."),
        mark("If that is the Hub that you mean, name it with --endpoint."),
        url=url,
        target=target or "?",
    )


def in_circles(url: str) -> SourceFailed:
    """One answer leads to another and back again."""
    return SourceFailed(
        mark("What {url} answers goes round in circles: a page leads back to one that was read."), _AGAIN, url=url
    )


def token_refused(url: str, words: str) -> SourceFailed:
    """The Hub does not take the token."""
    return SourceFailed(
        mark("{url} refuses the token: {words}"),
        mark("Log in again, set HF_TOKEN to a token that is valid and may read, or read anonymously (--anonymous)."),
        url=url,
        words=words,
    )


def refused(url: str, path: str, status: int, words: str) -> SourceFailed:
    """The Hub does not give what was asked for, and tells why."""
    return SourceFailed(
        mark("{url} refuses {path} with status {status}: {words}"),
        mark("Check the address and the options; what was read so far is kept."),
        url=url,
        path=path.partition("?")[0][:200],
        status=status,
        words=words or "?",
    )


def unreachable(url: str, error: Exception, *, reached: bool, proxy: bool) -> Fault | SourceFailed:
    """No connection was made, or it broke; `reached` tells that the Hub did answer before."""
    causes = tuple(_causes(error))
    told = printable(str(error)[:200]) or type(error).__name__
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return SourceFailed(
            mark("The encrypted connection to {url} cannot be trusted: {error}."),
            mark("Check the address and the date of this machine; name a proxy's own certificate in SSL_CERT_FILE."),
            url=url,
            error=told,
        )
    if proxy:
        message, hint = mark("The proxy does not lead to {url}: {error}."), mark("Check HTTPS_PROXY and NO_PROXY.")
    elif any(isinstance(cause, socket.gaierror) for cause in causes):
        message, hint = mark("No address is known for {url}: {error}."), _REACH
    else:
        message, hint = mark("{url} cannot be reached: {error}."), _REACH
    return Fault(BROKEN, SourceFailed(message, hint, url=url, error=told), None if reached else _FEW)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
