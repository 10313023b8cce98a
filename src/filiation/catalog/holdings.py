"""What an edition's database tells of datasets, of publishers, and of the models beside them."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from filiation.catalog.adjacency import Bytes, Numbers
from filiation.catalog.edition import Edition, day
from filiation.facts.answers import Publisher
from filiation.facts.holdings import DatasetFacts
from filiation.facts.vocabulary import Presence, PublisherKind

PUBLISHER_KINDS = tuple(PublisherKind)
"""All kinds of publishers."""

_FEW = 30_000  # from this many models on, reading the whole table once and keeping it is faster

_ACCOUNT = "id, kind, full_name, details, verified, seen"
_MODELS = """
    SELECT m.n, m.id, m.presence, m.gone, p.id AS publisher, m.created, m.downloads, m.likes, task.word AS task,
           license.word AS license
    FROM models m LEFT JOIN publishers p ON p.n = m.publisher
    LEFT JOIN words task ON task.kind = 'task' AND task.code = m.task
    LEFT JOIN words license ON license.kind = 'license' AND license.code = m.license
    WHERE m.n IN ({})"""
_DATASETS = """
    SELECT d.n, d.id, d.presence, d.gone, p.id AS publisher, d.created, d.modified, d.downloads, d.likes,
           license.word AS license, d.gated, d.sha, d.hub_id, d.first_seen, d.last_seen
    FROM datasets d LEFT JOIN publishers p ON p.n = d.publisher
    LEFT JOIN words license ON license.kind = 'license' AND license.code = d.license
    WHERE d.n IN ({})"""


@dataclass(frozen=True, slots=True, eq=False)
class Trainings:
    """Statements that a model was trained on a dataset, sorted by model, then dataset; `standing` is a code."""

    model: Numbers
    dataset: Numbers
    standing: Bytes


_trainings_kept: WeakKeyDictionary[Edition, Trainings] = WeakKeyDictionary()
_kinds_kept: WeakKeyDictionary[Edition, Bytes] = WeakKeyDictionary()


def model_rows(edition: Edition, numbers: Iterable[int]) -> dict[int, sqlite3.Row]:
    """Return the fields shown in tables of models (id, use, likes, task, license, ...), by number."""
    return {row["n"]: row for row in edition.chunked(_MODELS, numbers)}


def dataset_rows(edition: Edition, numbers: Iterable[int]) -> dict[int, sqlite3.Row]:
    """Return what is known of datasets, by number."""
    return {row["n"]: row for row in edition.chunked(_DATASETS, numbers)}


def publisher_rows(edition: Edition, numbers: Iterable[int]) -> dict[int, sqlite3.Row]:
    """Return the account, number of models and datasets, and use of publishers, by number."""
    query = f"SELECT n, models, datasets, downloads, {_ACCOUNT} FROM publishers WHERE n IN ({{}})"
    return {row["n"]: row for row in edition.chunked(query, numbers)}


def account(row: sqlite3.Row, name: str | None = None) -> Publisher:
    """Return the publisher of one of `publisher_rows` (`name`: as a model spells it)."""
    verified = row["verified"]
    return Publisher(
        id=name or row["id"],
        kind=PublisherKind(row["kind"]),
        full_name=row["full_name"],
        details=row["details"],
        verified=None if verified is None else bool(verified),
        seen=day(row["seen"]),
    )


def publisher_of(edition: Edition, name: str) -> Publisher:
    """Return a publisher by the name that a model carries."""
    query = f"SELECT {_ACCOUNT} FROM publishers WHERE id = ?1 COLLATE NOCASE ORDER BY id = ?1 DESC"
    rows = edition.rows(query, [name])
    return account(rows[0], name) if rows else Publisher(name, PublisherKind.UNKNOWN)


def publisher_kinds(edition: Edition) -> Bytes:
    """Return the kind of every publisher, as its place in `PUBLISHER_KINDS`; read once and kept."""
    kinds = _kinds_kept.get(edition)
    if kinds is None:
        size = edition.rows("SELECT coalesce(max(n) + 1, 0) FROM publishers")[0][0]
        kinds = np.full(size, PUBLISHER_KINDS.index(PublisherKind.UNKNOWN), np.uint8)
        for row in edition.rows("SELECT n, kind FROM publishers WHERE kind <> ?", [PublisherKind.UNKNOWN.value]):
            kinds[row["n"]] = PUBLISHER_KINDS.index(PublisherKind(row["kind"]))
        _kinds_kept[edition] = kinds
    return kinds


def column(edition: Edition, kind: str, name: str, numbers: Numbers) -> list[object]:
    """Return one column of datasets or publishers (of a `kind`), in the order of their numbers; None is not told."""
    query = f"SELECT n, {name} AS value FROM {kind}s WHERE n IN ({{}})"
    found = {row["n"]: row["value"] for row in edition.chunked(query, numbers.tolist())}
    return [found[number] for number in numbers.tolist()]


def dataset_facts(edition: Edition, number: int) -> DatasetFacts:
    """Return one dataset as the sources describe it."""
    row = dataset_rows(edition, [number])[number]
    old = edition.rows("SELECT old FROM old_names WHERE kind = 'dataset' AND id = ? ORDER BY old", [row["id"]])
    return DatasetFacts(
        id=row["id"],
        presence=Presence(row["presence"]),
        gone=bool(row["gone"]),
        publisher=row["publisher"],
        created=day(row["created"]),
        modified=day(row["modified"]),
        downloads=row["downloads"],
        likes=row["likes"],
        license=row["license"],
        gated=row["gated"],
        sha=row["sha"],
        hub_id=row["hub_id"],
        old_names=tuple(r["old"] for r in old),
        first_seen=day(row["first_seen"]),
        last_seen=day(row["last_seen"]),
    )


def owned_datasets(edition: Edition, publisher: int, limit: int) -> list[int]:
    """Return the most used datasets of a publisher, `limit` of them."""
    query = "SELECT n FROM datasets WHERE publisher = ? ORDER BY n LIMIT ?"
    return [row["n"] for row in edition.rows(query, [publisher, limit])]


def declared(edition: Edition, datasets: Iterable[int]) -> dict[int, int]:
    """Return how many models declare each of some datasets; one that nobody declares is left out."""
    query = (
        "SELECT dataset, count(*) AS models FROM trained_on WHERE NOT gone AND dataset IN ({}) "
        "GROUP BY dataset ORDER BY dataset"
    )
    return {row["dataset"]: row["models"] for row in edition.chunked(query, datasets)}


def declaring(edition: Edition, dataset: int) -> Trainings:
    """Return the statements that name a dataset."""
    query = "SELECT model, dataset, standing FROM trained_on WHERE dataset = ? AND NOT gone ORDER BY model"
    return _trainings(edition.rows(query, [dataset]))


def trained_on(edition: Edition, models: Numbers) -> Trainings:
    """Return the statements of some models (sorted by number) about their datasets."""
    if len(models) < _FEW:
        query = "SELECT model, dataset, standing FROM trained_on WHERE NOT gone AND model IN ({}) ORDER BY 1, 2"
        return _trainings(list(edition.chunked(query, models.tolist())))
    whole = _trainings_kept.get(edition)
    if whole is None:
        query = "SELECT model, dataset, standing FROM trained_on WHERE NOT gone ORDER BY model, dataset"
        whole = _trainings_kept[edition] = _trainings(edition.rows(query))
    mine = np.zeros(edition.graph.nodes, np.bool_)
    mine[models] = True
    which = mine[whole.model]
    return Trainings(whole.model[which], whole.dataset[which], whole.standing[which])


def _trainings(rows: Sequence[sqlite3.Row]) -> Trainings:
    table = np.array([tuple(row) for row in rows], np.int32).reshape(-1, 3)
    return Trainings(table[:, 0], table[:, 1], table[:, 2].astype(np.uint8))
