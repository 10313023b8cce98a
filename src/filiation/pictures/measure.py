"""How wide text is, and how to cut it to a width; no font is at hand where pictures are laid out.

The widths are those of the plain sans-serif faces that systems have (Arial, Helvetica, Liberation Sans), with a
margin for wider ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Type:
    """How a kind of label is set: its size in pixels, and whether it is bold."""

    size: float
    bold: bool = False


TYPES: Mapping[str, Type] = {
    "name": Type(13, bold=True),
    "label": Type(12),
    "detail": Type(11),
    "heading": Type(12, bold=True),
    "tick": Type(11),
    "letter": Type(10, bold=True),
}
"""The kinds of labels."""

ELLIPSIS = "…"
"""What stands for the part of a text that was cut out."""

_MARGIN = 1.08
_BOLD = 1.06
_WIDE = 1.0
_ACCENTED = 0.6
_LAST_NARROW = 0x24F  # the end of Latin letters with accents
_GROUPS = {
    0.22: "ijl'",
    0.28: " !,./:;I[\\]ft|",
    0.34: '()-`r"{}',
    0.39: "*",
    0.5: "Jckvsxyz^",
    0.56: "#$0123456789?L_abdeghnopqu",
    0.59: "+<=>~",
    0.62: "FTZ",
    0.67: "&ABEKPSVXY",
    0.73: "CDHNRUw",
    0.78: "GOQ",
    0.84: "Mm",
    0.89: "%",
    0.95: "W",
    1.02: "@",
}
_WIDTHS = {letter: width * _MARGIN for width, letters in _GROUPS.items() for letter in letters}
_WIDTHS |= dict.fromkeys("·’\u00a0\u202f", 0.33 * _MARGIN) | {ELLIPSIS: _WIDE}


@lru_cache(maxsize=8192)
def width(text: str, kind: str = "label") -> float:
    """Return how many pixels a text takes as a label of a kind."""
    style = TYPES[kind]
    known = _WIDTHS.get
    ems = sum([known(c) or _unknown(c) for c in text])
    return ems * style.size * (_BOLD if style.bold else 1)


def fit(text: str, room: float, kind: str = "label") -> str:
    """Return a text cut in its middle so that it takes no more than `room` pixels, whole where it can be."""
    if width(text, kind) <= room:
        return text
    least, most = 0, min(len(text) - 1, int(room))
    while least < most:
        kept = (least + most + 1) // 2
        if width(_cut(text, kept), kind) <= room:
            least = kept
        else:
            most = kept - 1
    return _cut(text, least)


def _cut(text: str, kept: int) -> str:
    """Return the beginning and the end of a text, `kept` letters together."""
    tail = kept // 2
    return text[: kept - tail] + ELLIPSIS + text[len(text) - tail :]


def _unknown(letter: str) -> float:
    return (_ACCENTED if ord(letter) <= _LAST_NARROW else _WIDE) * _MARGIN
