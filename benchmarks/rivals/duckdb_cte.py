"""DuckDB: the analytic database in the process, asked with a recursive query."""

from pathlib import Path

import duckdb

from rivals.base import CannotAnswerError, Counts, number
from rivals.sqlite_cte import tally

COUNTS = """WITH RECURSIVE walk(num, depth) AS (
    SELECT num, 0 FROM related WHERE id = $id
    UNION SELECT child, depth + 1 FROM walk JOIN link ON parent = walk.num WHERE depth < 64)
SELECT relation, depth, count(*) FROM (SELECT num, min(depth) AS depth FROM walk GROUP BY num)
JOIN related USING (num) WHERE depth > 0 GROUP BY relation, depth"""
REACHED = """WITH RECURSIVE walk(num) AS (
    SELECT num FROM related WHERE id = $id UNION SELECT {near} FROM walk JOIN link ON {end} = walk.num)
SELECT id, downloads FROM related WHERE num IN (
    SELECT num FROM walk WHERE num <> (SELECT num FROM related WHERE id = $id) {page}) ORDER BY num"""
BEST = REACHED.format(near="child", end="parent", page="ORDER BY num LIMIT $limit OFFSET $offset")
ANCESTORS = REACHED.format(near="parent", end="child", page="")


class Engine:
    """A database file with an index on the ids."""

    name = "DuckDB recursive query"

    def load(self, links: Path, models: Path, folder: Path) -> None:
        self.con = duckdb.connect(folder / "hub.duckdb")
        number(self.con, links, models)
        self.con.execute("DROP TABLE model; CREATE UNIQUE INDEX related_id ON related (id); CHECKPOINT")

    def counts(self, model: str) -> Counts:
        return tally(self.con.execute(COUNTS, {"id": model}).fetchall())

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        return self.con.execute(BEST, {"id": model, "limit": limit, "offset": offset}).fetchall()

    def ancestors(self, model: str) -> list[str]:
        return [row[0] for row in self.con.execute(ANCESTORS, {"id": model}).fetchall()]

    def path(self, first: str, second: str) -> list[str] | None:
        del first, second
        raise CannotAnswerError

    def processes(self) -> list[int]:
        return []

    def close(self) -> None:
        self.con.close()
