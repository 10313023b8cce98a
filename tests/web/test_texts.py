"""The texts for readers: sound HTML, the same sections in both languages, links that lead somewhere, French spaces."""

import re
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from filiation.facts.vocabulary import Relation
from filiation.locale import LANGUAGES
from filiation.web.templating import environment
from filiation.words.speech import speech
from filiation.words.vocabulary import LETTER

TEXTS = ("families", "accessibility")
TAGS = {
    *("h1", "h2", "p", "a", "em", "strong", "code", "span", "nav"),
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
SITES = {
    "arxiv.org",
    "eur-lex.europa.eu",
    "huggingface.co",
    "www.cnil.fr",
    "www.edpb.europa.eu",
    "www.w3.org",
}
"""The primary sources to which texts may lead."""


class Reader(HTMLParser):
    """Notes the tags of a text, and fails where one is not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.words = [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data):
        self.words.append(data)

    def values(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def written(name, language, seen=date(2024, 7, 11)):
    template = environment(language).get_template(f"texts/{name}.{language}.html")
    return template.render(catalog=SimpleNamespace(seen=seen))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_plain_html_that_a_strict_policy_allows(name, language):
    text = written(name, language)
    read = Reader(text)
    assert text.startswith("<h1>")
    assert {tag for tag, _ in read.tags} <= TAGS
    assert not read.values("style")
    assert [tag for tag, _ in read.tags].count("h1") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_links_of_a_text_lead_somewhere(name, language):
    read = Reader(written(name, language))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    for tag, attributes in read.tags:
        link = attributes.get("href", "#")
        if link.startswith("https://"):
            assert link.split("/")[2] in SITES
            assert attributes["rel"] == "noreferrer"
        elif link != "#":
            assert link.startswith(f"/{language}/") or link.removeprefix("#") in ids, (tag, link)


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_sections(name):
    one, other = (Reader(written(name, language)) for language in LANGUAGES)
    assert one.values("id") == other.values("id")
    headings = [[a["id"] for tag, a in read.tags if tag == "h2"] for read in (one, other)]
    assert headings[0] == headings[1]
    assert len(headings[0]) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_lead_to_every_section(language):
    read = Reader(written("families", language))
    sections = [attributes["id"] for tag, attributes in read.tags if tag == "h2"]
    links = [link.removeprefix("#") for link in read.values("href") if re.fullmatch("#[a-z]+", link)]
    assert links == sections


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_tells_every_letter_of_the_pictures(language):
    text = written("families", language)
    for relation in Relation:
        letter = speech(language).translate(LETTER[relation]).split()[0]
        assert f"({letter})" in text, relation


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_tells_the_rights_by_their_articles_and_the_day_of_the_catalog(language):
    text = written("families", language)
    assert all(re.search(rf"<dt>[^<]*\b{article}</dt>", text) for article in (15, 16, 17, 18, 19, 21))
    assert "2024-07-11" in text
    assert "None" not in written("families", language, seen=None)


@pytest.mark.parametrize("name", TEXTS)
def test_french_has_its_own_spaces_and_apostrophes(name):
    words = "".join(Reader(written(name, "fr")).words)
    assert not re.search(r"\w[;?!»]| [:;?!%»]|«(?!\u00a0)", words)
    assert "'" not in words
