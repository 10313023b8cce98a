"""From what is written to the repository that is meant: the catalog's side of reading names."""

import duckdb
import pyarrow as pa

from filiation.evidence.names import legacy_names, parse
from filiation.facts.vocabulary import Rejection

_NAMES: dict[str, pa.DataType] = dict.fromkeys(("named", "candidate", "rejection", "doubt"), pa.string())


def find_targets(con: duckdb.DuckDBPyConnection) -> None:
    """Make `targets` (target, named, id, listed, rejection): what each distinct text of `clues` means.

    In this order: an id that is listed; an old name (a rename that was seen, or one of the Hub's early names); the
    same id in another case, when only one repository has it; an id that no source lists. Spellings of an unlisted
    id that differ in case only count as one.
    """
    _parsed(con)
    _aliases(con)
    _another_case(con)
    con.execute(
        f"""CREATE TABLE found AS
        SELECT n.*, coalesce(exact.id, alias.id, other.id) AS listed_id, alias.old IS NOT NULL AS is_alias
        FROM parsed AS n
        LEFT JOIN repositories AS exact ON exact.kind = n.target AND exact.id = n.candidate
        LEFT JOIN aliases AS alias ON exact.id IS NULL AND alias.kind = n.target AND alias.old = n.candidate
        LEFT JOIN another_case AS other
            ON exact.id IS NULL AND alias.old IS NULL AND other.kind = n.target AND other.folded = lower(n.candidate);
        CREATE TABLE spelling AS
        SELECT target, lower(candidate) AS folded, arg_max(candidate, (uses, candidate)) AS id
        FROM (SELECT found.target, candidate, count(*) AS uses FROM found
              JOIN clues ON clues.target = found.target AND clues.named = found.named
              WHERE listed_id IS NULL AND candidate IS NOT NULL GROUP BY ALL) GROUP BY ALL;
        CREATE TABLE targets AS
        SELECT target, named,
               CASE WHEN rejected IS NULL THEN coalesce(listed_id, spelling_id) END AS id,
               listed_id IS NOT NULL AND known AS listed, rejected AS rejection
        FROM (SELECT found.*, spelling.id AS spelling_id, listed.id IS NOT NULL AS known,
                     coalesce(rejection, CASE WHEN listed_id IS NULL AND NOT
                         (found.target = 'dataset' AND doubt = '{Rejection.NO_OWNER}') THEN doubt END) AS rejected
              FROM found LEFT JOIN spelling ON spelling.target = found.target AND spelling.folded = lower(candidate)
              LEFT JOIN repositories AS listed ON listed.kind = found.target AND listed.id = listed_id)"""
    )


def _parsed(con: duckdb.DuckDBPyConnection) -> None:
    texts = [row[0] for row in con.execute("SELECT DISTINCT named FROM clues").fetchall()]
    rows = [(text, name.candidate, name.rejection, name.doubt) for text in texts for name in parse(text)]
    columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    con.register("names_read", pa.table([pa.array(c, pa.string()) for c in columns], schema=pa.schema(_NAMES)))
    con.execute(
        "CREATE TABLE parsed AS SELECT DISTINCT target, names_read.* FROM names_read "
        "JOIN (SELECT DISTINCT target, named FROM clues) USING (named)"
    )
    con.unregister("names_read")


def _aliases(con: duckdb.DuckDBPyConnection) -> None:
    legacy = legacy_names()
    table = pa.table({"old": pa.array(legacy.keys(), pa.string()), "id": pa.array(legacy.values(), pa.string())})
    con.register("legacy", table)
    con.execute(
        "CREATE TABLE aliases AS SELECT kind, old, id FROM renames UNION ALL "
        "SELECT 'model', old, id FROM legacy WHERE old NOT IN (SELECT old FROM renames WHERE kind = 'model')"
    )
    con.unregister("legacy")


def _another_case(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """CREATE TABLE another_case AS
        SELECT kind, lower(id) AS folded, min(id) AS id FROM repositories
        WHERE lower(id) IN (SELECT lower(candidate) FROM parsed) GROUP BY ALL HAVING count(*) = 1"""
    )
