"""Every word of the vocabulary has its human words, and counts agree with their nouns."""

import pytest

from filiation.cli.frame import Session
from filiation.cli.kinship import draw_path
from filiation.cli.output import STYLE, Screen
from filiation.evidence.clues import READERS
from filiation.facts.answers import Kinship, PathAnswer, Step
from filiation.facts.vocabulary import Kind, Presence, Rejection, Relation, Source, Standing
from filiation.locale import mark
from filiation.words import vocabulary as words
from filiation.words.reasons import reason
from filiation.words.speech import speech


def session(language="en"):
    return Session(speech(language), None, as_json=False, screen=Screen())


@pytest.mark.parametrize(
    ("table", "vocabulary"),
    [
        (words.RELATION, Relation),
        (words.COUNTED, Relation),
        (STYLE, Relation),
        (words.STANDING, Standing),
        (words.STANDING_MEANS, Standing),
        (words.SOURCE, Source),
        (words.REJECTION, Rejection),
        (words.PRESENCE, Presence),
    ],
)
def test_no_word_of_the_vocabulary_is_without_words(table, vocabulary):
    assert set(table) == set(vocabulary)


def test_all_kinds_and_readers_have_words():
    assert set(Kind) <= set(words.KIND)
    for reader in (one for one in READERS if "dataset" not in one.name):
        assert reason(reader.name, mark) != reader.name
    assert reason("no rule applies", mark) != "no rule applies"
    assert reason("several-parents", speech("fr").translate).startswith("Plusieurs")


def test_counts_agree_with_their_nouns():
    assert session().many(1, "{n} model", "{n} models") == "1 model"
    assert session().many(0, "{n} model", "{n} models") == "0 models"
    assert session("fr").many(0, "{n} model", "{n} models") == "0 modèle"
    assert session("fr").many(1234, "{n} model", "{n} models") == "1\u202f234 modèles"
    assert session().counts({"merge": 1, "finetune": 2, "copy": 1}) == "2 finetunes, 1 merge, 1 copy"


def test_numbers_are_written_as_each_language_does():
    english, french = speech("en"), speech("fr")
    assert (english.percent(0.94), french.percent(0.94)) == ("94%", "94\u202f%")
    assert (english.decimal(1.25), french.decimal(1.25)) == ("1.2", "1,2")


@pytest.mark.parametrize(
    ("kinship", "steps", "common", "sentence"),
    [
        (Kinship.ANCESTOR, [("b", "a")], (), "a is a parent of b."),
        (Kinship.DESCENDANT, [("a", "x"), ("x", "b")], (), "a is a descendant of b, 2 generations down."),
        (Kinship.COMMON_ANCESTORS, [("a", "x"), ("b", "x")], ("x",), "a and b have 1 common ancestor."),
        (Kinship.COMMON_DESCENDANTS, [("x", "a"), ("y", "x"), ("y", "b")], (), "a common descendant: y."),
        (Kinship.UNRELATED, [("x", "a"), ("x", "c"), ("b", "c")], (), "only relatives of relatives join them."),
        (Kinship.UNRELATED, [], (), "No chain of known links joins a and b."),
    ],
)
def test_kinship_is_a_sentence(capsys, kinship, steps, common, sentence):
    links = tuple(Step(child, parent, Relation.MERGE, Standing.DECLARED) for child, parent in steps)
    draw_path(session(), PathAnswer("a", "b", kinship, links, common, len(common)))
    lines = capsys.readouterr().out.splitlines()
    assert sentence in lines[0]
    assert not steps or "  b" in lines


def test_an_absent_model_is_told_as_such(run, small_store):
    shown = run("show", "lost/one", "--store", small_store)
    assert shown.code == 0
    assert "deleted, private, renamed or never read" in shown.out
