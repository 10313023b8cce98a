"""What a walk brought in, counted before it is stored: what came twice, who published it, what is missing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

import duckdb
import pyarrow as pa

from filiation.catalog.edition import Edition, day
from filiation.catalog.store import Store
from filiation.errors import FiliationError
from filiation.facts.vocabulary import Kind, Presence
from filiation.hub.listing import valid_id
from filiation.hub.live.glances import Row, glance

_COLUMNS: dict[str, pa.DataType] = {"hub_id": pa.string(), "id": pa.string(), "downloads": pa.int64()}
_NAMES = pa.schema(_COLUMNS)
_BATCH = 100_000
_ASKED_AGAIN = timedelta(days=90)  # who a publisher is changes rarely


@contextmanager
def in_service(store: Store) -> Iterator[Edition | None]:
    """Yield the edition in service; None where there is none yet, or one that cannot be read any more."""
    try:
        edition = Edition(store.edition())
    except FiliationError:
        yield None
        return
    try:
        yield edition
    finally:
        edition.close()


def accounts(edition: Edition, now: datetime) -> tuple[Mapping[str, int], frozenset[str]]:
    """Return how much the models of each publisher are used, and which publishers need not be asked about again."""
    rows = edition.rows("SELECT id, downloads, seen FROM publishers")
    recent = (now - _ASKED_AGAIN).date()
    known = frozenset(row["id"] for row in rows if (seen := day(row["seen"])) and seen > recent)
    return {row["id"]: row["downloads"] for row in rows}, known


class Harvest:
    """Counts rows by their Hub number and id, in the tables of a connection of its own."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Count in the tables of `con`."""
        self._con = con
        con.execute("CREATE TABLE rows(kind VARCHAR, light BOOLEAN, place INTEGER, hub_id VARCHAR, id VARCHAR, "
                    "downloads BIGINT)")  # fmt: skip

    def add(self, kind: Kind, place: int, body: bytes, *, light: bool) -> None:
        """Count the rows of one answer, which is the one at `place`."""
        found = [row for row in glance(body) if _is_public(row)]
        columns = {
            "hub_id": [row.hub_id if isinstance(row.hub_id, str) else None for row in found],
            "id": [row.id for row in found],
            "downloads": [_count(row.downloads) for row in found],
        }
        self._con.register("batch", pa.table(columns, schema=_NAMES))
        query = "INSERT INTO rows SELECT ?, ?, ?, hub_id, id, downloads FROM batch"
        self._con.execute(query, [str(kind), light, place])
        self._con.unregister("batch")

    def repeated(self, kind: Kind, *, light: bool) -> Mapping[str, int]:
        """Return the Hub numbers that came more than once among light rows, or whole records, with the last place."""
        query = (
            "SELECT hub_id, max(place) FROM rows WHERE kind = ? AND light = ? AND hub_id IS NOT NULL "
            "GROUP BY hub_id HAVING count(*) > 1"
        )
        return dict(self._con.execute(query, [str(kind), light]).fetchall())

    def total(self) -> int:
        """Return how many rows came in."""
        return self._one("SELECT count(*) FROM rows", [])

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

    def lacking(self, edition: Edition, kind: Kind) -> tuple[int, int]:
        """Return how many repositories that an edition knows to be public did not come in, and how many it knows."""
        self._con.execute("CREATE OR REPLACE TABLE before(hub_id VARCHAR, id VARCHAR)")
        for batch in _public(edition, kind):
            self._con.register("batch", batch)
            self._con.execute("INSERT INTO before SELECT hub_id, id FROM batch")
            self._con.unregister("batch")
        lacking = """SELECT count(*) FROM before WHERE id NOT IN (SELECT id FROM rows WHERE kind = ?)
            AND (hub_id IS NULL
                 OR hub_id NOT IN (SELECT hub_id FROM rows WHERE kind = ? AND hub_id IS NOT NULL))"""
        return self._one(lacking, [str(kind), str(kind)]), self._one("SELECT count(*) FROM before", [])

    def _one(self, query: str, values: list[object]) -> int:
        return int(self._con.execute(query, values).fetchall()[0][0])


def _is_public(row: Row) -> bool:
    """Whether a row is one that is stored: public, and with an id that the Hub can have."""
    return isinstance(row.id, str) and valid_id(row.id) and row.private is not True


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
