"""Every change is a sentence, in both languages, whatever stands in it."""

from datetime import date

import pytest

from filiation.facts.history import Change, ChangeKind
from filiation.words import history as words
from filiation.words.speech import speech

MAY, JUNE = date(2024, 5, 1), date(2024, 6, 1)


def said(kind, before=None, after=None, other=None):
    return words.what(speech("en"), Change(ChangeKind(kind), MAY, JUNE, before, after, other))


def test_every_kind_has_a_name():
    assert set(words.CHANGE) == set(ChangeKind)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ChangeKind)
@pytest.mark.parametrize("values", [(None, None), ("a", None), (None, "b"), ("a", "b")])
def test_every_change_is_a_sentence(language, kind, values):
    text = words.sentence(speech(language), Change(kind, MAY, JUNE, *values, "o/ther"))
    assert "None" not in text
    assert "{" not in text
    assert "2024-05-01" in text
    assert "2024-06-01" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("license", "mit", "gpl"), "license mit → gpl"),
        (("license", None, "gpl"), "license gpl; none was stated before"),
        (("license", "mit", None), "license mit no longer stated"),
        (("renamed", "a/old", "a/new"), "renamed: a/old → a/new"),
        (("gated", "false", "manual"), "access: open → on request, judged by hand"),
        (("disabled", "false", "true"), "disabled by the Hub"),
        (("disabled", "true", "false"), "no longer disabled"),
        (("parent-added", None, "merge", "a/b"), "now names a/b as its parent (merge)"),
        (("parent-removed", None, None, "a/b"), "no longer names a/b as its parent"),
        (("relation", None, "merge", "a/b"), "relation to its parent a/b: not stated → merge"),
        (("dataset-removed", None, None, "d/e"), "no longer names d/e as training data"),
    ],
)
def test_what_changed(change, sentence):
    assert said(*change) == sentence


def test_when_something_changed():
    english = speech("en")
    assert words.when(english, Change(ChangeKind.GONE, MAY, JUNE)) == "Between 2024-05-01 and 2024-06-01"
    assert words.when(english, Change(ChangeKind.GONE, JUNE, JUNE)) == "On 2024-06-01"
    assert words.when(english, Change(ChangeKind.APPEARED, None, JUNE)) == "On 2024-06-01"


def test_hostile_words_stay_on_their_line_and_are_cut():
    told = said("license", "a\n\x1b[31m{when}", "x" * 500)
    assert "\n" not in told
    assert "\x1b" not in told
    assert "{when}" in told
    assert told.endswith("x…")
    assert len(told) < 300
    assert said("parent-added", after="no relation", other="outside:The Model") == "now names The Model as its parent"
