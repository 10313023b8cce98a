"""What a reader of contacts is: a pure function of the parts of a text, and what it finds there.

All text comes from strangers: a reader looks at each part once, its patterns are bounded, and it never raises.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind, Purpose


class Section(Enum):
    """What the heading above a part says that it is about."""

    CONTACT = "contact"
    AUTHORS = "authors"
    ABOUT = "about"
    CITATION = "citation"
    SOURCES = "sources"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: its words, the heading above it, the lines of the text from its first one on.

    `fenced` tells that it is a block of code or a citation. `key` is the word that stands before it (`developed by`),
    in lower case.
    """

    text: str
    line: int
    lines: Sequence[str]
    heading: str = ""
    section: Section = Section.OTHER
    fenced: bool = False
    key: str = ""

    def place(self, words: str) -> str:
        """Return the line on which some words stand, else the first line of the part."""
        near = range(self.line, min(self.line + _LINES, len(self.lines) + 1))
        return f"line {next((n for n in near if words in self.lines[n - 1]), self.line)}"


@dataclass(frozen=True, slots=True)
class Found:
    """One way to reach someone, as a text tells it: `location` is the place in the text."""

    kind: ContactKind
    value: str
    location: str
    purpose: Purpose = Purpose.GENERAL
    whose: Whose = Whose.PUBLISHER


Reader = Callable[[Sequence[Part]], Iterator[Found]]
"""Yields what the parts of a text tell; `Found.value` may come several times."""

_LINES = 200  # of one part; what is longer is one long line, or is placed at its beginning
