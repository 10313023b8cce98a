"""From stored records to the tables of a build: every reading of a repository, and what holds of it now.

Tables made here, in the connection of the build:

`imports`       import, file, seen, complete, kind, name: the files that were read
`readings`      one row a stored record: reading (its number), kind, id (the newest name of the repository), listed_as,
                first_seen, last_seen, tags, card, config, base_models, files, library, task, and for each of tags,
                card, config, base_models whether this reading is the newest that says something of it (`tags_now`, ...)
`repositories`  one row a repository (kind, id): what is shown of it, each column from the newest reading that has
                it; first_seen, last_seen, gone
`renames`       kind, old, id: earlier names of a repository, told by its stable `_id`
`stated`        the stated links, with first_seen and last_seen
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from filiation.catalog.records import manifest_of
from filiation.catalog.store import Store
from filiation.facts.tables import RECORDS

_GROUPS = ("tags", "card", "config", "base_models", "files")
_DISPLAY = [
    *("hub_id", "author", "created", "modified", "sha", "private", "disabled", "gated", "downloads", "likes"),
    *("task", "library", "license", "new_version"),
]


def attach(con: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Make the tables of this module from all imports of `store`."""
    folders = store.imports()
    _imports(con, folders)
    _index(con, folders)
    _renames(con)
    _ages(con)
    _readings(con)
    _repositories(con)
    _stated(con, folders)


def _imports(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    con.execute(
        "CREATE TABLE imports(import INTEGER, file SMALLINT, seen DATE, complete BOOLEAN, kind VARCHAR, name VARCHAR)"
    )
    rows = [
        (number, index, file.seen, file.complete, file.kind, folder.name)
        for number, folder in enumerate(folders)
        for index, file in enumerate(manifest_of(folder).files)
    ]
    if rows:
        con.executemany("INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?)", rows)


def _union(folders: Sequence[Path], name: str, empty: str) -> str:
    """SQL that reads the file `name` of all imports, with the import's number and a number for each row."""
    parts = [
        f"SELECT {number} AS import, {number} * 1000000000::BIGINT + file_row_number AS reading, "
        f"* EXCLUDE (file_row_number) FROM read_parquet('{_quoted(folder / name)}', file_row_number=true)"
        for number, folder in enumerate(folders)
        if (folder / name).exists()
    ]
    return " UNION ALL ".join(parts) or empty


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _index(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """Make `stored` (all records) and `sightings` (when each content was seen, and its newest counts of use)."""
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
        f"SELECT 0 AS import, 0::BIGINT AS reading, {columns}, 0::UBIGINT AS version, 0::SMALLINT AS file WHERE false"
    )
    models, datasets = (_union(folders, name, empty) for name in ("models.parquet", "datasets.parquet"))
    con.execute(
        f"CREATE VIEW stored AS SELECT * FROM ({models}) UNION ALL BY NAME "
        f"SELECT * REPLACE (reading + 500000000::BIGINT AS reading) FROM ({datasets})"
    )
    seen = _union(
        folders,
        "seen.parquet",
        "SELECT 0 AS import, 0::BIGINT AS reading, 0::UBIGINT AS version, 0::SMALLINT AS file, "
        "0::BIGINT AS downloads, 0::BIGINT AS likes WHERE false",
    )
    con.execute(
        f"""CREATE TABLE sightings AS
        SELECT version, min(seen) AS first_seen, max(seen) AS last_seen,
               arg_max(downloads, seen) AS downloads, arg_max(likes, seen) AS likes
        FROM (SELECT version, import, file, downloads, likes FROM stored
              UNION ALL SELECT version, import, file, downloads, likes FROM ({seen}))
        JOIN imports USING (import, file) GROUP BY version"""
    )


def _renames(con: duckdb.DuckDBPyConnection) -> None:
    """An id is an old name when its repository's `_id` was seen later under another id, which is still in use."""
    con.execute(
        """CREATE TABLE names AS
        SELECT kind, hub_id, id, max(last_seen) AS last_seen, max(reading) AS reading
        FROM stored JOIN sightings USING (version) GROUP BY ALL"""
    )
    con.execute(
        """CREATE TABLE renames AS
        WITH newest AS (
            SELECT kind, hub_id, arg_max(id, (last_seen, reading)) AS id FROM names
            WHERE hub_id IS NOT NULL GROUP BY kind, hub_id HAVING count(*) > 1),
        owners AS (SELECT kind, id AS old, arg_max(hub_id, (last_seen, reading)) AS hub_id FROM names
            WHERE hub_id IS NOT NULL GROUP BY kind, id)
        SELECT DISTINCT names.kind, names.id AS old, newest.id FROM names
        JOIN newest ON newest.kind = names.kind AND newest.hub_id = names.hub_id AND newest.id <> names.id
        JOIN owners ON owners.kind = names.kind AND owners.old = names.id AND owners.hub_id = names.hub_id"""
    )


def _ages(con: duckdb.DuckDBPyConnection) -> None:
    """Order the readings of each repository that has several: age 1 is the newest."""
    con.execute(
        """CREATE TABLE known AS
        SELECT reading, stored.kind, coalesce(renames.id, stored.id) AS id, stored.id AS listed_as, version
        FROM (SELECT reading, kind, id, version FROM stored) AS stored
        LEFT JOIN renames ON renames.kind = stored.kind AND renames.old = stored.id"""
    )
    flags = ", ".join(
        f"age = min(age) FILTER (has_{group}) OVER (PARTITION BY kind, id) AS {group}_now" for group in _GROUPS
    )
    has = ", ".join(f"{group} IS NOT NULL AS has_{group}" for group in _GROUPS)
    con.execute(
        f"""CREATE TABLE ages AS
        WITH several AS (SELECT kind, id FROM known GROUP BY kind, id HAVING count(*) > 1),
        ordered AS (
            SELECT reading, known.kind, known.id, {has}, row_number() OVER (
                PARTITION BY known.kind, known.id
                ORDER BY last_seen DESC, modified DESC NULLS LAST, reading DESC) AS age
            FROM known JOIN several USING (kind, id) JOIN sightings USING (version)
            JOIN (SELECT reading, modified, {", ".join(_GROUPS)} FROM stored) USING (reading))
        SELECT reading, age, {flags} FROM ordered"""
    )


def _readings(con: duckdb.DuckDBPyConnection) -> None:
    flags = ", ".join(f"coalesce({group}_now, age IS NULL) AS {group}_now" for group in _GROUPS)
    con.execute(
        f"""CREATE VIEW readings AS
        SELECT stored.* EXCLUDE (kind, id, import, file, downloads, likes), known.kind, known.id, listed_as,
               first_seen, last_seen, sightings.downloads, sightings.likes, coalesce(age, 1) AS age, {flags}
        FROM stored JOIN known USING (reading) JOIN sightings ON sightings.version = stored.version
        LEFT JOIN ages USING (reading)"""
    )


def _repositories(con: duckdb.DuckDBPyConnection) -> None:
    """Merge the readings of each repository; a task or library that the newest reading lacks is gone, not unknown."""
    told = "CASE WHEN {} THEN tags IS NOT NULL ELSE {} IS NOT NULL END"
    newest = ", ".join(
        f"first({name} ORDER BY age) FILTER ({told.format(name in ('task', 'library', 'license'), name)}) AS {name}"
        for name in _DISPLAY
    )
    con.execute(
        f"""CREATE TABLE repositories AS
        WITH display AS (
            SELECT kind, id, reading, age, tags IS NOT NULL AS tagged, tags, first_seen, last_seen,
                   {_license()} AS license, TRY(json_extract_string(card, '$.new_version')) AS new_version,
                   {", ".join(name for name in _DISPLAY if name not in ("license", "new_version"))}
            FROM readings),
        merged AS (
            SELECT kind, id, first_seen, last_seen, {", ".join(_DISPLAY)} FROM display
            WHERE reading NOT IN (SELECT reading FROM ages)
            UNION ALL BY NAME
            SELECT kind, id, min(first_seen) AS first_seen, max(last_seen) AS last_seen, {newest} FROM display
            WHERE reading IN (SELECT reading FROM ages) GROUP BY kind, id)
        SELECT merged.*, coalesce(last_seen < whole.seen, false) AS gone FROM merged
        LEFT JOIN (SELECT kind, max(seen) AS seen FROM imports WHERE complete GROUP BY kind) AS whole USING (kind)"""
    )


def _license() -> str:
    """SQL for the license: the Hub's tag, else the card's word."""
    tag = "list_filter(tags, lambda t: starts_with(t, 'license:'))[1]"
    path = "CASE json_type(card, '$.license') WHEN 'ARRAY' THEN '$.license[0]' ELSE '$.license' END"
    card = f"TRY(json_extract_string(card, {path}))"
    return f"coalesce(substr({tag}, 9), {card})"


def _stated(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    source = _union(
        folders,
        "statements.parquet",
        "SELECT 0 AS import, 0::BIGINT AS reading, '' AS child, '' AS parent, '' AS relation, '' AS source, "
        "'' AS location, '' AS raw, 0::UBIGINT AS version, 0::SMALLINT AS file WHERE false",
    )
    con.execute(
        f"""CREATE TABLE stated AS
        SELECT child, parent, relation, source, location, raw, min(seen) AS first_seen, max(seen) AS last_seen
        FROM ({source}) JOIN imports USING (import, file) GROUP BY ALL"""
    )
