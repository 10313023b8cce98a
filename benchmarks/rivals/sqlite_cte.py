"""SQLite: two tables, two indexes and a recursive query; no service, no dependency."""

import sqlite3
from pathlib import Path

import duckdb

from rivals.base import CannotAnswerError, Counts, depth_list, number

DOWN = """WITH RECURSIVE walk(num, depth) AS (
    SELECT num, 0 FROM model WHERE id = :id
    UNION SELECT child, depth + 1 FROM walk JOIN link ON parent = walk.num WHERE depth < 64)"""
REACHED = """WITH RECURSIVE walk(num) AS (
    SELECT num FROM model WHERE id = :id UNION SELECT {near} FROM walk JOIN link ON {end} = walk.num)
    SELECT id, downloads FROM model WHERE num IN (
        SELECT num FROM walk WHERE num <> (SELECT num FROM model WHERE id = :id) {page}) ORDER BY num"""
COUNTS = f"""{DOWN} SELECT relation, depth, count(*) FROM (
    SELECT num, min(depth) AS depth FROM walk GROUP BY num) CROSS JOIN model USING (num)
    WHERE depth > 0 GROUP BY relation, depth"""
BEST = REACHED.format(near="child", end="parent", page="ORDER BY num LIMIT :limit OFFSET :offset")
ANCESTORS = REACHED.format(near="parent", end="child", page="")


class Engine:
    """A database file with an index for each direction; a model's key is its rank by downloads."""

    name = "SQLite recursive query"

    def load(self, links: Path, models: Path, folder: Path) -> None:
        with duckdb.connect() as con:
            number(con, links, models)
            named = con.sql("SELECT num, id, downloads, relation FROM related ORDER BY num").fetchall()
            linked = con.sql("SELECT parent, child FROM link ORDER BY parent, child").fetchall()
        self.db = sqlite3.connect(folder / "hub.db")
        self.db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA mmap_size = 4000000000;"
            "CREATE TABLE model (num INTEGER PRIMARY KEY, id TEXT, downloads INTEGER, relation TEXT);"
            "CREATE TABLE link (parent INTEGER, child INTEGER, PRIMARY KEY (parent, child)) WITHOUT ROWID;"
        )
        self.db.executemany("INSERT INTO model VALUES (?, ?, ?, ?)", named)
        self.db.executemany("INSERT INTO link VALUES (?, ?)", linked)
        self.db.executescript(
            "CREATE UNIQUE INDEX model_id ON model (id); CREATE INDEX link_child ON link (child, parent); ANALYZE;"
        )

    def counts(self, model: str) -> Counts:
        return tally(self.db.execute(COUNTS, {"id": model}).fetchall())

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        rows = self.db.execute(BEST, {"id": model, "limit": limit, "offset": offset})
        return rows.fetchall()

    def ancestors(self, model: str) -> list[str]:
        return [row[0] for row in self.db.execute(ANCESTORS, {"id": model})]

    def path(self, first: str, second: str) -> list[str] | None:
        del first, second
        raise CannotAnswerError

    def processes(self) -> list[int]:
        return []

    def close(self) -> None:
        self.db.close()


def tally(rows: list[tuple[str, int, int]]) -> Counts:
    """Add up rows of relation, depth and count."""
    by_relation: dict[str, int] = {}
    by_depth: dict[int, int] = {}
    for relation, depth, count in rows:
        by_relation[relation] = by_relation.get(relation, 0) + count
        by_depth[depth] = by_depth.get(depth, 0) + count
    return Counts(sum(by_relation.values()), by_relation, depth_list(by_depth))
