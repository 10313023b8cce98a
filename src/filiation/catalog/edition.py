"""An edition opened for reading: names and display fields from SQLite, the graph, and search."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import overload
from urllib.parse import quote

from filiation.catalog.graph import Graph
from filiation.catalog.search import Search
from filiation.catalog.store import EDITION_FORMAT
from filiation.errors import StoreFailed
from filiation.facts.answers import LinkFacts, ModelFacts, Origin
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence, Relation
from filiation.locale import mark

_CHUNK = 30_000  # SQLite takes 32,766 values in one question
_EPOCH = date(1970, 1, 1)
_REBUILD = mark("Make a new one from the stored records with: filiation rebuild --store {store}")

_MODEL = """
    SELECT m.n, m.id, m.presence, m.gone, p.id AS publisher, m.created, m.modified, m.downloads, m.likes,
           task.word AS task, library.word AS library, license.word AS license, m.gated, m.disabled, m.sha, m.hub_id,
           m.new_version, m.first_seen, m.last_seen
    FROM models m LEFT JOIN publishers p ON p.n = m.publisher
    LEFT JOIN words task ON task.kind = 'task' AND task.code = m.task
    LEFT JOIN words library ON library.kind = 'library' AND library.code = m.library
    LEFT JOIN words license ON license.kind = 'license' AND license.code = m.license
    WHERE m.n IN ({})"""
_LINK = """
    SELECT l.child, l.parent, o.id, l.relation, l.standing, l.certainty, reason.word AS reason, l.gone, o.presence,
           o.gone AS away, l.first_seen, l.last_seen, o.downloads
    FROM links l JOIN models o ON o.n = l.{other} JOIN words reason ON reason.kind = 'reason' AND reason.code = l.reason
    WHERE l.{end} = ?"""
_DATASETS = f"""
    SELECT t.dataset AS parent, o.id, {Relation.TRAINED_ON.code} AS relation, t.standing, 1.0 AS certainty,
           reason.word AS reason, t.gone, o.presence, o.gone AS away, t.first_seen, t.last_seen, o.downloads
    FROM trained_on t JOIN datasets o ON o.n = t.dataset
    JOIN words reason ON reason.kind = 'reason' AND reason.code = t.reason
    WHERE t.model = ? ORDER BY t.dataset"""


@overload
def day(number: int) -> date: ...
@overload
def day(number: int | None) -> date | None: ...
def day(number: int | None) -> date | None:
    """Return the date of a day counted from 1970."""
    return None if number is None else _EPOCH + timedelta(days=number)


def day_number(value: date) -> int:
    """Return the number of days from 1970 to `value`."""
    return (value - _EPOCH).days


class Edition:
    """One edition, read-only; opened in a few milliseconds and shared by threads."""

    def __init__(self, folder: Path) -> None:
        """Open the edition in `folder`; raises StoreFailed when it is damaged or of another version."""
        self.folder = folder
        self._db = _connect(folder)
        try:
            self.meta: dict[str, str] = dict(map(tuple, self.rows("SELECT key, value FROM meta")))
            self._check_format()
            # All is opened at once: a reader goes on when later imports remove the edition.
            self.graph = Graph.open(folder / "graph")
            self.search = Search.open(folder / "search")
        except StoreFailed as error:
            self.close()
            values = error.values | {"store": _store_of(folder)}
            raise StoreFailed(error.message, _REBUILD, **values) from error

    def _check_format(self) -> None:
        if self.meta.get("format") != str(EDITION_FORMAT):
            raise StoreFailed(
                mark("The edition in {path} has version {found}; this program knows version {known}."),
                _REBUILD,
                path=str(self.folder),
                store=_store_of(self.folder),
                found=self.meta.get("format", "?"),
                known=EDITION_FORMAT,
            )

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Answer a question to the database; raises StoreFailed when it is damaged."""
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _damaged(self.folder, f"catalog.db: {error}") from error

    def chunked(self, query: str, numbers: Iterable[int]) -> Iterator[sqlite3.Row]:
        """Answer a question whose {} takes as many numbers as need be."""
        values = list(numbers)
        for start in range(0, len(values), _CHUNK):
            part = values[start : start + _CHUNK]
            yield from self.rows(query.format(", ".join("?" * len(part))), part)

    def number(self, name: str, kind: str = "model") -> int | None:
        """Return the number of a model (or `dataset`, `publisher`) by its id, an old name, or another case."""
        if not _is_text(name):
            return None
        table = f"{kind}s"
        for found in (name, self._newest_name(kind, name)):
            rows = self.rows(f"SELECT n, id FROM {table} WHERE id = ? COLLATE NOCASE ORDER BY n", [found])
            exact = [row["n"] for row in rows if row["id"] == found]
            if exact:
                return int(exact[0])
            if len(rows) == 1:
                return int(rows[0]["n"])
        return None

    def _newest_name(self, kind: str, name: str) -> str:
        rows = self.rows("SELECT id FROM old_names WHERE kind = ? AND old = ?", [kind, name])
        return rows[0]["id"] if rows else name

    def origins(self, first: date | None = None, last: date | None = None) -> tuple[Origin, ...]:
        """Return the imports in which was read what was seen from `first` to `last` (None: all).

        The day of an import is that of its newest file: others of its files may have been read before.
        """
        found = [
            Origin(r["name"], day(r["seen"]), r["source"], r["whole"] is not None, r["endpoint"])
            for r in self.rows("SELECT name, seen, source, whole, endpoint FROM imports ORDER BY name")
        ]
        end = None if last is None else min((o.seen for o in found if o.seen >= last), default=last)
        return tuple(o for o in found if (first is None or o.seen >= first) and (end is None or o.seen <= end))

    def day(self) -> date | None:
        """Return the day of the newest reading of all public models or datasets, else of the newest reading."""
        newest: int | None = self.rows("SELECT coalesce(max(whole), max(seen)) AS day FROM imports")[0]["day"]
        return day(newest)

    def ids(self, numbers: Iterable[int], kind: str = "model") -> dict[int, str]:
        """Return the ids of models (or of datasets, or publishers) by their numbers."""
        return {r["n"]: r["id"] for r in self.chunked(f"SELECT n, id FROM {kind}s WHERE n IN ({{}})", numbers)}

    def words(self, kind: str) -> dict[int, str]:
        """Return the words of a coded column (`license`, `task`, `library`) by their codes."""
        return {r["code"]: r["word"] for r in self.rows("SELECT code, word FROM words WHERE kind = ?", [kind])}

    def models(self, numbers: Iterable[int]) -> dict[int, ModelFacts]:
        """Return what is known of models, by their numbers."""
        return {row["n"]: self._model(row) for row in self.chunked(_MODEL, numbers)}

    def display(self, numbers: Iterable[int]) -> dict[int, sqlite3.Row]:
        """Return the few fields shown in lists (id, publisher, license, created, downloads, gone), by number."""
        query = """SELECT m.n, m.id, p.id AS publisher, w.word AS license, m.created, m.downloads, m.gone, m.presence
            FROM models m LEFT JOIN publishers p ON p.n = m.publisher
            LEFT JOIN words w ON w.kind = 'license' AND w.code = m.license WHERE m.n IN ({})"""
        return {row["n"]: row for row in self.chunked(query, numbers)}

    def brief(self, kind: str, numbers: Iterable[int]) -> dict[int, sqlite3.Row]:
        """Return downloads, presence, gone and (of a publisher) number of models for what a search found, by number."""
        of_publishers = "downloads, NULL AS presence, 0 AS gone, models"
        fields = of_publishers if kind == "publisher" else "downloads, presence, gone, NULL AS models"
        return {row["n"]: row for row in self.chunked(f"SELECT n, {fields} FROM {kind}s WHERE n IN ({{}})", numbers)}

    def _model(self, row: sqlite3.Row) -> ModelFacts:
        old = self.rows("SELECT old FROM old_names WHERE kind = 'model' AND id = ? ORDER BY old", [row["id"]])
        return ModelFacts(
            id=row["id"],
            presence=Presence(row["presence"]),
            gone=bool(row["gone"]),
            publisher=row["publisher"],
            created=day(row["created"]),
            modified=day(row["modified"]),
            downloads=row["downloads"],
            likes=row["likes"],
            task=row["task"],
            library=row["library"],
            license=row["license"],
            gated=row["gated"],
            disabled=None if row["disabled"] is None else bool(row["disabled"]),
            sha=row["sha"],
            hub_id=row["hub_id"],
            new_version=row["new_version"],
            old_names=tuple(r["old"] for r in old),
            first_seen=day(row["first_seen"]),
            last_seen=day(row["last_seen"]),
        )

    def parents(self, number: int) -> dict[int, LinkFacts]:
        """Return all links from a model to its parents, gone ones too, most used parent first."""
        rows = self.rows(_LINK.format(other="parent", end="child") + " ORDER BY l.parent", [number])
        return {row["parent"]: _link(row) for row in rows}

    def children(self, number: int, children: Sequence[int]) -> list[LinkFacts]:
        """Return the links from some children to a model, in the order given."""
        query = _LINK.format(other="child", end="parent") + " AND l.child IN ({})"
        found = {}
        for start in range(0, len(children), _CHUNK - 1):
            part = children[start : start + _CHUNK - 1]
            for row in self.rows(query.format(", ".join("?" * len(part))), [number, *part]):
                found[row["child"]] = _link(row)
        return [found[child] for child in children if child in found]

    def datasets(self, number: int) -> dict[int, LinkFacts]:
        """Return the links from a model to the datasets it was trained on, most used first."""
        return {row["parent"]: _link(row) for row in self.rows(_DATASETS, [number])}


def _connect(folder: Path) -> sqlite3.Connection:
    address = f"file:{quote(str((folder / 'catalog.db').absolute()))}?mode=ro&immutable=1"
    try:
        db = sqlite3.connect(address, uri=True, check_same_thread=False)
    except sqlite3.Error as error:
        raise _damaged(folder, f"catalog.db: {error}") from error
    db.row_factory = sqlite3.Row
    return db


def _is_text(name: str) -> bool:
    """Tell whether `name` can be stored at all: half a character, as JSON can escape it, cannot."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _link(row: sqlite3.Row) -> LinkFacts:
    return LinkFacts(
        id=row["id"],
        relation=RELATIONS[row["relation"]],
        standing=STANDINGS[row["standing"]],
        certainty=row["certainty"],
        reason=row["reason"],
        gone=bool(row["gone"] or row["away"]),
        withdrawn=bool(row["gone"]),
        presence=Presence(row["presence"]),
        first_seen=day(row["first_seen"]),
        last_seen=day(row["last_seen"]),
        downloads=row["downloads"],
        away=bool(row["away"]),
    )


def _damaged(folder: Path, what: str) -> StoreFailed:
    return StoreFailed(
        mark("The edition in {path} is damaged: {what}."),
        _REBUILD,
        path=str(folder),
        store=_store_of(folder),
        what=what,
    )


def _store_of(folder: Path) -> str:
    return str(folder.parent.parent)
