"""The data of letters: whole in every language, every sentence used, every source known."""

import json
import re

import pytest
from tests.rights.letters.matters import EXAMPLES

from filiation.facts.cases import EventKind
from filiation.facts.letters import LetterKind
from filiation.facts.register import Measure
from filiation.facts.rights import Memory, Role
from filiation.facts.vocabulary import Relation, Standing
from filiation.rights.law import source
from filiation.rights.letters import answering, composing, document, following, languages, telling

SENTENCES = document()["sentences"]
LANGUAGES = list(languages())
TOLD = f"{telling.__doc__} {following.__doc__} {answering.__doc__}"
USED = {name for blocks in document()["kinds"].values() for block in blocks for name in block["sentences"]}


def slots(text):
    return set(re.findall(r"\{([^{}]*)\}", text))


def test_every_kind_of_letter_is_there_with_a_subject():
    assert set(document()["kinds"]) == set(LetterKind)
    assert {f"{kind}.subject" for kind in LetterKind} <= set(SENTENCES)


def test_every_sentence_is_used_by_a_letter():
    assert {f"{kind}.subject" for kind in LetterKind} | USED == set(SENTENCES)


def test_the_blocks_of_a_letter_have_forms_and_names_of_their_own():
    for blocks in document()["kinds"].values():
        assert {block["form"] for block in blocks} <= {"heading", "paragraph", "list"}
        assert len({block["id"] for block in blocks}) == len(blocks)
        assert all(set(block) == {"id", "form", "when", "each", "sentences"} for block in blocks)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_has_a_legal_source_or_is_a_courtesy(name):
    told = SENTENCES[name]
    assert set(told) == {"when", "sources", "by_law", "courtesy"}
    assert set(told["by_law"]) <= set(composing.REGIMES.values())
    assert bool(told["sources"]) != told["courtesy"]
    for key in (*told["sources"], *(key for own in told["by_law"].values() for key in own)):
        assert source(key).title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_with_the_same_places(language):
    for sort in ("texts", "labels"):
        here, english = document()[sort][language], document()[sort]["en"]
        assert list(here) == list(english)
        assert {name: slots(text) for name, text in here.items()} == {n: slots(text) for n, text in english.items()}
        assert all(text == text.strip() and "  " not in text for text in here.values())
        assert all(re.fullmatch("[a-z_]+", slot) for text in here.values() for slot in slots(text))
    assert set(document()["texts"][language]) == set(SENTENCES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_what_nobody_knows(language):
    for text in document()["texts"][language].values():
        assert not re.search(r"contains your|contient vos|contains my|contient mes|is not personal data", text)


def test_french_is_set_as_french_is():
    for text in (*document()["texts"]["fr"].values(), *document()["labels"]["fr"].values()):
        assert not re.search(r"(?<![\u00a0\w/])[;:?!%]|\w[;?!%»]|«(?!\u00a0)|(?<!\u00a0)»", text), text
        assert not re.search(r"\w:(?!//)", text), text
        assert "'" not in text


@pytest.mark.parametrize("text", ["'", '"'])
def test_english_has_its_own_quotation_marks(text):
    assert not [one for one in document()["texts"]["en"].values() if text in one]


@pytest.mark.parametrize(
    "flag",
    sorted(
        {one.removeprefix("!") for told in SENTENCES.values() for one in told["when"]}
        | {
            one.removeprefix("!")
            for blocks in document()["kinds"].values()
            for block in blocks
            for one in block["when"]
        }
    ),
)
def test_every_flag_is_told_of(flag):
    assert f"`{flag}`" in TOLD


@pytest.mark.parametrize("slot", sorted({slot for text in document()["texts"]["en"].values() for slot in slots(text)}))
def test_every_slot_is_told_of(slot):
    assert f"`{slot}`" in TOLD


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabulary_has_a_label(language):
    labels = document()["labels"][language]
    assert {f"relation.{one}" for one in Relation} <= set(labels)
    assert {f"memory.{one}" for one in Memory} <= set(labels)
    assert {f"standing.{one}" for one in Standing} <= set(labels)
    assert {f"measure.{one}" for one in Measure} <= set(labels)
    assert {f"how.{one}" for one in Role if one is not Role.DESCENDANT} <= set(labels)
    assert {
        f"event.{one}" for one in EventKind if one not in (EventKind.NOTE, EventKind.CLOSED, EventKind.COMPLAINED)
    } <= set(labels)


def test_the_data_are_json():
    assert json.loads(json.dumps(document())) == document()
    assert document()["regimes"]["FR"] == "gdpr"
    assert document()["most"] == composing.MOST


def test_the_examples_show_every_kind_of_letter():
    shown = {make("en").kind for make in EXAMPLES.values()}
    assert shown == set(LetterKind) - {LetterKind.PRIVATE_CONTACT}


def test_another_language_is_a_file(monkeypatch, tmp_path):
    for file in composing.files(composing.__package__).iterdir():
        if file.name.endswith(".toml"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    english = (tmp_path / "en.toml").read_text("utf-8")
    german = english.replace('language = "English"', 'language = "Deutsch"').replace("Dear Sir", "Sehr geehrter Herr")
    (tmp_path / "de.toml").write_text(german, "utf-8")
    monkeypatch.setattr(composing, "files", {composing.__package__: tmp_path}.__getitem__)
    composing.document.cache_clear()
    try:
        assert dict(languages()) == {"de": "Deutsch", "en": "English", "fr": "Français"}
        assert "Sehr geehrter Herr" in EXAMPLES["reminder"]("de").blocks[0].sentences[0].text
    finally:
        composing.document.cache_clear()
