"""The page on how two models are related."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.errors import NotFound
from filiation.facts.answers import PathAnswer
from filiation.web.asking import Answering
from filiation.web.pages.evidence import anchor
from filiation.web.questions import Asked, PathQuestion
from filiation.web.templating import render
from filiation.words import kinship

router = APIRouter()


@router.get("/path")
def path(request: Request, observatory: Answering, question: Annotated[PathQuestion, Asked]) -> HTMLResponse:
    """Return how two models are related, by which links, and their nearest common ancestors."""
    if not question.a or not question.b:
        return _page(request, question)
    try:
        answer = observatory.path(question.a.strip(), question.b.strip())
    except NotFound as problem:
        return _page(request, question, problem=problem)
    return _page(request, question, answer)


def _page(
    request: Request, question: PathQuestion, answer: PathAnswer | None = None, problem: NotFound | None = None
) -> HTMLResponse:
    return render(
        request,
        "path.html",
        status=problem.status if problem else 200,
        question=question,
        answer=answer,
        problem=problem,
        kin=kinship.told(answer) if answer else None,
        steps=list(kinship.steps(answer)) if answer else [],
        anchor=anchor,
    )
