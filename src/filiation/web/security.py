"""What browsers are told so that nothing foreign runs, loads or looks in, and which names the site answers to."""

from collections.abc import Iterable
from ipaddress import ip_address

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from filiation.errors import FiliationError
from filiation.locale import mark
from filiation.web.problems import refusal

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types filiation"
)
"""Only our own files; `filiation` is the one policy by which our modules put fetched parts of pages in place."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
"""The headers of every answer. None opens it to scripts of other sites (CORS), for the API neither: a page that the
reader has open elsewhere must not be able to ask the site of this machine."""

ANY_ADDRESS = "*"
"""Among the names of a site: it answers to all IP addresses."""

_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_STRANGER = "This site does not answer to this name. Start it with --name to give it one.\n"


class SecurityHeaders:
    """Adds the headers to every answer, errors too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                told.raw.extend(pair for pair in _HEADERS if pair[0].decode() not in told)
            await send(message)

        await self._app(scope, receive, guarded)


class KnownNames:
    """Refuses requests for names that the site was not given.

    A foreign page can let its own name lead to this machine (DNS rebinding) and so read the site through the reader's
    browser; it cannot make the browser ask for one of ours.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        """Wrap an application that answers to `names`; ANY_ADDRESS among them stands for all IP addresses."""
        self._app = app
        self._names = frozenset(name.lower().rstrip(".") for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._knows(Headers(scope=scope).getlist("host")):
            await self._app(scope, receive, send)
            return
        await PlainTextResponse(_STRANGER, 400, {"Cache-Control": "no-store"})(scope, receive, send)

    def _knows(self, told: list[str]) -> bool:
        if len(told) != 1:
            return False
        name = host_name(told[0])
        return name in self._names or (ANY_ADDRESS in self._names and _is_address(name))


class Foreign(FiliationError):
    """Another site makes the reader's browser ask."""

    status = 403


_FOREIGN = Foreign(
    mark("Another site made your browser ask for this; this site only answers its own pages and links to it."),
    mark("Open the address itself in the browser."),
)


class OwnPages:
    """Refuses, before any work, what a foreign page makes a browser load: images, scripts, frames, fetched answers.

    Such a page cannot read the answer, but it could keep this machine busy. A link to the site that a reader follows
    is answered, and so are programs, which do not say from where they ask. What sets something going (POST) is only
    answered to pages of this very site and to programs.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _is_foreign(Headers(scope=scope), reads=scope["method"] in _READING):
            await self._app(scope, receive, send)
            return
        await refusal(Request(scope), _FOREIGN)(scope, receive, send)


def _is_foreign(headers: Headers, *, reads: bool) -> bool:
    if not reads:
        return not _is_own(headers)
    if headers.get("sec-fetch-site") not in {"cross-site", "same-site"}:  # another port of this machine is a same site
        return False
    follows = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest", "document") == "document"
    return not follows


def _is_own(headers: Headers) -> bool:
    """Whether a request that is to set something going comes from a page of this site, or from a program.

    Our pages send no referrer, so that browsers tell their origin as "null"; those that do not tell by `Sec-Fetch-Site`
    from where they ask are not believed.
    """
    told, origin = headers.get("sec-fetch-site"), headers.get("origin", "null")
    if origin != "null" and origin.partition("://")[2].lower() != headers.get("host", "").lower():
        return False
    return "origin" not in headers if told is None else told in {"same-origin", "none"}


def host_name(header: str) -> str:
    """Return the name in a Host header, without the port; addresses of IPv6 keep their brackets."""
    name, bracket, rest = header.partition("]") if header.startswith("[") else (header.partition(":")[0], "", "")
    if bracket and rest and not rest.startswith(":"):
        return ""
    return f"{name}{bracket}".lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
