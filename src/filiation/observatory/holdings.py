"""What belongs to a publisher, and what a dataset went into."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filiation.catalog.adjacency import Bytes, Numbers, Offsets
from filiation.catalog.arrays import Array
from filiation.catalog.edition import Edition, day
from filiation.catalog.graph import Graph
from filiation.catalog.holdings import (
    account,
    dataset_facts,
    dataset_rows,
    declared,
    declaring,
    model_rows,
    owned_datasets,
    publisher_rows,
)
from filiation.facts.holdings import (
    DatasetProfile,
    ExposedModel,
    FamilyShare,
    OwnedDataset,
    OwnedModel,
    PublisherProfile,
)
from filiation.facts.vocabulary import STANDINGS, Presence
from filiation.genealogy.pages import Sort
from filiation.genealogy.reach import descendant_counts, ordered, reach, shares
from filiation.observatory.asking import dataset_number, not_told, order, publisher_number, window

_LISTED = 20
_DESCENDANTS = "descendants"


def publisher(edition: Edition, name: str, sort: str, limit: int, offset: int) -> PublisherProfile:
    """Answer `publisher`."""
    window(limit, offset)
    asked = order(sort, (*(one for one in Sort if one is not Sort.DEPTH), _DESCENDANTS))
    number, graph = publisher_number(edition, name), edition.graph
    row = publisher_rows(edition, [number])[number]
    nodes = np.flatnonzero(graph.columns["publisher"] == number).astype(np.int32)
    sizes = descendant_counts(graph, nodes)
    founders, counts = shares(graph, nodes)
    return PublisherProfile(
        publisher=account(row),
        models=row["models"],
        gone=len(nodes) - row["models"],
        datasets=row["datasets"],
        downloads=row["downloads"],
        reach=len(reach(graph.down, nodes)),  # without `nodes`, which are all of its own
        items=_owned(edition, nodes, sizes, _page(_places(graph, nodes, asked, sizes), limit, offset)),
        offset=offset,
        dataset_items=_owned_datasets(edition, number),
        families=_families(edition, founders[:_LISTED], counts),
        families_total=len(founders),
        alone=int(((graph.up.degree(nodes) == 0) & (graph.down.degree(nodes) == 0)).sum()),
        sources=edition.origins(),
    )


def dataset(edition: Edition, name: str, sort: str, limit: int, offset: int) -> DatasetProfile:
    """Answer `dataset`."""
    window(limit, offset)
    asked = Sort(order(sort, tuple(Sort)))
    number, graph = dataset_number(edition, name), edition.graph
    facts = dataset_facts(edition, number)
    exposed = _exposed(edition, number)
    publishers = set(np.unique(graph.columns["publisher"][exposed.nodes]).tolist())
    places = _page(ordered(graph, exposed.nodes, asked, exposed.depth), limit, offset)
    return DatasetProfile(
        dataset=facts,
        declared_by=int((exposed.depth == 0).sum()),
        descendants=int((exposed.depth > 0).sum()),
        publishers=len(publishers - not_told(edition, "publisher")),
        items=_items(edition, exposed, places),
        offset=offset,
        sources=edition.origins(facts.first_seen, facts.last_seen),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Exposed:
    """The models that declare a dataset and their descendants, sorted by number; `standing` is a code."""

    nodes: Numbers
    depth: Numbers
    by: Numbers
    standing: Bytes


def _exposed(edition: Edition, number: int) -> _Exposed:
    said, down = declaring(edition, number), edition.graph.down
    below = reach(down, said.model)
    nodes = np.concatenate((said.model, below.nodes))
    depth = np.concatenate((np.zeros(len(said.model), np.int32), below.depth))
    by = np.concatenate((said.model, below.by))
    standing = np.concatenate((said.standing, down.standing[below.link]))
    by_number = np.argsort(nodes)
    return _Exposed(nodes[by_number], depth[by_number], by[by_number], standing[by_number])


def _places(graph: Graph, nodes: Numbers, sort: str, sizes: Offsets) -> Array:
    """Return the places of models in the order asked for; ties by use."""
    if sort == _DESCENDANTS:
        return np.argsort(-sizes, kind="stable")
    return ordered(graph, nodes, Sort(sort))


def _page(places: Array, limit: int, offset: int) -> Array:
    return places[offset : offset + limit if limit else None]


def _owned(edition: Edition, nodes: Numbers, sizes: Offsets, places: Array) -> tuple[OwnedModel, ...]:
    shown = nodes[places]
    rows = model_rows(edition, shown.tolist())
    columns = (shown, edition.graph.up.degree(shown), sizes[places])
    return tuple(
        OwnedModel(
            id=rows[node]["id"],
            presence=Presence(rows[node]["presence"]),
            gone=bool(rows[node]["gone"]),
            created=day(rows[node]["created"]),
            downloads=rows[node]["downloads"],
            likes=rows[node]["likes"],
            task=rows[node]["task"],
            license=rows[node]["license"],
            parents=parents,
            descendants=size,
        )
        for node, parents, size in zip(*(column.tolist() for column in columns), strict=True)
    )


def _owned_datasets(edition: Edition, number: int) -> tuple[OwnedDataset, ...]:
    shown = owned_datasets(edition, number, _LISTED)
    rows, models = dataset_rows(edition, shown), declared(edition, shown)
    return tuple(_owned_dataset(rows[n], models.get(n, 0)) for n in shown)


def _owned_dataset(row: sqlite3.Row, models: int) -> OwnedDataset:
    return OwnedDataset(
        id=row["id"],
        presence=Presence(row["presence"]),
        gone=bool(row["gone"]),
        created=day(row["created"]),
        downloads=row["downloads"],
        license=row["license"],
        models=models,
    )


def _families(edition: Edition, founders: Numbers, counts: Sequence[int] | Offsets) -> tuple[FamilyShare, ...]:
    names = edition.ids(founders.tolist())
    return tuple(FamilyShare(names[n], int(count)) for n, count in zip(founders.tolist(), counts, strict=False))


def _items(edition: Edition, exposed: _Exposed, places: Array) -> tuple[ExposedModel, ...]:
    columns = [column[places].tolist() for column in (exposed.nodes, exposed.depth, exposed.by, exposed.standing)]
    rows, names = edition.display(columns[0]), edition.ids(set(columns[2]))
    return tuple(
        ExposedModel(
            id=rows[node]["id"],
            depth=depth,
            by=names[by],
            standing=STANDINGS[standing],
            presence=Presence(rows[node]["presence"]),
            gone=bool(rows[node]["gone"]),
            publisher=rows[node]["publisher"],
            license=rows[node]["license"],
            created=day(rows[node]["created"]),
            downloads=rows[node]["downloads"],
        )
        for node, depth, by, standing in zip(*columns, strict=True)
    )
