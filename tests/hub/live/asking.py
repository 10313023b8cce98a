"""Clients of the Hub for tests: a clock that takes no time, and answers that are told beforehand."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import httpx2

from filiation.hub.live.access import Endpoint
from filiation.hub.live.client import Client
from filiation.hub.live.wire import Patience

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOKEN = "hf_" + "Secret0" * 5
URL = "https://hub.example"
LIST = "/api/models?sort=createdAt&limit=2"


class Clock:
    """Waits without taking time."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.slept.append(seconds)


Reply = httpx2.Response | Exception | Callable[[httpx2.Request], httpx2.Response]


class Told:
    """A Hub that gives the answers it is told, one after the other, the last one for ever; `asked` are the requests."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        self.replies = list(replies)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx2.Response) else reply(request)

    @property
    def targets(self) -> list[str]:
        return [request.url.raw_path.decode() for request in self.asked]


def answer(content: object = None, status: int = 200, **headers: str) -> Callable[[httpx2.Request], httpx2.Response]:
    """Make an answer anew for every request; `content` that is no bytes is sent as JSON."""
    body = content if isinstance(content, bytes) else json.dumps([] if content is None else content).encode()
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx2.Response(status, content=body, headers=told)


def client_of(*replies: Reply, token: str | None = None, url: str = URL, **options: Any) -> tuple[Client, Told, Clock]:
    told, clock = Told(replies), Clock()
    patience = options.pop("patience", Patience())
    client = Client(
        Endpoint(url, token), clock=clock, patience=patience, transport=httpx2.MockTransport(told), **options
    )
    return client, told, clock
