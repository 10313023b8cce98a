"""The register of requests received: what is due, and what cannot have happened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import Event, EventKind
from filiation.facts.register import Received, Standing
from filiation.facts.rights import Right
from filiation.rights.register import ANSWERS, KNOWN, checked, line, lines, recorded, taken_back
from filiation.words import register as words
from filiation.words.speech import speech

ASKED = Received("r1", date(2026, 1, 7), "A. Person", "person@example.org", "o/m", (Right.ERASURE,))
TODAY = date(2026, 6, 1)


def happened(received, *events, today=TODAY):
    for kind, day in events:
        received = recorded(received, Event(EventKind(kind), day), today)
    return received


def test_an_answer_is_due_a_month_after_receipt_moved_off_a_weekend():
    told = line(ASKED, date(2026, 1, 8))
    assert (told.due, told.moved_from) == (date(2026, 2, 9), date(2026, 2, 7))  # a Saturday
    assert told.standing is Standing.TO_ANSWER
    assert told.may_extend_until == told.due
    assert line(ASKED, date(2026, 2, 10)).standing is Standing.OVERDUE


def test_two_further_months_can_be_announced_within_the_month_once():
    longer = happened(ASKED, ("extended", date(2026, 2, 9)))
    told = line(longer, date(2026, 3, 1))
    assert told.extended
    assert told.due == date(2026, 4, 7)
    assert told.may_extend_until is None
    for received, day in ((ASKED, date(2026, 2, 10)), (longer, date(2026, 2, 20))):
        with pytest.raises(WrongUse, match="cannot be extended"):
            happened(received, ("extended", day))


def test_a_public_holiday_of_the_publisher_moves_the_day():
    received = replace(ASKED, day=date(2026, 4, 1), country="FR")
    assert line(received, date(2026, 4, 2)).due == date(2026, 5, 4)  # Friday 1 May, then a weekend


def test_who_is_asked_who_they_are_suspends_until_they_tell():
    asked = happened(ASKED, ("asked", date(2026, 1, 9)))
    assert line(asked, date(2026, 1, 20)).standing is Standing.SUSPENDED
    assert line(asked, date(2026, 1, 20)).due == date(2026, 2, 9)
    told = happened(asked, ("received", date(2026, 1, 21)))
    assert line(told, date(2026, 1, 22)).standing is Standing.TO_ANSWER


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_an_answer_ends_it(kind):
    done = happened(ASKED, (kind, date(2026, 2, 1)))
    assert line(done, TODAY).standing is Standing.DONE
    assert line(done, TODAY).due is None
    with pytest.raises(WrongUse, match="had its answer"):
        happened(done, ("answered", date(2026, 2, 2)))
    assert happened(done, ("note", date(2026, 2, 2))).events[-1].kind is EventKind.NOTE


@pytest.mark.parametrize(
    ("kind", "day", "told"),
    [
        ("answered", TODAY + timedelta(1), "still to come"),
        ("answered", date(2026, 1, 6), "before the request"),
        ("sent", date(2026, 1, 8), "does not happen"),
        ("complained", date(2026, 1, 8), "does not happen"),
    ],
)
def test_what_cannot_have_happened_is_refused(kind, day, told):
    with pytest.raises(WrongUse, match=told):
        happened(ASKED, (kind, day))


def test_what_was_forgotten_is_noted_in_its_place():
    done = happened(ASKED, ("answered", date(2026, 1, 20)))
    assert [one.kind.value for one in happened(done, ("asked", date(2026, 1, 10))).events] == ["asked", "answered"]
    longer = happened(ASKED, ("extended", date(2026, 1, 20)))
    with pytest.raises(WrongUse, match="cannot be extended"):
        happened(longer, ("extended", date(2026, 1, 10)))
    with pytest.raises(WrongUse, match="2026-01-20"):
        happened(done, ("refused", date(2026, 1, 10)))


def test_what_was_noted_by_mistake_is_taken_back():
    done = happened(ASKED, ("asked", date(2026, 1, 10)), ("answered", date(2026, 1, 20)))
    again = taken_back(done, 1)
    assert line(again, date(2026, 1, 21)).standing is Standing.SUSPENDED
    with pytest.raises(NotFound):
        taken_back(again, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": TODAY + timedelta(1)},
        {"sender": " "},
        {"model": ""},
        {"rights": ()},
        {"country": "XX"},
        {"language": "xx"},
        {"summary": "x" * 10_001},
    ],
)
def test_a_request_that_cannot_be_kept_is_refused(wrong):
    assert checked(replace(ASKED, sender=" A. Person "), TODAY) == ASKED
    assert checked(replace(ASKED, country="fr"), TODAY).country == "FR"
    with pytest.raises(WrongUse):
        checked(replace(ASKED, **wrong), TODAY)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(KNOWN)), st.integers(-5, 120)),
        max_size=8,
    ),
    st.integers(0, 200),
)
def test_whatever_happens_the_register_can_be_read(events, later):
    received = ASKED
    for kind, after in events:
        try:
            received = happened(received, (kind, ASKED.day + timedelta(after)))
        except WrongUse:
            continue
    today = ASKED.day + timedelta(later)
    told = line(received, today)
    assert (told.due is None) == (told.standing is Standing.DONE)
    assert told.standing is not Standing.OVERDUE or today > told.due
    assert [event.day for event in received.events] == sorted(event.day for event in received.events)


def test_the_most_urgent_comes_first_and_what_is_done_last():
    early, late = replace(ASKED, id="early"), replace(ASKED, id="late", day=date(2026, 3, 3))
    done = replace(happened(ASKED, ("answered", date(2026, 2, 1))), id="done")
    assert [one.received.id for one in lines([done, late, early], TODAY)] == ["early", "late", "done"]


def test_a_swiss_publisher_has_30_days_and_names_the_day_where_it_needs_longer():
    received = replace(ASKED, country="CH")
    told = line(received, date(2026, 1, 8))
    assert told.due == date(2026, 2, 6)  # a month would end on 7 February, a Saturday
    assert "30 days" in words.due(speech("en"), told)
    assert "Swiss" in words.due(speech("en"), told)
    assert "name the day" in words.longer(speech("en"), told)
    longer = line(happened(received, ("extended", date(2026, 2, 6))), TODAY)
    assert (longer.standing, longer.due) == (Standing.TO_ANSWER, None)
    assert "the day that you named" in words.due(speech("en"), longer)
    assert [one.received.country for one in lines([received, *(one.received for one in [longer])], TODAY)] == ["CH"] * 2
    assert longer in lines([longer.received], TODAY)


@pytest.mark.parametrize(("country", "law"), [(None, "12(3) GDPR"), ("FR", "12(3) GDPR"), ("GB", "UK GDPR")])
def test_it_is_told_by_which_law_an_answer_is_due(country, law):
    assert law in words.due(speech("en"), line(replace(ASKED, country=country), date(2026, 1, 8)))
