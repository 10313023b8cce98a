"""The page of what the live Hub says of a model at this moment; it is asked only when a reader presses a button."""

from shlex import quote
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from filiation.errors import NotFound
from filiation.facts.live import Access, Live
from filiation.locale import mark
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import speech_of
from filiation.web.pages.changes import told
from filiation.web.refreshing import Refresher
from filiation.web.roots import asked_path, day_of, root_of
from filiation.web.templating import render
from filiation.words.live import ACCESS
from filiation.words.speech import Speech

router = APIRouter()

_PUBLIC = (Access.PUBLIC, Access.GATED)
_UNITS = (mark("{n} bytes"), mark("{n} kB"), mark("{n} MB"), mark("{n} GB"), mark("{n} TB"))
_MOST_FILES = 500


async def _refresher(request: Request) -> Refresher:
    found: Refresher | None = request.app.state.refresher
    if found is None or day_of(request):
        raise NotFound(
            mark("There is nothing at {path}."),
            mark("Look for the model, dataset or publisher with the search."),
            path=asked_path(request)[:200],
        )
    return found


@router.post("/models/{owner}/{name}/live")
def live(
    request: Request,
    refresher: Annotated[Refresher, Depends(_refresher)],
    observatory: Answering,
    repository: RepositoryId,
) -> Response:
    """Return what the Hub says of a model now, and what differs from the catalog; nothing of it is kept."""
    answer = refresher.read(observatory, repository)
    response = render(
        request,
        "live.html",
        live=answer,
        access=ACCESS[answer.access],
        public=answer.access in _PUBLIC,
        held=observatory.edition.number(repository) is not None,
        differences=_differences(request, answer),
        files=answer.files[:_MOST_FILES],
        quoted=quote,
        size=lambda n: size(speech_of(request), n),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _differences(request: Request, answer: Live) -> list[object]:
    return [told(speech_of(request), root_of(request), change) for change in answer.differences or ()]


def size(speech: Speech, n: int) -> str:
    """Return a number of bytes as people write it."""
    amount, unit = float(n), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return speech.say(_UNITS[unit], n=speech.decimal(amount) if unit else n)
