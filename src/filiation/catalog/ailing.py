"""What an edition's database tells of ailments: how many there are, and one page of them."""

from collections.abc import Iterable, Mapping, Sequence
from json import dumps
from sqlite3 import Row

from filiation.catalog.edition import Edition, day
from filiation.facts.grounds import Ground
from filiation.facts.hygiene import AILMENTS, Ailment, Finding
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence, Source

_FINDING = """
    SELECT a.child, a.kind, a.said, a.found, a.since, a.source, m.id, m.downloads, p.id AS parent, l.relation,
           l.standing, l.certainty, l.parent_certainty, grounds.word AS grounds
    FROM ailments a JOIN models m ON m.n = a.child LEFT JOIN models p ON p.n = a.parent
    LEFT JOIN links l ON l.child = a.child AND l.parent = a.parent
    LEFT JOIN words grounds ON grounds.kind = 'grounds' AND grounds.code = l.grounds"""
_AMONG = "IN (SELECT value FROM json_each(?))"
_ORDER = "ORDER BY a.child, a.kind, a.place"
_SOURCES = tuple(Source)
_GROUNDS: Mapping[str, Ground] = {ground.value: ground for ground in Ground}


class Ailing:
    """The ailments of an edition; `among` keeps those of some models, given by their numbers."""

    def __init__(self, edition: Edition, among: Sequence[int] | None = None) -> None:
        """Look at `edition`; nothing is read before it is asked for."""
        self._edition = edition
        self._among = None if among is None else dumps(among)

    def looked_at(self) -> int:
        """Return how many models the newest sources hold."""
        if self._among is None:
            return self._counted("models")
        query = f"SELECT count(*) AS n FROM models WHERE n {_AMONG} AND presence = '{Presence.LISTED}' AND NOT gone"
        return int(self._edition.rows(query, [self._among])[0]["n"])

    def ailing(self) -> int:
        """Return how many of them have a finding."""
        if self._among is None:
            return self._counted("ailing")
        query = f"SELECT count(DISTINCT child) AS n FROM ailments WHERE child {_AMONG}"
        return int(self._edition.rows(query, [self._among])[0]["n"])

    def by_kind(self) -> Mapping[Ailment, int]:
        """Count all findings, in the order of the kinds."""
        if self._among is None:
            counted = {kind: self._counted(kind) for kind in AILMENTS}
            return {kind: n for kind, n in counted.items() if n}
        query = f"SELECT kind, count(*) AS n FROM ailments WHERE child {_AMONG} GROUP BY kind ORDER BY kind"
        return {AILMENTS[row["kind"]]: row["n"] for row in self._edition.rows(query, [self._among])}

    def page(self, kinds: Iterable[Ailment], limit: int, offset: int) -> list[tuple[int, Finding]]:
        """Return some findings (of some `kinds`; empty: all) with their models' numbers, the most used first."""
        conditions, values = [], list[object]()
        if self._among is not None:
            conditions, values = [f"a.child {_AMONG}"], [self._among]
        codes = ", ".join(str(kind.code) for kind in kinds)
        if codes:
            conditions.append(f"a.kind IN ({codes})")
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = self._edition.rows(f"{_FINDING} {where} {_ORDER} LIMIT ? OFFSET ?", [*values, limit or -1, offset])
        return [(row["child"], _finding(row)) for row in rows]

    def _counted(self, what: str) -> int:
        rows = self._edition.rows("SELECT n FROM health WHERE what = ?", [str(what)])
        return rows[0]["n"] if rows else 0


def links_of(edition: Edition, numbers: Iterable[int]) -> Mapping[int, Sequence[Row]]:
    """Return the links in force of models to their parents, by the models' numbers, the most used parent first."""
    query = """SELECT l.child, l.parent, p.id, p.presence, p.gone, l.relation, l.standing, l.parent_certainty,
               grounds.word AS grounds, reason.word AS reason
        FROM links l JOIN models p ON p.n = l.parent
        JOIN words grounds ON grounds.kind = 'grounds' AND grounds.code = l.grounds
        JOIN words reason ON reason.kind = 'reason' AND reason.code = l.reason
        WHERE NOT l.gone AND l.child IN ({}) ORDER BY l.child, l.parent"""
    found: dict[int, list[Row]] = {}
    for row in edition.chunked(query, numbers):
        found.setdefault(row["child"], []).append(row)
    return found


def _finding(row: Row) -> Finding:
    linked = row["relation"] is not None
    return Finding(
        kind=AILMENTS[row["kind"]],
        model=row["id"],
        downloads=row["downloads"],
        since=day(row["since"]),
        parent=row["parent"],
        said=row["said"],
        found=row["found"],
        source=None if row["source"] is None else _SOURCES[row["source"]],
        relation=RELATIONS[row["relation"]] if linked else None,
        standing=STANDINGS[row["standing"]] if linked else None,
        certainty=row["certainty"],
        ground=_first(row["grounds"]) if linked else None,
        parent_certainty=row["parent_certainty"],
    )


def _first(grounds: str) -> Ground | str | None:
    """Return the first of a link's grounds: how its parent is known."""
    code = next(iter(grounds.split()), None)
    return code if code is None else _GROUNDS.get(code, code)
