"""The root of an address: the language of its pages, or the API, and the day as of which all below it is told."""

from datetime import date

from fastapi import Request
from starlette.datastructures import URL
from starlette.types import Scope

from filiation.web import addresses
from filiation.web.language import language_of

_DAY, _ASKED = "filiation.day", "filiation.asked"


def within(scope: Scope, day: date, path: str) -> Scope:
    """Return a request as one for `path`, to be answered as of a day."""
    return {**scope, "path": path, _DAY: day, _ASKED: scope["path"]}


def day_of(request: Request) -> date | None:
    """Return the day as of which a request is answered; None: as the catalog is now."""
    day: date | None = request.scope.get(_DAY)
    return day


def root_of(request: Request) -> str:
    """Return the root of the pages around a request."""
    return addresses.root(language_of(request), day_of(request))


def api_root_of(request: Request) -> str:
    """Return the root of the API as of the day of a request."""
    return addresses.root(addresses.API, day_of(request))


def may_begin(request: Request) -> bool:
    """Tell whether a request may set off long work: not one that a page of another site makes a browser send."""
    return request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"}


def asked_path(request: Request) -> str:
    """Return the path that was asked for, with the day in it."""
    return str(request.scope.get(_ASKED, request.scope["path"]))


def asked_url(request: Request) -> URL:
    """Return the whole address that was asked for, with the day in it."""
    path = asked_path(request).replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return request.url.replace(path=path) if _ASKED in request.scope else request.url
