"""Numbers for everything in an edition: models and datasets by use, publishers, and words that recur.

Makes, in the connection of the build, `models`, `datasets`, `publishers` and `words` with the columns of `schema.sql`
(models also with by_id, the alphabetical rank), and `numbered` and `numbered_clues`: links and clues with numbers
instead of keys and words.
"""

from enum import StrEnum

import duckdb

from filiation.facts.history import CHANGES
from filiation.facts.hygiene import AILMENTS
from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence, PublisherKind, Rejection, Source


def _days(column: str) -> str:
    return f"(CAST({column} AS DATE) - DATE '1970-01-01')::INTEGER"


def number(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of this module from `entities`, `repositories`, `accounts`, `links` and `evidence`."""
    _nodes(con)
    _publishers(con)
    _words(con)
    for kind in ("model", "dataset"):
        _ranked(con, kind)
    con.execute("CREATE TABLE numbers AS SELECT key, n FROM models UNION ALL SELECT key, n FROM datasets")
    _links(con)
    _clues(con)
    _changes(con)


def _nodes(con: duckdb.DuckDBPyConnection) -> None:
    """Every repository that was read, and every name that is an end of a link in force or of the past."""
    con.execute(
        f"""CREATE TABLE nodes AS
        WITH ends AS (
            SELECT child AS key, 0 AS uses, first_seen, last_seen FROM links
            UNION ALL SELECT parent AS key, 1 AS uses, first_seen, last_seen FROM links),
        named AS (SELECT key, sum(uses) AS children, min(first_seen) AS first_seen, max(last_seen) AS last_seen
                  FROM ends GROUP BY key)
        SELECT key, kind, id, coalesce(children, 0) AS children, coalesce(r.first_seen, named.first_seen) AS first_seen,
               coalesce(r.last_seen, named.last_seen) AS last_seen,
               CASE WHEN r.gone IS NOT NULL THEN '{Presence.LISTED}' WHEN starts_with(id, '{OUTSIDE}')
                    THEN '{Presence.OUTSIDE}' ELSE '{Presence.ABSENT}' END AS presence,
               coalesce(r.gone, NOT starts_with(id, '{OUTSIDE}')) AS gone,
               CASE WHEN contains(id, '/') AND NOT starts_with(id, '{OUTSIDE}') THEN split_part(id, '/', 1)
                    ELSE author END AS publisher_id,
               r.* EXCLUDE (key, first_seen, last_seen, gone)
        FROM entities LEFT JOIN repositories AS r USING (key) LEFT JOIN named USING (key)
        WHERE r.gone IS NOT NULL OR named.children IS NOT NULL"""
    )


def _publishers(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE publishers AS
        SELECT (row_number() OVER (ORDER BY downloads DESC, models DESC, id) - 1)::INTEGER AS n, id,
               coalesce(accounts.kind, '{PublisherKind.UNKNOWN}') AS kind, models, datasets, downloads, full_name,
               details, verified, {_days("seen")} AS seen
        FROM (SELECT publisher_id AS id, count(*) FILTER (kind = 'model' AND NOT gone) AS models,
                     count(*) FILTER (kind = 'dataset' AND NOT gone) AS datasets,
                     coalesce(sum(downloads) FILTER (NOT gone), 0)::BIGINT AS downloads
              FROM nodes WHERE publisher_id IS NOT NULL GROUP BY publisher_id)
        LEFT JOIN accounts USING (id)"""
    )


def _words(con: duckdb.DuckDBPyConnection) -> None:
    """Give every word a code: those of the vocabulary by their place in it, others by how often they are used."""
    found = [f"SELECT '{kind}' AS kind, {kind} AS word FROM nodes" for kind in ("task", "library", "license")]
    found.append("SELECT 'reason' AS kind, reason AS word FROM links")
    found.append("SELECT 'grounds' AS kind, grounds AS word FROM links")
    found.append("SELECT 'location' AS kind, location AS word FROM evidence")
    con.execute(
        f"""CREATE TABLE words AS
        SELECT kind, (row_number() OVER (PARTITION BY kind ORDER BY uses DESC, word) - 1)::INTEGER AS code, word
        FROM (SELECT kind, word, count(*) AS uses FROM ({" UNION ALL ".join(found)})
              WHERE word IS NOT NULL GROUP BY kind, word)"""
    )
    fixed: dict[str, tuple[StrEnum, ...]] = {"relation": RELATIONS, "standing": STANDINGS, "change": CHANGES}
    fixed |= {"source": tuple(Source), "rejection": tuple(Rejection), "ailment": AILMENTS}
    rows = [(kind, code, str(word)) for kind, words in fixed.items() for code, word in enumerate(words)]
    con.executemany("INSERT INTO words VALUES (?, ?, ?)", rows)


def _coded(kind: str) -> str:
    """Return the join that finds the code of the column `kind`."""
    return f"LEFT JOIN words AS {kind}_word ON {kind}_word.kind = '{kind}' AND {kind}_word.word = {kind}"


def _ranked(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    con.execute(
        f"""CREATE TABLE {kind}s AS
        SELECT key, (row_number() OVER (ORDER BY coalesce(nodes.downloads, -1) DESC, coalesce(likes, -1) DESC,
                                        children DESC, nodes.id) - 1)::INTEGER AS n,
               (row_number() OVER (ORDER BY nodes.id) - 1)::INTEGER AS by_id,
               nodes.id, presence, gone, publishers.n AS publisher, {_days("created")} AS created,
               {_days("modified")} AS modified, nodes.downloads, likes, task_word.code AS task,
               library_word.code AS library, license_word.code AS license, gated, disabled, sha, hub_id, new_version,
               {_days("first_seen")} AS first_seen, {_days("last_seen")} AS last_seen
        FROM nodes LEFT JOIN publishers ON publishers.id = publisher_id
        {_coded("task")} {_coded("library")} {_coded("license")}
        WHERE nodes.kind = '{kind}' ORDER BY n"""
    )


def _links(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE numbered AS
        SELECT me.n AS child, other.n AS parent, target, relation_word.code AS relation, standing_word.code AS standing,
               certainty, parent_certainty, reason_word.code AS reason, grounds_word.code AS grounds,
               {_days("first_seen")} AS first_seen, {_days("last_seen")} AS last_seen, gone
        FROM links JOIN numbers AS me ON me.key = links.child JOIN numbers AS other ON other.key = links.parent
        {_coded("relation")} {_coded("standing")} {_coded("reason")} {_coded("grounds")}"""
    )


def _clues(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE numbered_clues AS
        SELECT me.n AS child, CASE WHEN target = 'model' THEN other.n END AS parent,
               CASE WHEN target = 'dataset' THEN other.n END AS dataset, source_word.code AS source,
               location_word.code AS location, nullif(raw, entities.id) AS raw, relation_word.code AS relation,
               revision, {_days("first_seen")} AS first_seen, {_days("last_seen")} AS last_seen, NOT current AS gone,
               supports,
               rejection_word.code AS rejection
        FROM evidence JOIN numbers AS me ON me.key = child
        LEFT JOIN numbers AS other ON other.key = parent LEFT JOIN entities ON entities.key = parent
        {_coded("relation")} {_coded("source")} {_coded("location")} {_coded("rejection")}"""
    )


def _changes(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""CREATE TABLE numbered_changes AS
        SELECT me.kind, numbers.n, import, moment, {_days("day")} AS day, {_days("since")} AS since, what,
               its.kind AS other_kind, other.n AS other, before, after
        FROM changes JOIN numbers USING (key) JOIN entities AS me USING (key)
        LEFT JOIN numbers AS other ON other.key = changes.other LEFT JOIN entities AS its ON its.key = changes.other;
        CREATE TABLE read_days AS SELECT {_days("seen")} AS day, bool_or(complete) AS whole
        FROM imports GROUP BY 1;
        CREATE TABLE sources AS
        SELECT name, any_value(came) AS source, any_value(endpoint) AS endpoint, {_days("max(seen)")} AS seen,
               {_days("max(seen) FILTER (complete)")} AS whole
        FROM imports GROUP BY name"""
    )
