import re
from importlib.resources import files
from threading import BoundedSemaphore
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model, statement
from tests.web.markup import check, read

from filiation.pictures import palette
from filiation.pictures.palette import RELATION, TINT, Ink
from filiation.web import addresses
from filiation.web.app import make_app

FAMILY = "/en/models/mistralai/Mistral-7B-v0.1/family"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("view", ["tree", "time", "overview"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_form_is_a_good_page(site, view, language):
    answer = site.get(f"/{language}/models/mistralai/Mistral-7B-v0.1/family?view={view}")
    page = read(answer.text)
    check(page)
    current = page.one(id="family").one("ul", class_="tabs").one("a", aria_current="true")
    assert f"view={view}" in current.attributes["href"] or view == "tree"


def test_more_generations_and_neighbors_are_drawn_when_asked_for(site):
    few, many = (
        len(list(read(site.get(FAMILY + q).text).one("svg", role="group").all("a"))) for q in ("?limit=2", "?limit=20")
    )
    assert many > few > 0


def test_its_form_keeps_what_it_does_not_change(site):
    text = "d~merge~46~mistralai/Mistral-7B-v0.1"
    form = read(site.get(FAMILY, params={"view": "time", "depth": 3, "open": text}).text).one("form", class_="controls")
    hidden = [(one.attributes["name"], one.attributes["value"]) for one in form.all("input", type="hidden")]
    assert hidden == [("view", "time"), ("open", text)]
    assert form.one("select", id="depth").one("option", selected="").attributes["value"] == "3"


def test_the_list_and_the_picture_show_the_same_models(site):
    page = read(site.get(FAMILY + "?depth=3&limit=9").text)
    listed = {a.attributes["href"] for a in page.one(id="family-list").all("a", class_="id")}
    drawn = {a.attributes["href"] for a in page.one("svg", role="group").all("a", class_="node")}
    assert {one for one in drawn if "?" not in one} - {"/en/models/mistralai/Mistral-7B-v0.1"} == listed


def test_the_overview_has_every_cell_in_its_table(site, observatory):
    overview = observatory.overview("mistralai/Mistral-7B-v0.1")
    page = read(site.get(FAMILY + "?view=overview").text)
    rows = list(page.one(id="family-list").one("tbody").all("tr"))
    assert [row.text.split()[-1] for row in rows] == [str(cell.within) for cell in overview.cells]


def test_each_cell_of_the_overview_leads_to_the_models_that_it_counts(site, observatory):
    cells = observatory.overview("mistralai/Mistral-7B-v0.1").cells
    page = read(site.get(FAMILY + "?view=overview").text)
    rows = [a.attributes["href"] for a in page.one(id="family-list").one("tbody").all("a")]
    drawn = {a.attributes["href"] for a in page.one("svg", role="group").all("a")}
    for address, cell in zip(rows, cells, strict=True):
        total = site.get(address.replace("/en/", "/api/v1/")).json()["total"]
        assert total == cell.here
    assert {one for one in drawn if "/descendants?" in one} <= set(rows)


def test_the_overview_leads_to_the_descendants_of_a_year_publisher_and_license(site):
    links = [
        a.attributes["href"] for a in read(site.get(FAMILY + "?view=overview").text).one(class_="tallies").all("a")
    ]
    assert any("published_after=2024-01-01&published_before=2024-12-31" in one for one in links)
    assert any("/descendants?publisher=" in one for one in links)
    assert any("/descendants?license=" in one for one in links)
    assert {site.get(one).status_code for one in links} == {200}


@pytest.mark.parametrize("view", ["tree", "time", "overview"])
def test_its_svg_file_stands_alone(site, view):
    answer = site.get(FAMILY.replace("family", f"family.svg?view={view}"))
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["content-disposition"] == f'attachment; filename="mistralai-Mistral-7B-v0.1-{view}.svg"'
    root = ET.fromstring(answer.content)
    links = [one.get("href") for one in root.iter(f"{SVG}a")]
    assert links
    assert all(one.startswith("https://huggingface.co/") for one in links)


def test_its_png_file_is_an_image(site):
    answer = site.get(FAMILY.replace("family", "family.png?limit=2&depth=1"))
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].endswith('-tree.png"')
    assert answer.content.startswith(b"\x89PNG")


def test_the_name_of_a_file_is_safe_whatever_the_id_is(tmp_path):
    odd = 'outside:a"; filename=évil x'
    with imported(tmp_path, [model("a/b"), statement("a/b", odd, "finetune")]) as observatory:
        site = TestClient(make_app(observatory), base_url="http://localhost")
        answer = site.get(addresses.model("en", odd, "family.svg"))
        assert answer.headers["content-disposition"] == 'attachment; filename="outside-a-filename-vil-x-tree.svg"'


def test_the_name_of_a_file_is_short_whatever_the_id_is(tmp_path):
    long = "outside:" + "x" * 150
    with imported(tmp_path, [model("a/b"), statement("a/b", long, "finetune")]) as observatory:
        site = TestClient(make_app(observatory), base_url="http://localhost")
        name = site.get(addresses.model("en", long, "family.svg")).headers["content-disposition"].split('"')[1]
    assert name.startswith("outside-xxx")
    assert name.endswith("x-tree.svg")
    assert len(name) == 100 + len("-tree.svg")


@pytest.mark.parametrize("query", ["view=pie", "depth=0", "depth=11", "limit=1000", "open=x", "color=red"])
@pytest.mark.parametrize("part", ["", "/family", "/family.svg", "/family.png"])
def test_a_wrong_parameter_is_explained(site, part, query):
    answer = site.get(f"/en/models/mistralai/Mistral-7B-v0.1{part}?{query}")
    assert answer.status_code == 400
    assert "<h1>" in answer.text


@pytest.mark.parametrize("part", ["/family", "/family.svg", "/family.png"])
def test_an_unknown_model_is_not_found(site, part):
    assert site.get(f"/en/models/no-such/model-at-all{part}").status_code == 404


def test_other_spellings_lead_to_the_page(site):
    answer = site.get("/fr/models/MistralAI/mistral-7b-V0.1/family?depth=3")
    assert answer.headers["location"] == "/fr/models/mistralai/Mistral-7B-v0.1/family?depth=3"


def test_the_stylesheet_has_the_inks_of_pictures_for_both_schemes():
    style = files("filiation.web").joinpath("static", "site.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in style.split("prefers-color-scheme: dark")[:2]
    )
    names = {"paper": "PAPER", "panel": "SHADE", "line": "GRID", "line-strong": "EDGE", "ink": "TEXT"}
    names |= {"ink-soft": "MUTED", "accent-paper": "FOCUS", "bad": "ALARM"}
    inks: dict[str, Ink] = {name: getattr(palette, known) for name, known in names.items()}
    inks |= {str(one): RELATION[one] for one in RELATION} | {f"{one}-tint": TINT[one] for one in TINT}
    assert {name: (light[name], dark[name]) for name in inks} == {
        name: (ink.light, ink.dark) for name, ink in inks.items()
    }


@pytest.mark.parametrize("address", [f"{FAMILY}.png", "/en/explore.png?model=mistralai/Mistral-7B-v0.1"])
def test_who_asks_for_an_image_while_too_many_wait_is_told_to_come_again(app, site, monkeypatch, address):
    monkeypatch.setattr(app.state.studio, "_places", BoundedSemaphore(1))
    with app.state.studio._places:
        answer = site.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "<h1>The site is busy</h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert site.get(address).status_code == 200


def test_an_image_of_a_large_picture_is_refused_with_what_to_do(site, monkeypatch):
    monkeypatch.setattr("filiation.web.imaging.MOST_BOXES", 3)
    answer = site.get(f"{FAMILY}.png")
    assert answer.status_code == 400
    assert "SVG" in answer.text
