"""The pages of rights: what a person can ask and what not, how long it takes, and to whom one can complain."""

import re
import unicodedata
from datetime import date

from babel import Locale
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.rights.authorities import Authority, authorities
from filiation.rights.deadlines import due
from filiation.rights.law import cited, source
from filiation.web.language import language_of
from filiation.web.templating import render

router = APIRouter()

_RECEIVED = date(2027, 1, 31)
"""The day of an example: the month after it is shorter, and ends on a Sunday."""


@router.get("/rights")
def rights(request: Request) -> HTMLResponse:
    """Return what the rights are, in plain words, each statement with its legal source."""
    return render(
        request,
        "rights.html",
        source=source,
        cited=cited,
        place=_place,
        countries=_countries(language_of(request)),
        example=(_RECEIVED, due(_RECEIVED, 1, "FR"), due(_RECEIVED, 3, "FR")),
    )


@router.get("/rights/authorities")
def all_authorities(request: Request) -> HTMLResponse:
    """Return the authorities to which one can complain, by country."""
    return render(request, "authorities.html", cited=cited, countries=_countries(language_of(request)))


def _place(key: str) -> str:
    """Return where on the page a legal source stands."""
    return "source-" + re.sub(r"\W+", "-", key).strip("-")


def _countries(language: str) -> list[tuple[str, Authority]]:
    """Return the authorities with the names of their countries, in the order of the reader's alphabet."""
    territories = Locale(language).territories
    return sorted(((territories[one.country], one) for one in authorities()), key=lambda pair: _plain(pair[0]))


def _plain(name: str) -> str:
    """Return a name without accents, so that Éire and Écosse stand under E."""
    return "".join(char for char in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(char))
