"""What the store knows of each repository, to tell quickly which rows of a listing tell nothing new.

A light listing names every public repository and little else. All that matters of a repository here fits in a few
numbers: digests of its key and its id, when it was changed, how it is gated. They are compared column by column.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from filiation.catalog.connection import connected
from filiation.catalog.sightings import attach_sightings
from filiation.catalog.store import Store

Hashes = npt.NDArray[np.uint64]
"""Digests of 64 bits."""

Mask = npt.NDArray[np.bool_]
"""Which rows."""

_MEMORY = "1500MB"
_NOT_TOLD = -1
_DIGESTS = f"""
    CASE WHEN hub_id IS NULL THEN hash(kind, 'id', id) ELSE hash(kind, 'hub', hub_id) END AS key, hash(id) AS name,
    coalesce(epoch_ms(modified), {_NOT_TOLD}) AS modified,
    CASE WHEN gated IS NULL THEN {_NOT_TOLD} ELSE (hash(gated) >> 1)::BIGINT END AS gated,
    coalesce(disabled::TINYINT, {_NOT_TOLD}::TINYINT) AS disabled,
    coalesce(private::TINYINT, {_NOT_TOLD}::TINYINT) AS private"""
_TOLD = ("modified", "gated", "disabled", "private")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of records: `key` tells repositories apart (by the Hub's number, else the id), `name` is that of the id."""

    key: Hashes
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


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The newest reading of every repository in a store, sorted by key."""

    rows: Rows
    version: Hashes

    @classmethod
    def of(cls, store: Store, work: Path) -> Self:
        """Read a store; 3 million repositories take some seconds, 200 MB, and room in the folder `work`."""
        with connected(work, _MEMORY, ordered=False) as con:
            attach_sightings(con, store.imports())
            found = con.execute(_NEWEST).fetchnumpy()
        order = np.lexsort([np.asarray(found[name]) for name in ("reading", "late", "modified", "latest", "key")])
        keys = np.asarray(found["key"], np.uint64)[order]
        last = np.ones(len(keys), np.bool_)
        last[:-1] = keys[1:] != keys[:-1]
        newest = {name: np.asarray(values)[order][last] for name, values in found.items()}
        return cls(_rows(newest), newest["version"].astype(np.uint64, copy=False))

    def meet(self, rows: Rows) -> Met:
        """Compare the rows of a listing with what is known.

        What a row leaves out it does not deny; what the newest reading left out is new.
        """
        places = _places(rows.key, self.rows.key)
        same = places >= 0
        version = np.zeros(len(rows), np.uint64)
        if not same.any():
            return Met(same, version)
        at = np.where(same, places, 0)
        same &= self.rows.name[at] == rows.name
        for name, values in rows.told.items():
            same &= (values == _NOT_TOLD) | (values == self.rows.told[name][at])
        version[same] = self.version[at[same]]
        return Met(same, version)


_NEWEST = f"""
    SELECT reading, late, late // 1000000 AS latest, version, {_DIGESTS}
    FROM (SELECT reading, version, kind, id, hub_id, modified, gated, disabled, private FROM stored)
    JOIN (SELECT version, late FROM sightings) USING (version)"""


def _rows(found: Mapping[str, npt.NDArray[np.generic]]) -> Rows:
    return Rows(
        np.asarray(found["key"], np.uint64),
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
