"""The day in an address, taken out of its path before anything else looks at it."""

import re
from datetime import date

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from filiation.errors import WrongUse
from filiation.locale import LANGUAGES, mark
from filiation.web.addresses import API, AS_OF
from filiation.web.problems import answer
from filiation.web.roots import within

_PLACE = re.compile(rf"(/(?:{'|'.join((*LANGUAGES, API))}))/{AS_OF}/([^/]*)(/.*)?", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Days:
    """Lets the application answer `/en/as-of/2026-01-01/…` as it does `/en/…`, but as of that day."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = _PLACE.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        try:
            day = read_day(found[2])
        except WrongUse as problem:
            told = answer(Request(scope), problem, problem.status, {"Cache-Control": "no-store"})
            await told(scope, receive, send)
            return
        await self._app(within(scope, day, f"{found[1]}{found[3] or ''}"), receive, send)


def read_day(text: str, **where: str) -> date:
    """Return a day as it is written in an address or a form; raises WrongUse, with values that tell `where`."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:  # the 31st of February
        pass
    raise WrongUse(
        mark("“{value}” is no day."), mark("Days are written YYYY-MM-DD, as in 2026-01-31."), value=text[:50], **where
    )
