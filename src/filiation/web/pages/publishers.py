"""The page of a publisher."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.web import addresses
from filiation.web.asking import Answering
from filiation.web.questions import Asked, HoldingsQuestion
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words.exploration import ACCOUNT, ACCOUNT_IS

router = APIRouter()


@router.get("/publishers/{name}")
def publisher(
    request: Request, observatory: Answering, name: str, question: Annotated[HoldingsQuestion, Asked]
) -> Response:
    """Return what a publisher holds, and the families in which its models have a part."""
    sort = question.sort or "use"
    answer = observatory.publisher(name, sort=sort, limit=question.limit, offset=question.offset)
    told = question.told()
    address = addresses.publisher(root_of(request), answer.publisher.id)
    if answer.publisher.id != name:
        return RedirectResponse(addresses.with_query(address, told), 307)
    return render(
        request,
        "publisher.html",
        answer=answer,
        question=question,
        told=told,
        address=address,
        account_is=ACCOUNT_IS,
        account={kind: called.name for kind, called in ACCOUNT.items()},
    )
