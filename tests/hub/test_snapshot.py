"""Parquet in the shape of the public hub-stats dataset."""

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from filiation.errors import SourceFailed
from filiation.facts.vocabulary import Kind
from filiation.hub import snapshot
from filiation.hub.listing import MAX_TAGS
from filiation.hub.problems import Problems


def written(file: Path, query: str) -> Path:
    with duckdb.connect() as con:
        con.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return file


STATS = """
    SELECT '66aa66aa66aa66aa66aa66aa' AS _id, 'a/child' AS id, 'a' AS author, '{"base_model": "a/base"}' AS "cardData",
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
    assert (row["kind"], row["id"], row["hub_id"], row["downloads"]) == ("model", "a/child", "66aa" * 6, 12)
    assert row["created"].isoformat() == "2024-05-06T07:08:09"
    assert row["tags"] == ["base_model:a/base", "license:mit"]
    assert row["files"] == ["README.md", "adapter_config.json"]
    assert json.loads(row["base_models"]) == {"relation": "adapter", "models": [{"_id": "77", "id": "a/base"}]}
    assert json.loads(row["card"]) == {"base_model": "a/base"}
    assert json.loads(row["extra"])["safetensors"] == {"total": 7}
    assert row["gated"] is None
    assert not problems.summary()


def test_what_is_no_number_of_the_hub_joins_no_repositories(tmp_path: Path):
    numbers = f"'66', '{'f' * 24}', '{'F' * 24}', NULL"
    query = f"SELECT 'a/b' AS id, ['x'] AS tags, unnest([{numbers}]) AS _id, 'm' AS library_name"
    problems = Problems()
    (table,) = snapshot.read(written(tmp_path / "m.parquet", query), None, problems)
    assert table.column("hub_id").to_pylist() == [None, "f" * 24, None, None]
    assert [(s.reason, s.count) for s in problems.summary()] == [("field that is not what its name promises", 2)]
    assert json.loads(table.column("extra")[0].as_py())["_id"] == "66"


def test_a_dot_is_no_name(tmp_path: Path):
    query = "SELECT unnest(['a/.', 'a/b.', './b', 'a/-', 'a/..']) AS id, ['x'] AS tags, 'm' AS library_name"
    (table,) = snapshot.read(written(tmp_path / "m.parquet", query), None, Problems())
    assert table.column("id").to_pylist() == ["a/b.", "a/-"]


def test_bad_ids_are_counted_with_their_rows(tmp_path: Path):
    query = "SELECT unnest(['a/b', NULL, '<b>x</b>', '../x', 'c/d']) AS id, ['x'] AS tags, 'm' AS library_name"
    problems = Problems()
    tables = list(snapshot.read(written(tmp_path / "m.parquet", query), None, problems))
    assert [i for t in tables for i in t.column("id").to_pylist()] == ["a/b", "c/d"]
    found = {s.reason: (s.count, [e.rsplit(":", 2)[1:] for e in s.examples]) for s in problems.summary()}
    assert found["record without id"][0] == 1
    assert found["not an id that the Hub can have"] == (2, [["3", " <b>x</b>"], ["4", " ../x"]])


def test_nothing_is_handed_on_where_no_record_can_be_taken(tmp_path: Path):
    problems = Problems()
    file = written(tmp_path / "m.parquet", "SELECT NULL::VARCHAR AS id, ['x'] AS tags FROM range(3)")
    assert not list(snapshot.read(file, Kind.MODEL, problems))
    assert reasons(problems) == {"record without id": 3}
    assert not list(snapshot.read(written(tmp_path / "m.parquet", f"{STATS} LIMIT 0"), None, problems))


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
    assert json.loads(table.column("extra")[0].as_py()) == {"cardData": '{"a"'}
    assert table.column("extra").to_pylist()[1:] == [None, None]


def named(file: Path, name: str, **more: list[object]) -> Path:
    """Write a snapshot of one record that has a column of this name."""
    pq.write_table(pa.table({"id": ["a/b"], "tags": [["x"]], "likes": [1], name: ["v"], **more}), file)
    return file


def reasons(problems: Problems) -> dict[str, int]:
    return {s.reason: s.count for s in problems.summary()}


@pytest.mark.parametrize(
    "name",
    [
        (
            "x\" := 1)) AS VARCHAR) AS extra FROM source; COPY (SELECT 'owned' AS x) TO '{out}' (FORMAT csv); "
            "SELECT 'model' AS kind, * FROM source --"
        ),
        "x\" := (SELECT content FROM read_text('/etc/passwd')))) AS VARCHAR) AS extra FROM source --",
        "x', (SELECT content FROM read_text('/etc/passwd'))) --",
        'we"ird',
        "it's",
        "file_row_number",
        "c0",
        "ok",
        "ID",
        "$1",
    ],
)
def test_names_of_columns_are_never_read_as_orders(tmp_path: Path, name: str):
    name = name.replace("{out}", str(tmp_path / "owned"))
    (table,) = snapshot.read(named(tmp_path / "m.parquet", name), Kind.MODEL, Problems())
    assert table.column("id").to_pylist() == ["a/b"]
    assert json.loads(table.column("extra")[0].as_py()) == {name: "v"}
    assert not (tmp_path / "owned").exists()


def test_the_engine_can_open_no_file(tmp_path: Path):
    (tmp_path / "x.csv").write_text("a\n1\n")
    with duckdb.connect(config=dict(snapshot._ALONE)) as con:
        for order in (f"FROM '{tmp_path}/x.csv'", f"COPY (SELECT 1) TO '{tmp_path}/y'", "SET enable_external_access=1"):
            with pytest.raises(duckdb.Error):
                con.execute(order)


def test_a_star_in_a_file_name_stands_for_itself(tmp_path: Path):
    named(tmp_path / "pq.parquet", "x")
    (table,) = snapshot.read(named(tmp_path / "p*.parquet", "x"), Kind.MODEL, Problems())
    assert table.num_rows == 1


def test_what_does_not_fit_its_column_is_counted_and_kept(tmp_path: Path):
    file = tmp_path / "m.parquet"
    columns = {
        "id": ["a/b", "a/c", None, "a/d"],
        "tags": [["x"], [f"t{n}" for n in range(MAX_TAGS + 1)], ["x"], None],
        "downloads": [2**53, 2**53 + 1, -1, -1],
        "likes": ["3", "many", "many", None],
        "createdAt": ["2024-01-12T03:24:12.000Z", "yesterday", "yesterday", "2024-01-12"],
        "cardData": ['{"a": 1}', '{"a"', '{"a"', '["x"]'],
        "config": ["null", "{}", None, "5"],
        "pipeline_tag": [{"x": 1}, None, None, None],
    }
    pq.write_table(pa.table(columns), file)
    problems = Problems()
    (table,) = snapshot.read(file, None, problems)
    one, two, three = table.to_pylist()
    assert (one["downloads"], one["likes"], one["card"], one["task"]) == (2**53, 3, '{"a": 1}', None)
    assert json.loads(one["extra"]) == {"pipeline_tag": {"x": 1}}
    assert (two["downloads"], two["likes"], two["created"], two["card"]) == (None, None, None, None)
    assert len(two["tags"]) == MAX_TAGS
    kept = json.loads(two["extra"])
    assert len(kept.pop("tags")) == MAX_TAGS + 1
    assert kept == {"downloads": 2**53 + 1, "likes": "many", "createdAt": "yesterday", "cardData": '{"a"'}
    assert json.loads(three["extra"]) == {"downloads": -1, "cardData": '["x"]', "config": "5"}
    assert reasons(problems) == {
        "record without id": 1,
        "field that is not what its name promises": 7,
        "date that cannot be read": 1,
        "tags beyond the limit": 1,
    }
    places = {s.reason: s.examples for s in problems.summary()}
    assert places["date that cannot be read"] == (f"{file}:2: createdAt: yesterday",)
    assert f"{file}:4: downloads: -1" in places["field that is not what its name promises"]


@pytest.mark.parametrize("tags", [["a,b"], [5], [[1]]])
def test_tags_of_another_type_are_counted(tmp_path: Path, tags: list[object]):
    pq.write_table(pa.table({"id": ["a/b"], "tags": tags}), tmp_path / "m.parquet")
    problems = Problems()
    (table,) = snapshot.read(tmp_path / "m.parquet", Kind.MODEL, problems)
    assert table.column("tags").to_pylist() == [None]
    assert json.loads(table.column("extra")[0].as_py()) == {"tags": tags[0]}
    assert reasons(problems) == {"field that is not what its name promises": 1}


def test_moments_are_in_utc_and_of_years_that_dates_have(tmp_path: Path):
    moments = pa.array([1_705_029_852_123_456, 2**62], pa.timestamp("us", "America/New_York"))
    pq.write_table(pa.table({"id": ["a/b", "a/c"], "tags": [["x"]] * 2, "createdAt": moments}), tmp_path / "m.parquet")
    problems = Problems()
    (table,) = snapshot.read(tmp_path / "m.parquet", Kind.MODEL, problems)
    first, second = table.column("created").to_pylist()
    assert first.isoformat() == "2024-01-12T03:24:12.123000"
    assert second is None
    assert reasons(problems) == {"date that cannot be read": 1}


def test_rows_are_numbered_through_all_batches_in_their_order(tmp_path: Path):
    count = 120_000
    ids = [f"a/m{n}" if n != 110_000 else "no id" for n in range(count)]
    rows = {"id": ids, "tags": [["x"]] * count, "safetensors": [{"total": n} for n in range(count)]}
    pq.write_table(pa.table(rows), tmp_path / "m.parquet", row_group_size=7_001)
    problems = Problems()
    tables = list(snapshot.read(tmp_path / "m.parquet", Kind.MODEL, problems))
    assert [i for t in tables for i in t.column("id").to_pylist()] == [i for i in ids if i != "no id"]
    last = tables[-1].slice(tables[-1].num_rows - 1).to_pylist()[0]
    assert json.loads(last["extra"]) == {"safetensors": {"total": count - 1}}
    assert problems.summary()[0].examples == (f"{tmp_path}/m.parquet:110001: no id",)


def test_text_that_is_no_utf8_is_named(tmp_path: Path):
    broken = pa.array([b"\xff\xfe"], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"id": ["a/b"], "tags": [["x"]], "cardData": broken}), tmp_path / "m.parquet")
    with pytest.raises(SourceFailed, match="cannot be read as Parquet"):
        list(snapshot.read(tmp_path / "m.parquet", Kind.MODEL, Problems()))


def test_sizes_of_files_are_kept(tmp_path: Path):
    siblings = [[{"rfilename": "a.gguf", "size": 5}]]
    pq.write_table(pa.table({"id": ["a/b"], "tags": [["x"]], "siblings": siblings}), tmp_path / "m.parquet")
    (table,) = snapshot.read(tmp_path / "m.parquet", Kind.MODEL, Problems())
    assert table.column("files").to_pylist() == [["a.gguf"]]
    assert json.loads(table.column("extra")[0].as_py()) == {"siblings": siblings[0]}
