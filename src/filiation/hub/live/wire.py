"""One request and its answer over the network, bounded in time and size."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from filiation.hub.live import failures
from filiation.hub.live.access import Endpoint

if TYPE_CHECKING:
    import httpx2

Enough = Callable[[bytes], int]
"""Tells from the first bytes of a file how many of its bytes are wanted."""

_TELLING = 64 * 2**10  # bytes from which on a beginning tells how much of it is wanted

LARGEST_LIST = 64 * 2**20
"""The most bytes, unpacked, that a page of a listing of the Hub can have."""

LARGEST_RECORD = 32 * 2**20
"""The most bytes, unpacked, that the Hub's answer about one thing can have."""


NONE: Mapping[str, str] = MappingProxyType({})
"""No headers beside those that every question has."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds, for a connection, for the next bytes and for a whole answer, and how often.

    `total` is for all answers and waits together, from the making of a client on (None: as long as it takes).
    """

    connect: float = 15
    read: float = 30
    whole: float = 180
    attempts: int = 10
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """The connection to one Hub; it sends the token to nobody else, for it knows no other address."""

    def __init__(
        self,
        endpoint: Endpoint,
        patience: Patience,
        *,
        transport: "httpx2.BaseTransport | None" = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare to ask `endpoint`; nothing is sent yet."""
        import httpx2

        self._endpoint = endpoint
        self._reached = False
        self._client = httpx2.Client(
            headers=_headers(endpoint),
            timeout=httpx2.Timeout(patience.read, connect=patience.connect),
            limits=httpx2.Limits(max_connections=1),
            follow_redirects=False,
            transport=transport,
            verify=verify or True,
            trust_env=_through_proxies(endpoint),
        )
        self._deadline = _Deadline()

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def exchange(
        self,
        path: str,
        largest: int,
        seconds: float,
        headers: Mapping[str, str] = NONE,
        *,
        enough: Enough | None = None,
    ) -> Received:
        """Ask for `path` and return the answer, of `largest` bytes at most and within so many seconds.

        With `enough`, its beginning is returned, and the rest is not read: at most `largest` bytes, and no more than it
        tells from the first of them. Raises Fault for what may be tried again, else SourceFailed.
        """
        import httpx2

        url = self._endpoint.url
        try:
            with (
                self._deadline.of(seconds),
                self._client.stream(
                    "GET", url + path, headers=dict(headers), extensions=self._deadline.extensions
                ) as answer,
            ):
                body = self._body(answer, largest, enough)
                received = Received(answer.status_code, answer.headers, body)
        except httpx2.DecodingError as error:
            raise failures.cut_short(url) from error
        except httpx2.RequestError as error:
            if self._deadline.passed or isinstance(error, httpx2.ReadTimeout | httpx2.WriteTimeout):
                raise failures.slow(url) from error
            if isinstance(error, httpx2.RemoteProtocolError) and self._reached:
                raise failures.cut_short(url) from error
            proxy = isinstance(error, httpx2.ProxyError)
            raise failures.unreachable(url, error, reached=self._reached, proxy=proxy) from error
        finally:
            self._client.cookies.clear()  # one answer is not to steer the next request
        if self._deadline.passed:
            raise failures.slow(url)
        self._reached = True
        return received

    def _body(self, answer: "httpx2.Response", largest: int, enough: Enough | None) -> bytes:
        """Read the answer, unpacked piece by piece, so that a small packed one cannot fill the memory."""
        body, most = bytearray(), largest
        for piece in answer.iter_bytes():
            body += piece
            if enough is None and len(body) > largest:
                raise failures.too_large(self._endpoint.url, largest)
            if enough is not None and len(body) >= _TELLING:
                most = min(most, enough(bytes(body[:_TELLING]))) if most == largest else most
                if len(body) >= most:
                    break
        if enough is not None and len(body) < _TELLING:
            most = min(largest, enough(bytes(body)))
        return bytes(body[:most])


class _Deadline:
    """Breaks the connection when a whole answer takes too long, however steadily it drips."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self.passed = False
        self.extensions: dict[str, Any] = {"trace": self._notice}

    @contextmanager
    def of(self, seconds: float) -> Iterator[None]:
        """Let what is done within take so long."""
        self.passed = False
        timer = threading.Timer(seconds, self._break)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _notice(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn the socket of a new connection from the events of the transport."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")

    def _break(self) -> None:
        self.passed = True
        if self._socket is not None:
            with suppress(OSError):  # it is closed already
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _headers(endpoint: Endpoint) -> dict[str, str]:
    own = {
        "accept": "application/json",
        "accept-encoding": "gzip",
        "user-agent": "filiation (genealogy of open models)",
    }
    return own if endpoint.token is None else {**own, "authorization": f"Bearer {endpoint.token}"}


def _through_proxies(endpoint: Endpoint) -> bool:
    """Whether the proxies of the environment are used: never for what travels unencrypted on this machine alone."""
    return not endpoint.loopback or endpoint.url.startswith("https://")
