"""What files tell, by the table of contents: equal contents are read once, and said once of each repository."""

import json
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha1
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from tests.making import NOW, imported, inspected, model

from filiation.evidence import from_files
from filiation.evidence.from_files import read_contents

DAY = datetime.fromisoformat("2024-01-01")
BASE = "base/B"


def settings(**more: Any) -> bytes:
    return json.dumps({"_name_or_path": BASE, **more}).encode()


def build(files: Iterable[tuple[int, str, bytes, int, bool]]) -> duckdb.DuckDBPyConnection:
    """Return a build with files: the model to which each belongs, path, body, day, and whether it is there now."""
    con = duckdb.connect(config={"threads": 1})
    rows = [
        (place, key, path, len(body), sha1(body).hexdigest(), day, current, body)
        for place, (key, path, body, day, current) in enumerate(files)
    ]
    names = ("content", "key", "path", "size", "blob", "day", "current", "body")
    found = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    con.register("found", found)
    con.execute(
        f"""CREATE TABLE contents AS
        SELECT content::INTEGER AS content, key::INTEGER AS key, path, size, NULL::VARCHAR AS sha256, blob,
               NULL::VARCHAR AS revision, NULL::VARCHAR AS fault, DATE '{DAY:%Y-%m-%d}' + day::INTEGER AS first_seen,
               DATE '{DAY:%Y-%m-%d}' + day::INTEGER AS last_seen, current,
               min(content) OVER (PARTITION BY blob) AS bearer FROM found;
        CREATE TABLE bodies AS
        SELECT content AS reading, body FROM found SEMI JOIN contents ON bearer = found.content;
        CREATE TABLE entities AS SELECT DISTINCT key, 'model' AS kind, 'me/m' || key AS id FROM contents"""
    )
    con.unregister("found")
    return con


def said(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT child, raw, location FROM file_clues ORDER BY ALL").fetchall()


def test_equal_contents_are_read_once_and_told_of_each(monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    whole = from_files.read

    def counted(path: str, *rest: Any) -> Any:
        read.append(path)
        return whole(path, *rest)

    monkeypatch.setattr(from_files, "read", counted)
    body = settings()
    with build([(1, "config.json", body, 0, True), (2, "config.json", body, 0, True)]) as con:
        read_contents(con)
        assert said(con) == [(key, BASE, "config.json: _name_or_path") for key in (1, 2)]
    assert read == ["config.json"]


def test_a_card_is_read_for_each_that_bears_it(monkeypatch: pytest.MonkeyPatch):
    bearers: list[str] = []
    whole = from_files.read

    def noted(path: str, body: bytes, size: int, repository: str) -> Any:
        bearers.append(repository)
        return whole(path, body, size, repository)

    monkeypatch.setattr(from_files, "read", noted)
    with build([(1, "README.md", b"# x", 0, True), (2, "README.md", b"# x", 0, True)]) as con:
        read_contents(con)
    assert sorted(bearers) == ["me/m1", "me/m2"]


def test_what_two_contents_of_a_file_say_alike_is_one_clue_for_all_their_time():
    before, after = settings(), settings(x=1)
    with build([(1, "config.json", before, 0, False), (1, "config.json", after, 9, True)]) as con:
        read_contents(con)
        ((first, last, current),) = con.execute("SELECT first_seen, last_seen, current FROM file_clues").fetchall()
    assert (first, last, current) == (DAY.date(), (DAY + timedelta(days=9)).date(), True)


def test_what_cannot_be_read_in_two_contents_of_a_file_is_one_fault():
    with build([(1, "config.json", b"{", 0, False), (1, "config.json", b"{{", 9, True)]) as con:
        read_contents(con)
        assert con.execute("SELECT child, path, current FROM file_faults").fetchall() == [(1, "config.json", True)]


def test_many_files_of_one_name_take_time_by_their_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(from_files, "_BATCH", 10_000)
    number = 30_000
    bodies = ((key, "sentence_bert_config.json", b"%d" % key, 0, True) for key in range(number))
    with build(bodies) as con:
        from_files._tables(con)
        monkeypatch.setattr(from_files, "_tables", lambda _: None)
        monkeypatch.setattr(from_files, "_rows", lambda _: iter(()))
        con.execute(
            "INSERT INTO read_clues SELECT content, 'r', 'model', 'x', NULL, 'y', NULL, NULL FROM contents ORDER BY 1"
        )
        start = time.process_time()
        read_contents(con)
        assert time.process_time() - start < 2
        assert len(said(con)) == number


def test_a_model_inspected_twice_tells_each_clue_once(tmp_path: Path):
    imported(tmp_path, [model(BASE), model("me/child", f"base_model:finetune:{BASE}")])
    inspected(tmp_path, {"me/child": {"config.json": settings()}})
    with inspected(tmp_path, {"me/child": {"config.json": settings(x=1)}}, now=NOW + timedelta(days=2)) as found:
        (link,) = found.evidence("me/child").links
    (clue,) = [one for one in link.clues if one.location == "config.json: _name_or_path"]
    assert (clue.first_seen, clue.seen, clue.gone) == (NOW.date(), (NOW + timedelta(days=2)).date(), False)
