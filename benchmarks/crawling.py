"""A crawl of a stand-in Hub with the 760,000 recorded models of July 2024: whole, under faults, and killed five times.

`python benchmarks/crawling.py [--kills 5] [--faults 0.05] [--rival]`. The stand-in (`tests/fakehub`) runs in a process
of its own on the same machine. Three stores are compared table by table: of an import of the records, of a crawl
without faults, and of a crawl under faults whose process is killed again and again. `--rival` lists the same models
with the Hub's own client beside it. The listing is looked for as in `hub_2024.py`.
"""

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from contest import HERE
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages
from hub_2024 import recorded
from measure import rss_mb, run_watched, tree

PYTHON = sys.executable
FILIATION = [PYTHON, "-m", "filiation"]
FAULTS = ("truncated", "cut", "cut-gzip", "dropped", "500", "503", "504", "429-seconds", "html")
"""What goes wrong, each as often as the others."""

RIVAL = """
import json, sys, time
from huggingface_hub import HfApi
fields = ["author", "baseModels", "cardData", "config", "createdAt", "disabled", "downloads", "gated", "lastModified",
          "library_name", "likes", "pipeline_tag", "private", "sha", "tags"]
began, cpu, count = time.perf_counter(), time.process_time(), 0
with open(sys.argv[2], "w") as file:
    for model in HfApi(sys.argv[1]).list_models(expand=fields, sort="created_at"):
        file.write(json.dumps({"id": model.id, "tags": model.tags, "createdAt": str(model.created_at)}) + "\\n")
        count += 1
print(json.dumps({"models": count, "seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}))
"""


@contextmanager
def stand_in(records: Path, *options: str) -> Iterator[str]:
    """Serve recorded models as the Hub does; yields the address."""
    command = [PYTHON, "-m", "tests.fakehub", "--records", str(records), "--unlimited", *options]
    server = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(server.stdout.readline())["url"]
    finally:
        server.terminate()
        server.wait()


@dataclass
class Life:
    """One crawl, over several processes where it is killed: seconds, CPU and the highest memory in MB."""

    seconds: float = 0.0
    peak_mb: float = 0.0
    kills: int = 0
    summary: dict[str, object] = field(default_factory=dict)


def crawl(url: str, store: Path, kills: int, seed: int) -> Life:
    """Crawl all models, killing the process `kills` times at random moments of the reading."""
    life, chance, began = Life(), random.Random(seed), time.perf_counter()
    while True:
        command = [*FILIATION, "crawl", "--endpoint", url, "--kind", "models", "--store", str(store), "--json"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        end = time.perf_counter() + (chance.uniform(2, 6) if life.kills < kills else 10_000)
        told: list[str] = []
        reader = threading.Thread(target=lambda: told.extend(process.stdout), daemon=True)  # noqa: B023
        reader.start()
        while process.poll() is None and time.perf_counter() < end:
            life.peak_mb = max(life.peak_mb, rss_mb(tree(process.pid)))
            time.sleep(0.05)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
            life.kills += 1
            continue
        reader.join()
        life.seconds = time.perf_counter() - began
        if process.returncode:
            sys.exit(f"the crawl ended with code {process.returncode}: {process.stderr.read()[-800:]}{told}")
        life.summary = json.loads("".join(told))
        return life


def saved(url: str, file: Path) -> Path:
    """Write what a crawl asks for to a file, page by page, as somebody would who imports it."""
    path: str | None = pages.listing(Kind.MODEL, fields=pages.LINEAGE_FIELDS[Kind.MODEL])
    with file.open("wb") as target:
        while path:
            with urllib.request.urlopen(url + path) as answer:
                target.write(answer.read() + b"\n")
                link = answer.headers.get("Link", "")
            path = link.partition("<")[2].partition(">")[0].removeprefix(url) or None
    return file


def contents(store: Path) -> dict[str, str]:
    """Return a digest of each table of a store's catalog (but `meta` and `imports`, which tell how it came)."""
    edition = store / "editions" / (store / "current").read_text().strip()
    found = {}
    with closing(sqlite3.connect(edition / "catalog.db")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table in {"meta", "imports"} or table.startswith("sqlite_"):
                continue
            rows = db.execute(f"SELECT * FROM {table}").fetchall()
            found[table] = f"{len(rows)} rows {hash(tuple(sorted(map(repr, rows))))}"
    return found


def compared(name: str, one: dict[str, str], other: dict[str, str]) -> int:
    """Print whether two catalogs hold the same, and return the number of tables that differ."""
    different = [table for table in one.keys() | other.keys() if one.get(table) != other.get(table)]
    print(f"{name}: {'the same as the import' if not different else 'DIFFERS in ' + ', '.join(different)}")
    for table in different:
        print(f"  {table}: {one.get(table)} / {other.get(table)}")
    return len(different)


def measure(folder: Path, given: argparse.Namespace) -> int:
    records = recorded() / "models.jsonl.gz"
    if not records.is_file():
        print(f"skipped: the recorded listing is not in {records}")
        return 0
    with stand_in(records) as url:
        whole = crawl(url, folder / "crawled", 0, given.seed)
        listing = saved(url, folder / "models.jsonl")
        rival = given.rival and json.loads(
            subprocess.check_output([PYTHON, "-c", RIVAL, url, str(folder / "rival.jsonl")], text=True)
        )
    faults = [f"{kind}:{given.faults / len(FAULTS)}" for kind in FAULTS]
    with stand_in(records, "--faults", *faults, "--seed", str(given.seed)) as url:
        hurt = crawl(url, folder / "hurt", given.kills, given.seed)
    day = str(whole.summary["day"])
    command = [*FILIATION, "import", str(listing), "--kind", "models", "--complete", "--seen", day]
    read = run_watched([*command, "--store", str(folder / "imported")], {})
    if read.code:
        sys.exit(f"the import failed: {read.output[-800:]}")
    known = contents(folder / "imported")
    failed = sum(compared(name, contents(folder / name), known) for name in ("crawled", "hurt"))
    built = run_watched([*FILIATION, "rebuild", "--store", str(folder / "crawled")], {})
    client = whole.seconds - built.seconds  # the same build is part of the crawl
    models = whole.summary["read"]["model"]
    print(json.dumps({"reading and storing": round(client, 1), "models a second": round(models / client),
                      "building": round(built.seconds, 1)}))  # fmt: skip
    for name, life in (("without faults", whole), ("under faults, killed", hurt)):
        print(json.dumps({"crawl": name, "seconds": round(life.seconds, 1), "peak_mb": round(life.peak_mb),
                          "kills": life.kills, "requests": life.summary["requests"], "faults": life.summary["faults"],
                          "read": life.summary["read"], "new": life.summary["new"],
                          "repeated": life.summary["repeated"]}))  # fmt: skip
    print(json.dumps({"import": round(read.seconds, 1), "peak_mb": round(read.peak_mb)}))
    if rival:
        print(json.dumps({"the Hub's own client, into JSON lines, without resume": rival}))
    return failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--faults", type=float, default=0.05, help="the share of requests that fail in some way")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--rival", action="store_true", help="list the same with the Hub's own client")
    parser.add_argument("--folder", type=Path, help="kept afterwards; default: a temporary folder")
    given = parser.parse_args()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        sys.exit(min(1, measure(given.folder, given)))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(min(1, measure(Path(folder), given)))


if __name__ == "__main__":
    main()
