"""The page of a model."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.facts.history import ChangeKind
from filiation.observatory import Observatory
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import speech_of
from filiation.web.pages.drawing import LARGE, drawing, state_of
from filiation.web.pages.evidence import anchor
from filiation.web.pages.sentences import origin, warnings
from filiation.web.questions import Asked, PictureQuestion
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words.heritage import progeny
from filiation.words.history import sentence
from filiation.words.speech import Speech

router = APIRouter()

_KIN = 8  # parents and children that are listed before the picture


@router.get("/models/{name}")
def named(request: Request, observatory: Answering, name: str) -> Response:
    """Lead to the page of the model that has, or had, a name without an owner."""
    found = observatory.show(name, limit=1).model.id
    return RedirectResponse(addresses.model(root_of(request), found), 307)


@router.get("/models/{owner}/{name}")
def model(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PictureQuestion, Asked]
) -> Response:
    """Return what is known of a model, its family in a picture, and where each fact comes from."""
    profile = observatory.show(repository, limit=_KIN)
    root = root_of(request)
    if profile.model.id != repository:
        address = addresses.with_query(addresses.model(root, profile.model.id), question.told())
        return RedirectResponse(address, 307)
    lineage, speech = observatory.lineage(repository), speech_of(request)
    canonical = addresses.model(root, repository)
    primary = lineage.line[0].id if lineage.line else None
    newer = profile.model.new_version
    return render(
        request,
        "model.html",
        profile=profile,
        lineage=lineage,
        origin=origin(speech, root, profile, lineage),
        progeny=progeny(speech, profile),
        warnings=warnings(speech, root, lineage.doubts),
        parents=sorted(profile.parents, key=lambda link: link.id != primary)[:_KIN],
        primary=primary,
        new_version_held=newer is not None and observatory.edition.number(newer) is not None,
        below=observatory.descendants(repository, limit=1, tallies=True) if profile.descendants.total else None,
        drawing=drawing(observatory, state_of(request, repository, "", question)),
        parting=_parting(observatory, speech, repository) if profile.model.gone else None,
        large=profile.descendants.total >= LARGE,
        anchor=anchor,
        canonical=canonical,
        cited=f"{str(request.base_url).rstrip('/')}{addresses.with_query(canonical, question.told())}",
    )


def _parting(observatory: Observatory, speech: Speech, model: str) -> str | None:
    """Return when a model was seen to be gone, in words; None where that is not told."""
    partings = [one for one in observatory.history(model).changes if one.kind is ChangeKind.GONE]
    return sentence(speech, partings[-1]) if partings else None
