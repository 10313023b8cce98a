"""The page of a family's picture, large and to be set by hand, and the same picture as a file."""

import re
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.pictures.places import OnHub
from filiation.pictures.svg import render as render_svg
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.imaging import Studio
from filiation.web.pages.drawing import drawing, file, state_of
from filiation.web.questions import Asked, PictureQuestion
from filiation.web.roots import root_of
from filiation.web.templating import render

router = APIRouter()

_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST_NAME = 100


@router.get("/models/{owner}/{name}/family")
def family(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PictureQuestion, Asked]
) -> Response:
    """Return the picture of a family with what it is drawn from, in one of its forms."""
    profile = observatory.show(repository, limit=1)
    if profile.model.id != repository:
        address = addresses.model(root_of(request), profile.model.id, "family", **question.told())
        return RedirectResponse(address, 307)
    state = state_of(request, repository, "family", question)
    return render(request, "family.html", profile=profile, drawing=drawing(observatory, state))


@router.get("/models/{owner}/{name}/family.svg")
def family_svg(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PictureQuestion, Asked]
) -> Response:
    """Return the picture as an SVG file, of which the nodes lead to the Hub, since a file travels."""
    state = state_of(request, repository, "family", question)
    text = render_svg(file(observatory, state, OnHub()), embedded=False)
    return _attached(text.encode(), "image/svg+xml", f"{_name(state)}.svg")


@router.get("/models/{owner}/{name}/family.png")
def family_png(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PictureQuestion, Asked]
) -> Response:
    """Return the picture as a PNG file."""
    state = state_of(request, repository, "family", question)
    studio: Studio = request.app.state.studio
    image = studio.draw(lambda: file(observatory, state, OnHub()))
    return _attached(image, "image/png", f"{_name(state)}.png")


def _name(state: addresses.PictureState) -> str:
    """Return a name that any file system and header can hold."""
    return f"{_UNSAFE.sub('-', state.id)[:_LONGEST_NAME].strip('-.') or 'model'}-{state.view}"


def _attached(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=media_type)
