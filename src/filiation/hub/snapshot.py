"""Whole-Hub snapshots as Parquet, in the shape of the public hub-stats dataset, read column by column.

The names and types of a file's columns are a stranger's words. So the columns are renamed by their places before
any SQL sees them, a name only ever enters a statement as a bound value, and the engine can open no file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from filiation.errors import SourceFailed
from filiation.facts.tables import RECORDS
from filiation.facts.vocabulary import Kind
from filiation.hub.listing import BATCH, HUB_ID, MAX_COUNT, MAX_TAGS, VALID_ID
from filiation.hub.problems import Problems
from filiation.locale import mark

_MAGIC = b"PAR1"
_ID = VALID_ID.pattern.removeprefix(r"(?!.*\.\.)")  # DuckDB's expressions do not look ahead
_CHUNK = 8192  # the engine shares a batch among its threads by chunks
_ALONE: Mapping[str, str] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",  # batches pass through, nothing has to wait outside the memory
    "lock_configuration": "true",
}

_SOURCE = {
    "hub_id": "_id",
    "author": "author",
    "created": "createdAt",
    "modified": "lastModified",
    "sha": "sha",
    "private": "private",
    "disabled": "disabled",
    "gated": "gated",
    "downloads": "downloads",
    "downloads_all_time": "downloadsAllTime",
    "likes": "likes",
    "task": "pipeline_tag",
    "library": "library_name",
    "tags": "tags",
    "card": "cardData",
    "config": "config",
    "base_models": "baseModels",
    "files": "siblings",
}
COLUMNS = frozenset(("id", *_SOURCE.values()))
"""The columns of a snapshot that are read."""

_MODEL_SIGNS = {"pipeline_tag", "library_name", "baseModels", "safetensors"}
_DATASET_SIGNS = {"description", "citation", "paperswithcode_id", "mainSize"}
_SQL_TYPE = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.timestamp("ms"): "TIMESTAMP_MS",
    pa.list_(pa.string()): "VARCHAR[]",
}
_TEXT_LISTS = ("VARCHAR[]", '"NULL"[]')  # a list that is empty in all rows has no type
_PATHS = "STRUCT(rfilename VARCHAR)[]"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the snapshot: the name that it has in our SQL, and its type there."""

    sql: str
    type: str

    @property
    def nested(self) -> bool:
        return self.type.startswith(("STRUCT", "MAP", "UNION")) or self.type.endswith("]")


@dataclass(frozen=True, slots=True)
class _Fault:
    """Something that a row can have wrong: the test, and the SQL of what to show; `field` names the column."""

    reason: str
    test: str
    shown: str
    field: str = ""


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
    try:
        with pq.ParquetFile(file) as stored, duckdb.connect(config=dict(_ALONE)) as con:
            columns = _columns(con, stored.schema_arrow)
            _check(file, columns)
            faults = _faults(columns)
            query, names = _query(kind or _kind_of(file, columns), columns, faults)
            row, chunks = 1, stored.iter_batches(_CHUNK)
            while batch := [_by_place(chunk) for chunk in islice(chunks, BATCH // _CHUNK)]:
                con.register("source", pa.Table.from_batches(batch))
                found = con.sql(query, params=names).to_arrow_table()
                con.unregister("source")
                _note(found, faults, row, file, problems)
                row += len(found)
                records = found.filter(found.column("ok")).select(RECORDS.names).cast(RECORDS)
                if records.num_rows:
                    yield records
    except (duckdb.Error, pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise SourceFailed(
            mark("{path} cannot be read as Parquet: {error}"),
            mark("Fetch or copy the file again; nothing of this import was stored."),
            path=str(file),
            error=(str(error).splitlines() or [type(error).__name__])[0],
        ) from error


def _by_place(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the batch with columns named c0, c1, ..., its text checked, its moments in UTC."""
    batch.validate(full=True)  # the engine takes text from Arrow as it is, even what is no UTF-8
    arrays = [_plain(array) for array in batch.columns]
    return pa.RecordBatch.from_arrays(arrays, [f"c{n}" for n in range(len(arrays))])


def _plain(array: "pa.Array[Any]") -> "pa.Array[Any]":
    if pa.types.is_timestamp(array.type) and array.type.tz is not None:
        return array.cast(pa.timestamp(array.type.unit))
    if pa.types.is_nested(array.type) and array.offset:
        return array.take(np.arange(len(array)))  # the engine refuses structs that begin within a buffer
    return array


def _columns(con: duckdb.DuckDBPyConnection, schema: pa.Schema) -> dict[str, _Column]:
    """Return the file's columns by name (the first, where a name is there twice)."""
    shape = pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)
    con.register("source", pa.Table.from_batches([_by_place(shape)]))
    types = con.table("source").types
    con.unregister("source")
    named = [(n, _Column(f"c{i}", str(t))) for i, (n, t) in enumerate(zip(schema.names, types, strict=True))]
    return dict(reversed(named))


def _check(file: Path, columns: dict[str, _Column]) -> None:
    if (
        "id" not in columns
        or columns["id"].type != "VARCHAR"
        or not columns.keys() & {"tags", "baseModels", "cardData"}
    ):
        raise SourceFailed(
            mark("{path} is Parquet, but not of a shape that is known: its columns are {columns}."),
            mark("A snapshot of the Hub has a text column id, and tags, baseModels or cardData."),
            path=str(file),
            columns=", ".join(reversed(columns))[:300],
        )


def _kind_of(file: Path, columns: dict[str, _Column]) -> Kind:
    models, datasets = bool(columns.keys() & _MODEL_SIGNS), bool(columns.keys() & _DATASET_SIGNS)
    if models != datasets:
        return Kind.MODEL if models else Kind.DATASET
    raise SourceFailed(
        mark("It cannot be told whether {path} holds models or datasets."),
        mark("Say so with --kind models or --kind datasets."),
        path=str(file),
    )


def _faults(columns: dict[str, _Column]) -> list[_Fault]:
    """What is looked for in every row: first the faults that cost the record, then those that cost a field."""
    own = columns["id"].sql
    faults = [
        _Fault(mark("record without id"), f"{own} IS NULL", "''"),
        _Fault(mark("not an id that the Hub can have"), f"{own} IS NOT NULL AND NOT ok", own),
    ]
    for name, source in _SOURCE.items():
        column = columns.get(source)
        if column is None or _always_fits(name, column):
            continue
        dated = name in ("created", "modified")
        reason = mark("date that cannot be read") if dated else mark("field that is not what its name promises")
        test = f"ok AND {column.sql} IS NOT NULL AND {name} IS NULL"
        if name in ("card", "config", "base_models") and column.type == "VARCHAR":
            test += f" AND {column.sql} <> 'null'"
        faults.append(_Fault(reason, test, column.sql, source))
    if "tags" in columns and columns["tags"].type in _TEXT_LISTS:
        size = f"len({columns['tags'].sql})"
        faults.append(_Fault(mark("tags beyond the limit"), f"ok AND {size} > {MAX_TAGS}", size, "tags"))
    return faults


def _always_fits(name: str, column: _Column) -> bool:
    """Whether no value of the column can be refused, so that nothing need be looked for."""
    if name in ("card", "config", "base_models"):
        return column.nested
    if name in ("files", "tags"):
        return column.type in _TEXT_LISTS
    return name != "hub_id" and column.type == _SQL_TYPE[RECORDS.field(name).type] != "BIGINT"


def _query(kind: Kind, columns: dict[str, _Column], faults: list[_Fault]) -> tuple[str, list[str]]:
    """The SQL that makes RECORDS, `ok` and one column for each fault from a batch, and the values bound in it."""
    own = columns["id"].sql
    ok = f"coalesce(regexp_full_match({own}, '{_ID}') AND NOT contains({own}, '..'), false) AS ok"
    values = [f"{_value(name, columns.get(source))} AS {name}" for name, source in _SOURCE.items()]
    extra, names = _extra(columns, faults)
    found = [f"CASE WHEN {f.test} THEN left(CAST({f.shown} AS VARCHAR), 120) END AS f{n}" for n, f in enumerate(faults)]
    inner = f"SELECT *, {ok}, {', '.join(values)} FROM source"
    outer = f"'{kind}' AS kind, {own} AS id, {', '.join(_SOURCE)}, {extra} AS extra, ok, {', '.join(found)}"
    return f"SELECT {outer} FROM ({inner})", names


def _note(found: pa.Table, faults: list[_Fault], first: int, file: Path, problems: Problems) -> None:
    """Note the faults of a batch of which the first row is number `first`."""
    for number, fault in enumerate(faults):
        shown = found.column(f"f{number}")
        count = len(shown) - shown.null_count
        if not count:
            continue
        rows: list[int] = pc.indices_nonzero(pc.is_valid(shown)).slice(0, 5).to_numpy().tolist()
        for place, row in enumerate(rows):
            text = f"{fault.field}: {shown[row].as_py()}" if fault.field else shown[row].as_py()
            # The first place carries the whole count, the others are only named.
            problems.note(fault.reason, file, str(first + row), text, count=0 if place else count)


def _value(name: str, column: _Column | None) -> str:
    """The SQL that makes column `name` of RECORDS, null where the snapshot holds nothing that can be taken."""
    sql_type = _SQL_TYPE[RECORDS.field(name).type]
    missing = f"CAST(NULL AS {sql_type})"
    if column is None:
        return missing
    if name in ("card", "config", "base_models"):
        return _json(column, list_too=name == "base_models")
    if name == "files" and column.type.startswith("STRUCT(") and column.type.endswith("[]"):
        return f"list_transform({column.sql}, lambda s: s.rfilename)" if "rfilename VARCHAR" in column.type else missing
    if name in ("files", "tags"):
        whole = f"CAST({column.sql} AS VARCHAR[])"
        return f"list_slice({whole}, 1, {MAX_TAGS})" if column.type in _TEXT_LISTS else missing
    if column.nested:
        return missing
    cast = f"TRY_CAST({column.sql} AS {sql_type})"
    if sql_type == "BIGINT":
        return f"CASE WHEN {cast} BETWEEN 0 AND {MAX_COUNT} THEN {cast} END"
    if sql_type == "TIMESTAMP_MS":  # the years that Python's dates can have
        return f"CASE WHEN {cast} >= '0001-01-01' AND {cast} < '9999-12-31' THEN {cast} END"
    if name == "hub_id":
        return f"CASE WHEN regexp_full_match({cast}, '{HUB_ID.pattern}') THEN {cast} END"
    return f"lower({cast})" if name == "gated" else cast


def _json(column: _Column, *, list_too: bool) -> str:
    if column.type == "VARCHAR":
        begin = r"[\[{]" if list_too else r"\{"
        text = f"json_valid({column.sql}) AND regexp_matches({column.sql}, '^\\s*{begin}')"
        return f"CASE WHEN {text} THEN {column.sql} END"
    if column.nested:
        return f"CASE WHEN {column.sql} IS NOT NULL THEN CAST(to_json({column.sql}) AS VARCHAR) END"
    return "CAST(NULL AS VARCHAR)"


def _extra(columns: dict[str, _Column], faults: list[_Fault]) -> tuple[str, list[str]]:
    """The SQL of all that has no column of its own or could not be put there, and the names to bind in it."""
    known = {"id", *_SOURCE.values()}
    if columns.get("siblings", _Column("", _PATHS)).type not in (_PATHS, *_TEXT_LISTS):
        known.remove("siblings")  # sizes and sums of files
    rest = [name for name in reversed(columns) if name not in known]
    pairs = ", ".join(f"CAST(${n} AS VARCHAR), {columns[name].sql}" for n, name in enumerate(rest, 1))
    plain = f"CAST(json_object({pairs}) AS VARCHAR)" if rest else "CAST(NULL AS VARCHAR)"
    lost = [fault for fault in faults if fault.field in known and fault.field]
    if not lost:
        return plain, rest
    tests = {name: " OR ".join(f"({f.test})" for f in lost if f.field == name) for name in {f.field: 0 for f in lost}}
    kept = ", ".join(f"'{name}', CASE WHEN {test} THEN {columns[name].sql} END" for name, test in tests.items())
    whole = f"CAST(json_merge_patch(json_object({pairs}), json_object({kept})) AS VARCHAR)"  # a patch drops nulls
    return f"CASE WHEN {' OR '.join(tests.values())} THEN {whole} ELSE {plain} END", rest
