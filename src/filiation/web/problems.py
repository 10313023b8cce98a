"""What goes wrong, told to people as a page and to programs as problem+json (RFC 9457), never as a trace."""

import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from traceback import extract_tb

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from filiation.errors import FiliationError, NotFound, StoreFailed, WrongUse, printable
from filiation.locale import mark
from filiation.web.addresses import is_private
from filiation.web.language import speech_of
from filiation.web.later import Later, NotBegun
from filiation.web.roots import asked_path, asked_url
from filiation.web.templating import render

_API = "/api/"
_LONGEST_PATH = 300  # of the path that a problem repeats
_FRAMES = 8  # of a trace, the innermost first
_LOG = logging.getLogger(__name__)

KINDS: Mapping[int, tuple[str, str]] = {
    400: ("wrong-use", mark("This question makes no sense")),
    403: ("foreign", mark("Another site asks for this")),
    404: ("not-found", mark("Not found")),
    405: ("read-only", mark("This address only answers reading")),
    500: ("unforeseen", mark("Something went wrong here")),
    502: ("source-failed", mark("A source could not be read")),
    503: ("store-failed", mark("The catalog cannot be read")),
}
"""Each sort of problem by its status: what it is called in addresses, and its title."""

DESCRIBED_AT = "/en/api"
"""The page that describes the sorts of problems; with the name of one behind it, the address is the problem's type."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as RFC 9457 has it: `detail` says what happened, `hint` what to do, in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    hint: str
    instance: str


class Unforeseen(FiliationError):
    """An error of ours: told as such, without its trace."""


_UNFORESEEN = Unforeseen(
    mark("The program met something that it did not foresee."),
    mark("It is written in the server's log; please report it."),
)


_DAMAGED = StoreFailed(
    mark("The catalog of this site is damaged, or cannot be read."),
    mark("Who runs the site finds in its log what happened and what to do."),
)


def install(app: FastAPI) -> None:
    """Let an application answer every error so."""
    app.add_exception_handler(FiliationError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)


class LastResort:
    """Answers what nobody foresaw; it stands within the guards, so that their headers are on this answer too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = False

        async def noticed(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except Exception:
            if started or scope["type"] != "http":
                raise
            _log_unforeseen(scope["path"])
            await answer(Request(scope), _UNFORESEEN, 500)(scope, receive, send)


def _log_unforeseen(path: str) -> None:
    """Write into the log what nobody foresaw; where it concerns a person, no more than where in the program."""
    if not is_private(path):
        _LOG.exception("unforeseen error at %s", printable(path))
        return
    kind, _, trace = sys.exc_info()
    places = " < ".join(f"{Path(at.filename).name}:{at.lineno}" for at in reversed(extract_tb(trace)[-_FRAMES:]))
    _LOG.error("unforeseen error at a private page: %s at %s", kind.__name__ if kind else "?", places)


def answer(request: Request, error: FiliationError, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as the answer to a request, in the language and form that fit it."""
    told = _problem(request, error, status)
    response = document(told) if told.instance.startswith(_API) else _page(request, error, told)
    response.headers.update(
        {"Content-Language": speech_of(request).language, "Vary": "Accept-Language", **(headers or {})}
    )
    return response


def document(told: Problem) -> Response:
    """Return a problem as programs read it."""
    return Response(msgspec.json.encode(told), told.status, media_type="application/problem+json")


def refusal(request: Request, error: FiliationError) -> Response:
    """Return an error as the shortest answer, which no page is made for; it is not kept."""
    response = document(_problem(request, error, error.status))
    response.headers.update({"Content-Language": speech_of(request).language, "Cache-Control": "no-store"})
    return response


def _problem(request: Request, error: FiliationError, status: int) -> Problem:
    """Return what a request is told of an error, in the language that fits it."""
    speech = speech_of(request)
    name, title = KINDS.get(status, KINDS[500 if status >= 500 else 400])
    return Problem(
        type=f"{DESCRIBED_AT}#{name}",
        title=speech.translate(error.title if isinstance(error, Later | NotBegun) else title),
        status=status,
        detail=error.text(speech.translate),
        hint=error.advice(speech.translate),
        instance=asked_path(request)[:_LONGEST_PATH],
    )


def _page(request: Request, error: FiliationError, told: Problem) -> Response:
    near, kind = (error.near, error.kind) if isinstance(error, NotFound) else ((), "")
    shown = {"title": told.title, "detail": told.detail, "hint": told.hint}
    again = error.again if isinstance(error, Later) and error.reloads else None
    begin = f"{asked_url(request).path}?{request.url.query}".rstrip("?") if isinstance(error, NotBegun) else None
    more = {"near": near, "kind": kind, "sought": sought(error), "again": again, "begin": begin}
    try:
        return render(request, "problem.html", status=told.status, **more, **shown)
    except Exception:  # noqa: BLE001 (the frame of all pages tells of the catalog, which may be what is damaged)
        if not is_private(request.url.path):
            _LOG.exception("the page about a problem cannot be shown")
        return PlainTextResponse("{title}\n\n{detail}\n{hint}\n".format_map(shown), told.status)


def sought(error: FiliationError) -> str:
    """Return the name that was looked for in vain, for a search; empty when the error is about no name."""
    kind = error.kind if isinstance(error, NotFound) else ""
    return str(error.values.get(kind) or "")


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, FiliationError)  # noqa: S101 (registered for these only)
    # It names folders of this machine, and commands for who runs the site: that is who reads a private page.
    if isinstance(error, StoreFailed) and not is_private(request.url.path):
        _LOG.error("the store failed: %s", error)
        error = _DAMAGED
    return answer(request, error, error.status, {"Retry-After": str(error.again)} if isinstance(error, Later) else None)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for these only)
    path = asked_path(request)[:200]
    if error.status_code == HTTPStatus.NOT_FOUND:
        missing = NotFound(
            mark("There is nothing at {path}."),
            mark("Look for the model, dataset or publisher with the search."),
            path=path,
        )
        return answer(request, missing, 404)
    button = (error.headers or {}).get("Allow") == "POST"
    refused = WrongUse(
        mark("{method} is not answered at {path}."),
        mark("Go back to the page of the model, and press the button there.")
        if button
        else mark("All here is read with GET."),
        method=request.method[:20],
        path=path,
    )
    allowed = {"Allow": "POST" if button else "GET, HEAD"}
    refused_here = error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    return answer(request, refused, error.status_code, allowed if refused_here else None)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (registered for these only)
    return answer(request, explained(error.errors()), 400)


def explained(errors: Sequence[Mapping[str, object]]) -> WrongUse:
    """Return the first thing that is wrong with the parameters of a question, with what it may be."""
    first = errors[0]
    location = first.get("loc")
    name = str(location[-1]) if isinstance(location, Sequence) and location else "?"
    if isinstance(location, Sequence) and isinstance(location[-1], int) and len(location) > 1:
        name = str(location[-2])
    value = str(printable(str(first.get("input"))))[:200]
    context = first.get("ctx")
    told = {**(context if isinstance(context, Mapping) else {}), "name": name[:100], "value": value}
    for ending, (message, hint) in _SENTENCES.items():
        if str(first.get("type")).endswith(ending):
            return WrongUse(message, hint, **{str(k): str(v) for k, v in told.items()})
    return WrongUse(_CANNOT, mark("See what it may be on the page about the API."), name=name[:100], value=value)


_CANNOT = mark("The parameter “{name}” cannot be “{value}”.")
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "extra_forbidden": (
        mark("No parameter is called “{name}” here."),
        mark("See the parameters on the page about the API."),
    ),
    "missing": (mark("The parameter “{name}” is missing."), mark("Add it to the address.")),
    "enum": (_CANNOT, mark("It is one of: {expected}.")),
    "literal_error": (_CANNOT, mark("It is one of: {expected}.")),
    "bool_parsing": (_CANNOT, mark("It is true or false.")),
    "int_parsing": (_CANNOT, mark("It is a whole number.")),
    "int_parsing_size": (_CANNOT, mark("It is a whole number.")),
    "greater_than_equal": (_CANNOT, mark("It is {ge} or more.")),
    "less_than_equal": (_CANNOT, mark("It is {le} or less.")),
    "string_too_long": (mark("The parameter “{name}” is too long."), mark("It has {max_length} characters at most.")),
    "too_long": (mark("There are too many of the parameter “{name}”."), mark("There are {max_length} at most.")),
    "too_short": (mark("The parameter “{name}” is missing."), mark("Add it to the address.")),
    "date_from_datetime_parsing": (_CANNOT, mark("It is a day, written YYYY-MM-DD.")),
    "date_parsing": (_CANNOT, mark("It is a day, written YYYY-MM-DD.")),
    "date_type": (_CANNOT, mark("It is a day, written YYYY-MM-DD.")),
}
"""What is told of each kind of wrong value, by how pydantic calls it."""
