"""A case: one matter of one person, whom it was written to, what came back, and what is due when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from filiation.facts.requests import Draft
from filiation.facts.rights import Role


class EventKind(StrEnum):
    """What happened with one party.

    SENT: a letter went out. RECEIVED: it arrived there (the month counts from then). ASKED: they want to know more.
    EXTENDED: they announce up to two further months (article 12(3)). ANSWERED, PARTLY, REFUSED: how they answered.
    REMINDED, COMPLAINED: what the person did then. CLOSED: nothing more is expected. NOTE: anything else.
    """

    SENT = "sent"
    RECEIVED = "received"
    ASKED = "asked"
    EXTENDED = "extended"
    ANSWERED = "answered"
    PARTLY = "partly"
    REFUSED = "refused"
    REMINDED = "reminded"
    COMPLAINED = "complained"
    CLOSED = "closed"
    NOTE = "note"


class Status(StrEnum):
    """How things stand with one party, as its events and the day tell."""

    TO_WRITE = "to-write"
    WAITING = "waiting"
    ASKED = "asked"
    OVERDUE = "overdue"
    PARTLY = "partly"
    REFUSED = "refused"
    COMPLAINED = "complained"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, on a day; `proof` names a kept file (a receipt, a copy of an answer)."""

    kind: EventKind
    day: date
    note: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Involved:
    """A party in a case: who, why, which models (ids, the first of `total`), where it is written to, what happened.

    `contact` is the address or page that was chosen (empty: none is known). `country` is where it seems to be.
    """

    publisher: str | None
    name: str
    roles: tuple[Role, ...]
    models: tuple[str, ...]
    total: int
    contact: str = ""
    country: str | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One matter; kept encrypted. `revision` counts its savings, so that two windows cannot overwrite each other.

    `family` holds the ids of all models that came from the model when the case was opened or last compared, and
    `edition` the state of the catalog then.
    """

    id: str
    title: str
    opened: date
    draft: Draft
    parties: tuple[Involved, ...]
    family: tuple[str, ...]
    edition: str
    sha: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day; `party` is its place in the case. `moved_from`: the day itself would be a day of rest there.

    `basis` is a legal source (`gdpr:12(3)`), `calendar` the country whose public holidays were looked at (None: only
    weekends were), `passed` whether it is over.
    """

    party: int
    due: date
    basis: str
    passed: bool
    moved_from: date | None = None
    calendar: str | None = None
    extended: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next with a party: a code that `words.cases` tells, and by when (None: now)."""

    party: int
    status: Status
    step: str
    by: date | None
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class FamilyChange:
    """How a family differs from when the case was last compared with it; nothing of the case is changed by that."""

    since: str
    now: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    new_publishers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole cascade of a case in one view: how many parties and models stand where, and what is to be done."""

    case: Case
    steps: tuple[NextStep, ...]
    parties_by_status: Mapping[str, int]
    models_by_status: Mapping[str, int]
    change: FamilyChange | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    id: str
    title: str
    model: str
    opened: date
    parties: int
    next_due: date | None
    saved: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A request that a publisher received, as its register keeps it; `events` tell how it was answered.

    `sender` and `reply_to` are who asks; `day` the one of receipt, from which the month counts.
    """

    id: str
    day: date
    sender: str
    reply_to: str
    model: str
    rights: tuple[str, ...]
    summary: str
    country: str | None = None
    events: tuple[Event, ...] = ()
    revision: int = 0
