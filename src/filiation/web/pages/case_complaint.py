"""The page of a complaint about one party: to whom it goes, in which language, and the file for it."""

from fastapi import APIRouter, Request, Response

from filiation.errors import FiliationError, NotFound, WrongUse
from filiation.facts.cases import Addressing, Case
from filiation.facts.letters import LetterKind
from filiation.rights import complaining
from filiation.rights.authorities import Authority, authorities, authority
from filiation.rights.case_history import party_of
from filiation.rights.hosting import is_host
from filiation.rights.letters import languages
from filiation.web.language import language_of, speech_of
from filiation.web.pages.case import party_name
from filiation.web.pages.case_party import FORM_NAMES, letter_of
from filiation.web.posted import Form
from filiation.web.private import Cases, Keeping, to
from filiation.web.templating import render
from filiation.words.numbers import number_of

router = APIRouter()


@router.get("/cases/{case}/parties/{party}/complaint")
def complaint(request: Request, casework: Cases, strongroom: Keeping, case: str, party: int) -> Response:
    """Return to whom one can complain, and the letter and files for it."""
    return _shown(request, casework, strongroom, casework.case(case), party)


@router.post("/cases/{case}/parties/{party}/complaint/to")
def choose(request: Request, casework: Cases, strongroom: Keeping, case: str, party: int, form: Form) -> Response:
    """Choose the authority and the language; what cannot be is told above the page as it was."""
    held = casework.case(case)
    kept = party_of(held, party).complaint
    country = form.text("authority")
    chosen = Addressing(country, form.text("land") if country == kept.country else "", form.text("language"))
    try:
        casework.address_complaint(case, party, chosen, revision=form.number("revision"))
    except (WrongUse, NotFound) as problem:
        return _shown(request, casework, strongroom, held, party, problem)
    return to(request, f"cases/{case}/parties/{party}/complaint")


def _shown(
    request: Request,
    casework: Cases,
    strongroom: Keeping,
    held: Case,
    party: int,
    problem: FiliationError | None = None,
) -> Response:
    involved, speech = party_of(held, party), speech_of(request)
    letter = letter_of(casework, held.id, party, LetterKind.COMPLAINT, strongroom.today())
    addressed = None if is_host(involved) else _addressed(held, party)
    near = complaining.choices(held.draft, involved)
    return render(
        request,
        "case_complaint.html",
        status=problem.status if problem else 200,
        case=held,
        number_shown=number_of(held),
        place=party,
        name=party_name(speech, involved),
        is_host=is_host(involved),
        addressed=addressed,
        authority=addressed.authority if addressed else None,
        own=addressed is not None and addressed.authority.country == held.draft.person.country,
        near=[(one, _name(authority(one), language_of(request))) for one in near],
        others=[(one.country, _name(one, language_of(request))) for one in authorities() if one.country not in near],
        regions=_regions(held, party),
        chosen=involved.complaint,
        country=held.draft.person.country,
        letter_languages=languages(),
        letter=None if isinstance(letter, FiliationError) else letter,
        no_letter=letter if isinstance(letter, FiliationError) and not problem else None,
        problem=problem,
        forms=FORM_NAMES,
    )


def _addressed(held: Case, party: int) -> complaining.Addressee | None:
    """Return who gets the complaint; None where no authority is known."""
    try:
        return complaining.addressee(held.draft, held.parties[party])
    except (NotFound, WrongUse):  # the page tells it beside the list of authorities
        return None


def _regions(held: Case, party: int) -> tuple[str, ...]:
    """Return the parts of the chosen country that have an authority of their own."""
    involved = held.parties[party]
    country = involved.complaint.country or next(iter(complaining.choices(held.draft, involved)), "")
    found = authority(country)
    return tuple(part.region for part in found.regional) if found else ()


def _name(found: Authority | None, language: str) -> str:
    return (found.names.get(language) or found.names["en"]) if found else ""
