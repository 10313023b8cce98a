"""The store: one rename publishes, a killed or failing import harms nothing, and readers go on."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from filelock import FileLock, Timeout
from tests.making import NOW, imported, lines, model

import filiation
from filiation.catalog import database
from filiation.catalog.store import Store
from filiation.errors import NotFound, SourceFailed, StoreFailed
from filiation.facts.vocabulary import Kind
from filiation.observatory import building

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


def test_foreign_folders_are_left_alone(tmp_path: Path):
    imported(tmp_path, [PARENT])
    for floor in ("records", "editions"):
        (tmp_path / "store" / floor / "notes").mkdir()
    for number in range(3):
        imported(tmp_path, [model(f"a/m{number}")])
    assert models(tmp_path) == 4
    assert len(list((tmp_path / "store").rglob("notes"))) == 2
    assert len(Store(tmp_path / "store").imports()) == 4


def test_a_stores_name_is_no_pattern(tmp_path: Path):
    for count, name in enumerate(("st1x'q", "st*[x]'q", "st2", "st?", "kind=7"), 1):
        (tmp_path / name).mkdir()
        file = lines(tmp_path / "m.jsonl", [model(f"a/m{number}") for number in range(count)])
        with filiation.open(tmp_path / name) as catalog:
            catalog.import_files([file], now=NOW)
            assert catalog.import_files([file], now=NOW).unchanged == count
            catalog.rebuild()
            assert catalog.stats().models == count


def test_more_files_than_a_small_number_can_count(tmp_path: Path):
    store = Store(tmp_path / "store")
    from filiation.catalog.records import writing_records
    from filiation.hub.bulk import read
    from filiation.hub.problems import Problems

    file = lines(tmp_path / "m.jsonl", [PARENT])
    with store.writing(), writing_records(store, NOW.date()) as writer:
        for batch in read(file, None, Problems(), lambda _: None):
            writer.add_records(Kind.MODEL, batch.records, 40_000)
        writer.close()
        assert pq.read_table(writer.folder / "models.parquet").column("file").to_pylist() == [40_000]


def test_an_opened_reader_goes_on_after_its_edition_was_removed(tmp_path: Path):
    reader = imported(tmp_path, [PARENT, CHILD])
    edition = reader.edition.folder
    for number in range(3):
        imported(tmp_path, [model(f"a/m{number}")])
    assert not edition.exists()
    assert reader.descendants("a/parent").total == 1
    assert [hit.id for hit in reader.search("parent").items] == ["a/parent"]
    assert reader.show("a/child").parents[0].id == "a/parent"


def test_a_name_that_cannot_be_written_is_not_found(tmp_path: Path):
    catalog = imported(tmp_path, [PARENT])
    with pytest.raises(NotFound):
        catalog.show("\ud800")
    assert catalog.search("\ud800").items == ()


def test_partial_folders_are_removed_while_the_store_is_still_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = Store(tmp_path / "store")
    held = []
    sweep = Store._sweep

    def watched(self: Store) -> None:
        lock = FileLock(self.folder / "lock", timeout=0)
        with pytest.raises(Timeout):
            lock.acquire()
        held.append(True)
        sweep(self)

    monkeypatch.setattr(Store, "_sweep", watched)
    with pytest.raises(KeyError), store.writing():
        raise KeyError
    assert len(held) == 2


def test_a_failure_after_the_edition_is_in_service_keeps_its_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    imported(tmp_path, [PARENT])
    publish = Store.publish

    def interrupted(self: Store, edition: Path) -> None:
        publish(self, edition)
        raise KeyboardInterrupt

    def failing(*_: object) -> None:
        raise KeyboardInterrupt

    for patched, found in ((interrupted, 2), (failing, 2)):
        monkeypatch.setattr(building.Store, "publish", patched)
        with pytest.raises(KeyboardInterrupt):
            imported(tmp_path, [CHILD if patched is interrupted else model("a/other")])
        assert models(tmp_path) == found
        assert len(Store(tmp_path / "store").imports()) == 2


STOPPED = """
    import os, sys, filiation
    from pathlib import Path
    from filiation.catalog import database
    from tests.making import NOW
    database._copy = lambda *_: os._exit(9)
    filiation.open(sys.argv[1]).import_files([Path(sys.argv[2])], now=NOW)
"""


def command(code: str, *arguments: Path) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]


ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}


def test_records_whose_build_was_killed_do_not_come_with_the_next_import(tmp_path: Path):
    imported(tmp_path, [PARENT])
    lost = lines(tmp_path / "lost.jsonl.gz", [model("b/lost")])
    ended = subprocess.run(command(STOPPED, tmp_path / "store", lost), env=ENVIRONMENT, cwd=ROOT, check=False)
    assert ended.returncode == 9
    assert list((tmp_path / "store").rglob("*.partial"))
    assert len(Store(tmp_path / "store").imports()) == 1
    imported(tmp_path, [CHILD])
    assert models(tmp_path) == 2
    assert not list((tmp_path / "store").rglob("*.partial"))


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
    chance = random.Random(7)
    started = time.monotonic()
    seen = set()
    for _ in range(8):
        killed = command(KILLED, tmp_path / "store", many)
        with subprocess.Popen(killed, env=ENVIRONMENT, stdout=subprocess.PIPE, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 1.5))
            process.send_signal(signal.SIGKILL)
        seen.add(models(tmp_path))
        assert seen <= {1, 20_001}
    before = models(tmp_path)
    imported(tmp_path, [CHILD])
    assert models(tmp_path) == before + 1  # what no reader saw after the kill does not come back
    assert not list((tmp_path / "store").rglob("*.partial"))
    assert time.monotonic() - started < 300
