"""The page of evidence: every clue of a model's links, for and against, and what was rejected."""

import re
from itertools import groupby
from zlib import crc32

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.facts.answers import ClueFacts, LinkEvidence
from filiation.facts.vocabulary import Relation
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.roots import root_of
from filiation.web.templating import render

router = APIRouter()

_UNSAFE = re.compile("[^A-Za-z0-9._/-]")


@router.get("/models/{owner}/{name}/evidence")
def evidence(request: Request, observatory: Answering, repository: RepositoryId) -> Response:
    """Return why each link of a model is believed, in words and in quotations."""
    answer = observatory.evidence(repository)
    if answer.model != repository:
        return RedirectResponse(addresses.model(root_of(request), answer.model, "evidence"), 307)
    lineage = [link for link in answer.links if link.relation is not Relation.TRAINED_ON]
    training = [link for link in answer.links if link.relation is Relation.TRAINED_ON]
    return render(
        request, "evidence.html", answer=answer, lineage=lineage, training=training, anchor=anchor, sides=sides
    )


def anchor(name: str) -> str:
    """Return the name of the place in the page at which the evidence of a parent or dataset stands."""
    return f"link-{crc32(name.encode())}" if _UNSAFE.search(name) else f"link-{name}"


def sides(link: LinkEvidence) -> list[tuple[bool, list[ClueFacts]]]:
    """Return the clues for a link, then those against it."""
    ordered = sorted(link.clues, key=lambda clue: not clue.supports)
    return [(supports, list(clues)) for supports, clues in groupby(ordered, key=lambda clue: clue.supports)]
