"""What is due in a case: the last day for the answer of a party, and for the news of an authority.

The month for an answer (GDPR article 12(3)) counts from receipt. Two further months may be announced within the first.
A question of theirs (articles 11 and 12(6)) may suspend the month while it is in doubt who writes: that depends on the
case, so it is told and not computed away.
"""

from datetime import date

from filiation.facts.cases import Case, Deadline, EventKind, Involved
from filiation.rights import deadlines
from filiation.rights.authorities import regime_of
from filiation.rights.case_history import began, current, party_of
from filiation.rights.deadlines import Due
from filiation.rights.hosting import is_host


def deadline(case: Case, place: int, today: date) -> Deadline | None:
    """Return the last day for the answer of a party; None before a letter went out.

    None also for the host, to whom no law sets a day, and where Swiss law rules and more time was announced: then the
    party itself names the day.
    """
    party = party_of(case, place)
    start, regime = began(party), _regime(case, party)
    if is_host(party):
        return None
    extended = any(event.kind is EventKind.EXTENDED for event in current(party))
    if start is None or (extended and regime == "fadp"):
        return None
    counted = deadlines.answer_due(start[0], regime, _country(case, party), extended=extended)
    return _deadline(place, counted, deadlines.BASES[regime], today, extended=extended)


def first_month(case: Case, place: int) -> date | None:
    """Return the last day for an answer that is not extended; None before a letter went out, and for the host."""
    party = party_of(case, place)
    start = began(party)
    if start is None or is_host(party):
        return None
    return deadlines.answer_due(start[0], _regime(case, party), _country(case, party)).day


def news_due(case: Case, place: int, today: date) -> Deadline | None:
    """Return by when the authority has to tell how the complaint goes (article 78(2)); None where another law rules."""
    country = case.draft.person.country
    if regime_of(country) != "gdpr":
        return None
    complained = max(event.day for event in case.parties[place].events if event.kind is EventKind.COMPLAINED)
    return _deadline(place, deadlines.due(complained, 3, country), "gdpr:78(2)", today)


def _deadline(place: int, counted: Due, basis: str, today: date, *, extended: bool = False) -> Deadline:
    passed = today > counted.day
    return Deadline(place, counted.day, basis, passed, counted.moved_from, counted.calendar, extended)


def _country(case: Case, party: Involved) -> str | None:
    return deadlines.acting_country(party.country, case.draft.person.country)


def _regime(case: Case, party: Involved) -> str:
    """Return the law that leads in the letters: the GDPR for who is clearly in the EEA, else that of the person."""
    return "gdpr" if party.in_eea else regime_of(case.draft.person.country) or "gdpr"
