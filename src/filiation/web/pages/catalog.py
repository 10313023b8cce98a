"""The page on what the catalog holds."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.web.templating import render

router = APIRouter()


@router.get("/catalog")
def catalog(request: Request) -> HTMLResponse:
    """Return the counts of the catalog, the days that it describes, and what it does not know."""
    return render(request, "catalog.html")
