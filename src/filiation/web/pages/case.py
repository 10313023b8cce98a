"""The pages of one case: the whole cascade in one view, the family's change, its files, and its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response

from filiation.errors import FiliationError, NotFound, WrongUse
from filiation.export.kept import kind_of
from filiation.export.last_days import of_case
from filiation.export.letters import FORMS, Form, form_named
from filiation.facts.cases import Case, Event, Involved, NextStep, Overview, Status
from filiation.facts.rights import Role
from filiation.locale import mark
from filiation.observatory.case_parties import asked_as
from filiation.observatory.casework import Casework
from filiation.rights.case_files import case_file
from filiation.rights.case_steps import NOT_INVOLVED
from filiation.web import addresses
from filiation.web.language import language_of, speech_of
from filiation.web.pages.filing import archive, attached, party_file
from filiation.web.pages.noting import unsure
from filiation.web.posted import Form as Filled
from filiation.web.private import Cases, Keeping, to
from filiation.web.templating import render
from filiation.words import cases as words
from filiation.words.numbers import number_of
from filiation.words.parties import ROLE
from filiation.words.speech import Speech

router = APIRouter()

_BAR = 100.0  # the width of the bar of statuses, in units of its own
_ALL = "all"
_LETTERS, _NOTE, _COMPLAINT = "#letters", "#record", "/complaint"
_BUTTONS: Mapping[str, tuple[str, str]] = {
    "write": (mark("Get the letter"), _LETTERS),
    "find-contact": (mark("See the party"), ""),
    "wait": (mark("Note an answer"), _NOTE),
    "wait-named": (mark("Note an answer"), _NOTE),
    "wait-presumed": (mark("Note that it arrived"), f"?happened=received{_NOTE}"),
    "remind": (mark("Write a reminder"), _LETTERS),
    "insist": (mark("Note what you sent"), f"?happened=sent{_NOTE}"),
    "await-rest": (mark("Note an answer"), _NOTE),
    "answer-question": (mark("Note what you answered"), f"?happened=sent{_NOTE}"),
    "complain": (mark("Prepare a complaint"), _COMPLAINT),
    "complain-refusal": (mark("Prepare a complaint"), _COMPLAINT),
    "await-authority": (mark("Note an answer"), _NOTE),
    "wait-host": (mark("Note an answer"), _NOTE),
    "ask-again": (mark("Write again"), _LETTERS),
    "host-silent": (mark("To whom to turn"), _COMPLAINT),
    "host-decided": (mark("To whom to turn"), _COMPLAINT),
    "answer-host": (mark("Note what you answered"), f"?happened=sent{_NOTE}"),
    "await-coordinator": (mark("Note an answer"), _NOTE),
}
"""What the button of each next step says, and where it leads from the party's page."""

_HOST_NOW = ("ask-again", "host-silent")
_FIRST = (Status.OVERDUE, Status.ASKED, Status.REFUSED, Status.PARTLY, Status.TO_WRITE)


@dataclass(frozen=True, slots=True)
class Row:
    """A party as the overview tells it."""

    place: int
    involved: Involved
    account: str
    step: NextStep
    status: str
    todo: str
    last: Event | None
    address: str
    button: str
    onward: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """One status in the bar: how many models and parties have it, and where it stands there."""

    status: Status
    text: str
    parties: int
    models: int
    start: float
    width: float


@router.get("/cases/{case}")
def overview(request: Request, casework: Cases, strongroom: Keeping, case: str) -> Response:
    """Return the whole case in one view."""
    return _overview(request, casework.overview(case, strongroom.today()))


@router.get("/cases/{case}/calendar.ics")
def calendar_file(request: Request, casework: Cases, strongroom: Keeping, case: str) -> Response:
    """Return the last days of a case for a calendar; it tells who, but nothing of what the matter is about."""
    held, due = casework.case(case), casework.deadlines(case, strongroom.today())
    content = of_case(speech_of(request), held, due, now=strongroom.now())
    return attached(content, "text/calendar; charset=utf-8", f"case-{number_of(held)}.ics")


@router.get("/cases/{case}/letters/{form}.zip")
def letters(request: Request, casework: Cases, strongroom: Keeping, case: str, form: str) -> Response:
    """Return the letters to all parties, in one form or in all, as one file."""
    held, today, speech = casework.case(case), strongroom.today(), speech_of(request)
    forms = list(FORMS.values()) if form == _ALL else [form_named(form)]
    found: dict[str, bytes] = {}
    for place in range(len(held.parties)):
        found |= _letters(casework, speech, held, place, forms, today)
    return attached(archive(found), "application/zip", f"letters-{number_of(held)}-{form}.zip")


@router.get("/cases/{case}/export.zip")
def export(request: Request, casework: Cases, strongroom: Keeping, case: str) -> Response:
    """Return all that is kept of a case, readable for everyone, as one file."""
    held, speech, number = casework.case(case), speech_of(request), number_of(casework.case(case))
    found = {f"case-{number}/{name}": body for name, body in _told(speech, held).items()}
    for place, involved in enumerate(held.parties):
        found[party_file(held, place, "what-happened.txt")] = _chronology(speech, held, place)
        found |= _letters(casework, speech, held, place, [FORMS["txt"]], strongroom.today())
        for one in involved.events:
            if one.proof:
                content = casework.proof(case, place, one.proof)
                found[party_file(held, place, f"{one.day}-{one.proof}.{kind_of(content)[0]}")] = content
    return attached(archive(found), "application/zip", f"case-{number}.zip")


@router.post("/cases/{case}/family")
def take_in(request: Request, casework: Cases, strongroom: Keeping, case: str, form: Filled) -> Response:
    """Add the publishers that were chosen among those who came since; the case is then as new as the family."""
    try:
        casework.take_in(case, form.texts("publisher"), revision=form.number("revision"))
    except WrongUse as problem:
        return _overview(request, casework.overview(case, strongroom.today()), problem=problem)
    return to(request, f"cases/{case}")


@router.get("/cases/{case}/remove")
def ask_removal(request: Request, casework: Cases, case: str) -> Response:
    """Ask whether a case is to be removed."""
    held = casework.case(case)
    return render(request, "case_remove.html", case=held, number_shown=number_of(held))


@router.post("/cases/{case}/remove")
def remove(request: Request, casework: Cases, case: str, form: Filled) -> Response:
    """Remove a case with all that belongs to it, if its reader said so twice."""
    held = casework.case(case)
    if problem := unsure(form):
        return render(request, "case_remove.html", status=400, case=held, number_shown=number_of(held), problem=problem)
    casework.remove(case)
    return to(request, "cases")


def party_name(speech: Speech, involved: Involved) -> str:
    """Return what a party is called in a reader's language."""
    return words.party_name(speech, involved)


def account_of(involved: Involved) -> str:
    """Return a party's account where it is called otherwise; empty for the host, who is none here."""
    own = involved.publisher if Role.HOST not in involved.roles else None
    return own if own and own != involved.name else ""


def _letters(
    casework: Casework, speech: Speech, held: Case, place: int, forms: Sequence[Form], today: date
) -> dict[str, bytes]:
    """Return the letter to a party as files; where there is none, a file that says why."""
    try:
        letter = casework.hand_out(held.id, place, today=today)
    except (WrongUse, NotFound) as problem:
        told = f"{problem.text(speech.translate)}\n{problem.advice(speech.translate)}\n"
        return {party_file(held, place, "no-letter.txt"): told.encode()}
    return {party_file(held, place, f"letter{one.suffix}"): one.write(letter) for one in forms}


def _chronology(speech: Speech, held: Case, place: int) -> bytes:
    return words.chronology(speech, held, place, notes=True, own=True).encode()


def _told(speech: Speech, held: Case) -> dict[str, bytes]:
    """Return what a person told: in words, and as a case file that can be taken in again."""
    body = case_file(held.draft, tuple(map(asked_as, held.parties)))
    return {"case.json": body, "observed.txt": words.observations(speech, held).encode()}


def _overview(request: Request, found: Overview, problem: FiliationError | None = None) -> Response:
    speech = speech_of(request)
    rows = [_row(request, speech, found.case, step) for step in found.steps]
    return render(
        request,
        "case.html",
        status=problem.status if problem else 200,
        case=found.case,
        number_shown=number_of(found.case),
        rows=rows,
        urgent=[row for status in _FIRST for row in rows if row.step.status is status]
        + [row for row in rows if row.step.step in _HOST_NOW],
        shared=words.shared_addresses(speech, found.case),
        next_day=min((step.by for step in found.steps if step.by), default=None),
        bar=_bar(speech, found),
        change=found.change,
        forms=list(FORMS),
        others=found.models_by_status.get(NOT_INVOLVED, 0),
        choices=[(name, name) for name in found.change.new_publishers] if found.change else [],
        party_name=lambda involved: party_name(speech, involved),
        role=ROLE,
        event=words.EVENT,
        problem=problem,
    )


def _row(request: Request, speech: Speech, case: Case, step: NextStep) -> Row:
    involved = case.parties[step.party]
    return Row(
        place=step.party,
        involved=involved,
        account=account_of(involved),
        step=step,
        status=speech.translate(words.STATUS[step.status]),
        todo=words.step(speech, step),
        last=max(involved.events, key=lambda event: event.day, default=None),
        address=addresses.page(language_of(request), f"cases/{case.id}/parties/{step.party}"),
        button=_BUTTONS[step.step][0] if step.step in _BUTTONS else "",
        onward=_BUTTONS[step.step][1] if step.step in _BUTTONS else "",
    )


def _bar(speech: Speech, found: Overview) -> list[Stretch]:
    """Return how many stand where, in the order in which matters go on."""
    weights: Mapping[str, int] = found.parties_by_status
    total = sum(weights.values()) or 1
    made: list[Stretch] = []
    start = 0.0
    for status in Status:
        parties = weights.get(status, 0)
        if parties:
            width = _BAR * parties / total
            text = speech.translate(words.STATUS[status])
            made.append(Stretch(status, text, parties, found.models_by_status.get(status, 0), start, width))
            start += width
    return made
