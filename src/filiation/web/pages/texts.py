"""The pages of plain text: what families of models are, and how accessible the site is."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.web.templating import render

router = APIRouter()


@router.get("/understand")
def understand(request: Request) -> HTMLResponse:
    """Return what families of models are, to people who do not build AI."""
    return render(request, "understand.html")


@router.get("/accessibility")
def accessibility(request: Request) -> HTMLResponse:
    """Return how accessible the site is, as far as anybody tested."""
    return render(request, "accessibility.html")
