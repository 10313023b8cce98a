"""Wherever a page tells how a model was made, it tells when a rule deduced that."""

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import Page

from filiation.web.app import make_app

RECORDS = [
    model("base/B", downloads=9),
    model("base/C", downloads=8),
    model("me/stated", "base_model:finetune:base/B", downloads=7),
    model("me/guessed-GGUF", "gguf", "base_model:me/stated"),
    model("me/disputed", "mergekit", "merge", "lazymergekit", "base/C", "base_model:base/B"),
]
GUESSED = "/en/models/me/guessed-GGUF"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with imported(tmp_path_factory.mktemp("certainty"), RECORDS) as made:
        assert made.edition
        yield TestClient(make_app(made), base_url="http://localhost", follow_redirects=False)


def read(site, address):
    return Page(site.get(address)).sound()


@pytest.mark.parametrize(
    "address",
    [
        f"{GUESSED}/ancestors",
        f"{GUESSED}/family",
        "/en/models/me/stated/descendants",
        "/en/explore?model=me/stated",
        "/en/path?a=me/guessed-GGUF&b=base/B",
    ],
)
def test_lists_mark_what_is_deduced(site, address):
    assert "deduced: 9" in read(site, address).text


def test_lists_do_not_mark_what_is_stated(site):
    assert "deduced: " not in read(site, "/en/models/me/stated/ancestors").text


def test_the_page_of_a_model_says_it_and_leads_to_the_evidence(site):
    page = read(site, GUESSED)
    assert "How it was made is deduced, not stated." in page.text
    assert "the way is deduced (9" in page.text
    assert f"{GUESSED}/evidence#link-me/stated" in page.links
    assert "the way is deduced (" not in read(site, "/en/models/base/B").text


def test_pictures_say_how_many_ways_are_deduced(site):
    for address in (GUESSED, "/en/explore?model=me/stated"):
        page = read(site, address)
        assert "Of 1 link drawn, the way in which the child was made is deduced, not stated." in page.text
        assert "The ways in which models were made are often deduced by a rule, not stated" in page.text


def test_the_evidence_of_a_disputed_merge_shows_both_sides_of_each_link(site):
    page = read(site, "/en/models/me/disputed/evidence")
    sides = [text for level, text in page.headings if level == 4]
    assert sides == ["What speaks for it", "What speaks against it"] * 2
    assert "tag of the merge · tags[3]" in page.text
    assert "merge recipe" not in page.text


def test_the_standing_of_each_parent_is_told_in_words_and_leads_to_its_evidence(site):
    page = read(site, "/en/models/me/disputed")
    assert page.text.count("contradicted: clues disagree") >= 2
    assert {f"/en/models/me/disputed/evidence#link-base/{name}" for name in "BC"} <= set(page.links)


def test_the_list_before_a_picture_tells_every_standing(site):
    text = read(site, "/en/models/base/B/family").text
    twin = text[text.index("The same as a list") :]
    assert twin.index("me/stated declared") < twin.index("me/disputed contradicted")


def test_in_french(site):
    page = read(site, "/fr/models/me/guessed-GGUF")
    assert "La façon dont il a été fait est supposée, non déclarée." in page.text
    assert "façon supposée (9" in page.text


@pytest.mark.parametrize(("language", "words"), [("en", "deduced: 97%"), ("fr", "supposé : 97 %")])
def test_it_is_explained(site, language, words):
    assert words in read(site, f"/{language}/understand").text
