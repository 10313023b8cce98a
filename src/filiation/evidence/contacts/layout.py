"""The parts of a text in which contacts are looked for: those of a card, or of a text without layout."""

import re
from collections.abc import Iterator

from filiation.evidence.contacts.interface import Part, Section
from filiation.evidence.files.card_layout import Kind, passages

MOST = 4000
"""The most parts of one text that are looked at."""

_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        Section.CITATION,
        re.compile(
            r"\b(?:cit(?:ation|e|ing)|bibtex|apa|references?|acknowledg\w{0,8}|thanks|credits?|related)\b|引用|致谢"
        ),
    ),
    (
        Section.CONTACT,
        re.compile(
            r"\b(?:contact\w{0,6}|get in touch|reach|support|feedback|questions|kontakt|contatti|privacy|legal|"
            r"security|imprint|impressum|e-?mail|report(?:s|ing) (?:of|an?|issues?|violations?|abuse))\b|联系|聯絡|"
            r"お問い合わせ|문의"
        ),
    ),
    (Section.AUTHORS, re.compile(r"\b(?:authors?|auteurs?|autoren|correspond\w{0,7}|contributors?|team)\b|作者")),
    (
        Section.ABOUT,
        re.compile(r"\b(?:about us|who we are|organi[sz]ation|company|developers?|website|home ?page)\b"),
    ),
    (Section.SOURCES, re.compile(r"\b(?:sources?|links?|resources?|code|repositor\w{1,3}|papers?)\b")),
)
_KEYED = re.compile(r"(?=\*\*[^*\n]{2,60}\*\*)")
_KEY = re.compile(r"[\s\W_]{0,8}([A-Za-z][A-Za-z ()/-]{2,40}?)(?:\s?\[optional\])?[*_]{0,3}\s?[:：|][*_\s|]{0,6}")
_PARTS_OF_ONE = 60  # pieces of one passage


def section_of(heading: str) -> Section:
    """Return what a heading says that the text below it is about."""
    words = heading[:200].lower()
    return next((section for section, pattern in _SECTIONS if pattern.search(words)), Section.OTHER)


def card_parts(text: str, section: Section = Section.OTHER) -> Iterator[Part]:
    """Yield the parts of a card, without comments and cards copied from others; `section` counts before a heading."""
    lines = text.split("\n")
    heading, count = "", 0
    for passage in passages(text):
        if passage.kind is Kind.HEADING:
            heading, section = passage.text[:200], section_of(passage.text)
            continue
        fenced = passage.kind is Kind.FENCE
        for piece in [passage.text] if fenced else _pieces(passage.text):
            count += 1
            if count > MOST:
                return
            yield _part(piece, passage.line, lines, heading, section, fenced=fenced)


def plain_parts(text: str, section: Section) -> Iterator[Part]:
    """Yield the lines of a text without layout, at most MOST of them."""
    lines = text.split("\n", MOST)[:MOST]
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Part(line[:MOST], number, lines, section=section)


def _pieces(text: str) -> Iterator[str]:
    """Yield the lines of a passage, each cut where a bold word begins."""
    pieces = (piece for line in text.split("\n") for piece in _KEYED.split(line))
    for _, piece in zip(range(_PARTS_OF_ONE), (piece for piece in pieces if piece.strip()), strict=False):
        yield piece


def _part(piece: str, line: int, lines: list[str], heading: str, section: Section, *, fenced: bool) -> Part:
    found = None if fenced else _KEY.match(piece)
    key = " ".join(found[1].lower().split()) if found else ""
    return Part(piece, line, lines, heading, section, fenced=fenced, key=key)
