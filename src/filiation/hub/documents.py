"""JSON text in files: lines, pages or one document, plain or gzip, as a stream of objects with their places."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec

from filiation.errors import SourceFailed
from filiation.hub.problems import Problems
from filiation.locale import mark

_GZIP = b"\x1f\x8b"
_LONGEST = 256 * 1024 * 1024  # a line or a page beyond this is no answer of the Hub, and would fill the memory
_REPORT = 512 * 1024
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(
    rb"(?P<fit>\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}",
    re.DOTALL,
)
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{},]', re.DOTALL)
_FEW = 200_000  # commas: so many items, if they are that, need little memory

_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_page = msgspec.json.Decoder(list[msgspec.Raw])


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON object: its fields as undecoded JSON, and where it stands."""

    file: Path
    place: str
    fields: dict[str, msgspec.Raw]


def read(file: Path, problems: Problems, advance: Callable[[int], None]) -> Iterator[Document]:
    """Yield every object of `file`; text that is no object is noted in `problems` with its line.

    `advance` is told the position in the file, in bytes as stored. Raises SourceFailed where the file cannot
    be read on: damaged compression, no permission.
    """
    line = 0
    try:
        with file.open("rb") as stored:
            packed = stored.read(2) == _GZIP
            stored.seek(0)
            text: IO[bytes] = gzip.GzipFile(fileobj=stored) if packed else stored  # type: ignore[assignment]
            if _is_one_document(text):
                yield from _document(file, text.read(_LONGEST + 1), problems)
                advance(stored.tell())
                return
            reported = 0
            while raw := text.readline(_LONGEST):
                line += 1
                yield from _line(file, line, raw, problems)
                if stored.tell() - reported >= _REPORT:
                    reported = stored.tell()
                    advance(reported)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceFailed(
            mark("{path} is damaged: its compressed data cannot be read beyond line {line} ({error})."),
            mark("Fetch or copy the file again; nothing of this import was stored."),
            path=str(file),
            line=line,
            error=str(error),
        ) from error
    except OSError as error:
        raise SourceFailed(
            mark("{path} cannot be read: {error}."),
            mark("Check that the file exists and may be read; nothing of this import was stored."),
            path=str(file),
            error=error.strerror or str(error),
        ) from error


def parse(name: Path, text: bytes, problems: Problems) -> Iterator[Document]:
    """Yield every object of one page or document held in memory; `name` is what places are told by."""
    yield from _line(name, 1, text, problems)


def items(text: bytes) -> Sequence[bytes | msgspec.Raw]:
    """Return the items of a JSON list, undecoded.

    Raises msgspec.DecodeError where the text is no list or not JSON, but not for an item that is nested too deeply
    and not for halves of surrogate pairs.
    """
    try:
        return _page.decode(text)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, RecursionError):
        mended = without_lone_surrogates(text)
    try:
        return _page.decode(mended)
    except RecursionError:
        return list(_split(mended))


def is_crowded(text: bytes, most: int) -> bool:
    """Whether a list, or an object, is so large that it matters, and has more items than `most`.

    What is crowded need not be read, and is not kept, to know that. Raises msgspec.DecodeError where it breaks off.
    """
    return text.count(b",") > _FEW and next(islice(_split(text), most, None), None) is not None


def fields(text: bytes) -> Mapping[str, msgspec.Raw]:
    """Return the fields of a JSON object, undecoded, but for those that are nested too deeply.

    Raises msgspec.DecodeError where the text is no object or not JSON.
    """
    try:
        return _decoded(text)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, RecursionError):
        mended = without_lone_surrogates(text)
    try:
        return _decoded(mended)
    except RecursionError:
        found: dict[str, msgspec.Raw] = {}
        for field in _split(mended):
            with suppress(RecursionError):
                found |= _decoded(b"{" + field + b"}")
        return found


def is_object(text: bytes) -> bool:
    """Whether the text is one JSON object; raises msgspec.DecodeError where it is not JSON."""
    try:
        fields(text)
    except msgspec.ValidationError:
        return False
    return True


def without_lone_surrogates(text: bytes) -> bytes:
    """Replace halves of surrogate pairs, which JavaScript lets through and UTF-8 cannot hold; else change nothing."""
    return _ESCAPES.sub(lambda found: found["fit"] or b"?", text) if _SURROGATE.search(text) else text


def _decoded(text: bytes) -> dict[str, msgspec.Raw]:
    try:
        return _fields.decode(text)
    except UnicodeDecodeError as error:  # in a name
        raise msgspec.DecodeError(str(error)) from error


def _split(text: bytes) -> Iterator[bytes]:
    """Split a list, or an object, by its brackets: the other items must not suffer from one nested too deeply."""
    depth, start, end = 0, 0, 0
    for found in _STRUCTURE.finditer(text):
        sign = found[0][:1]
        if sign in (b"[", b"{"):
            depth += 1
            start = found.end() if depth == 1 else start
        elif sign in (b"]", b"}"):
            depth -= 1
        if (sign == b"," and depth == 1) or (sign in (b"]", b"}") and depth == 0):
            end = found.start()
            if item := text[start:end].strip():
                yield item
            start = found.end()
    if depth:
        raise msgspec.DecodeError("Input data was truncated")


def _is_one_document(text: IO[bytes]) -> bool:
    """Whether the file is one JSON value spread over several lines (leaves `text` at its start)."""
    first = text.readline(_LONGEST).strip().removeprefix(b"\xef\xbb\xbf")
    more = bool(text.read(1))
    text.seek(0)
    return more and first[:1] in (b"[", b"{") and not _is_json(first)


def _is_json(text: bytes) -> bool:
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except msgspec.DecodeError:
        return False
    except RecursionError:
        return True  # as far as it could be read; who decodes it notes where it stands
    return True


def _document(file: Path, text: bytes, problems: Problems) -> Iterator[Document]:
    if len(text) > _LONGEST:
        problems.note(mark("the document is too large"), file, "1")
        return
    if not _is_json(text.removeprefix(b"\xef\xbb\xbf")):  # JSON lines of which the first is broken
        for number, line in enumerate(text.splitlines(), 1):
            yield from _line(file, number, line, problems)
        return
    yield from _line(file, 1, text, problems)


def _line(file: Path, number: int, raw: bytes, problems: Problems) -> Iterator[Document]:
    text = raw.strip()
    if number == 1:
        text = text.removeprefix(b"\xef\xbb\xbf")
    if not text:
        return
    try:
        found = list(_objects(file, number, text, problems))
    except (msgspec.DecodeError, RecursionError):
        try:
            found = list(_objects(file, number, without_lone_surrogates(text), problems))
        except (msgspec.DecodeError, RecursionError) as error:
            wrong = isinstance(error, msgspec.ValidationError)
            reason = mark("not a JSON object") if wrong else mark("not valid JSON")
            problems.note(reason, file, str(number), str(error))
            return
    yield from found


def _objects(file: Path, number: int, text: bytes, problems: Problems) -> Iterator[Document]:
    """Yield the object, or the objects of the list, in one line."""
    if text[:1] != b"[":
        yield Document(file, str(number), _decoded(text))
        return
    for index, item in enumerate(items(text)):
        place = f"{number}[{index}]"
        if bytes(item)[:1] != b"{":
            problems.note(mark("not a JSON object"), file, place, bytes(item)[:120].decode(errors="replace"))
            continue
        try:
            yield Document(file, place, _decoded(item))
        except (msgspec.DecodeError, RecursionError) as error:  # of a list that had to be split
            problems.note(mark("not valid JSON"), file, str(number), f"[{index}] {error}")
