"""Records as they were read: dated, immutable Parquet, one folder an import.

`models.parquet` and `datasets.parquet` hold the records whose content was not yet known; `statements.parquet`
the stated links; `seen.parquet` names the known contents that were met again, with their new counts of use;
`publishers.parquet` holds what the Hub says of accounts, `absent.parquet` the names that it does not show to the
public, `files.parquet` what was read of the files of repositories. The content of a record is all but its counts and
what has no column (`extra`), its tags in any order.
"""

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

from filiation.catalog.connection import connected
from filiation.catalog.manifests import Manifest, SourceFile, naming, parquet, parts_of, whole
from filiation.catalog.presence import Hashes, Known, among, hashed
from filiation.catalog.store import FORMAT, PARTIAL, Store
from filiation.facts.imports import Skipped
from filiation.facts.tables import PUBLISHERS, RECORDS, REPOSITORY_FILES, STATEMENTS
from filiation.facts.vocabulary import Kind

_MEMORY = "1GB"
_VOLATILE = {"downloads", "downloads_all_time", "likes", "extra"}
_CONTENT = ", ".join(
    f"{name} := {f'list_sort({name})' if name == 'tags' else name}" for name in RECORDS.names if name not in _VOLATILE
)
_PLACE: dict[str, pa.DataType] = {"version": pa.uint64(), "file": pa.int32()}
_FILE: dict[str, pa.DataType] = {"file": pa.int32()}
_STORED = pa.schema([*RECORDS, *pa.schema(_PLACE)])
_STATED = pa.schema([*STATEMENTS, *pa.schema(_PLACE)])
_SEEN = pa.schema({**_PLACE, "downloads": pa.int64(), "likes": pa.int64()})
_ACCOUNTS = pa.schema([*PUBLISHERS, *pa.schema(_FILE)])
_FILES = pa.schema([*REPOSITORY_FILES, *pa.schema(_FILE)])
_ABSENT = pa.schema({"kind": pa.string(), "id": pa.string(), **_FILE})


@dataclass(slots=True)
class RecordWriter:
    """Writes one import; made by `writing_records`.

    `read` counts whole records by kind, `listed` rows of light listings.
    """

    folder: Path
    store: Store
    versions: Hashes
    con: duckdb.DuckDBPyConnection
    read: dict[str, int] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    stated: int = 0
    unchanged: int = 0
    _writers: dict[str, "pq.ParquetWriter"] = field(default_factory=dict)
    _whole: list[Hashes] = field(default_factory=list)
    _known: Known | None = None

    def add_records(self, kind: Kind, table: pa.Table, file: int) -> None:
        """Store the records of a kind that are not known yet, and note that the others were seen.

        `file` is the number of theirs.
        """
        self.read[kind] = self.read.get(kind, 0) + table.num_rows
        if not table.num_rows:
            return
        self._whole.append(np.sort(hashed(self.con, table).key))
        self.unchanged += self._keep(kind, table, file)

    def add_listed(self, kind: Kind, table: pa.Table, file: int) -> None:
        """Store rows that tell of a repository only its names, dates, gates and counts (RECORDS, all else null).

        A row that tells nothing new is noted as a sighting of the newest reading of its repository, any other is
        stored. Repositories of which this import holds a whole record are passed over; those are added before.
        """
        self.listed[kind] = self.listed.get(kind, 0) + table.num_rows
        if not table.num_rows:
            return
        if self._known is None:
            self._known = Known.of(self.store, self.folder)
        if len(self._whole) > 1:
            self._whole = [np.unique(np.concatenate(self._whole))]
        rows = hashed(self.con, table)
        found = self._known.meet(rows)
        open_ = ~among(rows.key, self._whole[0]) if self._whole else np.ones(table.num_rows, dtype=np.bool_)
        seen = found.same & open_
        if seen.any():
            self._write("seen", _SEEN, _placed(table, found.version, file), seen)
        told = open_ & ~found.same
        if told.any():
            self._keep(kind, table.filter(pa.array(told)), file)

    def add_statements(self, table: pa.Table, file: int) -> None:
        """Store stated links, those that were stated before too: a build groups them."""
        self.stated += table.num_rows
        versions = self._versions(table, "SELECT md5_number_lower(to_json(batch)) AS v FROM batch")
        self._write("statements", _STATED, _placed(table, versions, file))

    def add_publishers(self, table: pa.Table, file: int) -> None:
        """Store what the Hub says of accounts (PUBLISHERS)."""
        self._write("publishers", _ACCOUNTS, _filed(table, file))

    def add_files(self, table: pa.Table, file: int) -> None:
        """Store files of repositories as they were listed or read (REPOSITORY_FILES)."""
        self._write("files", _FILES, _filed(table, file))

    def add_absent(self, kind: Kind, ids: Sequence[str], file: int) -> None:
        """Store ids that were asked for by name and that the Hub does not show to the public."""
        names = {"kind": pa.array([str(kind)] * len(ids), pa.string()), "id": pa.array(ids, pa.string())}
        self._write("absent", _ABSENT, _filed(pa.table(names), file))

    def _keep(self, kind: Kind, table: pa.Table, file: int) -> int:
        """Store what is not known yet, note what is; return how many records are known."""
        versions = self._versions(table, f"SELECT md5_number_lower(to_json(struct_pack({_CONTENT}))) AS v FROM batch")
        old, placed = among(versions, self.versions), _placed(table, versions, file)
        self._write(f"{kind}s", _STORED, placed, ~old)
        if old.any():
            self._write("seen", _SEEN, placed, old)
        return int(old.sum())

    def _versions(self, table: pa.Table, query: str) -> Hashes:
        self.con.register("batch", table)
        return np.asarray(self.con.execute(query).fetchnumpy()["v"], dtype=np.uint64)

    def _write(self, name: str, schema: pa.Schema, table: pa.Table, rows: npt.NDArray[np.bool_] | None = None) -> None:
        """Write a table, or some rows of it."""
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(
                self.folder / f"{name}.parquet", schema, compression="zstd", write_page_checksum=True
            )
        columns = table.select(schema.names)
        self._writers[name].write_table(columns if rows is None else columns.filter(pa.array(rows)))

    def close(self) -> None:
        """Close the files."""
        for writer in self._writers.values():
            writer.close()

    def settle(self) -> None:
        """Give the folder its name: from now on the import belongs to the store."""
        named = self.folder.with_name(self.folder.name.removesuffix(PARTIAL))
        self.folder.rename(named)
        self.folder = named


def _filed(table: pa.Table, file: int) -> pa.Table:
    return table.append_column("file", pa.array(np.full(table.num_rows, file, dtype=np.int32)))


def _placed(table: pa.Table, versions: Hashes, file: int) -> pa.Table:
    return _filed(table.append_column("version", pa.array(versions)), file)


@contextmanager
def writing_records(store: Store, day: date) -> Iterator[RecordWriter]:
    """Yield a writer for a new import, named by its number and `day`.

    The block must call `finish`, can then read the records in the writer's folder, and calls `settle` to keep them.
    The store must be held for writing.
    """
    number = max((int(p.name.split("-")[0]) for p in store.imports()), default=0) + 1
    folder = store.records / f"{number:06d}-{day.isoformat()}{PARTIAL}"
    folder.mkdir(parents=True)
    with (
        connected(folder, _MEMORY) as con,
        closing(RecordWriter(folder, store, _known_versions(store), con)) as writer,
    ):
        yield writer


def finish(
    writer: RecordWriter,
    imported: datetime,
    files: Sequence[SourceFile],
    skipped: Sequence[Skipped],
    *,
    source: str = "import",
    endpoint: str | None = None,
) -> Manifest:
    """Close the import with its manifest, and return that."""
    writer.close()
    manifest = Manifest(
        format=FORMAT,
        name=writer.folder.name.removesuffix(PARTIAL),
        imported=imported,
        files=list(files),
        read=dict(writer.read),
        statements=writer.stated,
        unchanged=writer.unchanged,
        repeated=_repeated(writer.con, writer.folder),
        parts=parts_of(writer.folder),
        skipped=list(skipped),
        source=source,
        endpoint=endpoint,
        listed=dict(writer.listed),
    )
    (writer.folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def _repeated(con: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Count the records of an id that the import holds more than once."""
    total = 0
    for name, key in (("models", "id"), ("datasets", "id"), ("seen", "version")):
        file = folder / f"{name}.parquet"
        if file.exists():
            query = f"SELECT count(*) - count(DISTINCT {key}) FROM {parquet(file)}"
            total += con.execute(query).fetchall()[0][0]
    return total


def _known_versions(store: Store) -> Hashes:
    parts = [np.empty(0, dtype=np.uint64)]
    for folder in store.imports():
        for name in sorted(whole(folder).parts.keys() & {"models.parquet", "datasets.parquet"}):
            with naming(folder), pq.ParquetFile(folder / name) as source:
                parts.append(source.read(columns=["version"]).column("version").to_numpy())
    return np.unique(np.concatenate(parts))
