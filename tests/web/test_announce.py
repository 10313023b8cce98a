"""The page for a publisher who did something about a model: its form, its texts, and the same over the API."""

import pytest
from tests.web.reading import Page

MODEL = "mistralai/Mistral-7B-v0.1"
HERE = f"/models/{MODEL}/announce"
MADE = f"{HERE}?measure=erased&day=2026-11-20&new_version=acme%2Fnew&revision=abcdef0&contact=privacy%40example.org"


def page(answer, status=200):
    assert answer.status_code == status, answer.text[-2000:]
    return Page(answer).sound()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_before_a_choice_there_is_the_form_alone(site, language):
    found = page(site.get(f"/{language}{HERE}"))
    names = {one.get("name") for one in found.fields}
    assert {"measure", "day", "new_version", "revision", "contact"} <= names
    assert not list(found.root.all("pre"))
    assert not [one for one in found.fields if one.get("name") == "measure" and "checked" in one]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_holds_all_that_the_method_tells(site, observatory, language):
    found = page(site.get(f"/{language}{MADE}"))
    told = site.get(f"/api/v1{MADE}&language={language}").json()
    assert f"{told['direct']}" in found.text
    texts = {one.attributes["id"]: one.text for one in found.root.all("pre")}
    assert set(texts) == {"card-head", "card-banner", "notice", "letter"}
    assert "new_version: acme/new" in texts["card-head"]
    assert "abcdef0" in texts["notice"]
    assert "privacy@example.org" in texts["letter"]
    assert told["notice"]["language"] == language
    assert told["card"]["banner"].split()[0] == ">"
    below = observatory.descendants(MODEL, limit=0)
    assert told["direct"] + told["further"] == below.total
    assert any(link.endswith(f"/models/{MODEL}/parties") for link in found.links)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("measure=erased", "bears a day"),
        ("measure=erased&day=2026-11-20&new_version=no", "can be no repository"),
        ("measure=erased&day=2026-11-20&new_version=a%2Fb%0Ax%3A%20y", "can be no repository"),
        ("measure=erased&day=2026-11-20&revision=%3Cscript%3E", "can be no revision"),
        ("measure=erased&day=2026-11-20&contact=a%E2%80%AEb", "cannot be shown"),
    ],
)
def test_what_cannot_be_is_told_above_the_form_as_it_was_filled(site, query, told):
    found = page(site.get(f"/en{HERE}?{query}"), 400)
    assert told in found.root.one("div", class_="warning").text
    (chosen,) = [one for one in found.fields if one.get("name") == "measure" and "checked" in one]
    assert chosen["value"] == "erased"
    assert not list(found.root.all("pre"))
    assert "<script>" not in found.root.one("form", class_="filter-form").text
    assert site.get(f"/api/v1{HERE}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["measure=vanished&day=2026-11-20", "measure=erased&day=soon", "person=x"])
def test_a_question_that_makes_no_sense_is_refused(site, query):
    assert site.get(f"/en{HERE}?{query}").status_code == 400
    assert site.get(f"/api/v1{HERE}?{query}").status_code == 400


def test_the_api_wants_a_measure_and_a_day(site):
    assert site.get(f"/api/v1{HERE}").status_code == 400


def test_another_spelling_leads_to_the_page_of_the_model(site):
    answer = site.get(f"/en{MADE.replace('mistralai', 'MistralAI')}")
    assert answer.status_code == 307
    assert answer.headers["location"].startswith(f"/en{HERE}?")
    assert page(site.get(answer.headers["location"])).root.one("pre", id="notice")
    assert site.get("/en/models/nobody/nothing/announce").status_code == 404


@pytest.mark.parametrize("part", ["", "/parties"])
def test_pages_of_the_model_lead_to_it(site, part):
    assert any(link.endswith(HERE) for link in page(site.get(f"/en/models/{MODEL}{part}")).links)


def test_a_contact_that_is_markup_stays_text(site):
    found = page(site.get(f"/en{HERE}?measure=withdrawn&day=2026-11-20&contact=%3Cb%3Ex%3C%2Fb%3E%20%5By%5D(z)"))
    assert "<b>x</b> [y](z)" in found.root.one("pre", id="notice").text
    assert r"\<b\>x" in found.root.one("pre", id="card-banner").text


def test_paragraphs_of_the_texts_are_broken_by_the_screen_alone(site):
    texts = {one.attributes["id"]: one.text for one in page(site.get(f"/en{MADE}")).root.all("pre")}
    assert all(max(map(len, texts[name].splitlines())) > 100 for name in ("letter", "notice"))
