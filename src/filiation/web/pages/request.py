"""The guided path from a model that knows something about a person to letters; the browser puts them together."""

import json
from typing import Annotated
from unicodedata import normalize

import msgspec
from babel import Locale
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from filiation.catalog.search import Match
from filiation.errors import NotFound
from filiation.evidence.file_names import model_name
from filiation.export.letters.annexes import drawing, line
from filiation.facts.answers import Hit
from filiation.facts.parties import Parties, Party
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.observatory.letter_pictures import family_picture
from filiation.rights.authorities import authorities
from filiation.rights.letters import document, languages
from filiation.rights.letters.telling import SITE
from filiation.rights.services import service
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import language_of
from filiation.web.pages.blanks import letter_with_blanks
from filiation.web.pages.recipients import recipients
from filiation.web.pages.search import meant
from filiation.web.questions import Asked, ModelSought, PartiesSought
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words.speech import speech

router = APIRouter()

_FINDS = 20
_FRAME = {"subject": mark("Subject: {subject}"), "annex": mark("Annex {n}: {title}")}
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "CQ"})


@router.get("/request")
def start(request: Request, observatory: Answering, question: Annotated[ModelSought, Asked]) -> Response:
    """Return where to find the name of a model, and the models that fit a name; lead to the guided path of that one."""
    text = meant(question.model or "")
    held = _held(observatory, text)
    if held:
        return RedirectResponse(addresses.model(root_of(request), held, "request"), 307)
    finds, served = _finds(observatory, text), service(text)
    meets = [hit for hit in finds if served is None and hit.match != Match.TYPO]
    return render(
        request,
        "request_start.html",
        text=text,
        name=model_name(text),
        service=served,
        finds=meets,
        near=[] if meets else finds,
    )


@router.get("/models/{owner}/{name}/request")
def guide(
    request: Request, observatory: Answering, repository: RepositoryId, question: Annotated[PartiesSought, Asked]
) -> Response:
    """Return the five steps to the letters about a model, with all that the browser needs to write them."""
    parties = observatory.parties(repository)
    if parties.model != repository:
        address = addresses.model(root_of(request), parties.model, "request", **question.told())
        return RedirectResponse(address, 307)
    found = recipients(observatory, parties, question.publisher)
    language = language_of(request)
    return render(
        request,
        "request.html",
        parties=parties,
        found=found,
        dossier=_dossier(found.parties, found.more),
        pictures={one: _picture(observatory, parties.model, one) for one in languages()},
        blank=letter_with_blanks(parties, language),
        countries=_countries(language),
    )


@router.get("/letters.json")
def letters() -> Response:
    """Return the sentences of all letters, in all their languages, and the words around a letter."""
    frames = {
        language: {name: speech(language).translate(message) for name, message in _FRAME.items()}
        for language in languages()
    }
    told = {**document(), "frames": frames, "site": SITE}
    return Response(msgspec.json.encode(told), media_type="application/json")


def _finds(observatory: Observatory, text: str) -> list[Hit]:
    """Return the models that fit a text, then those that fit the name of a model in it, if it is that of a file."""
    asked = dict.fromkeys(one for one in (text, model_name(text)) if one)
    hits = (hit for one in asked for hit in observatory.search(one, kinds=["model"], limit=_FINDS).items)
    return sorted({hit.id: hit for hit in hits}.values(), key=lambda hit: hit.match == Match.TYPO)


def _held(observatory: Observatory, text: str) -> str | None:
    """Return the id of the model that a text names; None where none is called so."""
    if not text:
        return None
    try:
        return observatory.show(text, limit=1).model.id
    except NotFound:
        return None


def _picture(observatory: Observatory, model: str, language: str) -> dict[str, str]:
    """Return the picture of the family as letters have it, and its words."""
    picture = family_picture(observatory, model, language)
    return {
        "title": line(picture.title),
        "alternative": line(picture.alternative),
        "svg": Markup(drawing(picture)),  # noqa: S704 (made anew from a few known shapes)
    }


def _dossier(parties: Parties, more: tuple[Party, ...]) -> str:
    """Return for the page's scripts who is concerned; in ASCII, so that nothing in it turns or hides other text."""
    told = {"parties": msgspec.to_builtins(parties), "more": msgspec.to_builtins(more)}
    return json.dumps(told)


def _countries(language: str) -> dict[str, list[tuple[str, str]]]:
    """Return countries by code and name: those that have an authority in our list, and all others."""
    near = {one.country for one in authorities()}
    named = [(code, str(name)) for code, name in Locale(language).territories.items()]
    told = sorted((pair for pair in named if len(pair[0]) == 2 and pair[0] not in _NO_COUNTRY), key=_in_order)
    return {"near": [one for one in told if one[0] in near], "far": [one for one in told if one[0] not in near]}


def _in_order(country: tuple[str, str]) -> str:
    """Return by what countries are put in order: their names, in which accents do not count."""
    return normalize("NFD", country[1]).encode("ascii", "ignore").decode().casefold()
