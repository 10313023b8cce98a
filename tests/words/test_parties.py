"""Parties in words: whom to write to, why, how surely; in both languages, with texts of strangers left as they are."""

from dataclasses import replace
from datetime import date

import pytest

from filiation.facts.contacts import Applicability, Contact, Reachability, Whose
from filiation.facts.parties import Above, Entry, Parties, Party, PartyModel, Relay
from filiation.facts.rights import Applies, ContactKind, Memory, Purpose, Role
from filiation.facts.vocabulary import Presence, Relation
from filiation.words import parties as words
from filiation.words.speech import speech

ENGLISH = speech("en")
NOBODY = Reachability("maker", None, (), Applicability(Applies.UNCERTAIN, "nothing-known"), 0, 0)
MAIL = Contact(ContactKind.EMAIL, "privacy@example.org", Purpose.PRIVACY, "card", "README.md: line 9", None)
ANSWER = Parties(
    model="maker/base",
    publisher="maker",
    sha=None,
    files=(),
    seen=date(2026, 11, 20),
    edition="000001",
    first=(),
    descendants=100,
    by_memory={"same": 1, "may": 99},
    unowned=2,
    relays=(Relay("one", 50, 0.5), Relay("two", 35, 0.85), Relay("three", 5, 0.9)),
    total=40,
    offset=0,
    items=(),
)
ITEM = PartyModel(
    "a/b", "model", Role.DESCENDANT, 1, (), Memory.MAY, None, None, gone=False, presence=Presence.LISTED, downloads=None
)


def test_every_role_and_memory_has_its_words():
    assert words.ROLE.keys() == words.WHY.keys() == set(Role)
    assert words.MEMORY.keys() == words.MEMORY_MEANS.keys() == words.COUNTED.keys() == set(Memory)


def test_nothing_claims_that_a_model_holds_data():
    told = [*words.WHY.values(), *words.MEMORY_MEANS.values()]
    assert not [text for text in told if "contains" in text or "your data" in text]
    assert "presumed" in words.WHY[Role.PUBLISHER]


@pytest.mark.parametrize("above", Above)
def test_an_entry_says_how_far_the_tests_go(above):
    told = words.entry(ENGLISH, Entry("a/base", "b/packed", above))
    assert "a/base" in told
    assert "b/packed" in told
    assert ("or further up" in told) == (above is Above.UNTESTED)


def test_a_summary_counts_the_unknown():
    assert words.summary(ENGLISH, ANSWER).endswith("The publishers of 2 of them are unknown.")
    assert "unknown" not in words.summary(ENGLISH, replace(ANSWER, unowned=0))
    assert words.summary(ENGLISH, replace(ANSWER, descendants=0)).startswith("Nothing that was read")


def test_the_few_are_as_many_as_reach_four_in_five():
    assert [relay.publisher for relay in words.few(ANSWER)] == ["one", "two"]
    assert words.relayed(ENGLISH, ANSWER) == (
        "2 publishers reach 85% of them: their own models, and those that come from these."
    )
    scattered = replace(ANSWER, relays=(Relay("one", 5, 0.05), Relay("two", 5, 0.1)))
    assert len(words.few(scattered)) == 2


def test_there_are_no_few_where_most_must_be_written_to():
    assert words.few(replace(ANSWER, total=3)) == ()
    assert words.relayed(ENGLISH, replace(ANSWER, total=3)) is None
    assert words.relayed(ENGLISH, replace(ANSWER, relays=())) is None


def test_a_way_is_told_link_by_link():
    chained = replace(ITEM, way=(Relation.FINETUNE, Relation.MERGE, Relation.QUANTIZED))
    assert words.way(ENGLISH, chained) == "finetune, then merge, then quantized"
    assert words.way(ENGLISH, replace(ITEM, role=Role.PUBLISHER, depth=0)) == "the model itself"
    assert words.way(ENGLISH, replace(ITEM, role=Role.DATASET, depth=0)) == "declared by the model itself"
    assert words.way(ENGLISH, replace(ITEM, role=Role.DATASET, depth=2)) == "declared by an ancestor"


def test_only_what_was_tested_is_told_as_tested():
    assert words.tested(ENGLISH, ITEM) is None
    assert words.tested(ENGLISH, replace(ITEM, repeats=True)) == "tested: it repeats it"
    assert words.tested(ENGLISH, replace(ITEM, repeats=False)) == "tested: it does not repeat it"


def test_a_contact_is_one_that_reaches_the_publisher():
    public = replace(MAIL, kind=ContactKind.DISCUSSION, value="https://example.org/talk", public=True)
    author, other = replace(MAIL, whose=Whose.AUTHOR), replace(MAIL, whose=Whose.OTHER)
    told = [
        words.contact(ENGLISH, replace(NOBODY, contacts=contacts))
        for contacts in ((), (other,), (public, MAIL), (public,), (other, author, public))
    ]
    assert told[:3] == ["no contact was found", "no contact was found", "privacy@example.org"]
    assert told[3] == "https://example.org/talk (public: write nothing personal there)"
    assert told[4] == "privacy@example.org (an author whom its files name)"


def test_a_contact_with_braces_is_left_as_it_is():
    strange = replace(MAIL, value="{contact}@{0}.example", public=True)
    assert words.contact(ENGLISH, replace(NOBODY, contacts=(strange,))).startswith("{contact}@{0}.example (public")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_of_a_party_is_told(language):
    party = Party("maker", tuple(Role), {"same": 1, "may": 2}, 9, (ITEM,), 0, NOBODY)
    told = words.reasons(speech(language), party)
    assert len(set(told)) == len(Role)
    assert "1" in words.memories(speech(language), party.by_memory)
