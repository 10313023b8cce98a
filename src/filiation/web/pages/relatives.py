"""The lists of a model's ancestors and descendants."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.facts.answers import Direction, Relatives
from filiation.observatory import Observatory
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import language_of
from filiation.web.questions import Asked, RelativesQuestion
from filiation.web.templating import render

router = APIRouter()

_Question = Annotated[RelativesQuestion, Asked]
_FILTERS = {"relation", "depth", "published_after", "publisher", "license"}


@router.get("/models/{owner}/{name}/ancestors")
def ancestors(request: Request, observatory: Answering, repository: RepositoryId, question: _Question) -> Response:
    """Return the models from which a model comes, filtered, sorted and paged."""
    return _page(request, _asked(observatory, repository, Direction.ANCESTORS, question), repository, question)


@router.get("/models/{owner}/{name}/descendants")
def descendants(request: Request, observatory: Answering, repository: RepositoryId, question: _Question) -> Response:
    """Return the models that come from a model, filtered, sorted and paged."""
    return _page(request, _asked(observatory, repository, Direction.DESCENDANTS, question), repository, question)


def _asked(observatory: Observatory, model: str, direction: Direction, question: RelativesQuestion) -> Relatives:
    ask = observatory.ancestors if direction is Direction.ANCESTORS else observatory.descendants
    return ask(
        model,
        relation=question.relation,
        depth=question.depth,
        published_after=question.published_after,
        publisher=question.publisher,
        license=question.license,
        sort=question.sort,
        limit=question.limit,
        offset=question.offset,
        tallies=True,
    )


def _page(request: Request, answer: Relatives, asked: str, question: RelativesQuestion) -> Response:
    told = question.told()
    language = language_of(request)
    address = addresses.model(language, answer.model, answer.direction)
    if answer.model != asked:
        return RedirectResponse(addresses.with_query(address, told), 307)
    filters = {name: value for name, value in told.items() if name in _FILTERS}
    exploring = {"model": [answer.model], "toward": answer.direction.value, **filters}
    return render(
        request,
        "relatives.html",
        answer=answer,
        question=question,
        told=told,
        filters=filters,
        exploring=exploring,
        address=address,
    )
