"""The host: a notice was sent to it, so no month runs, and no authority for personal data hears about it as a host."""

from datetime import date, timedelta

import pytest
from tests.rights.making_cases import case, event, party

from filiation.errors import WrongUse
from filiation.facts.rights import Role
from filiation.rights import case_deadlines, case_noting, case_remedies, case_steps, hosting
from filiation.words import cases as words
from filiation.words.speech import speech

SENT = event("sent", "2026-11-03")
LATER = date(2027, 6, 1)


def hosted(*events, roles=(Role.HOST,)):
    return case(party(*events, publisher="huggingface", roles=roles, contact="dpo@example.org"))


@pytest.mark.parametrize(
    ("events", "today", "status", "step", "by"),
    [
        ([], "2026-11-03", "to-write", "write", None),
        ([SENT], "2026-11-30", "waiting", "wait-host", "2026-12-01"),
        ([SENT], "2026-12-01", "waiting", "ask-again", None),
        ([SENT], "2027-06-01", "waiting", "ask-again", None),
        ([SENT, event("acknowledged", "2026-11-04")], "2026-11-30", "waiting", "wait-host", "2026-12-01"),
        ([SENT, event("reminded", "2026-12-02")], "2026-12-03", "waiting", "wait-host", "2026-12-30"),
        ([SENT, event("reminded", "2026-12-02")], "2027-01-02", "waiting", "host-silent", None),
        ([SENT, event("asked", "2026-11-20")], "2027-06-01", "asked", "answer-host", None),
        ([SENT, event("refused", "2026-11-20")], "2026-11-21", "refused", "host-decided", None),
        ([SENT, event("complained", "2027-01-20")], "2027-06-01", "complained", "await-coordinator", None),
        ([SENT, event("answered", "2026-11-20")], "2026-11-21", "done", "nothing", None),
    ],
)
def test_no_month_runs_for_the_host(events, today, status, step, by):
    day = date.fromisoformat(today)
    found = case_steps.steps(hosted(*events), day)[0]
    assert (found.status, found.step, found.by and found.by.isoformat()) == (status, step, by)
    assert found.deadline is None
    assert case_steps.deadlines_of(hosted(*events), day) == ()
    for language in ("en", "fr"):
        told = words.step(speech(language), found)
        assert "{" not in told
        assert not by or str(date.fromisoformat(by).day) in told


def test_a_host_that_publishes_the_model_is_a_publisher():
    assert case_deadlines.deadline(hosted(SENT, roles=(Role.PUBLISHER, Role.HOST)), 0, LATER) is not None
    assert not hosting.is_host(hosted(roles=(Role.PUBLISHER, Role.HOST)).parties[0])


def test_the_host_may_be_asked_again_but_not_complained_of():
    held = hosted(SENT)
    assert case_remedies.may_remind(held, 0, SENT.day + timedelta(weeks=4))
    assert not case_remedies.may_complain(held, 0, LATER)
    with pytest.raises(WrongUse) as caught:
        case_remedies.outcome(held, 0, LATER)
    assert "Digital Services Coordinator" in caught.value.hint


def test_a_host_that_decided_or_was_not_written_to_is_not_asked_again():
    assert not case_remedies.may_remind(hosted(), 0, LATER)
    assert not case_remedies.may_remind(hosted(SENT, event("refused", "2026-11-20")), 0, LATER)


def test_more_time_is_no_matter_of_the_host():
    late = event("extended", "2027-05-01")
    assert case_noting.recorded(hosted(SENT), 0, late, LATER).parties[0].events == (SENT, late)
