"""One model: what is known of it, its relatives, its evidence, its family."""

from functools import partial
from typing import Annotated

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from filiation.facts import answers as facts
from filiation.facts.evidence import Evidence
from filiation.facts.heritage import Lineage, Overview
from filiation.facts.history import History
from filiation.facts.parties import Parties
from filiation.facts.pictured import Tree
from filiation.facts.register import Made
from filiation.locale import mark
from filiation.web import addresses
from filiation.web.api.answers import answered, answers, canonical, grouped, paging
from filiation.web.api.asked import AnnounceAsked, DescendantsAsked, NothingAsked, RelativesAsked
from filiation.web.asking import Answering, RepositoryId
from filiation.web.questions import Asked, PartiesQuestion, ShowQuestion, TreeQuestion
from filiation.web.roots import api_root_of

router = grouped(mark("One model"))

_MODEL = "/models/{owner}/{name}"
_QUICK = 100  # children that are told within a millisecond
_Nothing = Annotated[NothingAsked, Asked]
_Relatives = Annotated[RelativesAsked, Asked]
_Descendants = Annotated[DescendantsAsked, Asked]


@router.get(
    _MODEL,
    summary=mark("Tells what is known of a model: indicators, parents, most used children, size of its family."),
    responses=answers(facts.Profile),
)
async def show(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[ShowQuestion, Asked]
) -> Response:
    """Answer at once, unless many children are asked for: a thread would cost more than the question."""
    ask = partial(observatory.show, repository, limit=question.limit)
    answer = ask() if question.limit <= _QUICK else await run_in_threadpool(ask)
    return answered(answer, *canonical(repository, answer.model.id, _address(request, answer.model.id)))


@router.get(
    f"{_MODEL}/ancestors",
    summary=mark("Lists the models from which a model comes, directly or through others."),
    responses=answers(facts.Relatives),
)
def ancestors(request: Request, observatory: Answering, repository: RepositoryId, question: _Relatives) -> Response:
    """Answer one page of the ancestors."""
    return _relatives(request, repository, question, observatory.ancestors(repository, **question.model_dump()))


@router.get(
    f"{_MODEL}/descendants",
    summary=mark("Lists the models that come from a model, directly or through others."),
    responses=answers(facts.Relatives),
)
def descendants(request: Request, observatory: Answering, repository: RepositoryId, question: _Descendants) -> Response:
    """Answer one page of the descendants."""
    return _relatives(request, repository, question, observatory.descendants(repository, **question.model_dump()))


@router.get(
    f"{_MODEL}/evidence",
    summary=mark("Lists every clue about a model's parents and datasets, for and against, and what was rejected."),
    responses=answers(Evidence),
)
def evidence(request: Request, observatory: Answering, repository: RepositoryId, _: _Nothing) -> Response:
    """Answer in a thread: some models name thousands of parents."""
    answer = observatory.evidence(repository)
    return answered(answer, *canonical(repository, answer.model, _address(request, answer.model, "evidence")))


@router.get(
    f"{_MODEL}/lineage",
    summary=mark("Tells the line of primary parents of a model, what it inherits, and what is doubtful."),
    responses=answers(Lineage),
)
def lineage(request: Request, observatory: Answering, repository: RepositoryId, _: _Nothing) -> Response:
    """Answer what a model inherits."""
    answer = observatory.lineage(repository)
    return answered(answer, *canonical(repository, answer.model, _address(request, answer.model, "lineage")))


@router.get(
    f"{_MODEL}/overview",
    summary=mark("Counts a whole family, however large: by ways of relations, years, publishers and licenses."),
    responses=answers(Overview),
)
def overview(request: Request, observatory: Answering, repository: RepositoryId, _: _Nothing) -> Response:
    """Answer a family in counts."""
    answer = observatory.overview(repository)
    return answered(answer, *canonical(repository, answer.model, _address(request, answer.model, "overview")))


@router.get(
    f"{_MODEL}/parties",
    summary=mark("Tells to whom to write about what a model remembers: publishers, in order, and who reaches most."),
    responses=answers(Parties),
)
def parties(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PartiesQuestion, Asked]
) -> Response:
    """Answer who may have to answer for a model, with one page of the publishers of its descendants."""
    answer = observatory.parties(repository, **question.model_dump())
    address = _address(request, answer.model, "parties", **question.told())
    links = () if question.publisher else paging(request, question, len(answer.items), answer.total)
    return answered(answer, *canonical(repository, answer.model, address), *links)


@router.get(
    f"{_MODEL}/announce",
    summary=mark("Writes what a publisher makes known about its model: a notice, a letter, changes of the card."),
    responses=answers(Made),
)
def announce(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[AnnounceAsked, Asked]
) -> Response:
    """Answer what to publish, to send to those downstream, and to paste."""
    answer = observatory.announce(question.announcement(repository, question.language))
    model = answer.announcement.model
    return answered(answer, *canonical(repository, model, _address(request, model, "announce", **question.told())))


@router.get(
    f"{_MODEL}/history",
    summary=mark("Tells the life of a model as it was read: what changed, and between which days."),
    responses=answers(History),
)
def history(request: Request, observatory: Answering, repository: RepositoryId, _: _Nothing) -> Response:
    """Answer what changed."""
    answer = observatory.history(repository)
    return answered(answer, *canonical(repository, answer.model, _address(request, answer.model, "history")))


@router.get(
    f"{_MODEL}/tree",
    summary=mark("Folds a model's family for drawing: some neighbors of each model, some generations each way."),
    responses=answers(Tree),
)
def tree(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[TreeQuestion, Asked]
) -> Response:
    """Answer the part of a family that a picture shows."""
    opened = tuple(map(addresses.read_opened, question.open))
    answer = observatory.tree(
        repository, depth=question.depth, ancestor_depth=question.ancestor_depth, limit=question.limit, opened=opened
    )
    return answered(
        answer, *canonical(repository, answer.root.id, _address(request, answer.root.id, "tree", **question.told()))
    )


def _address(request: Request, model: str, part: str = "", **query: object) -> str:
    return addresses.model(api_root_of(request), model, part, **query)


def _relatives(request: Request, asked: str, question: RelativesAsked, answer: facts.Relatives) -> Response:
    address = _address(request, answer.model, answer.direction, **question.told())
    return answered(
        answer,
        *canonical(asked, answer.model, address),
        *paging(request, question, len(answer.items), answer.total),
    )
