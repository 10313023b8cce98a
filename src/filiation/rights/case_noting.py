"""What may be noted in a case, and taken back; what cannot have happened is refused with the reason."""

from dataclasses import replace
from datetime import date

from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import Case, Event, EventKind
from filiation.locale import mark
from filiation.rights.case_deadlines import first_month
from filiation.rights.case_history import ARRIVED, current, party_of

LONGEST_NOTE = 10_000
"""The most characters of a note."""

_AFTER_SENDING = ARRIVED | {EventKind.RECEIVED, EventKind.REMINDED}


def checked(case: Case, place: int, event: Event, today: date) -> Event:
    """Return an event that can have happened with a party; raises WrongUse with the reason where it cannot."""
    party = party_of(case, place)
    if len(event.note) > LONGEST_NOTE:
        raise WrongUse(
            mark("The note is too long."), mark("Keep a long text as a file beside it, as a proof."), field="note"
        )
    if event.day > today:
        raise _impossible(mark("{day} is still to come: nothing can have happened on it."), event.day)
    if event.day < min(case.opened, case.draft.day):
        raise _impossible(mark("{day} is before the case was opened."), event.day)
    before = [one for one in party.events if one.day <= event.day]
    if event.kind in _AFTER_SENDING and not any(one.kind is EventKind.SENT for one in before):
        raise WrongUse(
            mark("On {day}, no letter to this party had been sent yet."),
            mark("First note when the letter was sent, then what came of it."),
            day=event.day.isoformat(),
            field="kind",
        )
    if event.kind is EventKind.EXTENDED:
        _check_extension(case, place, event)
    return event


def recorded(case: Case, place: int, event: Event, today: date) -> Case:
    """Return a case in which something happened with a party; raises WrongUse for what cannot have."""
    event = checked(case, place, event, today)
    party = case.parties[place]
    events = tuple(sorted((*party.events, event), key=lambda one: one.day))
    parties = (*case.parties[:place], replace(party, events=events), *case.parties[place + 1 :])
    return replace(case, parties=parties)


def taken_back(case: Case, place: int, number: int) -> tuple[Case, Event]:
    """Return a case without one event of a party (the first is 0), and the event.

    Raises NotFound where there is none of that number, WrongUse where what was noted later rests on it.
    """
    party = party_of(case, place)
    if not 0 <= number < len(party.events):
        raise NotFound(
            mark("Nothing was noted with this number."), mark("Look at what was noted: filiation request show.")
        )
    event, events = party.events[number], (*party.events[:number], *party.events[number + 1 :])
    sent = min((one.day for one in events if one.kind is EventKind.SENT), default=date.max)
    resting = [one.day for one in events if one.kind in _AFTER_SENDING and one.day < sent]
    if event.kind is EventKind.SENT and resting:
        raise WrongUse(
            mark("What was noted for {day} rests on this letter having been sent."),
            mark("Take that back first."),
            day=resting[0].isoformat(),
        )
    parties = (*case.parties[:place], replace(party, events=events), *case.parties[place + 1 :])
    return replace(case, parties=parties), event


def _check_extension(case: Case, place: int, event: Event) -> None:
    month = first_month(case, place)
    if month is None:
        return
    if any(one.kind is EventKind.EXTENDED for one in current(case.parties[place])):
        raise WrongUse(
            mark("The time for this answer has been extended already."),
            mark("The law knows one extension only. Note what they wrote as a note."),
            field="kind",
        )
    if event.day > month:
        raise WrongUse(
            mark("The month was over on {day}: who wants two more months has to say so within the first."),
            mark("The first deadline counts on. Note what they wrote as a note."),
            day=month.isoformat(),
            field="day",
        )


def _impossible(message: str, day: date) -> WrongUse:
    return WrongUse(message, mark("Check the day, written YYYY-MM-DD."), day=day.isoformat(), field="day")
