"""Sentences about a model as pages show them: with links where other models are named, and to the evidence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from filiation.errors import printable
from filiation.facts.answers import Profile
from filiation.facts.heritage import Doubt, DoubtKind, Lineage
from filiation.facts.tables import OUTSIDE
from filiation.web import addresses
from filiation.web.pages.evidence import anchor
from filiation.words import heritage
from filiation.words.speech import Speech

_OF_LINKS = frozenset(
    {
        DoubtKind.ABSENT_PARENT,
        DoubtKind.GONE_PARENT,
        DoubtKind.WITHDRAWN_LINK,
        DoubtKind.CONTRADICTED,
        DoubtKind.YOUNGER_PARENT,
        DoubtKind.CYCLE,
    }
)
_TOLD_ELSEWHERE = frozenset({DoubtKind.NO_PARENT, DoubtKind.NO_LICENSE, DoubtKind.NO_DATASET})


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that a reader should know, and the address of what shows it (`of_license`: on the page itself)."""

    text: Markup
    address: str
    of_license: bool


def origin(speech: Speech, root: str, profile: Profile, lineage: Lineage) -> Markup:
    """Return where a model comes from, with links to the models that are named."""
    names = {*(link.id for link in profile.parents), *(one.id for one in lineage.line)}
    return linked(root, heritage.origin(speech, profile, lineage), names)


def warnings(speech: Speech, root: str, doubts: Iterable[Doubt]) -> list[Warned]:
    """Return what is doubtful about a model, but for what is missing: the page says that where it would stand."""
    return [_warned(speech, root, doubt) for doubt in doubts if doubt.kind not in _TOLD_ELSEWHERE]


def linked(root: str, sentence: str, names: Iterable[str]) -> Markup:
    """Return a sentence in which the models `names` lead to their pages."""
    return leading(sentence, {name: addresses.model(root, name) for name in names if "/" in name})


def leading(sentence: str, places: Mapping[str, str]) -> Markup:
    """Return a sentence in which names lead to their addresses in `places`."""
    shown = {str(escape(printable(name.removeprefix(OUTSIDE)))): address for name, address in places.items()}
    if not shown:
        return escape(sentence)
    known = "|".join(re.escape(text) for text in sorted(shown, key=len, reverse=True))

    def link(found: re.Match[str]) -> str:
        return f'<a href="{escape(shown[found[0]])}">{found[0]}</a>'

    # Both the sentence and the names were escaped; only our own links are put into it.
    return Markup(re.sub(rf"(?<![\w./-])(?:{known})(?![\w/-])", link, str(escape(sentence))))  # noqa: S704


def _warned(speech: Speech, root: str, doubt: Doubt) -> Warned:
    names = {doubt.model, *([doubt.other] if doubt.other and doubt.kind in _OF_LINKS else [])}
    text = linked(root, heritage.doubt(speech, doubt), names)
    place = "rejected" if doubt.kind is DoubtKind.REJECTED else anchor(doubt.other or "")
    of_license = doubt.kind is DoubtKind.LICENSE_DIFFERS
    address = "#licenses" if of_license else f"{addresses.model(root, doubt.model, 'evidence')}#{place}"
    return Warned(text, address, of_license)
