"""Answers are fully told by their address, the language, the edition and the program: so is their ETag."""

from collections.abc import Callable
from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_VARYING = ("accept-language",)
"""The headers of a request that change an answer."""


class Caching:
    """Gives each good answer an ETag, and answers 304 to who holds it already; HEAD is answered as GET is.

    Reading is free of the question's cost, since a tag names the edition: while it is in service, the same address
    has the same answer.
    """

    def __init__(self, app: ASGIApp, edition: Callable[[], str], build: str) -> None:
        """Wrap an application; `edition` tells what is in service, `build` names the program's own files."""
        self._app = app
        self._edition = edition
        self._build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or scope["path"].startswith("/static/"):
            await self._app(_as_get(scope), receive, send)
            return
        headers = Headers(scope=scope)
        tag = self._tag(scope, headers)
        if _holds(headers.get("if-none-match", ""), tag):
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                answer = MutableHeaders(scope=message)
                answer["ETag"] = tag
                answer.setdefault("Cache-Control", "no-cache")
                answer.add_vary_header("Accept-Language")
            await send(message)

        await self._app(_as_get(scope), receive, tagged)

    def _tag(self, scope: Scope, headers: Headers) -> str:
        """Return the weak ETag (compression may differ) of what a request asks for."""
        asked = scope["raw_path"] + b"?" + scope["query_string"]
        told = "\n".join((self._build, self._edition(), *(headers.get(name, "") for name in _VARYING)))
        return f'W/"{blake2b(asked + told.encode(), digest_size=12).hexdigest()}"'


def _as_get(scope: Scope) -> Scope:
    """Return a request for the head of an answer as one for all of it; the server leaves out the body."""
    return {**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope


def _holds(told: str, tag: str) -> bool:
    """Tell whether an If-None-Match header names a tag."""
    return told.strip() == "*" or tag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in told.split(","))
