"""The part of the site that is only there on one's own machine: who may enter, and where others are led."""

import re
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from filiation.errors import FiliationError, NotFound, WrongUse
from filiation.locale import mark
from filiation.observatory.casework import Casework
from filiation.vault import Vault
from filiation.vault.keys import SHORTEST
from filiation.web import addresses
from filiation.web.asking import Answering
from filiation.web.language import language_of
from filiation.web.passing import came_through
from filiation.web.posted import Posted, read
from filiation.web.problems import answer
from filiation.web.roots import asked_path, day_of
from filiation.web.templating import render
from filiation.web.vaulting import COOKIE, IDLE, Strongroom

_LIST = "cases"
_BACK = re.compile(rf"(?:{'|'.join(addresses.PRIVATE)})(?:/[A-Za-z0-9_-][A-Za-z0-9._-]{{0,80}}){{0,5}}", re.ASCII)


class Locked(Exception):
    """What is asked for is in the vault, which is not open for this reader."""


class NotKept(FiliationError):
    """A site that is not on one's own machine keeps nothing of anybody."""

    status = 404


def install(app: FastAPI) -> None:
    """Let an application lead readers to the lock, and say where there is none."""
    app.add_exception_handler(Locked, _to_the_lock)
    app.add_exception_handler(NotKept, _not_kept)


async def _strongroom(request: Request) -> Strongroom:
    if day_of(request):
        raise NotFound(
            mark("There is nothing at {path}."), mark("What you keep has no past days."), path=asked_path(request)[:200]
        )
    found = request.app.state.strongroom
    if not isinstance(found, Strongroom) or came_through(request.headers):
        raise NotKept(
            mark("This is kept only on your own machine, never on a site of others."),
            mark("Install Filiation on your machine, run `filiation serve`, and open the address that it tells."),
        )
    return found


Keeping = Annotated[Strongroom, Depends(_strongroom)]
"""The strongroom of this site; a site without one says that it keeps nothing."""


async def _vault(request: Request, strongroom: Keeping) -> Vault:
    found = strongroom.vault(request.cookies.get(COOKIE))
    if found is None:
        raise Locked
    return found


Opened = Annotated[Vault, Depends(_vault)]
"""The vault, which this reader has open; others are led to the page that opens it."""


async def _casework(vault: Opened, observatory: Answering) -> Casework:
    return Casework(vault, observatory)


Cases = Annotated[Casework, Depends(_casework)]
"""The cases of this reader, who has the vault open."""


def back_from(text: str) -> str:
    """Return where to go back to after opening the vault, below the language; the list of cases if that is absurd."""
    return text if _BACK.fullmatch(text) else _LIST


def remember(response: Response, token: str) -> Response:
    """Give a browser the cookie of its session, for private pages alone.

    Browsers do not tell the ports of one machine apart: every other program there that is asked for such a path gets
    the cookie too.
    """
    for path in addresses.PRIVATE_PATHS:
        response.set_cookie(COOKIE, token, path=path, httponly=True, samesite="strict")
    return response


def forget(response: Response) -> Response:
    """Take the cookie of a session back."""
    for path in addresses.PRIVATE_PATHS:
        response.delete_cookie(COOKIE, path=path, httponly=True, samesite="strict")
    return response


def to(request: Request, place: str, *, anchor: str = "", **query: object) -> RedirectResponse:
    """Send a reader to a private page after a form was taken in."""
    return RedirectResponse(addresses.page(language_of(request), place, **query) + (anchor and f"#{anchor}"), 303)


def lock_page(
    request: Request,
    strongroom: Strongroom,
    *,
    back: str,
    form: Posted | None = None,
    problem: FiliationError | None = None,
    resends: bool | None = None,
) -> Response:
    """Return the form that opens the vault, or makes it, and then leads `back`.

    What a form held that was posted while the vault was locked is carried along in it; with `resends` that form is
    posted again once the vault is open (None: as the form itself says).
    """
    sends = form is not None and form.text("lock-resend") == "yes" if resends is None else resends
    status = problem.status if problem else 403 if sends else 200
    return render(
        request,
        "unlock.html",
        status=status,
        state=strongroom.state,
        folder=str(strongroom.folder),
        minutes=int(IDLE // 60),
        shortest=SHORTEST,
        back=back,
        resends=sends,
        carried=_carried(form) if form and sends else [],
        key=form.text("lock-key") if form else "",
        problem=problem,
    )


def file_lost() -> WrongUse:
    """Return the error of a form whose file was lost at the lock: `file-lost` tells of it."""
    return WrongUse(
        mark("The vault had locked itself, and the file could not be carried along."),
        mark("Choose the file once more; the rest of what you sent is not lost."),
    )


def _carried(form: Posted) -> list[tuple[str, str]]:
    """Return the fields to be carried along; a file cannot be, so that its form is shown again to choose it anew."""
    fields = [(name, value) for name, value in form.fields.multi_items() if isinstance(value, str)]
    own = [(name, value) for name, value in fields if not name.startswith("lock-")]
    return [*own, ("file-lost", "yes")] if form.files else own


async def _to_the_lock(request: Request, error: Exception) -> Response:  # noqa: ARG001 (the signature is Starlette's)
    place = back_from(asked_path(request).removeprefix(f"/{language_of(request)}/"))
    if request.method in {"GET", "HEAD"}:
        return to(request, "cases/unlock", back=None if place == _LIST else place)
    strongroom: Strongroom = request.app.state.strongroom
    try:
        form = await read(request)
    except WrongUse as problem:  # it is too large to be carried along, or no form
        return answer(request, problem, problem.status)
    return lock_page(request, strongroom, back=place, form=form, resends=True)


async def _not_kept(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotKept)  # noqa: S101 (registered for it only)
    return render(request, "not_kept.html", status=error.status, problem=error)
