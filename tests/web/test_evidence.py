import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import EVIL, LONG, Page

from filiation.web.app import make_app
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


def test_the_steps_of_the_policy_are_told_in_order(small):
    page = read(small, "/en/models/me/tuned/evidence")
    assert page.text.index("names this parent") < page.text.index("How the model was made is stated")
    assert ("ol", {"class": "steps", "aria-label": "Steps by which the link was made"}) in page.tags


def test_a_link_tells_its_own_address(small):
    page = read(small, "/en/models/me/merged/evidence")
    assert "#link-base/B" in page.links
    assert "link-base/B" in page.ids


MANY = 250


@pytest.fixture(scope="module")
def wrongly(tmp_path_factory):
    records = [model("base/B"), model("me/wrong", "base_model:base/B", *(f"base_model:./p/{n}/x" for n in range(MANY)))]
    with imported(tmp_path_factory.mktemp("wrongly"), records) as made:
        yield TestClient(make_app(made), base_url="http://localhost", follow_redirects=False)


def no_parents(page):
    return [row[0] for row in page.rows if row[0].startswith("./p/")]


def test_a_long_list_of_what_is_no_parent_has_pages(wrongly):
    total, met, address = len(wrongly.get("/api/v1/models/me/wrong/evidence").json()["rejected"]), [], None
    for place in range(0, total, 100):
        address = f"/en/models/me/wrong/evidence{f'?offset={place}' if place else ''}"
        page = read(wrongly, address)
        met += no_parents(page)
        assert "link-base/B" in page.ids  # whichever page it is
        later = f"/en/models/me/wrong/evidence?offset={place + 100}#rejected"
        assert (later in page.links) == (place + 100 < total)
    assert len(met) == len(set(met)) == total > 100


def test_its_pages_can_be_of_another_length(wrongly):
    page = read(wrongly, "/en/models/me/wrong/evidence?limit=5&offset=5")
    assert len(no_parents(page)) == 5
    assert "/en/models/me/wrong/evidence?limit=5#rejected" in page.links


@pytest.mark.parametrize("query", ["limit=0", "offset=-1", "limit=9999", "sort=use"])
def test_what_no_list_can_be_asked_is_an_error(wrongly, query):
    assert wrongly.get(f"/en/models/me/wrong/evidence?{query}").status_code == 400


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
