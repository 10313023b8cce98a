"""Answers are fully told by their address, the edition and the program: so is their ETag."""

import re
from collections.abc import Callable, Collection
from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CACHE_CONTROL = "no-cache"
"""Good answers may be kept, and are used again only after asking whether they still hold."""

VARY = "Accept-Encoding"
"""Answers are compressed or not; their language is part of their address."""

_NEVER = "no-store"
_READ = frozenset({"GET", "HEAD"})
_ENTITY_TAG = re.compile(r'(?:W/)?("[^"]*")')


class Caching:
    """Gives each good answer an ETag, and answers 304 to who holds it already; HEAD is answered as GET is.

    A tag names the edition, and while it is in service the same address has the same answer: so a match is seen
    without answering the question. What is not good (an error, a redirect) is not kept, and neither is what would
    leave on the reader's disk what the reader typed, or what concerns a person.
    """

    def __init__(
        self,
        app: ASGIApp,
        edition: Callable[[], str],
        build: str,
        typed: Collection[str] = (),
        private: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Wrap an application; `edition` tells what is in service, `build` names the program's own files.

        `typed` are the paths of addresses that hold what people type; `private` tells of a path whether what is there
        concerns a person.
        """
        self._app = app
        self._edition = edition
        self._build = build
        self._typed = frozenset(typed)
        self._private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(_as_get(scope), receive, send)
            return
        if scope["method"] not in _READ or scope["path"] in self._typed or self._private(scope["path"]):
            await self._app(_as_get(scope), receive, _unkept(send))
            return
        tag = self._tag(scope)
        held = ", ".join(Headers(scope=scope).getlist("if-none-match")).strip()
        if tag.removeprefix("W/") in _ENTITY_TAG.findall(held):
            await _unchanged(tag, send)
            return
        await self._app(_as_get(scope), receive, _tagging(tag, send, any_held=held == "*"))

    def _tag(self, scope: Scope) -> str:
        """Return the weak ETag (compression may differ) of what a request asks for."""
        asked = scope["raw_path"] + b"?" + scope["query_string"]
        told = f"\n{self._build}\n{self._edition()}".encode()
        return f'W/"{blake2b(asked + told, digest_size=12).hexdigest()}"'


def _tagging(tag: str, send: Send, *, any_held: bool) -> Send:
    """Return what passes an answer on with its tag, or as unchanged to who holds any answer at all."""
    unchanged = False

    async def tagged(message: Message) -> None:
        nonlocal unchanged
        if message["type"] == "http.response.start":
            unchanged = any_held and message["status"] == 200
            if unchanged:
                await _unchanged(tag, send)
                return
            _mark(MutableHeaders(scope=message), message["status"], tag)
        if not unchanged:
            await send(message)

    return tagged


def _unkept(send: Send) -> Send:
    """Return what passes an answer on as one that is not to be kept."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Cache-Control"] = _NEVER
        await send(message)

    return told


def _mark(answer: MutableHeaders, status: int, tag: str) -> None:
    """Tell in the headers of an answer whether and how it may be kept."""
    if status != 200:
        answer.setdefault("Cache-Control", _NEVER)
        return
    answer["ETag"] = tag
    answer.setdefault("Cache-Control", CACHE_CONTROL)
    answer["Vary"] = VARY


async def _unchanged(tag: str, send: Send) -> None:
    told = {"ETag": tag, "Cache-Control": CACHE_CONTROL, "Vary": VARY}
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _as_get(scope: Scope) -> Scope:
    """Return a request for the head of an answer as one for all of it; the server leaves out the body."""
    return {**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope
