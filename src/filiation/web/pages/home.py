"""The home page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.web.templating import render

router = APIRouter()


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Return the search field, what this is for, a few families, and the size of the catalog."""
    return render(request, "home.html")
