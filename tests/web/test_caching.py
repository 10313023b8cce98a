"""Answers are told from each other by their address and the edition, and are not sent twice (RFC 9110)."""

import os

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model

from filiation.observatory import Observatory
from filiation.web.app import make_app
from filiation.web.reading import Reading, Service

STATS = "/api/v1/stats"
SHOW = "/api/v1/models/mistralai/Mistral-7B-v0.1"


def held(site, address, tag, **headers):
    return site.get(address, headers={"If-None-Match": tag, **headers})


@pytest.mark.parametrize("address", ["/en/understand", STATS, "/api/v1/openapi.json", "/api/v1/stats?"])
def test_who_holds_an_answer_is_told_that_it_still_holds(site, address):
    first = site.get(address)
    again = held(site, address, first.headers["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["Vary"] == "Accept-Encoding"


def test_tags_differ_by_address_query_and_language(site):
    addresses = ["/en/understand", "/fr/understand", STATS, f"{SHOW}?limit=1", f"{SHOW}?limit=2"]
    tags = {site.get(address).headers["ETag"] for address in addresses}
    assert len(tags) == len(addresses)


@pytest.mark.parametrize("form", ["{tag}", "{strong}", '"a,b", {tag}', 'W/"x" , {tag},"y"', "*", " * "])
def test_tags_are_compared_weakly_and_in_lists(site, form):
    tag = site.get(STATS).headers["ETag"]
    assert tag.startswith('W/"')
    assert held(site, STATS, form.format(tag=tag, strong=tag.removeprefix("W/"))).status_code == 304


def test_several_lines_of_tags_are_one_list(site):
    tag = site.get(STATS).headers["ETag"]
    request = site.build_request("GET", STATS, headers=[("If-None-Match", '"x"'), ("If-None-Match", tag)])
    assert site.send(request).status_code == 304


@pytest.mark.parametrize("form", ['"x"', "{bare}", "", "W/", '"*"', '"{bare}x"'])
def test_other_tags_get_the_answer(site, form):
    bare = site.get(STATS).headers["ETag"].removeprefix('W/"').removesuffix('"')
    assert held(site, STATS, form.format(bare=bare)).status_code == 200


@pytest.mark.parametrize("address", ["/en/nowhere", "/api/v1/models/no/such", "/api/v1/search", "/en/models/no/such"])
@pytest.mark.parametrize("tag", ["*", '"x"'])
def test_what_is_not_there_is_not_unchanged_and_not_kept(site, address, tag):
    answer = held(site, address, tag)
    assert answer.status_code in {400, 404}
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_redirect_of_the_home_page_varies_with_the_language(site):
    answer = site.get("/", headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/")
    assert "Accept-Language" in answer.headers["Vary"]
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("address", ["/en/understand", STATS, "/api/v1/models/no/such"])
def test_the_head_of_an_answer_is_told_alone(site, address):
    full, head = site.get(address), site.head(address)
    assert (head.status_code, head.content) == (full.status_code, b"")
    assert head.headers == full.headers
    if full.status_code == 200:
        assert site.head(address, headers={"If-None-Match": full.headers["ETag"]}).status_code == 304


def test_answers_are_compressed_for_who_can_read_it(site):
    plain = site.get("/api/v1/openapi.json", headers={"Accept-Encoding": "identity"})
    packed = site.get("/api/v1/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert plain.content == packed.content
    assert plain.headers["ETag"] == packed.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_an_import_changes_tags_and_answers(tmp_path, wait_for):
    observatory = imported(tmp_path, [model("a/one")])
    seconds = iter(range(0, 1_000_000, 10))
    service = Service(observatory, clock=lambda: next(seconds))
    site = TestClient(make_app(observatory, service=service), base_url="http://localhost")
    first = site.get(STATS)
    assert first.json()["models"] == 1
    with imported(tmp_path, [model("a/one"), model("a/two")]):
        pass
    wait_for(lambda: site.get(STATS).headers["ETag"] != first.headers["ETag"])
    second = held(site, STATS, first.headers["ETag"])
    assert (second.status_code, second.json()["models"]) == (200, 2)
    observatory.close()


@pytest.mark.parametrize("address", ["/api/v1/search?text=zephyr", "/en/search?text=zephyr", "/fr/search?text=zephyr"])
@pytest.mark.parametrize("tag", ["*", '"x"'])
def test_what_people_type_is_not_kept(site, address, tag):
    answer = held(site, address, tag)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in answer.headers


def test_stores_of_which_the_editions_have_the_same_name_have_other_tags(tmp_path):
    told = {}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with imported(tmp_path / name, [model(f"a/{name}")]) as observatory:
            site = TestClient(make_app(observatory), base_url="http://localhost")
            told[name] = (site.get(STATS).json()["edition"], site.get(STATS).headers["ETag"])
    assert told["one"][0] == told["two"][0]
    assert told["one"][1] != told["two"][1]


def test_the_sample_and_a_store_in_its_place_have_other_tags(tmp_path):
    with imported(tmp_path, [model("a/one")]) as observatory:
        store = Reading(observatory).identity
        assert Reading(Observatory(observatory.store)).identity == store
        assert Reading(Observatory(observatory.store, is_sample=True)).identity != store
        database = observatory.edition.folder / "catalog.db"
        os.utime(database, ns=(1, 1))
        assert Reading(observatory).identity != store
