"""How fast the site answers: `python benchmarks/web.py STORE` asks the API, `--page MODEL` shows a page in a browser.

Look-ups: one server process, asked at a fixed rate whether or not it keeps up, each answer timed from the moment at
which it was due; then, where `wrk` is installed, as many questions as it can take. Both beside a bare FastAPI route
that returns the same bytes from a dictionary.
"""

import argparse
import asyncio
import json
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filiation.observatory import Observatory
from filiation.web.addresses import model as address
from measure import rss_mb, timing

CONNECTIONS = 32
QUESTIONS = 5_000
SEED = 2026
WARM_UP = 300
LAUNCH = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
PAINTED = "performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint')?.startTime ?? 0"
ARRIVED = "(n => [n.responseStart - n.requestStart, n.encodedBodySize])(performance.getEntriesByType('navigation')[0])"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield server
    finally:
        server.terminate()
        server.wait()


def drawn(store: str) -> list[str]:
    """Draw models of the catalog, each as likely as the others, and return the addresses at which they are told."""
    with Observatory.open(store) as observatory:
        edition = observatory.edition
        count = len(edition.graph.columns["presence"])
        names = edition.ids(random.Random(SEED).sample(range(count), min(QUESTIONS, count)))
    return [address("api/v1", name) for name in names.values()]


@dataclass
class Load:
    """Questions asked at a fixed rate over some connections, and how long each answer took."""

    port: int
    paths: list[str]
    rate: float
    seconds: float
    took: list[float] = field(default_factory=list)
    failed: int = 0

    async def run(self) -> "Load":
        due: asyncio.Queue[tuple[float, str] | None] = asyncio.Queue()
        askers = [asyncio.create_task(self._ask(due)) for _ in range(CONNECTIONS)]
        began = time.perf_counter()
        for number in range(int(self.rate * self.seconds)):
            moment = began + number / self.rate
            await asyncio.sleep(max(0.0, moment - time.perf_counter()))
            due.put_nowait((moment, self.paths[number % len(self.paths)]))
        for _ in askers:
            due.put_nowait(None)
        await asyncio.gather(*askers)
        return self

    async def _ask(self, due: "asyncio.Queue[tuple[float, str] | None]") -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while (item := await due.get()) is not None:
            moment, path = item
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.partition(b":")[2]))
            self.took.append((time.perf_counter() - moment) * 1000)
            self.failed += not head.startswith(b"HTTP/1.1 200")
        writer.close()


def capacity(port: int, paths: list[str], seconds: int) -> float | None:
    """Return how many questions a second `wrk` gets answered; None where it is not installed."""
    if shutil.which("wrk") is None:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        told = ", ".join(json.dumps(path) for path in paths)
        script.write(f"local paths = {{ {told} }}\nlocal n = 0\n")
        script.write("request = function() n = n % #paths + 1; return wrk.format('GET', paths[n]) end\n")
        script.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script.name, f"http://localhost:{port}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(said.split("Requests/sec:")[1].split()[0])


def asked(command: list[str], paths: list[str], given: argparse.Namespace) -> dict[str, object]:
    """Ask one server at the fixed rate, then as much as it can take."""
    port = free_port()
    with running(command, port) as server:
        asyncio.run(Load(port, paths, 100, WARM_UP / 100).run())
        load = asyncio.run(Load(port, paths, given.rate, given.seconds).run())
        memory = rss_mb([server.pid])
        most = capacity(port, paths, given.seconds)
    return {
        "rate": given.rate,
        "failed": load.failed,
        "ms": timing(load.took).as_json(),
        "most_per_second": most,
        "mb": round(memory, 1),
    }


def bound(answers: Path, port: int) -> None:
    """Serve answers made beforehand from a bare FastAPI route."""
    import uvicorn
    from fastapi import FastAPI, Response

    known = {path: text.encode() for path, text in json.loads(answers.read_bytes()).items()}
    app = FastAPI()

    @app.get("/api/v1/models/{owner}/{name}")
    async def show(owner: str, name: str) -> Response:
        return Response(known[f"/api/v1/models/{owner}/{name}"], media_type="application/json")

    uvicorn.run(app, port=port, log_level="warning", access_log=False)


def look_ups(given: argparse.Namespace) -> None:
    """Measure look-ups of models drawn at random, and the bound, and print both."""
    paths = [path for path in drawn(given.store) if path.isascii() and "%" not in path]
    site = [str(Path(sys.executable).with_name("filiation")), "serve", "--store", given.store]
    with tempfile.TemporaryDirectory(prefix="filiation-bench-") as name:
        port, answers = free_port(), Path(name) / "answers.json"
        with running(site, port):
            answers.write_text(json.dumps({path: fetched(f"http://127.0.0.1:{port}{path}") for path in paths}))
        print(json.dumps({"site": asked(site, paths, given)}), flush=True)
        bare = [sys.executable, __file__, given.store, "--bound", str(answers)]
        print(json.dumps({"bare route": asked(bare, paths, given)}), flush=True)


def fetched(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def page(given: argparse.Namespace) -> None:
    """Measure a model's page in a browser: how long the server takes, and when first something is shown."""
    from playwright.sync_api import sync_playwright

    port = free_port()
    site = [str(Path(sys.executable).with_name("filiation")), "serve", "--store", given.store]
    with running(site, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(LAUNCH))
        server, paint, size = [], [], 0
        for turn in range(given.repeat + 1):
            context = browser.new_context()
            tab = context.new_page()
            answer = tab.goto(f"http://127.0.0.1:{port}{address('en', given.page)}", wait_until="load")
            if answer is None or not answer.ok:
                raise SystemExit(f"the page of {given.page} cannot be had")
            tab.wait_for_function(f"() => {PAINTED} > 0")
            if turn:  # the first starts the browser and fills the caches of the server
                wait, size = tab.evaluate(ARRIVED)
                server.append(wait)
                paint.append(tab.evaluate(PAINTED))
            context.close()
        browser.close()
    shown = {"page": given.page, "bytes": size, "server_ms": timing(server).as_json()}
    print(json.dumps(shown | {"first_contentful_paint_ms": timing(paint).as_json()}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", help="a store's folder")
    parser.add_argument("--rate", type=float, default=500, help="questions a second")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--page", metavar="MODEL", help="show the page of this model instead")
    parser.add_argument("--repeat", type=int, default=20, help="how often to show it")
    parser.add_argument("--bound", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bound:
        bound(given.bound, given.port)
    elif given.page:
        page(given)
    else:
        look_ups(given)


if __name__ == "__main__":
    main()
