"""The stand-in as a web application: routes, limits, faults, and the headers that every answer has."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import Any
from uuid import uuid4

from tests.fakehub.accounts import Account, BadTokenError, asking, bad_token, overview, whoami
from tests.fakehub.answers import Answer, Asked, Request, json
from tests.fakehub.faults import Fault
from tests.fakehub.files import Files
from tests.fakehub.limits import bucket_of
from tests.fakehub.listing import Listing
from tests.fakehub.mishaps import before, sent
from tests.fakehub.refusals import no_page
from tests.fakehub.repositories import Repositories
from tests.fakehub.world import World

EXPOSED = "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,Accept-Ranges,Content-Range"
KINDS = ("models", "datasets")
SMALL = 1_024
Send = Callable[[dict[str, Any]], Awaitable[None]]


class App:
    """An ASGI application over a world. `hosts` tells by port which host was asked."""

    def __init__(self, world: World, *, keep_log: bool = True) -> None:
        self.world = world
        self.keep_log = keep_log
        self.requests: list[Asked] = []
        self.broken: list[Exception] = []
        self.hosts: dict[int, str] = {}
        self.origins: dict[str, str] = {}
        self.connections: dict[tuple[str, int], Any] = {}
        self.listing = Listing(world)
        self.repositories = Repositories(world)
        self.files = Files(world, self.repositories)

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        """Answer one request."""
        try:
            await self._serve(scope, receive, send)
        except Exception as wrong:
            self.broken.append(wrong)
            raise

    async def _serve(self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        request = await read(scope, receive, self.hosts)
        fault = self.world.faults.strike(request.target) if request.host == "hub" else None
        with self.world.lock:
            answer = before(fault, self, request) or self.answer(request)
            self.dress(answer, request, fault)
            if self.keep_log:
                asked = (request.host, request.method, request.path, request.query, request.headers, answer.status)
                self.requests.append(Asked(*asked, fault.kind if fault else None))
        if fault and fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        await sent(answer, fault, request, send, self.connections.get(tuple(scope["client"])))

    def answer(self, request: Request) -> Answer:
        """Answer as the Hub does: limits first, then the token, then what is asked."""
        if request.host == "cdn":
            return self.files.delivered(request)
        if request.host == "elsewhere":
            return json({"host": "another"})
        try:
            account = asking(self.world, request)
        except BadTokenError:
            return self.limited(request, None) or bad_token()
        return self.limited(request, account) or self.route(request, account)

    def limited(self, request: Request, account: Account | None) -> Answer | None:
        """Count a request; answer 429 when there were too many."""
        who = account.name if account else None
        good, headers = self.world.limits.spend(bucket_of(request.path), who, self.world.clock())
        request.headers["*limits"] = "\n".join(headers.values())
        return None if good else json({"error": "Too many requests: wait until the window of your limit ends."}, 429)

    def route(self, request: Request, account: Account | None) -> Answer:
        """Find who answers."""
        segments = request.segments
        if segments[0] != "api":
            return self.files.page(request, account) if segments[0] else no_page()
        what, *rest = segments[1:] or [""]
        if what in KINDS:
            return self.of_kind(what, rest, request, account)
        if what in ("organizations", "users") and rest[1:] == ["overview"]:
            return overview(self.world, what, rest[0])
        if what == "resolve-cache":
            return self.files.cached(request, account)
        return whoami(account) if what == "whoami-v2" else no_page()

    def of_kind(self, kind: str, rest: list[str], request: Request, account: Account | None) -> Answer:
        """Answer with a page of a listing, or with what is asked of one repository."""
        if "safetensors-metadata" in rest[2:3]:
            return self.files.headers_of_weights(request, account)
        if rest:
            return self.repositories.answer(kind, request, account)
        answer = self.listing.answer(kind, request, account)
        self.world.pages += 1
        if self.world.after_page:
            self.world.after_page(self.world.pages)
        return answer

    def dress(self, answer: Answer, request: Request, fault: Fault | None) -> None:
        """Add the headers that every answer has; compress when asked; spare who has the answer already."""
        off = fault.seconds if fault and fault.kind == "clock" else 0
        headers = {"Date": formatdate(self.world.clock() + off, usegmt=True), "X-Request-Id": f"Root=1-{uuid4().hex}"}
        told = request.headers.pop("*limits", "").split("\n")
        if request.host == "hub":
            headers |= {"X-Powered-By": "huggingface-moon", "Access-Control-Expose-Headers": EXPOSED, "Vary": "Origin"}
            headers |= dict(zip(("RateLimit", "RateLimit-Policy"), told, strict=False)) if told[0] else {}
        if answer.kind:
            headers["Content-Type"] = answer.kind
        answer.headers = headers | answer.headers
        tag = answer.headers.get("ETag")
        if answer.status == 200 and tag and request.headers.get("if-none-match") == tag:
            answer.status, answer.body = 304, b""
        text = (answer.kind or "").startswith(("application/json", "text/"))
        ranged = answer.status == 206 or "range" in request.headers
        accepted = "gzip" in request.headers.get("accept-encoding", "")
        if text and accepted and not ranged and request.method != "HEAD" and len(answer.body) > SMALL:
            answer.body = packed(answer.body)
            answer.headers |= {"Content-Encoding": "gzip", "Vary": "Origin, Accept-Encoding"}
        if fault and fault.kind in ("undated", "misdated"):
            answer.headers["Date"] = "yesterday, or so"
            if fault.kind == "undated":
                del answer.headers["Date"]
        if fault and fault.kind == "endless":
            answer.headers.pop("Link", None)


async def read(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], hosts: dict[int, str]) -> Request:
    """Read a request."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    host = hosts.get(scope["server"][1], "hub")
    origin = f"{scope['scheme']}://{headers.get('host', '127.0.0.1')}"
    path = scope["raw_path"].decode("latin-1").partition("?")[0]
    return Request(host, origin, scope["method"], path, scope["query_string"].decode("latin-1"), headers, body)


def packed(body: bytes) -> bytes:
    """Compress, fast."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
