"""The pages of a publisher's register, on one's own machine: requests that came in, what is due, and the answers."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from babel import Locale
from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from filiation.errors import FiliationError, WrongUse
from filiation.export.last_days import of_register
from filiation.export.letters import form_named
from filiation.facts.letters import Letter, LetterKind
from filiation.facts.register import Received
from filiation.facts.rights import Right
from filiation.locale import mark
from filiation.observatory.register import RequestRegister
from filiation.rights.authorities import authorities
from filiation.rights.deadlines import law_of
from filiation.rights.letters import languages
from filiation.rights.register import line
from filiation.web.days import read_day
from filiation.web.language import language_of, speech_of
from filiation.web.pages.case_party import FORM_NAMES
from filiation.web.pages.filing import attached
from filiation.web.pages.noting import event_of, place_of, sign, unsure
from filiation.web.posted import Form, Posted
from filiation.web.private import Keeping, Opened, to
from filiation.web.templating import render
from filiation.words import register as words
from filiation.words.announcing import MEASURE_SHORT
from filiation.words.numbers import number_of

router = APIRouter()


async def _register(vault: Opened) -> RequestRegister:
    return RequestRegister(vault)


Registered = Annotated[RequestRegister, Depends(_register)]
"""The register of this reader, who has the vault open."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is filled in, and what is wrong with it."""

    fields: Posted
    problem: FiliationError | None = None

    def text(self, name: str, default: str = "") -> str:
        """Return a field as it was typed, or what stands there before anybody types."""
        return self.fields.whole(name) if name in self.fields.fields else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a field."""
        return self.fields.texts(name)


_EMPTY = Filled(Posted(FormData()))


@router.get("/register")
def register(request: Request, kept: Registered, strongroom: Keeping) -> Response:
    """Return all requests received, the most urgent first, and the form for one that came in."""
    return _listed(request, kept, strongroom.today())


@router.post("/register")
def add(request: Request, kept: Registered, strongroom: Keeping, form: Form) -> Response:
    """Note a request; what is impossible or missing is told above the form as it was filled."""
    today = strongroom.today()
    try:
        made = kept.add(_received(form), today)
    except WrongUse as problem:
        return _listed(request, kept, today, Filled(form, problem))
    return to(request, f"register/{made.id}")


@router.get("/register/calendar.ics")
def calendar_file(request: Request, kept: Registered, strongroom: Keeping) -> Response:
    """Return the last days of all open requests for a calendar; it names nobody."""
    content = of_register(speech_of(request), kept.register(strongroom.today()).items, now=strongroom.now())
    return attached(content, "text/calendar; charset=utf-8", "requests.ics")


@router.get("/register/{id}")
def received(request: Request, kept: Registered, strongroom: Keeping, id: str) -> Response:  # noqa: A002 (its name everywhere)
    """Return one request: what is due, what happened, and its letters."""
    return _shown(request, kept, strongroom.today(), id)


@router.post("/register/{id}/events")
def record(request: Request, kept: Registered, strongroom: Keeping, id: str, form: Form) -> Response:  # noqa: A002
    """Note what happened; what cannot be, or what another window changed, is told above the form as it was filled."""
    today = strongroom.today()
    kept.received(id)
    try:
        kept.record(id, event_of(form, words.HAPPENED), today, revision=form.number("revision"))
    except WrongUse as problem:
        return _shown(request, kept, today, id, _Forms(happened=Filled(form, problem)))
    return to(request, f"register/{id}", anchor="events")


@router.post("/register/{id}/take-back")
def take_back(request: Request, kept: Registered, strongroom: Keeping, id: str, form: Form) -> Response:  # noqa: A002
    """Remove something that was noted by mistake; where that cannot be, the reason is told on the page."""
    events = kept.received(id).events
    try:
        kept.take_back(id, place_of(events, form.text("event")), revision=form.number("saved"))
    except WrongUse as problem:
        return _shown(request, kept, strongroom.today(), id, _Forms(unmade=problem))
    return to(request, f"register/{id}", anchor="events")


@router.post("/register/{id}/letter")
def letter(request: Request, kept: Registered, strongroom: Keeping, id: str, form: Form) -> Response:  # noqa: A002
    """Return a letter that answers a request: as a file, or (without a form named) on its page.

    It is posted, so that nothing that was typed into it stands in an address.
    """
    today, form_name = strongroom.today(), form.text("form")
    held = kept.received(id)
    try:
        made = _written(kept, id, today, form)
        if not form_name:
            return _shown(request, kept, today, id, _Forms(written=Filled(form), shown=made))
        kind = form_named(form_name)
    except WrongUse as problem:
        return _shown(request, kept, today, id, _Forms(written=Filled(form, problem)))
    return attached(kind.write(made), kind.media_type, f"{made.kind}-{number_of(held)}.{kind.name}")


@router.get("/register/{id}/remove")
def ask_removal(request: Request, kept: Registered, id: str) -> Response:  # noqa: A002 (its name everywhere)
    """Ask whether a request is to be removed."""
    return _removal(request, kept.received(id))


@router.post("/register/{id}/remove")
def remove(request: Request, kept: Registered, id: str, form: Form) -> Response:  # noqa: A002 (its name everywhere)
    """Remove a request, if its reader said so twice."""
    held = kept.received(id)
    if problem := unsure(form):
        return _removal(request, held, problem)
    kept.remove(id)
    return to(request, "register")


def _received(form: Posted) -> Received:
    """Return what a form tells of a request; what is odd about it is for the register to say."""
    return Received(
        id="",
        day=read_day(form.text("day"), field="day"),
        sender=form.text("sender"),
        reply_to=form.text("reply_to"),
        model=form.text("model"),
        rights=tuple(right for right in Right if right in form.texts("right")),
        summary=form.text("summary"),
        language=form.text("language") or "en",
        country=form.text("country") or None,
    )


def _written(kept: RequestRegister, id: str, today: date, form: Posted) -> Letter:  # noqa: A002
    kind = form.text("letter")
    if kind not in words.ANSWER:
        raise WrongUse(mark("Choose a letter."), mark("What you wrote is still below."))
    done = tuple(filter(None, (*form.texts("measure"), form.text("other"))))
    return kept.letter(id, LetterKind(kind), today, sender=form.text("signed"), told=form.text("told"), measures=done)


def _listed(request: Request, kept: RequestRegister, today: date, filled: Filled = _EMPTY) -> Response:
    found = kept.register(today)
    return render(
        request,
        "register.html",
        status=filled.problem.status if filled.problem else 200,
        lines=found.items,
        damaged=found.damaged,
        request_number=number_of,
        standing=words.STANDING,
        right=words.RIGHT,
        filled=filled,
        wrong=filled.problem.values.get("field") if filled.problem else None,
        today=today,
        countries=_countries(language_of(request)),
        letter_languages=languages(),
    )


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms on the page of a request, and the letter that is to be read there."""

    happened: Filled = _EMPTY
    written: Filled = _EMPTY
    shown: Letter | None = None
    unmade: FiliationError | None = None


def _shown(request: Request, kept: RequestRegister, today: date, id: str, forms: _Forms = _Forms()) -> Response:  # noqa: A002
    happened, written = forms.happened, forms.written
    held, speech = kept.received(id), speech_of(request)
    told, problem = line(held, today), happened.problem or written.problem or forms.unmade
    signs = [sign(event) for event in held.events]
    known = happened.text("known").split() if happened.problem else signs
    return render(
        request,
        "received.html",
        status=problem.status if problem else 200,
        held=held,
        number_shown=number_of(held),
        line=told,
        standing=words.STANDING[told.standing],
        due=words.due(speech, told),
        longer=words.longer(speech, told),
        swiss=law_of(held.country) == "fadp",
        right=words.RIGHT,
        events=words.HAPPENED,
        letters=words.ANSWER,
        measures=MEASURE_SHORT,
        country=Locale(speech.language).territories.get(held.country or "", ""),
        answers_in=languages().get(held.language, held.language),
        signs=signs,
        new=[one not in known for one in signs],
        happened=happened,
        written=written,
        shown=forms.shown,
        unmade=forms.unmade,
        forms=FORM_NAMES,
        today=today,
    )


def _removal(request: Request, held: Received, problem: FiliationError | None = None) -> Response:
    status = problem.status if problem else 200
    return render(
        request, "received_remove.html", status=status, held=held, number_shown=number_of(held), problem=problem
    )


def _countries(language: str) -> list[tuple[str, str]]:
    """Return the countries of which we know public holidays for deadlines, by name in a reader's language."""
    names = Locale(language).territories
    return sorted(((one.country, names[one.country]) for one in authorities()), key=lambda pair: pair[1])
