import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from tests.web.reading import EVIL, Page

ALL = "kind=model&kind=dataset&kind=publisher&kind=user&kind=organization"


def read(site, address, status=200):
    page = Page(site.get(address)).sound()
    assert page.status == status
    return page


def names(page):
    return [row[0].split(" ")[0] for row in page.rows[1:]]


def test_without_models_it_explains_and_gives_examples(small):
    for address in ("/en/explore", "/en/explore?model=&model=&depth=&task="):
        page = read(small, address)
        assert page.rows == []
        assert page.leads_to("/en/explore", model=["base/B"], relation=["quantized"])
        assert page.leads_to("/en/path")


def test_the_families_of_several_models_are_one_list(small):
    page = read(small, "/en/explore?model=me/tuned&model=base/C&model=")
    assert names(page)[:2] == ["me/tuned", "base/C"]
    assert {"base/B", "me/small-GGUF", "me/merged"} <= set(names(page))
    fields = [f["value"] for f in page.fields if f.get("name") == "model"]
    assert fields == ["me/tuned", "base/C", ""]


def test_filters_pass_on_to_the_list_and_the_form(small):
    page = read(
        small, "/en/explore?model=base/B&toward=descendants&relation=quantized&relation=merge&standing=declared"
    )
    assert names(page) == ["base/B", "me/small-GGUF", "me/merged"]
    checked = {f["value"] for f in page.fields if "checked" in f}
    assert checked == {"descendants", "model", "quantized", "merge", "declared"}
    assert page.leads_to("/en/explore", model=["base/B"], relation=None, standing=["declared"])


def test_all_kinds_of_nodes_lead_to_their_pages(small):
    page = read(small, f"/en/explore?model=me/tuned&{ALL}")
    assert page.leads_to("/en/datasets/corp/D")
    assert page.leads_to("/en/publishers/base")
    assert "2 models, 2 datasets, 2 publishers" in page.text


def test_the_table_comes_before_the_picture_of_the_same_nodes(small):
    page = read(small, "/en/explore?model=me/tuned")
    tags = [tag for tag, _ in page.tags]
    picture = next(
        at for at, (tag, told) in enumerate(page.tags) if tag == "svg" and "picture" in told.get("class", "")
    )
    assert tags.index("table") < picture
    drawn = {
        told["href"] for tag, told in page.tags[picture:] if tag == "a" and told.get("class", "").startswith("node")
    }
    assert drawn == {f"/en/models/{name}" for name in ("me/tuned", "base/B", "me/small-GGUF")}
    (frame,) = [told for _, told in page.tags if told.get("class") == "picture-frame"]
    assert frame["tabindex"] == "0"


def test_pages_and_orders_are_links(small):
    page = read(small, "/en/explore?model=base/B&limit=2&offset=2")
    assert page.leads_to("/en/explore", model=["base/B"], limit=["2"], offset=["4"])
    assert page.leads_to("/en/explore", model=["base/B"], sort=["likes"], offset=None)
    assert "3 to 4 of 5" in page.text


def test_a_model_that_is_not_there_keeps_the_form(small):
    page = read(small, "/en/explore?model=me/tunde&depth=3", 404)
    assert "The catalog holds no model me/tunde." in page.text
    assert "me/tunde" in [f.get("value") for f in page.fields]
    assert "3" in [f.get("value") for f in page.fields]


def test_nothing_that_passes_is_said_with_the_form_open(small):
    page = read(small, "/en/explore?model=base/B&published_after=2999-01-01")
    assert "nothing passes the filters" in page.text
    assert [told for tag, told in page.tags if tag == "details" and "open" in told]


def test_downloads_hold_all_that_passes(small):
    page = read(small, "/en/explore?model=base/B&limit=1&offset=1&relation=merge")
    assert page.leads_to("/en/explore.csv", model=["base/B"], relation=["merge"], limit=None, offset=None)
    response = small.get("/en/explore.csv?model=base/B&limit=1&offset=1")
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"].startswith('attachment; filename="filiation-')
    assert response.headers["content-disposition"].endswith('.csv"')
    rows = list(csv.DictReader(line for line in io.StringIO(response.text) if not line.startswith("#")))
    assert len(rows) == 6
    assert "/en/explore.csv?model=base/B" in response.text


def test_downloads_are_sound_documents(small):
    told = json.loads(small.get(f"/en/explore.json?model=me/tuned&{ALL}").text)
    assert told["total"] == 6
    graph = ET.fromstring(small.get(f"/en/explore.graphml?model=me/tuned&{ALL}").text)
    assert graph.tag.endswith("graphml")
    response = small.get("/en/explore.svg?model=me/tuned")
    assert response.headers["content-type"] == "image/svg+xml"
    assert "https://huggingface.co/me/tuned" in response.text
    assert ET.fromstring(response.text).tag.endswith("svg")
    assert small.get("/en/explore.png?model=me/tuned").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("suffix", ["pdf", "csvx", "%2e%2e"])
def test_other_forms_are_refused(small, suffix):
    assert small.get(f"/en/explore.{suffix}?model=me/tuned").status_code in {400, 404}


def test_a_file_without_a_model_is_refused(small):
    assert small.get("/en/explore.csv").status_code == 400


def test_what_the_hub_says_runs_nothing(small):
    response = small.get(f"/en/explore?model=base/B&{ALL}")
    assert EVIL not in response.text
    assert "&lt;script&gt;" in response.text


def test_too_many_models_are_refused(small):
    assert small.get("/en/explore?" + "&".join(["model=a/b"] * 21)).status_code == 400


def test_in_french(small):
    assert "Modifier la question" in read(small, "/fr/explore?model=me/tuned").text
