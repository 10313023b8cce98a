"""Listings: what is asked for, page after page, and what the pages hold."""

import json

import pytest
from tests.fakehub import Limits, World, serving
from tests.hub.live.asking import LIST, NOW, TOKEN, URL, Clock, answer, client_of
from tests.making import real_data

from filiation.errors import SourceFailed
from filiation.facts.tables import RECORDS
from filiation.facts.vocabulary import Kind
from filiation.hub.bulk import read
from filiation.hub.live import pages
from filiation.hub.live.access import Endpoint
from filiation.hub.live.client import Client
from filiation.hub.live.failures import CursorRefused
from filiation.hub.problems import Problems

ROWS = [{"id": "a/b", "createdAt": "2026-01-02T00:00:00.000Z"}, {"id": "a/c", "createdAt": "2026-01-01T00:00:00.000Z"}]


def test_the_first_request_of_a_listing():
    assert pages.listing(Kind.MODEL, fields=("likes", "tags")) == (
        "/api/models?sort=createdAt&limit=1000&expand=likes&expand=tags"
    )
    one = pages.listing(Kind.DATASET, fields=(), sort="lastModified", author="me&you", base_model="a/b", limit=9_999)
    assert one == "/api/datasets?sort=lastModified&limit=1000&author=me%26you&filter=base_model%3Aa%2Fb"


def test_a_page_tells_how_far_the_listing_is():
    client, _, _ = client_of(answer(ROWS, Link=f'<{URL}{LIST}&cursor=x>; rel="next"'), answer(ROWS), answer(ROWS[:1]))
    first, full, last = (pages.read_page(client, LIST + more) for more in ("", "&cursor=x", "&cursor=y"))
    assert (first.rows, first.next, first.last_full) == (2, f"{LIST}&cursor=x", False)
    assert first.oldest == "2026-01-01T00:00:00.000Z"
    assert (full.next, full.last_full) == (None, True)
    assert (last.rows, last.last_full) == (1, False)
    assert pages.page_of(LIST, full.body, None, NOW) == full


@pytest.mark.parametrize("row", [{"id": "a/b"}, {"id": "a/b", "createdAt": None}, {"id": "a/b", "createdAt": [1]}])
def test_a_row_without_a_moment_has_none(row: dict[str, object]):
    client, _, _ = client_of(answer([row]))
    assert pages.read_page(client, LIST).oldest is None


def test_an_empty_page_is_a_page():
    client, _, _ = client_of(answer([]))
    page = pages.read_page(client, LIST)
    assert (page.rows, page.oldest, page.last_full) == (0, None, False)


@pytest.mark.parametrize(
    ("reply", "path", "token", "told"),
    [
        (answer({"error": "no"}, 404), LIST, None, "does not answer as a Hub"),
        (answer(b"<html>", 404), LIST, None, "does not answer as a Hub"),
        (answer(b"", 403), LIST, None, "does not answer as a Hub"),
        (answer({"error": "no"}, 401), LIST, TOKEN, "refuses the token: no"),
        (answer({"error": "no"}, 403), LIST, TOKEN, "refuses the token: no"),
        (answer({"error": "no"}, 403), LIST, None, "refuses /api/models with status 403: no"),
        (answer({"error": "bad expand"}, 400), LIST, None, "refuses /api/models with status 400: bad expand"),
        (answer({"error": {"a": 1}}, 400), LIST, None, "with status 400"),
    ],
)
def test_a_listing_that_is_refused_is_told(reply, path: str, token: str | None, told: str):
    client, _, _ = client_of(reply, token=token)
    with pytest.raises(SourceFailed) as caught:
        pages.read_page(client, path)
    assert told in str(caught.value)
    assert not isinstance(caught.value, CursorRefused)


def test_a_cursor_that_is_refused_is_told_apart():
    client, _, _ = client_of(answer({"error": "Invalid cursor"}, 400))
    with pytest.raises(CursorRefused, match="Invalid cursor"):
        pages.read_page(client, f"{LIST}&cursor=old")


def test_a_page_that_leads_to_itself_goes_round_in_circles():
    client, _, _ = client_of(answer(ROWS, Link=f'<{URL}{LIST}>; rel="next"'))
    with pytest.raises(SourceFailed, match="round in circles"):
        pages.read_page(client, LIST)


def walked(*told: list[dict[str, object]], circle: int = 99) -> int:
    """Walk pages that hold what is told, and return how many were asked for; a circle leads back after so many."""
    links = [f'<{URL}{LIST}&cursor={n % circle}>; rel="next"' for n in range(len(told) - 1)]
    client, asked, _ = client_of(*(answer(rows, Link=link) for rows, link in zip(told, [*links, ""], strict=True)))
    try:
        list(pages.walk(URL, LIST, lambda path: pages.read_page(client, path)))
    except SourceFailed as error:
        return -len(asked.asked) if "round in circles" in str(error) else 0
    return len(asked.asked)


def made(*names: str, at: str | None = "2026-01-01T00:00:00.000Z") -> list[dict[str, object]]:
    return [{"id": f"a/{name}"} | ({"createdAt": at} if at else {}) for name in names]


def test_pages_that_lead_back_go_round_in_circles():
    assert walked(*[[]] * 9, circle=3) == -4
    days = [made("x", at=f"2026-01-{20 - n}T00:00:00.000Z") for n in range(9)]
    assert walked(*days, circle=3) == -4
    assert walked(*days) == 9


def test_pages_that_go_back_to_newer_rows_go_round_in_circles():
    older, newer = made("x", at="2026-01-01T00:00:00.000Z"), made("y", at="2026-01-01T00:00:00.001Z")
    assert walked(newer, older, newer) == -3
    assert walked(newer, [], older, newer) == -4


@pytest.mark.parametrize("at", ["2022-03-02T23:29:04.000Z", None])
def test_rows_of_one_moment_may_fill_many_pages_but_each_tells_something_new(at: str | None):
    pages_of_one = [made(*map(str, range(n, n + 3)), at=at) for n in range(0, 30, 2)]
    assert walked(*pages_of_one, made("last", at="2021-01-01T00:00:00.000Z")) == 16
    assert walked(*pages_of_one, made("1", "7", "20", at=at)) == -16
    assert walked(made("x", at=at), made("x", at=at)) == -2


@pytest.mark.parametrize(
    "body",
    [b"[" + b"{}," * 400_000 + b"{}]", b"[" + b"1," * 400_000 + b"1]", b"[" + b'{"id":"a/b"},' * 2_000 + b"{}]"],
)
def test_a_page_of_many_more_rows_than_the_hub_gives_is_not_the_hubs(body: bytes):
    client, told, _ = client_of(answer(body))
    with pytest.raises(SourceFailed, match="does not answer as a Hub"):
        pages.read_page(client, LIST)
    assert len(told.asked) == 3


def test_a_page_with_rows_of_many_tags_is_a_page():
    row = b'{"id":"a/b","tags":[' + b",".join([b'"t"'] * 9_000) + b"]}"
    client, _, _ = client_of(answer(b"[" + b",".join([row] * 100) + b"]"))
    assert pages.read_page(client, LIST).rows == 100


@pytest.mark.parametrize("depth", [300, 600, 1_000, 5_000])
def test_one_card_costs_no_page(depth: int):
    card = b'{"a": "\\ud800", "b": ' + b"[" * depth + b"]" * depth + b"}"
    client, told, _ = client_of(
        answer(b'[{"id": "a/b", "author": "\\udc00"}, {"id": "a/x", "cardData": ' + card + b"}]")
    )
    page = pages.read_page(client, LIST)
    (table,) = pages.records([("page", page.body)], Kind.MODEL, Problems())
    assert "a/b" in table.column("id").to_pylist()
    assert len(told.asked) == 1


def test_empty_pages_without_end_are_given_up():
    links = [f'<{URL}{LIST}&cursor={n}>; rel="next"' for n in range(99)]
    client, told, _ = client_of(*(answer([], Link=link) for link in links))
    with pytest.raises(SourceFailed, match="round in circles"):
        list(pages.walk(URL, LIST, lambda path: pages.read_page(client, path)))
    assert len(told.asked) < 30


def test_bodies_become_the_tables_that_an_import_makes(tmp_path):
    odd = [*ROWS, {"id": "a/d", "likes": "many", "cardData": {"base_model": "a/b"}, "other": 1}, {"likes": 3}, 7]
    bodies = [("page 1", json.dumps(odd).encode()), ("page 2", json.dumps(ROWS[0]).encode()), ("page 3", b"[]")]
    problems, same = Problems(), Problems()
    (table,) = pages.records(bodies, Kind.MODEL, problems)
    assert table.schema == RECORDS
    file = tmp_path / "models.jsonl"
    file.write_bytes(b"\n".join(body for _, body in bodies))
    (batch,) = read(file, Kind.MODEL, same, lambda _: None)
    assert table.equals(batch.records)
    assert {s.reason: s.count for s in problems.summary()} == {s.reason: s.count for s in same.summary()}
    assert problems.summary()[0].examples[0].startswith("page 1:1[")


def test_one_hostile_record_costs_no_other():
    deep, lone = b'{"id": "a/deep", "x": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", b'{"id": "a/lone", "x": "\\udc00"}'
    text = b'{"id": "a/b", "author": "],[{\\"\\\\"}'
    problems = Problems()
    (table,) = pages.records([("page", b"[" + b",".join((text, deep, lone)) + b" ]")], Kind.MODEL, problems)
    assert table.column("id").to_pylist() == ["a/b", "a/lone"]
    assert table.column("author").to_pylist() == ['],[{"\\', None]
    assert {s.reason: s.count for s in problems.summary()} == {"not valid JSON": 1}


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_whole_listing_of_the_stand_in_is_read():
    folder = real_data() / "hub-2024-07"
    world = World(limits=Limits.ample(), clock=NOW.timestamp)
    world.load(folder / "model-details.jsonl.gz", "models")
    with serving(world) as hub, Client(Endpoint(hub.url), clock=Clock()) as client:
        first = pages.listing(Kind.MODEL, fields=pages.LINEAGE_FIELDS[Kind.MODEL], limit=100)
        walked = list(pages.walk(hub.url, first, lambda path: pages.read_page(client, path)))
    oldest = [page.oldest for _, page in walked if page.oldest]
    assert oldest == sorted(oldest, reverse=True)
    table = next(pages.records([(path, page.body) for path, page in walked], Kind.MODEL, Problems()))
    assert len(set(table.column("hub_id").to_pylist())) == table.num_rows == sum(page.rows for _, page in walked)
    assert table.num_rows == len(world.models)
