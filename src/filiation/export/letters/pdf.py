"""Letters as PDF documents that screen readers can read (PDF/UA-1); their words are data, never markup.

The fonts are those of typst, with those of the system behind them. Where a sign is in none of them it is written by
its number, and the letter says so: nothing vanishes from a letter unnoticed.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec

from filiation.export.letters.annexes import day, drawing, line, lines, subject, title, titled
from filiation.facts.letters import Letter, Picture, Table
from filiation.locale import mark
from filiation.words.speech import speech

if TYPE_CHECKING:
    from typst import Fonts

_ROUNDS = 8  # in each of which typst names the signs that it cannot write
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
_WORD = re.compile(r"\S{13,}")
_PIECE = re.compile(r"[^/_.@:?&=-]{1,12}[/_.@:?&=-]*|[/_.@:?&=-]+")
_LEAST, _MOST = 5, 40  # how much room the columns of a table may claim, in signs


def pdf(letter: Letter) -> bytes:
    """Return a letter as a PDF document: tagged, with its language, title, headings and the words of its picture."""
    unknown: frozenset[str] = frozenset()
    for _ in range(_ROUNDS):
        document, missing = _typeset(letter, unknown)
        if document is not None:
            return document
        unknown |= missing
    raise RuntimeError("a letter holds signs that can be written neither by a font nor by their number")


def _typeset(letter: Letter, unknown: frozenset[str]) -> tuple[bytes | None, frozenset[str]]:
    """Return the document, or None and the signs for which there is no font."""
    import typst

    try:
        document = typst.compile(
            files(__package__).joinpath("letter.typ").read_bytes(),
            sys_inputs={"letter": msgspec.json.encode(_Told(letter, unknown).whole()).decode()},
            font_paths=_fonts(),
            pdf_standards="ua-1",
            timestamp=datetime.combine(letter.day, time(), UTC),
        )
    except typst.TypstError as error:
        found = _signs(_MISSING.findall(error.diagnostic)) - unknown
        if not found:
            raise
        return None, found
    return document, frozenset()


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts()


def _signs(texts: Iterable[str]) -> frozenset[str]:
    """Return the signs of texts as typst quotes them; those of ASCII are in every font."""
    told = "".join(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in texts)
    return frozenset(sign for sign in told if not sign.isascii())


class _Told:
    """A letter as the page takes it; a text is a list of lines, each a list of pieces that stay whole."""

    def __init__(self, letter: Letter, unknown: frozenset[str]) -> None:
        self._letter = letter
        self._numbers = {ord(sign): f"[U+{ord(sign):04X}]" for sign in unknown}

    def whole(self) -> dict[str, object]:
        letter = self._letter
        blocks = [{"form": b.form, "texts": [self._text(line(s.text)) for s in b.sentences]} for b in letter.blocks]
        return {
            "language": letter.language.partition("-")[0],
            "subject": self._line(title(letter)),
            "heading": self._line(subject(letter)),
            "day": day(letter),
            "sender": [self._text(line(one)) for one in letter.sender],
            "recipient": [self._text(line(one)) for one in letter.recipient],
            "blocks": [*blocks, *self._note()],
            "annexes": [self._annex(name, annex) for name, annex in titled(letter)],
        }

    def _note(self) -> list[dict[str, object]]:
        """Return what is to be told of signs that no font has."""
        if not self._numbers:
            return []
        sentence = mark(
            "Some signs of this letter are in no font of the machine on which it was written; they stand here by "
            "their numbers in Unicode, as [U+…]."
        )
        told = line(speech(self._letter.language).translate(sentence))
        return [{"form": "paragraph", "texts": [self._text(told)]}]

    def _annex(self, name: str, annex: Table | Picture) -> dict[str, object]:
        shared = {"title": self._line(name), "svg": "", "alternative": "", "height": 0}
        if isinstance(annex, Picture):
            svg = drawing(annex)
            told = self._line(annex.alternative) or self._line(name)
            picture = {"svg": svg, "alternative": told, "told": self._text(told), "wide": _is_wide(svg), "height": 78}
            return shared | picture
        return shared | {
            "told": self._text(lines(annex.note)) if annex.note else None,
            "wide": len(annex.header) > 4,
            "columns": _room(annex),
            "header": [self._text(line(head)) for head in annex.header],
            "rows": [[self._text(lines(cell)) for cell in row] for row in annex.rows],
        }

    def _line(self, text: str) -> str:
        return line(text).translate(self._numbers)

    def _text(self, text: str) -> list[list[str]]:
        return [_pieces(one) for one in text.translate(self._numbers).split("\n")]


def _pieces(text: str) -> list[str]:
    """Return a text in pieces between which a line may end: words that are too long for a column are cut."""
    pieces, at = [], 0
    for word in _WORD.finditer(text):
        first, *rest = _PIECE.findall(word[0])
        pieces += [text[at : word.start()] + first, *rest]
        at = word.end()
    return [*pieces, text[at:]]


def _room(table: Table) -> list[int]:
    """Return how wide the columns are to be, compared with each other."""
    longest = [max(map(len, column)) for column in zip(table.header, *table.rows, strict=True)]
    return [min(max(one, _LEAST), _MOST) for one in longest]


def _is_wide(svg: str) -> bool:
    """Whether a drawing is wider than high, and has a page on its side."""
    box = [float(one) for one in (ET.fromstring(svg).get("viewBox") or "0 0 1 1").split()]  # noqa: S314 (ours)
    return box[2] > box[3]
