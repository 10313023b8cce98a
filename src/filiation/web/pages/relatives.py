"""The lists of a model's ancestors and descendants."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.facts.answers import Relatives
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.questions import MOST, Asked, DescendantsQuestion, RelativesQuestion
from filiation.web.roots import api_root_of, root_of
from filiation.web.templating import render

router = APIRouter()

_FILTERS = {"relation", "depth", "published_after", "publisher", "license", "way"}


@router.get("/models/{owner}/{name}/ancestors")
def ancestors(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[RelativesQuestion, Asked]
) -> Response:
    """Return the models from which a model comes, filtered, sorted and paged."""
    answer = observatory.ancestors(repository, **question.model_dump(), tallies=True)
    return _page(request, answer, repository, question)


@router.get("/models/{owner}/{name}/descendants")
def descendants(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[DescendantsQuestion, Asked]
) -> Response:
    """Return the models that come from a model, filtered, sorted and paged."""
    answer = observatory.descendants(repository, **question.model_dump(), tallies=True)
    return _page(request, answer, repository, question)


def _page(request: Request, answer: Relatives, asked: str, question: RelativesQuestion) -> Response:
    told = question.told()
    address = addresses.model(root_of(request), answer.model, answer.direction)
    if answer.model != asked:
        return RedirectResponse(addresses.with_query(address, told), 307)
    filters = {name: value for name, value in told.items() if name in _FILTERS}
    # The explorer knows no ways, so that a list by way cannot be had from it.
    exploring = None if "way" in filters else {"model": [answer.model], "toward": answer.direction.value, **filters}
    return render(
        request,
        "relatives.html",
        answer=answer,
        question=question,
        told=told,
        filters=filters,
        exploring=exploring,
        programs=addresses.model(api_root_of(request), answer.model, answer.direction, **filters, limit=MOST),
        address=address,
    )
