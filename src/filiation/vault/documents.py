"""What is inside a document's file: one line that says what it is, then the body."""

from dataclasses import dataclass, field

import msgspec

from filiation.vault import faults, files

VERSION = 1
"""The version of the first line."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is kept: its place, which saving of it this is, and to which other document it belongs."""

    drawer: str
    name: str
    revision: int
    of: str
    body: bytes = field(repr=False)


class _Line(msgspec.Struct, frozen=True):
    version: int
    drawer: str
    name: str
    revision: int
    of: str = ""


def packed(document: Document) -> bytes:
    """Return a document as it is encrypted."""
    line = _Line(VERSION, document.drawer, document.name, document.revision, document.of)
    return msgspec.json.encode(line) + b"\n" + document.body


def unpacked(content: bytes, drawer: str, name: str) -> Document:
    """Return a document; raises VaultDamaged unless it is the one that lay in this place."""
    first, _, body = content.partition(b"\n")
    try:
        line = msgspec.json.decode(first, type=_Line)
    except msgspec.MsgspecError:
        raise faults.damaged_document(drawer, name) from None
    if line.version != VERSION:
        raise faults.newer_document(drawer, name)
    has_place = line.revision >= 1 and (not line.of or files.NAME.fullmatch(line.of))  # places of a plain export
    if (line.drawer, line.name) != (drawer, name) or not has_place:
        raise faults.damaged_document(drawer, name)
    return Document(line.drawer, line.name, line.revision, line.of, body)
