"""What is reached through the owners of a family's models: how far each reaches, and the few who reach most."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from filiation.catalog.adjacency import NODE_BITS, Adjacency, Numbers, Offsets, pair
from filiation.catalog.descent import Mask
from filiation.genealogy.reach import reach

_BATCH = 4_000_000  # pairs of owner and model that are held at a time, as far as that can be told


@dataclass(frozen=True, slots=True, eq=False)
class Owners:
    """Who owns which models: the distinct owners, that of each model as a place among them, and the models of each."""

    codes: Numbers
    of: Offsets
    _order: Offsets = field(repr=False)
    _offsets: Offsets = field(repr=False)

    @classmethod
    def told(cls, owner: Numbers) -> "Owners":
        """Sort models (named by their place) by their owners."""
        codes, of = np.unique(owner, return_inverse=True)
        counts = np.bincount(of, minlength=len(codes))
        return cls(codes, of, np.argsort(of, kind="stable"), np.concatenate(([0], np.cumsum(counts))))

    @property
    def counts(self) -> Offsets:
        """How many models each owner has."""
        return np.diff(self._offsets)

    def models(self, place: int) -> Offsets:
        """Return the models of one owner, in ascending order."""
        return self._order[self._offsets[place] : self._offsets[place + 1]]

    def place(self, code: int) -> int | None:
        """Return the place of an owner, None for who owns nothing here."""
        place = int(np.searchsorted(self.codes, code))
        return place if place < len(self.codes) and int(self.codes[place]) == code else None


@dataclass(frozen=True, slots=True)
class Relay:
    """An owner (by its place), and how many models are reached through it that were not reached before."""

    owner: int
    added: int


def reaches(down: Adjacency, owners: Owners, sizes: Offsets) -> Offsets:
    """Count for each owner the models of others that come from its own, each once.

    `sizes` tells of each model how many descendants it has at most: so many are followed at a time.
    """
    found = np.zeros(len(owners.codes), np.int64)
    weight = np.bincount(owners.of, weights=sizes, minlength=len(owners.codes)).astype(np.int64)
    for batch in _batches(weight):
        models = np.flatnonzero((batch.start <= owners.of) & (owners.of < batch.stop))
        found[batch] = _reached(down, owners.of[models], models, batch)
    return found


def relays(
    down: Adjacency, owners: Owners, wanted: Mask, chosen_from: Mask, reached: Offsets, most: int
) -> list[Relay]:
    """Choose at most `most` owners, one after another, through whom the most `wanted` models are newly reached.

    Through an owner its own models are reached, and all that come from them. `chosen_from` marks the owners among
    whom to choose, `reached` tells at least how many models of others each reaches. Ties: who comes first.
    """
    own = np.bincount(owners.of[wanted], minlength=len(owners.codes))
    hopes = np.flatnonzero(chosen_from & (own > 0))
    heap = [(-int(own[place] + reached[place]), place) for place in hopes.tolist()]
    heapq.heapify(heap)
    left, found = wanted.copy(), list[Relay]()
    while heap and len(found) < most and left.any():
        _, place = heapq.heappop(heap)
        cover = _cover(down, owners, place, wanted)
        added = int(left[cover].sum())
        # Nobody reaches more the later it is counted: who still leads is the best.
        if heap and (-added, place) > heap[0]:
            heapq.heappush(heap, (-added, place))
        elif added:
            found.append(Relay(place, added))
            left[cover] = False
    return found


def _batches(weight: Offsets) -> Iterator[slice]:
    """Cut the owners into runs that are not too heavy."""
    begin, total = 0, np.concatenate(([0], np.cumsum(weight)))
    while begin < len(weight):
        end = int(np.searchsorted(total, total[begin] + _BATCH, side="right")) - 1
        end = max(end, begin + 1)
        yield slice(begin, end)
        begin = end


def _reached(down: Adjacency, owner: Offsets, models: Offsets, batch: slice) -> Offsets:
    """Walk from all models of some owners together; return how many models of others each meets."""
    met = np.sort(pair(owner, models))
    level, counts = met, np.zeros(batch.stop - batch.start, np.int64)
    while len(level):
        links, source = down.spread(level & ((1 << NODE_BITS) - 1))
        keys = np.unique(pair(level[source] >> NODE_BITS, down.nodes[links]))
        level = keys[~_among(keys, met)]
        counts += np.bincount((level >> NODE_BITS) - batch.start, minlength=len(counts))
        met = np.sort(np.concatenate((met, level)), kind="stable")  # two sorted runs are merged in linear time
    return counts


def _among(keys: Offsets, known: Offsets) -> Mask:
    """Mark the keys that are found in the sorted array `known`, which is not empty."""
    found: Mask = known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys
    return found


def _cover(down: Adjacency, owners: Owners, place: int, wanted: Mask) -> Numbers:
    """Return the wanted models of one owner with the wanted ones that come from these."""
    models = owners.models(place)
    own: Numbers = models[wanted[models]].astype(np.int32)
    cover: Numbers = np.concatenate((own, reach(down, own).nodes))
    return cover[wanted[cover]]
