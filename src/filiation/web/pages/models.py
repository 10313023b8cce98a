"""The page of a model."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import language_of
from filiation.web.questions import Asked, PictureQuestion
from filiation.web.templating import render

router = APIRouter()


@router.get("/models/{owner}/{name}")
def model(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PictureQuestion, Asked]
) -> Response:
    """Return what is known of a model, its family in a picture, and where each fact comes from."""
    profile = observatory.show(repository, limit=10)
    if profile.model.id != repository:
        address = addresses.with_query(addresses.model(language_of(request), profile.model.id), question.told())
        return RedirectResponse(address, 307)
    return render(request, "model.html", profile=profile)
