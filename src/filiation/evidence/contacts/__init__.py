"""Contacts in texts: of cards, license files, organization cards, and of what accounts say of themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from filiation.evidence.contacts import addresses, card_sections, license_files, papers, websites
from filiation.evidence.contacts.interface import Found, Part, Reader, Section
from filiation.evidence.contacts.layout import card_parts, plain_parts
from filiation.evidence.files.card_layout import decoded
from filiation.evidence.files.card_text import CARD
from filiation.evidence.files.license_names import names_rights
from filiation.facts.contacts import Whose
from filiation.facts.findings import Unread

CARD_READERS: tuple[Reader, ...] = (addresses.read, websites.read, card_sections.read, papers.read)
"""The readers of cards; a new one is a file with a `read` and a line here."""

LICENSE_READERS: tuple[Reader, ...] = (license_files.read, addresses.read)
"""The readers of license files."""

OWN_READERS: tuple[Reader, ...] = (addresses.read, websites.read)
"""The readers of what an organization says of itself."""

MOST = 30
"""The most contacts of one file."""

MOST_BYTES = 512 * 1024
"""The most bytes of one file in which contacts are looked for."""


def wants(path: str) -> bool:
    """Whether contacts are looked for in a file of a repository."""
    return path == CARD or names_rights(path)


def read(path: str, body: bytes) -> tuple[Found, ...]:
    """Return the contacts in one file of a repository: a card, or a license file."""
    text = decoded(body[:MOST_BYTES])
    if isinstance(text, Unread):
        return ()
    if path == CARD:
        return _read(CARD_READERS, tuple(card_parts(text)))
    return _read(LICENSE_READERS, tuple(plain_parts(text, Section.OTHER)))


def read_own(text: str, *, card: bool) -> tuple[Found, ...]:
    """Return the contacts in what an account says of itself: its organization card, or the words of its overview."""
    parts = card_parts(text, Section.ABOUT) if card else plain_parts(text, Section.ABOUT)
    own = (replace(part, section=Section.ABOUT) if part.section is Section.OTHER else part for part in parts)
    return _read(OWN_READERS, tuple(own))


def _read(readers: Iterable[Reader], parts: Sequence[Part]) -> tuple[Found, ...]:
    """Return what readers find, each contact once: where it speaks most for the publisher, and most plainly."""
    found: dict[tuple[str, str], Found] = {}
    for reader in readers:
        for one in reader(parts):
            key = (one.kind, one.value)
            if key not in found or _weight(one) < _weight(found[key]):
                found[key] = one
    return tuple(sorted(found.values(), key=_weight))[:MOST]


def _weight(found: Found) -> tuple[int, bool]:
    return tuple(Whose).index(found.whose), found.purpose == "general"
