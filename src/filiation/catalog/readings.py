"""From stored records to the tables of a build: every reading of a repository, and what holds of it now.

Tables made here beside those of `sightings`, in the connection of the build (a repository is named by its `key`, a
number of this build):

`accounts`      id, kind, full_name, details, verified, seen: what the Hub says of publishers, newest time
`entities`      key, kind, id: every repository of which a record is stored, under its newest name
`renames`       kind, old, id: earlier names of a repository, told by its stable `_id`
`noted`         key, seen, early, import: repositories that were asked for, under any name of theirs, and are not public
`absences`      key, early: the same, the newest time of each
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
from typing import Any

import duckdb
import pyarrow as pa

from filiation.catalog.contents import attach_contents
from filiation.catalog.sightings import attach_sightings, union

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
since and was not public. Files read on one day follow one another as their reading began."""


def attach(con: duckdb.DuckDBPyConnection, folders: Sequence[Path], until: date | None = None) -> None:
    """Make the tables of this module from the imports in `folders`, oldest first.

    Only files that were read up to the day `until` count (None: all). Raises StoreFailed where the files of an import
    are not those that its manifest tells.
    """
    attach_sightings(con, folders, until)
    _renames(con)
    _keys(con)
    _absences(con, folders)
    _ages(con)
    _readings(con)
    _repositories(con)
    _stated(con, folders)
    _accounts(con, folders)
    attach_contents(con, folders)


def _absences(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """Make `noted` and `absences`: a name leads to its repository, else as an old name, else in another case."""
    noted = union(
        folders,
        "absent.parquet",
        "SELECT 0 AS import, 0::BIGINT AS reading, '' AS kind, '' AS id, 0::INTEGER AS file WHERE false",
    )
    con.execute(
        f"""CREATE TABLE asked AS
        SELECT noted.kind, id, seen, early, import FROM ({noted}) AS noted JOIN imports USING (import, file);
        CREATE TABLE called AS
        SELECT 0 AS way, kind, id AS name, key FROM entities
        UNION ALL SELECT 1, renames.kind, old, key FROM renames JOIN entities USING (kind, id)
        UNION ALL SELECT 2, kind, lower(id), key FROM entities
        UNION ALL SELECT 3, renames.kind, lower(old), key FROM renames JOIN entities USING (kind, id);
        CREATE TABLE noted AS
        WITH found AS (
            SELECT asked.kind, asked.id, way, any_value(key) AS key
            FROM (SELECT DISTINCT kind, id FROM asked) AS asked
            JOIN called ON called.kind = asked.kind AND name = CASE WHEN way < 2 THEN asked.id ELSE lower(asked.id) END
            GROUP BY asked.kind, asked.id, way HAVING count(DISTINCT key) = 1)
        SELECT DISTINCT key, seen, early, import
        FROM asked JOIN (SELECT kind, id, arg_min(key, way) AS key FROM found GROUP BY kind, id) USING (kind, id);
        CREATE TABLE absences AS SELECT key, max(early) AS early FROM noted GROUP BY key;
        DROP TABLE called;
        DROP TABLE asked"""
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
        SELECT reading, key, version, id, hub_id, modified, gated, disabled, task, library, {_license()} AS license,
               {_NEW_VERSION} AS new_version, {has}, row_number() OVER (
               PARTITION BY key ORDER BY latest DESC, modified DESC NULLS LAST, late DESC, reading DESC) AS age
        FROM known SEMI JOIN (SELECT key FROM known GROUP BY key HAVING count(*) > 1) USING (key)
        JOIN (SELECT reading, version, id, hub_id, modified, gated, disabled, task, library, {", ".join(_GROUPS)}
              FROM stored)
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
        FROM merged LEFT JOIN whole USING (kind) LEFT JOIN absences USING (key)"""
    )


def told_by(records: pa.Table) -> list[dict[str, Any]]:
    """Return records (RECORDS) with the license and the newer version that each tells, by the rules of a build."""
    with duckdb.connect() as con:
        con.register("told", records)
        query = f"SELECT *, {_license()} AS license, {_NEW_VERSION} AS new_version FROM told"
        rows = con.execute(query).fetchall()
        return [dict(zip((column[0] for column in con.description or ()), row, strict=True)) for row in rows]


def _license() -> str:
    """SQL for the license: the Hub's tag, else the card's word."""
    tag = "list_filter(tags, lambda t: starts_with(t, 'license:'))[1]"
    path = "CASE json_type(card, '$.license') WHEN 'ARRAY' THEN '$.license[0]' ELSE '$.license' END"
    card = f"TRY(json_extract_string(card, {path}))"
    return f"coalesce(substr({tag}, 9), {card})"


def _stated(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    source = union(
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
    source = union(
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
