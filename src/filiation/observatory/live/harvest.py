"""What a walk brought in, counted before it is stored: what came twice, who published it, what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from filiation.catalog.edition import Edition
from filiation.catalog.store import Store
from filiation.errors import FiliationError
from filiation.facts.vocabulary import Kind, Presence
from filiation.hub.live.glances import glance

_COLUMNS: dict[str, pa.DataType] = {"hub_id": pa.string(), "id": pa.string(), "downloads": pa.int64()}
_NAMES = pa.schema(_COLUMNS)
_BATCH = 100_000


@dataclass(frozen=True, slots=True)
class Missing:
    """How many repositories that were public before are not any more, and how many have another id."""

    vanished: int = 0
    renamed: int = 0


def newest_edition(store: Store) -> Edition | None:
    """Open the edition in service; None where there is none yet, or one that cannot be read any more."""
    try:
        return Edition(store.edition())
    except FiliationError:
        return None


class Harvest:
    """Counts rows by their Hub number and id; made by `harvesting`."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Count in the tables of `con`."""
        self._con = con
        con.execute("CREATE TABLE rows(kind VARCHAR, light BOOLEAN, place INTEGER, hub_id VARCHAR, id VARCHAR, "
                    "downloads BIGINT)")  # fmt: skip
        con.execute("CREATE TABLE absent(kind VARCHAR, id VARCHAR)")

    def add(self, kind: Kind, place: int, body: bytes, *, light: bool) -> None:
        """Count the rows of one answer, which is the one at `place`."""
        found = [row for row in glance(body) if isinstance(row.id, str) and row.private is not True]
        columns = {
            "hub_id": [row.hub_id if isinstance(row.hub_id, str) else None for row in found],
            "id": [row.id for row in found],
            "downloads": [_count(row.downloads) for row in found],
        }
        self._con.register("batch", pa.table(columns, schema=_NAMES))
        query = "INSERT INTO rows SELECT ?, ?, ?, hub_id, id, downloads FROM batch"
        self._con.execute(query, [str(kind), light, place])
        self._con.unregister("batch")

    def add_absent(self, kind: Kind, ids: Iterable[str]) -> None:
        """Note repositories that were asked for by name and are not public."""
        table = pa.table({"id": pa.array(ids, pa.string())})
        self._con.register("batch", table)
        self._con.execute("INSERT INTO absent SELECT ?, id FROM batch", [str(kind)])
        self._con.unregister("batch")

    def repeated(self, kind: Kind, *, light: bool) -> Mapping[str, int]:
        """Return the Hub numbers that came more than once among light rows, or whole records, with the last place."""
        query = (
            "SELECT hub_id, max(place) FROM rows WHERE kind = ? AND light = ? AND hub_id IS NOT NULL "
            "GROUP BY hub_id HAVING count(*) > 1"
        )
        return dict(self._con.execute(query, [str(kind), light]).fetchall())

    def listed(self) -> Mapping[Kind, int]:
        """Return how many repositories of each kind came as light rows."""
        query = "SELECT kind, count(DISTINCT coalesce(hub_id, id)) FROM rows WHERE light GROUP BY kind"
        found = dict(self._con.execute(query).fetchall())
        return {kind: found[kind] for kind in Kind if kind in found}

    def publishers(self, most: int, usage: Mapping[str, int], passed_over: frozenset[str]) -> list[str]:
        """Return the names of the most used publishers of what came in, and of those with their known `usage`."""
        self._con.register("known", pa.table({"name": list(usage), "downloads": pa.array(usage.values(), pa.int64())}))
        self._con.register("past", pa.table({"name": pa.array(passed_over, pa.string())}))
        found = self._con.execute(
            """WITH came AS (
                SELECT split_part(id, '/', 1) AS name, sum(downloads) AS downloads FROM (
                    SELECT kind, id, max(downloads) AS downloads FROM rows WHERE contains(id, '/') GROUP BY kind, id)
                GROUP BY 1)
            SELECT name FROM (FROM came UNION ALL FROM known) WHERE name NOT IN (FROM past)
            GROUP BY name ORDER BY max(downloads) DESC NULLS LAST, name LIMIT ?""",
            [most],
        ).fetchall()
        return [name for (name,) in found]

    def missing(self, edition: Edition | None, complete: Iterable[Kind]) -> Missing:
        """Compare what came in with an edition made before (None: there was none)."""
        if edition is None:
            return Missing()
        self._con.execute("CREATE OR REPLACE TABLE before(kind VARCHAR, hub_id VARCHAR, id VARCHAR)")
        for kind in Kind:
            for batch in _public(edition, kind):
                self._con.register("batch", batch)
                self._con.execute("INSERT INTO before SELECT ?, hub_id, id FROM batch", [str(kind)])
                self._con.unregister("batch")
        whole = [str(kind) for kind in complete]
        renamed = """SELECT count(*) FROM before
            JOIN (SELECT kind, hub_id, arg_max(id, place) AS id FROM rows GROUP BY kind, hub_id) AS now
            USING (kind, hub_id) WHERE now.id <> before.id"""
        vanished = """SELECT count(*) FROM before WHERE
            (list_contains(?, kind) AND (kind, id) NOT IN (SELECT (kind, id) FROM rows)
             AND (hub_id IS NULL OR (kind, hub_id) NOT IN (SELECT (kind, hub_id) FROM rows WHERE hub_id IS NOT NULL)))
            OR (kind, id) IN (SELECT (kind, id) FROM absent)"""
        return Missing(self._one(vanished, [whole]), self._one(renamed, []))

    def _one(self, query: str, values: list[object]) -> int:
        return int(self._con.execute(query, values).fetchall()[0][0])


@contextmanager
def harvesting() -> Iterator[Harvest]:
    """Yield an empty harvest."""
    with duckdb.connect(config={"memory_limit": "1GB"}) as con:
        yield Harvest(con)


def _count(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and 0 <= value < 2**53 else None


def _public(edition: Edition, kind: Kind) -> Iterator[pa.Table]:
    """Yield the repositories that an edition knows to be public."""
    first = 0
    while True:
        rows = edition.rows(
            f"SELECT n, hub_id, id FROM {kind}s WHERE n >= {first} AND presence = '{Presence.LISTED}' AND NOT gone "
            f"ORDER BY n LIMIT {_BATCH}"
        )
        if not rows:
            return
        first = rows[-1]["n"] + 1
        yield pa.table({
            "hub_id": pa.array((row["hub_id"] for row in rows), pa.string()),
            "id": pa.array((row["id"] for row in rows), pa.string()),
        })  # fmt: skip
