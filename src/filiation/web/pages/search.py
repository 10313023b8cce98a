"""The page of finds."""

import re
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from filiation.catalog.search import Found
from filiation.pictures.places import HUB
from filiation.web.asking import Answering
from filiation.web.questions import MOST, Asked, SearchQuestion
from filiation.web.templating import render

router = APIRouter()

_ON_THE_HUB = re.compile(rf"\s*{re.escape(HUB)}/(?:datasets/)?([^/\s?#]+(?:/[^/\s?#]+)?)", re.IGNORECASE)
_MORE = 100


@router.get("/search")
def search(request: Request, observatory: Answering, question: Annotated[SearchQuestion, Asked]) -> HTMLResponse:
    """Return the models, datasets and publishers that fit a text, the best first."""
    text = meant(question.text)
    answer = observatory.search(text, kinds=question.kind, limit=question.limit) if text else None
    more = min(MOST, max(_MORE, question.limit * 2)) if answer and len(answer.items) == question.limit else None
    return render(
        request,
        "search.html",
        question=question,
        answer=answer,
        kinds=list(Found),
        more=None if more == question.limit else more,
    )


def meant(text: str) -> str:
    """Return what to look for: the id that an address on the Hub names, else the text itself."""
    address = _ON_THE_HUB.match(text)
    return address[1] if address else text.strip()
