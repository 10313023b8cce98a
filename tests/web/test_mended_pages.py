"""What readers were told wrongly once: origins of dates, order of parents, citations, names, ways out of a dead end."""

import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model, statement
from tests.web.markup import check, read

from filiation.web.app import make_app
from filiation.web.pages.evidence import anchor

RECORDS = [
    model("acme/old", downloads=9000, createdAt="2022-03-02T23:29:04.000Z"),
    model("acme/near", downloads=5),
    model(
        "zeta/mix",
        "base_model:acme/old",
        "base_model:merge:acme/old",
        "base_model:acme/near",
        "base_model:merge:acme/near",
        *(f"dataset:corpora/d{n}" for n in range(12)),
    ),
    model("zeta/odd", downloads=1),
    statement("zeta/odd", "outside:secret", "finetune"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with imported(tmp_path_factory.mktemp("store"), RECORDS) as observatory:
        yield TestClient(make_app(observatory), base_url="http://localhost", follow_redirects=False)


def get(site, address, status=200):
    answer = site.get(address)
    assert answer.status_code == status, answer.text
    page = read(answer.text)
    check(page)
    return page


@pytest.mark.parametrize(
    "address",
    [
        "/en/models/acme/old",
        "/en/models/zeta/mix",
        "/en/models/zeta/mix/ancestors",
        "/en/explore?model=zeta/mix",
        "/en/publishers/acme",
    ],
)
def test_the_first_day_of_the_hub_is_told_as_such_everywhere(site, address):
    assert "2022-03-02 or before" in get(site, address).text


def test_the_overview_says_that_its_first_year_holds_all_before(tmp_path):
    records = [model("a/top"), model("a/low", "base_model:a/top", createdAt="2022-03-02T23:29:04.000Z")]
    with imported(tmp_path, records) as observatory:
        other = TestClient(make_app(observatory), base_url="http://localhost")
        assert "2022 and before" in get(other, "/en/models/a/top?view=overview").text


def test_the_primary_parent_comes_first_and_is_marked(site):
    parents = get(site, "/en/models/zeta/mix").one("ul", class_="kinfolk")
    marked = ["primary parent" in one.text for one in parents.all("li")]
    assert marked == [True, False]


def test_the_citation_tells_the_state_in_view(site):
    page = get(site, "/en/models/acme/old?view=time")
    cited = page.one(id="cited")
    assert cited.text == "http://localhost/en/models/acme/old?view=time"
    assert "data-follows" in cited.attributes


def test_all_datasets_stand_on_the_page(site):
    page = get(site, "/en/models/zeta/mix")
    links = {a.attributes["href"] for a in page.all("a")}
    assert {f"/en/datasets/corpora/d{n}" for n in range(12)} <= links


def test_the_explorer_tells_who_declares_a_dataset_and_what_does_not_apply(site):
    page = get(site, "/en/explore?model=acme/old&kind=dataset")
    row = next(one for one in page.all("tr") if "corpora/" in one.text)
    assert "declared by zeta/mix" in row.text
    assert row.text.count("does not apply") == 2


@pytest.mark.parametrize(
    ("asked", "found"), [("old", None), ("secret", None), ("outside:secret", "-/outside%3Asecret")]
)
def test_a_name_without_an_owner_leads_to_its_page_when_it_is_held(site, asked, found):
    answer = site.get(f"/en/models/{asked}")
    assert answer.status_code == (307 if found else 404)
    assert answer.headers.get("location") == (found and f"/en/models/{found}")


def test_an_old_name_of_one_word_leads_to_the_model(tmp_path):
    with imported(tmp_path, [model("openai-community/gpt2")]) as observatory:
        other = TestClient(make_app(observatory), base_url="http://localhost", follow_redirects=False)
        assert other.get("/fr/models/gpt2").headers["location"] == "/fr/models/openai-community/gpt2"


def test_a_step_of_a_path_leads_to_its_own_evidence(site):
    links = [a.attributes["href"] for a in get(site, "/en/path?a=zeta/mix&b=acme/near").all("a")]
    assert f"/en/models/zeta/mix/evidence#{anchor('acme/near')}" in links
    assert "/en/path?a=zeta%2Fmix" in [a.attributes["href"] for a in get(site, "/en/models/zeta/mix").all("a")]


@pytest.mark.parametrize("part", ["", "?view=time", "?view=overview", "/evidence", "/descendants", "/family"])
def test_the_mark_of_models_without_repository_is_never_shown(site, part):
    page = get(site, f"/en/models/-/outside%3Asecret{part}")
    told = [page.text, *(one.attributes.get("aria-label", "") for one in page.all())]
    assert not [text for text in told if re.search(r"outside:(?!secret\?)", text) and "http://" not in text]


@pytest.mark.parametrize("address", ["/en/models/qqqq/wwwwww", "/en/path?a=qqqq/wwwwww&b=acme/old"])
def test_a_dead_end_shows_a_search_and_no_command(site, address):
    page = get(site, address, 404)
    assert "filiation search" not in page.text
    assert "/en/search?text=qqqq%2Fwwwwww" in [a.attributes["href"] for a in page.all("a")]


def test_the_bands_of_a_picture_in_time_follow_the_colors_of_the_page():
    style = files("filiation.web").joinpath("static/site.css").read_text(encoding="utf-8")
    assert "svg.picture rect.band" in style
    assert ".band rect" not in style


def test_a_citation_of_the_sample_says_so(observatory):
    sample = TestClient(make_app(observatory), base_url="http://localhost")
    assert "Bundled sample of" in get(sample, "/en/models/mistralai/Mistral-7B-v0.1").one(id="citation").text
