"""What a form posts, read in memory alone: nothing of it is ever put on disk on its way to the vault."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Annotated, Self

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from filiation.errors import WrongUse
from filiation.locale import mark

MOST = 11_000_000
"""The most bytes that a form may hold, its file included."""

MOST_FILE = 10_000_000
"""The most bytes of a file."""

_MOST_FIELDS = 2000
_MULTIPART, _PLAIN = "multipart/form-data", "application/x-www-form-urlencoded"


class TooLarge(WrongUse):
    """More was posted than is taken in."""

    status = 413


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form and its file; none of it is told when the object is shown."""

    fields: FormData = field(repr=False)
    files: dict[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def empty(cls) -> Self:
        """Return a form in which nothing is filled in yet."""
        return cls(FormData())

    def text(self, name: str) -> str:
        """Return a field without the spaces around it; empty where there is none."""
        return self.whole(name).strip()

    def whole(self, name: str) -> str:
        """Return a field as it was typed; empty where there is none."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a field, without empty ones."""
        return tuple(value for value in self.fields.getlist(name) if isinstance(value, str) and value)

    def number(self, name: str) -> int:
        """Return a field as a number that is not negative; raises WrongUse for what is none."""
        value = self.text(name)
        if value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        raise WrongUse(mark("The form is not whole."), mark("Open its page again and fill it in there."))

    def file(self, name: str) -> bytes | None:
        """Return what a chosen file holds; None where none was chosen."""
        return self.files.get(name)


async def read(request: Request) -> Posted:
    """Return what a request posts; raises TooLarge, and WrongUse for what is no form."""
    held = getattr(request.state, "posted", None)
    if not isinstance(held, Posted):
        request.state.posted = held = await _read(request)
    return held


async def _read(request: Request) -> Posted:
    body = await _body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == _MULTIPART:
            parser = MultiPartParser(
                request.headers, _once(body), max_files=1, max_fields=_MOST_FIELDS, max_part_size=MOST
            )
            parser.spool_max_size = MOST + 1  # it would write larger files to the disk, in clear
            return await _taken(await parser.parse())
        if kind == _PLAIN:
            plain = FormParser(request.headers, _once(body), max_fields=_MOST_FIELDS, max_part_size=MOST)
            return Posted(await plain.parse())
    except MultiPartException as error:
        raise _no_form() from error
    raise _no_form()


def _no_form() -> WrongUse:
    return WrongUse(mark("What was sent is no form."), mark("Open the page of the form and send it from there."))


async def _taken(form: FormData) -> Posted:
    """Return a form with what its file holds; a form in which none was chosen sends an empty one without a name."""
    files: dict[str, bytes] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and (value.filename or value.size):
            files[name] = await value.read()
    await form.close()
    if any(len(content) > MOST_FILE for content in files.values()):
        raise _too_large()
    return Posted(form, files)


async def _body(request: Request) -> bytes:
    told = request.headers.get("content-length", "0")
    if told.isdigit() and int(told) > MOST:
        raise _too_large()
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise _too_large()
    return bytes(body)


def _too_large() -> TooLarge:
    return TooLarge(
        mark("What was sent is too large."), mark("A file may have 10 MB at most: take a smaller one, or a part of it.")
    )


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


Form = Annotated[Posted, Depends(read)]
"""What the form of a request holds."""
