"""Last days for an answer, counted as Regulation (EEC, Euratom) No 1182/71 counts.

The day of receipt does not count (article 3(1)). A period in months ends on the same date of its last month, or on the
last day of a month that is shorter (3(2)(c)); where that is a Saturday, a Sunday or a public holiday, on the next
working day (3(4)). Public holidays are those of the state where the act is to be done (2(1)): see `acting_country`.
Holidays of a region alone do not count, because nobody's region is known: there, an answer may be due a day later.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from filiation.rights.authorities import regime_of

_SATURDAY = 5
_SWISS_DAYS = 30

BASES = {"gdpr": "gdpr:12(3)", "uk-gdpr": "uk-gdpr:12A", "fadp": "fadp-ordinance:18"}
"""The legal source of the time for an answer, by law."""


@dataclass(frozen=True, slots=True)
class Due:
    """A last day. `moved_from` is the day on which the period itself ends, where that is one of rest.

    `calendar` is the country whose public holidays were looked at; None where only weekends were.
    """

    day: date
    moved_from: date | None
    calendar: str | None


def due(received: date, months: int, country: str | None) -> Due:
    """Return the last day of a period of months after a receipt: one for an answer, three where it was extended."""
    year, month = divmod(received.year * 12 + received.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return _working(date(year, month + 1, min(received.day, last)), country)


def due_in_days(received: date, days: int, country: str | None) -> Due:
    """Return the last day of a period of days after a receipt."""
    return _working(received + timedelta(days=days), country)


def answer_due(received: date, regime: str, country: str | None, *, extended: bool = False) -> Due:
    """Return by when an answer is due under a law (see `regime_of`): a month, or three once it was extended.

    In Switzerland it is 30 days, and whoever needs longer names the day.
    """
    if regime == "fadp":
        return due_in_days(received, _SWISS_DAYS, country)
    return due(received, 3 if extended else 1, country)


def law_of(country: str | None) -> str:
    """Return the law by which a publisher counts: that of its country, else the GDPR."""
    return (country and regime_of(country)) or "gdpr"


def register_due(received: date, country: str | None, *, extended: bool = False) -> Due | None:
    """Return by when a publisher of a country has to answer; None where it names the day itself: a Swiss extension."""
    law = law_of(country)
    return None if extended and law == "fadp" else answer_due(received, law, country, extended=extended)


def acting_country(controller: str | None, person: str | None) -> str | None:
    """Return the country whose public holidays count: the controller's, where the answer has to be given.

    Where it is not known, or has none of the laws that we know, it is that of the person; None if that is neither.
    """
    return next((country for country in (controller, person) if country and regime_of(country)), None)


def _working(day: date, country: str | None) -> Due:
    """Return a day, or the next working day where it is one of rest."""
    calendar = country.upper() if country and regime_of(country) else None
    found = day
    while found.weekday() >= _SATURDAY or (calendar and found in _holidays(calendar, found.year)):
        found += timedelta(days=1)
    return Due(found, day if found != day else None, calendar)


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays  # slow to import

    return frozenset(country_holidays(country, years=year))
