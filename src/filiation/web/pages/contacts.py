"""The pages that tell how a publisher can be reached, and where each contact was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.facts.contacts import Contact, Reachability, Whose
from filiation.facts.rights import ContactKind
from filiation.rights.publishers import CURATED
from filiation.web import addresses
from filiation.web.asking import Answering, RepositoryId
from filiation.web.language import speech_of
from filiation.web.roots import root_of
from filiation.web.templating import render
from filiation.words import contacts as words
from filiation.words.speech import Speech

router = APIRouter()

_PAGES = (ContactKind.FORM, ContactKind.WEBSITE, ContactKind.PAPER, ContactKind.CODE, ContactKind.DISCUSSION)
_SECURE = "https://"
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Told:
    """A contact in words, with the address to which it leads, and that of the page where it was found.

    `is_old`: the page of our list was written, or read, more than a year before the catalog.
    """

    contact: Contact
    address: str | None
    found: str
    where: str
    shown_at: str | None
    is_old: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Contacts that reach alike: whom, what that means, and which."""

    whose: str
    means: str
    contacts: tuple[Told, ...]


@router.get("/publishers/{name}/contacts")
def publisher(request: Request, observatory: Answering, name: str) -> Response:
    """Return how a publisher can be reached."""
    answer = observatory.contacts(name)
    address = addresses.publisher(root_of(request), answer.publisher, "contacts")
    if answer.publisher != name:
        return RedirectResponse(address, 307)
    return _shown(request, answer, None, address, observatory.edition.day())


@router.get("/models/{owner}/{name}/contacts")
def model(request: Request, observatory: Answering, repository: RepositoryId) -> Response:
    """Return how the publisher of a model can be reached, what its own files tell first."""
    found = observatory.show(repository, limit=1).model.id
    address = addresses.model(root_of(request), found, "contacts")
    if found != repository:
        return RedirectResponse(address, 307)
    return _shown(request, observatory.contacts(found), found, address, observatory.edition.day())


def _shown(request: Request, answer: Reachability, about: str | None, address: str, today: date | None) -> Response:
    speech, root = speech_of(request), root_of(request)
    there = answer.applicability.establishment
    return render(
        request,
        "contacts.html",
        answer=answer,
        about=about,
        address=address,
        summary=words.summary(speech, answer),
        groups=list(_groups(speech, root, (*answer.contacts, *answer.others), today)),
        kind=words.KIND,
        purpose=words.PURPOSE,
        public=words.PUBLIC,
        applies=words.APPLIES,
        reason=words.reason(speech, answer.applicability),
        source=there,
        source_page=_page(there.source) if there else None,
    )


def _groups(speech: Speech, root: str, contacts: Iterable[Contact], today: date | None) -> Iterable[Group]:
    told = [_told(speech, root, one, today) for one in contacts]
    for whose in Whose:
        found = tuple(one for one in told if one.contact.whose is whose)
        if found:
            yield Group(words.WHOSE[whose], words.WHOSE_MEANS[whose], found)


def _told(speech: Speech, root: str, one: Contact, today: date | None) -> Told:
    where = words.where(speech, one)
    shown_at = _page(one.location) or (addresses.model(root, one.model) if one.model is not None else None)
    shown = "" if where == one.value else where
    return Told(one, _address(one), words.found(speech, one), shown, shown_at, _is_old(one, today))


def _is_old(one: Contact, today: date | None) -> bool:
    if one.source != CURATED or one.seen is None or today is None:
        return False
    return today - one.seen > _YEAR


def _address(one: Contact) -> str | None:
    """Return where a contact leads: a mail to write, or an encrypted page; a name leads nowhere."""
    if one.kind is ContactKind.EMAIL:
        return f"mailto:{quote(one.value, safe='@')}"
    return _page(one.value) if one.kind in _PAGES else None


def _page(text: str) -> str | None:
    return text if text.startswith(_SECURE) else None
