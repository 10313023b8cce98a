"""Calendars of cases and of a register: what is due, and nothing of what a matter is about."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from tests.rights.making_cases import OPENED, case, event, party

from filiation.export.last_days import of_case, of_register
from filiation.facts.register import Received
from filiation.facts.rights import Right
from filiation.rights import case_steps, register
from filiation.words.speech import speech

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def entries(content):
    return [(str(one["summary"]), one["dtstart"].dt) for one in icalendar.Calendar.from_ical(content).walk("VEVENT")]


@pytest.mark.parametrize(("language", "words"), [("en", "answer due from maker"), ("fr", "maker")])
def test_a_case_tells_who_has_to_answer_and_only_what_is_still_to_come(language, words):
    held = case(party(event("sent", "2026-11-03")), party(event("sent", "2026-09-01"), publisher="late"))
    content = of_case(speech(language), held, case_steps.deadlines_of(held, OPENED), now=NOW)
    ((title, day),) = entries(content)
    assert held.id[:8] in title
    assert held.id not in title
    assert words in title
    assert day == date(2026, 12, 3)
    assert b"Person" not in content


def test_a_name_that_is_hostile_starts_no_line_of_its_own():
    held = case(party(event("sent", "2026-11-03"), publisher="x\r\nATTENDEE:mailto:person@example.org"))
    content = of_case(speech("en"), held, case_steps.deadlines_of(held, OPENED), now=NOW)
    assert b"\nATTENDEE" not in content


def test_a_register_names_nobody():
    one = Received("c" * 16, OPENED, "A. Person", "person@example.org", "maker/base", (Right.ERASURE,), "x", "en", "FR")
    content = of_register(speech("en"), register.lines([one], OPENED), now=NOW)
    assert entries(content) == [("Request cccccccc: last day for an answer", date(2026, 12, 2))]
    assert b"Person" not in content
    assert b"example.org" not in content
