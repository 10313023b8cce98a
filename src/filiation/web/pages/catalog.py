"""The page on what the catalog holds, and the way to pages as of another day."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from filiation.web import addresses
from filiation.web.language import language_of
from filiation.web.questions import Asked, DayQuestion
from filiation.web.templating import render

router = APIRouter()


@router.get("/catalog")
def catalog(request: Request) -> HTMLResponse:
    """Return the counts of the catalog, the days that it describes, and what it does not know."""
    return render(request, "catalog.html")


@router.get("/as-of")
async def as_of(request: Request, question: Annotated[DayQuestion, Asked]) -> RedirectResponse:
    """Lead to a page as of a day, which a form cannot put into the path; as it is now without one."""
    root = addresses.root(language_of(request), question.day)
    return RedirectResponse(f"/{root}/{question.to.lstrip('/')}", 303)
