"""From stored records to the tables of a build: every reading of a repository, and what holds of it now.

Tables made here, in the connection of the build (a repository is named by its `key`, a number of this build):

`imports`       import, file, seen, latest, complete, kind, name, early, late: the files that were read; `early` and
                `late` put them in order, by the first or the last day on which they can have been read, then by import
`sighted`       version, import, file, downloads, likes: every time that a content was met
`sightings`     one row a content: version, first_seen, last_seen, latest, late, downloads, likes
`whole`         kind, early: the newest complete file of each kind
`noted`         kind, id, seen, early, import: the names that were asked for and are not public
`absences`      kind, id, seen, early: the same, the newest time of each
`accounts`      id, kind, full_name, details, verified, seen: what the Hub says of publishers, newest time
`entities`      key, kind, id: every repository of which a record is stored, under its newest name
`renames`       kind, old, id: earlier names of a repository, told by its stable `_id`
`readings`      one row a stored record: reading, key, kind, age (1: the newest of its repository; null: the only one),
                first_seen, last_seen, latest, late, all columns of the record, and for each of tags, card, config,
                base_models, files whether this reading is the newest that says something of it (`tags_now`, ...)
`compared`      one row a reading of a repository that has several: reading, key, version, age, the values that can
                change, and for each of tags, card, ... whether this reading tells it (`has_tags`, ...)
`repositories`  one row a repository: key, what is shown of it, each column from the newest reading that has it;
                first_seen, last_seen, gone
`stated`        the stated links, with first_seen and last_seen
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from filiation.catalog.manifests import parquet, whole
from filiation.catalog.store import PARTIAL
from filiation.facts.tables import RECORDS

_GROUPS = ("tags", "card", "config", "base_models", "files")
_DISPLAY = [
    *("hub_id", "author", "created", "modified", "sha", "private", "disabled", "gated", "downloads", "likes"),
    *("task", "library", "license", "new_version"),
]

_NEW_VERSION = """CASE json_type(TRY(json_extract(card, '$.new_version'))) WHEN 'VARCHAR'
                        THEN json_extract_string(card, '$.new_version') END"""
# The Hub leaves out `baseModels` where there are none; its tags name the same parents, so they tell of both.
_TELLS = {"base_models": "({} IS NOT NULL OR tags IS NOT NULL)"}

_GONE = "late < coalesce(whole.early, 0) OR late < coalesce(absences.early, 0)"
"""Whether a repository, of which `late` is the last sighting, is lacking in the newest complete file, or was asked for
since and was not public. Files read on one day follow one another as they were imported."""


def attach(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], until: date | None = None) -> None:
    """Make the tables of this module from the imports in `folders`, oldest first.

    Only files that were read up to the day `until` count (None: all). Raises StoreFailed where the files of an import
    are not those that its manifest tells.
    """
    attach_sightings(con, folders, until)
    _renames(con)
    _keys(con)
    _ages(con)
    _readings(con)
    _repositories(con)
    _stated(con, folders)
    _accounts(con, folders)


def attach_sightings(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], until: date | None = None) -> None:
    """Make `imports`, `stored`, `sighted`, `sightings`, `whole` and `absences`, as `attach` does."""
    _imports(con, folders, until)
    _index(con, folders, until)
    _absences(con, folders)


def _imports(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], until: date | None) -> None:
    con.execute(
        "CREATE TABLE files(import INTEGER, file INTEGER, seen DATE, latest DATE, complete BOOLEAN, kind VARCHAR, "
        "name VARCHAR)"
    )
    rows = [
        (number, index, file.seen, file.latest, file.complete, file.kind, folder.name.removesuffix(PARTIAL))
        for number, folder in enumerate(folders)
        for index, file in enumerate(whole(folder).files)
        if until is None or file.seen <= until
    ]
    if rows:
        con.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    order = "({} - DATE '1970-01-01')::BIGINT * 1000000 + import"
    con.execute(
        f"""CREATE TABLE imports AS
        SELECT *, {order.format("seen")} AS early, {order.format("latest")} AS late FROM files;
        CREATE TABLE whole AS SELECT kind, max(early) AS early FROM imports WHERE complete GROUP BY kind;
        DROP TABLE files"""
    )


def _union(folders: Sequence[Path], name: str, empty: str) -> str:
    """SQL that reads the file `name` of all imports, with the import's number and a number for each row."""
    parts = [
        f"SELECT {number} AS import, {number} * 1000000000::BIGINT + file_row_number AS reading, "
        f"* EXCLUDE (file_row_number) FROM {parquet(folder / name)}"
        for number, folder in enumerate(folders)
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
    models, datasets = (_union(folders, name, empty) for name in ("models.parquet", "datasets.parquet"))
    con.execute(
        f"CREATE VIEW every_record AS SELECT * FROM ({models}) UNION ALL BY NAME "
        f"SELECT * REPLACE (reading + 500000000::BIGINT AS reading) FROM ({datasets})"
    )
    seen = _union(
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


def _absences(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    noted = _union(
        folders,
        "absent.parquet",
        "SELECT 0 AS import, 0::BIGINT AS reading, '' AS kind, '' AS id, 0::INTEGER AS file WHERE false",
    )
    con.execute(
        f"""CREATE TABLE noted AS
        SELECT noted.kind, id, seen, early, import FROM ({noted}) AS noted JOIN imports USING (import, file);
        CREATE TABLE absences AS
        SELECT kind, id, arg_max(seen, early) AS seen, max(early) AS early FROM noted GROUP BY kind, id"""
    )


def _renames(con: duckdb.DuckDBPyConnection) -> None:
    """Make `renames`: an id is an old name when its repository was seen later under another id, still in use.

    An id that another repository has taken over since is no old name.
    """
    con.execute(
        """CREATE TABLE moved AS
        SELECT kind, hub_id FROM stored WHERE hub_id IS NOT NULL
        GROUP BY kind, hub_id HAVING min(id) <> max(id);
        CREATE TABLE names AS
        SELECT kind, hub_id, id, max((late, reading)) AS seen FROM stored JOIN sightings USING (version)
        WHERE hub_id IS NOT NULL
          AND (kind, id) IN (SELECT (kind, id) FROM stored SEMI JOIN moved USING (kind, hub_id))
        GROUP BY kind, hub_id, id;
        CREATE TABLE renames AS
        WITH newest AS (SELECT kind, hub_id, arg_max(id, seen) AS id FROM names GROUP BY kind, hub_id),
        owners AS (SELECT kind, id, arg_max(hub_id, seen) AS hub_id FROM names GROUP BY kind, id)
        SELECT owners.kind, owners.id AS old, newest.id FROM owners JOIN newest USING (kind, hub_id)
        WHERE owners.id <> newest.id;
        CREATE TABLE moved_to AS
        SELECT kind, hub_id, arg_max(id, seen) AS id FROM names SEMI JOIN moved USING (kind, hub_id)
        GROUP BY kind, hub_id"""
    )


def _keys(con: duckdb.DuckDBPyConnection) -> None:
    """Make `entities`, and `known`: the repository of each stored record, and when that content was seen."""
    con.execute(
        """CREATE TABLE called AS
        SELECT reading, version, stored.kind,
               coalesce(moved_to.id, CASE WHEN stored.hub_id IS NULL THEN renames.id END, stored.id) AS id
        FROM (SELECT reading, kind, id, hub_id, version FROM stored) AS stored
        LEFT JOIN moved_to ON moved_to.kind = stored.kind AND moved_to.hub_id = stored.hub_id
        LEFT JOIN renames ON renames.kind = stored.kind AND renames.old = stored.id;
        CREATE TABLE entities AS
        SELECT row_number() OVER ()::INTEGER AS key, kind, id FROM (SELECT DISTINCT kind, id FROM called);
        CREATE TABLE known AS
        SELECT reading, key, first_seen, last_seen, latest, late, downloads, likes
        FROM called JOIN entities USING (kind, id) JOIN sightings USING (version);
        DROP TABLE called"""
    )


def _ages(con: duckdb.DuckDBPyConnection) -> None:
    """Order the readings of each repository that has several (`ages`: 1 is the newest), and keep what they tell.

    `compared` holds for each of them the values that can change, and which columns it tells (`has_tags`, ...).
    """
    newest = "age = min(age) FILTER (has_{0}) OVER (PARTITION BY key) AS {0}_now"
    flags = ", ".join(newest.format(group) for group in _GROUPS)
    has = ", ".join(f"{_TELLS.get(group, '{} IS NOT NULL').format(group)} AS has_{group}" for group in _GROUPS)
    con.execute(
        f"""CREATE TABLE compared AS
        SELECT reading, key, version, id, modified, gated, disabled, task, library, {_license()} AS license,
               {_NEW_VERSION} AS new_version, {has}, row_number() OVER (
               PARTITION BY key ORDER BY latest DESC, modified DESC NULLS LAST, late DESC, reading DESC) AS age
        FROM known SEMI JOIN (SELECT key FROM known GROUP BY key HAVING count(*) > 1) USING (key)
        JOIN (SELECT reading, version, id, modified, gated, disabled, task, library, {", ".join(_GROUPS)} FROM stored)
        USING (reading);
        CREATE TABLE ages AS SELECT reading, age, {flags} FROM compared"""
    )


def _readings(con: duckdb.DuckDBPyConnection) -> None:
    flags = ", ".join(f"coalesce({group}_now, age IS NULL) AS {group}_now" for group in _GROUPS)
    con.execute(
        f"""CREATE VIEW readings AS
        SELECT stored.* EXCLUDE (id, import, file, version, downloads, likes), key, first_seen, last_seen, latest, late,
               known.downloads, known.likes, age, {flags}
        FROM stored JOIN known USING (reading) LEFT JOIN ages USING (reading)"""
    )


def _repositories(con: duckdb.DuckDBPyConnection) -> None:
    """Merge the readings of each repository; a task or library that the newest reading lacks is gone, not unknown."""
    told = {"task": "tagged", "library": "tagged", "license": "tagged", "new_version": "carded"}
    newest = ", ".join(
        f"first({name} ORDER BY age) FILTER ({told.get(name, f'{name} IS NOT NULL')}) AS {name}" for name in _DISPLAY
    )
    con.execute(
        f"""CREATE TABLE repositories AS
        WITH display AS (
            SELECT kind, key, age, tags IS NOT NULL AS tagged, card IS NOT NULL AS carded, first_seen, last_seen, late,
                   {_license()} AS license, {_NEW_VERSION} AS new_version,
                   {", ".join(name for name in _DISPLAY if name not in ("license", "new_version"))}
            FROM readings),
        merged AS (
            SELECT kind, key, first_seen, last_seen, late, {", ".join(_DISPLAY)} FROM display WHERE age IS NULL
            UNION ALL BY NAME
            SELECT any_value(kind) AS kind, key, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                   max(late) AS late, {newest}
            FROM display WHERE age IS NOT NULL GROUP BY key)
        SELECT merged.* EXCLUDE (kind, late), {_GONE} AS gone
        FROM merged JOIN (SELECT key, id FROM entities) USING (key)
        LEFT JOIN whole USING (kind) LEFT JOIN absences USING (kind, id)"""
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
        "'' AS location, '' AS raw, 0::UBIGINT AS version, 0::INTEGER AS file WHERE false",
    )
    con.execute(
        f"""CREATE TABLE stated AS
        SELECT child, parent, relation, source, location, raw, min(seen) AS first_seen, max(seen) AS last_seen
        FROM ({source}) JOIN imports USING (import, file) GROUP BY ALL"""
    )


def _accounts(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    source = _union(
        folders,
        "publishers.parquet",
        "SELECT 0 AS import, 0::BIGINT AS reading, '' AS id, '' AS kind, '' AS full_name, '' AS details, "
        "false AS verified, 0::INTEGER AS file WHERE false",
    )
    con.execute(
        f"""CREATE TABLE accounts AS
        SELECT id, said.kind, full_name, details, verified, seen FROM ({source}) AS said
        JOIN imports USING (import, file)
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY late DESC, reading DESC) = 1"""
    )
