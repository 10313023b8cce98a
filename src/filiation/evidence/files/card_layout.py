"""The layout of a card: its front matter, and then passages of prose, tables and fenced blocks, each with its line.

The part that a card copies from another model's card, under a later heading that says so, is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from filiation.facts.findings import Fault, Unread

LONGEST = 4000
"""The most characters of one passage; what is longer is cut into several."""

_FENCE = re.compile(r"[\s>*+-]*+(`{3,}|~{3,})[ \t]*([^`\n]*)$")
_HEADING = re.compile(r"#{1,6}\s+(.*?)[\s#]*$")
_ITEM = re.compile(r"(?:[-*+•·–]|\d{1,3}[.)])\s+")
_RULE = re.compile(r"(?:[-*_=]\s*){3,}$")
_QUOTE = re.compile(r"(?:>\s?)+")
_BREAK = re.compile(r"(?:\s{2,}|\\|<br\s*/?>\s*)$", re.IGNORECASE)
_COPIED = re.compile(
    r"\W*(?:(?:the\s+)?original\s+(?:model\s+)?(?:card|readme|description)|"
    r"(?:below|here)\s+is\s+the\s+original\s+model\s+card|base\s+model\s+card)\b",
    re.IGNORECASE,
)
_REVISION = re.compile(r"<!--\s*at revision ([\w.-]{1,64})\s*-->")
_FRONT = re.compile(r"\ufeff?\s*?---[ \t]*\r?\n")
_FRONT_END = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


class Kind(Enum):
    """What sort of passage it is."""

    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"
    ROW = "row"
    FENCE = "fence"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a card: the line on which it begins, its text, and what a fenced block says it holds."""

    kind: Kind
    line: int
    text: str
    info: str = ""


def decoded(body: bytes) -> str | Unread:
    """Return a card as a text; single characters that are none are replaced."""
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = body.decode("utf-16" if wide else "utf-8-sig", "replace")
    return Unread(Fault.NOT_TEXT) if "\x00" in text else text


def parted(text: str) -> tuple[str, str, int]:
    """Return the front matter of a card, what follows it, and the number of the line on which that begins."""
    begin = _FRONT.match(text)
    end = _FRONT_END.search(text, begin.end()) if begin else None
    if begin is None or end is None:
        return "", text, 1
    return text[begin.end() : end.start()], text[end.end() :], text.count("\n", 0, end.end()) + 1


def passages(text: str) -> Iterator[Passage]:
    """Yield the passages of a card in order, without its front matter, comments and copied cards."""
    _, rest, first = parted(text)
    collector = _Collector()
    for number, line in enumerate(rest.split("\n"), first):
        yield from collector.take(number, line.rstrip("\r"))
        if collector.ended:
            return
    yield from collector.finish()


@dataclass(slots=True)
class _Collector:
    """Lines on their way into passages."""

    fence: str = ""
    info: str = ""
    comment: bool = False
    told: bool = False
    ended: bool = False
    kind: Kind = Kind.PROSE
    begun: int = 0
    held: list[str] = field(default_factory=list)
    length: int = 0

    def take(self, number: int, line: str) -> Iterator[Passage]:
        fence = _FENCE.match(line) if not self.comment and ("```" in line or "~~~" in line) else None
        if self.fence:
            if fence and fence[1].startswith(self.fence) and not fence[2].strip():
                yield from self.finish()
                self.fence = ""
            else:
                self.held.append(line)
            return
        if fence:
            yield from self.finish()
            self.fence, self.info, self.kind, self.begun = fence[1], fence[2].strip()[:100], Kind.FENCE, number + 1
            return
        yield from self.place(number, self.uncommented(line))

    def uncommented(self, line: str) -> str:
        """Return a line without comments; the revision that a tool notes in one is kept in brackets."""
        if not self.comment and "<!--" not in line:
            return line
        line = _REVISION.sub(r"(at revision \1)", line)
        kept = []
        while line:
            mark = "-->" if self.comment else "<!--"
            before, found, line = line.partition(mark)
            if not self.comment:
                kept.append(before)
            self.comment ^= bool(found)
        return "".join(kept)

    def place(self, number: int, line: str) -> Iterator[Passage]:
        bare = line.strip()
        if bare.startswith(">"):
            bare = _QUOTE.sub("", bare, count=1).strip()
        if not bare:
            yield from self.finish()
            return
        heading = _HEADING.match(bare)
        item = _ITEM.match(bare)
        rule = _RULE.match(bare)
        if heading or item or rule or bare.startswith("|") or self.length > LONGEST:
            yield from self.finish()
        if rule:
            return
        if heading:
            self.ended = self.told and _COPIED.match(heading[1]) is not None
            self.told = True
            yield Passage(Kind.HEADING, number, heading[1][:LONGEST])
            return
        if not self.held:
            self.begun = number
            self.kind = Kind.ITEM if item else Kind.ROW if bare.startswith("|") else Kind.PROSE
        self.add(bare[item.end() :] if item else bare, broken=_BREAK.search(line) is not None)

    def add(self, words: str, *, broken: bool) -> None:
        self.held.append(words + ("\n" if broken else " "))
        self.length += len(words)

    def finish(self) -> Iterator[Passage]:
        held, self.held, self.length = self.held, [], 0
        if self.fence:
            yield Passage(Kind.FENCE, self.begun, "\n".join(held), self.info)
        elif held:
            self.told = True
            whole = "".join(held)
            for start in range(0, len(whole), LONGEST):
                yield Passage(self.kind, self.begun, whole[start : start + LONGEST])
