"""Papers that a card asks to cite, or names as its own: their authors can be found there."""

import re
from collections.abc import Iterator, Sequence

from filiation.evidence.contacts.interface import Found, Part, Section
from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind

MOST = 4
"""The most papers and groups of authors of one card."""

_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|arxiv[:\s]{1,2}|eprint\s{0,3}=\s{0,3}[{\"])"
    r"(\d{4}\.\d{4,5})(?!\d)",
    re.IGNORECASE,
)
_DOI = re.compile(
    r"(?:doi\.org/|doi\s{0,3}[=:]\s{0,3}[{\"]?\s{0,2})(10\.\d{4,9}/[A-Za-z0-9._;()/:+-]{2,120})", re.IGNORECASE
)
_KEY = re.compile(r"papers?|technical report|publication|arxiv")
_GROUP = re.compile(r"author\s{0,3}=\s{0,3}[{\"]{2,3}([^{}\"\n]{3,100})[}\"]{2,3}", re.IGNORECASE)


def read(parts: Sequence[Part]) -> Iterator[Found]:
    """Yield the papers of a card, and the group that a citation gives as author; people's names are left to them."""
    met: set[str] = set()
    for part in parts:
        if not (part.section is Section.CITATION or part.fenced or _KEY.fullmatch(part.key)):
            continue
        for found in _in(part):
            if found.value in met:
                continue
            met.add(found.value)
            if len(met) > MOST:
                return
            yield found


def _in(part: Part) -> Iterator[Found]:
    for match in _ARXIV.finditer(part.text):
        page = f"https://arxiv.org/abs/{match[1]}"
        yield Found(ContactKind.PAPER, page, part.place(match[1]), whose=Whose.AUTHOR)
    for match in _DOI.finditer(part.text):
        page = f"https://doi.org/{match[1].rstrip('.;:)')}"
        yield Found(ContactKind.PAPER, page, part.place(match[1]), whose=Whose.AUTHOR)
    if part.fenced:
        for match in _GROUP.finditer(part.text):
            name = " ".join(match[1].split())
            if " and " not in name and name.isprintable():
                yield Found(ContactKind.NAME, name, part.place(match[1]), whose=Whose.AUTHOR)
