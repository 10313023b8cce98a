"""When an answer is due in a case, and on what that rests."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.rights.making_cases import OPENED, case, draft, event, party

from filiation.facts.cases import Event, EventKind, Status
from filiation.facts.requests import Person
from filiation.rights import case_deadlines, case_steps

LATER = date(2027, 6, 1)
SENT = event("sent", "2026-11-03")


def test_a_deadline_says_what_it_rests_on():
    found = case_deadlines.deadline(case(party(event("sent", "2026-11-04"))), 0, date(2026, 12, 8))
    assert (found.due, found.basis, found.passed, found.calendar) == (date(2026, 12, 4), "gdpr:12(3)", True, "FR")
    saturday = case_deadlines.deadline(case(party(event("sent", "2026-11-05"), country="DE")), 0, OPENED)
    assert (saturday.due, saturday.moved_from, saturday.calendar) == (date(2026, 12, 7), date(2026, 12, 5), "DE")
    assert case_deadlines.deadline(case(), 0, OPENED) is None


def test_in_switzerland_thirty_days_and_more_time_is_named_by_the_party():
    swiss = draft(person=Person("A. Person", "person@example.org", "CH"))
    waiting = case(party(event("sent", "2026-11-03")), draft=swiss)
    assert case_steps.steps(waiting, OPENED)[0].deadline.due == date(2026, 12, 3)
    extended = case(party(event("sent", "2026-11-03"), event("extended", "2026-11-10")), draft=swiss)
    found = case_steps.steps(extended, LATER)[0]
    assert (found.status, found.step, found.deadline) == (Status.WAITING, "wait-named", None)
    complained = case(party(event("sent", "2026-11-03"), event("complained", "2026-12-10")), draft=swiss)
    assert case_steps.steps(complained, LATER)[0].deadline is None


@given(st.integers(0, 800))
def test_no_answer_is_due_before_the_month_is_over_nor_on_a_day_of_rest(days):
    sent = OPENED + timedelta(days=days)
    found = case_deadlines.deadline(case(party(Event(EventKind.SENT, sent))), 0, sent)
    assert found.due >= sent + timedelta(days=28)
    assert found.due.weekday() < 5


def test_towards_who_is_clearly_in_the_eea_the_month_of_the_gdpr_runs_for_residents_of_elsewhere():
    swiss = draft(person=Person("A. Person", "person@example.org", "CH"))
    due = [
        case_deadlines.deadline(case(party(SENT, country="FR", in_eea=clear), draft=swiss), 0, LATER)
        for clear in (True, False)
    ]
    assert [one.basis for one in due] == ["gdpr:12(3)", "fadp-ordinance:18"]
