"""When repositories came and went: appeared, gone and returned, as complete readings and asking by name tell it.

A complete reading is an import with a complete file of a kind. A repository that it lacks, and that was seen before,
is gone; it is there in a complete reading when any file of the same import holds it.
"""

import duckdb

from filiation.facts.history import ChangeKind


def comings_and_goings(con: duckdb.DuckDBPyConnection) -> None:
    """Add to `changes` when repositories appeared, were gone and returned.

    Needs `imports`, `sighted`, `stored`, `known`, `noted` and `entities`. Nearly all repositories are in every complete
    reading since the first; only the others are looked at one by one.
    """
    _listings(con)
    _unsettled(con)
    _appeared(con)
    _missed(con)
    _turns(con)


def _listings(con: duckdb.DuckDBPyConnection) -> None:
    """Make `listings` (the complete readings of each kind, numbered in order) and `expected`.

    `expected` tells for each file the `place` of the complete reading to which it belongs (or null), `since`, the place
    of the first one that holds what this file holds if nothing was gone, and `n`, how many there are.
    """
    con.execute(
        """CREATE TABLE listings AS
        SELECT kind, import, max(early) AS early, max(seen) AS seen,
               (row_number() OVER (PARTITION BY kind ORDER BY max(early)) - 1)::INTEGER AS place
        FROM imports WHERE complete GROUP BY kind, import;
        CREATE TABLE expected AS
        SELECT imports.import, file, any_value(imports.early) AS early, any_value(mine.place) AS place,
               coalesce(any_value(mine.place), count(*) FILTER (other.early <= imports.late))::INTEGER AS since,
               count(*) AS n
        FROM imports JOIN listings AS other USING (kind)
        LEFT JOIN listings AS mine ON mine.kind = imports.kind AND mine.import = imports.import
        GROUP BY imports.import, file"""
    )


def _unsettled(con: duckdb.DuckDBPyConnection) -> None:
    """Make `lives`: the repositories that are not in every complete reading, or were asked for by name in vain.

    `early` is when it was first seen, `since` the first complete reading that should hold it, `missed` whether one
    after that lacks it.
    """
    places = con.execute("SELECT coalesce(max(place), 0) FROM listings").fetchall()[0][0]
    con.execute(
        f"""CREATE TABLE held AS
        SELECT version, min(early) AS early, min(since) AS since,
               coalesce(bitstring_agg(place, 0, {places}), bitstring('0', {places} + 1)) AS held,
               any_value(n) AS n
        FROM sighted JOIN expected USING (import, file) GROUP BY version;
        CREATE TABLE open_keys AS
        SELECT DISTINCT key FROM known SEMI JOIN (
            SELECT reading FROM (SELECT reading, version FROM stored) SEMI JOIN (
                SELECT version FROM held WHERE since > 0 OR bit_count(held) < n) USING (version)) USING (reading)
        UNION SELECT key FROM noted;
        CREATE TABLE held_contents AS
        SELECT DISTINCT key, version FROM known SEMI JOIN open_keys USING (key)
        JOIN (SELECT reading, version FROM stored) USING (reading);
        CREATE TABLE lives AS
        SELECT key, kind, min(early) AS early, min(since) AS since, bit_count(bit_or(held)) < any_value(n) - min(since)
               OR bool_or(key IN (SELECT key FROM noted)) AS missed
        FROM held_contents LEFT JOIN held USING (version) JOIN entities USING (key) GROUP BY key, kind;
        DROP TABLE held"""
    )


def _appeared(con: duckdb.DuckDBPyConnection) -> None:
    """Add the repositories that were first read after the first complete reading of their kind."""
    con.execute(
        f"""INSERT INTO changes (key, import, moment, what, since, day)
        SELECT key, any_value(first.import), any_value(early), {ChangeKind.APPEARED.code}, max(listings.seen),
               any_value(first.seen)
        FROM lives JOIN (
            SELECT early, any_value(seen) AS seen, min(import) AS import FROM imports GROUP BY early) AS first
        USING (early) JOIN listings ON listings.kind = lives.kind AND listings.early < lives.early
        WHERE lives.since > 0 GROUP BY key"""
    )


def _missed(con: duckdb.DuckDBPyConnection) -> None:
    """Make `turns`: of each repository that was missed, when it was there and when it was not, in order.

    What was asked for in vain, or was not in a complete reading, comes before what is seen on the same day and in the
    same import: then it is there.
    """
    con.execute(
        """CREATE TABLE met AS
        SELECT DISTINCT key, lives.kind, import, imports.late, imports.seen, imports.latest
        FROM held_contents JOIN lives USING (key) JOIN sighted USING (version) JOIN imports USING (import, file)
        WHERE missed;
        CREATE TABLE turns AS
        SELECT key, import, late AS moment, true AS there, seen, latest FROM met
        UNION ALL
        SELECT key, listings.import, listings.early, false, listings.seen, listings.seen
        FROM (SELECT key, any_value(kind) AS kind, min(late) AS late FROM met GROUP BY key) AS first
        JOIN listings ON listings.kind = first.kind AND listings.early > first.late
        WHERE (key, listings.import) NOT IN (SELECT (key, import) FROM met)
        UNION ALL
        SELECT key, noted.import, noted.early, false, noted.seen, noted.seen FROM noted
        WHERE (key, noted.import) NOT IN (SELECT (key, import) FROM met)"""
    )


def _turns(con: duckdb.DuckDBPyConnection) -> None:
    """Add when a repository was no longer there, and when it was there again."""
    con.execute(
        f"""INSERT INTO changes (key, import, moment, what, since, day)
        WITH ordered AS (
            SELECT *, lag(there) OVER (PARTITION BY key ORDER BY moment, there) AS before,
                   max(seen) OVER (PARTITION BY key, there ORDER BY moment) AS last
            FROM turns),
        told AS (
            SELECT *, last_value(CASE WHEN NOT there THEN last END IGNORE NULLS) OVER earlier AS last_absent,
                   last_value(CASE WHEN there THEN last END IGNORE NULLS) OVER earlier AS last_there
            FROM ordered
            WINDOW earlier AS (
                PARTITION BY key ORDER BY moment, there ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
        SELECT key, import, moment,
               CASE WHEN there THEN {ChangeKind.RETURNED.code} ELSE {ChangeKind.GONE.code} END AS what,
               CASE WHEN there THEN last_absent ELSE last_there END AS since,
               CASE WHEN seen < CASE WHEN there THEN last_absent ELSE last_there END THEN latest ELSE seen END
        FROM told WHERE before <> there"""
    )
