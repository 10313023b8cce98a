"""Numbers for everything in an edition: models and datasets by use, publishers, licenses, tasks, libraries.

Makes, in the connection of the build, `models`, `datasets`, `publishers` and `words` with the columns of `schema.sql`
(models also with by_id, the alphabetical rank), and `numbered` (links with numbers instead of ids).
"""

import duckdb

from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import Presence

_DAY = "({} - DATE '1970-01-01')"


def _days(column: str) -> str:
    return f"({_DAY.format(f'CAST({column} AS DATE)')})::INTEGER"


def number(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of this module from `repositories` and `links`."""
    _nodes(con)
    _publishers(con)
    _words(con)
    for kind in ("model", "dataset"):
        _ranked(con, kind)
    _numbered(con)


def _nodes(con: duckdb.DuckDBPyConnection) -> None:
    """Every repository that was read, and every name that is only an end of a link."""
    con.execute(
        f"""CREATE TABLE nodes AS
        WITH ends AS (
            SELECT 'model' AS kind, child AS id, 0 AS uses, first_seen, last_seen FROM links
            UNION ALL SELECT target AS kind, parent AS id, 1 AS uses, first_seen, last_seen FROM links),
        named AS (SELECT kind, id, sum(uses) AS children, min(first_seen) AS first_seen, max(last_seen) AS last_seen
                  FROM ends GROUP BY kind, id)
        SELECT kind, id, coalesce(children, 0) AS children, coalesce(r.first_seen, named.first_seen) AS first_seen,
               coalesce(r.last_seen, named.last_seen) AS last_seen,
               CASE WHEN r.gone IS NOT NULL THEN '{Presence.LISTED}' WHEN starts_with(id, '{OUTSIDE}')
                    THEN '{Presence.OUTSIDE}' ELSE '{Presence.ABSENT}' END AS presence,
               coalesce(r.gone, NOT starts_with(id, '{OUTSIDE}')) AS gone,
               CASE WHEN contains(id, '/') AND NOT starts_with(id, '{OUTSIDE}') THEN split_part(id, '/', 1)
                    ELSE author END AS publisher_id,
               r.* EXCLUDE (kind, id, first_seen, last_seen, gone)
        FROM repositories AS r FULL JOIN named USING (kind, id)"""
    )


def _publishers(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE TABLE publishers AS
        SELECT (row_number() OVER (ORDER BY downloads DESC, models DESC, id) - 1)::INTEGER AS n, id, 'unknown' AS kind,
               models, datasets, downloads
        FROM (SELECT publisher_id AS id, count(*) FILTER (kind = 'model') AS models,
                     count(*) FILTER (kind = 'dataset') AS datasets, coalesce(sum(downloads), 0)::BIGINT AS downloads
              FROM nodes WHERE publisher_id IS NOT NULL GROUP BY publisher_id)"""
    )


def _words(con: duckdb.DuckDBPyConnection) -> None:
    parts = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, {kind} AS word FROM nodes" for kind in ("task", "library", "license")
    )
    con.execute(
        f"""CREATE TABLE words AS
        SELECT kind, (row_number() OVER (PARTITION BY kind ORDER BY uses DESC, word) - 1)::INTEGER AS code, word
        FROM (SELECT kind, word, count(*) AS uses FROM ({parts}) WHERE word IS NOT NULL GROUP BY ALL)"""
    )


def _ranked(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    word = "LEFT JOIN words AS {0} ON {0}.kind = '{0}' AND {0}.word = nodes.{0}"
    con.execute(
        f"""CREATE TABLE {kind}s AS
        SELECT (row_number() OVER (ORDER BY coalesce(nodes.downloads, -1) DESC, coalesce(likes, -1) DESC, children DESC,
                                   nodes.id) - 1)::INTEGER AS n,
               (row_number() OVER (ORDER BY nodes.id) - 1)::INTEGER AS by_id,
               nodes.id, presence, gone, publishers.n AS publisher, {_days("created")} AS created,
               {_days("modified")} AS modified, nodes.downloads, likes, task.code AS task, library.code AS library,
               license.code AS license, gated, sha, hub_id, new_version, {_days("first_seen")} AS first_seen,
               {_days("last_seen")} AS last_seen
        FROM nodes LEFT JOIN publishers ON publishers.id = publisher_id
        {word.format("task")} {word.format("library")} {word.format("license")}
        WHERE nodes.kind = '{kind}' ORDER BY n"""
    )


def _numbered(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE numbered AS
        SELECT child.n AS child, coalesce(model.n, dataset.n) AS parent, target, relation, standing, certainty, reason,
               {_days("links.first_seen")} AS first_seen, {_days("links.last_seen")} AS last_seen, links.gone
        FROM links JOIN models AS child ON child.id = links.child
        LEFT JOIN models AS model ON target = 'model' AND model.id = links.parent
        LEFT JOIN datasets AS dataset ON target = 'dataset' AND dataset.id = links.parent"""
    )
    con.execute(
        f"""CREATE TABLE numbered_clues AS
        SELECT child.n AS child, model.n AS parent, dataset.n AS dataset, source, location, raw, e.relation,
               {_days("e.first_seen")} AS first_seen, {_days("e.last_seen")} AS last_seen, NOT current AS gone,
               supports, rejection
        FROM evidence AS e JOIN models AS child ON child.id = e.child
        LEFT JOIN models AS model ON target = 'model' AND model.id = e.parent
        LEFT JOIN datasets AS dataset ON target = 'dataset' AND dataset.id = e.parent"""
    )
