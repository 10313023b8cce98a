"""What an import says of itself, and whether its files are as it says."""

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from filiation.catalog.store import FORMAT
from filiation.errors import StoreFailed
from filiation.facts.imports import Skipped
from filiation.locale import mark


class SourceFile(msgspec.Struct, frozen=True):
    """One file of an import: its name and size, and the day that its records describe.

    They were read on the day `seen` at the earliest, and on the day `latest` at the latest. With this file, everything
    of its kind that changed before the moment `until` (UTC) is known; None: it does not tell. `after` is the number of
    the newest import when the reading of this file began (None: it was read when it was imported): what was imported
    meanwhile is newer.
    """

    name: str
    bytes: int
    kind: str
    seen: date
    latest: date
    dated_by: str
    complete: bool
    until: datetime | None = None
    after: int | None = None


class Manifest(msgspec.Struct, frozen=True):
    """What an import says of itself (manifest.json); `parts` are its Parquet files with their numbers of rows.

    `source` is how the records came: `import`, `crawl`, `update`, `pull` or `inspect`; `endpoint` the Hub that was
    asked (None: files were read). `listed` counts by kind the rows of listings that tell no more than that a repository
    is there.
    """

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
    source: str = "import"
    endpoint: str | None = None
    listed: dict[str, int] = {}


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
    with naming(folder):
        found = parts_of(folder)
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
    with naming(folder):
        for file in sorted(folder.glob("*.parquet")):
            with pq.ParquetFile(file, page_checksum_verification=True) as source:
                for _ in source.iter_batches():
                    pass


def parts_of(folder: Path) -> dict[str, int]:
    """Return the Parquet files of an import with their numbers of rows."""
    return {file.name: pq.read_metadata(file).num_rows for file in sorted(folder.glob("*.parquet"))}


@contextmanager
def naming(folder: Path) -> Iterator[None]:
    """Raise StoreFailed, which names the import in `folder`, where the block cannot read its files."""
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
