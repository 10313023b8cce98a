"""An update of 1 % of a made-up Hub of three million models, while a site serves readers from the same store.

`python benchmarks/updating.py [--models 3000000] [--folder FOLDER]`. The Hub of `generate.py` is imported as one day;
a stand-in (`tests/fakehub`) serves it as another day: 1 % of the models changed, 0.05 % renamed, 0.05 % gone, 0.1 %
new. `filiation update` reads it while `filiation serve` answers readers all along, who ask for members of the largest
families. Told: seconds from the records to the new edition in service, the longest pause of a reader, and whether any
answer mixed two editions. Beside it, what a user would do instead: import everything anew.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import duckdb

from contest import HERE
from crawling import FILIATION, stand_in
from filiation.observatory import Observatory
from generate import generate
from measure import run_watched
from web import free_port, running

LISTED = """
    _id, id, author, cardData::JSON AS cardData, config::JSON AS config, downloads, likes, pipeline_tag, library_name,
    tags, baseModels, false AS private, false AS gated,
    strftime(createdAt, '%Y-%m-%dT%H:%M:%S.000Z') AS createdAt,
    strftime(lastModified, '%Y-%m-%dT%H:%M:%S.000Z') AS lastModified"""
PACE = 0.1  # seconds between two questions of a reader
READERS = 2


def write_days(models: Path, folder: Path) -> None:
    """Write the Hub of two days as JSON lines: `before.jsonl` and `after.jsonl`."""
    with duckdb.connect() as con:
        con.execute(f"CREATE VIEW hub AS SELECT *, hash(_id) % 10000 AS lot FROM read_parquet('{models}')")
        con.execute(f"COPY (SELECT {LISTED} FROM hub WHERE lot <> 9999) TO '{folder / 'before.jsonl'}' (FORMAT json)")
        # lots 0 to 99 are changed, 100 to 104 renamed, 105 to 109 gone; 9999 is new (a tenth of a thousandth more)
        con.execute(
            f"""COPY (SELECT {LISTED} FROM (SELECT * REPLACE (
                CASE WHEN lot BETWEEN 100 AND 104 THEN id || '-renamed' ELSE id END AS id,
                CASE WHEN lot < 100 OR lot = 9999 THEN TIMESTAMP '2026-11-20 12:00:00' ELSE lastModified END
                    AS lastModified,
                CASE WHEN lot < 100 THEN list_append(tags, 'changed') ELSE tags END AS tags)
                FROM hub WHERE lot NOT BETWEEN 105 AND 109)) TO '{folder / "after.jsonl"}' (FORMAT json)"""
        )


@dataclass
class Reader:
    """Somebody who asks the site again and again, and how long each answer took."""

    base: str
    names: list[str]
    pauses: list[tuple[float, float, str]] = field(default_factory=list)
    totals: dict[str, list[tuple[float, int, int]]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    over: bool = False

    def read(self) -> None:
        turn = 0
        while not self.over:
            name = self.names[turn % len(self.names)]
            page = turn % 3 == 0
            address = f"/en/models/{name}" if page else f"/api/v1/models/{name}"
            began = time.perf_counter()
            try:
                with urllib.request.urlopen(f"{self.base}{address}", timeout=30) as answer:
                    body = answer.read()
            except OSError as error:
                self.failed.append(f"{address}: {error}")
                continue
            now = time.perf_counter()
            self.pauses.append((now - began, now, address))
            if not page:
                told = json.loads(body)["descendants"]
                self.totals.setdefault(name, []).append((now, told["total"], sum(told["by_relation"].values())))
            turn += 1
            time.sleep(PACE)

    def mixed(self) -> list[str]:
        """Return the models of which an answer does not add up, or whose family changed more than once."""
        bad = []
        for name, told in self.totals.items():
            changes = sum(a[1] != b[1] for a, b in pairwise(told))
            if changes > 1 or any(total != by for _, total, by in told):
                bad.append(name)
        return bad


def largest(store: Path) -> list[str]:
    with Observatory.open(store) as observatory:
        return [name for name, _ in observatory.stats().largest]


def update(url: str, store: Path) -> dict[str, float]:
    """Run the update; returns after how many seconds each stage began, and the end."""
    command = [*FILIATION, "update", "--endpoint", url, "--kind", "models", "--store", str(store), "--lang", "en"]
    began, stages = time.perf_counter(), {}
    process = subprocess.Popen([*command, "--since", "2026-11-15"], stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        stages[line.strip()[:60]] = round(time.perf_counter() - began, 1)
    if process.wait():
        sys.exit(f"the update failed: {list(stages)[-3:]}")
    stages["end"] = round(time.perf_counter() - began, 1)
    return stages


def measure(folder: Path, models: int) -> None:
    data = HERE / "data" / str(models)
    if not (data / "models.parquet").exists():
        generate(models, data)
    if not (folder / "after.jsonl").exists():
        write_days(data / "models.parquet", folder)
    store = folder / "store"
    command = [*FILIATION, "import", str(folder / "before.jsonl"), "--kind", "models", "--seen", "2026-11-10"]
    if not store.exists():
        first = run_watched([*command, "--complete", "--store", str(store)], {})
        print(json.dumps({"import of everything, s": round(first.seconds, 1), "peak_mb": round(first.peak_mb)}))
    families = largest(store)
    port = free_port()
    with (
        stand_in(folder / "after.jsonl") as url,
        running([*FILIATION, "serve", "--store", str(store)], port),
    ):
        readers = [Reader(f"http://127.0.0.1:{port}", families) for _ in range(READERS)]
        threads = [threading.Thread(target=reader.read) for reader in readers]
        for thread in threads:
            thread.start()
        time.sleep(5)
        began = time.perf_counter()
        stages = update(url, store)
        time.sleep(15)  # the site follows, and readers meet the new edition
        for reader in readers:
            reader.over = True
        for thread in threads:
            thread.join()
    report(readers, began, stages)


def report(readers: list[Reader], began: float, stages: dict[str, float]) -> None:
    print(json.dumps({"stages, seconds from the start": stages}, indent=1))
    pauses = [one for r in readers for one in r.pauses if one[1] >= began]  # the site was warm by then
    took = sorted((pause, round(at - began, 1), where) for pause, at, where in pauses)
    print(
        json.dumps(
            {
                "answers": len(took),
                "failed": [text for r in readers for text in r.failed][:5],
                "p50_ms": round(took[len(took) // 2][0] * 1000, 1),
                "p99_ms": round(took[len(took) * 99 // 100][0] * 1000, 1),
                "longest": [(round(pause * 1000), at, where) for pause, at, where in took[-8:]],
                "families whose answers mix editions": sorted({name for r in readers for name in r.mixed()}),
            },
            indent=1,
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=3_000_000)
    parser.add_argument("--folder", type=Path, help="kept afterwards; default: a temporary folder")
    given = parser.parse_args()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        measure(given.folder, given.models)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.models)


if __name__ == "__main__":
    main()
