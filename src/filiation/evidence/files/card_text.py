"""Clues in the sentences of a card: what tools and people write of the model that theirs was made from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from filiation.evidence.files.bounded import cut_short
from filiation.evidence.files.card_layout import Kind, Passage, decoded, passages
from filiation.evidence.files.card_mentions import ADDRESS, END, ID, MARK, NAME, OTHER, Mentions, marked, revision
from filiation.evidence.files.card_phrases import FILLER, PHRASES, Phrase, may_tell
from filiation.evidence.files.card_refusals import refused
from filiation.evidence.files.card_subjects import BASE
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Unread
from filiation.facts.vocabulary import Relation, Source

CARD = "README.md"
"""The card of a repository; one in a folder is of something else."""

MOST = 1024 * KIB
"""The most bytes that are read of a card."""

MOST_CLUES = 100
"""The most mentions of parents that are kept of one card."""

MOST_PASSAGES = 4000
"""The most passages of one card that are searched for phrases."""

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+|(?<=[。！？；])|\n")
_NAMES_SOMETHING = re.compile(f"[{ADDRESS}{ID}{NAME}]")
_LISTED = rf"[{ADDRESS}{ID}]\d{{1,5}}{END}"
_ALONE = re.compile(rf"[\s\W]*{_LISTED}[^.]{{0,60}}$|[\s\W]*{_LISTED}[\s\W]*(?:{_LISTED}[\s\W]*)*$")
_NEXT = re.compile(
    r"(?:\s*\([^()]{0,120}\))?"
    r"(?:\s+(?:[\w-]+ )?(?:models?|backbone|checkpoints?|weights|base)|\s+as(?: [\w-]+){1,4}?)?"
    rf"\s*(?P<joint>,(?:\s*(?:and|&)\s)?|;|、|，|&|\+|\band\b|和|与|及){FILLER}(?P<mark>{MARK})"
)
_ITS_OWN = re.compile(r"\s+(?:is|are|was|were|has|have|can|will)\b")
_CLOSED = re.compile(r"\s*(?:\([^()]{0,120}\)\s*)?(?:models?\s*)?(?:[.。:;)]|$)")
_AT_REVISION = re.compile(r"\s*\(at revision ([\w.-]{1,64})\)")
_SIZE = re.compile(r"\d(?:\.\d+)?[bBmM]\b")
_QUANTIZED = re.compile(r"quanti[sz]|int[48]|[48]-?bit", re.IGNORECASE)
_BEFORE, _LONGEST = 160, 500


def read(body: bytes, size: int) -> Findings:
    """Return what the sentences of a card tell of parents."""
    text = decoded(body)
    if isinstance(text, Unread):
        return Findings(faults=(text,))
    clues: dict[tuple[str, Relation | None], Clue] = {}
    cut = cut_short(body, size)
    faults = [cut] if cut else []
    for count, found in enumerate(_passage_clues(text, faults)):
        clues.setdefault((found.named or found.raw, found.relation), found)
        if len(clues) > MOST_CLUES or count > 10 * MOST_CLUES:
            faults.append(Unread(Fault.TOO_MANY, found.location))
            break
    return Findings(clues=tuple(clues.values())[:MOST_CLUES], faults=tuple(faults))


@dataclass(slots=True)
class _Table:
    """Which column of the table that is being read names parents."""

    column: int = -1
    below: bool = False


def _passage_clues(text: str, faults: list[Unread]) -> Iterator[Clue]:
    table = _Table()
    introduced = ""
    searched = 0
    for passage in passages(text):
        if passage.kind is Kind.FENCE:
            continue
        if passage.kind is Kind.ROW:
            yield from _row_clues(passage, table)
            continue
        table = _Table()
        if introduced or may_tell(passage.text):
            searched += 1
            if searched > MOST_PASSAGES:
                faults.append(Unread(Fault.TOO_MANY, f"line {passage.line}"))
                return
            mentions = marked(passage.text)
            listed = introduced and _ALONE.match(mentions.text) is not None
            alone = list(_clues(mentions, passage.line))
            yield from alone or (_clues(mentions, passage.line, introduced) if listed else ())
            if listed:
                continue
        if _introduces(passage):
            introduced = passage.text.strip()[-300:]
        elif passage.kind is not Kind.ITEM:
            introduced = ""


def _introduces(passage: Passage) -> bool:
    """Tell whether what follows a passage belongs to it."""
    return passage.kind in (Kind.PROSE, Kind.ITEM) and passage.text.rstrip(" *_\n").endswith((":", "："))


def _clues(mentions: Mentions, line: int, introduced: str = "") -> Iterator[Clue]:
    """Yield the clues of a passage; a passage that only names models is read behind the words that introduce it."""
    if not _NAMES_SOMETHING.search(mentions.text):
        return
    if introduced:
        lead = marked(introduced)
        written, named, shift = lead.written, lead.named, len(lead.written)
        moved = re.sub(
            f"([{ADDRESS}{ID}{NAME}{OTHER}])(\\d+){END}", lambda m: f"{m[1]}{int(m[2]) + shift}{END}", mentions.text
        )
        mentions = Mentions(f"{lead.text} {moved.strip()}", written + mentions.written, named + mentions.named)
    for sentence in _SENTENCE.split(mentions.text):
        if _NAMES_SOMETHING.search(sentence) and may_tell(sentence):
            yield from _sentence_clues(mentions, sentence, line)


def _sentence_clues(mentions: Mentions, sentence: str, line: int) -> Iterator[Clue]:
    seen: set[str] = set()
    for phrase in PHRASES:
        for match in phrase.pattern.finditer(sentence):
            number = mentions.number(match[1])
            after = sentence[match.end(1) :]
            marks, rest = _joined(after)
            unsized = phrase.sized and not _SIZE.search(mentions.named[number])
            if match[1] in seen or unsized or refused(sentence[: match.start()], after) or refused("", rest):
                continue
            for mark in dict.fromkeys((match[1], *marks)):
                if mark not in seen:
                    seen.add(mark)
                    yield _clue(mentions, sentence, match.start(), mark, phrase, line)


def _joined(after: str) -> tuple[list[str], str]:
    """Return the marks that are listed together with one before (`, B and C`), and what follows the last."""
    marks: list[str] = []
    place, joint = 0, ""
    while found := _NEXT.match(after, place):
        marks.append(found["mark"])
        place, joint = found.end(), found["joint"]
    whole = joint.strip(", ") in ("and", "&", "+", "和", "与", "及") or _CLOSED.match(after, place)
    return (marks, after[place:]) if whole and not _ITS_OWN.match(after, place) else ([], after)


def _clue(mentions: Mentions, sentence: str, start: int, mark: str, phrase: Phrase, line: int) -> Clue:
    named = mentions.named[mentions.number(mark)]
    told = _AT_REVISION.match(sentence, sentence.index(mark) + len(mark))
    relation = phrase.relation
    if relation is Relation.COPY and _QUANTIZED.search(sentence):
        relation = None
    return Clue(
        raw=_around(mentions, sentence, start),
        location=f"line {line}",
        relation=relation,
        named=named,
        revision=told[1] if told else revision(named),
    )


def _around(mentions: Mentions, sentence: str, start: int) -> str:
    """Return a sentence as it stands; of a long one, what is around the phrase."""
    before, after = mentions.restored(sentence[:start]), mentions.restored(sentence[start:])
    before = before if len(before) <= _BEFORE else "…" + before[-_BEFORE:]
    after = after if len(after) <= _LONGEST else after[:_LONGEST] + "…"
    return f"{before} {after}".strip()


def _row_clues(passage: Passage, table: _Table) -> Iterator[Clue]:
    """Yield the clues of a table's row: under a head that says `Base model`, or behind a cell that does."""
    cells = [cell.strip() for cell in passage.text.strip().strip("|").split("|")][:50]
    if not table.below:
        heads = [place for place, cell in enumerate(cells) if BASE.match(cell)]
        table.below, table.column = True, heads[0] if heads and heads[0] > 0 else -1
    if len(cells) > 1 and BASE.match(cells[0]):
        cells, column = cells[:2], 1
    elif table.column < 0 or table.column >= len(cells):
        return
    else:
        column = table.column
    mentions = marked(cells[column])
    raw = " | ".join(" ".join(cell.split())[:200] for cell in cells[: column + 1])
    for mark in re.findall(MARK, mentions.text)[:5]:
        named = mentions.named[mentions.number(mark)]
        yield Clue(raw=f"| {raw} |", location=f"line {passage.line}", named=named, revision=revision(named))


READER = FileReader(
    name="card-text",
    source=Source.CARD_TEXT,
    tier=Tier.WORDS,
    rank=4,
    most=MOST,
    wants=CARD.__eq__,
    read=read,
    independent=False,
    precision=0.95,
)
