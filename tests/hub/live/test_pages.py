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
    assert not isinstance(caught.value, pages.CursorRefused)


def test_a_cursor_that_is_refused_is_told_apart():
    client, _, _ = client_of(answer({"error": "Invalid cursor"}, 400))
    with pytest.raises(pages.CursorRefused, match="Invalid cursor"):
        pages.read_page(client, f"{LIST}&cursor=old")


def test_a_page_that_leads_to_itself_goes_round_in_circles():
    client, _, _ = client_of(answer(ROWS, Link=f'<{URL}{LIST}>; rel="next"'))
    with pytest.raises(SourceFailed, match="round in circles"):
        pages.read_page(client, LIST)


@pytest.mark.parametrize("rows", [ROWS, []])
def test_pages_that_lead_back_go_round_in_circles(rows: list[dict[str, str]]):
    links = [f'<{URL}{LIST}&cursor={n % 3}>; rel="next"' for n in range(9)]
    client, told, _ = client_of(*(answer(rows, Link=link) for link in links))
    with pytest.raises(SourceFailed, match="round in circles"):
        list(pages.walk(URL, LIST, lambda path: pages.read_page(client, path)))
    assert len(told.asked) == 4


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
    world = World(limits=Limits.ample())
    world.load(folder / "model-details.jsonl.gz", "models")
    with serving(world) as hub, Client(Endpoint(hub.url), clock=Clock()) as client:
        first = pages.listing(Kind.MODEL, fields=pages.LINEAGE_FIELDS[Kind.MODEL], limit=100)
        walked = list(pages.walk(hub.url, first, lambda path: pages.read_page(client, path)))
    oldest = [page.oldest for _, page in walked if page.oldest]
    assert oldest == sorted(oldest, reverse=True)
    table = next(pages.records([(path, page.body) for path, page in walked], Kind.MODEL, Problems()))
    assert len(set(table.column("hub_id").to_pylist())) == table.num_rows == sum(page.rows for _, page in walked)
    assert table.num_rows == len(world.models)
