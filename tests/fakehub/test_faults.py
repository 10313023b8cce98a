"""What goes wrong on demand really goes wrong, as a client sees it."""

import gzip
import json
import time
import zlib

import httpx2
import pytest
from tests.fakehub import Churn, Fault, Faults, World, serving
from tests.making import model

ROWS = [model(f"o/m{number}") for number in range(50)]
GZIP = {"accept-encoding": "gzip"}


@pytest.fixture
def faulty():
    """Return how to ask a stand-in that fails in one way."""

    def ask(fault, target="/api/models", headers=None):
        with serving(World(ROWS, faults=[fault])) as hub, httpx2.Client(base_url=hub.url) as client:
            with client.stream("GET", target, headers=headers or {"accept-encoding": "identity"}) as answer:
                body = b"".join(answer.iter_raw())
            return answer, body, hub

    return ask


def test_json_that_breaks_off_in_a_whole_answer(faulty):
    answer, body, _ = faulty("truncated")
    assert int(answer.headers["content-length"]) == len(body)
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    _, body, _ = faulty("truncated", headers=GZIP)
    with pytest.raises(json.JSONDecodeError):
        json.loads(gzip.decompress(body))


def test_a_gzip_stream_that_breaks_off(faulty):
    answer, body, _ = faulty("cut-gzip", headers=GZIP)
    assert int(answer.headers["content-length"]) == len(body)
    unpacker = zlib.decompressobj(31)
    unpacker.decompress(body)
    assert not unpacker.eof


@pytest.mark.parametrize("kind", ["cut", "cut-chunked", "dropped"])
def test_connections_that_end_early(faulty, kind):
    with pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError)):
        faulty(kind)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_storms(faulty, status):
    answer, body, _ = faulty(str(status))
    assert answer.status_code == status
    assert body.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("429", {"ratelimit": '"api";r=0;t=7'}),
        ("429-seconds", {"retry-after": "7"}),
        ("429-date", {"retry-after": None}),
        ("429-bare", {}),
    ],
)
def test_too_many_requests_are_told_in_several_ways(faulty, kind, told):
    answer, _, _ = faulty(Fault(kind, seconds=7))
    assert answer.status_code == 429
    assert {"ratelimit", "retry-after"} & set(answer.headers) == set(told)
    assert all(value in (None, answer.headers[name]) for name, value in told.items())


def test_slow_answers(faulty):
    for kind in ("drip", "hang"):
        began = time.monotonic()
        _, body, _ = faulty(Fault(kind, seconds=0.2))
        assert time.monotonic() - began > 0.2
        assert len(json.loads(body)) == 50


def test_answers_of_somebody_else(faulty):
    answer, body, _ = faulty("html")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html")
    assert body.startswith(b"<!doctype")
    assert faulty("shape")[1] == b'{"message":"ok"}'
    answer, _, _ = faulty("expired")
    assert answer.headers["x-error-message"] == "Invalid credentials in Authorization header"


def test_a_redirect_elsewhere_shows_what_came_along():
    with serving(World(ROWS, faults=["elsewhere"])) as hub, httpx2.Client(follow_redirects=True) as client:
        client.get(f"{hub.url}/api/models", headers={"authorization": "Bearer hf_reader", "x-mine": "1"})
        (asked,) = hub.asked(host="elsewhere")
    assert asked.target == "/api/models"
    assert asked.headers["x-mine"] == "1"
    assert "authorization" not in asked.headers
    assert hub.asked()[0].headers["authorization"] == "Bearer hf_reader"


def test_clocks_that_cannot_be_trusted(faulty):
    assert "date" not in faulty("undated")[0].headers
    assert faulty("misdated")[0].headers["date"] == "yesterday, or so"
    world = World(ROWS, faults=[Fault("clock", seconds=86_400)], clock=lambda: 0.0)
    with serving(world) as hub:
        assert httpx2.get(f"{hub.url}/api/models").headers["date"] == "Fri, 02 Jan 1970 00:00:00 GMT"


def test_refused_cursors_and_last_pages_that_are_none(faulty):
    assert faulty("cursor")[0].status_code == 200
    assert faulty("cursor", "/api/models?cursor=eyJ9")[0].status_code == 400
    assert faulty("hang", "/api/models?cursor=garbage")[0].status_code == 400
    assert "link" in faulty(Fault("hang", seconds=0), "/api/models?limit=10")[0].headers
    assert "link" not in faulty("endless", "/api/models?limit=10")[0].headers


def test_a_plan_strikes_as_it_says_and_always_alike():
    def struck(*plan, seed=0):
        faults = Faults(*plan, seed=seed)
        return [bool(faults.strike(f"/{number}")) for number in range(1_000)]

    assert sum(struck(Fault("500", times=3, after=2))) == 3
    assert struck(Fault("500", times=3, after=2))[:6] == [False, False, True, True, True, False]
    assert sum(struck(Fault("500", path="^/1$"))) == 1
    assert struck("500:0.1", seed=4) == struck("500:0.1", seed=4) != struck("500:0.1", seed=5)
    assert 60 < sum(struck("500:0.1")) < 140
    runs = "".join("x" if one else " " for one in struck(Fault("503", 0.01, run=5))).split()
    assert runs
    assert all(len(run) % 5 == 0 for run in runs[:-1])
    with pytest.raises(ValueError, match="nonsense"):
        Fault("nonsense")


def test_a_world_changes_amid_a_crawl():
    world = World(ROWS)
    world.after_page = churn = Churn(world, changes=3, seed=1)
    with serving(world) as hub, httpx2.Client() as client:
        first = client.get(f"{hub.url}/api/models?limit=10").json()
        assert len(first) == 10
        for _ in range(20):
            client.get(f"{hub.url}/api/models?limit=10")
    assert len(churn.done) == 63
    assert {sort for sort, _ in churn.done} == {"like", "modify", "appear", "vanish", "rename", "remake"}


def test_what_is_made_again_is_another_repository():
    world = World([model("o/m", createdAt="2026-01-01T00:00:00.000Z")])
    before = world.record("o/m")["_id"]
    world.rename("o/m", "o/n")
    assert (world.record("o/n")["_id"], world.new_name("o/m", "models")) == (before, "o/n")
    world.delete("o/n")
    world.add(model("o/n", createdAt="2026-01-01T00:00:00.000Z"))
    assert world.record("o/n")["_id"] != before
    assert world.new_name("o/m", "models") is None
