"""The expert's explorer: a part of the graph chosen by filters, as a table, a picture and downloads."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from markupsafe import Markup

from filiation.errors import NotFound
from filiation.export.formats import FORMATS, format_named
from filiation.facts.exploration import Exploration, NodeKind, Toward
from filiation.locale import mark
from filiation.pictures import network, svg
from filiation.web.addresses import PictureState
from filiation.web.asking import Answering
from filiation.web.language import language_of, speech_of
from filiation.web.questions import Asked, ExploreQuestion
from filiation.web.templating import render

router = APIRouter()

_Question = Annotated[ExploreQuestion, Asked]
_PAGING = {"sort", "limit", "offset"}

KINDS: Mapping[NodeKind, tuple[str, str]] = {
    NodeKind.MODEL: (mark("model"), mark("models")),
    NodeKind.DATASET: (mark("dataset"), mark("datasets")),
    NodeKind.ORGANIZATION: (mark("organization"), mark("organizations")),
    NodeKind.USER: (mark("user"), mark("users")),
    NodeKind.PUBLISHER: (mark("publisher of unknown kind"), mark("publishers of unknown kind")),
}
"""What the nodes are called: one of them, several."""

TOWARD: Mapping[Toward, str] = {
    Toward.BOTH: mark("ancestors and descendants"),
    Toward.ANCESTORS: mark("ancestors only"),
    Toward.DESCENDANTS: mark("descendants only"),
}
"""What the ways are called along which the graph is followed."""


@router.get("/explore")
def explore(request: Request, observatory: Answering, question: _Question) -> HTMLResponse:
    """Return the nodes that pass the filters, their links in a picture, and the form to ask anew."""
    if not question.model:
        return _page(request, question)
    try:
        answer = observatory.explore(question.asking())
    except NotFound as problem:
        return _page(request, question, problem=problem)
    return _page(request, question, answer)


@router.get("/explore.{suffix}")
def download(request: Request, observatory: Answering, question: _Question, suffix: str) -> Response:
    """Return all nodes that pass the filters as a file, with the question and the catalog's day in it."""
    form = format_named(suffix)
    answer = observatory.explore(question.asking(whole=True))
    name = f"filiation-{answer.seen or answer.edition}{form.suffix}"
    return StreamingResponse(
        form.write(answer, str(request.url)),
        media_type=form.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(
    request: Request,
    question: ExploreQuestion,
    answer: Exploration | None = None,
    problem: NotFound | None = None,
) -> HTMLResponse:
    told = question.told()
    return render(
        request,
        "explore.html",
        status=problem.status if problem else 200,
        question=question,
        answer=answer,
        problem=problem,
        told=told,
        everything={name: value for name, value in told.items() if name not in _PAGING},
        picture=_picture(request, answer) if answer else None,
        formats=FORMATS.values(),
        kinds=KINDS,
        ways=TOWARD,
    )


def _picture(request: Request, answer: Exploration) -> Markup:
    state = PictureState(language_of(request), answer.query.models[0])
    drawn = network.layout(answer, speech_of(request), state)
    return Markup(svg.render(drawn, embedded=True))  # noqa: S704 (written by ElementTree, which escapes)
