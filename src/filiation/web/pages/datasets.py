"""The page of a dataset."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.questions import Asked, HoldingsQuestion
from filiation.web.roots import root_of
from filiation.web.templating import render

router = APIRouter()


@router.get("/datasets/{name}")
def named(request: Request, observatory: Answering, name: str) -> Response:
    """Lead to the page of the dataset that has, or had, a name without an owner."""
    found = observatory.dataset(name, limit=1).dataset.id
    return RedirectResponse(addresses.dataset(root_of(request), found), 307)


@router.get("/datasets/{owner}/{name}")
def dataset(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[HoldingsQuestion, Asked]
) -> Response:
    """Return which models declare a dataset, and which descend from those."""
    sort = question.sort or "use"
    answer = observatory.dataset(repository, sort=sort, limit=question.limit, offset=question.offset)
    address = addresses.dataset(root_of(request), answer.dataset.id)
    if answer.dataset.id != repository:
        return RedirectResponse(addresses.with_query(address, question.told()), 307)
    return render(request, "dataset.html", answer=answer, question=question, told=question.told(), address=address)
