"""The expert's explorer: a part of the graph chosen by filters, as a table, a picture and downloads."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from filiation.errors import NotFound
from filiation.export.formats import format_named
from filiation.facts.exploration import Exploration, Toward
from filiation.locale import mark
from filiation.pictures import network, svg
from filiation.pictures.places import OnHub
from filiation.web.addresses import PictureState
from filiation.web.asking import Answering
from filiation.web.imaging import Studio
from filiation.web.language import speech_of
from filiation.web.pages.drawing import Shown, shown
from filiation.web.questions import Asked, ExploreQuestion
from filiation.web.roots import asked_url, root_of
from filiation.web.templating import render
from filiation.words.exploration import NODE_KIND

router = APIRouter()

_Question = Annotated[ExploreQuestion, Asked]
_PAGING = {"sort", "limit", "offset"}

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


@router.get("/explore.svg")
def explore_svg(request: Request, observatory: Answering, question: _Question) -> Response:
    """Return the picture of one page as an SVG file, of which the nodes lead to the Hub, since a file travels."""
    answer = observatory.explore(question.asking())
    text = svg.render(network.layout(answer, speech_of(request), OnHub()), embedded=False)
    return Response(text, media_type="image/svg+xml", headers=_attached(answer, ".svg"))


@router.get("/explore.png")
def explore_png(request: Request, observatory: Answering, question: _Question) -> Response:
    """Return the picture of one page as a PNG file."""
    answer = observatory.explore(question.asking())
    studio: Studio = request.app.state.studio
    image = studio.draw(lambda: network.layout(answer, speech_of(request), OnHub()))
    return Response(image, media_type="image/png", headers=_attached(answer, ".png"))


@router.get("/explore.{suffix}")
def download(request: Request, observatory: Answering, question: _Question, suffix: str) -> Response:
    """Return all nodes that pass the filters as a file, with the question and the catalog's day in it."""
    form = format_named(suffix)
    answer = observatory.explore(question.asking(whole=True))
    pieces = form.write(answer, str(asked_url(request)))
    return StreamingResponse(pieces, media_type=form.media_type, headers=_attached(answer, form.suffix))


def _attached(answer: Exploration, suffix: str) -> dict[str, str]:
    """Return the headers of a file that is named for the day that the catalog describes."""
    return {"Content-Disposition": f'attachment; filename="filiation-{answer.seen or answer.edition}{suffix}"'}


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
        node_kind=NODE_KIND,
        ways=TOWARD,
    )


def _picture(request: Request, answer: Exploration) -> Shown:
    state = PictureState(root_of(request), answer.query.models[0])
    return shown(network.layout(answer, speech_of(request), state))
