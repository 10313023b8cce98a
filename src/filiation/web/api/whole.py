"""The whole catalog: searching it, and what it holds."""

from typing import Annotated

from fastapi import Request, Response

from filiation.facts import answers as facts
from filiation.facts.history import Diff
from filiation.facts.hygiene import Diagnosis
from filiation.locale import mark
from filiation.web.api.answers import answered, answers, grouped, paging
from filiation.web.api.asked import DiffAsked, DoctorAsked, NothingAsked, TextAsked
from filiation.web.asking import Answering, AsRead
from filiation.web.questions import Asked

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
def stats(reading: AsRead, _: Annotated[NothingAsked, Asked]) -> Response:
    """Answer the counts, which are made once for each edition."""
    return answered(reading.stats)


@router.get(
    "/diff",
    summary=mark("Lists what was seen to change between two days, in the whole catalog or in one family."),
    responses=answers(Diff),
)
def diff(request: Request, observatory: Answering, question: Annotated[DiffAsked, Asked]) -> Response:
    """Answer one page of the changes."""
    answer = observatory.diff(
        question.start,
        question.end,
        model=question.model,
        kinds=question.kind,
        limit=question.limit,
        offset=question.offset,
    )
    return answered(answer, *paging(request, question, len(answer.items), answer.total))


@router.get(
    "/doctor",
    summary=mark("Examines how models tell their origin: those of one family, of a publisher, or all."),
    responses=answers(Diagnosis),
)
def doctor(request: Request, observatory: Answering, question: Annotated[DoctorAsked, Asked]) -> Response:
    """Answer one page of the findings."""
    answer = observatory.doctor(
        question.model,
        publisher=question.publisher,
        kinds=question.kind,
        limit=question.limit,
        offset=question.offset,
    )
    return answered(answer, *paging(request, question, len(answer.items), answer.total))
