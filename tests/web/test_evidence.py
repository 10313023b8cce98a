import pytest
from tests.web.reading import EVIL, LONG, Page

from filiation.web.pages.evidence import anchor


def read(site, address):
    return Page(site.get(address)).sound()


def test_each_link_has_its_clues_quoted_with_place_and_day(small):
    page = read(small, "/en/models/me/tuned/evidence")
    assert page.h1 == "Evidence for me/tuned"
    (row,) = [row for row in page.rows if "base/B" in row]
    assert row[0] == "✓ for"
    assert row[1] == "tag on the Hub"
    assert row[4].startswith("read 20")
    assert page.leads_to("/en/datasets/corp/D")
    assert "A tag on the Hub states it." in page.text


def test_links_can_be_pointed_at(small):
    page = read(small, "/en/models/me/merged/evidence")
    assert {"parent-1", "parent-2", "link-base/B", "link-base/C"} <= set(page.ids)
    assert "link-corp/D" in read(small, "/en/models/me/tuned/evidence").ids


@pytest.mark.parametrize("name", [EVIL, "a b", 'x"onclick="y', "ü", ""])
def test_places_are_named_safely(name):
    assert set(anchor(name)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-")


def test_names_have_places_of_their_own():
    assert len({anchor(name) for name in ("a/b-c", "a-b/c", "a b", "a\tb", "a/b")}) == 5


def test_clues_that_disagree_stand_side_by_side(small):
    page = read(small, "/en/models/me/differs/evidence")
    assert "contradicted: clues disagree" in page.text
    assert [text for level, text in page.headings if level == 4] == ["What speaks for it", "What speaks against it"]


def test_what_is_no_parent_is_told_with_the_reason(small):
    response = small.get("/en/models/me/wrong/evidence")
    page = Page(response).sound()
    reasons = [row[1] for row in page.rows if len(row) == 5 and row[1].startswith("it is a path")]
    assert len(reasons) == 2
    assert EVIL not in response.text
    assert LONG in page.text
    assert ("summary", {}) in page.tags


def test_a_model_without_clues_says_so(small):
    page = read(small, "/en/models/you/alone/evidence")
    assert "Nothing tells of parents or training data." in page.text
    assert page.rows == []


def test_another_case_leads_to_the_canonical_address(small):
    response = small.get("/fr/models/ME/Tuned/evidence")
    assert (response.status_code, response.headers["location"]) == (307, "/fr/models/me/tuned/evidence")


def test_in_french(small):
    assert "Preuves pour me/tuned" in read(small, "/fr/models/me/tuned/evidence").text
