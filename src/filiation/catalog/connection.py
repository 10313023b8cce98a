"""The one way in which DuckDB is used on a store: in little memory, and beyond that on the store's own disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from filiation.catalog.held import held_folder

WORK = "work-"
"""How the names of folders begin in which a database works."""


@contextmanager
def connected(
    folder: Path, memory: str, *, threads: int | None = None, ordered: bool = True
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield an empty database that takes at most `memory` (such as "1GB") and beyond that a new folder in `folder`.

    That folder is removed in the end. `ordered` is whether rows keep the order in which they come, which takes more
    memory.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "preserve_insertion_order": ordered,
    }
    if threads is not None:
        settings["threads"] = threads
    with held_folder(folder, WORK) as work, duckdb.connect(config={**settings, "temp_directory": str(work)}) as con:
        yield con
