"""Over real connections: time, size, encryption, proxies, and where the token goes."""

import gzip
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import trustme
from tests.fakehub import Account, Fault, Hub, Limits, World, serving
from tests.hub.live.asking import LIST, NOW, TOKEN, Clock

from filiation.errors import SourceFailed
from filiation.hub.live import failures
from filiation.hub.live.access import Endpoint
from filiation.hub.live.client import Client
from filiation.hub.live.wire import Patience

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
HASTE = Patience(connect=5, read=5, whole=0.5, attempts=2)
OK = b"HTTP/1.1 200 OK\r\n"
Behavior = Callable[[socket.socket], None]


@contextmanager
def behaving(*behaviors: Behavior, context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """Serve connections, each as told (the last way for all others); gives the port and what was received."""
    received: list[bytes] = []
    ways = list(behaviors)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    way = ways.pop(0) if len(ways) > 1 else ways[0]
                    try:
                        inner = context.wrap_socket(connection, server_side=True) if context else connection
                        with inner:
                            received.append(inner.recv(65_536))
                            way(inner)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], received
        finally:
            server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


class Real(Clock):
    """A clock by which time passes."""

    def monotonic(self) -> float:
        return time.monotonic()


def says(text: bytes) -> Behavior:
    return lambda connection: connection.sendall(text)


def drips(start: bytes, piece: bytes, times: int = 60) -> Behavior:
    def drip(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(times):
            time.sleep(0.1)
            connection.sendall(piece)

    return drip


GOOD = says(OK + b"Content-Length: 2\r\nConnection: close\r\n\r\n[]")


def asked(port: int, *, patience: Patience = HASTE, scheme: str = "http", **options) -> Client:
    return Client(Endpoint(f"{scheme}://127.0.0.1:{port}"), clock=Clock(), patience=patience, **options)


@pytest.mark.parametrize(
    "drip",
    [
        drips(OK, b"X-Slow: 1\r\n"),
        drips(OK + b"Content-Length: 4000\r\n\r\n[", b" "),
        drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    ],
    ids=["headers", "body", "chunks"],
)
def test_an_answer_that_only_drips_is_broken_off_and_asked_for_again(drip: Behavior):
    began = time.monotonic()
    with behaving(drip, GOOD) as (port, _), asked(port) as client:
        assert client.get(LIST, rows=1000).body == b"[]"
        assert client.faults == {failures.SLOW: 1}
    assert 0.4 < time.monotonic() - began < 4


def test_who_says_nothing_is_not_waited_for():
    with behaving(lambda _: time.sleep(2)) as (port, _), asked(port) as client:
        with pytest.raises(SourceFailed, match="does not answer in time"):
            client.get(LIST, rows=1000)
        assert client.faults == {failures.SLOW: 2}


def test_all_that_is_asked_and_waited_for_ends_when_patience_does():
    hasty = Patience(connect=5, read=5, whole=60, attempts=9, total=0.5)
    began = time.monotonic()
    drip = drips(OK + b"Content-Length: 4000\r\n\r\n[", b" ")
    with (
        behaving(drip) as (port, _),
        Client(Endpoint(f"http://127.0.0.1:{port}"), clock=Real(), patience=hasty) as client,
    ):
        with pytest.raises(SourceFailed, match="does not answer"):
            client.get(LIST, rows=1000)
        with pytest.raises(SourceFailed, match="does not answer now"):
            client.get(LIST, rows=1000)
        assert client.requests == 1
    assert 0.4 < time.monotonic() - began < 4


def test_an_encrypted_drip_is_broken_off_too():
    authority = trustme.CA()
    server, trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(trust)
    drip = drips(OK + b"Content-Length: 4000\r\n\r\n[", b" ")
    with behaving(drip, GOOD, context=server) as (port, _), asked(port, scheme="https", verify=trust) as client:
        assert client.get(LIST, rows=1000).body == b"[]"
        assert client.faults == {failures.SLOW: 1}


@pytest.mark.parametrize(
    "broken",
    [
        says(OK + b"Content-Length: 4000\r\n\r\n[{}"),
        says(OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n[{\r\n"),
        says(b""),
        says(b"nonsense\r\n\r\n"),
        says(OK + b"X-Long: " + b"x" * 200_000 + b"\r\n\r\n[]"),
    ],
    ids=["cut", "cut-chunks", "silent", "no-http", "huge-header"],
)
def test_what_breaks_off_is_asked_for_again(broken: Behavior):
    with behaving(GOOD, broken, GOOD) as (port, _), asked(port) as client:
        client.get(LIST, rows=1000)
        assert client.get(LIST, rows=1000).body == b"[]"
        assert client.faults.total() == 1


def test_a_small_answer_that_unpacks_to_gigabytes_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("filiation.hub.live.client.LARGEST_LIST", 2**22)
    packed = gzip.compress(b" " * 2**26)
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with behaving(says(head + packed)) as (port, _), asked(port, patience=Patience()) as client:
        with pytest.raises(SourceFailed, match="larger than 4 megabytes"):
            client.get(LIST, rows=1000)
        assert client.requests == 1


def test_a_host_that_is_not_there_is_told_soon():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with asked(port, patience=Patience()) as client:
        with pytest.raises(SourceFailed, match="cannot be reached"):
            client.get(LIST, rows=1000)
        assert client.requests == 3


@contextmanager
def hub(*, tls: bool = True, **options) -> Iterator[Hub]:
    world = World(
        [{"id": "a/b", "tags": []}],
        tokens={TOKEN: Account("reader")},
        limits=Limits.ample(),
        clock=NOW.timestamp,
        **options,
    )
    with serving(world, tls=tls) as found:
        yield found


def test_a_hub_whose_certificate_is_trusted_is_read(monkeypatch: pytest.MonkeyPatch):
    with hub() as found:
        with Client(Endpoint(found.url, TOKEN), clock=Clock(), verify=found.trust) as client:
            assert b'"a/b"' in client.get(LIST, rows=1000).body
            assert (client.quota, client.window) == (10**9, 300)
        monkeypatch.setenv("SSL_CERT_FILE", str(found.ca))
        with Client(Endpoint(found.url, TOKEN), clock=Clock()) as client:
            assert b'"a/b"' in client.get(LIST, rows=1000).body
        assert {asked.headers["authorization"] for asked in found.asked("/api/models")} == {f"Bearer {TOKEN}"}


def test_a_certificate_of_a_stranger_is_refused_before_the_token_is_sent():
    with hub() as found, Client(Endpoint(found.url, TOKEN), clock=Clock()) as client:
        with pytest.raises(SourceFailed, match="cannot be trusted"):
            client.get(LIST, rows=1000)
        assert found.requests == []


@pytest.mark.parametrize("tls", [False, True])
def test_the_token_does_not_follow_a_redirect_to_another_host(*, tls: bool):
    with hub(tls=tls, faults=[Fault("elsewhere")]) as found:
        client = Client(Endpoint(found.url, TOKEN), clock=Clock(), verify=found.trust)
        with client, pytest.raises(SourceFailed, match="redirects to another address"):
            client.get(LIST, rows=1000)
        assert found.asked(host="elsewhere") == []


def test_a_token_the_hub_does_not_know_is_told():
    with hub(tls=False) as found, Client(Endpoint(found.url, "hf_other"), clock=Clock()) as client:
        with pytest.raises(SourceFailed, match="refuses the token") as caught:
            client.get(LIST, rows=1000)
        assert "hf_other" not in str(caught.value)


def test_no_log_holds_the_token(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    faults = [Fault("503", times=1)]
    with hub(faults=faults) as found, Client(Endpoint(found.url, TOKEN), clock=Clock(), verify=found.trust) as client:
        client.get(LIST, rows=1000)
        assert client.faults == {failures.SERVER_ERROR: 1}
        assert TOKEN not in repr(client)
        assert TOKEN not in repr(vars(client))
    assert caplog.records
    assert TOKEN not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def tunnel(port: int, seen: list[bytes]) -> Behavior:
    """A proxy that leads to a port of this machine, and keeps what it can read."""

    def lead(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as beyond:
            for one, other in ((connection, beyond), (beyond, connection)):
                threading.Thread(target=piped, args=(one, other, seen), daemon=True).start()
            time.sleep(1)

    return lead


def piped(one: socket.socket, other: socket.socket, seen: list[bytes]) -> None:
    try:
        while data := one.recv(65_536):
            seen.append(data)
            other.sendall(data)
    except OSError:
        return


def test_a_proxy_cannot_read_the_token(monkeypatch: pytest.MonkeyPatch):
    seen: list[bytes] = []
    with hub() as found, behaving(tunnel(int(found.url.rpartition(":")[2]), seen)) as (port, received):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        with Client(Endpoint(found.url, TOKEN), clock=Clock(), verify=found.trust) as client:
            client.get(LIST, rows=1000)
        assert received[0].startswith(b"CONNECT 127.0.0.1:")
        assert found.asked("/api/models")[0].headers["authorization"] == f"Bearer {TOKEN}"
        assert TOKEN.encode() not in b"".join(received + seen)


def test_what_is_not_encrypted_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch):
    with hub(tls=False) as found, behaving(GOOD) as (port, received):
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{port}")
        with Client(Endpoint(found.url, TOKEN), clock=Clock()) as client:
            assert b'"a/b"' in client.get(LIST, rows=1000).body
        assert received == []


def test_a_proxy_that_refuses_is_told(monkeypatch: pytest.MonkeyPatch):
    refusal = says(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    with behaving(refusal) as (port, _):
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:hunter2@127.0.0.1:{port}")
        client = Client(Endpoint("https://hub.example", TOKEN), clock=Clock())
        with client, pytest.raises(SourceFailed, match="proxy does not lead") as caught:
            client.get(LIST, rows=1000)
        assert "hunter2" not in str(caught.value)


def test_a_storm_is_ridden_out():
    storms = ["truncated", "cut", "cut-chunked", "cut-gzip", "dropped", "500", "502", "503", "504", "429", "undated"]
    plan = [Fault(kind, times=1, after=1 + 2 * place) for place, kind in enumerate(storms)]
    with hub(tls=False, faults=plan) as found, Client(Endpoint(found.url), clock=Clock()) as client:
        for _ in range(30):
            assert b'"a/b"' in client.get(LIST, rows=1000).body
        assert client.faults.total() == len(storms) - 1
