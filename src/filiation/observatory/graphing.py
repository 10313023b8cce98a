"""The explored part of the graph as nodes and edges with names: models, their datasets, their publishers."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from filiation.catalog.adjacency import Numbers, Offsets
from filiation.catalog.arrays import Array
from filiation.catalog.certainties import certainties
from filiation.catalog.edition import Edition, day
from filiation.catalog.holdings import (
    PUBLISHER_KINDS,
    Trainings,
    column,
    dataset_rows,
    model_rows,
    publisher_kinds,
    publisher_rows,
    trained_on,
)
from filiation.facts.exploration import Edge, Node, NodeKind
from filiation.facts.vocabulary import RELATIONS, STANDINGS, STATED, Presence, PublisherKind, Relation
from filiation.genealogy.exploration import Surroundings, links_between
from filiation.genealogy.pages import Sort
from filiation.genealogy.reach import ordered

_TOLD = (Sort.ID, Sort.LIKES, Sort.CREATED)  # what the catalog tells of datasets beside their use
_MODELS, _DATASETS, _PUBLISHERS = range(3)  # the sorts of numbers; a node is a sort and a number in it
_ACCOUNT: Mapping[str, NodeKind] = {
    PublisherKind.ORGANIZATION: NodeKind.ORGANIZATION,
    PublisherKind.USER: NodeKind.USER,
    PublisherKind.UNKNOWN: NodeKind.PUBLISHER,
}


class Graphing:
    """All nodes that pass, as arrays; those on one page get their names.

    Datasets and publishers are those of the models that pass and of the named ones.
    """

    def __init__(self, edition: Edition, named: Numbers, found: Surroundings, kinds: frozenset[NodeKind]) -> None:
        """Gather the nodes of the `kinds` asked for; `named` models come before all others."""
        self._edition, self._graph, self._named = edition, edition.graph, named
        self._found = found if NodeKind.MODEL in kinds else found.take(np.empty(0, np.int64))
        holders = _distinct(np.concatenate((named, found.nodes)))
        self._said = trained_on(edition, holders if NodeKind.DATASET in kinds else holders[:0])
        self._datasets = _distinct(self._said.dataset)
        self._publishers = self._accounts(holders, kinds)
        parts = (self._found.nodes, self._datasets, self._publishers)
        self._number = np.concatenate(parts)
        self._sort = np.repeat(np.arange(len(parts), dtype=np.int8), [len(part) for part in parts])

    def _accounts(self, models: Numbers, kinds: frozenset[NodeKind]) -> Numbers:
        wanted = [code for code, kind in enumerate(PUBLISHER_KINDS) if _ACCOUNT[kind] in kinds]
        if not wanted:
            return models[:0]
        codes = self._graph.columns["publisher"][models]
        numbers = _distinct(codes[codes >= 0])
        return numbers[np.isin(publisher_kinds(self._edition)[numbers], wanted)]

    def by_kind(self) -> dict[str, int]:
        """Count the nodes that pass, by kind."""
        counts = {NodeKind.MODEL: len(self._found), NodeKind.DATASET: len(self._datasets)}
        if len(self._publishers):
            kinds = np.bincount(publisher_kinds(self._edition)[self._publishers], minlength=len(PUBLISHER_KINDS))
            counts |= {_ACCOUNT[kind]: n for kind, n in zip(PUBLISHER_KINDS, kinds.tolist(), strict=True)}
        return {kind.value: counts[kind] for kind in NodeKind if counts.get(kind)}

    def page(self, sort: Sort, offset: int, limit: int) -> Array:
        """Return the places of the nodes on one page (`limit` 0: of all), models before datasets before publishers.

        Each kind has the order asked for, ties by use, and the kinds take turns: a page holds some of each, so
        that edges join them.
        """
        turn = np.concatenate([_inverse(order) for order in self._orders(sort)])
        shown = np.lexsort((self._sort, turn))[offset : offset + limit if limit else None]
        return shown[np.argsort(self._sort[shown], kind="stable")]

    def _orders(self, sort: Sort) -> Iterator[Array]:
        """Return the places of the nodes of each kind in an order; all stand in the order of use."""
        yield ordered(self._graph, self._found.nodes, sort, np.abs(self._found.depth))
        for kind, numbers, known in (("dataset", self._datasets, _TOLD), ("publisher", self._publishers, (Sort.ID,))):
            if sort in known and len(numbers):
                yield _order(column(self._edition, kind, str(sort), numbers))
            else:
                yield np.arange(len(numbers))

    def nodes(self, shown: Array) -> tuple[Node, ...]:
        """Return the named models, then the nodes at the places given."""
        return (*self._named_nodes(), *self._shown_nodes(shown))

    def _named_nodes(self) -> Iterator[Node]:
        rows = model_rows(self._edition, self._named.tolist())
        return (_repository(rows[number], NodeKind.MODEL, _Way(0)) for number in self._named.tolist())

    def _shown_nodes(self, shown: Array) -> Iterator[Node]:
        models, datasets, publishers = (shown[self._sort[shown] == sort] for sort in (_MODELS, _DATASETS, _PUBLISHERS))
        found = self._found.take(models)
        rows = model_rows(self._edition, found.nodes.tolist())
        ways = _lists(found.nodes, found.depth, found.relation, found.standing)
        sure = certainties(self._edition, *found.ends(self._graph))
        for number, depth, relation, standing, certainty in zip(*ways, sure, strict=True):
            yield _repository(rows[number], NodeKind.MODEL, _Way(depth, relation, standing, certainty))
        yield from self._shown_datasets(self._number[datasets].tolist())
        rows = publisher_rows(self._edition, self._number[publishers].tolist())
        yield from (_account(rows[number]) for number in self._number[publishers].tolist())

    def _shown_datasets(self, numbers: Sequence[int]) -> Iterator[Node]:
        rows = dataset_rows(self._edition, numbers)
        # Models are numbered by their use and stand in this order: the first that declares a dataset is the most used.
        met, first = np.unique(self._said.dataset, return_index=True)
        by = dict(zip(*_lists(met, self._said.model[first]), strict=True))
        names = self._edition.ids([by[number] for number in numbers])
        for number in numbers:
            node = _repository(rows[number], NodeKind.DATASET, _Way())
            yield replace(node, by=names[by[number]])

    def edges(self, shown: Array) -> tuple[Edge, ...]:
        """Return all edges among the named models and the nodes at the places given."""
        number, sort = self._number[shown], self._sort[shown]
        models = np.union1d(self._named, number[sort == _MODELS]).astype(np.int32)
        names = self._edition.ids(models.tolist())
        return (
            *self._lineage(names, models),
            *self._training(names, models, number[sort == _DATASETS]),
            *self._owning(names, models, number[sort == _PUBLISHERS]),
        )

    def _lineage(self, names: Mapping[int, str], models: Numbers) -> Iterator[Edge]:
        child, parent, *codes = links_between(self._graph, models)
        sure = certainties(self._edition, child, parent)
        for one, other, relation, standing, certainty in zip(*_lists(child, parent, *codes), sure, strict=True):
            yield Edge(names[one], names[other], RELATIONS[relation], STANDINGS[standing], certainty)

    def _training(self, names: Mapping[int, str], models: Numbers, datasets: Numbers) -> Iterator[Edge]:
        if not len(datasets):
            return
        said = trained_on(self._edition, models)
        among = np.isin(said.dataset, datasets)
        targets = self._edition.ids(datasets.tolist(), "dataset")
        said = Trainings(said.model[among], said.dataset[among], said.standing[among])
        for model, dataset, standing in zip(*(_lists(said.model, said.dataset, said.standing)), strict=True):
            yield Edge(names[model], targets[dataset], Relation.TRAINED_ON, STANDINGS[standing], STATED)

    def _owning(self, names: Mapping[int, str], models: Numbers, publishers: Numbers) -> Iterator[Edge]:
        owner = self._graph.columns["publisher"][models]
        among = np.isin(owner, publishers)
        targets = self._edition.ids(publishers.tolist(), "publisher")
        for model, publisher in zip(*(_lists(models[among], owner[among])), strict=True):
            yield Edge(names[model], targets[publisher], None, None)


@dataclass(frozen=True, slots=True)
class _Way:
    """How far a model is from the named ones, and the last link of the way to it, in codes."""

    depth: int | None = None
    relation: int | None = None
    standing: int | None = None
    certainty: float | None = None


def _repository(row: sqlite3.Row, kind: NodeKind, way: _Way) -> Node:
    """Return a model with the way to it, or a dataset, which has none."""
    return Node(
        id=row["id"],
        kind=kind,
        depth=way.depth,
        relation=None if way.relation is None else RELATIONS[way.relation],
        standing=None if way.standing is None else STANDINGS[way.standing],
        publisher=row["publisher"],
        license=row["license"],
        task=row["task"] if kind is NodeKind.MODEL else None,
        created=day(row["created"]),
        downloads=row["downloads"],
        likes=row["likes"],
        presence=Presence(row["presence"]),
        gone=bool(row["gone"]),
        certainty=way.certainty,
    )


def _account(row: sqlite3.Row) -> Node:
    """Return a publisher; its downloads are those of all that it owns."""
    return Node(
        id=row["id"],
        kind=_ACCOUNT[row["kind"]],
        depth=None,
        relation=None,
        standing=None,
        publisher=None,
        license=None,
        task=None,
        created=None,
        downloads=row["downloads"],
        likes=None,
        presence=None,
        gone=False,
    )


def _order(values: Sequence[object]) -> Array:
    """Return the places of ids in alphabetical order, or of numbers, the highest first; what is not told is last."""

    def key(place: int) -> tuple[bool, object]:
        value = values[place]
        return value is None, -value if isinstance(value, int) else value or ""

    return np.array(sorted(range(len(values)), key=key), np.int64)


def _distinct(numbers: Array) -> Numbers:
    """Return the distinct ones of some numbers from 0 on, in ascending order."""
    met = np.zeros(int(numbers.max(initial=-1)) + 1, np.bool_)
    met[numbers] = True
    return np.flatnonzero(met).astype(np.int32)


def _inverse(order: Array) -> Offsets:
    """Return the rank of each place in an order."""
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def _lists(*columns: Array) -> list[list[int]]:
    """Return columns as plain lists."""
    return [column.tolist() for column in columns]
