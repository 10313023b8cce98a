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


def party_of(case: Case, place: int) -> Involved:
    """Return the party at a place; raises NotFound where there is none."""
    if 0 <= place < len(case.parties):
        return case.parties[place]
    raise NotFound(mark("The case has no such party."), mark("Look at the parties of the case."))


def current(party: Involved) -> tuple[Event, ...]:
    """Return the events with a party since it was last written to after all seemed to be done."""
    events = party.events
    for place in range(len(events) - 1, -1, -1):
        if events[place].kind in ENDS and any(event.kind is EventKind.SENT for event in events[place:]):
            return events[place + 1 :]
    return events


def has_reacted(case: Case, place: int) -> bool:
    """Whether a party has answered in any way: what is sent to it from then on is no first letter."""
    return any(event.kind in REACTIONS for event in current(party_of(case, place)))


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
        if event.kind in ARRIVED and sent is not None:
            break
        sent = event.day if event.kind is EventKind.SENT else sent
    return sent
