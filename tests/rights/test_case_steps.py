"""How things stand with each party of a case, and what to do next, with words for all of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rights.making_cases import OPENED, case, event, party

from filiation.errors import WrongUse
from filiation.facts.cases import Event, EventKind, Status
from filiation.facts.rights import Role
from filiation.rights import case_noting, case_steps
from filiation.words import cases as words
from filiation.words.speech import speech

LATER = date(2027, 6, 1)
SENT = event("sent", "2026-11-03")


def step_of(*events, today, **fields):
    return case_steps.steps(case(party(*events, **fields)), today)[0]


@pytest.mark.parametrize(
    ("events", "today", "status", "step", "by"),
    [
        ([], "2026-11-03", "to-write", "write", None),
        ([SENT], "2026-11-10", "waiting", "wait-presumed", "2026-12-03"),
        ([SENT, event("received", "2026-11-06")], "2026-11-10", "waiting", "wait", "2026-12-07"),
        ([SENT], "2026-12-03", "waiting", "wait-presumed", "2026-12-03"),
        ([SENT], "2026-12-04", "overdue", "remind", None),
        ([SENT, event("reminded", "2026-12-05")], "2026-12-06", "overdue", "complain", None),
        ([SENT, event("extended", "2026-11-20")], "2026-12-20", "waiting", "wait-presumed", "2027-02-03"),
        ([SENT, event("extended", "2026-11-20")], "2027-02-04", "overdue", "remind", None),
        ([SENT, event("asked", "2026-11-20")], "2026-11-21", "asked", "answer-question", "2026-12-03"),
        ([SENT, event("asked", "2026-11-20")], "2026-12-10", "asked", "answer-question", None),
        ([SENT, event("asked", "2026-11-20"), event("sent", "2026-11-21")], "2026-12-10", "overdue", "remind", None),
        ([SENT, event("asked", "2026-11-20"), event("sent", "2026-11-21")], "2026-11-22", "waiting", "wait-presumed",
         "2026-12-03"),
        ([SENT, event("sent", "2026-11-12")], "2026-11-22", "waiting", "wait-presumed", "2026-12-14"),
        ([SENT, event("partly", "2026-11-20")], "2027-01-10", "partly", "insist", None),
        ([SENT, event("partly", "2026-11-20"), event("sent", "2026-11-25")], "2027-01-10", "partly", "await-rest",
         None),
        ([SENT, event("sent", "2026-11-04"), event("partly", "2026-11-20")], "2027-01-10", "partly", "insist", None),
        ([SENT, event("partly", "2026-11-20"), event("extended", "2026-11-20")], "2026-12-20", "waiting",
         "wait-presumed", "2027-02-03"),
        ([SENT, event("extended", "2026-11-20"), event("partly", "2026-11-25")], "2026-12-20", "waiting",
         "wait-presumed", "2027-02-03"),
        ([SENT, event("extended", "2026-11-20"), event("partly", "2026-11-25")], "2027-02-04", "overdue", "remind",
         None),
        ([SENT, event("extended", "2026-11-20"), event("partly", "2027-02-25")], "2027-02-26", "partly", "insist",
         None),
        ([SENT, event("refused", "2026-11-20")], "2027-01-10", "refused", "complain-refusal", None),
        ([SENT, event("refused", "2026-11-20"), event("sent", "2026-11-21")], "2026-11-22", "refused",
         "complain-refusal", None),
        ([SENT, event("answered", "2026-11-20")], "2027-01-10", "done", "nothing", None),
        ([SENT, event("answered", "2026-11-20"), event("extended", "2026-11-21")], "2027-03-10", "done", "nothing",
         None),
        ([SENT, event("answered", "2026-11-20"), event("asked", "2026-11-21")], "2027-03-10", "done", "nothing", None),
        ([SENT, event("complained", "2026-12-10")], "2026-12-11", "complained", "await-authority", "2027-03-10"),
        ([SENT, event("complained", "2026-12-10"), event("partly", "2026-12-20")], "2026-12-21", "complained",
         "await-authority", "2027-03-10"),
        ([SENT, event("complained", "2026-12-10"), event("answered", "2026-12-20")], "2026-12-21", "done", "nothing",
         None),
        ([event("closed", "2026-11-20")], "2027-01-10", "done", "nothing", None),
        ([SENT, event("received", "2026-11-05"), event("closed", "2026-11-06"), event("sent", "2026-12-01")],
         "2026-12-02", "waiting", "wait-presumed", "2027-01-04"),
        ([SENT, event("closed", "2026-11-04"), event("sent", "2026-12-01")], "2026-12-02", "waiting", "wait-presumed",
         "2027-01-04"),
        ([event("note", "2026-11-20")], "2027-01-10", "to-write", "write", None),
    ],
)  # fmt: skip
def test_what_to_do_next(events, today, status, step, by):
    found = step_of(*events, today=date.fromisoformat(today))
    assert (found.status.value, found.step, found.by and found.by.isoformat()) == (status, step, by)


def test_without_a_contact_a_way_is_looked_for():
    assert step_of(today=OPENED, contact="").step == "find-contact"


def test_only_what_is_awaited_is_due():
    both = case(
        party(SENT),
        party(SENT, event("answered", "2026-11-20"), publisher="done"),
        party(event("sent", "2026-11-02"), publisher="early"),
        party(publisher="unwritten"),
    )
    assert [(one.party, one.due.isoformat()) for one in case_steps.deadlines_of(both, OPENED)] == [
        (2, "2026-12-02"), (0, "2026-12-03"),
    ]  # fmt: skip


def test_every_model_of_the_family_is_counted_where_its_publisher_stands():
    family = ["maker/small", "quantizer/a", "quantizer/b", "stranger/c", "bare"]
    whole = case(party(SENT), party(publisher="quantizer"), party(publisher=None, roles=(Role.DESCENDANT,)),
                 family=family)  # fmt: skip
    found = case_steps.overview(whole, OPENED)
    assert found.models_by_status == {"waiting": 2, "to-write": 3, case_steps.NOT_INVOLVED: 1}
    assert sum(found.models_by_status.values()) == len(family) + 1
    assert found.parties_by_status == {"waiting": 1, "to-write": 2}


EVENTS = st.lists(
    st.tuples(st.sampled_from(EventKind), st.integers(0, 200)).map(
        lambda one: Event(one[0], OPENED + timedelta(days=one[1]))
    ),
    max_size=8,
)


@given(EVENTS, st.integers(0, 400))
def test_however_it_went_there_is_a_status_a_step_and_words_for_it(events, days):
    today = OPENED + timedelta(days=days)
    found = case()
    for one in events:
        try:
            found = case_noting.recorded(found, 0, one, LATER)
        except WrongUse:
            continue
    step = case_steps.steps(found, today)[0]
    for language in ("en", "fr"):
        told = words.step(speech(language), step)
        assert told
        assert "{" not in told
        assert "–" not in told
    assert words.STATUS[step.status]
    if step.by is not None:
        assert step.by >= today or step.status is Status.COMPLAINED
    if step.status is Status.OVERDUE:
        assert step.deadline.passed
    assert [one.day for one in found.parties[0].events] == sorted(one.day for one in found.parties[0].events)


def test_every_code_has_words():
    assert set(words.EVENT) == set(words.MEANS) == set(EventKind)
    assert {*Status, case_steps.NOT_INVOLVED} == set(words.STATUS)


def test_a_confirmation_of_receipt_ends_nothing_and_moves_no_day():
    confirmed = event("acknowledged", "2026-11-05")
    found = step_of(SENT, confirmed, today=date(2026, 11, 10))
    assert (found.status, found.by) == (Status.WAITING, date(2026, 12, 3))
    again = step_of(SENT, confirmed, event("sent", "2026-11-12"), today=date(2026, 11, 22))
    assert again.by == date(2026, 12, 3)  # the first letter was not lost
    with pytest.raises(WrongUse):
        case_noting.recorded(case(party()), 0, confirmed, LATER)
