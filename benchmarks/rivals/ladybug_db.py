"""Ladybug: the embedded graph database that carries Kuzu on, asked in Cypher."""

from pathlib import Path
from typing import Any

import duckdb
import ladybug

from rivals.base import Counts, number
from rivals.sqlite_cte import tally

COUNTS = """MATCH (a:Model {id: $id})-[e:Child* SHORTEST 1..64]->(d:Model)
RETURN d.relation, length(e), count(*)"""
BEST = """MATCH (a:Model {id: $id})-[e:Child* SHORTEST 1..64]->(d:Model)
RETURN d.id, d.downloads ORDER BY d.num SKIP $offset LIMIT $limit"""
ANCESTORS = "MATCH (a:Model {id: $id})<-[e:Child* SHORTEST 1..64]-(d:Model) RETURN d.id"
PATH = """MATCH p = (a:Model {id: $first})-[e:Child* SHORTEST 1..64]-(b:Model {id: $second})
RETURN properties(nodes(p), 'id')"""


class Engine:
    """A database file whose models are nodes and whose links are edges."""

    name = "Ladybug (graph database)"

    def load(self, links: Path, models: Path, folder: Path) -> None:
        nodes, edges = folder / "nodes.parquet", folder / "edges.parquet"
        with duckdb.connect() as con:
            number(con, links, models)
            con.sql("SELECT id, num, downloads, coalesce(relation, '') AS relation FROM related").write_parquet(
                str(nodes)
            )
            con.execute("CREATE VIEW named AS SELECT num, id FROM related")
            con.sql(
                "SELECT p.id AS a, c.id AS b FROM link JOIN named p ON p.num = parent JOIN named c ON c.num = child"
            ).write_parquet(str(edges))
        self.db = ladybug.Database(str(folder / "hub.lbug"))
        self.con = ladybug.Connection(self.db)
        self.con.execute("CREATE NODE TABLE Model(id STRING PRIMARY KEY, num INT64, downloads INT64, relation STRING)")
        self.con.execute("CREATE REL TABLE Child(FROM Model TO Model)")
        self.con.execute(f"COPY Model FROM '{nodes}'")
        self.con.execute(f"COPY Child FROM '{edges}'")
        self.con.execute("CALL var_length_extend_max_depth=64")
        nodes.unlink()
        edges.unlink()

    def _rows(self, query: str, **values: str | int) -> list[Any]:
        result: Any = self.con.execute(query, values)
        return list(result.get_all())

    def counts(self, model: str) -> Counts:
        return tally([(row[0], row[1], row[2]) for row in self._rows(COUNTS, id=model)])

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        return [(row[0], row[1]) for row in self._rows(BEST, id=model, limit=limit, offset=offset)]

    def ancestors(self, model: str) -> list[str]:
        return [row[0] for row in self._rows(ANCESTORS, id=model)]

    def path(self, first: str, second: str) -> list[str] | None:
        if first == second:
            return [first]
        rows = self._rows(PATH, first=first, second=second)
        return list(rows[0][0]) if rows else None

    def processes(self) -> list[int]:
        return []

    def close(self) -> None:
        self.con.close()
        self.db.close()
