"""Parquet in the shape of the public hub-stats dataset."""

import json
from pathlib import Path

import duckdb
import pytest

from filiation.errors import SourceFailed
from filiation.facts.vocabulary import Kind
from filiation.hub import snapshot
from filiation.hub.problems import Problems


def written(file: Path, query: str) -> Path:
    with duckdb.connect() as con:
        con.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return file


STATS = """
    SELECT '66aa' AS _id, 'a/child' AS id, 'a' AS author, '{"base_model": "a/base"}' AS "cardData",
           '{"peft": {"base_model_name_or_path": "a/base"}}' AS config, TIMESTAMP '2024-05-06 07:08:09' AS "createdAt",
           TIMESTAMP '2024-06-01 00:00:00' AS "lastModified", 12::BIGINT AS downloads, 15::BIGINT AS "downloadsAllTime",
           3::BIGINT AS likes, 0.5 AS "trendingScore", 'text-generation' AS pipeline_tag, 'peft' AS library_name,
           ['base_model:a/base', 'license:mit'] AS tags, ['README.md', 'adapter_config.json'] AS siblings,
           {'total': 7::BIGINT} AS safetensors, {'total': NULL::BIGINT, 'architecture': NULL::VARCHAR} AS gguf,
           {'relation': 'adapter', 'models': [{'_id': '77', 'id': 'a/base'}]} AS "baseModels"
"""


def test_every_column_finds_its_place(tmp_path: Path):
    problems = Problems()
    (table,) = snapshot.read(written(tmp_path / "models.parquet", STATS), None, problems)
    (row,) = table.to_pylist()
    assert (row["kind"], row["id"], row["hub_id"], row["downloads"]) == ("model", "a/child", "66aa", 12)
    assert row["created"].isoformat() == "2024-05-06T07:08:09"
    assert row["tags"] == ["base_model:a/base", "license:mit"]
    assert row["files"] == ["README.md", "adapter_config.json"]
    assert json.loads(row["base_models"]) == {"relation": "adapter", "models": [{"_id": "77", "id": "a/base"}]}
    assert json.loads(row["card"]) == {"base_model": "a/base"}
    assert json.loads(row["extra"])["safetensors"] == {"total": 7}
    assert row["gated"] is None
    assert not problems.summary()


def test_bad_ids_are_counted_with_their_rows(tmp_path: Path):
    query = "SELECT unnest(['a/b', NULL, '<b>x</b>', '../x', 'c/d']) AS id, ['x'] AS tags, 'm' AS library_name"
    problems = Problems()
    tables = list(snapshot.read(written(tmp_path / "m.parquet", query), None, problems))
    assert [i for t in tables for i in t.column("id").to_pylist()] == ["a/b", "c/d"]
    found = {s.reason: (s.count, [e.rsplit(":", 2)[1:] for e in s.examples]) for s in problems.summary()}
    assert found["record without id"][0] == 1
    assert found["not an id that the Hub can have"] == (2, [["3", " <b>x</b>"], ["4", " ../x"]])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT 1 AS a, 2 AS b", "not of a shape that is known: its columns are a, b"),
        ("SELECT 5 AS id, ['x'] AS tags", "not of a shape that is known"),
        ("SELECT 'a/b' AS id, ['x'] AS tags", "models or datasets"),
    ],
)
def test_another_schema_is_named(tmp_path: Path, query: str, said: str):
    with pytest.raises(SourceFailed, match=said):
        list(snapshot.read(written(tmp_path / "x.parquet", query), None, Problems()))


def test_kind_is_told_by_columns_or_by_the_user(tmp_path: Path):
    file = written(tmp_path / "d.parquet", "SELECT 'a/b' AS id, ['x'] AS tags, 'text' AS description")
    assert next(snapshot.read(file, None, Problems())).column("kind").to_pylist() == ["dataset"]
    bare = written(tmp_path / "x.parquet", "SELECT 'a/b' AS id, ['x'] AS tags")
    assert next(snapshot.read(bare, Kind.MODEL, Problems())).column("kind").to_pylist() == ["model"]


@pytest.mark.parametrize("cut", [5, 100, -9])
def test_damaged_parquet_is_named(tmp_path: Path, cut: int):
    file = written(tmp_path / "models.parquet", STATS)
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(SourceFailed, match="cannot be read as Parquet"):
        list(snapshot.read(file, None, Problems()))


def test_cards_that_are_no_json_are_left_empty(tmp_path: Path):
    query = """SELECT 'a/b' AS id, ['x'] AS tags, 'm' AS library_name, unnest(['{"a"', 'null', NULL]) AS "cardData" """
    (table,) = snapshot.read(written(tmp_path / "m.parquet", query), None, Problems())
    assert table.column("card").to_pylist() == [None, None, None]
