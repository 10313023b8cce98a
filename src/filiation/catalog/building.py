"""Writing an edition: the database, the graph and the search index, from the tables of a build."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from filiation.catalog.adjacency import Links
from filiation.catalog.arrays import Array
from filiation.catalog.changes import find_changes
from filiation.catalog.closure import ClosureLimits
from filiation.catalog.contact_numbers import number_contacts
from filiation.catalog.database import write_database
from filiation.catalog.graph import COLUMNS, Graph, build_graph
from filiation.catalog.hygiene import find_ailments
from filiation.catalog.numbering import number
from filiation.catalog.search_index import build_search
from filiation.facts.vocabulary import PRESENCES

_APART = 50_000  # from this many names on, the index is worth a process of its own
_UNKNOWN = -1


def write_edition(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    meta: Mapping[str, str],
    advance: Callable[[str], None],
    loops: Callable[[Graph], Sequence[Sequence[int]]],
) -> None:
    """Fill `folder` with an edition made from the tables of `con`.

    Those are `repositories`, `links`, `evidence`, `contents` and `found_contacts`, with what was made beside them.
    `advance` is told which part comes next; `loops` finds the groups of models that descend from one another.
    """
    advance("changes")
    find_changes(con)
    advance("numbers")
    number(con)
    number_contacts(con)
    with _searching(con, folder):
        advance("graph")
        _graph(con, folder / "graph")
        find_ailments(con, loops(Graph.open(folder / "graph")))
        advance("catalog")
        write_database(con, folder / "catalog.db", meta)
        advance("search")


def _graph(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    presence = " ".join(f"WHEN '{p}' THEN {p.code}" for p in PRESENCES)
    found = con.execute(
        "SELECT child, parent, relation, standing FROM numbered WHERE target = 'model' AND NOT gone "
        "ORDER BY child, parent"
    ).fetchnumpy()
    links = Links(
        np.asarray(found["child"], np.int32),
        np.asarray(found["parent"], np.int32),
        np.asarray(found["relation"], np.uint8),
        np.asarray(found["standing"], np.uint8),
    )
    values = ", ".join(
        f"CASE presence {presence} END AS presence"
        if name == "presence"
        else f"coalesce({name}, {_default(name)}) AS {name}"
        for name in COLUMNS
    )
    rows = con.execute(f"SELECT {values} FROM models ORDER BY n").fetchnumpy()
    columns: dict[str, Array] = {name: np.asarray(rows[name], kind) for name, kind in COLUMNS.items()}
    build_graph(folder, len(columns["by_id"]), links, columns, ClosureLimits())


def _default(column: str) -> int:
    return 0 if column in ("downloads", "likes") else _UNKNOWN


@contextmanager
def _searching(con: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[None]:
    """Build the search index beside what the block does."""
    parts = [
        "SELECT 'model' AS kind, n AS number, id AS name, coalesce(downloads, 0) AS use FROM models",
        "SELECT 'dataset', n, id, coalesce(downloads, 0) FROM datasets",
        "SELECT 'publisher', n, id, downloads FROM publishers",
    ]
    query = " UNION ALL ".join(parts)
    names = folder / "names.parquet"
    types: dict[str, pa.DataType] = {
        "kind": pa.string(),
        "number": pa.int64(),
        "name": pa.string(),
        "use": pa.int64(),
    }
    schema = pa.schema(types)
    count = 0
    with pq.ParquetWriter(names, schema) as writer:
        for batch in con.sql(query).to_arrow_reader(100_000):
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))
            count += batch.num_rows
    target = folder / "search"
    if count < _APART:
        build_search(target, pq.ParquetFile(names).iter_batches())
        yield
    else:
        command = [sys.executable, "-m", "filiation.catalog.search_build", str(names), str(target)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own module)
            try:
                yield
            except BaseException:
                process.kill()
                raise
            _, said = process.communicate()
            if process.returncode:
                raise OSError(said.strip().splitlines()[-1] if said.strip() else "the search index was not built")
    names.unlink()
