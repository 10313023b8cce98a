"""What an edition's database tells of changes: those of one repository, and those between two days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from json import dumps
from sqlite3 import Row

import numpy as np

from filiation.catalog.adjacency import Numbers
from filiation.catalog.edition import Edition, day, day_number
from filiation.facts.history import CHANGES, Change, Changed, ChangeKind
from filiation.facts.vocabulary import Kind

# The name that the other repository had then is what its next renaming says it was called before.
_CHANGE = f"""
    SELECT c.kind, c.n, c.day, c.since, c.what, c.before, c.after, coalesce(m.id, d.id) AS other,
           (SELECT r.before FROM changes r WHERE r.kind = c.other_kind AND r.n = c.other AND r.day > c.day
            AND r.what = {ChangeKind.RENAMED.code} ORDER BY r.place LIMIT 1) AS other_then
    FROM changes c LEFT JOIN models m ON c.other_kind = 'model' AND m.n = c.other
    LEFT JOIN datasets d ON c.other_kind = 'dataset' AND d.n = c.other"""
_WITHIN = "c.day > ? AND c.day <= ?"
_LIST = "(SELECT value FROM json_each(?))"


def changes_of(edition: Edition, number: int, kind: Kind = Kind.MODEL) -> tuple[Change, ...]:
    """Return the changes of a model, or of a dataset, the oldest first."""
    query = f"{_CHANGE} WHERE c.kind = ? AND c.n = ? ORDER BY c.place"
    return tuple(_change(row) for row in edition.rows(query, [str(kind), number]))


def arrivals(edition: Edition, number: int) -> dict[tuple[Kind, ChangeKind], int]:
    """Count the changes that the import of that number brought to light, by kind of repository and of change."""
    query = "SELECT kind, what, count(*) AS n FROM changes WHERE import = ? GROUP BY kind, what ORDER BY kind, what"
    return {(Kind(row["kind"]), CHANGES[row["what"]]): row["n"] for row in edition.rows(query, [number])}


@dataclass(frozen=True, slots=True, eq=False)
class Turned:
    """Links between models that came, or went, after a day: each row names the child and the parent."""

    came: Numbers
    went: Numbers


def turned_after(edition: Edition, moment: date) -> Turned:
    """Return which models were seen to name another parent, or no longer to name one, after a day.

    A link that did both counts by what it did first: that tells how it was before.
    """
    query = """SELECT n, other, what FROM changes c WHERE kind = 'model' AND other_kind = 'model' AND what IN (?, ?)
        AND day > ? ORDER BY day DESC, place DESC"""
    codes = [ChangeKind.PARENT_ADDED.code, ChangeKind.PARENT_REMOVED.code]
    first = {(row["n"], row["other"]): row["what"] for row in edition.rows(query, [*codes, day_number(moment)])}
    came, went = ([link for link, what in first.items() if what == code] for code in codes)
    return Turned(np.array(came, np.int32).reshape(-1, 2), np.array(went, np.int32).reshape(-1, 2))


class Period:
    """The changes after the day `start` and up to the day `end`; `among` keeps those of some models."""

    def __init__(self, edition: Edition, start: date, end: date, among: Sequence[int] | None = None) -> None:
        """Look at `edition`; nothing is read before it is asked for."""
        self._edition = edition
        self._where = _WITHIN
        self._days = [day_number(start), day_number(end)]
        self._values: list[object] = [*self._days]
        if among is not None:
            self._where += f" AND c.kind = 'model' AND c.n IN {_LIST}"
            self._values.append(dumps(among))

    def days(self, *, whole: bool = False) -> tuple[date, ...]:
        """Return the days that the files read describe and that lie in between; `whole`: on which all was read."""
        query = "SELECT day FROM days WHERE day > ? AND day <= ? AND whole >= ? ORDER BY day"
        return tuple(day(row["day"]) for row in self._edition.rows(query, [*self._days, whole]))

    def by_kind(self) -> dict[ChangeKind, int]:
        """Count all changes, the most frequent kind first."""
        query = f"SELECT c.what, count(*) AS n FROM changes c WHERE {self._where} GROUP BY 1 ORDER BY 2 DESC, 1"
        return {CHANGES[row["what"]]: row["n"] for row in self._edition.rows(query, self._values)}

    def page(self, kinds: Sequence[ChangeKind], limit: int, offset: int) -> tuple[Changed, ...]:
        """Return some changes (of some `kinds`; empty: all): the newest first, models first, the most used first."""
        where, values = self._where, list(self._values)
        if kinds:
            where += f" AND c.what IN ({', '.join(str(kind.code) for kind in kinds)})"
        query = f"{_CHANGE} WHERE {where} ORDER BY c.day DESC, c.kind DESC, c.n, c.place LIMIT ? OFFSET ?"
        rows = self._edition.rows(query, [*values, limit or -1, offset])
        shown = {kind: self._shown(kind, {row["n"] for row in rows if row["kind"] == kind}) for kind in Kind}
        return tuple(_changed(row, shown[Kind(row["kind"])][row["n"]]) for row in rows)

    def _shown(self, kind: Kind, numbers: set[int]) -> dict[int, Row]:
        query = f"SELECT n, id, downloads FROM {kind}s WHERE n IN ({{}})"
        return {row["n"]: row for row in self._edition.chunked(query, numbers)}


def _changed(row: Row, of: Row) -> Changed:
    return Changed(of["id"], of["downloads"], _change(row), Kind(row["kind"]))


def _change(row: Row) -> Change:
    then = row["other_then"] if row["other_then"] != row["other"] else None
    return Change(
        CHANGES[row["what"]], day(row["since"]), day(row["day"]), row["before"], row["after"], row["other"], then
    )
