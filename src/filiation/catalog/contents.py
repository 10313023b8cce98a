"""The files of repositories, as far as they were read: the table `contents` and the view `bodies`.

`contents` has one row a file and content: `content` (a number of this build), `key`, `path`, `size`, `sha256`, `blob`,
`revision` (the newest commit that has it), `fault`, `first_seen`, `last_seen`, `current`: whether the newest reading of
the repository's files found it, and `bearer`: the `reading` in `bodies` that holds what was read of it, or null.
`bodies` has `reading` and `body`; it stays in the records, for all bodies together may not fit into memory.
`organization_cards` has one row an organization whose card was read (the README of its Space of that name):
`publisher`, `bearer`, and the day on which it was `seen`.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from filiation.catalog.sightings import union
from filiation.facts.tables import SPACE

_EMPTY = (
    "SELECT 0 AS import, 0::BIGINT AS reading, '' AS kind, '' AS id, '' AS revision, '' AS path, 0::BIGINT AS size, "
    "'' AS blob, '' AS sha256, ''::BLOB AS body, '' AS fault, 0::INTEGER AS file WHERE false"
)


def attach_contents(con: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """Make the tables of this module from the imports in `folders`; needs `imports`, `entities` and `renames`.

    A content that was read once is not read again: its body is found by the name of the content.
    """
    con.execute(
        f"""CREATE VIEW every_file AS
        FROM ({union(folders, "files.parquet", _EMPTY)}) SEMI JOIN imports USING (import, file);
        CREATE VIEW bodies AS SELECT reading, body FROM every_file WHERE body IS NOT NULL;
        CREATE TABLE contents AS
        WITH listed AS (
            SELECT reading, coalesce(me.key, renamed.key) AS key, path, size, sha256, blob, revision,
                   octet_length(body) AS length, fault, seen, late
            FROM every_file AS said JOIN imports USING (import, file)
            LEFT JOIN entities AS me ON me.kind = said.kind AND me.id = said.id
            LEFT JOIN renames ON me.key IS NULL AND renames.kind = said.kind AND renames.old = said.id
            LEFT JOIN entities AS renamed ON renamed.kind = renames.kind AND renamed.id = renames.id),
        newest AS (SELECT key, max(late) AS late FROM listed GROUP BY key),
        kept AS (
            SELECT blob, arg_max(reading, length) AS holder FROM listed
            WHERE blob IS NOT NULL AND length IS NOT NULL GROUP BY blob)
        SELECT row_number() OVER ()::INTEGER AS content, key, path, size, sha256, blob,
               arg_max(revision, listed.late) AS revision,
               coalesce(any_value(holder), arg_max(reading, listed.late) FILTER (length IS NOT NULL)) AS bearer,
               CASE WHEN any_value(holder) IS NULL AND count(length) = 0 THEN arg_max(fault, listed.late) END AS fault,
               min(seen) AS first_seen, max(seen) AS last_seen, bool_or(listed.late = newest.late) AS current
        FROM listed JOIN newest USING (key) LEFT JOIN kept USING (blob)
        GROUP BY key, path, size, sha256, blob;
        CREATE TABLE organization_cards AS
        SELECT split_part(id, '/', 1) AS publisher, arg_max(reading, late) AS bearer, max(seen) AS seen
        FROM every_file JOIN imports USING (import, file)
        WHERE every_file.kind = '{SPACE}' AND id LIKE '%/README' AND path = 'README.md' AND body IS NOT NULL
        GROUP BY 1"""
    )
