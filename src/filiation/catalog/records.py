"""Records as they were read: dated, immutable Parquet, one folder an import.

`models.parquet` and `datasets.parquet` hold the records whose content was not yet known; `statements.parquet`
the stated links; `seen.parquet` names the known contents that were met again, with their new counts of use. The
content of a record is all but its counts and what has no column (`extra`), its tags in any order.
"""

import glob
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb
import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from filiation.catalog.store import FORMAT, Store
from filiation.errors import StoreFailed
from filiation.facts.imports import Skipped
from filiation.facts.tables import RECORDS, STATEMENTS
from filiation.facts.vocabulary import Kind
from filiation.locale import mark

_VOLATILE = {"downloads", "downloads_all_time", "likes", "extra"}
_CONTENT = ", ".join(
    f"{name} := {f'list_sort({name})' if name == 'tags' else name}" for name in RECORDS.names if name not in _VOLATILE
)
_PLACE: dict[str, pa.DataType] = {"version": pa.uint64(), "file": pa.int32()}
_STORED = pa.schema([*RECORDS, *pa.schema(_PLACE)])
_STATED = pa.schema([*STATEMENTS, *pa.schema(_PLACE)])
_SEEN = pa.schema({**_PLACE, "downloads": pa.int64(), "likes": pa.int64()})

_Versions = npt.NDArray[np.uint64]


class SourceFile(msgspec.Struct, frozen=True):
    """One file of an import: its name and size, and the day that its records describe.

    They were read on the day `seen` at the earliest, and on the day `latest` at the latest.
    """

    name: str
    bytes: int
    kind: str
    seen: date
    latest: date
    dated_by: str
    complete: bool


class Manifest(msgspec.Struct, frozen=True):
    """What an import says of itself (manifest.json); `parts` are its Parquet files with their numbers of rows."""

    format: int
    name: str
    imported: datetime
    files: list[SourceFile]
    read: dict[str, int]
    statements: int
    unchanged: int
    repeated: int
    parts: dict[str, int]
    skipped: list[Skipped]


def manifest_of(folder: Path) -> Manifest:
    """Read the manifest of an import; raises StoreFailed when it is damaged or of another version."""
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise _damaged(folder, str(error)) from error
    if manifest.format != FORMAT:
        raise StoreFailed(
            mark("The records in {path} have version {found}; this program knows version {known}."),
            mark("Use the program that made them, or import the files again into a new store."),
            path=str(folder),
            found=manifest.format,
            known=FORMAT,
        )
    return manifest


def whole(folder: Path) -> Manifest:
    """Read the manifest of an import; raises StoreFailed unless every file is there with all its rows."""
    manifest = manifest_of(folder)
    with _naming(folder):
        found = _parts(folder)
    for name in sorted(found.keys() | manifest.parts.keys()):
        if found.get(name) != manifest.parts.get(name):
            raise _damaged(folder, f"{name} has {found.get(name)} rows, not {manifest.parts.get(name)}")
    return manifest


@contextmanager
def naming_damage(folders: Sequence[Path]) -> Iterator[None]:
    """When the block fails, read the imports in `folders` through; raises StoreFailed for one that is damaged."""
    try:
        yield
    except (duckdb.Error, ValueError):
        for folder in folders:
            _read_through(folder)
        raise


def parquet(path: Path) -> str:
    """SQL for the rows of one Parquet file, whatever signs its path holds."""
    literal = glob.escape(str(path)).replace("'", "''")
    return f"read_parquet('{literal}', file_row_number=true, hive_partitioning=false)"


def _read_through(folder: Path) -> None:
    with _naming(folder):
        for file in sorted(folder.glob("*.parquet")):
            with pq.ParquetFile(file, page_checksum_verification=True) as source:
                for _ in source.iter_batches():
                    pass


def _parts(folder: Path) -> dict[str, int]:
    return {file.name: pq.read_metadata(file).num_rows for file in sorted(folder.glob("*.parquet"))}


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        raise
    except (OSError, pa.ArrowException) as error:
        raise _damaged(folder, str(error)) from error


def _damaged(folder: Path, error: str) -> StoreFailed:
    return StoreFailed(
        mark("The records in {path} are damaged: {error}."),
        mark("Remove that folder and import its files again."),
        path=str(folder),
        error=error,
    )


@dataclass(slots=True)
class RecordWriter:
    """Writes one import; made by `writing_records`."""

    folder: Path
    known: _Versions
    read: dict[str, int] = field(default_factory=dict)
    stated: int = 0
    unchanged: int = 0
    _writers: dict[str, "pq.ParquetWriter"] = field(default_factory=dict)
    _con: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)

    def add_records(self, table: pa.Table, file: int) -> None:
        """Store the records that are not known yet, and note that the others were seen; `file` is its number."""
        kind = Kind(table.column("kind")[0].as_py())
        self.read[kind] = self.read.get(kind, 0) + table.num_rows
        versions = self._versions(table, f"SELECT md5_number_lower(to_json(struct_pack({_CONTENT}))) AS v FROM batch")
        old = np.isin(versions, self.known) if len(self.known) else np.zeros(len(versions), dtype=np.bool_)
        self._write(f"{kind}s", _STORED, _placed(table, versions, file), ~old)
        if old.any():
            self.unchanged += int(old.sum())
            self._write("seen", _SEEN, _placed(table, versions, file), old)

    def add_statements(self, table: pa.Table, file: int) -> None:
        """Store stated links, those that were stated before too: a build groups them."""
        self.stated += table.num_rows
        versions = self._versions(table, "SELECT md5_number_lower(to_json(batch)) AS v FROM batch")
        self._write("statements", _STATED, _placed(table, versions, file), np.ones(len(versions), dtype=np.bool_))

    def _versions(self, table: pa.Table, query: str) -> _Versions:
        self._con.register("batch", table)
        return np.asarray(self._con.execute(query).fetchnumpy()["v"], dtype=np.uint64)

    def _write(self, name: str, schema: pa.Schema, table: pa.Table, rows: npt.NDArray[np.bool_]) -> None:
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(
                self.folder / f"{name}.parquet", schema, compression="zstd", write_page_checksum=True
            )
        self._writers[name].write_table(table.filter(pa.array(rows)).select(schema.names))

    def close(self) -> None:
        """Close the files."""
        self._con.close()
        for writer in self._writers.values():
            writer.close()


def _placed(table: pa.Table, versions: _Versions, file: int) -> pa.Table:
    place = pa.array(np.full(table.num_rows, file, dtype=np.int32))
    return table.append_column("version", pa.array(versions)).append_column("file", place)


@contextmanager
def writing_records(store: Store, day: date) -> Iterator[RecordWriter]:
    """Yield a writer for a new import, named by its number and `day`; it gets its name when the block ends well.

    The block must call `finish`, and can then read the records in the writer's folder. The store must be held for
    writing.
    """
    number = max((int(p.name.split("-")[0]) for p in store.imports()), default=0) + 1
    with (
        store.new_folder(store.records, f"{number:06d}-{day.isoformat()}") as folder,
        closing(RecordWriter(folder, _known_versions(store))) as writer,
    ):
        yield writer


def finish(
    writer: RecordWriter, imported: datetime, files: Sequence[SourceFile], skipped: Sequence[Skipped]
) -> Manifest:
    """Close the import with its manifest, and return that."""
    writer.close()
    manifest = Manifest(
        format=FORMAT,
        name=writer.folder.stem,
        imported=imported,
        files=list(files),
        read=dict(writer.read),
        statements=writer.stated,
        unchanged=writer.unchanged,
        repeated=_repeated(writer.folder),
        parts=_parts(writer.folder),
        skipped=list(skipped),
    )
    (writer.folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def _repeated(folder: Path) -> int:
    """Count the records of an id that the import holds more than once."""
    total = 0
    with duckdb.connect() as con:
        for name, key in (("models", "id"), ("datasets", "id"), ("seen", "version")):
            file = folder / f"{name}.parquet"
            if file.exists():
                query = f"SELECT count(*) - count(DISTINCT {key}) FROM {parquet(file)}"
                total += con.execute(query).fetchall()[0][0]
    return total


def _known_versions(store: Store) -> _Versions:
    parts = [np.empty(0, dtype=np.uint64)]
    for folder in store.imports():
        for name in sorted(whole(folder).parts.keys() & {"models.parquet", "datasets.parquet"}):
            with _naming(folder), pq.ParquetFile(folder / name) as source:
                parts.append(source.read(columns=["version"]).column("version").to_numpy())
    return np.unique(np.concatenate(parts))
