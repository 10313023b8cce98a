"""The pages of rights: sound in both languages, each statement with its source, each authority with its address."""

import re

import pytest
from tests.web.markup import read
from tests.web.reading import Page

from filiation.locale import LANGUAGES
from filiation.rights.authorities import authorities
from filiation.rights.law import source, sources
from filiation.web.pages.rights import _place
from filiation.words.legal import TERMS

SECTIONS = (
    "ask",
    "limits",
    "model",
    "whom",
    "public",
    "time",
    "complain",
    "elsewhere",
    "publishers",
    "words",
    "sources",
)
PLACES = {_place(key): key for key in sources()}


@pytest.fixture(params=LANGUAGES)
def page(request, small):
    return Page(small.get(f"/{request.param}/rights")).sound()


@pytest.fixture(params=LANGUAGES)
def addresses(request, small):
    return Page(small.get(f"/{request.param}/rights/authorities")).sound()


def cites(page):
    return [one.attributes["href"].removeprefix("#") for one in page.root.all("a", class_="cite")]


def test_both_languages_have_the_same_sections_and_sources(small):
    one, other = (Page(small.get(f"/{language}/rights")) for language in LANGUAGES)
    assert [found for found in one.ids if found in SECTIONS] == list(SECTIONS)
    told = [[found for found in page.ids if found.startswith(("source-", "term-"))] for page in (one, other)]
    assert told[0] == told[1]
    assert cites(one) == cites(other)


def test_the_contents_lead_to_every_section(page):
    nav = next(one for one in page.root.all("nav") if one.all("a", href="#ask") and "#ask" in str(one.children))
    assert [a.attributes["href"] for a in nav.all("a")] == [f"#{name}" for name in SECTIONS]


def test_every_source_that_is_cited_is_told_with_its_date_and_official_text(page):
    law = page.root.one("dl", class_="law")
    told = dict(zip((dt.attributes["id"] for dt in law.all("dt")), law.all("dd"), strict=True))
    assert set(cites(page)) == set(told)
    assert len(told) > 40
    for place, words in told.items():
        known = source(PLACES[place])
        assert known.date.isoformat() in words.joined
        assert any(a.attributes["href"] in known.urls.values() for a in words.all("a"))


def test_what_was_not_checked_says_so(small):
    law = Page(small.get("/en/rights")).root.one("dl", class_="law")
    for dt, dd in zip(law.all("dt"), law.all("dd"), strict=True):
        how = source(PLACES[dt.attributes["id"]]).how
        said = {"read": "wording was read", "summary": "a summary of it was read", "from-memory": "told from memory"}
        assert [key for key, words in said.items() if words in dd.joined] == [how]


@pytest.mark.parametrize(
    "article",
    ["2(2)(c)", "3", "11(2)", "12(3)", "12(5)", "12(6)", "15", "16", "17(2)", "17(3)", "19", "21(1)", "77", "85"],
)
def test_the_rights_and_their_limits_are_told(page, article):
    assert _place(f"gdpr:{article}") in cites(page)


def test_each_right_cites_its_article(page):
    asked = next(page.root.all("dl"))
    told = dict(zip((dt.attributes["id"] for dt in asked.all("dt")), asked.all("dd"), strict=True))
    articles = {"access": 15, "rectification": 16, "erasure": 17, "restriction": 18, "objection": 21, "recipients": 19}
    assert set(told) == set(articles)
    for name, article in articles.items():
        assert any(f"source-gdpr-{article}" in a.attributes["href"] for a in told[name].all("a", class_="cite"))


def test_nothing_claims_what_a_model_is(small):
    english, french = (Page(small.get(f"/{language}/rights")).text for language in LANGUAGES)
    assert "It depends, and we do not say" in english
    assert "Cela dépend, et nous ne le disons pas" in french
    assert "It is no legal advice" in english


def test_the_path_begins_here(page):
    assert page.leads_to("/en/request") or page.leads_to("/fr/request")


def test_the_example_is_counted_by_the_rule(page):
    assert {"2027-01-31", "2027-03-01", "2027-02-28", "2027-04-30"} <= set(re.findall(r"\d{4}-\d\d-\d\d", page.text))


def test_legal_words_are_told(page):
    assert {f"term-{key}" for key in TERMS} <= set(page.ids)


def test_every_authority_has_its_place(page, addresses):
    countries = {one.country for one in authorities()}
    assert countries <= set(addresses.ids)
    assert {link.partition("#")[2] for link in page.links if "/rights/authorities#" in link} == countries


def test_an_address_is_told_with_where_it_was_read(small):
    page = Page(small.get("/en/rights/authorities"))
    for one in authorities():
        (part,) = page.root.all("section", aria_labelledby=one.country)
        links = [a.attributes["href"] for a in part.all("a")]
        assert {one.website, one.source} <= set(links)
        assert (f"mailto:{one.email}" in links) is (one.email is not None)
        assert (one.complaint_page in links) is (one.complaint_page is not None)
        assert all(line in part.joined for line in one.address)
        assert one.checked.isoformat() in part.joined
        assert ("out of date" in part.joined) is (one.how != "read")
        assert [link for link in links if link in {region.website for region in one.regional}] == [
            region.website for region in one.regional
        ]


def test_french_has_its_own_spaces_and_apostrophes(small):
    text = small.get("/fr/rights").text.partition("<h1>")[2].partition('<h2 id="words">')[0]
    words = re.sub("<[^>]*>", "", text)
    assert not re.search(r"\w[;?!»]| [:;?!%»]|«(?!\u00a0)", words)
    assert "'" not in words


def test_the_pages_are_led_to_from_every_page_and_from_home(small):
    home = Page(small.get("/fr/"))
    assert home.leads_to("/fr/rights")
    assert home.leads_to("/fr/request")
    assert Page(small.get("/en/catalog")).leads_to("/en/rights")
    rights = read(small.get("/en/rights").text)
    (nav,) = [one for one in rights.all("nav") if "site-nav" in one.attributes.get("class", "")]
    assert [a.text for a in nav.all("a", aria_current="page")] == ["Your rights"]


def test_outside_links_tell_nobody_where_one_came_from(page, addresses):
    for told in (page, addresses):
        for tag, attributes in told.tags:
            if tag == "a" and attributes["href"].startswith("https://"):
                assert attributes["rel"] == "noreferrer"
