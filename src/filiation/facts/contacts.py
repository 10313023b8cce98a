"""How a publisher can be reached, each way with where it was found; and where it seems to be established."""

from dataclasses import dataclass
from datetime import date

from filiation.facts.rights import Applies, ContactKind, Purpose


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a publisher.

    `value` is an address, a page (https), a name or a public discussion's page. `source` says where it was found:
    `card`, `license-file`, `overview`, `organization-card`, `curated` (our list) or `hub` (made from an id);
    `location` the exact place: a repository's file and line, or the page from which our list has it. `seen` is when
    it was read there. `public`: what is written there is read by anyone. `model` is the one whose file tells it.
    """

    kind: ContactKind
    value: str
    purpose: Purpose
    source: str
    location: str
    seen: date | None
    public: bool = False
    model: str | None = None


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
    that "none was found" can be weighed; `unread` its models of which no card was read.
    """

    publisher: str
    name: str | None
    contacts: tuple[Contact, ...]
    applicability: Applicability
    read: int
    unread: int
