"""Asking the Hub one thing at a time: within its limits, again after every fault, and never anybody else."""

import math
import re
import ssl
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, Self, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec

from filiation.errors import printable
from filiation.hub.live import failures, limits, replies
from filiation.hub.live.access import Endpoint, origin_of
from filiation.hub.live.wire import LARGEST_LIST, LARGEST_RECORD, NONE, Enough, Patience, Received, Wire

if TYPE_CHECKING:
    import httpx2
    from tenacity import RetryCallState

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_NEXT = re.compile(r'<([^<>]*)>\s*;[^<]*?\brel="?next"?', re.IGNORECASE)
_LONGEST_LINK = 16_384
_MOST_OTHERS = 4  # hosts of large files to which a connection is kept
_CLOCKS_AGREE = timedelta(days=1)  # else what is read would be dated wrongly
_Found = TypeVar("_Found")


class Clock(Protocol):
    """The time, and waiting."""

    def now(self) -> datetime:
        """The moment, in UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the Hub answered.

    `next` is the path and query of the next page, `moment` the Hub's own clock (else ours), `location` the path to
    which the request was redirected, `refusal` the Hub's own words for why it does not give what was asked for, and
    `code` its name for that.
    """

    status: int
    body: bytes
    next: str | None
    moment: datetime
    location: str | None = None
    refusal: str = ""
    code: str = ""


def no_word(_: float) -> None:
    """Tell nobody that the Hub is waited for."""


class Client:
    """Asks one Hub, one request at a time; a context manager.

    `faults` counts what went wrong and was tried again, by reason; `requests` and `waited` (seconds) what was asked
    and waited; `quota` and `window` how many requests the Hub allows in how many seconds, None until it tells.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        clock: Clock,
        waiting: Callable[[float], None] = no_word,
        patience: Patience | None = None,
        transport: "httpx2.BaseTransport | None" = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare to ask `endpoint`; `waiting` is told of every pause, in seconds, before it begins."""
        self.endpoint = endpoint
        self.faults: Counter[str] = Counter()
        self.requests = 0
        self.waited = 0.0
        self.quota: int | None = None
        self.window: int | None = None
        self._patience = patience or Patience()
        self._clock, self._waiting, self._open_again = clock, waiting, 0.0
        self._end = math.inf if self._patience.total is None else clock.monotonic() + self._patience.total
        self._wire = Wire(endpoint, self._patience, transport=transport, verify=verify)
        self._verify, self._others = verify, dict[str, Wire]()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the connections back."""
        for wire in (self._wire, *self._others.values()):
            wire.close()

    def now(self) -> datetime:
        """Return the moment by this machine's clock."""
        return self._clock.now()

    def get(self, path: str, params: Sequence[tuple[str, str]] = (), *, rows: int | None = None) -> Answer:
        """Return what the Hub answers for `path`: data of the right shape, or that it does not give it.

        With `rows`, a list of at most so many objects is expected, else one object. Any status below 500 but 408 and
        429 is an answer, whose meaning the caller knows. Raises SourceFailed when there is none.
        """
        target = path + ("&" if "?" in path else "?") + urlencode(params) if params else path
        return self.persist(lambda: self._answer(target, rows=rows))

    def persist(self, ask: Callable[[], _Found]) -> _Found:
        """Return what `ask` finds: within the limits, and again after every Fault that it raises.

        Raises SourceFailed when it is given up.
        """
        from tenacity import Retrying, retry_if_exception_type

        tries: Counter[str] = Counter()
        trying = Retrying(
            retry=retry_if_exception_type(failures.Fault),
            stop=lambda state: self._given_up(_fault(state), state.attempt_number, tries),
            wait=lambda state: max(_fault(state).wait or 0, limits.backoff(state)),
            sleep=self._pause,
            reraise=True,
        )
        try:
            found: _Found = trying(self._attempt, ask, tries)
        except failures.Fault as fault:
            raise fault.failure from fault
        return found

    def _attempt(self, ask: Callable[[], _Found], tries: Counter[str]) -> _Found:
        self._keep_to_quota()
        try:
            return ask()
        except failures.Fault as fault:
            self.faults[fault.reason] += 1
            tries[fault.reason] += 1
            if (fault.wait or 0) > limits.LONGEST:
                raise failures.wait_too_long(self.endpoint.url, fault.wait or 0) from fault
            raise

    def _given_up(self, fault: failures.Fault, attempt: int, tries: Counter[str]) -> bool:
        ends = self._clock.monotonic() + (fault.wait or 0) >= self._end
        return ends or attempt == self._patience.attempts or tries[fault.reason] == fault.attempts

    def _answer(self, target: str, *, rows: int | None) -> Answer:
        largest = LARGEST_RECORD if rows is None else LARGEST_LIST
        path, received = target, self.received(target, largest)
        for _ in range(_MOST_REDIRECTS):
            to = received.headers.get("location") if received.status in _REDIRECTS else None
            if to is None:
                break
            path = self._redirected(path, to)
            received = self.received(path, largest)
        else:
            raise failures.in_circles(self.endpoint.url)
        moved = path if path != target else None
        moment = self.moment_of(received)
        if received.status == 200:
            self._check(received, path, rows=rows)
            return Answer(200, received.body, self._next(received, path), moment, moved)
        code = str(printable(received.headers.get("x-error-code", "")[:100]))
        return Answer(received.status, received.body, None, moment, moved, self.refusal_in(received), code)

    def received(
        self, path: str, largest: int, headers: Mapping[str, str] = NONE, *, of: Wire | None = None,
        enough: Enough | None = None,
    ) -> Received:  # fmt: skip
        """Ask once, the Hub or another host (`of`), and learn what the answer tells of the limits.

        Raises Fault where the same question may be answered later; all else is for the caller to judge.
        """
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise failures.out_of_patience(self.endpoint.url)
        self.requests += 1
        wire, seconds = of or self._wire, min(self._patience.whole, left)
        received = wire.exchange(path, largest, seconds, headers, enough=enough)
        limit = None if of else limits.told(received.headers)
        if limit is not None:
            self.quota, self.window = limit.quota or self.quota, limit.window or self.window
            self._open_again = self._clock.monotonic() + limit.pause if limit.pause else 0.0
        if received.status in (408, 429) or received.status >= 500:
            wait = limits.wait_told(received.headers, self._clock.now())
            if received.status == 429:
                raise failures.refused_for_now(self.endpoint.url, wait)
            raise failures.server_error(self.endpoint.url, received.status, wait)
        return received

    def own(self, path: str) -> str:
        """Return a path of the Hub without that under which a mirror keeps it."""
        return _relative(self.endpoint, path)

    def elsewhere(self, origin: str) -> Wire:
        """Return the connection to another host, which is told nothing of who asks."""
        found = self._others.pop(origin, None) or Wire(Endpoint(origin), self._patience, verify=self._verify)
        if len(self._others) == _MOST_OTHERS:
            self._others.pop(next(iter(self._others))).close()
        self._others[origin] = found
        return found

    def moment_of(self, received: Received) -> datetime:
        """Return the moment by the Hub's clock; raises Fault where this machine's shows another day."""
        here = self._clock.now()
        told = limits.moment_of(received.headers.get("date", "")) or here
        if abs(told - here) > _CLOCKS_AGREE:
            raise failures.clocks_apart(self.endpoint.url, told, here)
        return told

    def _keep_to_quota(self) -> None:
        """Wait for the next window where the last answer told that this one is nearly used up."""
        seconds = self._open_again - self._clock.monotonic()
        self._open_again = 0.0
        if seconds > 0:
            self._pause(seconds)

    def _pause(self, seconds: float) -> None:
        if self._clock.monotonic() + seconds >= self._end:
            raise failures.out_of_patience(self.endpoint.url)
        self._waiting(seconds)
        self._clock.sleep(seconds)
        self.waited += seconds

    def _redirected(self, path: str, to: str) -> str:
        """Return the path that a redirect leads to; to another host nothing is sent."""
        own = self.endpoint
        try:
            found = urlsplit(urljoin(own.url + path, to[:_LONGEST_LINK]))
        except ValueError:
            raise failures.not_a_hub(own.url, path) from None
        origin = origin_of(found.geturl())
        if origin != own.origin:
            raise failures.elsewhere(own.url, origin)
        query = f"?{found.query}" if found.query else ""
        return _relative(own, found.path) + query

    def _next(self, received: Received, path: str) -> str | None:
        """Return the path and query of the next page; which host the link names does not matter, ours is asked."""
        link = received.headers.get("link", "")
        found = _NEXT.search(link[:_LONGEST_LINK])
        if found is None:
            return None
        try:
            parts = urlsplit(found[1])
        except ValueError:
            parts = urlsplit("")
        listed, asked = _relative(self.endpoint, parts.path), path.partition("?")[0]
        if listed != asked or not (parts.query.isascii() and parts.query.isprintable()):
            raise failures.not_a_hub(self.endpoint.url, path)
        return f"{listed}?{parts.query}"

    def _check(self, received: Received, path: str, *, rows: int | None) -> None:
        """Raise Fault where the answer is not the Hub's: HTML, cut short, or of another shape."""
        url = self.endpoint.url
        start = received.body[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if start == b"<" or "html" in received.headers.get("content-type", ""):
            raise failures.a_page_for_people(url)
        try:
            fits = replies.fits(received.body, rows)
        except msgspec.DecodeError:
            raise failures.cut_short(url) from None
        if not fits:
            raise failures.another_shape(url, path)

    def refusal_in(self, received: Received) -> str:
        """Return the Hub's words for why it refuses; empty where it is not the Hub that speaks."""
        words = received.headers.get("x-error-message") or replies.words(received.body)
        shown = str(printable(words[:300]))
        if received.status == 401 and self.endpoint.token and "credentials" in shown.lower():
            raise failures.token_refused(self.endpoint.url, shown)
        return shown


def _fault(state: "RetryCallState") -> failures.Fault:
    """Return what went wrong with the last attempt."""
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, failures.Fault)  # noqa: S101 (nothing else is tried again)
    return error


def _relative(endpoint: Endpoint, path: str) -> str:
    """A path of the Hub without that under which a mirror keeps it."""
    return path.removeprefix(endpoint.path) if endpoint.path and path.startswith(endpoint.path + "/") else path
