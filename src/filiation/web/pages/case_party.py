"""The pages of one party in a case: its letters, what happened, what is due, and the complaint."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response

from filiation.errors import FiliationError, NotFound, WrongUse
from filiation.export.kept import kind_of
from filiation.export.letters import FORMS, form_named
from filiation.facts.cases import Event, EventKind
from filiation.facts.letters import OF_A_PERSON, Letter, LetterKind
from filiation.facts.rights import Role
from filiation.locale import mark
from filiation.observatory.casework import Casework
from filiation.rights import case_remedies, hosting
from filiation.rights.case_history import current, over_since, party_of
from filiation.web.language import speech_of
from filiation.web.pages.case import account_of, party_name
from filiation.web.pages.filing import archive, attached
from filiation.web.pages.noting import event_of, place_of, sign
from filiation.web.posted import Form, Posted
from filiation.web.private import Cases, Keeping, file_lost, to
from filiation.web.templating import render
from filiation.words import cases as words
from filiation.words.numbers import number_of
from filiation.words.parties import ROLE

router = APIRouter()

_KINDS = {kind.value: kind for kind in OF_A_PERSON if kind is not LetterKind.HOST}  # to the host, it is the request

FORM_NAMES: Mapping[str, str] = {
    "txt": mark("Text"),
    "html": mark("Web page"),
    "eml": mark("Mail"),
    "pdf": mark("PDF"),
}
"""What the forms of letters are called."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """The form for what happened, as it is filled in; what was wrong with it, and which events its reader had seen.

    `unmade` is why something could not be taken back.
    """

    kind: str = ""
    day: str = ""
    note: str = ""
    problem: FiliationError | None = None
    known: frozenset[str] | None = None
    lost: bool = False
    unmade: FiliationError | None = None


@router.get("/cases/{case}/parties/{party}")
def party(
    request: Request, casework: Cases, strongroom: Keeping, case: str, party: int, happened: str = ""
) -> Response:
    """Return one party: its letter, what happened, and the form for what happened next."""
    kind = happened if happened in {one.value for one in EventKind} else ""
    today = strongroom.today()
    return _shown(request, casework, today, case, party, _Filled(kind, today.isoformat()))


@router.post("/cases/{case}/parties/{party}/events")
def record(request: Request, casework: Cases, strongroom: Keeping, case: str, party: int, form: Form) -> Response:
    """Note what happened; what cannot be, or what another window changed, is told above the form as it was filled."""
    today = strongroom.today()
    party_of(casework.case(case), party)
    try:
        event = _event(form)
        casework.record(case, party, event, revision=form.number("revision"), today=today, proof=form.file("proof"))
    except WrongUse as problem:
        known = frozenset(form.text("known").split())
        typed = (form.text("kind"), form.text("day"), form.whole("note"))
        filled = _Filled(*typed, problem, known, lost=bool(form.files))
        return _shown(request, casework, today, case, party, filled)
    return to(request, f"cases/{case}/parties/{party}", anchor="events")


@router.post("/cases/{case}/parties/{party}/take-back")
def take_back(request: Request, casework: Cases, strongroom: Keeping, case: str, party: int, form: Form) -> Response:
    """Remove something that was noted by mistake; where that cannot be, the reason is told on the page."""
    involved = party_of(casework.case(case), party)
    try:
        number = place_of(involved.events, form.text("event"))
        casework.take_back(case, party, number, revision=form.number("saved"))
    except WrongUse as problem:
        today = strongroom.today()
        return _shown(request, casework, today, case, party, _Filled(day=today.isoformat(), unmade=problem))
    return to(request, f"cases/{case}/parties/{party}", anchor="events")


@router.get("/cases/{case}/parties/{party}/complaint.zip")
def complaint_file(casework: Cases, strongroom: Keeping, case: str, party: int, notes: str = "") -> Response:
    """Return the file of a case for an authority: the complaint, letters, proofs and what happened, in one.

    What the person noted on what happened is in it only where they said so.
    """
    held = casework.case(case)
    party_of(held, party)
    found = casework.case_bundle(case, party, strongroom.today(), notes=notes == "yes")
    return attached(archive(found), "application/zip", f"complaint-{number_of(held)}-{party + 1}.zip")


@router.get("/cases/{case}/parties/{party}/{kind}.{form}")
def letter(casework: Cases, strongroom: Keeping, case: str, party: int, kind: str, form: str) -> Response:
    """Return a letter as a file: as it was sent where it was, else as it would be now."""
    held = casework.case(case)
    party_of(held, party)
    if kind not in _KINDS or form not in FORMS:
        raise NotFound(mark("There is no such letter."), mark("Go back to the case and choose one there."))
    asked = None if _KINDS[kind] is LetterKind.REQUEST else _KINDS[kind]
    made = form_named(form).write(casework.hand_out(case, party, kind=asked, today=strongroom.today()))
    return attached(made, FORMS[form].media_type, f"{kind}-{number_of(held)}-{party + 1}.{form}")


@router.get("/cases/{case}/parties/{party}/proofs/{name}")
def proof(casework: Cases, case: str, party: int, name: str) -> Response:
    """Return a kept file that proves what happened."""
    content = casework.proof(case, party, name)
    ending, media_type = kind_of(content)
    return attached(content, media_type, f"proof-{case}-{party + 1}-{name}.{ending}")


def _event(form: Posted) -> Event:
    """Return what a form says that happened; what is odd about it is for the case to say."""
    event = event_of(form, set(EventKind))
    if form.text("file-lost"):
        raise file_lost()
    return event


def letter_of(
    casework: Casework, case: str, party: int, kind: LetterKind | None, today: date
) -> Letter | FiliationError:
    """Return a letter, or why there is none: that must not keep a reader from the rest of the page."""
    try:
        return casework.letter(case, party, kind=kind, today=today)
    except (WrongUse, NotFound) as problem:
        return problem


def _shown(request: Request, casework: Casework, today: date, id: str, place: int, filled: _Filled) -> Response:  # noqa: A002 (its name everywhere)
    found, speech = casework.overview(id, today), speech_of(request)
    involved, step = party_of(found.case, place), found.steps[place]
    letter = letter_of(casework, id, place, None, today)
    signs, wrong = [sign(event) for event in involved.events], filled.problem or filled.unmade
    return render(
        request,
        "case_party.html",
        status=wrong.status if wrong else 200,
        case=found.case,
        number_shown=number_of(found.case),
        place=place,
        involved=involved,
        name=party_name(speech, involved),
        account=account_of(involved),
        is_host=Role.HOST in involved.roles,
        only_host=hosting.is_host(involved),
        step=step,
        status_text=speech.translate(words.STATUS[step.status]),
        todo=words.step(speech, step),
        letter=None if isinstance(letter, FiliationError) else letter,
        no_letter=letter if isinstance(letter, FiliationError) else None,
        was_sent=not over_since(involved)
        and any(event.letter for event in current(involved) if event.kind is EventKind.SENT),
        may_remind=case_remedies.may_remind(found.case, place, today),
        may_complain=case_remedies.may_complain(found.case, place, today),
        forms=FORM_NAMES,
        events=words.EVENT,
        means=words.MEANS,
        counted=words.moved(speech, step.deadline) if step.deadline else "",
        role=ROLE,
        signs=signs,
        new=[filled.known is not None and sign not in filled.known for sign in signs],
        filled=filled,
        today=today,
    )
