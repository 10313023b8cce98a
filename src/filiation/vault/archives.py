"""A whole vault in one zip file: encrypted as it lies on the disk, or readable by everyone."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from filiation.errors import NotFound, SourceFailed
from filiation.locale import mark
from filiation.vault import files
from filiation.vault.documents import Document

_PLACES = re.compile(
    rf"{re.escape(files.IDENTITY)}|{re.escape(files.SUM)}|({'|'.join(files.DRAWERS)})/{files.NAME.pattern}\.age"
)
_LARGEST = 64 * 1024 * 1024  # bytes of one document; proofs are at most ten million
_LARGEST_SUM = 16 * 1024**3  # bytes of all
_MOST = 200_000  # documents
_SUFFIX = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"{": "json"}


def sealed(folder: Path) -> bytes:
    """Return the files of a vault as they are, in a zip file."""
    places = [folder / files.IDENTITY, folder / files.SUM]
    places += [
        files.file_of(folder, drawer, name) for drawer in files.DRAWERS for name in files.names_in(folder, drawer)
    ]
    return zipped({file.relative_to(folder).as_posix(): file.read_bytes() for file in places if file.is_file()})


def plain(read: Iterable[tuple[str, str, Document | None]]) -> bytes:
    """Return documents, decrypted, in a zip file: what belongs to a case lies in its folder."""
    found: dict[str, bytes] = {}
    unreadable = []
    for drawer, name, document in read:
        if document is None:
            unreadable.append(f"{drawer}/{name}")
            continue
        found[f"{_place(document)}.{_suffix(document.body)}"] = document.body
    if unreadable:
        found["unreadable.txt"] = ("\n".join(unreadable) + "\n").encode()
    return zipped(found)


def zipped(found: Mapping[str, bytes]) -> bytes:
    """Return files as one zip file, which bears no time of its own."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpack(archive: Path, target: Path) -> tuple[str, ...]:
    """Write the files of an encrypted export below a folder, one by one; return their names.

    Raises SourceFailed for what is no export, and for one that would grow to more than an export can hold: then
    nothing was written, or what was written is to be thrown away.
    """
    with _reading(archive) as opened:
        listed = _listed(opened)
        for one in listed:
            files.put(target / one.filename, opened.read(one))
    return tuple(one.filename for one in listed)


def check(archive: Path) -> None:
    """Raise SourceFailed for what the names and sizes in a file show to be no encrypted export."""
    with _reading(archive) as opened:
        _listed(opened)


@contextmanager
def _reading(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as opened:
            yield opened
    except FileNotFoundError:
        raise NotFound(
            mark("There is no file {path}."), mark("Name an export of a vault."), path=str(archive)
        ) from None
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise SourceFailed(
            mark("{path} is not an encrypted export of a vault, or it is damaged."),
            mark("Nothing was changed. A plain export cannot be put back."),
            path=str(archive),
        ) from None


def _listed(opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return what an export holds; raises ValueError for what a vault never writes: it may be made to fill the disk."""
    listed = opened.infolist()
    names = {one.filename for one in listed}
    if (
        len(listed) > _MOST
        or len(names) != len(listed)
        or files.IDENTITY not in names
        or sum(one.file_size for one in listed) > _LARGEST_SUM
        or not all(_PLACES.fullmatch(one.filename) and _has_size(one) for one in listed)
    ):
        raise ValueError(opened.filename)
    return listed


def _has_size(one: zipfile.ZipInfo) -> bool:
    """Whether a file is as large as one of a vault can be; what is encrypted cannot be made much smaller."""
    return one.file_size <= min(_LARGEST, 2 * one.compress_size + 1000)


def _place(document: Document) -> str:
    if document.drawer == "cases":
        return f"{document.name}/case"
    return f"{document.of}/{document.drawer}/{document.name}" if document.of else f"{document.drawer}/{document.name}"


def _suffix(body: bytes) -> str:
    return next((suffix for beginning, suffix in _SUFFIX.items() if body.startswith(beginning)), "bin")
