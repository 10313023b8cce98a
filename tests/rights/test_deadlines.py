"""Months end where the Regulation says: never early, never on a day of rest."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.rights.authorities import authorities
from filiation.rights.deadlines import BASES, Due, acting_country, answer_due, due, due_in_days
from filiation.rights.law import source

DAYS = st.dates(date(2018, 5, 25), date(2100, 12, 31))
COUNTRIES = st.sampled_from([None, *(one.country for one in authorities())])
MONTHS = st.integers(1, 3)


def plain(received, months):
    """The same date of the last month, or its last day: told otherwise than the code does, by going on day by day."""
    day = received.replace(day=1)
    for _ in range(months):
        day += timedelta(days=monthrange(day.year, day.month)[1])
    return day + timedelta(days=min(received.day, monthrange(day.year, day.month)[1]) - 1)


def rests(day, country):
    from holidays import country_holidays

    return day.weekday() > 4 or (country is not None and day in country_holidays(country))


@settings(deadline=None)  # the first look into a year takes long
@given(DAYS, MONTHS, COUNTRIES)
def test_it_is_the_first_working_day_from_the_plain_end_on(received, months, country):
    found, end = due(received, months, country), plain(received, months)
    assert found.calendar == country
    assert found.day >= end
    assert not rests(found.day, country)
    assert all(rests(end + timedelta(days=n), country) for n in range((found.day - end).days))
    assert found.moved_from == (end if found.day != end else None)


@settings(deadline=None)  # the first look into a year takes long
@given(DAYS, COUNTRIES)
def test_more_months_never_end_earlier(received, country):
    assert received < due(received, 1, country).day < due(received, 3, country).day


@settings(deadline=None)  # the first look into a year takes long
@given(st.tuples(DAYS, DAYS).map(sorted), MONTHS, COUNTRIES)
def test_who_writes_later_is_never_answered_earlier(received, months, country):
    first, second = (due(day, months, country).day for day in received)
    assert first <= second


@pytest.mark.parametrize(
    ("received", "months", "country", "expected"),
    [
        # the examples of the European authorities: to the same date, or to the end of a shorter month
        (date(2024, 3, 5), 1, None, Due(date(2024, 4, 5), None, None)),
        (date(2024, 8, 31), 1, None, Due(date(2024, 9, 30), None, None)),
        # February, in a common year and in a leap year
        (date(2023, 1, 31), 1, None, Due(date(2023, 2, 28), None, None)),
        (date(2024, 1, 31), 1, None, Due(date(2024, 2, 29), None, None)),
        (date(2027, 1, 31), 1, None, Due(date(2027, 3, 1), date(2027, 2, 28), None)),
        # over the end of a year
        (date(2026, 12, 30), 3, None, Due(date(2027, 3, 30), None, None)),
        (date(2026, 12, 1), 1, "FR", Due(date(2027, 1, 4), date(2027, 1, 1), "FR")),
        # Christmas, its second day, a Sunday
        (date(2026, 11, 25), 1, "DE", Due(date(2026, 12, 28), date(2026, 12, 25), "DE")),
        (date(2026, 11, 25), 1, None, Due(date(2026, 12, 25), None, None)),
        # received on a Sunday: the day of receipt moves nothing
        (date(2026, 11, 22), 1, "FR", Due(date(2026, 12, 22), None, "FR")),
        # Easter: Friday to Monday in Germany, not on Friday in France
        (date(2026, 3, 3), 1, "DE", Due(date(2026, 4, 7), date(2026, 4, 3), "DE")),
        (date(2026, 3, 3), 1, "FR", Due(date(2026, 4, 3), None, "FR")),
        # a country without one of the laws: weekends only, even on its own holiday
        (date(2026, 11, 25), 1, "US", Due(date(2026, 12, 25), None, None)),
        (date(2026, 11, 25), 1, "zz", Due(date(2026, 12, 25), None, None)),
        (date(2026, 11, 25), 1, "de", Due(date(2026, 12, 28), date(2026, 12, 25), "DE")),
    ],
)
def test_examples(received, months, country, expected):
    assert due(received, months, country) == expected


def test_switzerland_counts_days():
    assert due_in_days(date(2026, 1, 1), 30, None).day == date(2026, 2, 2)  # the 31st is a Saturday
    assert answer_due(date(2026, 3, 2), "fadp", "CH") == Due(date(2026, 4, 1), None, "CH")
    assert answer_due(date(2026, 3, 2), "gdpr", None) == due(date(2026, 3, 2), 1, None)
    assert answer_due(date(2026, 3, 2), "uk-gdpr", "GB", extended=True) == due(date(2026, 3, 2), 3, "GB")


def test_each_time_has_its_legal_source():
    assert set(BASES) == {one.regime for one in authorities()}
    assert all(source(key) for key in BASES.values())


@pytest.mark.parametrize(
    ("controller", "person", "expected"),
    [
        ("DE", "FR", "DE"),
        (None, "FR", "FR"),
        ("US", "FR", "FR"),
        ("US", None, None),
        (None, "US", None),
        ("CH", "", "CH"),
    ],
)
def test_holidays_are_those_of_whoever_has_to_act_where_that_is_known(controller, person, expected):
    assert acting_country(controller, person) == expected
