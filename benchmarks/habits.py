"""How often a converted model's name tells the parent that its publisher declares.

Run: python benchmarks/habits.py [FOLDER OF RECORDED DATA]. The declared parents are the `base_model:` tags of July 2024
and, for 2025, the labeled links; they are hidden from the readers. Nothing was learned on the part that is held out
(three tenths of the children, by the digest of their id).
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from filiation.evidence import naming

DATA = Path(__file__).parents[2] / "shared" / "data"
READERS = (naming.READER, naming.OTHERS)

_LISTING = """
CREATE TABLE listing AS
SELECT row_number() OVER ()::INTEGER AS key, id, createdAt::TIMESTAMP AS created, tags, downloads, likes,
       library_name AS library, pipeline_tag AS task
FROM read_json($listing, columns = {
    id: 'VARCHAR', createdAt: 'VARCHAR', tags: 'VARCHAR[]', downloads: 'BIGINT', likes: 'BIGINT',
    library_name: 'VARCHAR', pipeline_tag: 'VARCHAR'});
"""
_LATER = """
INSERT INTO listing BY NAME
SELECT (row_number() OVER () + (SELECT max(key) FROM listing))::INTEGER AS key, id, [] AS tags
FROM (SELECT child AS id FROM read_csv($labels) UNION SELECT parent FROM read_csv($labels))
WHERE id NOT IN (SELECT id FROM listing);
"""
_TABLES = """
CREATE TABLE entities AS SELECT key, 'model' AS kind, id FROM listing;
CREATE TABLE repositories AS
SELECT key, created, downloads, likes, library, task, created AS first_seen, created AS last_seen FROM listing;
"""
_DECLARED = """
CREATE TABLE declared AS
SELECT lower(child) AS child, list(DISTINCT lower(coalesce(canonical, parent))) AS parents
FROM (SELECT id AS child, substr(tag, 12) AS parent FROM (SELECT id, unnest(tags) AS tag FROM listing)
      WHERE starts_with(tag, 'base_model:'))
LEFT JOIN read_csv($aliases) ON legacy = parent
WHERE lower(parent) <> lower(child) GROUP BY lower(child)
"""
_LABELED = """
CREATE TABLE declared AS SELECT lower(child) AS child, list(DISTINCT lower(parent)) AS parents
FROM read_csv($labels) GROUP BY lower(child)
"""
_JUDGED = """
CREATE TABLE judged AS
WITH known AS (SELECT lower(id) AS id FROM listing),
steps AS (SELECT child, unnest(parents) AS parent FROM declared),
above AS (
    SELECT child, list(DISTINCT parent) AS parents FROM (
        SELECT child, parent FROM steps
        UNION SELECT one.child, two.parent FROM steps AS one JOIN steps AS two ON two.child = one.parent)
    GROUP BY child),
gone AS (
    SELECT child, list(split_part(parent, '/', 2)) AS names FROM steps ANTI JOIN known ON id = parent GROUP BY child),
compared AS (
    SELECT told.*, mine.parents AS declared, above.parents AS sources, gone.names AS gone
    FROM told LEFT JOIN declared AS mine ON mine.child = lower(raw) LEFT JOIN gone ON gone.child = lower(raw)
    LEFT JOIN above ON above.child = lower(named))
SELECT *, ('0x' || substr(md5(raw), 1, 8))::UBIGINT % 10 < 3 AS held, CASE
    WHEN declared IS NULL THEN 'gained'
    WHEN list_contains(declared, lower(named)) THEN 'same'
    WHEN list_has_any(declared, sources) THEN 'above'
    WHEN list_contains(gone, split_part(lower(named), '/', 2)) THEN 'moved'
    ELSE 'other' END AS verdict
FROM compared
"""
_SHARES = """
SELECT reader, count(*) FILTER (verdict = 'gained') AS gained, count(*) FILTER (verdict = 'same') AS same,
       count(*) FILTER (verdict = 'above') AS above, count(*) FILTER (verdict = 'moved') AS moved,
       count(*) FILTER (verdict = 'other') AS other
FROM judged WHERE {} GROUP BY reader ORDER BY reader
"""


@dataclass(frozen=True)
class Found:
    """How many children one reader tells a parent of, by what is declared beside it.

    `gained`: nothing; `same`: this parent; `above`: a parent of this one, or its parent (the child's card was copied
    from its source); `moved`: one that is gone, of the same name; `other`: another.
    """

    gained: int
    same: int
    above: int
    moved: int
    other: int

    @property
    def told(self) -> int:
        """Of how many children a parent is declared too."""
        return self.same + self.above + self.moved + self.other

    @property
    def precision(self) -> float:
        """The share of these on which the name agrees with what is declared."""
        return 1 - self.other / self.told


def data_folder() -> Path:
    """Return the folder of the recorded data."""
    return Path(os.environ.get("FILIATION_TEST_DATA") or DATA)


def judged(data: Path, *, later: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a connection with the table `judged`: what the readers told, beside what is declared.

    With `later`, of the links labeled in 2025, the models that they name being listed too.
    """
    con = duckdb.connect()
    con.execute(_LISTING, {"listing": str(data / "hub-2024-07" / "models.jsonl.gz")})
    labels = str(data / "labelled-relations-2025-06.csv")
    if later:
        con.execute(_LATER, {"labels": labels})
        con.execute(_LABELED, {"labels": labels})
    else:
        con.execute(_DECLARED, {"aliases": str(data / "legacy-aliases.csv")})
    con.execute(_TABLES)
    told = " UNION ALL ".join(f"SELECT '{reader.name}' AS reader, * FROM ({reader.query})" for reader in READERS)
    con.execute(f"CREATE TABLE told AS {told}")
    con.execute(_JUDGED)
    return con


def measure(data: Path, *, held: bool) -> dict[str, Found]:
    """Return what each reader told, of one part of the listing."""
    with judged(data) as con:
        rows = con.execute(_SHARES.format(f"held = {held}")).fetchall()
    return {reader: Found(*numbers) for reader, *numbers in rows}


def _print(con: duckdb.DuckDBPyConnection, title: str, query: str) -> None:
    print(f"\n{title}")
    for row in con.execute(query).fetchall():
        *names, gained, same, above, moved, other = row
        found = Found(gained, same, above, moved, other)
        share = f"{found.precision:.2%}" if found.told else "-"
        print(f"{' '.join(names)}: {gained} gained; {same} same, {above} above, {moved} moved, {other} other: {share}")


def main() -> None:
    """Print the shares of each reader and account, and links that differ."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else data_folder()
    with judged(data) as con:
        _print(con, "July 2024, learned from", _SHARES.format("NOT held"))
        _print(con, "July 2024, held out", _SHARES.format("held"))
        by_account = _SHARES.replace("reader", "lower(split_part(raw, '/', 1))").replace("ORDER BY", "--")
        where = f"reader = '{naming.READER.name}'"
        _print(con, "by account", by_account.format(where) + " ORDER BY count(*) DESC")
        print("\ndeclared otherwise (a part)")
        rows = "SELECT raw, named, declared FROM judged WHERE verdict = 'other' ORDER BY md5(raw) LIMIT 40"
        for child, named, declared in con.execute(rows).fetchall():
            print(f"{child} <- {named}; declared: {', '.join(declared)}")
    with judged(data, later=True) as con:
        where = "declared IS NOT NULL"
        _print(con, "labels of June 2025", _SHARES.format(where))


if __name__ == "__main__":
    main()
