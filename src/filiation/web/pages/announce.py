"""The page for a publisher who did something about a model: what to publish, to send, and to paste."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.errors import WrongUse
from filiation.export.letters.text import text
from filiation.facts.register import Measure
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import language_of
from filiation.web.questions import AnnounceQuestion, Asked
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words.announcing import MEASURE_SHORT

router = APIRouter()


@router.get("/models/{owner}/{name}/announce")
def announce(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[AnnounceQuestion, Asked]
) -> Response:
    """Return the notice, the letter to those downstream and the changes of the card; before a choice, the form."""
    model = observatory.show(repository, limit=0).model.id
    address = addresses.model(root_of(request), model, "announce")
    if model != repository:
        return RedirectResponse(addresses.with_query(address, question.told()), 307)
    made, problem = None, None
    try:
        if question.measure:
            made = observatory.announce(question.announcement(model, language_of(request)))
    except WrongUse as error:
        problem = error
    return render(
        request,
        "announce.html",
        status=problem.status if problem else 200,
        problem=problem,
        model=model,
        made=made,
        notice=text(made.notice, width=0) if made else "",
        letter=text(made.recipients, width=0) if made else "",
        question=question,
        measures=[(measure.value, MEASURE_SHORT[measure]) for measure in Measure],
        address=address,
    )
