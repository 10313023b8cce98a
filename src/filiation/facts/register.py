"""A publisher's side: the requests that it received, and what it makes known about a model."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from filiation.facts.cases import Event
from filiation.facts.letters import Letter
from filiation.facts.rights import Right


class Standing(StrEnum):
    """How things stand with a request that was received."""

    TO_ANSWER = "to-answer"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Received:
    """A request that a publisher received; kept encrypted.

    `day` is the one of receipt, from which the month counts. `sender` and `reply_to` are who asks, `summary` what it
    is about, `language` the one in which to answer. `country` is where the publisher is established: its public
    holidays move deadlines. `revision` counts the savings, so that two windows cannot overwrite each other.
    """

    id: str
    day: date
    sender: str = field(repr=False)
    reply_to: str = field(repr=False)
    model: str
    rights: tuple[Right, ...]
    summary: str = field(default="", repr=False)
    language: str = "en"
    country: str | None = None
    events: tuple[Event, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """A request in the register, with its last day for an answer and how it stands.

    `due` is None where nothing is due any more, and where a publisher named the day itself, as Swiss law has it.
    """

    received: Received
    standing: Standing
    due: date | None
    moved_from: date | None
    extended: bool
    may_extend_until: date | None


@dataclass(frozen=True, slots=True)
class Register:
    """The register on a day: the most urgent first; `damaged` names what could not be read."""

    today: date
    items: tuple[ReceivedLine, ...]
    damaged: tuple[str, ...] = ()


class Measure(StrEnum):
    """What a publisher did about a model, and makes known."""

    ERASED = "erased"
    REMOVED_FROM_DATA = "removed-from-data"
    CORRECTED = "corrected"
    FILTERED = "filtered"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a publisher wants known about its model; nothing in it concerns a person.

    `new_version` is the id of the repository to use instead, `revision` the commit from which on the measure holds,
    `contact` where those downstream can ask back.
    """

    model: str
    measure: Measure
    day: date
    language: str = "en"
    new_version: str = ""
    revision: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class CardChange:
    """What to paste into a model's card: the metadata for its head (empty: none is needed), and a banner."""

    metadata: str
    banner: str


@dataclass(frozen=True, slots=True)
class Made:
    """What to publish and to send for an announcement, and how many it concerns.

    `direct` counts the children of the model, `further` all other descendants, `publishers` who else publishes them,
    and `unowned` those of which the publisher is unknown. `notice` is for the public, `recipients` for each publisher.
    """

    announcement: Announcement
    direct: int
    further: int
    publishers: int
    unowned: int
    notice: Letter
    recipients: Letter
    card: CardChange
