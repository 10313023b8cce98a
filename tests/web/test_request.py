"""The guided path as the server gives it: the start, the page, the data for its scripts; nothing takes anything in."""

import html
import json
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient
from tests.rights.letters.matters import FAMILY, PUBLISHER, email
from tests.web.markup import check, read

from filiation.facts.contacts import Whose, way_to
from filiation.rights.letters import document, languages
from filiation.rights.publishers import listed
from filiation.web.app import make_app
from filiation.web.pages.blanks import letter_with_blanks
from filiation.web.pages.recipients import recipients

MODEL = "mistralai/Mistral-7B-v0.1"
PAGE = f"/models/{MODEL}/request"
ZEPHYR = "HuggingFaceH4/zephyr-7b-beta"


def page(site, address, status=200):
    answer = site.get(address)
    assert answer.status_code == status
    made = read(answer.text)
    check(made)
    return made


def dossier(text):
    return json.loads(html.unescape(re.search(r'<template id="dossier">(.*?)</template>', text, re.DOTALL)[1]))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_start_tells_where_a_name_stands_and_finds_models(site, language):
    assert len(list(page(site, f"/{language}/request").all("h2"))) == 2
    finds = page(site, f"/{language}/request?model=mistral+7b")
    leads = [one.attributes["href"] for one in finds.all("a", class_="model-name")]
    assert leads
    assert all(re.fullmatch(rf"/{language}/models/[^/]+/[^/]+/request", lead) for lead in leads)
    for lead in leads[:2]:
        page(site, lead)


def test_a_name_or_an_address_of_the_hub_leads_to_the_path(site):
    for asked in (MODEL, MODEL.lower(), f"https://huggingface.co/{MODEL}", f" {MODEL} "):
        answer = site.get("/en/request", params={"model": asked})
        assert answer.headers["location"] == f"/en{PAGE}"
    assert "Nothing is found" in page(site, "/en/request?model=qqqqzzzzqqqq").text


def test_what_is_searched_for_is_not_kept_on_disk(site):
    assert site.get("/en/request?model=mistral").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_five_steps_are_readable_without_scripts(site, language):
    made = page(site, f"/{language}{PAGE}")
    assert len(list(made.all("section", class_="step"))) == 5
    fields = [*made.all("input"), *made.all("select"), *made.all("textarea")]
    assert [one for one in fields if "name" in one.attributes] == []
    assert list(made.all("form")) == []
    # What cannot work without scripts is not shown; what it would choose from can be read.
    assert all("hidden" in box.attributes for box in made.one(id="g-rights").all("input"))
    assert "17" in made.one(id="step-3").text
    assert "mistralai" in made.one(id="g-parties").text


@pytest.mark.parametrize("whose", Whose)
def test_the_letter_with_blanks_is_addressed_to_nobody_but_the_publisher(whose):
    contact = replace(email("a@example.org"), whose=whose)
    party = replace(PUBLISHER, reachability=replace(PUBLISHER.reachability, contacts=(contact,)))
    letter = letter_with_blanks(replace(FAMILY, first=(party,)), "en")
    addressed = ("example-lab", "a@example.org") if whose is Whose.PUBLISHER else ("example-lab",)
    assert letter.heads[1] == addressed


@pytest.mark.parametrize(("language", "blanks"), [("en", ["[your name]", "[day]"]), ("fr", ["[votre nom]", "[jour]"])])
def test_the_letter_to_the_publisher_has_visible_blanks(site, language, blanks):
    letter = page(site, f"/{language}{PAGE}").one(id="blank").text
    for blank in blanks:
        assert blank in letter
    assert MODEL in letter
    assert all(f"article {number}" in letter for number in (15, 17, 21))
    assert not re.search(r"{|by post|par courrier", letter)


def test_the_data_for_scripts_are_ascii_and_hold_all_parties(site):
    text = site.get(f"/en{PAGE}").text
    told = dossier(text)
    parties = told["parties"]
    assert parties["model"] == MODEL
    listed = [*parties["first"], *parties["items"], *told["more"]]
    boxes = sorted(map(int, re.findall(r'data-party="(\d+)"', text)))
    assert boxes == [n for n, one in enumerate(listed) if one["publisher"] is not None]
    assert re.search(r'<template id="dossier">(.*?)</template>', text, re.DOTALL)[1].isascii()


def test_a_party_can_be_asked_for_by_name(site):
    known = dossier(site.get(f"/en{PAGE}").text)["parties"]
    listed = {one["publisher"] for one in (*known["first"], *known["items"])}
    everyone = site.get(f"/api/v1/models/{MODEL}/parties", params={"limit": 1000}).json()["items"]
    other = next(one["publisher"] for one in everyone if one["publisher"] and one["publisher"] not in listed)
    text = site.get(f"/en{PAGE}", params={"publisher": other}).text
    assert other in {one["publisher"] for one in dossier(text)["more"]}


def test_sentences_are_served_as_they_are(site):
    answer = site.get("/en/letters.json")
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert set(told.pop("frames")) == set(document()["languages"])
    assert told.pop("site") == "https://huggingface.co/"
    assert told == json.loads(json.dumps(document()))


def test_a_model_of_another_name_leads_on(site):
    answer = site.get(f"/en/models/{MODEL.lower()}/request")
    assert answer.headers["location"] == f"/en{PAGE}"
    page(site, "/en/models/nobody/nothing/request", 404)


def test_only_a_site_of_ones_own_offers_to_keep(observatory, site):
    assert "Keep this case" not in site.get(f"/en{PAGE}").text
    own = TestClient(make_app(observatory, strongroom=object()), base_url="http://localhost")
    made = read(own.get(f"/en{PAGE}").text)
    check(made)
    form = made.one("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", "/en/cases")
    assert [one.attributes["name"] for one in form.all("input")] == ["case"]


def test_a_public_site_takes_nothing_in(site):
    for method in ("post", "put"):
        answer = getattr(site, method)(f"/en{PAGE}", headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 405


def test_every_publisher_can_be_chosen(site):
    answer = site.get(f"/api/v1/models/{MODEL}/parties", params={"limit": 1000}).json()
    made = page(site, f"/en{PAGE}")
    boxes = [one for one in made.one(id="g-parties").all("input") if "data-party" in one.attributes]
    assert len(boxes) == len([one for one in (*answer["first"], *answer["items"]) if one["publisher"]])
    assert len(boxes) > 30


def test_only_who_is_first_is_ticked_and_copies_come_next_with_a_reason(site):
    for model in (MODEL, ZEPHYR):
        parties = dossier(site.get(f"/en/models/{model}/request").text)["parties"]
        made = page(site, f"/en/models/{model}/request")
        boxes = [one for one in made.one(id="g-parties").all("input") if "checked" in one.attributes]
        assert [int(one.attributes["data-party"]) for one in boxes] == list(range(len(parties["first"])))
    same = made.one(id="same-memory")
    assert "anybody can publish" in same.text
    assert "TheBloke" in same.text
    assert len(list(same.all("button"))) == 1


def test_nobody_is_said_to_reach_others_who_reaches_none(site):
    text = site.get(f"/en/models/{ZEPHYR}/request").text
    assert "reach most others" not in text
    text = site.get(f"/en{PAGE}").text
    assert "Those who reach most others" in text
    assert "their own models among them" in text


def test_files_of_others_are_asked_after(site):
    links = page(site, f"/en/models/{ZEPHYR}/request").one(id="other-file").all("a")
    assert any(one.attributes["href"].endswith("-GGUF/request") for one in links)


@pytest.mark.parametrize(
    "name",
    ["zephyr-7b-beta.Q4_K_M.gguf", "zephyr-7b-beta-Q4_K_M", "zephyr-7b-beta:latest", "/a/zephyr-7b-beta.IQ2_XXS.gguf"],
)
def test_the_name_of_a_file_finds_its_model(site, name):
    made = page(site, "/en/request?" + urlencode({"model": name}))
    leads = [one.attributes["href"] for one in made.all("a", class_="model-name")]
    assert f"/en/models/{ZEPHYR}/request" in leads
    assert "Looked for as zephyr-7b-beta" in made.text


def test_a_service_leads_to_its_company_before_any_name_that_is_near(site):
    text = page(site, "/en/request?model=ChatGPT").text
    assert "is a service of OpenAI" in text
    assert "Which of these is it?" not in text
    known = way_to(listed("openai").contacts)
    assert known.value in text
    assert "Which of these is it?" not in page(site, "/en/request?model=gpt-4").text
    assert "Our list has no address" in page(site, "/en/request?model=claude").text
    assert "is a service of" not in page(site, "/en/request?model=mistral").text


def test_names_that_are_only_written_alike_are_not_told_to_be_it(site):
    made = page(site, "/en/request?model=zephir")
    assert "Which of these is it?" not in made.text
    assert "No model is called" in made.text
    assert any(one.attributes["href"] == f"/en/models/{ZEPHYR}/request" for one in made.all("a"))


def test_the_letter_is_never_to_be_handed_to_the_host(site):
    text = site.get(f"/en{PAGE}").text
    assert "give the letter to the host" not in text
    assert "pass your request on" not in text


def test_the_first_question_is_among_those_that_are_ticked(site):
    boxes = page(site, f"/en{PAGE}").one(id="g-rights").all("input")
    assert {one.attributes["value"] for one in boxes if "checked" in one.attributes} == {
        "access",
        "erasure",
        "objection",
    }


def test_the_page_of_a_model_leads_here(site):
    links = [one for one in page(site, f"/en/models/{MODEL}").all("a") if one.attributes["href"] == f"/en{PAGE}"]
    assert any("It knows something about me" in one.text for one in links)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_picture_of_the_family_comes_along_in_every_language_of_letters(site, language):
    made = page(site, f"/{language}{PAGE}")
    held = {one.attributes["data-picture"]: one for one in made.all("template") if "data-picture" in one.attributes}
    assert set(held) == set(languages())
    assert "Family of" in held["en"].attributes["data-called"]
    assert "Famille de" in held["fr"].attributes["data-called"]
    for one in held.values():
        assert "descendants" in one.attributes["data-told"]
        (drawn,) = one.all("svg")
        assert list(drawn.all("path"))
        assert not list(drawn.all("a"))


def test_letters_list_more_models_of_who_is_proposed_and_never_all_of_a_large_one():
    models = tuple(replace(FAMILY.first[0].items[0], id=f"o/m{n}") for n in range(900))
    party = replace(FAMILY.first[0], publisher="o", total=900, items=models)

    class Holding:
        def parties(self, model, *, publisher):
            assert (model, publisher) == (FAMILY.model, "o")
            return replace(FAMILY, first=(party,), items=())

    first = tuple(replace(party, items=models[:20]) for _ in range(8))
    told = recipients(Holding(), replace(FAMILY, first=first, items=(), total=0, relays=()), ()).parties
    assert [len(one.items) for one in told.first] == [200] * 5 + [20] * 3
    huge = replace(FAMILY, first=(replace(first[0], total=100_000),), items=(), total=0, relays=())
    assert len(recipients(None, huge, ()).parties.first[0].items) == 20
