"""What the imports of a store hold of the files of repositories, by the names of contents: none is read twice."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from filiation.catalog.connection import connected
from filiation.catalog.manifests import naming_damage
from filiation.catalog.sightings import union
from filiation.catalog.store import Store

_MEMORY = "500MB"
_FILE = "files.parquet"
_STORED = "FROM ({}) JOIN names USING (blob) WHERE body IS NOT NULL GROUP BY 1"


class KeptFiles:
    """The files in the imports of a store; made by `kept_files`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, rows: str) -> None:
        """Ask `con` for the files that the query `rows` gives (empty: there are none)."""
        self._con = con
        self._rows = rows

    def lengths(self, blobs: Iterable[str]) -> Mapping[str, int]:
        """Return how many bytes are stored of each of these contents; those of which none are, are left out."""
        query = f"SELECT blob, max(octet_length(body)) {_STORED}"
        return dict(self._asked(query, {"blob": list(blobs)}))

    def bodies(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """Return what is stored of each of these contents."""
        query = f"SELECT blob, arg_max(body, octet_length(body)) {_STORED}"
        return dict(self._asked(query, {"blob": list(blobs)}))

    def names(self, ids: Iterable[str]) -> Mapping[tuple[str, str], str]:
        """Return the name of the newest content of each file, by id and path, of these models."""
        query = (
            "SELECT id, path, arg_max(blob, reading) FROM ({}) JOIN names USING (id) "
            "WHERE kind = 'model' AND blob IS NOT NULL GROUP BY 1, 2"
        )
        return {(name, path): blob for name, path, blob in self._asked(query, {"id": list(ids)})}

    def _asked(self, query: str, names: dict[str, list[str]]) -> list[tuple[Any, ...]]:
        if not self._rows or not any(names.values()):
            return []
        table = pa.table({name: pa.array(sorted(set(values)), pa.string()) for name, values in names.items()})
        self._con.register("names", table)
        return self._con.execute(query.format(self._rows)).fetchall()


@contextmanager
def kept_files(store: Store) -> Iterator[KeptFiles]:
    """Yield what a store holds of files; raises StoreFailed where an import is damaged."""
    folders = store.imports()
    with (
        naming_damage(folders),
        TemporaryDirectory(prefix="filiation-") as work,
        connected(Path(work), _MEMORY) as con,
    ):
        yield KeptFiles(con, union(folders, _FILE, ""))
