"""Damage: a store, an edition or records that are not whole are named, with what to do, and never read as empty."""

import shutil
import sqlite3
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from tests.making import NOW, imported, lines, model, statement

import filiation
from filiation.catalog import store as stores
from filiation.catalog.edition import Edition
from filiation.catalog.store import Store
from filiation.errors import NotFound, StoreFailed

PARENT, CHILD = model("a/parent", downloads=5), model("a/child", "base_model:a/parent")


def models(folder: Path) -> int:
    with filiation.open(folder / "store") as catalog:
        return catalog.stats().models


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda s: (s / "store.json").write_text('{"format": 99}'), "has version 99"),
        (lambda s: (s / "store.json").write_text("not json"), "damaged"),
        (lambda s: (s / "store.json").unlink(), "store.json is missing"),
        (lambda s: (s / "current").write_text("../../etc"), "damaged"),
        (lambda s: (s / "current").write_text("nowhere"), "no edition"),
        (lambda s: (s / "current").write_bytes(b"\xff\xfe"), "damaged"),
        (lambda s: (s / "current").write_text(".."), "no edition"),
        (lambda s: (s / "current").write_text("."), "no edition"),
        (lambda s: (s / "current").write_text("x" * 5000), "no edition"),
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


def test_damage_tells_how_to_rebuild_this_store(tmp_path: Path):
    imported(tmp_path, [PARENT])
    for part in ("search", "graph", "catalog.db"):
        path = next((tmp_path / "store").glob(f"editions/*/{part}"))
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        with pytest.raises(StoreFailed) as error:
            Edition(Store(tmp_path / "store").edition())
        assert error.value.advice().endswith(f"filiation rebuild --store {tmp_path / 'store'}")


@pytest.mark.parametrize("nonsense", [b"", b"..", b"../..", b"nowhere", b"\xff\x00", b"x" * 5000])
def test_a_damaged_current_can_be_rebuilt(tmp_path: Path, nonsense: bytes):
    catalog = imported(tmp_path, [PARENT])
    (tmp_path / "store" / "current").write_bytes(nonsense)
    catalog.rebuild()
    assert models(tmp_path) == 1
    assert (tmp_path / "store" / "records").is_dir()


def test_a_disk_that_is_full_when_the_store_is_made_leaves_it_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(stores.os, "fsync", full)
        with pytest.raises(StoreFailed, match="is full"):
            imported(tmp_path, [PARENT])
    assert [p.name for p in (tmp_path / "store").iterdir() if p.name != "lock"] == []
    imported(tmp_path, [PARENT])
    assert models(tmp_path) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"{}"])
def test_a_store_that_was_never_filled_and_has_a_damaged_mark_is_new(tmp_path: Path, content: bytes):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "store.json").write_bytes(content)
    with pytest.raises(NotFound, match="There is no store"):
        models(tmp_path)
    imported(tmp_path, [PARENT])
    assert models(tmp_path) == 1


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-30])


def flip(file: Path) -> None:
    """Damage what the columns hold, and leave the file's own description whole."""
    content = bytearray(file.read_bytes())
    first = pq.read_metadata(file).row_group(0).column(0)
    content[first.dictionary_page_offset : first.dictionary_page_offset + 60] = b"\xff" * 60
    file.write_bytes(content)


def swap(file: Path) -> None:
    table = pq.read_table(file)
    pq.write_table(table.slice(1), file)


@pytest.mark.parametrize("spoil", [cut, flip, swap, Path.unlink, lambda f: f.write_bytes(b"")])
def test_damaged_parquet_is_named_by_its_folder(tmp_path: Path, spoil):
    catalog = imported(tmp_path, [PARENT])
    imported(tmp_path, [CHILD, model("a/other")])
    folder = Store(tmp_path / "store").imports()[1]
    spoil(folder / "models.parquet")
    for act in (catalog.rebuild, lambda: imported(tmp_path, [model("a/new")])):
        with pytest.raises(StoreFailed, match=r"records in .* are damaged") as error:
            act()
        assert error.value.values["path"] == str(folder)
        assert "Remove that folder" in error.value.advice()
        assert models(tmp_path) == 3
    shutil.rmtree(folder)
    imported(tmp_path, [CHILD, model("a/other")])
    assert models(tmp_path) >= 3


def test_a_manifest_counts_the_rows_of_its_files(tmp_path: Path):
    imported(tmp_path, [PARENT, CHILD])
    lines(tmp_path / "said.jsonl", [statement("a/child", "a/parent", "finetune")])
    with filiation.open(tmp_path / "store") as catalog:
        catalog.import_files([lines(tmp_path / "again.jsonl", [PARENT]), tmp_path / "said.jsonl"], now=NOW)
    first, second = (
        msgspec.json.decode((f / "manifest.json").read_bytes())["parts"] for f in Store(tmp_path / "store").imports()
    )
    assert first == {"models.parquet": 2}
    assert second == {"models.parquet": 0, "seen.parquet": 1, "statements.parquet": 1}
