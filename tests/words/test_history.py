"""Every change is a sentence, in both languages, whatever stands in it."""

from datetime import date

import pytest

from filiation.facts.history import Change, ChangeKind, History
from filiation.facts.vocabulary import Presence
from filiation.words import history as words
from filiation.words.speech import speech

MAY, JUNE = date(2024, 5, 1), date(2024, 6, 1)


def said(kind, before=None, after=None, other=None, then=None):
    return words.what(speech("en"), Change(ChangeKind(kind), MAY, JUNE, before, after, other, then))


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
        (("parent-added", None, None, "a/b-v1", "a/b"), "now names a/b (now a/b-v1) as its parent"),
        (("replaced", "1a", "2b"), "another repository under the same name (number on the Hub 1a → 2b)"),
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


def life(presence=Presence.LISTED, *, gone=False, created=None, first=MAY, last=JUNE):
    told = History("a/b", presence, gone, created, first, last, (), (), ())
    return " ".join(words.life(speech("en"), told))


def test_from_when_to_when_it_was_seen_or_named():
    assert life() == "Seen from 2024-05-01 to 2024-06-01."
    assert life(last=MAY, created=MAY) == "Published on 2024-05-01. Seen on 2024-05-01."
    assert life(gone=True) == "Seen from 2024-05-01 to 2024-06-01. The newest sources no longer hold it."
    assert life(Presence.ABSENT, gone=True) == "Named by others from 2024-05-01 to 2024-06-01."
    assert life(Presence.OUTSIDE, first=MAY, last=MAY) == "Named by others on 2024-05-01."
    assert life(first=None, last=None) == ""


def test_a_day_on_which_a_part_was_read_says_so():
    assert words.read_on(speech("en"), MAY, whole=True) == "2024-05-01"
    assert words.read_on(speech("en"), MAY, whole=False) == "2024-05-01 (changes only)"
