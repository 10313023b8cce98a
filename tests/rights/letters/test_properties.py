"""What holds of every letter, whatever it is told."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rights.letters.matters import DEADLINE, EVENTS, FAMILY, HOST, PUBLISHER, QUANTIZER, draft
from tests.rights.letters.strategies import (
    HOSTILE,
    calm,
    calm_names,
    drafts,
    families,
    hostile,
    hostile_parties,
    parties,
)

from filiation.errors import WrongUse
from filiation.facts.cases import Outcome
from filiation.facts.letters import LetterKind
from filiation.facts.rights import Applies, Right, Role
from filiation.rights.authorities import authority, regime_of
from filiation.rights.deadlines import BASES
from filiation.rights.law import source
from filiation.rights.letters import languages, writing

ARTICLES = {"access": 15, "rectification": 16, "erasure": 17, "restriction": 18, "objection": 21}
ALWAYS = {
    "identity.enough",
    "identity.doubts",
    "identity.document",
    "answer.extension",
    "answer.refusal",
    "answer.free",
}
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f]")
calm_drafts = drafts(calm, calm_names)
few = settings(max_examples=60, deadline=None)


def sentences(letter):
    return [sentence for block in letter.blocks for sentence in block.sentences]


def ids(letter):
    return {sentence.id for sentence in sentences(letter)}


def words(letter):
    """Return all texts of a letter: its subject, lines, sentences and annexes."""
    yield from (letter.subject, *letter.sender, *letter.recipient)
    yield from (sentence.text for sentence in sentences(letter))
    for table in letter.annexes:
        yield from (table.title, table.note, *table.header, *(cell for row in table.rows for cell in row))


def written(matter, family, party):
    """Return every letter of a person in a matter."""
    deadline = replace(DEADLINE, basis=BASES[regime_of(matter.person.country) or "gdpr"])
    return [
        writing.request_letter(matter, family, party),
        writing.host_letter(matter, family, party),
        writing.reminder_letter(matter, family, party, deadline, matter.day),
        writing.complaint_letter(
            matter,
            family,
            party,
            EVENTS,
            authority(matter.person.country) or authority("FR"),
            outcome=Outcome.NO_ANSWER,
            day=matter.day,
        ),
    ]


@few
@given(calm_drafts, families, parties)
def test_what_is_chosen_is_asked_with_its_article_and_nothing_else_is(matter, family, party):
    letter = writing.request_letter(matter, family, party)
    for right in Right:
        asked = {name for name in ids(letter) if name.startswith((f"{right}.", f"rights.{right}"))}
        assert bool(asked) == (right in matter.rights)
        cited = [one for one in sentences(letter) if one.id in {f"rights.{right}", f"{right}.ask"}]
        assert all(f"article {ARTICLES[right]}" in one.text or right not in matter.rights for one in cited[:1])
        law = "uk-gdpr" if "law.uk" in ids(letter) else "gdpr"
        assert any(key.startswith(f"{law}:{ARTICLES[right]}") for key in letter.sources) or not asked
    if Right.OBJECTION not in matter.rights:
        assert "article 21" not in " ".join(words(letter))
    assert ("down.public" in ids(letter)) == (Right.ERASURE in matter.rights)
    changes = {Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION} & set(matter.rights)
    assert ({"down.recipients", "down.who"} <= ids(letter)) == bool(changes)


@few
@given(calm_drafts, families, parties)
def test_identity_deadline_remedies_and_confidence_are_always_told(matter, family, party):
    told = ids(writing.request_letter(matter, family, party))
    clear = party.reachability.applicability.applies is Applies.CLEAR
    british = matter.person.country == "GB" and not clear  # towards who is clearly in the EEA, the GDPR leads
    assert told >= ALWAYS | {"answer.confidential", "found.extent", "why.presumed"}
    assert ("answer.month_uk" if british else "answer.month") in told
    assert ("answer.remedies_uk" if british else "answer.remedies") in told
    assert len({"answer.email", "answer.post"} & told) == 1
    assert len({"law.clear", "law.likely", "law.uncertain"} & told) == 1


@few
@given(calm_drafts, families, parties)
def test_every_source_is_one_of_the_law_under_which_a_letter_stands(matter, family, party):
    request, host, reminder, complaint = written(matter, family, party)
    assert all(source(key) for letter in (request, host, reminder, complaint) for key in letter.sources)
    acts = {letter.kind: {key.partition(":")[0] for key in letter.sources} for letter in (host, reminder, complaint)}
    country = matter.person.country
    clear = party.reachability.applicability.applies is Applies.CLEAR
    assert ("dsa" in acts["host"]) == (country in {"FR", "NO", ""} or (country == "GB" and clear))
    if country == "GB":
        assert not {"gdpr", "fadp"} & acts["complaint"]
    if country == "GB" and not clear:
        assert not {"gdpr", "fadp", "reg-1182-71"} & (acts["host"] | acts["reminder"])
        assert [key for key in request.sources if key.startswith("gdpr:")] == [
            "gdpr:3"
        ]  # what law.uk relies on as well
    if country == "CH":
        assert not {"gdpr:77", "gdpr:77(1)", "gdpr:57(1)(f)", "dpa-2018:165"} & set(complaint.sources)
        assert {"fadp:49", "fadp:51"} <= set(complaint.sources)
        assert "reg-1182-71" not in acts["reminder"]


@few
@given(calm_drafts, families, parties)
def test_no_place_is_left_empty(matter, family, party):
    for letter in written(matter, family, party):
        for text in words(letter):
            assert not re.search(r"[{}]|  |\bNone\b|“”|«\u00a0\u00a0»|\.\.|\.[”»]\.|\(\)", text), text
            assert text == text.strip()


@few
@given(calm_drafts, families, parties)
def test_no_other_party_and_no_other_person_is_named(matter, family, party):
    others = {other.publisher for other in (*family.first, *family.items)} - {party.publisher, "example-lab"}
    for letter in written(matter, family, party):
        text = "\n".join(words(letter))
        told = re.sub(r"huggingface\.co", "", text)
        if letter.kind is not LetterKind.HOST:
            assert not [name for name in others if name in told]
        assert "stranger" not in told
        assert "private note" not in told
        unnamed = {"A. Person", "B. Person"} - {matter.person.name, matter.person.represents}
        assert not [name for name in unnamed if name in text]


@few
@given(drafts(hostile, hostile), hostile_parties, st.sampled_from(HOSTILE))
def test_hostile_texts_stay_plain_text_on_one_line(matter, party, name):
    letters = written(matter, FAMILY, party)
    for letter in letters:
        assert letter.to is None or "@" in letter.to
        for text in words(letter):
            assert not UNSEEN.search(text)
            assert len(text) <= 20_000
    first = letters[0]
    assert all(len(line) <= 300 for line in (*first.sender, *first.recipient))
    assert writing.request_letter(matter, FAMILY, party, contact=name).to is None


def test_a_value_is_never_read_as_a_text_with_places():
    letter = writing.request_letter(draft("en", what="{name} {model} {{what}}"), FAMILY, PUBLISHER)
    assert "In a few words, these are the data: “{name} {model} {{what}}”." in list(words(letter))


def test_a_long_name_ends_where_it_is_cut():
    letter = writing.request_letter(draft("en"), replace(FAMILY, model="o/" + "n" * 10_000), QUANTIZER)
    assert letter.subject.endswith("nnn…")
    assert len(letter.subject) < 300


@pytest.mark.parametrize("field", ["what"])
@pytest.mark.parametrize("value", ["", " \u200b\n"])
def test_a_missing_value_is_named(field, value):
    with pytest.raises(WrongUse) as refused:
        writing.request_letter(draft("en", **{field: value}), FAMILY, PUBLISHER)
    assert refused.value.values["name"] == field


def test_a_language_without_letters_is_refused():
    with pytest.raises(WrongUse, match="xx"):
        writing.request_letter(draft("xx"), FAMILY, PUBLISHER)


@pytest.mark.parametrize(
    ("contact", "to"),
    [
        ("privacy@example.org", "privacy@example.org"),
        ("", None),
        ("1 Example Street", None),
        ("https://example.org/form", None),
        ("privacy@example.org\r\nBcc: other@example.org", None),
        ("privacy@example", None),
        ("a..b@example.org", None),
        (f"{'a' * 250}@example.org", None),
    ],
)
def test_only_a_valid_address_is_written_to(contact, to):
    letter = writing.letter_for(draft("en"), FAMILY, PUBLISHER, contact=contact)
    assert letter.to == to
    assert all("\n" not in line and "\r" not in line for line in letter.recipient)
    assert len(letter.recipient) == (3 if contact else 2)


def test_the_host_alone_gets_the_letter_to_a_host():
    assert writing.letter_for(draft("en"), FAMILY, HOST).kind is LetterKind.HOST
    both = replace(HOST, roles=(Role.PUBLISHER, Role.HOST))
    assert writing.letter_for(draft("en"), FAMILY, both).kind is LetterKind.REQUEST


@pytest.mark.parametrize("language", languages())
def test_the_public_words_tell_nothing(language):
    text = writing.private_contact_text(FAMILY, PUBLISHER, language)
    assert len(text) < 400
    assert not re.search(r"GDPR|RGPD|article|example|Person|data|donnée|model|modèle|\d|http", text)
