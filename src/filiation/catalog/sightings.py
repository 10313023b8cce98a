"""From stored records to when each content was met: the first tables of a build, and all that a listing needs.

`imports`       import, file, seen, latest, complete, kind, name, came, endpoint, early, late: the files that were
                read; `early` and `late` put them in order, by the first or the last day on which they can have been
                read, then by import (what was read before other imports came in between goes before these)
`stored`        all columns of the records, with reading, version, import and file: every stored record
`sighted`       version, import, file, downloads, likes: every time that a content was met
`sightings`     one row a content: version, first_seen, last_seen, latest, late, downloads, likes
`whole`         kind, early: the newest complete file of each kind
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from filiation.catalog.manifests import SourceFile, parquet, whole
from filiation.catalog.store import PARTIAL, import_number
from filiation.facts.tables import RECORDS


def attach_sightings(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], until: date | None = None) -> None:
    """Make the tables of this module from the imports in `folders`, oldest first.

    Only files that were read up to the day `until` count (None: all). Raises StoreFailed where the files of an import
    are not those that its manifest tells.
    """
    _imports(con, folders, until)
    _index(con, folders, until)


def _imports(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], until: date | None) -> None:
    con.execute(
        "CREATE TABLE files(import INTEGER, file INTEGER, place BIGINT, seen DATE, latest DATE, complete BOOLEAN, "
        "kind VARCHAR, name VARCHAR, came VARCHAR, endpoint VARCHAR)"
    )
    rows = [
        (
            import_number(folder),
            index,
            _place(folder, file),
            file.seen,
            file.latest,
            file.complete,
            file.kind,
            folder.name.removesuffix(PARTIAL),
            manifest.source,
            manifest.endpoint,
        )
        for folder in folders
        for manifest in [whole(folder)]
        for index, file in enumerate(manifest.files)
        if until is None or file.seen <= until
    ]
    if rows:
        con.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    order = "({} - DATE '1970-01-01')::BIGINT * 1000000 + place"
    con.execute(
        f"""CREATE TABLE imports AS
        SELECT * EXCLUDE (place), {order.format("seen")} AS early, {order.format("latest")} AS late FROM files;
        CREATE TABLE whole AS SELECT kind, max(early) AS early FROM imports WHERE complete GROUP BY kind;
        DROP TABLE files"""
    )


def _place(folder: Path, file: SourceFile) -> int:
    """Return the place of a file among those of the same day: by what was imported when its reading began."""
    return 2 * import_number(folder) if file.after is None else 2 * file.after + 1


def union(folders: Sequence[Path], name: str, empty: str) -> str:
    """SQL that reads the file `name` of all imports, with the import's number and a number for each row."""
    parts = [
        f"SELECT {number} AS import, {number} * 1000000000::BIGINT + file_row_number AS reading, "
        f"* EXCLUDE (file_row_number) FROM {parquet(folder / name)}"
        for folder in folders
        for number in [import_number(folder)]
        if (folder / name).exists()
    ]
    return " UNION ALL ".join(parts) or empty


def _index(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], until: date | None) -> None:
    """Make `stored` (all records), `sighted`, and `sightings` (when each content was seen, its newest counts of use).

    A content that was met in an older file, but was first stored with a newer one, belongs to the older day too.
    """
    types = {
        "kind": "VARCHAR",
        "tags": "VARCHAR[]",
        "files": "VARCHAR[]",
        "created": "TIMESTAMP",
        "modified": "TIMESTAMP",
    }
    types |= dict.fromkeys(("downloads", "downloads_all_time", "likes"), "BIGINT")
    types |= dict.fromkeys(("private", "disabled"), "BOOLEAN")
    columns = ", ".join(f"NULL::{types.get(name, 'VARCHAR')} AS {name}" for name in RECORDS.names)
    empty = (
        f"SELECT 0 AS import, 0::BIGINT AS reading, {columns}, 0::UBIGINT AS version, 0::INTEGER AS file WHERE false"
    )
    models, datasets = (union(folders, name, empty) for name in ("models.parquet", "datasets.parquet"))
    con.execute(
        f"CREATE VIEW every_record AS SELECT * FROM ({models}) UNION ALL BY NAME "
        f"SELECT * REPLACE (reading + 500000000::BIGINT AS reading) FROM ({datasets})"
    )
    seen = union(
        folders,
        "seen.parquet",
        "SELECT 0 AS import, 0::BIGINT AS reading, 0::UBIGINT AS version, 0::INTEGER AS file, "
        "0::BIGINT AS downloads, 0::BIGINT AS likes WHERE false",
    )
    con.execute(
        f"""CREATE VIEW sighted AS
        SELECT version, import, file, downloads, likes FROM every_record
        UNION ALL SELECT version, import, file, downloads, likes FROM ({seen});
        CREATE TABLE sightings AS
        SELECT version, min(seen) AS first_seen, max(seen) AS last_seen, max(latest) AS latest, max(late) AS late,
               arg_max(downloads, late) AS downloads, arg_max(likes, late) AS likes
        FROM sighted JOIN imports USING (import, file) GROUP BY version;
        CREATE VIEW stored AS FROM every_record {"" if until is None else "SEMI JOIN sightings USING (version)"}"""
    )
