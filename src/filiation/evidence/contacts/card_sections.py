"""Names in a card: who developed the model, who shares it, who wrote the card."""

import re
from collections.abc import Iterator, Sequence

from filiation.evidence.contacts.interface import Found, Part
from filiation.evidence.contacts.words import is_placeholder
from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind

LONGEST = 120
"""The most characters of a name."""

MOST = 6
"""The most names of one card."""

_KEY = re.compile(r"(?:model )?(?:developed|shared|created|maintained|published|made|released) by(?: ?\(.{0,30}\))?")
_AUTHORS = re.compile(r"(?:model card )?authors?|model card contact|model developers?|developers?|point of contact")
_HEADING = re.compile(r"\W{0,3}(?:model card )?authors?(?: ?\[optional\])?\W{0,3}", re.IGNORECASE)
_AFTER_KEY = re.compile(r"^[^:：|]{2,70}[:：|][*_\s|]{0,6}")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\([^()\s]{0,400}\)")
_TAG = re.compile(r"<[^<>]{0,300}>")
_BARE_LINK = re.compile(r"https?://\S{1,400}")
_ENDS = re.compile(r"(?<=\w{3})[.!?]\s|\s[-–—|•]\s|[;；。]|\(")
_MARKS = "*_`~|#>:： \t,-–•\"“”'"


def read(parts: Sequence[Part]) -> Iterator[Found]:
    """Yield the names that a card gives to its publisher and its authors."""
    count = 0
    for part in parts:
        whose = None if part.fenced else _whose(part)
        name = None if whose is None else _name(_AFTER_KEY.sub("", part.text, count=1) if part.key else part.text)
        if whose is None or name is None:
            continue
        count += 1
        if count > MOST:
            return
        yield Found(ContactKind.NAME, name, part.place(name), whose=whose)


def _whose(part: Part) -> Whose | None:
    if _KEY.fullmatch(part.key):
        return Whose.PUBLISHER
    if _AUTHORS.fullmatch(part.key):
        return Whose.AUTHOR
    short = not part.key and len(part.text) <= LONGEST
    return Whose.AUTHOR if short and _HEADING.fullmatch(part.heading) else None


def _name(text: str) -> str | None:
    """Return a name without markup; None where nobody is named."""
    bare = _BARE_LINK.sub(" ", _TAG.sub(" ", _LINK.sub(r"\1", text[:1000])))
    name = " ".join(_ENDS.split(bare, maxsplit=1)[0].split()).strip(_MARKS)
    if not 2 <= len(name) <= LONGEST or "@" in name or not name.isprintable() or is_placeholder(name):
        return None
    return None if name.count(" ") > 12 or "[" in name else name
