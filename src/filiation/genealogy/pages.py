"""Relatives filtered, sorted and cut into pages, and counted by what the catalog knows of them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import Bytes, Numbers, Offsets
from filiation.catalog.arrays import Array
from filiation.catalog.graph import COLUMNS, Graph
from filiation.facts.vocabulary import Presence, Relation
from filiation.genealogy.walks import Walk, neighbors, standings

YEAR = "year"
"""The name under which `tally` counts by year of creation."""

_POSITION_BITS = 31


class Sort(StrEnum):
    """The orders of a page: most used, most liked, newest (unknown last), by id, nearest; ties by use."""

    USE = "use"
    LIKES = "likes"
    CREATED = "created"
    ID = "id"
    DEPTH = "depth"


@dataclass(frozen=True, slots=True)
class Filter:
    """What relatives must be to pass; None lets all pass, of several codes any will do.

    `published_after` is a day since 1970: that day or later, so that relatives of unknown age do not pass.
    """

    relations: frozenset[Relation] | None = None
    depth: int | None = None
    published_after: int | None = None
    publisher: frozenset[int] | None = None
    license: frozenset[int] | None = None
    presence: Presence | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Some relatives in the order asked for; `total` counts those on all pages.

    `via` is the neighbor on the way to the root, `standing` the code of the link between the two.
    """

    total: int
    nodes: Numbers
    depth: Array
    relation: Bytes
    via: Numbers
    standing: Bytes


def select(graph: Graph, walk: Walk, wanted: Filter) -> Walk:
    """Return the walk reduced to the relatives that pass the filter."""
    marks = [mark for mark in (_by_walk(walk, wanted), _by_columns(graph, walk, wanted)) if mark is not None]
    if not marks:
        return walk
    return walk.take(np.flatnonzero(np.logical_and.reduce(marks)))


def page(graph: Graph, walk: Walk, sort: Sort = Sort.USE, offset: int = 0, limit: int = 20) -> Page:
    """Return the relatives from place `offset` on, `limit` of them (0: all)."""
    if offset < 0 or limit < 0:
        raise ValueError("offset and limit count from 0")
    end = offset + limit if limit else len(walk)
    begin, end = min(offset, len(walk)), min(end, len(walk))
    shown = walk.take(_order(graph, walk, sort, begin, end))
    via = neighbors(graph, shown)
    return Page(len(walk), shown.nodes, shown.depth, shown.relation, via, standings(graph, shown, via))


def tally(graph: Graph, walk: Walk, column: str) -> tuple[Array, Offsets]:
    """Count the relatives by the values of a column (or `YEAR`): values and counts, most frequent first.

    The value -1 is "unknown"; equal counts are in ascending order of value.
    """
    if column == YEAR:
        values = _years(graph.columns["created"][walk.nodes])
    elif column in COLUMNS:
        values = graph.columns[column][walk.nodes]
    else:
        raise ValueError(f"no column is called {column}")
    found, counts = np.unique(values, return_counts=True) if len(values) < 4096 else _counted(values)
    order = np.argsort(-counts, kind="stable")
    return found[order], counts[order]


def _by_walk(walk: Walk, wanted: Filter) -> npt.NDArray[np.bool_] | None:
    """Mark the relatives that pass by relation and depth."""
    mark = None
    if wanted.relations is not None:
        passing = np.zeros(256, np.bool_)
        passing[[relation.code for relation in wanted.relations]] = True
        mark = passing[walk.relation]
    if wanted.depth is not None:
        near = walk.depth <= wanted.depth
        mark = near if mark is None else mark & near
    return mark


def _by_columns(graph: Graph, walk: Walk, wanted: Filter) -> npt.NDArray[np.bool_] | None:
    """Mark the relatives that pass by what the columns say."""
    presence = None if wanted.presence is None else {wanted.presence.code}
    coded = {"publisher": wanted.publisher, "license": wanted.license, "presence": presence}
    marks = [np.isin(graph.columns[name][walk.nodes], list(c)) for name, c in coded.items() if c is not None]
    if wanted.published_after is not None:
        marks.append(graph.columns["created"][walk.nodes] >= max(0, wanted.published_after))
    return np.logical_and.reduce(marks) if marks else None


def _order(graph: Graph, walk: Walk, sort: Sort, begin: int, end: int) -> slice | Array:
    """Return the places of the relatives from `begin` to `end` in the order asked for."""
    if sort is Sort.USE or begin >= end:
        return slice(begin, end)
    keys = (_sort_value(graph, walk, sort) << _POSITION_BITS) | np.arange(len(walk))
    if end < len(keys):
        keys = np.partition(keys, end)[:end]
    if begin:
        keys = np.partition(keys, begin)[begin:]
    return np.sort(keys) & ((1 << _POSITION_BITS) - 1)


def _sort_value(graph: Graph, walk: Walk, sort: Sort) -> Offsets:
    """Return a number of at most 32 bits that is the smaller, the earlier a relative comes."""
    if sort is Sort.DEPTH:
        return walk.depth.astype(np.int64)
    if sort is Sort.ID:
        return graph.columns["by_id"][walk.nodes].astype(np.int64)
    values = graph.columns[str(sort)][walk.nodes].astype(np.int64)
    return np.iinfo(np.int32).max - np.clip(values, -1, np.iinfo(np.int32).max - 1)


def _years(days: Array) -> Array:
    """Return the year of each day since 1970; -1 stays -1."""
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + 1970
    return np.where(days < 0, np.int32(-1), years)


def _counted(values: Array) -> tuple[Array, Offsets]:
    """Return the distinct values in ascending order and their counts, by counting sort where it pays."""
    lowest, highest = int(values.min()), int(values.max())
    if highest - lowest > 4 * len(values) + 1_000_000:
        return np.unique(values, return_counts=True)
    counts = np.bincount(values - lowest)
    found = np.flatnonzero(counts)
    return found + lowest, counts[found]
