"""From what is written to the repository that is meant: the catalog's side of reading names."""

import duckdb
import pyarrow as pa

from filiation.evidence.clues import READERS
from filiation.evidence.names import legacy_names, parse
from filiation.facts.vocabulary import Rejection, Source

_NAMES: dict[str, pa.DataType] = dict.fromkeys(("named", "stated", "candidate", "rejection", "doubt"), pa.string())
_NAMES["stated"] = pa.bool_()


def find_targets(con: duckdb.DuckDBPyConnection) -> None:
    """Make `targets` (target, named, stated, key, listed, rejection): what each distinct text of `clues` means.

    In this order: an id that is listed; an old name (a rename that was seen, or one of the Hub's early names); the
    same id in another case, when only one repository has it; an id that no source lists, which is added to `entities`.
    Spellings of an unlisted id that differ in case only count as one.
    """
    _parsed(con)
    _aliases(con)
    _another_case(con)
    _found(con)
    _unlisted(con)
    con.execute(
        """CREATE TABLE targets AS
        SELECT target, named, stated, CASE WHEN rejection IS NULL THEN coalesce(found.key, unlisted.key) END AS key,
               found.key IS NOT NULL AS listed, rejection
        FROM found LEFT JOIN unlisted USING (target, folded)"""
    )


def _parsed(con: duckdb.DuckDBPyConnection) -> None:
    """Make `parsed`: what each distinct text says, told by the text alone."""
    publications = ", ".join(str(n) for n, reader in enumerate(READERS) if reader.source is Source.PUBLICATION)
    con.execute(
        f"""CREATE TABLE texts AS SELECT target, named, reader IN ({publications}) AS stated, count(*) AS uses
        FROM clues GROUP BY ALL"""
    )
    texts = con.execute("SELECT DISTINCT named, stated FROM texts").fetchall()
    rows = [
        (text, stated, name.candidate, name.rejection, name.doubt)
        for text, stated in texts
        for name in parse(text, stated=stated)
    ]
    columns = zip(*rows, strict=True) if rows else ((),) * len(_NAMES)
    table = pa.table([pa.array(c, kind) for c, kind in zip(columns, _NAMES.values(), strict=True)], names=list(_NAMES))
    con.register("names_read", table)
    con.execute("CREATE TABLE parsed AS SELECT target, uses, n.* FROM names_read AS n JOIN texts USING (named, stated)")
    con.unregister("names_read")


def _aliases(con: duckdb.DuckDBPyConnection) -> None:
    """Make `aliases` (kind, old, id): the renames that were seen, and the Hub's early names."""
    legacy = legacy_names()
    table = pa.table({"old": pa.array(legacy.keys(), pa.string()), "id": pa.array(legacy.values(), pa.string())})
    con.register("legacy", table)
    con.execute(
        "CREATE TABLE aliases AS SELECT kind, old, id FROM renames UNION ALL "
        "SELECT 'model', old, id FROM legacy WHERE old NOT IN (SELECT old FROM renames WHERE kind = 'model')"
    )
    con.unregister("legacy")


def _another_case(con: duckdb.DuckDBPyConnection) -> None:
    """Make `another_case`: the repositories that are the only ones of their id when case does not count."""
    con.execute(
        """CREATE TABLE another_case AS
        SELECT kind, lower(id) AS folded, any_value(key) AS key FROM entities
        WHERE lower(id) IN (SELECT lower(candidate) FROM parsed) GROUP BY ALL HAVING count(*) = 1"""
    )


def _found(con: duckdb.DuckDBPyConnection) -> None:
    """Make `found`: the listed repository of each text (or null), the id to look for, and the reason to reject it."""
    con.execute(
        f"""CREATE TABLE found AS
        WITH looked_for AS (
            SELECT parsed.* EXCLUDE (candidate), exact.key AS exact, coalesce(alias.id, candidate) AS id,
                   alias.id IS NOT NULL AS is_alias
            FROM parsed LEFT JOIN entities AS exact ON exact.kind = target AND exact.id = candidate
            LEFT JOIN aliases AS alias ON exact.key IS NULL AND alias.kind = target AND alias.old = candidate)
        SELECT target, named, stated, uses, w.id, lower(w.id) AS folded,
               coalesce(w.exact, renamed.key, other.key) AS key,
               coalesce(rejection, CASE
                   WHEN coalesce(w.exact, renamed.key, other.key) IS NULL AND NOT is_alias
                        AND NOT (target = 'dataset' AND doubt = '{Rejection.NO_OWNER}') THEN doubt END) AS rejection
        FROM looked_for AS w
        LEFT JOIN entities AS renamed ON w.is_alias AND renamed.kind = target AND renamed.id = w.id
        LEFT JOIN another_case AS other ON w.exact IS NULL AND other.kind = target AND other.folded = lower(w.id)"""
    )


def _unlisted(con: duckdb.DuckDBPyConnection) -> None:
    """Make `unlisted` (target, folded, key) and add them to `entities`, each in its most frequent spelling."""
    con.execute(
        """CREATE TABLE unlisted AS
        SELECT (row_number() OVER () + (SELECT coalesce(max(key), 0) FROM entities))::INTEGER AS key, target, folded, id
        FROM (SELECT target, folded, arg_max(id, (uses, id)) AS id
              FROM (SELECT target, folded, id, sum(uses) AS uses FROM found
                    WHERE key IS NULL AND rejection IS NULL AND id IS NOT NULL GROUP BY ALL)
              GROUP BY target, folded);
        INSERT INTO entities SELECT key, target, id FROM unlisted"""
    )
