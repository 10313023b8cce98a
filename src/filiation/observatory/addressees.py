"""Parties put together: what each owner holds in a family, what it reaches, and how it can be reached itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from filiation.catalog.adjacency import Offsets
from filiation.catalog.edition import Edition
from filiation.facts.contacts import Reachability
from filiation.facts.parties import HOST, Party, PartyModel
from filiation.facts.rights import Role
from filiation.facts.vocabulary import Kind
from filiation.observatory.asking import NOT_TOLD, UNKNOWN
from filiation.observatory.contacts import reachabilities
from filiation.observatory.involved import Data, Involved, Rows, hosted, party_datasets, party_models, told

NO_ACCOUNT = -2
"""The code of the host where it publishes nothing itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A family, and what decides who has which part in it.

    `reaches` tells for each place in `involved.owners` how many models of others come from its own. `host` is the
    owner who stores the model (None: the model is not known to be there), `brought_in` the one at whose model the data
    came in, `tested` which members repeat what was found.
    """

    involved: Involved
    reaches: Offsets
    host: int | None
    brought_in: int | None
    tested: dict[int, bool]


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What an owner holds: the model itself and its sources, datasets, and descendants, of each as many as are listed.

    `members` are all its models.
    """

    owner: int
    members: Offsets
    near: Offsets
    data: Sequence[Data]
    far: Offsets
    total: int


def addressees(edition: Edition, case: Case, owners: Sequence[int], most: int | None) -> tuple[Party, ...]:
    """Return some owners as parties, each with at most so many of its models (None: with all)."""
    held = [_held(case, owner, most) for owner in owners]
    numbers = {int(n) for one in held for part in (one.near, one.far) for n in case.involved.kin.members[part]}
    models = told(edition, numbers | {int(case.involved.kin.members[case.involved.kin.root])})
    datasets = told(edition, {data.number for one in held for data in one.data}, Kind.DATASET)
    items = [tuple(_items(case, one, models, datasets)) for one in held]
    names = _names(edition, owners)
    about = {name: _about(listed) for name, listed in zip(names, items, strict=True)}
    reached = reachabilities(edition, names, about={name: model for name, model in about.items() if model})
    triples = zip(held, names, items, strict=True)
    return tuple(_party(case, one, listed, reached[name]) for one, name, listed in triples)


def _party(case: Case, held: _Held, items: tuple[PartyModel, ...], reachability: Reachability) -> Party:
    place = case.involved.owners.place(held.owner)
    return Party(
        publisher=None if held.owner == NOT_TOLD else reachability.publisher,
        roles=tuple(_roles(case, held)),
        by_memory=case.involved.by_memory(held.members),
        total=held.total or len(items),
        items=items,
        reaches=0 if place is None else int(case.reaches[place]),
        reachability=reachability,
        brought_in=held.owner == case.brought_in,
    )


def _about(items: Sequence[PartyModel]) -> str | None:
    """Return the party's own model about which to write first; None where it has none."""
    return next((item.id for item in items if item.kind == Kind.MODEL and item.role is not Role.HOST), None)


def _held(case: Case, owner: int, most: int | None) -> _Held:
    """Cut what an owner holds to what is listed of it."""
    members, data = case.involved.models(owner), case.involved.datasets(owner)
    total = len(members) + len(data)
    room = total if most is None else most
    is_near = case.involved.kin.above[members] | (members == case.involved.kin.root)
    near = members[is_near][:room]
    shown = data[: room - len(near)]
    far = members[~is_near][: room - len(near) - len(shown)]
    return _Held(owner, members, near, shown, far, total)


def _items(case: Case, held: _Held, models: Rows, datasets: Rows) -> Iterator[PartyModel]:
    yield from party_models(case.involved, held.near, models, case.tested)
    yield from party_datasets(held.data, datasets)
    yield from party_models(case.involved, held.far, models, case.tested)
    if held.owner == case.host and not held.total:
        root = case.involved.kin.root
        yield hosted(models[int(case.involved.kin.members[root])], repeats=case.tested.get(root))


def _roles(case: Case, held: _Held) -> Iterator[Role]:
    kin = case.involved.kin
    if kin.root in held.members:
        yield Role.PUBLISHER
    if kin.above[held.members].any():
        yield Role.SOURCE
    if case.involved.datasets(held.owner):
        yield Role.DATASET
    if kin.below[held.members].any():
        yield Role.DESCENDANT
    if held.owner == case.host:
        yield Role.HOST


def _names(edition: Edition, owners: Sequence[int]) -> list[str]:
    named = edition.ids([owner for owner in owners if owner >= 0], "publisher")
    return [named[owner] if owner >= 0 else HOST if owner == NO_ACCOUNT else UNKNOWN for owner in owners]
