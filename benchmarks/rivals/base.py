"""The interface that every engine of the comparison has, and the numbered tables that most of them load."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import numpy.typing as npt

RELATIONS = ["finetune", "adapter", "quantized", "merge"]


@dataclass(frozen=True)
class Counts:
    """How many descendants a model has, by relation and by depth; `by_depth[0]` is depth 1."""

    total: int
    by_relation: dict[str, int] = field(default_factory=dict)
    by_depth: list[int] = field(default_factory=list)
    """Empty where the engine cannot tell depths."""


class Engine(Protocol):
    """One way to answer questions of genealogy."""

    name: str

    def load(self, links: Path, models: Path, folder: Path) -> None:
        """Take in the two Parquet files; keep own files in `folder`."""

    def counts(self, model: str) -> Counts:
        """Count descendants."""

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        """Return ids and downloads of descendants, most downloaded first."""

    def ancestors(self, model: str) -> list[str]:
        """Return all ancestors."""

    def path(self, first: str, second: str) -> list[str] | None:
        """Return a shortest path over links in either direction, or None; engines that cannot raise."""

    def processes(self) -> list[int]:
        """Return the ids of further processes whose memory counts."""

    def close(self) -> None:
        """End what was started."""


class CannotAnswerError(Exception):
    """The engine has no sensible way to answer this question."""


@dataclass(frozen=True)
class Tables:
    """Links as numbers: a model's number is its rank by downloads, then id; vanished parents come last."""

    ids: npt.NDArray[np.object_]
    downloads: npt.NDArray[np.int64]
    child: npt.NDArray[np.int32]
    parent: npt.NDArray[np.int32]
    relation: npt.NDArray[np.int8]
    """One a model, as a child's links all have one relation; -1 without parent."""


NUMBERED = """
CREATE OR REPLACE TABLE model AS
SELECT (row_number() OVER (ORDER BY there DESC, downloads DESC, id) - 1)::INTEGER AS num, * FROM (
    SELECT id, downloads, TRUE AS there FROM read_parquet($models)
    UNION ALL
    SELECT DISTINCT parent, 0, FALSE FROM read_parquet($links) ANTI JOIN read_parquet($models) m ON parent = m.id)
"""
LINKED = """
CREATE OR REPLACE TABLE link AS
SELECT c.num AS child, p.num AS parent, relation
FROM read_parquet($links) l JOIN model c ON c.id = l.child JOIN model p ON p.id = l.parent
ORDER BY parent, child
"""
RELATED = """
CREATE OR REPLACE TABLE related AS
SELECT num, id, downloads, there, relation
FROM model LEFT JOIN (SELECT DISTINCT child, relation FROM link) ON child = num ORDER BY num
"""


def number(con: duckdb.DuckDBPyConnection, links: Path, models: Path) -> None:
    """Make the tables `related` (num, id, downloads, there, relation) and `link` (child, parent, relation)."""
    con.execute("SET preserve_insertion_order = true")
    con.execute(NUMBERED, {"models": str(models), "links": str(links)})
    con.execute(LINKED, {"links": str(links)})
    con.execute(RELATED)


def tables(links: Path, models: Path) -> Tables:
    """Read the two files as numbers."""
    with duckdb.connect() as con:
        number(con, links, models)
        named = con.sql("SELECT id, downloads, relation FROM related ORDER BY num").to_arrow_table()
        linked = con.sql("SELECT child, parent FROM link").fetchnumpy()
    codes = {name: code for code, name in enumerate(RELATIONS)}
    relation = np.array([codes.get(name, -1) for name in named["relation"].to_pylist()], dtype=np.int8)
    return Tables(
        ids=named["id"].to_numpy(),
        downloads=named["downloads"].to_numpy(),
        child=np.asarray(linked["child"], dtype=np.int32),
        parent=np.asarray(linked["parent"], dtype=np.int32),
        relation=relation,
    )


def depth_list(histogram: dict[int, int]) -> list[int]:
    """Turn a histogram by depth into a list that starts at depth 1."""
    return [histogram.get(depth, 0) for depth in range(1, max(histogram, default=0) + 1)]
