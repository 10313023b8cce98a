"""What an edition's database tells of changes: those of one model, and those between two days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from json import dumps
from sqlite3 import Row

from filiation.catalog.edition import Edition, day, day_number
from filiation.facts.history import CHANGES, Change, Changed, ChangeKind

_CHANGE = """
    SELECT c.n, c.day, c.since, c.what, c.before, c.after, coalesce(m.id, d.id) AS other
    FROM changes c LEFT JOIN models m ON c.other_kind = 'model' AND m.n = c.other
    LEFT JOIN datasets d ON c.other_kind = 'dataset' AND d.n = c.other"""
_WITHIN = "c.kind = 'model' AND c.day > ? AND c.day <= ?"
_LIST = "(SELECT value FROM json_each(?))"
_LEFT = f"(c.what = {ChangeKind.PARENT_REMOVED.code} AND c.other_kind = 'model' AND c.other IN {_LIST})"


def changes_of(edition: Edition, number: int) -> tuple[Change, ...]:
    """Return the changes of a model, the oldest first."""
    query = f"{_CHANGE} WHERE c.kind = 'model' AND c.n = ? ORDER BY c.place"
    return tuple(_change(row) for row in edition.rows(query, [number]))


@dataclass(frozen=True, slots=True)
class Family:
    """Models whose changes are asked for: the `members`, and others that no longer name one of `parents`."""

    members: Sequence[int]
    parents: Sequence[int]


class Period:
    """The changes of models after the day `start` and up to the day `end`; `among` keeps those of a family."""

    def __init__(self, edition: Edition, start: date, end: date, among: Family | None = None) -> None:
        """Look at `edition`; nothing is read before it is asked for."""
        self._edition = edition
        self._where = _WITHIN
        self._days = [day_number(start), day_number(end)]
        self._values: list[object] = [*self._days]
        if among is not None:
            self._where += f" AND (c.n IN {_LIST} OR {_LEFT})"
            self._values += [dumps(among.members), dumps(among.parents)]

    def days(self) -> tuple[date, ...]:
        """Return the days that the files read describe and that lie in between."""
        query = "SELECT day FROM days WHERE day > ? AND day <= ? ORDER BY day"
        return tuple(day(row["day"]) for row in self._edition.rows(query, self._days))

    def by_kind(self) -> dict[ChangeKind, int]:
        """Count all changes, the most frequent kind first."""
        query = f"SELECT c.what, count(*) AS n FROM changes c WHERE {self._where} GROUP BY 1 ORDER BY 2 DESC, 1"
        return {CHANGES[row["what"]]: row["n"] for row in self._edition.rows(query, self._values)}

    def page(self, kinds: Sequence[ChangeKind], limit: int, offset: int) -> tuple[Changed, ...]:
        """Return some changes (of some `kinds`; empty: all): the newest first, then the most used models first."""
        where, values = self._where, list(self._values)
        if kinds:
            where += f" AND c.what IN ({', '.join(str(kind.code) for kind in kinds)})"
        query = f"{_CHANGE} WHERE {where} ORDER BY c.day DESC, c.n, c.place LIMIT ? OFFSET ?"
        rows = self._edition.rows(query, [*values, limit or -1, offset])
        models = self._edition.display({row["n"] for row in rows})
        return tuple(Changed(models[r["n"]]["id"], models[r["n"]]["downloads"], _change(r)) for r in rows)


def _change(row: Row) -> Change:
    return Change(CHANGES[row["what"]], day(row["since"]), day(row["day"]), row["before"], row["after"], row["other"])
