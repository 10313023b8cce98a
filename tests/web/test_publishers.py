from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import EVIL, Page

from filiation.facts.answers import Publisher
from filiation.facts.vocabulary import PublisherKind
from filiation.observatory import Observatory
from filiation.web.app import make_app


def read(site, address):
    return Page(site.get(address)).sound()


def test_a_publisher_is_told_with_its_reach_and_families(small):
    page = read(small, "/en/publishers/base")
    assert page.h1 == "base"
    assert "2 models carry its name; 5 models of others descend from these." in page.text
    assert page.leads_to("/en/models/base/B")
    assert page.leads_to("/en/models/base/B/descendants")
    row = next(row for row in page.rows if row[0] == "base/B")
    assert row[1:] == ["900", "7", "2023-01-05", "text-generation", "mit", "0", "5"]


def test_each_number_stands_under_its_name(small):
    page = read(small, "/en/publishers/you")
    told = page.facts("facts")
    assert told["Models"] == "1"
    assert (told["Descendants of others"], told["Families"], told["Without relatives"]) == ("0", "0", "1")
    other = read(small, "/en/publishers/base").facts("facts")
    assert (other["Descendants of others"], other["Families"], other["Without relatives"]) == ("5", "2", "0")


def test_what_is_unknown_is_said_and_nobody_is_called_a_controller(small):
    page = read(small, "/en/publishers/base")
    assert "an account of unknown kind" in page.text
    assert "only presumed" in page.text
    assert "/en/understand#rights" in page.links
    assert "https://huggingface.co/base" in page.links


def test_its_datasets_tell_how_many_models_declare_them(small):
    page = read(small, "/en/publishers/corp")
    assert "0 models carry its name" in page.text
    assert ["corp/D", "12", "2022-05-05", "cc0-1.0", "1"] in page.rows


def test_paging_and_sorting_are_links(small):
    page = read(small, "/en/publishers/me?limit=2&sort=descendants")
    assert page.leads_to("/en/publishers/me", limit=["2"], sort=["descendants"], offset=["2"])
    assert page.leads_to("/en/publishers/me", limit=["2"], sort=["created"])
    assert page.rows[1][0] == "me/tuned"


def test_another_case_leads_to_the_canonical_address(small):
    response = small.get("/en/publishers/ME?sort=likes")
    assert (response.status_code, response.headers["location"]) == (307, "/en/publishers/me?sort=likes")


def test_what_makes_no_sense_is_told(small):
    assert small.get("/en/publishers/nobody").status_code == 404
    assert small.get("/en/publishers/me?sort=beauty").status_code == 400
    assert small.get("/en/publishers/me?sort=").status_code == 200


def test_in_french(small):
    assert "responsable de traitement" in read(small, "/fr/publishers/me").text


@pytest.fixture
def told_of(small, monkeypatch):
    """Return a function that reads pages of a publisher and one of its models, as if the Hub had told of it."""

    def look(**told):
        account = Publisher("base", **told)
        profile, show = Observatory.publisher, Observatory.show
        monkeypatch.setattr(Observatory, "publisher", lambda *a, **k: replace(profile(*a, **k), publisher=account))
        monkeypatch.setattr(Observatory, "show", lambda *a, **k: replace(show(*a, **k), publisher=account))
        return read(small, "/en/publishers/base"), read(small, "/en/models/base/B")

    return look


def test_what_the_hub_tells_of_an_organization_is_shown_with_its_day(told_of):
    told = {"full_name": f"Base {EVIL}", "details": "We make models.", "verified": True, "seen": date(2026, 11, 20)}
    page, of_model = told_of(kind=PublisherKind.ORGANIZATION, **told)
    assert page.facts("rows") == {
        "Kind of account": "organization",
        "Full name": f"Base {EVIL}",
        "Verified by the Hub": "yes",
        "The Hub told so on": "2026-11-20",
    }
    assert "We make models." in page.text
    assert "organization, verified by the Hub" in of_model.facts("brief")["Publisher"]
    assert f"Base {EVIL}" in of_model.facts("brief")["Publisher"]


def test_a_person_is_not_asked_for_a_verification(told_of):
    page, of_model = told_of(kind=PublisherKind.USER, full_name="base", seen=date(2026, 11, 20))
    assert "Verified by the Hub" not in page.facts("rows")
    assert of_model.facts("brief")["Publisher"] == "base person"


def test_an_account_that_the_hub_did_not_show_stays_unknown(told_of):
    page, of_model = told_of(kind=PublisherKind.UNKNOWN, seen=date(2026, 11, 20))
    assert page.facts("rows")["Kind of account"] == "unknown"
    assert "On 2026-11-20 the Hub showed neither a person nor an organization of this name." in page.text
    assert "kind of account unknown" in of_model.facts("brief")["Publisher"]


def test_models_that_are_gone_are_counted_apart(tmp_path):
    kept, lost = [model("acme/a"), model("acme/b")], model("acme/c")
    imported(tmp_path, [*kept, lost], seen=date(2026, 11, 2), complete=True).close()
    with imported(tmp_path, kept, seen=date(2026, 11, 9), complete=True) as made:
        site = TestClient(make_app(made), base_url="http://localhost")
        page = read(site, "/en/publishers/acme")
        assert page.facts("facts")["Models"] == "2, and 1 not in the newest sources"
        assert "2 models carry its name" in page.text
        assert "1 to 3 of 3" in page.text
        link = site.get("/api/v1/publishers/acme?limit=2").headers["link"]
        assert 'rel="next"' in link
