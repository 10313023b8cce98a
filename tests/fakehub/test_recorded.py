"""The stand-in is held to recorded answers of the real Hub: asked the same, it says the same."""

import base64
import json
import re

import httpx2
import pytest
from tests.fakehub.cursors import Cursor
from tests.fakehub.recorded import NOT_SERVED, exchanges, world_of
from tests.fakehub.server import serving

ORDER = "the Hub shows the fields of a row, and in a list the tags, in orders of its own"
DIFFERENCES = {
    ("/api/models/google-bert/bert-base-uncased/tree/main", "link"): "the cursor is opaque and of the server's own",
    ("/google-bert/bert-base-uncased", "etag"): "a page for people",
}
"""Where the stand-in differs from a recorded answer, with the reason. Beside these: `ORDER`, and so ETags of JSON."""

POSTED = {"/paths-info/": {"paths": ["config.json", "README.md"], "expand": True}}


def asked_of(hub, exchange):
    post = next((body for part, body in POSTED.items() if part in exchange.path), None)
    with httpx2.Client(base_url=hub.url, follow_redirects=False) as client:
        return client.post(exchange.target, json=post) if post else client.get(exchange.target)


def alike(value):
    """Return a JSON value without the orders that mean nothing."""
    if isinstance(value, dict):
        return {key: sorted(part) if key == "tags" and part else alike(part) for key, part in value.items()}
    return [alike(part) for part in value] if isinstance(value, list) else value


def without_address(link):
    return re.sub(r"^<https?://[^/]*", "<", link)


def cursor_of(link):
    return base64.b64decode(httpx2.URL(link[1:].partition(">")[0]).params["cursor"]).decode()


def test_recorded_answers_are_at_hand():
    assert len(exchanges()) == 36


def pytest_generate_tests(metafunc):
    if "exchange" in metafunc.fixturenames:
        try:
            every = exchanges()
        except pytest.skip.Exception:
            every = []
        served = [one for one in every if one.path not in NOT_SERVED]
        metafunc.parametrize("exchange", served, ids=[one.target[:60] for one in served])


@pytest.fixture
def answer(exchange):
    with serving(world_of(exchanges(), exchange)) as hub:
        yield asked_of(hub, exchange)


def test_as_recorded(exchange, answer):
    assert answer.status_code == exchange.status
    assert answer.headers["content-type"] == exchange.headers["content-type"]
    for name in ("location", "x-linked-etag", "x-repo-commit"):
        if name in exchange.headers:
            assert answer.headers[name] == exchange.headers[name]
    if exchange.headers["content-type"].startswith("application/json"):
        same_body(exchange, answer)
        same_link(exchange, answer)
    elif (exchange.path, "etag") not in DIFFERENCES:
        assert answer.headers.get("etag") == exchange.headers.get("etag")
        assert exchange.body is None or answer.content == exchange.body


def same_body(exchange, answer):
    if exchange.body is None:
        return
    ours, theirs = alike(answer.json()), alike(exchange.json())
    assert ours == theirs
    size, _ = re.fullmatch(r'W/"([0-9a-f]+)-(.{27})"', answer.headers["etag"]).groups()
    assert int(size, 16) == len(answer.content)
    if answer.content == exchange.body:
        assert answer.headers["etag"] == exchange.headers["etag"]


def same_link(exchange, answer):
    theirs = exchange.headers.get("link")
    if theirs is None:
        assert "link" not in answer.headers
        return
    ours = without_address(answer.headers["link"])
    theirs = without_address(theirs)
    assert ours.partition("cursor=")[0] == theirs.partition("cursor=")[0]
    if "cursor=" in theirs and (exchange.path, "link") not in DIFFERENCES:
        ours, theirs = json.loads(cursor_of(ours)), json.loads(cursor_of(theirs))
        tokens = ours.pop("searchSequenceToken", None), theirs.pop("searchSequenceToken", None)
        assert ours == theirs
        assert [bool(token) for token in tokens] in ([True, True], [False, False])
        if all(tokens):  # they begin with the number of a row, which is the server's own
            rows = [base64.b64decode(token).partition(b"\x1a")[2] for token in tokens]
            assert rows[0] == rows[1]


def test_our_cursor_reads_the_hubs_own():
    every = [one for one in exchanges() if one.path in ("/api/models", "/api/datasets")]
    assert len(every) == 6
    for one in every:
        cursor = Cursor.read(httpx2.URL(one.headers["link"][1:].partition(">")[0]).params["cursor"])
        last = one.json()[-1]
        assert (cursor.hub_id, cursor.value) == (last["_id"], last[cursor.sort])
