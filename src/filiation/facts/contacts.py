"""How a publisher can be reached, each way with where it was found; and where it seems to be established."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiation.facts.rights import Applies, ContactKind, Purpose


class Whose(StrEnum):
    """Whom a contact reaches: the publisher, an author or a paper that its files name, or somebody else.

    Somebody else is whoever is met in the publisher's files in passing: the publisher of a model from which its own
    comes, the maker of a tool, the licensor of a text.
    """

    PUBLISHER = "publisher"
    AUTHOR = "author"
    OTHER = "other"


DIRECT: tuple[ContactKind, ...] = (ContactKind.EMAIL, ContactKind.FORM, ContactKind.POST)
"""Kinds of contacts to which a letter can be sent; on a website an address has to be looked for first."""

PURPOSES: tuple[Purpose, ...] = (Purpose.PRIVACY, Purpose.LEGAL, Purpose.GENERAL, Purpose.SECURITY)
"""What contacts are for, the aptest for a matter of personal data first."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a publisher.

    `value` is an address, a page (https), a name or a public discussion's page. `source` says where it was found:
    `card`, `license-file`, `overview`, `organization-card`, `curated` (our list) or `hub` (made from an id);
    `location` the exact place: a repository's file and line, or the page from which our list has it. `seen` is when
    it was read there. `public`: what is written there is read by anyone. `model`: whose file tells it; `whose`
    tells whether it reaches the publisher itself.
    """

    kind: ContactKind
    value: str
    purpose: Purpose
    source: str
    location: str
    seen: date | None
    public: bool = False
    model: str | None = None
    whose: Whose = Whose.PUBLISHER


@dataclass(frozen=True, slots=True)
class Establishment:
    """Where a publisher says that it is, or its representative in the Union: an ISO 3166-1 code and its source."""

    country: str | None
    representative: str | None
    source: str
    seen: date | None


@dataclass(frozen=True, slots=True)
class Applicability:
    """How likely the GDPR applies, and why: `reason` is a code that `words.contacts` tells."""

    applies: Applies
    reason: str
    establishment: Establishment | None = None


@dataclass(frozen=True, slots=True)
class Reachability:
    """Answer of `contacts`, for one publisher: the best ways first; empty where none was found, which is said.

    `name` is what our list or its overview calls it. `read` counts the files in which contacts were looked for, so
    that "none was found" can be weighed; `unread` its models of which no card was read. `others` were met in its files
    and reach somebody else: nothing about its models is to be sent there. `more`: an edition keeps the nearest contacts
    only, and its files hold further ones.
    """

    publisher: str
    name: str | None
    contacts: tuple[Contact, ...]
    applicability: Applicability
    read: int
    unread: int
    others: tuple[Contact, ...] = ()
    more: bool = False

    @property
    def way(self) -> Contact | None:
        """By which way a letter goes to the publisher, as `way_to` chooses it; None where none was found."""
        return way_to(self.contacts)


def way_to(contacts: Iterable[Contact]) -> Contact | None:
    """Return the way by which a letter goes: only to the publisher itself, and never in public.

    What takes a letter goes before a website, on which an address has to be looked for; then what is for matters of
    personal data goes before the rest (`PURPOSES`). The reader's browser chooses by the same rule.
    """
    ways = (one for one in contacts if one.kind in (*DIRECT, ContactKind.WEBSITE))
    private = (one for one in ways if one.whose is Whose.PUBLISHER and not one.public)
    return min(private, key=aptness, default=None)


def is_reached(reachability: Reachability) -> bool:
    """Tell whether a letter can be sent to a publisher in private, without looking for an address first."""
    way = reachability.way
    return way is not None and way.kind in DIRECT


def is_postal(one: Contact) -> bool:
    """Tell whether a contact is a postal address of the publisher itself."""
    return one.kind is ContactKind.POST and one.whose is Whose.PUBLISHER and not one.public


def aptness(one: Contact) -> tuple[bool, int]:
    """Return what puts contacts in order, the aptest for a letter on personal data first."""
    return one.kind not in DIRECT, PURPOSES.index(one.purpose)
