"""Legal words have names and plain explanations; the part of pages that tells them needs no scripts."""

import re

import pytest
from jinja2 import Environment
from tests.web.markup import read

from filiation.locale import LANGUAGES
from filiation.web.templating import environment, places
from filiation.words.legal import TERMS

WANTED = {
    *("controller", "processor", "personal-data", "erasure", "restriction", "objection", "access", "rectification"),
    *("supervisory-authority", "recipient", "article", "complaint", "host", "consent", "representative"),
}


def test_the_words_of_letters_and_pages_are_explained():
    assert set(TERMS) >= WANTED


@pytest.mark.parametrize("key", TERMS)
def test_an_explanation_is_one_or_two_short_sentences(key):
    name, meaning = TERMS[key]
    assert re.fullmatch("[a-z-]+", key)
    assert name
    assert name == name.lower()
    assert len(meaning) < 130
    assert meaning.endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TERMS)
def test_a_word_opens_to_its_explanation_without_scripts(language, key):
    made: Environment = environment(language)
    page = made.from_string("{% import 'parts.html' as parts with context %}{{ parts.term(key) }}")
    text = page.render(key=key, **places(language))
    tell = made.globals["tell"]
    (details,) = read(text).all("details")
    assert details.attributes["class"] == "term"
    assert details.one("summary").text == tell(TERMS[key][0])
    assert " ".join(tell(TERMS[key][1]).split()) in details.joined
    assert details.one("a").attributes["href"] == f"/{language}/rights#term-{key}"
