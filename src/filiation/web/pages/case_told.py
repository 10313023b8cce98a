"""The page on which a person corrects what was told in a case; letters that went out stay as they were."""

import msgspec
from fastapi import APIRouter, Request, Response

from filiation.errors import FiliationError, WrongUse
from filiation.facts.cases import Case
from filiation.facts.requests import Draft
from filiation.rights.drafts import read_draft
from filiation.rights.letters import languages
from filiation.web.posted import Form, Posted
from filiation.web.private import Cases, Keeping, to
from filiation.web.templating import render
from filiation.words.numbers import number_of

router = APIRouter()

_PLAIN = ("what", "correction", "situation", "file", "revision", "day", "language")
_PERSON = ("name", "reply_to", "country", "represents")


@router.get("/cases/{case}/told")
def told(request: Request, casework: Cases, case: str) -> Response:
    """Return the form with what was told."""
    held = casework.case(case)
    return _shown(request, held, _typed(held))


@router.post("/cases/{case}/told/save")
def save(request: Request, casework: Cases, strongroom: Keeping, case: str, form: Form) -> Response:
    """Keep what was corrected; what is wrong with it, or what another window saved, is told above the same form."""
    held = casework.case(case)
    try:
        draft, today = _draft(held.draft, form), strongroom.today()
        casework.amend(case, draft, revision=form.number("saved"), today=today, title=form.text("title"))
    except WrongUse as problem:
        typed = {name: form.whole(name) for name in ("title", *_PLAIN, *_PERSON)}
        return _shown(request, held, typed, problem)
    return to(request, f"cases/{case}")


def _typed(held: Case) -> dict[str, str]:
    """Return the fields of the form as the case holds them."""
    fields = msgspec.to_builtins(held.draft)
    told = {name: str(fields[name]) for name in _PLAIN}
    return {"title": held.title, **told, **{name: str(fields["person"][name]) for name in _PERSON}}


def _draft(before: Draft, form: Posted) -> Draft:
    """Return what was told, with what the form says instead; raises WrongUse, which names the field."""
    fields = msgspec.to_builtins(before)
    fields.update({name: form.text(name) for name in _PLAIN})
    fields["person"] = {name: form.text(name) for name in _PERSON}
    return read_draft(fields)


def _shown(request: Request, held: Case, typed: dict[str, str], problem: FiliationError | None = None) -> Response:
    was = _typed(held)
    return render(
        request,
        "case_told.html",
        status=problem.status if problem else 200,
        case=held,
        number_shown=number_of(held),
        typed=typed,
        differs={name: was[name] for name in was if problem and was[name] != typed.get(name, "").strip()},
        wrong=str(problem.values.get("field", "")).removeprefix("person.") if problem else "",
        letter_languages=languages(),
        problem=problem,
    )
