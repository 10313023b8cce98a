"""The last days of a case, or of a register, as a calendar file: it tells nothing of what a matter is about."""

from collections.abc import Iterable
from datetime import datetime

from filiation.errors import printable
from filiation.export.calendar import CalendarEntry, calendar
from filiation.facts.cases import Case, Deadline
from filiation.facts.register import ReceivedLine
from filiation.locale import mark
from filiation.words.cases import party_name
from filiation.words.numbers import number_of
from filiation.words.speech import Speech


def of_case(told: Speech, case: Case, due: Iterable[Deadline], *, now: datetime) -> bytes:
    """Return the days of a case that are still to come; it tells who has to answer."""
    title = mark("Case {number}: answer due from {party}")
    entries = [
        CalendarEntry(
            id=f"{case.id}-{one.party}-{one.due}",
            day=one.due,
            title=told.say(title, number=number_of(case), party=printable(party_name(told, case.parties[one.party]))),
        )
        for one in due
        if not one.passed
    ]
    return calendar(entries, now=now)


def of_register(told: Speech, lines: Iterable[ReceivedLine], *, now: datetime) -> bytes:
    """Return the last days of all open requests; it names nobody who asks."""
    title = mark("Request {number}: last day for an answer")
    entries = [
        CalendarEntry(one.received.id, one.due, told.say(title, number=number_of(one.received)))
        for one in lines
        if one.due
    ]
    return calendar(entries, now=now)
