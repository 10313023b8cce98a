"""Whole-Hub snapshots as Parquet, in the shape of the public hub-stats dataset, read column by column."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from filiation.errors import SourceFailed
from filiation.facts.tables import RECORDS
from filiation.facts.vocabulary import Kind
from filiation.hub.listing import BATCH, MAX_TAGS, VALID_ID
from filiation.hub.problems import Problems
from filiation.locale import mark

_MAGIC = b"PAR1"
_ID = VALID_ID.pattern.removeprefix(r"(?!.*\.\.)")  # DuckDB's expressions do not look ahead

_PLAIN = {
    "hub_id": "_id",
    "author": "author",
    "created": "createdAt",
    "modified": "lastModified",
    "sha": "sha",
    "private": "private",
    "disabled": "disabled",
    "downloads": "downloads",
    "downloads_all_time": "downloadsAllTime",
    "likes": "likes",
    "task": "pipeline_tag",
    "library": "library_name",
}
_MODEL_SIGNS = {"pipeline_tag", "library_name", "baseModels", "safetensors"}
_DATASET_SIGNS = {"description", "citation", "paperswithcode_id", "mainSize"}
_SQL_TYPE = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.timestamp("ms"): "TIMESTAMP",
}


def is_parquet(file: Path) -> bool:
    """Whether the file begins as Parquet files do."""
    try:
        with file.open("rb") as stored:
            return stored.read(4) == _MAGIC
    except OSError:
        return False  # the reader of text says what is wrong with it


def read(file: Path, kind: Kind | None, problems: Problems) -> Iterator[pa.Table]:
    """Yield the records of a snapshot as tables of `facts.tables.RECORDS`.

    Raises SourceFailed when the file is damaged or is Parquet of another shape.
    """
    with duckdb.connect() as con:
        try:
            source = con.read_parquet(str(file), file_row_number=True)
            columns = dict(zip(source.columns, [str(t) for t in source.types], strict=True))
            _check(file, columns)
            kind = kind or _kind_of(file, columns)
            con.register("source", source)
            _note_bad_ids(con, file, problems)
            select = ", ".join(f"{_expression(name, columns)} AS {name}" for name in RECORDS.names[1:])
            rows = con.sql(f"SELECT '{kind}' AS kind, {select} FROM source WHERE {_good_id()}")
            for batch in rows.to_arrow_reader(BATCH):
                yield pa.Table.from_batches([batch]).cast(RECORDS)
        except duckdb.Error as error:
            raise SourceFailed(
                mark("{path} cannot be read as Parquet: {error}"),
                mark("Fetch or copy the file again; nothing of this import was stored."),
                path=str(file),
                error=str(error).splitlines()[0],
            ) from error


def _check(file: Path, columns: dict[str, str]) -> None:
    if columns.get("id") != "VARCHAR" or not columns.keys() & {"tags", "baseModels", "cardData"}:
        raise SourceFailed(
            mark("{path} is Parquet, but not of a shape that is known: its columns are {columns}."),
            mark("A snapshot of the Hub has a text column id, and tags, baseModels or cardData."),
            path=str(file),
            columns=", ".join(name for name in columns if name != "file_row_number")[:300],
        )


def _kind_of(file: Path, columns: dict[str, str]) -> Kind:
    models, datasets = bool(columns.keys() & _MODEL_SIGNS), bool(columns.keys() & _DATASET_SIGNS)
    if models != datasets:
        return Kind.MODEL if models else Kind.DATASET
    raise SourceFailed(
        mark("It cannot be told whether {path} holds models or datasets."),
        mark("Say so with --kind models or --kind datasets."),
        path=str(file),
    )


def _good_id() -> str:
    return f"id IS NOT NULL AND regexp_full_match(id, '{_ID}') AND NOT contains(id, '..')"


def _note_bad_ids(con: duckdb.DuckDBPyConnection, file: Path, problems: Problems) -> None:
    for reason, test in (
        (mark("record without id"), "id IS NULL"),
        (mark("not an id that the Hub can have"), f"id IS NOT NULL AND NOT ({_good_id()})"),
    ):
        examples = con.execute(
            f"SELECT file_row_number + 1, coalesce(id, ''), count(*) OVER () FROM source WHERE {test} LIMIT 5"
        ).fetchall()
        for place, (row, text, count) in enumerate(examples):
            # The first place carries the whole count, the others are only named.
            problems.note(reason, file, str(row), text, count=0 if place else count)


def _expression(name: str, columns: dict[str, str]) -> str:
    """The SQL that makes column `name` of RECORDS from the snapshot's columns, whatever their types."""
    if name == "id":
        return "id"
    if name in _PLAIN:
        return _cast(_PLAIN[name], _SQL_TYPE[RECORDS.field(name).type], columns)
    if name == "gated":
        return "lower(CAST(gated AS VARCHAR))" if "gated" in columns else "NULL"
    if name == "tags":
        return f"list_slice(tags, 1, {MAX_TAGS})" if columns.get("tags") == "VARCHAR[]" else "NULL"
    if name == "files":
        return _files(columns)
    if name == "extra":
        return _extra(columns)
    return _json({"card": "cardData", "config": "config", "base_models": "baseModels"}[name], columns)


def _cast(column: str, sql_type: str, columns: dict[str, str]) -> str:
    return f'TRY_CAST("{column}" AS {sql_type})' if column in columns else f"CAST(NULL AS {sql_type})"


def _json(column: str, columns: dict[str, str]) -> str:
    if column not in columns:
        return "CAST(NULL AS VARCHAR)"
    if columns[column] == "VARCHAR":
        return f'CASE WHEN json_valid("{column}") AND "{column}" <> \'null\' THEN "{column}" END'
    return f'CASE WHEN "{column}" IS NOT NULL THEN CAST(to_json("{column}") AS VARCHAR) END'


def _files(columns: dict[str, str]) -> str:
    kind = columns.get("siblings", "")
    if kind == "VARCHAR[]":
        return "siblings"
    if kind.startswith("STRUCT") and "rfilename" in kind and kind.endswith("[]"):
        return "list_transform(siblings, lambda s: s.rfilename)"
    return "CAST(NULL AS VARCHAR[])"


def _extra(columns: dict[str, str]) -> str:
    known = {*_PLAIN.values(), "id", "gated", "tags", "siblings", "cardData", "config", "baseModels"}
    rest = [name for name in columns if name not in known and name != "file_row_number"]
    if not rest:
        return "CAST(NULL AS VARCHAR)"
    pack = ", ".join(f'"{name}" := "{name}"' for name in rest)
    return f"CAST(to_json(struct_pack({pack})) AS VARCHAR)"
