"""What changed between the readings of each repository: the table `changes`.

A value is compared with the last reading that told it: a reading without tags says nothing of a license. A parent is
there as long as a source that was told last names it. What several files of one import say on one day is one reading.
Only repositories that were read with several contents are looked at, so that the cost grows with what changed.
"""

import duckdb

from filiation.catalog.comings import comings_and_goings
from filiation.facts.history import ChangeKind

_CLUES = ("tags", "card", "config", "base_models")
_VALUES = {
    ChangeKind.RENAMED: ("id", "own"),
    ChangeKind.LICENSE: ("license", "tags"),
    ChangeKind.GATED: ("gated", "gated"),
    ChangeKind.DISABLED: ("disabled", "disabled"),
    ChangeKind.TASK: ("task", "tags"),
    ChangeKind.LIBRARY: ("library", "tags"),
    ChangeKind.NEW_VERSION: ("new_version", "card"),
    ChangeKind.REPLACED: ("hub_id", "number"),
}
"""The column of each value that can change, and the part of a record that tells it."""

_PARTS = {part: f"has_{part}" for part in _CLUES} | {
    "gated": "gated IS NOT NULL",
    "disabled": "disabled IS NOT NULL",
    "own": "true",
    "number": "hub_id IS NOT NULL",
}
"""The parts of a record, and when a reading tells them."""

_SEEN = "CASE WHEN day < since THEN latest ELSE day END"


def find_changes(con: duckdb.DuckDBPyConnection) -> None:
    """Make `changes` from the readings and what they tell.

    Its columns are key, import, moment (by which changes of one day are put in order), what, since, day, other, before
    and after. Needs the tables of `readings`, and `tellings`: what each reading says of parents and datasets.
    """
    con.execute(
        "CREATE TABLE changes(key INTEGER, import INTEGER, moment BIGINT, what TINYINT, since DATE, day DATE, "
        "other INTEGER, before VARCHAR, after VARCHAR)"
    )
    comings_and_goings(con)
    _events(con)
    _states(con)
    for kind in _VALUES:
        _value(con, kind)
    _links(con)


def _events(con: duckdb.DuckDBPyConnection) -> None:
    """Make `events`: when each content of a repository was met; the first and last time where that tells all.

    It does not where one content was met between two times of another.
    """
    con.execute(
        """CREATE TABLE several AS
        SELECT key, version, min(reading) AS reading FROM compared
        WHERE key IN (SELECT key FROM compared GROUP BY key HAVING count(DISTINCT version) > 1) GROUP BY key, version;
        CREATE TABLE encounters AS
        SELECT key, version, reading, late, max(seen) AS seen, any_value(latest) AS latest,
               max(import) AS import
        FROM sighted JOIN several USING (version) JOIN imports USING (import, file)
        GROUP BY key, version, reading, late;
        CREATE TABLE spans AS
        SELECT key, version, min(late) AS first, max(late) AS last FROM encounters GROUP BY key, version;
        CREATE TABLE tangled AS
        SELECT DISTINCT key FROM (
            SELECT key, first // 1000000 <= max(last // 1000000) OVER (
                PARTITION BY key ORDER BY first, version ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_within
            FROM spans) WHERE is_within;
        CREATE TABLE events AS
        SELECT encounters.* EXCLUDE (version) FROM encounters JOIN spans USING (key, version)
        WHERE late IN (first, last) OR key IN (FROM tangled)"""
    )


def _states(con: duckdb.DuckDBPyConnection) -> None:
    """Make `steps`: at each reading after which another one tells a part of the record, that part now and before.

    `before_reading` (null: not told before) and `after_reading` tell it; `since` is the last day on which the former
    was seen, `day` (and `latest`, where the file does not tell the day) that on which the latter was. Where one part
    that can name parents is told anew, all of them are given.
    """
    tells = ", ".join(f"{told} AS tells_{part}" for part, told in _PARTS.items())
    last = "last_value(CASE WHEN tells_{0} THEN {1} END IGNORE NULLS) OVER past AS {2}"
    states = [last.format(part, *of) for part in _PARTS for of in (("reading", part), ("seen", f"{part}_day"))]
    names = [name for part in _PARTS for name in (part, f"{part}_day")]
    lagged = ", ".join(f"lag({name}) OVER ordered AS old_{name}" for name in names)
    anew = {part: f"{part} IS DISTINCT FROM old_{part}" for part in _PARTS}
    anew |= dict.fromkeys(_CLUES, " OR ".join(anew[part] for part in _CLUES))
    steps = " UNION ALL ".join(
        f"SELECT key, import, late, step, '{part}' AS part, {part} AS after_reading, old_{part} AS before_reading, "
        f"old_{part}_day AS since, {part}_day AS day, latest FROM moves WHERE old_own IS NOT NULL AND ({anew[part]})"
        for part in _PARTS
    )
    con.execute(
        f"""CREATE TABLE steps AS
        WITH placed AS (
            SELECT key, reading, import, late, events.seen, events.latest, {tells}, row_number() OVER (
                   PARTITION BY key ORDER BY late // 1000000, modified NULLS FIRST, late, reading) AS place
            FROM events JOIN compared USING (key, reading)),
        states AS (
            SELECT key, import, late, latest, place, {", ".join(states)} FROM placed
            WINDOW past AS (PARTITION BY key ORDER BY place)),
        closed AS (
            SELECT key, import, late, latest, place AS step, {", ".join(names)} FROM states
            QUALIFY row_number() OVER (PARTITION BY key, late ORDER BY place DESC) = 1),
        moves AS (SELECT *, {lagged} FROM closed WINDOW ordered AS (PARTITION BY key ORDER BY step))
        {steps}"""
    )


def _value(con: duckdb.DuckDBPyConnection, kind: ChangeKind) -> None:
    """Add the changes of one value."""
    column, part = _VALUES[kind]
    # Under another name it is another repository anyway: one of the two took over a name of the other.
    same_name = " AND new.id = old.id" if kind is ChangeKind.REPLACED else ""
    con.execute(
        f"""INSERT INTO changes
        SELECT steps.key, import, late, {kind.code}, since, {_SEEN}, NULL, old.{column}::VARCHAR, new.{column}::VARCHAR
        FROM steps JOIN compared AS new ON new.reading = after_reading
        JOIN compared AS old ON old.reading = before_reading
        WHERE part = '{part}' AND new.{column} IS DISTINCT FROM old.{column}{same_name}"""
    )


def _links(con: duckdb.DuckDBPyConnection) -> None:
    """Add the parents and datasets that are named anew or no longer, and relations that are stated otherwise.

    A source that was not told before may have named a parent before: what only it names is not new.
    """
    con.execute(
        f"""INSERT INTO changes
        WITH before AS (
            SELECT steps.key, step, parent, any_value(target) AS target, arg_min(relation, vote) AS relation,
                   max(since) AS since, max(day) AS day, any_value(latest) AS latest, any_value(import) AS import,
                   any_value(late) AS late
            FROM steps JOIN tellings ON reading = before_reading AND source = part GROUP BY steps.key, step, parent),
        after AS (
            SELECT steps.key, step, parent, any_value(target) AS target,
                   arg_min(relation, vote) FILTER (before_reading IS NOT NULL) AS relation,
                   count(before_reading) > 0 AS comparable, max(since) AS since, max(day) AS day,
                   any_value(latest) AS latest, any_value(import) AS import,
                   any_value(late) AS late
            FROM steps JOIN tellings ON reading = after_reading AND source = part GROUP BY steps.key, step, parent),
        beside AS (
            SELECT key, step, parent, before.since IS NOT NULL AS was, after.day IS NOT NULL AS still, comparable,
                   coalesce(before.target, after.target) AS target, coalesce(before.since, after.since) AS since,
                   coalesce(after.day, before.day) AS day, coalesce(after.latest, before.latest) AS latest,
                   coalesce(after.import, before.import) AS import, coalesce(after.late, before.late) AS late,
                   before.relation AS old, after.relation AS new
            FROM before FULL JOIN after USING (key, step, parent)),
        told AS (
            SELECT *, CASE WHEN was AND still THEN {ChangeKind.RELATION.code}
                           WHEN was AND target = 'model' THEN {ChangeKind.PARENT_REMOVED.code}
                           WHEN was THEN {ChangeKind.DATASET_REMOVED.code}
                           WHEN target = 'model' THEN {ChangeKind.PARENT_ADDED.code}
                           ELSE {ChangeKind.DATASET_ADDED.code} END AS what
            FROM beside WHERE NOT still OR comparable AND (NOT was OR old IS DISTINCT FROM new))
        SELECT key, import, late, what, since, {_SEEN}, parent, CASE WHEN target = 'model' THEN old END,
               CASE WHEN target = 'model' THEN new END
        FROM told"""
    )
