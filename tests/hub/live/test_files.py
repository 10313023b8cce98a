"""One file of a repository: from the Hub, or from where it sends; whoever answers what."""

import hashlib
from dataclasses import replace

import pytest
from tests.fakehub import World
from tests.fakehub.answers import Answer
from tests.observatory.live.living_hub import Clock, running

from filiation.errors import SourceFailed
from filiation.facts.vocabulary import Kind
from filiation.hub.live.access import Endpoint, origin_of
from filiation.hub.live.client import Client
from filiation.hub.live.files import Asked, Elsewhere, good_path, may_be_asked, read_file

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there

MODEL, SHA = "acme/model", "a" * 40
SMALL, LARGE = b'{"a": 1}', bytes(range(256)) * 400
MOST = 1000


def git(body):
    return hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()


@pytest.fixture
def hub():
    clock = Clock()
    held = {MODEL: {"small.json": SMALL, "large.bin": LARGE}}
    world = World([{"id": MODEL, "sha": SHA}], files=held, clock=clock.time)
    with running(clock, world) as (_, hub, endpoint), Client(endpoint, clock=clock) as client:
        yield hub, client


def small(**more):
    told = {"size": len(SMALL), "blob": git(SMALL)}
    return Asked(Kind.MODEL, MODEL, SHA, "small.json", MOST, **(told | more))


def large(**more):
    told = {"size": len(LARGE), "blob": hashlib.sha256(LARGE).hexdigest()}
    return Asked(Kind.MODEL, MODEL, SHA, "large.bin", MOST, **(told | more))


def test_a_small_file_comes_whole_and_a_large_one_in_part(hub):
    hub, client = hub
    found = read_file(client, small())
    assert (found.body, found.size, found.blob, found.same) == (SMALL, len(SMALL), git(SMALL), False)
    found = read_file(client, large())
    assert (found.body, found.size) == (LARGE[:MOST], len(LARGE))
    assert [one.headers.get("range") for one in hub.asked("/resolve/")] == [None, f"bytes=0-{MOST - 1}"]


def test_nothing_need_be_announced(hub):
    _, client = hub
    found = read_file(client, large(size=None, blob=None))
    assert (found.body, found.size, found.blob) == (LARGE[:MOST], len(LARGE), hashlib.sha256(LARGE).hexdigest())
    assert read_file(client, small(size=None, blob=None)).blob == git(SMALL)


def test_what_is_known_by_its_name_is_not_sent(hub):
    hub, client = hub
    for asked in (small(size=None, blob=None, known=git(SMALL)), large(blob=None, known=large().blob)):
        found = read_file(client, asked)
        assert (found.same, found.body, found.blob) == (True, None, asked.known)
    assert not hub.asked(host="cdn")
    assert read_file(client, small(size=None, blob=None, known="b" * 40)).body == SMALL


def test_a_file_tells_how_much_of_it_is_wanted(hub):
    _, client = hub
    found = read_file(client, replace(large(), most=100_000, enough=lambda beginning: 70_000 + beginning[0]))
    assert (found.body, found.size) == (LARGE[:70_000], len(LARGE))
    assert read_file(client, large(enough=lambda _: 10)).body == LARGE[:10]


def test_an_empty_file_is_not_asked_for(hub):
    hub, client = hub
    assert read_file(client, small(size=0)).body == b""
    assert not hub.requests


def test_a_host_that_ignores_ranges_does_not_make_us_read_it_all(hub):
    hub, client = hub
    hub.app.files.delivered = lambda _: Answer(200, b"\x07" * 50_000_000, None)
    assert read_file(client, large(size=50_000_000, blob=None)).body == b"\x07" * MOST


WRONG = (
    Answer(206, b"x" * MOST, None, {"Content-Range": f"bytes 7-1006/{len(LARGE)}"}),
    Answer(206, b"x" * MOST, None, {"Content-Range": "bytes 0-999/99999999999999"}),
    Answer(206, b"x" * MOST, None, {"Content-Range": "bytes 0-999/-1"}),
    Answer(206, b"x" * MOST, None, {}),
    Answer(206, b"x", None, {"Content-Range": f"bytes 0-0/{len(LARGE)}"}),
    Answer(200, b"", None),
    Answer(200, b"<html>log in</html>" * 99, "text/html"),
    Answer(302, b"", None, {"Location": "http://10.0.0.1/weights"}),
    Answer(302, b"", None, {"Location": "file:///etc/passwd"}),
    Answer(302, b"", None, {"Location": "http://[::1"}),
    Answer(302, b"", None, {"Location": "http://a@127.0.0.1:9/x"}),
    Answer(302, b"", None, {"Location": "/repos/again"}),
    Answer(429, b"later", None),
    Answer(500, b"broken", None),
)


@pytest.mark.parametrize("answer", WRONG, ids=lambda answer: f"{answer.status} {' '.join(answer.headers.values())}")
def test_what_another_host_does_wrong_is_its_own(hub, answer):
    hub, client = hub
    hub.app.files.delivered = lambda _: replace(answer, headers=dict(answer.headers))
    with pytest.raises(Elsewhere):
        read_file(client, large())
    assert len(hub.requests) < 15
    assert read_file(client, small()).body == SMALL


def test_what_another_host_refuses_is_told(hub):
    hub, client = hub
    hub.app.files.delivered = lambda _: Answer(403, b"<Error/>", "application/xml")
    found = read_file(client, large())
    assert (found.body, found.refusal, found.gated) == (None, "403", False)


def test_another_host_is_told_nothing_of_who_asks(hub):
    hub, client = hub
    read_file(client, large())
    sent = hub.asked(host="cdn")[0].headers
    assert not {"authorization", "cookie", "referer"} & set(sent)


@pytest.mark.parametrize(
    "body", [SMALL.replace(b"1", b"2"), SMALL[:-1], b"\n" + SMALL, b""], ids=["other", "short", "long", "empty"]
)
def test_a_file_that_is_not_what_its_name_says_is_not_taken(hub, body):
    hub, client = hub
    given = hub.app.files.cached
    hub.app.files.cached = lambda request, account: replace(given(request, account), body=body)
    with pytest.raises(Elsewhere):
        read_file(client, small())


def test_redirects_in_circles_end(hub):
    hub, client = hub
    hub.app.files.page = lambda request, _: Answer(302, b"", None, {"Location": request.path})
    with pytest.raises(Elsewhere, match="circles"):
        read_file(client, small())
    assert len(hub.requests) < 10


def test_a_hub_that_fails_is_told_from_a_file_that_does(hub):
    hub, client = hub
    hub.app.files.page = lambda *_: Answer(503, b"", None)
    with pytest.raises(SourceFailed) as failed:
        read_file(client, small())
    assert not isinstance(failed.value, Elsewhere)


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("a/b.json", True), ("..json", True), ("%2e%2e/a", True), ("a b?#.json", True), ("é/ñ", True),
        ("p" * 1000, True),
        ("", False), ("..", False), ("a/../b", False), ("./a", False), ("/a", False), ("a//b", False), ("a/", False),
        ("a\0b", False), ("a\nb", False), ("\ud800", False), ("p" * 1001, False), ("é" * 501, False),
    ],
)  # fmt: skip
def test_a_path_is_one_that_git_can_have(path, good):
    assert good_path(path) is good


HUB = "https://hub.example"


def may(own, url):
    origin = origin_of(url)
    return origin is not None and may_be_asked(Endpoint(own), origin)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.0.0.0x1", "0.0.0.0", "0",
        "127.0.0.1.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[fe80::1]", "[fe80::1%25eth0]",
        "[fd00::1]", "[64:ff9b::7f00:1]", "169.254.169.254", "10.0.0.1", "192.168.1.1", "172.16.0.1", "1.2.3.4",
        "localhost", "LOCALHOST", "localhost.", "x.localhost", "x.localhost.", "localhost.localdomain", "ip6-localhost",
        "intranet", "cdn.hub.example.", "%6cocalhost.example", "a..example", ".example",
    ],
)  # fmt: skip
def test_a_public_hub_sends_nobody_into_the_network_of_who_asks(host):
    assert not may(HUB, f"https://{host}/x")
    assert not may(HUB, f"https://{host}:8443/x")


@pytest.mark.parametrize("host", ["cdn.hub.example", "s3-1.amazonaws.com", "1.2.3.4.example", "xn--a.xn--p1ai"])
def test_a_public_hub_sends_to_public_hosts_over_an_encrypted_way(host):
    assert may(HUB, f"https://{host}/x")
    assert may(HUB, f"https://{host}:8443/x")
    assert not may(HUB, f"http://{host}/x")
    assert may(HUB, HUB)


def test_a_hub_in_the_network_of_who_asks_may_send_to_its_neighbors_and_to_its_own_machine():
    assert may("https://mirror", "https://10.0.0.1/x")
    assert not may("https://mirror", "https://localhost/x")
    assert may("http://127.0.0.1:8000", "http://127.0.0.1:9000/x")
    assert not may("http://127.0.0.1:8000", "http://10.0.0.1/x")
