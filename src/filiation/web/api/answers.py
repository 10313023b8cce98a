"""Answers of the API: the same JSON as on the command line, with links to its other pages in the headers."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Request, Response

from filiation.locale import mark
from filiation.web import addresses
from filiation.web.problems import Problem
from filiation.web.questions import Question
from filiation.web.roots import asked_path

ROOT = addresses.API
"""Where all addresses of the API begin."""

_PROBLEMS: Mapping[int | str, str] = {
    400: mark("The question makes no sense: an unknown parameter, or a value that it cannot have."),
    404: mark("The catalog does not hold what the address names."),
    503: mark("The store is damaged, or of another version."),
    "default": mark("Anything else that goes wrong."),
}
"""What an answer other than the one asked for means."""


def grouped(group: str) -> APIRouter:
    """Return a router for a group of addresses, which all tell their problems alike."""
    problems: dict[int | str, dict[str, Any]] = {
        status: {"model": Problem, "description": text} for status, text in _PROBLEMS.items()
    }
    return APIRouter(prefix=f"/{ROOT}", tags=[group], responses=problems)


def answers(kind: type, **content: object) -> dict[int | str, dict[str, Any]]:
    """Return the description of a good answer: a JSON document made of `kind`."""
    return {200: {"model": kind, "description": mark("The answer."), **content}}


def answered(answer: object, *links: str) -> Response:
    """Return an answer as JSON, with links to what belongs to it."""
    headers = {"Link": ", ".join(links)} if any(links) else None
    return Response(msgspec.json.encode(answer), headers=headers, media_type="application/json")


def canonical(asked: str, found: str, address: str) -> Iterable[str]:
    """Yield a link to the one `address` of what was asked for by an old name, or in another case."""
    if asked != found:
        yield f'<{address}>; rel="canonical"'


def paging(request: Request, question: Question, shown: int, total: int) -> Iterable[str]:
    """Yield links (RFC 8288) to the pages of a list before and after the one that shows `shown` of `total`."""
    told = question.told()
    offset, limit = int(getattr(question, "offset", 0)), int(getattr(question, "limit", 1))
    path = quote(asked_path(request))
    if offset:
        before = max(0, min(offset, total) - limit)
        yield f'<{addresses.with_query(path, told | {"offset": before or None})}>; rel="prev"'
    if offset + shown < total and shown:
        yield f'<{addresses.with_query(path, told | {"offset": offset + shown})}>; rel="next"'
