"""The store: one rename publishes, a killed or failing import harms nothing, damage is named."""

import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from filelock import FileLock
from tests.making import NOW, imported, lines, model

import filiation
from filiation.catalog import database
from filiation.catalog.store import Store
from filiation.errors import NotFound, SourceFailed, StoreFailed

PARENT, CHILD = model("a/parent", downloads=5), model("a/child", "base_model:a/parent")


def models(folder: Path) -> int:
    with filiation.open(folder / "store") as catalog:
        return catalog.stats().models


def test_an_import_makes_a_store_and_a_second_one_adds_to_it(tmp_path: Path):
    imported(tmp_path, [PARENT])
    assert models(tmp_path) == 1
    imported(tmp_path, [CHILD])
    assert models(tmp_path) == 2
    assert len(Store(tmp_path / "store").imports()) == 2


def test_opened_questions_go_on_while_a_new_edition_is_published(tmp_path: Path):
    reader = imported(tmp_path, [PARENT])
    assert reader.stats().models == 1
    imported(tmp_path, [CHILD])
    assert reader.stats().models == 1
    reader.close()
    assert reader.stats().models == 2


def test_the_edition_before_is_kept_and_older_ones_are_not(tmp_path: Path):
    for number in range(4):
        imported(tmp_path, [model(f"a/m{number}")])
    store = Store(tmp_path / "store")
    kept = sorted(p.name for p in store.editions.iterdir())
    assert len(kept) == 2
    assert store.edition().name == kept[-1]
    (store.folder / "current").write_text(kept[0])
    assert models(tmp_path) == 3


def test_rebuild_gives_the_same_catalog(tmp_path: Path):
    catalog = imported(tmp_path, [PARENT, CHILD])
    before = (catalog.show("a/child"), catalog.evidence("a/child"))
    name = catalog.rebuild()
    assert (catalog.show("a/child"), catalog.evidence("a/child")) == before
    assert catalog.stats().edition == name


def test_rebuild_needs_records(tmp_path: Path):
    with pytest.raises(NotFound, match="There are no records"):
        filiation.open(tmp_path / "store").rebuild()


def test_a_store_that_is_not_there_is_not_made_by_asking(tmp_path: Path):
    with pytest.raises(NotFound, match=r"There is no store in .*store"):
        filiation.open(tmp_path / "store").stats()
    assert not (tmp_path / "store").exists()


def test_a_failing_source_leaves_the_store_as_it_was(tmp_path: Path):
    catalog = imported(tmp_path, [PARENT])
    before = sorted(str(p) for p in (tmp_path / "store").rglob("*"))
    bad = tmp_path / "bad.jsonl.gz"
    bad.write_bytes(lines(tmp_path / "good.jsonl.gz", [CHILD] * 50).read_bytes()[:40])
    with pytest.raises(SourceFailed):
        catalog.import_files([tmp_path / "good.jsonl.gz", bad], now=NOW)
    assert sorted(str(p) for p in (tmp_path / "store").rglob("*")) == before
    assert models(tmp_path) == 1


def test_a_failing_build_takes_its_records_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    catalog = imported(tmp_path, [PARENT])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(database, "_copy", full)
    with pytest.raises(StoreFailed, match="is full"):
        imported(tmp_path, [CHILD])
    assert len(catalog.store.imports()) == 1
    assert not list((tmp_path / "store").rglob("*.partial"))
    assert models(tmp_path) == 1


def test_one_process_writes_at_a_time(tmp_path: Path):
    imported(tmp_path, [PARENT])
    with FileLock(tmp_path / "store" / "lock"), pytest.raises(StoreFailed, match="being written by another process"):
        imported(tmp_path, [CHILD])
    assert models(tmp_path) == 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda s: (s / "store.json").write_text('{"format": 99}'), "has version 99"),
        (lambda s: (s / "store.json").write_text("not json"), "damaged"),
        (lambda s: (s / "store.json").unlink(), "store.json is missing"),
        (lambda s: (s / "current").write_text("../../etc"), "damaged"),
        (lambda s: (s / "current").write_text("nowhere"), "no edition"),
        (lambda s: (s / "current").write_bytes(b"\xff\xfe"), "damaged"),
        (lambda s: shutil.rmtree(s / "editions"), "no edition"),
        (lambda s: next(s.glob("editions/*/catalog.db")).write_bytes(b"SQLite format 3\x00" + b"x" * 5000), "damaged"),
        (lambda s: next(s.glob("editions/*/catalog.db")).unlink(), "damaged"),
        (lambda s: next(s.glob("editions/*/graph/*.npy")).write_bytes(b""), "graph"),
        (lambda s: shutil.rmtree(next(s.glob("editions/*/graph"))), "graph"),
    ],
)
def test_a_damaged_store_is_named(tmp_path: Path, spoil, said: str):
    imported(tmp_path, [PARENT, CHILD])
    spoil(tmp_path / "store")
    with pytest.raises(StoreFailed, match=said) as error, filiation.open(tmp_path / "store") as catalog:
        catalog.show("a/child")
    assert error.value.exit_code == 5


def test_a_damaged_search_index_is_named(tmp_path: Path):
    catalog = imported(tmp_path, [PARENT])
    shutil.rmtree(next((tmp_path / "store").glob("editions/*/search")))
    with pytest.raises(StoreFailed):
        catalog.search("parent")


def test_an_edition_of_another_version_is_rebuilt(tmp_path: Path):
    import sqlite3

    catalog = imported(tmp_path, [PARENT, CHILD])
    with sqlite3.connect(next((tmp_path / "store").glob("editions/*/catalog.db"))) as db:
        db.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    db.close()
    with pytest.raises(StoreFailed, match="has version 0"):
        catalog.stats()
    catalog.rebuild()
    assert catalog.stats().models == 2


def test_damaged_records_are_named(tmp_path: Path):
    catalog = imported(tmp_path, [PARENT])
    manifest = next((tmp_path / "store").glob("records/*/manifest.json"))
    manifest.write_text("{")
    with pytest.raises(StoreFailed, match=r"records in .* are damaged"):
        catalog.rebuild()
    assert models(tmp_path) == 1


KILLED = """
    import sys, filiation
    from pathlib import Path
    from tests.making import NOW
    print("ready", flush=True)
    filiation.open(sys.argv[1]).import_files([Path(sys.argv[2])], now=NOW)
"""


def test_a_killed_import_leaves_the_old_edition_or_the_new_one(tmp_path: Path):
    imported(tmp_path, [PARENT])
    many = lines(tmp_path / "many.jsonl.gz", [model(f"b/m{n}", "base_model:a/parent") for n in range(20_000)])
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"}
    chance = random.Random(7)
    started = time.monotonic()
    seen = set()
    for _ in range(8):
        command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path / "store"), str(many)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=root) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 1.5))
            process.send_signal(signal.SIGKILL)
        seen.add(models(tmp_path))
        assert seen <= {1, 20_001}
    imported(tmp_path, [CHILD])
    assert models(tmp_path) in {2, 20_002}
    assert not list((tmp_path / "store").rglob("*.partial"))
    assert time.monotonic() - started < 300
