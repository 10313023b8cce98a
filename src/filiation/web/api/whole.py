"""The whole catalog: searching it, and what it holds."""

from typing import Annotated

from fastapi import Request, Response

from filiation.facts import answers as facts
from filiation.locale import mark
from filiation.web.api.answers import answered, answers, grouped
from filiation.web.api.asked import NothingAsked, TextAsked
from filiation.web.asking import Answering
from filiation.web.questions import Asked
from filiation.web.reading import Service

router = grouped(mark("The catalog"))


@router.get(
    "/search",
    summary=mark("Finds models, datasets and publishers by id, beginning, words, part, or one typo."),
    responses=answers(facts.SearchAnswer),
)
def search(observatory: Answering, question: Annotated[TextAsked, Asked]) -> Response:
    """Answer what fits a text, the best first."""
    return answered(observatory.search(question.text, kinds=question.kind, limit=question.limit))


@router.get(
    "/stats",
    summary=mark("Counts what the catalog holds, and tells the day that it describes."),
    responses=answers(facts.Stats),
)
def stats(request: Request, _: Annotated[NothingAsked, Asked]) -> Response:
    """Answer the counts, which are made once for each edition."""
    service: Service = request.app.state.service
    return answered(service.reading().stats)
