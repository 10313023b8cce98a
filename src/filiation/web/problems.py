"""What goes wrong, told to people as a page and to programs as problem+json (RFC 9457), never as a trace."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from filiation.errors import FiliationError, NotFound, WrongUse, printable
from filiation.locale import mark
from filiation.web.language import speech_of
from filiation.web.templating import render

_API = "/api/"
_LOG = logging.getLogger(__name__)

_TITLE: Mapping[int, str] = {
    400: mark("This question makes no sense"),
    404: mark("Not found"),
    405: mark("This address only answers reading"),
    502: mark("A source could not be read"),
    503: mark("The catalog cannot be read"),
    500: mark("Something went wrong here"),
}


class Unforeseen(FiliationError):
    """An error of ours: told as such, without its trace."""


def install(app: FastAPI) -> None:
    """Let an application answer every error so."""
    app.add_exception_handler(FiliationError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _unforeseen)


def answer(request: Request, error: FiliationError, status: int) -> Response:
    """Return an error as the answer to a request, in the language and form that fit it."""
    speech = speech_of(request)
    title = speech.translate(_TITLE.get(status, _TITLE[500]))
    detail, hint = error.text(speech.translate), error.advice(speech.translate)
    if not request.url.path.startswith(_API):
        return render(request, "problem.html", status=status, title=title, detail=detail, hint=hint)
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "hint": hint}
    return Response(
        msgspec.json.encode({**problem, "instance": request.url.path}),
        status,
        {"Content-Language": speech.language},
        "application/problem+json",
    )


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, FiliationError)  # noqa: S101 (registered for these only)
    return answer(request, error, error.status)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for these only)
    told: FiliationError = NotFound(
        mark("There is nothing at {path}."),
        mark("Look for the model, dataset or publisher with the search."),
        path=request.url.path[:200],
    )
    if error.status_code != HTTPStatus.NOT_FOUND:
        told = WrongUse(
            mark("{method} is not answered at {path}."),
            mark("All here is read with GET."),
            method=request.method[:20],
            path=request.url.path[:200],
        )
    return answer(request, told, error.status_code)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (registered for these only)
    return answer(request, explained(error.errors()), 400)


async def _unforeseen(request: Request, error: Exception) -> Response:
    _LOG.error("unforeseen error at %s", request.url.path, exc_info=error)
    told = Unforeseen(
        mark("The program met something that it did not foresee."),
        mark("It is written in the server's log; please report it."),
    )
    return answer(request, told, 500)


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
    "int_parsing": (_CANNOT, mark("It is a whole number.")),
    "greater_than_equal": (_CANNOT, mark("It is {ge} or more.")),
    "less_than_equal": (_CANNOT, mark("It is {le} or less.")),
    "string_too_long": (mark("The parameter “{name}” is too long."), mark("It has {max_length} characters at most.")),
    "too_long": (mark("There are too many of the parameter “{name}”."), mark("There are {max_length} at most.")),
    "date_from_datetime_parsing": (_CANNOT, mark("It is a day, written YYYY-MM-DD.")),
    "date_parsing": (_CANNOT, mark("It is a day, written YYYY-MM-DD.")),
    "date_type": (_CANNOT, mark("It is a day, written YYYY-MM-DD.")),
}
"""What is told of each kind of wrong value, by how pydantic calls it."""
