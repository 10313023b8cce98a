"""What happened with a party of a case: when the letter went out and arrived, and what came back.

Where the day of receipt was not noted, the letter is presumed to have arrived on the day on which it was sent, as an
e-mail does.
"""

from datetime import date

from filiation.errors import NotFound
from filiation.facts.cases import Case, Event, EventKind, Involved
from filiation.locale import mark

REACTIONS = frozenset({EventKind.ASKED, EventKind.EXTENDED, EventKind.ANSWERED, EventKind.PARTLY, EventKind.REFUSED})
"""Events by which a party has answered in some way."""

ENDS = frozenset({EventKind.ANSWERED, EventKind.CLOSED})
"""Events after which all seems to be done."""

ARRIVED = REACTIONS | {EventKind.ACKNOWLEDGED}
"""Events that prove that a letter arrived, at the latest on their day."""


_OPEN = frozenset({EventKind.SENT, EventKind.PARTLY, EventKind.REFUSED})  # with these, a new round begins


def party_of(case: Case, place: int) -> Involved:
    """Return the party at a place; raises NotFound where there is none."""
    if 0 <= place < len(case.parties):
        return case.parties[place]
    raise NotFound(mark("The case has no such party."), mark("Look at the parties of the case."))


def current(party: Involved) -> tuple[Event, ...]:
    """Return the events of the current round: those since a party was written to after all seemed to be done.

    What came between the end of a round and the next letter (a late question, more time) is of neither.
    """
    events = party.events
    for place in range(len(events) - 1, -1, -1):
        if events[place].kind in ENDS and any(event.kind is EventKind.SENT for event in events[place:]):
            later = events[place + 1 :]
            return later[next(at for at, event in enumerate(later) if event.kind in _OPEN) :]
    return events


def over_since(party: Involved) -> date | None:
    """Return the day on which the last round seemed to be done; None before, and once it was written to again."""
    for event in reversed(party.events):
        if event.kind in ENDS:
            return event.day
        if event.kind is EventKind.SENT:
            break
    return None


def has_reacted(case: Case, place: int, day: date) -> bool:
    """Whether a party has answered in any way in the round of a day: what is sent to it then is no first letter."""
    party = party_of(case, place)
    over = over_since(party)
    begins = over is not None and over <= day
    return not begins and any(event.kind in REACTIONS for event in current(party))


def began(party: Involved) -> tuple[date, bool] | None:
    """Return the day from which the month counts, and whether it is only presumed; None before a letter went out.

    A letter that was sent again before anything came back counts from the last time: the first seems to be lost.
    """
    sent: date | None = None
    for event in current(party):
        if event.kind is EventKind.RECEIVED and sent is not None:
            return event.day, False
        if event.kind in ARRIVED and sent is not None:
            break
        if event.kind is EventKind.SENT:
            sent = event.day
    return None if sent is None else (sent, True)


def sent_on(case: Case, place: int) -> date | None:
    """Return the day on which the first letter to a party went out, the last time that it did; None before."""
    sent = None
    for event in current(party_of(case, place)):
        if event.kind in ARRIVED | {EventKind.RECEIVED} and sent is not None:
            break
        sent = event.day if event.kind is EventKind.SENT else sent
    return sent
