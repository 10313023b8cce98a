"""The page of evidence: every clue of a model's links, for and against, and what was rejected."""

import re
from functools import partial
from itertools import groupby
from typing import Annotated
from zlib import crc32

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.facts.evidence import ClueFacts, LinkEvidence
from filiation.facts.vocabulary import Relation
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import speech_of
from filiation.web.questions import Asked, EvidenceQuestion
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words import grounds, places

router = APIRouter()

_UNSAFE = re.compile("[^A-Za-z0-9._/-]")


@router.get("/models/{owner}/{name}/evidence")
def evidence(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[EvidenceQuestion, Asked]
) -> Response:
    """Return why each link of a model is believed, in words and in quotations, and a page of what was rejected."""
    answer = observatory.evidence(repository)
    told = question.told()
    address = addresses.model(root_of(request), answer.model, "evidence")
    if answer.model != repository:
        return RedirectResponse(addresses.with_query(address, told), 307)
    speech = speech_of(request)
    lineage = [link for link in answer.links if link.relation is not Relation.TRAINED_ON]
    training = [link for link in answer.links if link.relation is Relation.TRAINED_ON]
    return render(
        request,
        "evidence.html",
        answer=answer,
        lineage=lineage,
        training=training,
        rejected=answer.rejected[question.offset : question.offset + question.limit],
        question=question,
        told=told,
        address=address,
        anchor=anchor,
        sides=sides,
        steps=partial(grounds.steps, speech),
        tells=partial(grounds.tells, speech),
        why_not=partial(grounds.why_not, speech),
        place=partial(places.place, speech),
    )


def anchor(name: str) -> str:
    """Return the name of the place in the page at which the evidence of a parent or dataset stands."""
    return f"link-{crc32(name.encode())}" if _UNSAFE.search(name) else f"link-{name}"


def sides(link: LinkEvidence) -> list[tuple[bool, list[ClueFacts]]]:
    """Return the clues for a link, then those against it."""
    ordered = sorted(link.clues, key=lambda clue: not clue.supports)
    return [(supports, list(clues)) for supports, clues in groupby(ordered, key=lambda clue: clue.supports)]
