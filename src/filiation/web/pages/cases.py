"""The pages of cases that a person keeps on the own machine: the lock, and the list."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from filiation.errors import FiliationError, WrongUse
from filiation.facts.cases import CaseLine, Status
from filiation.locale import mark
from filiation.web import addresses
from filiation.web.language import language_of, speech_of
from filiation.web.posted import Form, Posted
from filiation.web.private import Cases, Keeping, back_from, file_lost, forget, lock_page, remember, to
from filiation.web.templating import render
from filiation.web.vaulting import COOKIE, Strongroom, key_path
from filiation.words import cases as words
from filiation.words.numbers import number_of
from filiation.words.speech import Speech

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the list: how many of its parties stand how, each status with its words."""

    held: CaseLine
    number: str
    counts: tuple[tuple[Status, str, int], ...]


@router.get("/cases")
def cases(request: Request, casework: Cases, strongroom: Keeping) -> Response:
    """Return the list of all cases: what is due, and how many parties wait for what."""
    found, speech = casework.listed(strongroom.today()), speech_of(request)
    lines = [_listed(speech, line, counts) for line, counts in found.items]
    wrong = strongroom.wrong_tries(request.cookies.get(COOKIE))
    return render(request, "cases.html", lines=lines, damaged=found.damaged, wrong=wrong)


@router.post("/cases")
def take_in(request: Request, casework: Cases, strongroom: Keeping, form: Form) -> Response:
    """Keep a case that the guided path put together, and show it."""
    chosen = form.file("file")
    body = form.whole("case").encode() if chosen is None else chosen
    try:
        if form.text("file-lost"):
            raise file_lost()
        draft, publishers = casework.read_case_file(body)
        made = casework.open_case(draft, publishers, strongroom.today())
    except FiliationError as error:
        sent = body.decode(errors="replace")
        return render(request, "case_refused.html", status=error.status, problem=error, sent=sent)
    return to(request, f"cases/{made.id}")


@router.get("/cases/unlock")
def unlock(request: Request, strongroom: Keeping, back: str = "") -> Response:
    """Return the form that opens the vault, or makes it; who has it open already goes on."""
    if strongroom.vault(request.cookies.get(COOKIE)) is not None:
        return to(request, back_from(back))
    return lock_page(request, strongroom, back=back_from(back))


@router.post("/cases/unlock")
def unlocked(request: Request, strongroom: Keeping, form: Form) -> Response:
    """Open the vault, or make it, and go back to what was asked for; what was posted there is posted again."""
    made = strongroom.state == "none"
    try:
        token = _made(strongroom, form) if made else _opened(strongroom, form)
    except FiliationError as error:
        return lock_page(request, strongroom, back=back_from(form.text("lock-back")), form=form, problem=error)
    back = addresses.page(language_of(request), back_from(form.text("lock-back")))
    again = form.text("lock-resend") == "yes"
    # 307 has the browser send the same form once more, to the page that it was for.
    return remember(RedirectResponse(back, 307 if again else 303), token)


@router.post("/cases/lock")
def lock(request: Request, strongroom: Keeping) -> Response:
    """Lock the vault for this reader."""
    token = request.cookies.get(COOKIE)
    if token:
        strongroom.lock(token)
    return forget(to(request, "cases/unlock"))


def _made(strongroom: Strongroom, form: Posted) -> str:
    """Make the vault as the form says, with a passphrase: a form that makes files would make them for every program."""
    passphrase = form.whole("lock-passphrase")
    if passphrase != form.whole("lock-repeated"):
        raise WrongUse(mark("The two passphrases are not the same."), mark("Type the same passphrase twice."))
    return strongroom.create(passphrase)


def _opened(strongroom: Strongroom, form: Posted) -> str:
    """Open the vault as it is locked."""
    if strongroom.state == "key-file":
        return strongroom.open(key_file=key_path(form.text("lock-key")))
    return strongroom.open(passphrase=form.whole("lock-passphrase"))


def _listed(speech: Speech, line: CaseLine, counts: Mapping[str, int]) -> Listed:
    told = ((status, speech.translate(words.STATUS[status]), counts.get(status, 0)) for status in Status)
    return Listed(line, number_of(line), tuple(one for one in told if one[2]))
