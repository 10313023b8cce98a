"""Between models and around them: paths, parts of the graph, publishers, datasets."""

from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from filiation.errors import WrongUse
from filiation.export.formats import FORMATS, format_named
from filiation.facts.answers import PathAnswer
from filiation.facts.contacts import Reachability
from filiation.facts.exploration import Exploration
from filiation.facts.holdings import DatasetProfile, PublisherProfile
from filiation.locale import mark
from filiation.web import addresses
from filiation.web.api.answers import answered, answers, canonical, grouped, paging
from filiation.web.api.asked import DatasetAsked, GraphAsked, PathAsked, PublisherAsked
from filiation.web.asking import Answering, RepositoryId
from filiation.web.questions import Asked, ContactsQuestion
from filiation.web.roots import api_root_of, asked_url

router = grouped(mark("Paths, graphs, publishers, datasets"))

_FILES = {form.media_type: {"schema": {"type": "string"}} for form in FORMATS.values() if form.name != "json"}


@router.get(
    "/path",
    summary=mark("Tells how two models are related, by which links, and their nearest common ancestors."),
    responses=answers(PathAnswer),
)
def path(observatory: Answering, question: Annotated[PathAsked, Asked]) -> Response:
    """Answer how two models are related."""
    return answered(observatory.path(question.a, question.b))


@router.get(
    "/explore",
    summary=mark("Lists the nodes and links around one or several models that pass filters, or hands them as a file."),
    responses=answers(Exploration, content=_FILES),
)
def explore(request: Request, observatory: Answering, question: Annotated[GraphAsked, Asked]) -> Response:
    """Answer one page as JSON, or all that passes as a file."""
    answer = question.answered(observatory)
    if question.format == "json":
        named = sum(node.depth == 0 for node in answer.nodes)
        return answered(answer, *paging(request, question, len(answer.nodes) - named, answer.total))
    form = format_named(question.format)
    disposition = f'attachment; filename="filiation-{answer.seen or answer.edition}{form.suffix}"'
    written = form.write(answer, str(asked_url(request)))
    return StreamingResponse(written, media_type=form.media_type, headers={"Content-Disposition": disposition})


@router.get(
    "/publishers/{name}/contacts",
    summary=mark("Tells how a publisher can be reached, with the place where each contact was found."),
    responses=answers(Reachability),
)
def contacts(
    request: Request, observatory: Answering, name: str, question: Annotated[ContactsQuestion, Asked]
) -> Response:
    """Answer how a publisher can be reached; about one of its models, what its own files tell first."""
    answer = observatory.contacts(question.model or name)
    if answer.publisher.lower() != name.lower():
        raise WrongUse(
            mark("{model} is no model of {publisher}."),
            mark("Ask without a model, or for its publisher."),
            model=question.model or name,
            publisher=name,
        )
    address = addresses.publisher(api_root_of(request), answer.publisher, "contacts", **question.told())
    return answered(answer, *canonical(name, answer.publisher, address))


@router.get(
    "/publishers/{name}",
    summary=mark("Tells what a publisher holds, and the families in which its models have a part."),
    responses=answers(PublisherProfile),
)
def publisher(
    request: Request, observatory: Answering, name: str, question: Annotated[PublisherAsked, Asked]
) -> Response:
    """Answer one page of a publisher's models."""
    answer = observatory.publisher(name, sort=question.sort, limit=question.limit, offset=question.offset)
    found = answer.publisher.id
    return answered(
        answer,
        *canonical(name, found, addresses.publisher(api_root_of(request), found, "", **question.told())),
        *paging(request, question, len(answer.items), answer.models + answer.gone),
    )


@router.get(
    "/datasets/{owner}/{name}",
    summary=mark("Tells which models declare a dataset, and which descend from those."),
    responses=answers(DatasetProfile),
)
def dataset(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[DatasetAsked, Asked]
) -> Response:
    """Answer one page of the models that a dataset went into."""
    answer = observatory.dataset(repository, sort=question.sort, limit=question.limit, offset=question.offset)
    found = answer.dataset.id
    return answered(
        answer,
        *canonical(repository, found, addresses.dataset(api_root_of(request), found, **question.told())),
        *paging(request, question, len(answer.items), answer.declared_by + answer.descendants),
    )
