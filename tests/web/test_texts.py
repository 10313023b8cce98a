"""The texts for readers: sound HTML, the same sections in both languages, links that lead somewhere, French spaces."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from tests.web.markup import read

from filiation.evidence.clues import READERS
from filiation.evidence.interface import Tier
from filiation.facts.vocabulary import Relation
from filiation.locale import LANGUAGES
from filiation.web.templating import environment, places
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


def values(text, name):
    return [one.attributes[name] for one in read(text).all() if name in one.attributes]


def written(name, language, seen=date(2024, 7, 11)):
    template = environment(language).get_template(f"texts/{name}.{language}.html")
    return template.render(catalog=SimpleNamespace(seen=seen), **places(language))


def section(text, name):
    """The HTML from one heading to the next."""
    return f'<h2 id="{name}">' + text.partition(f'<h2 id="{name}">')[2].partition("<h2")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_plain_html_that_a_strict_policy_allows(name, language):
    text = written(name, language)
    tags = [one.tag for one in read(text).all()]
    assert text.startswith("<h1>")
    assert set(tags) <= TAGS
    assert not values(text, "style")
    assert tags.count("h1") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_links_of_a_text_lead_somewhere(name, language):
    text = written(name, language)
    ids = values(text, "id")
    assert len(ids) == len(set(ids))
    for one in read(text).all():
        link = one.attributes.get("href", "#")
        if link.startswith("https://"):
            assert link.split("/")[2] in SITES
            assert one.attributes["rel"] == "noreferrer"
        elif link != "#":
            assert link.startswith(f"/{language}/") or link.removeprefix("#") in ids, (one.tag, link)


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_sections(name):
    one, other = (written(name, language) for language in LANGUAGES)
    assert values(one, "id") == values(other, "id")
    headings = [[title.attributes["id"] for title in read(text).all("h2")] for text in (one, other)]
    assert headings[0] == headings[1]
    assert len(headings[0]) >= 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_lead_to_every_section(language):
    text = written("families", language)
    sections = [title.attributes["id"] for title in read(text).all("h2")]
    links = [a.attributes["href"].removeprefix("#") for a in read(text).one("nav").all("a")]
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
    words = re.sub("<[^>]*>", "", written(name, "fr"))
    assert not re.search(r"\w[;?!»]| [:;?!%»]|«(?!\u00a0)", words)
    assert "'" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_tells_the_sources_of_links_in_the_order_in_which_they_are_heard(language):
    text = written("families", language)
    (order,) = read(section(text, "made")).all("ol")
    told = [item.one("strong").text.casefold() for item in order.all("li")]
    words = {
        "en": ("declared", "proof", "words", "names", "traces"),
        "fr": ("déclaré", "preuves", "mots", "noms", "traces"),
    }
    assert len(told) == len(Tier)
    assert all(word in item for word, item in zip(words[language], told, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_tells_how_sure_each_measured_kind_of_clue_is_of_a_parent(language):
    standing = section(written("families", language), "standing")
    (told,) = [one.text for one in read(standing).all("p") if "95" in one.text]
    measured = {f"{reader.precision:.0%}" for reader in READERS if reader.precision}
    assert {share.replace(" ", "") for share in re.findall(r"\d+ ?%", told)} == measured
