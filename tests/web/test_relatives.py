import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import EVIL, Page

from filiation.web.app import make_app

DOWN = "/en/models/base/B/descendants"
ROOT = "/en/models/a/root"


def read(site, address):
    return Page(site.get(address)).sound()


def names(page):
    return [row[0].split(" ")[0] for row in page.rows if row[0].startswith(("base/", "me/"))]


def test_descendants_are_listed_with_all_that_is_known_of_them(small):
    page = read(small, DOWN)
    assert page.h1 == "Descendants of base/B"
    assert "5 models come from it" in page.text
    row = next(row for row in page.rows if row[0] == "me/small-GGUF")
    assert row[2:9] == ["2", "me/tuned", "me", "–not stated", "2023-04-05", "40", "declared"]
    assert names(page)[:2] == ["me/tuned", "me/small-GGUF"]


def test_ancestors_are_listed(small):
    page = read(small, "/en/models/me/small-GGUF/ancestors")
    assert page.h1 == "Ancestors of me/small-GGUF"
    assert names(page) == ["base/B", "me/tuned"]


def test_filters_narrow_the_list_and_can_be_lifted_one_by_one(small):
    page = read(small, f"{DOWN}?relation=quantized&depth=2&published_after=&publisher=me&license=")
    assert names(page) == ["me/small-GGUF"]
    assert "1 of its descendants passes the filters." in page.text
    assert page.leads_to(DOWN, depth=["2"], publisher=["me"], relation=None)
    assert page.leads_to(DOWN, relation=["quantized"], publisher=["me"], depth=None)
    checked = [f["value"] for f in page.fields if f.get("name") == "relation" and "checked" in f]
    assert checked == ["quantized"]


def test_tallies_lead_to_their_filter(small):
    page = read(small, DOWN)
    assert page.leads_to(DOWN, publisher=["me"])
    assert page.leads_to(DOWN, license=["unknown"])
    assert page.leads_to(DOWN, relation=["merge"])
    assert ["me", "5"] in page.rows


def test_downloads_ask_the_explorer_the_same(small):
    page = read(small, f"{DOWN}?relation=quantized&sort=created")
    for form in ("csv", "json", "graphml"):
        assert page.leads_to(
            f"/en/explore.{form}", model=["base/B"], toward=["descendants"], relation=["quantized"], sort=None
        )
    assert read(small, "/en/models/me/tuned/ancestors").leads_to("/en/explore.csv", toward=["ancestors"])


def test_paging_and_sorting_are_links(small):
    page = read(small, f"{DOWN}?limit=2&sort=created&offset=2")
    assert page.leads_to(DOWN, limit=["2"], sort=["created"], offset=["4"])
    assert page.leads_to(DOWN, limit=["2"], sort=["created"], offset=None)
    assert page.leads_to(DOWN, limit=["2"], sort=["depth"], offset=None)
    (sorted_by,) = [told for tag, told in page.tags if "aria-sort" in told]
    assert sorted_by["aria-sort"] == "descending"
    assert names(read(small, f"{DOWN}?sort=id"))[0] == "me/differs"


def test_the_page_before_begins_at_the_first_at_the_earliest(small):
    page = read(small, f"{DOWN}?limit=3&offset=2")
    (previous,) = [told["href"] for tag, told in page.tags if told.get("rel") == "prev"]
    assert previous == f"{DOWN}?limit=3"
    assert small.get(previous).status_code == 200


def test_what_is_not_told_is_counted_in_words(small):
    page = read(small, DOWN)
    assert ["not stated", "4"] in page.rows
    assert not [row for row in page.rows if row[0] == "unknown"]


def test_a_page_past_the_end_says_so(small):
    assert "None from here on; 5 in all" in read(small, f"{DOWN}?offset=40").text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/models/you/alone/descendants", "Nothing that was read says that it comes from this model."),
        ("/en/models/you/alone/ancestors", "No parent of it is known"),
        (f"{DOWN}?published_after=2999-01-01", "0 of its descendants pass the filters."),
    ],
)
def test_an_empty_list_says_why(small, address, said):
    assert said in read(small, address).text


def test_what_was_not_read_is_said(small):
    assert "not in the sources" in read(small, "/en/models/me/orphan/ancestors").text


def test_licenses_run_nothing(small):
    response = small.get(DOWN)
    assert EVIL not in response.text
    assert "&lt;script&gt;" in response.text


def test_another_case_leads_to_the_canonical_address(small):
    response = small.get("/en/models/BASE/b/descendants?relation=merge&limit=5")
    assert response.status_code == 307
    assert response.headers["location"] == f"{DOWN}?relation=merge&limit=5"


@pytest.mark.parametrize(
    ("query", "status"), [("license=nobody-has-it", 404), ("publisher=nobody", 404), ("depth=0", 400), ("by=x", 400)]
)
def test_filters_that_make_no_sense_are_told(small, query, status):
    assert small.get(f"{DOWN}?{query}").status_code == status


def test_a_list_by_way_says_so_and_can_be_widened(small):
    page = read(small, f"{DOWN}?way=finetune&way=quantized&sort=id")
    assert names(page) == ["me/small-GGUF"]
    assert "Only those reached by: finetune, then quantized" in page.text
    assert page.leads_to(DOWN, way=None, sort=["id"])
    assert page.leads_to(DOWN, way=["finetune", "quantized"], publisher=["me"])
    assert [f["value"] for f in page.fields if f.get("name") == "way"] == ["finetune", "quantized"]
    assert "/explore.csv" not in str(page.links)
    assert page.leads_to("/api/v1/models/base/B/descendants", way=["finetune", "quantized"], limit=["1000"])
    assert small.get("/en/models/me/small-GGUF/ancestors?way=finetune").status_code == 400


def test_a_table_that_is_cut_says_of_how_many_and_where_the_others_are(tmp_path):
    kids = [model(f"p{n}/kid", "base_model:finetune:a/root", *([f"license:l{n}"] if n else [])) for n in range(30)]
    with imported(tmp_path, [model("a/root"), *kids]) as observatory:
        site = TestClient(make_app(observatory), base_url="http://localhost")
        for address in (f"{ROOT}/descendants", f"{ROOT}/family?view=overview"):
            page = read(site, address)
            assert "The 20 with the most, of 30" in page.text
            assert "The 20 with the most, of 29" in page.text
            asked = {"model": ["a/root"], "toward": ["descendants"], "kind": ["organization", "user", "publisher"]}
            assert page.leads_to("/en/explore", **asked)
        page = read(site, ROOT)
        assert "All publishers, that of the model itself included" in page.text
        assert page.leads_to("/en/explore", **asked)
        (address,) = {link for link in page.links if "toward=descendants" in link and "kind=organization" in link}
        assert len({row[0] for row in read(site, address).rows if row[0].startswith("p")}) == 30
