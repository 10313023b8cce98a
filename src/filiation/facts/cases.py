"""A case: one matter of one person, whom it was written to, what came back, and what is due when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from filiation.facts.requests import Draft
from filiation.facts.rights import Role


class EventKind(StrEnum):
    """What happened with one party.

    SENT: a letter went out. RECEIVED: it arrived there (the month counts from then). ACKNOWLEDGED: they confirmed that
    they have it, at the latest since that day; this ends nothing and moves no day. ASKED: they want to know more.
    EXTENDED: they announce up to two further months (article 12(3)). ANSWERED, PARTLY, REFUSED: how they answered.
    REMINDED, COMPLAINED: what the person did then. CLOSED: nothing more is expected. NOTE: anything else.
    """

    SENT = "sent"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
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


class Outcome(StrEnum):
    """What came of a request, as a complaint tells it.

    NO_ANSWER: none came in time. UNANSWERED: no complete one came, and no day is known by which it had to, or they
    asked a question back. The others: how it was answered.
    """

    NO_ANSWER = "no_answer"
    UNANSWERED = "unanswered"
    PARTLY = "partly"
    REFUSED = "refused"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, on a day.

    `proof` names a kept file (a receipt, a copy of an answer), `letter` the kept text of the letter that went out.
    """

    kind: EventKind
    day: date
    note: str = field(default="", repr=False)
    proof: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Addressing:
    """What was chosen for a complaint: the authority of a country, or of a part of it, and the language.

    What is empty is left to the rules of `rights.complaining`.
    """

    country: str = ""
    region: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Involved:
    """A party in a case: who, why, which models (ids, the first of `total`), where it is written to, what happened.

    `contact` is the address or page that was chosen (empty: none is known). `country` is where it seems to be, and
    `in_eea` whether it is clearly established in the European Economic Area. `datasets` are those of `models` that are.
    `complaint` is what was chosen for a complaint about it.
    """

    publisher: str | None
    name: str
    roles: tuple[Role, ...]
    models: tuple[str, ...]
    total: int
    contact: str = field(default="", repr=False)
    country: str | None = None
    events: tuple[Event, ...] = ()
    in_eea: bool = False
    datasets: tuple[str, ...] = ()
    complaint: Addressing = Addressing()


@dataclass(frozen=True, slots=True)
class Case:
    """One matter; kept encrypted. `revision` counts its savings, so that two windows cannot overwrite each other.

    `family` holds the ids of all models that came from the model when the case was opened or last compared, and
    `edition` the state of the catalog then.
    """

    id: str
    title: str = field(repr=False)
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
class CaseList:
    """All cases, each with how many of its parties have which status; `damaged` numbers those that cannot be read."""

    items: "tuple[tuple[CaseLine, Mapping[str, int]], ...]"
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    id: str
    title: str = field(repr=False)
    model: str
    opened: date
    parties: int
    next_due: date | None
    saved: datetime
