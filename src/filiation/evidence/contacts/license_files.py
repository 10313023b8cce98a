"""Who holds the rights, as the lines of a license or notice say."""

import re
from collections.abc import Iterator, Sequence

from filiation.evidence.contacts.interface import Found, Part
from filiation.evidence.contacts.words import is_placeholder
from filiation.facts.rights import ContactKind, Purpose

MOST = 5
"""The most holders of one file."""

_LINE = re.compile(
    r"^[\s#*/>-]{0,8}(?:portions\s{1,3})?(?:copyright|©|\(c\))(?:[\s:,]{0,3}(?:\(c\)|©|&copy;))?[\s:,]{1,4}"
    r"(?:(?:19|20)\d\d(?:\s{0,2}[-–,]\s{0,2}(?:(?:19|20)\d\d|present))*[,.]?\s{1,3})?(?:by\s{1,3})?(.{2,200})$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s{0,3}(?:[.,(<;]\s{0,2})?(?:all rights reserved|and (?:its|their) (?:affiliates|contributors)|licensed under|"
    r"https?://|<).{0,200}$",
    re.IGNORECASE,
)
_TEXT_OF_LICENSES = re.compile(
    r"owner|holder|notice|license|free software foundation|\[|\{|yyyy|<|\byear\b|statement|law|permission|interest|"
    r"conditions|infring|rights? in|©",
    re.IGNORECASE,
)


def read(parts: Sequence[Part]) -> Iterator[Found]:
    """Yield the holders of rights that a license names; the words of the license itself name nobody."""
    count = 0
    for part in parts:
        line = _LINE.match(part.text[:400])
        name = None if line is None else " ".join(_TAIL.sub("", line[1]).split()).strip(" .,;:-*_")
        if name is None or not 2 <= len(name) <= 120 or _TEXT_OF_LICENSES.search(name) or is_placeholder(name):
            continue
        if not name.isprintable():
            continue
        count += 1
        if count > MOST:
            return
        yield Found(ContactKind.NAME, name, part.place(part.text), Purpose.LEGAL)
