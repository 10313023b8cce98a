"""The pages of hygiene: what is wrong with how models tell their origin, and what their publishers could write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from filiation.facts.hygiene import AILMENTS, Ailment, Diagnosis, Finding, Repair, Side
from filiation.observatory import Observatory
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import speech_of
from filiation.web.pages.evidence import anchor
from filiation.web.pages.sentences import linked
from filiation.web.questions import Asked, DoctorQuestion, ScopeQuestion
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words import hygiene as words
from filiation.words.speech import Speech

router = APIRouter()

_IN_EVIDENCE: Mapping[Ailment, str] = {
    Ailment.SELF_REFERENCE: "rejected",
    Ailment.UNUSABLE_NAME: "rejected",
    Ailment.UNREADABLE: "unread",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, and the address of what shows it."""

    finding: Finding
    text: Markup
    shown_at: str


@dataclass(frozen=True, slots=True)
class Mending:
    """What a publisher can do for a model, and why."""

    repair: Repair
    why: str
    sides: tuple[tuple[Side, str], ...]


@router.get("/doctor")
def doctor(request: Request, observatory: Answering, question: Annotated[ScopeQuestion, Asked]) -> Response:
    """Return the state of the whole catalog, or lead to that of the family or publisher that a form names."""
    root, rest = root_of(request), question.narrowed().told()
    if question.model and not question.publisher:
        return RedirectResponse(addresses.model(root, question.model.strip(), "doctor", **rest), 307)
    if question.publisher and not question.model:
        return RedirectResponse(addresses.publisher(root, question.publisher.strip(), "doctor", **rest), 307)
    answer = _asked(observatory, question, question.model, question.publisher)
    return _shown(request, answer, question, addresses.page(root, "doctor"))


@router.get("/models/{owner}/{name}/doctor")
def family(
    request: Request,
    observatory: Answering,
    repository: RepositoryId,
    question: Annotated[DoctorQuestion, Asked],
) -> Response:
    """Return the state of a model and its family."""
    answer = _asked(observatory, question, model=repository)
    address = addresses.model(root_of(request), answer.model or repository, "doctor")
    if answer.model != repository:
        return RedirectResponse(addresses.with_query(address, question.told()), 307)
    return _shown(request, answer, question, address)


@router.get("/publishers/{name}/doctor")
def publisher(
    request: Request, observatory: Answering, name: str, question: Annotated[DoctorQuestion, Asked]
) -> Response:
    """Return the state of a publisher's models."""
    answer = _asked(observatory, question, publisher=name)
    address = addresses.publisher(root_of(request), answer.publisher or name, "doctor")
    if answer.publisher != name:
        return RedirectResponse(addresses.with_query(address, question.told()), 307)
    return _shown(request, answer, question, address)


def _asked(
    observatory: Observatory, question: DoctorQuestion, model: str | None = None, publisher: str | None = None
) -> Diagnosis:
    return observatory.doctor(
        model, publisher=publisher, kinds=question.kind, limit=question.limit, offset=question.offset
    )


def _shown(request: Request, answer: Diagnosis, question: DoctorQuestion, address: str) -> Response:
    speech, root = speech_of(request), root_of(request)
    return render(
        request,
        "doctor.html",
        answer=answer,
        question=question,
        told=question.told(),
        address=address,
        kinds=AILMENTS,
        ailment=words.AILMENT,
        means=words.MEANS,
        summary=words.summary(speech, answer),
        own=[_told(speech, root, finding) for finding in answer.own],
        items=[_told(speech, root, finding) for finding in answer.items],
        mending=_by_model(speech, answer),
    )


def _told(speech: Speech, root: str, finding: Finding) -> Told:
    """Return a finding with links to the parent that it names, and to where it can be seen."""
    text = linked(root, words.what(speech, finding), [finding.parent] if finding.parent else [])
    if finding.kind is Ailment.LICENSE_CHANGED:
        return Told(finding, text, addresses.model(root, finding.model, "history"))
    place = _IN_EVIDENCE.get(finding.kind) or anchor(finding.parent or "")
    return Told(finding, text, f"{addresses.model(root, finding.model, 'evidence')}#{place}")


def _by_model(speech: Speech, answer: Diagnosis) -> Mapping[str, Mending]:
    return {
        repair.model: Mending(
            repair, words.why(speech, repair), tuple((side, words.told_by(speech, side)) for side in repair.sides)
        )
        for repair in answer.repairs
    }
