"""How what goes wrong is sent: broken bodies, broken connections, answers of somebody else."""

import asyncio
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from tests.fakehub.accounts import bad_token
from tests.fakehub.answers import Answer, Request, json
from tests.fakehub.faults import Fault
from tests.fakehub.refusals import bad_request

if TYPE_CHECKING:
    from tests.fakehub.app import App

PROXY = b"<!doctype html><html><head><title>%b</title></head><body><h1>%b</h1></body></html>"
STORMS = {"500": b"Internal Error", "502": b"Bad Gateway", "503": b"Service Unavailable", "504": b"Gateway Time-out"}
Send = Callable[[dict[str, Any]], Awaitable[None]]


def page(status: int, title: bytes) -> Answer:
    """Answer with a page of a machine in between."""
    return Answer(status, PROXY % (title, title), "text/html")


def before(fault: Fault | None, app: "App", request: Request) -> Answer | None:
    """Return what is answered instead of what the Hub would say (None: the Hub's own answer)."""
    if fault is None:
        return None
    if fault.kind in STORMS:
        return page(int(fault.kind), STORMS[fault.kind])
    ways: dict[str, Callable[[], Answer | None]] = {
        "html": lambda: page(200, b"Log in to the network"),
        "shape": lambda: json({"message": "ok"}),
        "expired": bad_token,
        "elsewhere": lambda: Answer(302, b"", None, {"Location": f"{app.origins['elsewhere']}{request.target}"}),
        "cursor": lambda: bad_request("Invalid cursor") if request.one("cursor") else None,
    }
    if fault.kind.startswith("429"):
        return too_many(fault, app)
    return ways[fault.kind]() if fault.kind in ways else None


def too_many(fault: Fault, app: "App") -> Answer:
    """Answer 429, with one of the ways in which servers tell how long to wait."""
    answer = json({"error": "Too many requests"}, 429)
    seconds = int(fault.seconds)
    if fault.kind == "429-seconds":
        answer.headers["Retry-After"] = str(seconds)
    elif fault.kind == "429-date":
        answer.headers["Retry-After"] = formatdate(app.world.clock() + seconds, usegmt=True)
    elif fault.kind == "429":
        quota, window = app.world.limits.anonymous.api, app.world.limits.window
        answer.headers["RateLimit"] = f'"api";r=0;t={seconds}'
        answer.headers["RateLimit-Policy"] = f'"fixed window";"api";q={quota};w={window}'
    return answer


async def sent(answer: Answer, fault: Fault | None, request: Request, send: Send, connection: Any) -> None:
    """Send an answer, whole or as a fault leaves it."""
    kind = fault.kind if fault else ""
    if kind == "dropped":
        connection.abort()
        return
    body = b"" if request.method == "HEAD" else answer.body
    if kind in ("truncated", "cut-gzip"):
        body = answer.body = halved(answer, plain=kind == "truncated")
    length = [] if kind == "cut-chunked" or answer.status == 304 else [(b"content-length", b"%d" % len(answer.body))]
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers + length})
    if kind in ("cut", "cut-chunked"):
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        connection.close()
        return
    if fault and kind == "drip":
        step = max(len(body) // 20, 1)
        for start in range(0, len(body), step):
            await send({"type": "http.response.body", "body": body[start : start + step], "more_body": True})
            await asyncio.sleep(fault.seconds / 20)
        body = b""
    await send({"type": "http.response.body", "body": body})


def halved(answer: Answer, *, plain: bool) -> bytes:
    """Return the first half of a body: of its text, or of what it is packed in."""
    if plain and answer.headers.get("Content-Encoding") == "gzip":
        import gzip

        text = gzip.decompress(answer.body)
        return gzip.compress(text[: len(text) // 2])
    return answer.body[: len(answer.body) // 2]
