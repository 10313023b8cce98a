"""When a reminder and a complaint can be written, and what came of a request by then."""

from datetime import date

import pytest
from tests.rights.making_cases import OPENED, case, draft, event, party

from filiation.errors import WrongUse
from filiation.facts.cases import Outcome
from filiation.facts.requests import Person
from filiation.rights import case_remedies

SENT = event("sent", "2026-11-03")
AFTER = date(2026, 12, 4)
SWISS = draft(person=Person("A. Person", "person@example.org", "CH"))


@pytest.mark.parametrize(
    ("events", "today", "outcome"),
    [
        ([SENT], AFTER, Outcome.NO_ANSWER),
        ([SENT, event("asked", "2026-11-04")], AFTER, Outcome.UNANSWERED),
        ([SENT, event("asked", "2026-11-04"), event("sent", "2026-11-05")], AFTER, Outcome.UNANSWERED),
        ([SENT, event("closed", "2026-11-04")], AFTER, Outcome.NO_ANSWER),
        ([SENT, event("answered", "2026-11-04"), event("asked", "2026-11-05"), event("sent", "2026-11-06")],
         date(2027, 1, 6), Outcome.NO_ANSWER),
        ([SENT, event("answered", "2026-11-04"), event("extended", "2026-11-05"), event("sent", "2026-11-06")],
         date(2026, 12, 8), Outcome.NO_ANSWER),
        ([SENT, event("answered", "2026-11-04"), event("extended", "2026-11-05")], AFTER, Outcome.ANSWERED),
        ([SENT, event("refused", "2026-11-04")], OPENED, Outcome.REFUSED),
        ([SENT, event("partly", "2026-11-04")], OPENED, Outcome.PARTLY),
        ([SENT, event("partly", "2026-11-04"), event("refused", "2026-11-05")], OPENED, Outcome.REFUSED),
        ([SENT, event("answered", "2026-11-04")], OPENED, Outcome.ANSWERED),
        ([SENT, event("answered", "2026-11-04"), event("sent", "2026-11-05")], date(2027, 1, 5), Outcome.NO_ANSWER),
        ([SENT, event("extended", "2026-11-04"), event("partly", "2026-11-05")], date(2027, 2, 5), Outcome.PARTLY),
    ],
)  # fmt: skip
def test_what_came_of_a_request(events, today, outcome):
    found = case(party(*events))
    assert case_remedies.outcome(found, 0, today) is outcome
    assert case_remedies.may_complain(found, 0, today)


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([], "No letter"),
        ([event("note", "2026-11-03")], "No letter"),
        ([SENT], "2026-12-03"),
        ([SENT, event("closed", "2026-11-04")], "2026-12-03"),
        ([SENT, event("extended", "2026-11-04")], "2027-02-03"),
        ([SENT, event("extended", "2026-11-04"), event("partly", "2026-11-05")], "2027-02-03"),
    ],
)
def test_it_is_too_early_for_a_complaint(events, reason):
    found = case(party(*events))
    with pytest.raises(WrongUse, match=reason):
        case_remedies.outcome(found, 0, date(2026, 12, 3))
    assert not case_remedies.may_complain(found, 0, date(2026, 12, 3))


def test_a_day_that_the_party_named_is_not_guessed():
    found = case(party(SENT, event("extended", "2026-11-10")), draft=SWISS)
    assert case_remedies.outcome(found, 0, AFTER) is Outcome.UNANSWERED
    with pytest.raises(WrongUse, match="named the day"):
        case_remedies.reminder_due(found, 0, AFTER)


@pytest.mark.parametrize(
    ("events", "today", "may"),
    [
        ([], AFTER, False),
        ([SENT], date(2026, 12, 3), False),
        ([SENT], AFTER, True),
        ([SENT, event("partly", "2026-11-10")], OPENED, False),
        ([SENT, event("partly", "2026-11-10")], AFTER, True),
        ([SENT, event("refused", "2026-11-10")], AFTER, False),
        ([SENT, event("answered", "2026-11-10")], AFTER, False),
        ([SENT, event("answered", "2026-11-10"), event("sent", "2026-11-11")], date(2026, 12, 20), True),
    ],
)
def test_when_a_reminder_can_be_written(events, today, may):
    found = case(party(*events))
    assert case_remedies.may_remind(found, 0, today) is may
    if may:
        last, sent = case_remedies.reminder_due(found, 0, today)
        assert sent < last.due < today


def test_a_reminder_names_the_letter_from_whose_receipt_the_time_counts():
    found = case(party(SENT, event("received", "2026-11-05"), event("sent", "2026-11-28")))
    last, sent = case_remedies.reminder_due(found, 0, date(2026, 12, 8))
    assert (sent, last.due) == (date(2026, 11, 3), date(2026, 12, 7))
