"""Contacts in words: every kind, purpose, source and reason has its own, in sentences that can be filled."""

from dataclasses import replace
from datetime import date

import pytest

from filiation.facts.contacts import Applicability, Contact, Establishment, Reachability, Whose
from filiation.facts.rights import Applies, ContactKind, Purpose
from filiation.observatory.contacts import HUB_SOURCE
from filiation.rights.applicability import ELSEWHERE, ESTABLISHED, NOTHING, QUOTED, REASONS
from filiation.words import contacts as words
from filiation.words.speech import speech

ENGLISH = speech("en")
MAIL = Contact(
    ContactKind.EMAIL, "office@mill.org", Purpose.GENERAL, "card", "README.md: line 3", date(2026, 1, 2), model="mill/a"
)  # fmt: skip


def test_every_word_is_told():
    assert set(words.KIND) == set(ContactKind)
    assert set(words.PURPOSE) == set(Purpose)
    assert set(words.WHOSE) == set(words.WHOSE_MEANS) == set(Whose)
    assert set(words.APPLIES) == set(Applies)
    assert set(words.REASON) == {ESTABLISHED, ELSEWHERE, NOTHING, QUOTED, *REASONS.values()}
    assert HUB_SOURCE in words.SOURCE


def test_that_there_are_further_ones_is_told():
    answer = Reachability("mill", None, (), Applicability(Applies.UNCERTAIN, NOTHING), 3, 0)
    further = "Its files hold further ones"
    assert further in words.summary(ENGLISH, replace(answer, more=True))
    assert further not in words.summary(ENGLISH, answer)


def test_where_a_contact_was_found():
    assert words.found(ENGLISH, MAIL) == "model card, read on 2026-01-02"
    assert words.where(ENGLISH, MAIL) == "mill/a, README.md: line 3"


@pytest.mark.parametrize("reason", words.REASON)
def test_a_reason_names_what_is_known_and_says_what_is_not(reason):
    known = Establishment("IE", "A Company", "https://mill.org", None)
    for there in (known, Establishment(None, None, "https://mill.org", None), None):
        told = words.reason(ENGLISH, Applicability(Applies.LIKELY, reason, there))
        assert "None" not in told
        assert "{" not in told


@pytest.mark.parametrize(
    ("contacts", "read", "unread", "told"),
    [
        ((MAIL,), 3, 2, "1 contact of its own was found. 3 texts were searched; the cards of 2 models were not read."),
        ((), 1, 0, "No contact of its own was found. 1 text was searched; the cards of 0 models were not read."),
        ((), 0, 5, "No contact of its own was found. No card was read: 5 models are unread, and what is known comes"),
        ((), 0, 0, "No contact of its own was found. What is known comes from our list alone."),
    ],
)
def test_none_can_be_weighed(contacts, read, unread, told):
    answer = Reachability("mill", None, contacts, Applicability(Applies.UNCERTAIN, NOTHING), read, unread)
    assert words.summary(ENGLISH, answer).startswith(told)
