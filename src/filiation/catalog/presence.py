"""What the store knows of each repository, to tell quickly which rows of a listing tell nothing new.

A light listing names every public repository and little else. All that matters of a repository here fits in a few
numbers: digests of its key and its id, when it was changed, how it is gated. They are compared column by column.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import Self

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from filiation.catalog.manifests import manifest_of
from filiation.catalog.readings import GONE, attach_sightings
from filiation.catalog.store import Store
from filiation.facts.vocabulary import Kind

Hashes = npt.NDArray[np.uint64]
"""Digests of 64 bits."""

Mask = npt.NDArray[np.bool_]
"""Which rows."""

_MEMORY = "1500MB"
_NOT_TOLD = -1
_KINDS = tuple(Kind)
_DIGESTS = f"""
    hash(kind, 'id', id) AS own, CASE WHEN hub_id IS NULL THEN hash(kind, 'id', id)
    ELSE hash(kind, 'hub', hub_id) END AS key, hash(id) AS name, coalesce(epoch_ms(modified), {_NOT_TOLD}) AS modified,
    CASE WHEN gated IS NULL THEN {_NOT_TOLD} ELSE (hash(gated) >> 1)::BIGINT END AS gated,
    coalesce(disabled::TINYINT, {_NOT_TOLD}::TINYINT) AS disabled,
    coalesce(private::TINYINT, {_NOT_TOLD}::TINYINT) AS private"""
_TOLD = ("modified", "gated", "disabled", "private")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of records: `key` tells repositories apart (the Hub's number, else the id), `own` is that of the id."""

    key: Hashes
    own: Hashes
    name: Hashes
    told: Mapping[str, npt.NDArray[np.integer]]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.key)


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """What the store says of the rows of a listing: whether each is `same`, and of which `version` it is then."""

    same: Mask
    version: Hashes


def hashed(con: duckdb.DuckDBPyConnection, table: pa.Table) -> Rows:
    """Return the numbers for the rows of a table of RECORDS."""
    con.register("hashing", table)
    found = con.execute(f"SELECT {_DIGESTS} FROM hashing").fetchnumpy()
    con.unregister("hashing")
    return _rows(found)


def among(values: Hashes, known: Hashes) -> Mask:
    """Return which of `values` are in `known`, which is sorted."""
    return _places(values, known) >= 0


@dataclass(slots=True, eq=False)
class Known:
    """The newest reading of every repository in a store, sorted by key; `met` tells which a listing has named."""

    rows: Rows
    version: Hashes
    kind: npt.NDArray[np.int8]
    there: Mask
    met: Mask
    renamed: int = 0

    @classmethod
    def of(cls, store: Store) -> Self:
        """Read a store; 3 million repositories take some seconds and 200 MB."""
        with TemporaryDirectory(prefix="filiation-") as work:
            settings: dict[str, str | bool | int | float | list[str]] = {
                "memory_limit": _MEMORY,
                "temp_directory": work,
                "preserve_insertion_order": False,
            }
            with duckdb.connect(config=settings) as con:
                attach_sightings(con, store.imports())
                found = con.execute(_NEWEST).fetchnumpy()
        order = np.lexsort([np.asarray(found[name]) for name in ("reading", "late", "modified", "latest", "key")])
        keys = np.asarray(found["key"], np.uint64)[order]
        last = np.ones(len(keys), np.bool_)
        last[:-1] = keys[1:] != keys[:-1]
        first = np.flatnonzero(np.concatenate(([True], last[:-1]))) if len(keys) else np.zeros(0, np.int64)
        there = np.asarray(found["there"], np.bool_)[order]
        newest = {name: np.asarray(values)[order][last] for name, values in found.items()}
        return cls(
            rows=_rows(newest),
            version=newest["version"].astype(np.uint64, copy=False),
            kind=newest["code"].astype(np.int8, copy=False),
            there=np.logical_or.reduceat(there, first) if len(keys) else there,
            met=np.zeros(len(first), np.bool_),
        )

    def meet(self, rows: Rows) -> Met:
        """Compare the rows of a listing with what is known, and note which repositories they name.

        What a row leaves out it does not deny; what the newest reading left out is new.
        """
        by_key, by_id = _places(rows.key, self.rows.key), _places(rows.own, self.rows.key)
        for places in (by_key, by_id):
            self.met[places[places >= 0]] = True
        known = by_key >= 0
        at = np.where(known, by_key, 0)
        version = np.zeros(len(rows), np.uint64)
        if not known.any():
            return Met(known, version)
        called_so = self.rows.name[at] == rows.name
        self.renamed += int((known & ~called_so).sum())
        same = known & called_so
        for name, values in rows.told.items():
            same &= (values == _NOT_TOLD) | (values == self.rows.told[name][at])
        version[same] = self.version[at[same]]
        return Met(same, version)

    def vanished(self, kind: Kind) -> int:
        """Return how many repositories of a kind were there before and have not been met."""
        return int((self.there & ~self.met & (self.kind == _KINDS.index(kind))).sum())


_NEWEST = f"""
    SELECT reading, late, latest, version, {_DIGESTS}, kind_code AS code, NOT ({GONE}) AS there
    FROM (SELECT reading, version, kind, id, hub_id, modified, gated, disabled, private,
                 CASE kind WHEN '{Kind.MODEL}' THEN 0 ELSE 1 END::TINYINT AS kind_code FROM stored)
    JOIN (SELECT version, late, (late // 1000000) AS latest FROM sightings) USING (version)
    LEFT JOIN whole USING (kind) LEFT JOIN absences USING (kind, id)"""


def known_until(store: Store) -> dict[Kind, datetime]:
    """Return for each kind the moment (UTC) before which every change is known; a kind without one is left out."""
    found: dict[Kind, datetime] = {}
    for folder in store.imports():
        for file in manifest_of(folder).files:
            if file.until is not None:
                kind = Kind(file.kind)
                found[kind] = max(found.get(kind, file.until), file.until)
    return found


def _rows(found: Mapping[str, npt.NDArray[np.generic]]) -> Rows:
    return Rows(
        np.asarray(found["key"], np.uint64),
        np.asarray(found["own"], np.uint64),
        np.asarray(found["name"], np.uint64),
        {name: np.asarray(found[name], np.int64 if name in ("modified", "gated") else np.int8) for name in _TOLD},
    )


def _places(values: Hashes, known: Hashes) -> npt.NDArray[np.int64]:
    """Return the place of each of `values` in `known`, which is sorted; -1 where it is not there."""
    if not len(known):
        return np.full(len(values), -1, np.int64)
    order = np.argsort(values)  # neighbors are looked for in the same part of `known`: far faster
    wanted = values[order]
    found = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found[known[found] != wanted] = -1
    places = np.empty(len(values), np.int64)
    places[order] = found
    return places
