"""The parts of a text in which contacts are looked for: those of a card, or of a text without layout."""

import re
from collections.abc import Iterator

from filiation.evidence.contacts.interface import Part, Section
from filiation.evidence.files.bounded import mapping, yaml_documents
from filiation.evidence.files.card_layout import Kind, parted, passages
from filiation.facts.findings import Unread

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
_COPY_MARK = re.compile(r"<!--[ \t]*original-model-card[ \t]+(start|end)[ \t]*-->", re.IGNORECASE)
_TITLE = re.compile(r"[ \t>]*#[ \t]")
_LEAD = re.compile(r"^\W*(?:the\s+)?(?:model\s+card|readme)\s+(?:for|of)\s+", re.IGNORECASE)
_SHORTEST_NAME = 5  # letters of a title that is the beginning of a parent's name
_MOST_PARENTS = 100


def section_of(heading: str) -> Section:
    """Return what a heading says that the text below it is about."""
    words = heading[:200].lower()
    return next((section for section, pattern in _SECTIONS if pattern.search(words)), Section.OTHER)


def card_parts(text: str, section: Section = Section.OTHER) -> Iterator[Part]:
    """Yield the parts of a card, without comments and cards copied from others; `section` counts before a heading.

    A copied card begins where tools mark it, under a heading that says so, or under a second title that names a
    declared base model. Any other second title is the card's own: many publishers write one over each section.
    """
    text = _uncopied(text)
    lines = text.split("\n")
    heading, count, titles = "", 0, 0
    parents: tuple[str, ...] | None = None
    for passage in passages(text):
        if passage.kind is Kind.HEADING:
            titled = _TITLE.match(lines[passage.line - 1]) is not None
            if titled and titles:
                parents = _declared_parents(text) if parents is None else parents
                if _names_one(passage.text[:200], parents):
                    return
            titles += titled
            heading, section = passage.text[:200], section_of(passage.text)
            continue
        fenced = passage.kind is Kind.FENCE
        for piece in [passage.text] if fenced else _pieces(passage.text):
            count += 1
            if count > MOST:
                return
            yield _part(piece, passage.line, lines, heading, section, fenced=fenced)


def _uncopied(text: str) -> str:
    """Return a card with empty lines in place of what tools mark as the card of the original model."""
    kept, begin, depth = [], 0, 0
    for mark in _COPY_MARK.finditer(text):
        deeper = max(depth + (1 if mark[1].lower() == "start" else -1), 0)
        if bool(deeper) != bool(depth):
            kept.append(_stretch(text, begin, mark.start(), copied=depth > 0))
            begin = mark.end()
        depth = deeper
    return "".join((*kept, _stretch(text, begin, len(text), copied=depth > 0)))


def _stretch(text: str, begin: int, end: int, *, copied: bool) -> str:
    return "\n" * text.count("\n", begin, end) if copied else text[begin:end]


def _names_one(title: str, parents: tuple[str, ...]) -> bool:
    """Whether a title is the name of one of these models, or how that name begins."""
    name = _bare(_LEAD.sub("", title, count=1))
    return len(name) >= _SHORTEST_NAME and any(parent.startswith(name) for parent in parents)


def _declared_parents(card: str) -> tuple[str, ...]:
    """Return the bare names of the models that the front matter of a card declares as its base."""
    front, _, _ = parted(card)
    documents = yaml_documents(front) if "base_model" in front else []
    if isinstance(documents, Unread) or not documents:
        return ()
    declared = mapping(documents[0]).get("base_model")
    parents = (declared if isinstance(declared, list) else [declared])[:_MOST_PARENTS]
    return tuple(_bare(parent.rstrip("/").rpartition("/")[2]) for parent in parents if isinstance(parent, str))


def _bare(name: str) -> str:
    return "".join(letter for letter in name[:200].lower() if letter.isalnum())


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
