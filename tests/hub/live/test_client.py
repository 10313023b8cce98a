"""Asking the Hub: answers, faults that are tried again, and what is told when none comes."""

import gzip
import ssl
from datetime import UTC, datetime

import httpx2
import pytest
from tests.hub.live.asking import LIST, NOW, TOKEN, URL, answer, client_of

from filiation.errors import SourceFailed
from filiation.hub.live import failures

GOOD = answer([{"id": "a/b"}])


def refuse(*replies, rows: int | None = 1000, path: str = LIST, **options) -> SourceFailed:
    client, _, _ = client_of(*replies, **options)
    with client, pytest.raises(SourceFailed) as caught:
        client.get(path, rows=rows)
    return caught.value


def test_an_answer_tells_its_status_its_body_and_the_hubs_own_time():
    client, told, clock = client_of(answer([{"id": "a/b"}], Date="Fri, 20 Nov 2026 10:00:00 GMT"))
    found = client.get("/api/models", [("limit", "2"), ("filter", "base_model:a/b")], rows=1000)
    assert (found.status, found.body, found.next, found.location) == (200, b'[{"id": "a/b"}]', None, None)
    assert found.moment == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert told.targets == ["/api/models?limit=2&filter=base_model%3Aa%2Fb"]
    assert (client.requests, client.waited, client.faults, clock.slept) == (1, 0, {}, [])


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 Nov 2026 10:00:00 GMT", "\u00e9", "x" * 10_000])
def test_where_the_hub_tells_no_time_the_clock_does(date: str):
    client, _, _ = client_of(lambda _: httpx2.Response(200, content=b"[]", headers={"Date": date.encode()}))
    assert client.get(LIST, rows=1000).moment == NOW


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refusal_is_an_answer_with_the_hubs_words(status: int):
    client, _, _ = client_of(answer({"error": "No \x1b[31mway"}, status))
    found = client.get("/api/models/a/b")
    assert (found.status, found.refusal, found.next) == (status, "No \\x1b[31mway", None)


def test_words_in_a_header_go_before_those_in_the_body():
    client, _, _ = client_of(answer({"error": "no"}, 403, X_Error_Message="Access to this resource is disabled."))
    assert client.get("/api/models/a/b").refusal == "Access to this resource is disabled."


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{", b'{"error": ' + b"[" * 9_000, b"\xff" * 50])
def test_who_refuses_without_words_is_told_apart_from_the_hub(body: bytes):
    client, _, _ = client_of(answer(body, 404))
    assert client.get("/api/models/a/b").refusal == ""


@pytest.mark.parametrize(
    ("link", "following"),
    [
        (f'<{URL}/api/models?limit=2&cursor=abc%3D>; rel="next"', "/api/models?limit=2&cursor=abc%3D"),
        (f'<{URL}/api/models?p=0>; rel="prev", <{URL}/api/models?p=2>; rel="next"', "/api/models?p=2"),
        ("</api/models?cursor=abc>; rel=next", "/api/models?cursor=abc"),
        ('<https://evil.example/api/models?cursor=abc>; rel="next"', "/api/models?cursor=abc"),
        (f'<{URL}/api/models?cursor=abc>; rel="prev"', None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_next_page_is_asked_of_our_hub_whatever_the_link_names(link: str, following: str | None):
    client, _, _ = client_of(answer([], Link=link))
    assert client.get(LIST, rows=1000).next == following


@pytest.mark.parametrize(
    "link",
    [
        '<https://hub.example/api/settings?delete=1>; rel="next"',
        '<https://hub.example/api/models/../whoami?x=1>; rel="next"',
        '<https://[>; rel="next"',
        '<//>; rel="next"',
        '<https://hub.example/api/models?\u00e9>; rel="next"',
    ],
)
def test_a_link_to_anything_but_the_same_listing_is_refused(link: str):
    reply = httpx2.Response(200, content=b"[]", headers={"Link": link.encode()})
    assert "does not answer as a Hub" in str(refuse(reply))


def test_a_huge_link_costs_neither_time_nor_memory():
    client, _, _ = client_of(answer([], Link="<" * 90_000 + "x" * 90_000 + '>; rel="next"'))
    assert client.get(LIST, rows=1000).next is None


def test_a_mirror_keeps_the_hub_under_a_path():
    link = '<https://mirror.example/hub/api/models?cursor=x>; rel="next"'
    client, told, _ = client_of(answer([], Link=link), url="https://mirror.example/hub")
    following = client.get("/api/models?limit=1", rows=1000).next
    assert following == "/api/models?cursor=x"
    client.get(following, rows=1000)
    assert told.targets == ["/hub/api/models?limit=1", "/hub/api/models?cursor=x"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_hub_is_followed(status: int):
    moved = answer(b"Temporary Redirect", status, Location="/api/models/new/name?blobs=true")
    client, told, _ = client_of(moved, answer({"id": "new/name"}))
    found = client.get("/api/models/old/name?blobs=true")
    assert (found.status, found.location) == (200, "/api/models/new/name?blobs=true")
    assert told.targets == ["/api/models/old/name?blobs=true", "/api/models/new/name?blobs=true"]


@pytest.mark.parametrize(
    "location",
    ["https://evil.example/api/models", "//evil.example/x", "http://hub.example/api/models", "https://hub.example:444/",
     "https://hub.example.evil.example/", "https://hub.example@evil.example/"],
)  # fmt: skip
def test_nothing_is_asked_of_another_host_and_no_token_goes_there(location: str):
    client, told, _ = client_of(answer(b"", 307, Location=location), token=TOKEN)
    with pytest.raises(SourceFailed) as caught:
        client.get("/api/models/a/b")
    assert "redirects to another address" in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert {request.url.host for request in told.asked} == {"hub.example"}
    assert {request.url.port for request in told.asked} == {None}


def test_redirects_that_lead_back_are_given_up():
    assert "circles" in str(refuse(answer(b"", 307, Location="/api/models/a/b"), path="/api/models/a/b"))


def test_a_redirect_that_is_no_address_is_refused():
    assert "does not answer as a Hub" in str(refuse(answer(b"", 307, Location="https://[")))


FAULTS = [
    (answer(b"<html>Bad Gateway", 502), failures.SERVER_ERROR),
    (answer(b"", 500), failures.SERVER_ERROR),
    (answer(b"", 503), failures.SERVER_ERROR),
    (answer(b"", 408), failures.SERVER_ERROR),
    (answer({"error": "x"}, 429), failures.TOO_MANY),
    (answer(b'[{"id": "a'), failures.CUT),
    (answer(b""), failures.CUT),
    (answer(gzip.compress(b"[1]" * 999)[:-30], Content_Encoding="gzip"), failures.CUT),
    (answer(b"no gzip", Content_Encoding="gzip"), failures.CUT),
    (answer(b"<html>Log in"), failures.UNFIT),
    (answer({"error": "x"}), failures.UNFIT),
    (answer([1, 2]), failures.UNFIT),
    (answer("text"), failures.UNFIT),
    (httpx2.ConnectError("refused"), failures.BROKEN),
    (httpx2.ReadError("reset"), failures.BROKEN),
    (httpx2.ReadTimeout("late"), failures.SLOW),
    (httpx2.ConnectTimeout("late"), failures.BROKEN),
    (httpx2.RemoteProtocolError("peer closed"), failures.BROKEN),
]


@pytest.mark.parametrize(("fault", "reason"), FAULTS)
def test_after_a_fault_the_same_is_asked_again(fault, reason: str):
    told_of: list[float] = []
    client, told, clock = client_of(fault, fault, GOOD, waiting=told_of.append)
    assert client.get(LIST, rows=1000).status == 200
    assert told.targets == [LIST] * 3
    assert client.faults == {reason: 2}
    assert clock.slept == told_of
    assert client.waited == sum(clock.slept)
    assert 3 <= client.waited <= 5


@pytest.mark.parametrize(
    ("fault", "told", "attempts"),
    [
        (answer(b"", 502), "answers with error 502", 10),
        (answer(b"", 429), "asked too often", 10),
        (answer(b"[{"), "cut short", 10),
        (answer(b"<html>Log in"), "page for people", 3),
        (answer(b"[]", Content_Type="text/html; charset=utf-8"), "page for people", 3),
        (answer({"error": "x"}), "does not answer as a Hub does (/api/models)", 3),
        (answer([1, 2]), "does not answer as a Hub does (/api/models)", 3),
        (httpx2.ConnectError("refused"), "cannot be reached: refused", 3),
        (httpx2.ReadTimeout("late"), "does not answer in time", 10),
        (httpx2.ProxyError("407"), "proxy does not lead", 3),
    ],
)
def test_in_the_end_it_is_told_what_went_wrong_and_how_to_go_on(fault, told: str, attempts: int):
    client, asked, clock = client_of(fault)
    with pytest.raises(SourceFailed) as caught:
        client.get(LIST, rows=1000)
    assert told in str(caught.value)
    assert caught.value.advice()
    assert len(asked.asked) == attempts
    assert client.faults.total() == attempts
    assert sum(clock.slept) <= 600
    if attempts == 10:
        assert sum(clock.slept) > 200


def test_a_connection_that_breaks_later_is_tried_for_longer():
    client, told, _ = client_of(GOOD, httpx2.ConnectError("refused"))
    client.get(LIST, rows=1000)
    with pytest.raises(SourceFailed):
        client.get(LIST, rows=1000)
    assert len(told.asked) == 11


def test_a_certificate_that_is_not_trusted_is_not_tried_again():
    untrusted = httpx2.ConnectError("bad certificate")
    untrusted.__cause__ = ssl.SSLCertVerificationError("self-signed")
    client, told, _ = client_of(untrusted)
    with pytest.raises(SourceFailed, match="cannot be trusted"):
        client.get(LIST, rows=1000)
    assert len(told.asked) == 1


def test_a_token_that_is_not_valid_is_told_at_once():
    bad = answer({"error": "x"}, 401, X_Error_Message="Invalid credentials in Authorization header")
    client, told, _ = client_of(bad, token=TOKEN)
    with pytest.raises(SourceFailed) as caught:
        client.get(LIST, rows=1000)
    assert "refuses the token" in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert len(told.asked) == 1


def test_half_a_surrogate_pair_is_no_fault():
    client, _, _ = client_of(answer(b'[{"id": "a/b", "x": "\\ud800"}]'))
    assert client.get(LIST, rows=1000).status == 200
    client, _, _ = client_of(answer(b'{"id": "a/b", "x": "\\ud800"}'))
    assert client.get("/api/models/a/b").status == 200
    assert client.faults == {}


def test_one_record_that_is_nested_too_deep_does_not_stop_a_listing():
    deep = b'[{"id": "a/deep", "x": ' + b"[" * 5_000 + b"]" * 5_000 + b'}, {"id": "a/b"}]'
    client, _, _ = client_of(answer(deep))
    assert client.get(LIST, rows=1000).body == deep


def test_no_cookie_comes_back():
    client, told, _ = client_of(answer([], Set_Cookie="session=1"))
    client.get(LIST, rows=1000)
    client.get(LIST, rows=1000)
    assert all("cookie" not in request.headers for request in told.asked)


def test_an_answer_beyond_all_measure_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("filiation.hub.live.client.LARGEST_LIST", 2**20)
    bomb = answer(gzip.compress(b" " * 2**27), Content_Encoding="gzip")
    assert "larger than" in str(refuse(bomb))


def test_one_record_is_smaller_than_a_page(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("filiation.hub.live.client.LARGEST_RECORD", 2**10)
    long = answer([{"id": "a/b", "x": "y" * 2**11}])
    assert "larger than" in str(refuse(long, rows=None))
    client, _, _ = client_of(long)
    assert client.get(LIST, rows=1000).status == 200


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 1900 00:00:00 GMT", "Sat, 21 Nov 2026 13:00:00 GMT"]
)
@pytest.mark.parametrize(("content", "status"), [([], 200), ({"error": "no"}, 404)])
def test_a_hub_whose_clock_shows_another_day_dates_nothing(date: str, content: object, status: int):
    client, told, _ = client_of(answer(content, status, Date=date))
    with pytest.raises(SourceFailed) as caught:
        client.get(LIST, rows=1000)
    assert "this machine 2026-11-20 12:00 UTC" in str(caught.value)
    assert "shows " + {"F": "9999-12-31", "M": "1900-01-01", "S": "2026-11-21 13:00"}[date[0]] in str(caught.value)
    assert len(told.asked) == 3


def test_one_answer_with_a_wrong_date_is_asked_for_again():
    off = answer([], Date="Fri, 31 Dec 9999 23:59:59 GMT")
    client, _, _ = client_of(off, answer([], Date="Sat, 21 Nov 2026 11:00:00 GMT"))
    assert client.get(LIST, rows=1000).moment == datetime(2026, 11, 21, 11, tzinfo=UTC)
    assert client.faults == {failures.MISDATED: 1}
