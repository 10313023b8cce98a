"""What goes wrong is explained, in the reader's language, and never as a trace."""

import logging

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.making import imported, model

from filiation.errors import NotFound
from filiation.observatory import Observatory
from filiation.web.app import make_app
from filiation.web.problems import KINDS

MODEL = "mistralai/Mistral-7B-v0.1"
FAMILY = f"models/{MODEL}/descendants"

WRONG = [
    ("stats?limit=5", "limit", "page about the API"),
    (f"{FAMILY}?limt=5", "limt", "page about the API"),
    (f"{FAMILY}?limit=1001", "1001", "1000 or less"),
    (f"{FAMILY}?limit=0", "0", "1 or more"),
    (f"{FAMILY}?limit=many", "many", "whole number"),
    (f"{FAMILY}?limit={'9' * 5000}", "999", "whole number"),
    (f"{FAMILY}?offset=-1", "-1", "0 or more"),
    (f"{FAMILY}?depth=0", "0", "1 or more"),
    (f"{FAMILY}?relation=cousin", "cousin", "finetune"),
    (f"{FAMILY}?relation=trained_on", "trained_on", "adapter"),
    (f"{FAMILY}?sort=beauty", "beauty", "likes"),
    (f"{FAMILY}?way=finetune&way=cousin", "cousin", "merge"),
    (f"models/{MODEL}/ancestors?way=finetune", "way", "page about the API"),
    (f"explore?model={MODEL}&relation=trained_on", "trained_on", "adapter"),
    (f"{FAMILY}?published_after=yesterday", "yesterday", "YYYY-MM-DD"),
    (f"{FAMILY}?published_after=2024-02-30", "2024-02-30", "YYYY-MM-DD"),
    (f"{FAMILY}?tallies=perhaps", "perhaps", "true or false"),
    (f"{FAMILY}?publisher={'x' * 201}", "publisher", "200 characters"),
    ("search", "text", "Add it"),
    ("search?text=", "text", "Add it"),
    (f"search?text={'x' * 201}", "text", "200 characters"),
    ("search?text=a&kind=person", "person", "publisher"),
    ("path?a=x", "b", "Add it"),
    ("explore", "model", "Add it"),
    ("explore?" + "&".join(["model=a/b"] * 21), "model", "20 at most"),
    (f"explore?model={MODEL}&format=csv&limit=5", "csv", "limit and offset"),
    (f"explore?model={MODEL}&format=xml", "xml", "graphml"),
    (f"models/{MODEL}/tree?open=nonsense", "nonsense", "open the group there"),
    (f"models/{MODEL}/tree?depth=11", "11", "10 or less"),
    ("publishers/mistralai?sort=depth", "depth", "descendants"),
]


@pytest.mark.parametrize(("address", "what", "may_be"), WRONG)
def test_a_wrong_parameter_is_named_with_what_it_may_be(site, address, what, may_be):
    answer = site.get(f"/api/v1/{address}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert what in problem["detail"]
    assert may_be in problem["hint"]
    assert len(answer.content) < 2000


@pytest.mark.parametrize(
    ("address", "may_be"),
    [
        (f"models/{MODEL}/family?view=pie", ("tree", "time", "overview")),
        (f"models/{MODEL}?view=pie", ("tree", "time", "overview")),
        (f"{FAMILY}?sort=beauty", ("use", "likes", "created", "id", "depth")),
        (f"explore?model={MODEL}&sort=beauty", ("use", "likes", "created", "id", "depth")),
        ("publishers/mistralai?sort=beauty", ("use", "likes", "created", "id", "descendants")),
        ("datasets/mteb/AmazonReviewsClassification?sort=beauty", ("use", "likes", "created", "id", "depth")),
    ],
)
def test_a_page_tells_the_words_that_a_parameter_may_be(site, address, may_be):
    answer = site.get(f"/en/{address}")
    assert answer.status_code == 400
    told = answer.text.partition("<main")[2]
    assert "pie" in told or "beauty" in told
    hint = next(line for line in told.splitlines() if may_be[0] in line and may_be[-1] in line)
    assert all(word in hint for word in may_be)


def test_a_problem_has_the_members_of_the_standard(site):
    problem = site.get("/api/v1/models/mistralai/Mistral-7B-v0.11").json()
    assert problem["hint"].startswith("Near it: mistralai/Mistral-7B-v0.1")
    del problem["hint"]
    assert problem == {
        "type": "/en/api#not-found",
        "title": "Not found",
        "status": 404,
        "detail": "The catalog holds no model mistralai/Mistral-7B-v0.11.",
        "instance": "/api/v1/models/mistralai/Mistral-7B-v0.11",
    }


@pytest.mark.parametrize(("name", "status"), [("publishers/nobody-at-all", 404), ("datasets/no/such", 404), ("x", 404)])
def test_what_the_catalog_does_not_hold_is_not_found(site, name, status):
    answer = site.get(f"/api/v1/{name}")
    assert (answer.status_code, answer.json()["type"]) == (status, "/en/api#not-found")


def test_programs_are_answered_in_the_language_that_they_accept(site):
    answer = site.get("/api/v1/models/no/such", headers={"Accept-Language": "fr-FR, en;q=0.5"})
    assert answer.headers["Content-Language"] == "fr"
    assert answer.json()["title"] == "Introuvable"
    assert site.get("/api/v1/models/no/such").headers["Content-Language"] == "en"


def test_people_are_answered_in_the_language_of_the_address_with_near_names_as_links(site):
    answer = site.get("/fr/models/mistralai/Mistral-7B-v0.11", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "<h1>Introuvable</h1>" in answer.text
    assert 'href="/fr/models/mistralai/Mistral-7B-v0.1"' in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("address", ["/en/", "/api/v1/stats"])
def test_all_is_read_only(site, method, address):
    answer = site.request(method, address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


HOSTILE = [
    "models/%00/%00",
    "models/a%2Fb/c",
    "models/a/b%2F..%2F..%2Fetc",
    "models//b",
    "models/a//descendants",
    "/models/a/b",
    "models/%ff/%fe",
    "models/%ED%A0%80/x",
    "models/%F0%9F%92%A9/x",
    "models/..%2f..%2fetc/passwd",
    "models/a/b%0d%0aSet-Cookie:%20x=1",
    "models/<script>/alert(1)",
    "models/a/" + "x" * 20_000,
    "search?text=%00",
    "search?text=%ff%fe",
    "search?text=%ED%A0%80",
    "search?text=" + "(" * 150,
    "search?text=%22%27%3B--",
    "search?" + "a=1&" * 3000,
    "search?text=a&text=b&text=%00",
    "search?%ff=%ff",
    "models/a/b?%5B%5D=1",
    "stats?",
    "stats?&&&",
    "publishers/%00",
    "publishers/%ff",
    "datasets/%ED%A0%80/%00",
    "explore?model=%00&task=%ff&license=%00&publisher=%ED%A0%80",
    f"explore?model={MODEL}&published_after=0001-01-01&published_before=9999-12-31",
    f"{FAMILY}?published_after=9999-12-31",
    f"{FAMILY}?offset=100000000",
    f"models/{MODEL}/tree?open=u~finetune~1~%00&open=d~merge~999999~%ED%A0%80",
    "path?a=%00&b=%ff",
]


@pytest.mark.parametrize("root", ["/api/v1/", "/en/"])
@pytest.mark.parametrize("address", HOSTILE, ids=lambda text: text[:40])
def test_hostile_addresses_are_answered_without_a_fault(calm, root, address):
    answer = calm.get(root + address)
    assert answer.status_code in {200, 307, 400, 404}, answer.text
    assert "Traceback" not in answer.text
    assert "set-cookie" not in answer.headers
    assert "<script>alert" not in answer.text
    if root == "/api/v1/" and answer.headers["Content-Type"].startswith("application/"):
        msgspec.json.decode(answer.content)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "x" * 100_000},
        {"Accept-Language": "fr;q=nan, *;q=inf, ;;;,,,=;q"},
        {"Accept-Language": "\xff\xfe".encode("latin-1")},
        {"If-None-Match": '"' * 50_000},
        {"If-None-Match": b"\xff\xfe"},
        {"Accept-Encoding": "\xff" * 100},
        {"Cookie": "a=" + "b" * 100_000},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", ["/", "/en/", "/api/v1/models/no/such"])
def test_hostile_headers_do_no_harm(calm, address, headers):
    text = {name: value if isinstance(value, bytes) else value.encode("latin-1") for name, value in headers.items()}
    assert calm.get(address, headers=text).status_code in {200, 302, 404}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["", "/tree", "/lineage", "/descendants"]))
def test_no_name_whatever_makes_a_fault(sample_client, owner, name, part):
    from urllib.parse import quote

    address = f"/api/v1/models/{quote(owner, safe='', errors='replace')}/{quote(name, safe='', errors='replace')}{part}"
    assert sample_client.get(address).status_code in {200, 404}


@pytest.fixture
def calm(app):
    """Return a client that sees faults as answers, as browsers do."""
    return TestClient(app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def sample_client(app):
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


@pytest.mark.parametrize("address", ["/api/v1/models/a/b", "/en/models/a/b", "/api/v1/models/a/b/lineage"])
def test_an_unforeseen_fault_is_told_without_its_trace_and_written_to_the_log(calm, monkeypatch, caplog, address):
    def fault(*_, **__):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(Observatory, "show", fault)
    monkeypatch.setattr(Observatory, "lineage", fault)
    with caplog.at_level(logging.ERROR):
        answer = calm.get(address)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "secret of the house" in caplog.text


def test_a_page_that_cannot_even_tell_of_a_problem_does_so_in_plain_text(calm, monkeypatch, caplog):
    def fault(*_, **__):
        raise RuntimeError("no page")

    monkeypatch.setattr("filiation.web.problems.render", fault)
    with caplog.at_level(logging.ERROR):
        answer = calm.get("/en/nowhere")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert answer.text.startswith("Not found\n\nThere is nothing at /en/nowhere.\n")
    assert "no page" in caplog.text


@pytest.mark.parametrize("warm", [True, False], ids=["counted before", "never counted"])
def test_a_store_damaged_while_it_is_served_is_told_in_full_to_the_log_only(tmp_path, caplog, warm):
    with imported(tmp_path, [model("a/one", f"base_model:a/{'x' * 50}")]) as observatory:
        site = TestClient(make_app(observatory), base_url="http://localhost", raise_server_exceptions=False)
        if warm:
            assert site.get("/en/").status_code == 200
        database = observatory.edition.folder / "catalog.db"
        database.write_bytes(b"\0" * database.stat().st_size)
        page, answer = site.get("/fr/models/a/one"), site.get("/api/v1/models/a/one")
        assert (page.status_code, answer.status_code) == (503, 503)
        assert answer.json()["type"] == "/en/api#store-failed"
        for text in (page.text, answer.text):
            assert str(tmp_path) not in text
            assert "rebuild" not in text
        assert "log" in answer.json()["hint"]
        assert ("<h1>" in page.text) is warm
    assert f"rebuild --store {tmp_path}" in caplog.text


def test_every_sort_of_problem_has_a_place_on_the_page_about_the_api(site):
    text = site.get("/en/api").text
    for name, title in KINDS.values():
        assert f'id="{name}"' in text
        assert title in text


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("models/mistralai/Mistral-7B-v0.11", "models/mistralai/Mistral-7B-v0.1"),
        ("publishers/mistralaj", "publishers/mistralai"),
        ("datasets/HuggingFaceH4/ultrachat_200l", "datasets/HuggingFaceH4/ultrachat_200k"),
    ],
)
def test_near_names_lead_to_pages_of_their_kind(site, address, link):
    answer = site.get(f"/en/{address}")
    assert answer.status_code == 404
    assert f'href="/en/{link}"' in answer.text
    assert site.get(f"/en/{link}").status_code == 200


def test_a_near_name_may_hold_what_stands_between_names():
    error = NotFound("No {model}.", "Near it: {near}.", model="x", near=("outside:a, b", "c\x1b"))
    assert (error.kind, error.near) == ("model", ("outside:a, b", "c\\x1b"))
    assert error.advice() == "Near it: outside:a, b, c\\x1b."
