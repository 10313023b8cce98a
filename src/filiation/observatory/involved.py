"""All models and datasets that bear on what a model remembers, by owner: the family, its memory, its training data."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from filiation.catalog.adjacency import Bytes, Numbers, Offsets
from filiation.catalog.edition import Edition
from filiation.catalog.holdings import trained_on
from filiation.facts.answers import Direction
from filiation.facts.parties import PartyModel
from filiation.facts.rights import MEMORIES, Memory, Role
from filiation.facts.vocabulary import STANDINGS, Kind, Presence, Standing
from filiation.genealogy.inheritance import Family, Inheritance, family, inheritance
from filiation.genealogy.relays import Owners
from filiation.observatory.asking import NOT_TOLD, not_told

_ROWS = "SELECT n, id, sha, gone, presence, downloads FROM {table} WHERE n IN ({{}})"

Rows = Mapping[int, sqlite3.Row]
"""What is shown of models or datasets, by their numbers."""


@dataclass(frozen=True, slots=True)
class Data:
    """A dataset that the model or one of its ancestors declares: the nearest that does, and how it is known."""

    number: int
    owner: int
    depth: int
    standing: Standing


@dataclass(frozen=True, slots=True, eq=False)
class Involved:
    """A family seen from the model of a case; its members are named by their places in `kin.members`.

    Owners are codes of publishers, `NOT_TOLD` for all that are not known.
    """

    kin: Family
    down: Inheritance
    up: Inheritance
    owners: Owners
    data: tuple[Data, ...]

    @property
    def owner(self) -> int:
        """The owner of the model itself."""
        return self.owner_of(self.kin.root)

    @property
    def owner_codes(self) -> Numbers:
        """The owner of each member of the family."""
        return self.owners.codes[self.owners.of]

    def member(self, number: int) -> int | None:
        """Return the place of a model in the family by its number; None for one that is not in it."""
        place = int(np.searchsorted(self.kin.members, number))
        return place if place < len(self.kin.members) and int(self.kin.members[place]) == number else None

    def owner_of(self, member: int) -> int:
        """Return the owner of a member of the family."""
        return int(self.owners.codes[self.owners.of[member]])

    def sources(self) -> Offsets:
        """Return the ancestors, the nearest first, then by use."""
        members = np.flatnonzero(self.kin.above)
        return members[np.argsort(self.up.depth[members], kind="stable")]

    def models(self, owner: int) -> Offsets:
        """Return the models of an owner: the model itself, its sources, its descendants with the surest memory first.

        A model that is both an ancestor and a descendant is a source. Those that are alike stand by use.
        """
        place = self.owners.place(owner)
        members = np.empty(0, np.int64) if place is None else self.owners.models(place)
        is_root, is_source = members == self.kin.root, self.kin.above[members]
        far = np.where(is_source, self.up.depth[members], self.down.memory[members])
        return members[np.lexsort((far, ~is_source, ~is_root))]

    def datasets(self, owner: int) -> list[Data]:
        """Return the datasets of an owner, those that nearer models declare first."""
        return [one for one in self.data if one.owner == owner]

    def by_memory(self, members: Offsets) -> dict[str, int]:
        """Count the descendants among some members by how surely they hold the memory."""
        return counted(self.down.memory[members[self.kin.below[members]]])


def counted(memory: Bytes) -> dict[str, int]:
    """Return how many models there are of each memory, the surest first; those of which there is none are left out."""
    counts = np.bincount(memory, minlength=len(MEMORIES)).tolist()
    return {word.value: n for word, n in zip(MEMORIES, counts, strict=True) if n}


def involved(edition: Edition, number: int) -> Involved:
    """Return all that bears on what a model remembers."""
    kin = family(edition.graph, number)
    up = inheritance(kin, Direction.ANCESTORS)
    owner = edition.graph.columns["publisher"][kin.members]
    known = np.where(np.isin(owner, list(not_told(edition, "publisher"))), NOT_TOLD, owner)
    down = inheritance(kin, Direction.DESCENDANTS)
    return Involved(kin, down, up, Owners.told(known), tuple(_data(edition, kin, up)))


def told(edition: Edition, numbers: Iterable[int], kind: Kind = Kind.MODEL) -> Rows:
    """Return what is shown of models or datasets."""
    return {row["n"]: row for row in edition.chunked(_ROWS.format(table=f"{kind}s"), numbers)}


def party_models(case: Involved, members: Offsets, models: Rows, tested: Mapping[int, bool]) -> Iterator[PartyModel]:
    """Yield members of a family as the models of a party; `tested` tells of some whether they repeat what was found."""
    for member in members.tolist():
        row, repeats = models[int(case.kin.members[member])], tested.get(member)
        if member == case.kin.root:
            yield replace(_shown(row, Kind.MODEL, Role.PUBLISHER, Memory.SAME), repeats=repeats)
            continue
        is_source = bool(case.kin.above[member])
        along, role = (case.up, Role.SOURCE) if is_source else (case.down, Role.DESCENDANT)
        way = along.way(member)
        shown = _shown(row, Kind.MODEL, role, MEMORIES[along.memory[member]])
        depth, relations = len(way.relations), way.relations
        yield replace(shown, depth=depth, way=relations, standing=way.standing, repeats=repeats)


def party_datasets(data: Iterable[Data], datasets: Rows) -> Iterator[PartyModel]:
    """Yield datasets as what a party holds: the model may have from them what it remembers."""
    for one in data:
        shown = _shown(datasets[one.number], Kind.DATASET, Role.DATASET, Memory.MAY)
        yield replace(shown, depth=one.depth, standing=one.standing)


def hosted(row: sqlite3.Row, *, repeats: bool | None) -> PartyModel:
    """Return the model of the case as what its host stores."""
    return replace(_shown(row, Kind.MODEL, Role.HOST, Memory.SAME), repeats=repeats)


def _shown(row: sqlite3.Row, kind: Kind, role: Role, memory: Memory) -> PartyModel:
    """Return what the catalog tells of a model or dataset, as one that is at no distance."""
    return PartyModel(
        id=row["id"],
        kind=kind.value,
        role=role,
        depth=0,
        way=(),
        memory=memory,
        standing=None,
        sha=row["sha"],
        gone=bool(row["gone"]),
        presence=Presence(row["presence"]),
        downloads=row["downloads"],
    )


def _data(edition: Edition, kin: Family, up: Inheritance) -> Iterator[Data]:
    """Yield the datasets that the model and its ancestors declare, those of nearer models first."""
    over = np.flatnonzero(kin.above | (np.arange(len(kin.members)) == kin.root))
    said = trained_on(edition, kin.members[over])
    depth = up.depth[over[np.searchsorted(kin.members[over], said.model)]]
    order = np.lexsort((said.model, depth, said.dataset))
    first = order[np.flatnonzero(np.diff(said.dataset[order], prepend=-1))]
    first = first[np.lexsort((said.dataset[first], depth[first]))]
    owners = _owners(edition, said.dataset[first])
    for place in first.tolist():
        number = int(said.dataset[place])
        yield Data(number, owners[number], int(depth[place]), STANDINGS[said.standing[place]])


def _owners(edition: Edition, datasets: Numbers) -> dict[int, int]:
    silent = not_told(edition, "publisher")
    rows = edition.chunked("SELECT n, publisher FROM datasets WHERE n IN ({})", datasets.tolist())
    owners = {row["n"]: NOT_TOLD if row["publisher"] is None else row["publisher"] for row in rows}
    return {number: NOT_TOLD if owner in silent else owner for number, owner in owners.items()}
