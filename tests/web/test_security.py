"""What guards every answer: headers for browsers, and the names that the site answers to."""

import pytest
from starlette.testclient import TestClient

from filiation.web.app import make_app
from filiation.web.reading import Service
from filiation.web.security import ANY_ADDRESS, CONTENT_SECURITY_POLICY, HEADERS, host_name
from filiation.web.templating import build

ADDRESSES = ["/", "/en/", "/fr/nowhere", "/api/v1/stats", "/api/v1/nowhere", "/api/v1/search", "/static/nowhere"]


def asked_as(app, host):
    return TestClient(app, base_url="http://localhost").get("/api/v1/stats", headers={"Host": host})


@pytest.mark.parametrize("address", [*ADDRESSES, f"/static/{build()}/site.css"])
def test_every_answer_has_the_headers(site, address):
    answer = site.get(address)
    assert {name: answer.headers.get_list(name) for name in HEADERS} == {name: [text] for name, text in HEADERS.items()}


def test_a_refused_method_and_a_strange_name_have_them_too(site, app):
    for answer in (site.post("/en/"), asked_as(app, "evil.example")):
        assert answer.status_code in {400, 405}
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("address", ["/en/", "/api/v1/stats", "/api/v1/nowhere"])
def test_no_foreign_page_may_read_an_answer(site, address):
    answer = site.get(address, headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    preflight = site.options(
        address, headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    )
    assert preflight.status_code in {404, 405}
    assert not [name for name in preflight.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "localhost.", "127.0.0.1:1", "[::1]", "[::1]:8000"])
def test_this_machine_is_answered(app, host):
    assert asked_as(app, host).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "192.0.2.1", "[::2]", "[::1]evil.example", "", "127.0.0.1.nip.io"],
)
def test_other_names_are_refused_in_plain_words(app, host):
    answer = asked_as(app, host)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "--name" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_name_of_its_own_is_answered(observatory):
    app = make_app(observatory, ("genealogy.example.org",))
    assert asked_as(app, "Genealogy.Example.org:8000").status_code == 200
    assert asked_as(app, "localhost").status_code == 400


@pytest.mark.parametrize(("host", "status"), [("192.0.2.1:80", 200), ("[2001:db8::1]:80", 200), ("evil.example", 400)])
def test_a_site_for_a_network_answers_to_addresses_and_not_to_any_name(observatory, host, status):
    app = make_app(observatory, ("localhost", ANY_ADDRESS))
    assert asked_as(app, host).status_code == status


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("a.b:80", "a.b"),
        ("A.B.", "a.b"),
        ("[::1]:80", "[::1]"),
        ("[::1]x", ""),
        ("[::1", "[::1"),
        ("", ""),
        (":80", ""),
    ],
)
def test_the_name_in_a_host_header(header, name):
    assert host_name(header) == name


FOREIGN = {"Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("address", ["/en/", "/api/v1/stats", f"/static/{build()}/site.css", "/en/nowhere"])
@pytest.mark.parametrize(
    "told",
    [{"Sec-Fetch-Mode": "no-cors"}, {"Sec-Fetch-Mode": "cors"}, {}, {"Sec-Fetch-Site": "same-site"}]
    + [{"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": dest} for dest in ("iframe", "embed", "object")],
    ids=str,
)
def test_what_a_foreign_page_loads_is_refused_before_any_work(site, monkeypatch, address, told):
    monkeypatch.setattr(Service, "reading", lambda *_, **__: pytest.fail("it was answered"))
    answer = site.get(address, headers={**FOREIGN, **told, "Accept-Language": "fr"})
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Language"] == ("en" if address.startswith("/en/") else "fr")
    assert answer.json()["type"] == "/en/api#foreign"


@pytest.mark.parametrize(
    "told",
    [
        {**FOREIGN, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {**FOREIGN, "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", ["/en/", "/api/v1/stats"])
def test_followed_links_own_pages_and_programs_are_answered(site, address, told):
    assert site.get(address, headers=told).status_code == 200
