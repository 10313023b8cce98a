"""Serving from this machine: addresses, ports, names, and the ways in which it ends."""

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from contextlib import closing, contextmanager

import pytest
import uvicorn

from filiation.cli.main import main
from filiation.errors import WrongUse
from filiation.web import serving
from filiation.web.app import LOCAL_HOSTS
from filiation.web.imaging import Studio
from filiation.web.security import ANY_ADDRESS

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@contextmanager
def running(tmp_path, *options):
    """Run `filiation serve` as a user does; gives the process and the port that it tells."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "filiation", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        told = next(line for line in process.stderr if "http://" in line)
        try:
            yield process, int(re.search(r":(\d+)/", told)[1])
        finally:
            process.kill()


def asked(port, path="/en/", host="localhost", **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read()


def sent(port, raw):
    """Send bytes as they are and return the first line of what comes back."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.sendall(raw)
        return connection.recv(200).split(b"\r\n")[0]


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with running(tmp_path_factory.mktemp("user")) as (_, found):
        yield found


def test_the_address_answers_as_soon_as_it_is_told(port):
    status, page = asked(port)
    assert (status, b"<h1" in page) == (200, True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", f"localhost:{65535}", "[::1]"])
def test_this_machine_is_known_by_its_names(port, host):
    assert asked(port, host=host)[0] == 200


def test_a_foreign_name_is_refused_in_plain_words(port):
    status, text = asked(port, host="evil.example")
    assert status == 400
    assert b"--name" in text
    assert b"<" not in text


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["no host", "two hosts", "no request", "another site", "bare bytes"],
)
def test_what_is_no_proper_request_is_refused(port, raw):
    assert sent(port, raw).startswith((b"HTTP/1.1 400", b"HTTP/1.1 404"))
    assert asked(port)[0] == 200


def test_it_goes_on_after_very_long_addresses_and_headers(port):
    assert asked(port, "/api/v1/models/a/" + "x" * 60_000)[0] in {400, 404, 414}
    assert asked(port, Cookie="x" * 60_000)[0] in {200, 400, 431}
    assert asked(port)[0] == 200


def test_heads_have_no_body_on_the_wire(port):
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.sendall(b"HEAD /en/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        said = b""
        while piece := connection.recv(65536):
            said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert int(re.search(rb"(?i)content-length: (\d+)", head)[1]) > 1000
    assert body == b""


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_without_a_trace(tmp_path, number):
    with running(tmp_path) as (process, port):
        assert asked(port)[0] == 200
        process.send_signal(number)
        rest = process.stderr.read()
        assert process.wait(30) == (0 if number == signal.SIGINT else -signal.SIGTERM)
    assert "Traceback" not in rest
    assert "--public" in rest


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_public_site_does_not_tell_of_cases(tmp_path):
    with running(tmp_path, "--public") as (process, _):
        process.send_signal(signal.SIGINT)
        assert "--public" not in process.stderr.read()


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_it_does_not_wait_for_a_hub_that_does_not_answer(tmp_path, monkeypatch):
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with running(tmp_path) as (process, port), closing(socket.create_connection(("127.0.0.1", port))) as reader:
            reader.sendall(b"POST /en/models/acme/base/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
            silent.settimeout(30)
            with closing(silent.accept()[0]):
                process.send_signal(signal.SIGINT)
                stopped = time.monotonic()
                rest = process.stderr.read()
                assert process.wait(30) == 0
                assert time.monotonic() - stopped < 3
    assert "Traceback" not in rest


def test_a_name_of_its_own_is_answered(tmp_path):
    with running(tmp_path, "--name", "genealogy.example.org") as (_, port):
        assert asked(port, host="genealogy.example.org")[0] == 200
        assert asked(port, host="evil.example")[0] == 400


def test_a_port_that_is_taken_is_told(tmp_path, capsys, port, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["serve", "--port", str(port), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert f"port {port}" in said
    assert "--port" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70_000), ("127.0.0.1", -1), ("no such host", 0), ("x" * 70, 0)]
)
def test_an_address_that_cannot_be_had_is_wrong_use(observatory, host, port):
    with pytest.raises(WrongUse, match=r"--host|65535"):
        serving.serve(observatory, host, port, (), lambda _: None)


@pytest.mark.parametrize(
    ("host", "names", "known"),
    [
        ("127.0.0.1", (), {"127.0.0.1"}),
        ("::1", (), {"[::1]"}),
        ("192.0.2.7", ("a.example",), {"192.0.2.7", "a.example"}),
        ("0.0.0.0", (), {ANY_ADDRESS, socket.gethostname()}),
        ("::", ("a.example",), {ANY_ADDRESS, "a.example", socket.gethostname()}),
    ],
)
def test_the_names_of_a_host(host, names, known):
    assert set(serving.known_names(host, names)) == {*LOCAL_HOSTS, *known}


@pytest.fixture
def served(monkeypatch):
    """Let `serve` end at once; gives what it told."""
    told = []
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    monkeypatch.setattr(webbrowser, "open", told.append)
    monkeypatch.setenv("DISPLAY", ":0")
    return told


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "localhost")])
def test_the_address_is_one_that_a_browser_can_open(served, tmp_path, capsys, monkeypatch, host, shown):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["serve", "--host", host, "--port", "0", "--open", "--lang", "en"]) == 0
    assert re.fullmatch(rf"http://{shown}:[1-9]\d*/", served[0])
    assert served[0] in capsys.readouterr().err


def test_no_browser_is_opened_unless_asked_for(served, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["serve", "--port", "0"]) == 0
    assert served == []


def test_heads_of_requests_have_a_limit_where_other_machines_ask(tmp_path):
    with running(tmp_path, "--host", "0.0.0.0") as (_, port):
        assert asked(port)[0] == 200
        assert sent(port, b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000).startswith(b"HTTP/1.1 400")
        assert asked(port)[0] == 200


@pytest.mark.parametrize(("address", "own"), [("127.0.0.1", True), ("127.9.9.9", True), ("0.0.0.0", False)])
def test_which_addresses_other_machines_reach(address, own):
    with closing(socket.socket()) as listening:
        listening.bind((address, 0))
        assert serving._is_of_this_machine(listening) is own


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_fault_of_the_system_is_told_before_it_ends_the_site(tmp_path):
    with running(tmp_path) as (process, _):
        process.send_signal(signal.SIGBUS)
        assert "Fatal Python error: Bus error" in process.stderr.read()


def test_the_drawing_of_images_ends_before_all_else_when_the_site_is_stopped(monkeypatch):
    told = []

    async def shutdown(*_):
        told.append("site")

    monkeypatch.setattr("uvicorn.Server.shutdown", shutdown)
    studio = Studio()
    monkeypatch.setattr(studio, "end", lambda: told.append("studio"))
    asyncio.run(serving._Server(uvicorn.Config(None), studio.end).shutdown())
    assert told == ["studio", "site"]
