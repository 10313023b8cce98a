"""To whom to write about what a model remembers: who may have to answer, in order, and the few who reach most."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from filiation.catalog.adjacency import Offsets
from filiation.catalog.contacts import weight_files
from filiation.catalog.edition import Edition
from filiation.errors import NotFound, WrongUse
from filiation.facts.answers import ModelFacts
from filiation.facts.parties import HOST, Entry, Parties, Relay
from filiation.facts.rights import MEMORIES
from filiation.facts.vocabulary import RELATIONS, Presence, Relation
from filiation.genealogy.reach import descendant_counts
from filiation.genealogy.relays import reaches, relays
from filiation.locale import mark
from filiation.observatory.addressees import NO_ACCOUNT, Case, addressees
from filiation.observatory.asking import NOT_TOLD, UNKNOWN, model_number, publisher_number, window
from filiation.observatory.involved import Involved, counted, involved
from filiation.rights.entry import Ancestry, entry

LISTED = 20
"""So many models of a party are listed, unless it is asked for by its name."""

_RELAYS = 10
_FAMILIES = 4  # that are kept; one of 100,000 models takes some 10 MB


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was tested, and which parties to list: those of descendants from place to place, or one by its name."""

    repeats: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    publisher: str | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What is the same for all questions about a model."""

    involved: Involved
    reaches: Offsets
    relays: tuple[Relay, ...]


_kept: WeakKeyDictionary[Edition, OrderedDict[int, _Seen]] = WeakKeyDictionary()
_lock = Lock()


def parties(edition: Edition, model: str, wanted: Wanted) -> Parties:
    """Answer `parties`."""
    window(wanted.limit, wanted.offset)
    number = model_number(edition, model)
    facts, seen = edition.models([number])[number], _seen(edition, number)
    about = seen.involved
    tested = _tested(edition, about, wanted)
    came_in, owner = _entry(edition, about, tested)
    case = Case(about, seen.reaches, _host(edition, facts), owner, tested)
    first, others = _first(case), _others(case)
    shown = others[wanted.offset : wanted.offset + wanted.limit if wanted.limit else None]
    if wanted.publisher is not None:
        asked = _asked(edition, case, facts.id, wanted.publisher)
        first, others = [one for one in first if one == asked], [] if asked in first else [asked]
        shown = others
    made = addressees(edition, case, [*first, *shown], LISTED if wanted.publisher is None else None)
    below = about.kin.below
    return Parties(
        model=facts.id,
        publisher=None if about.owner == NOT_TOLD else facts.publisher,
        sha=facts.sha,
        files=weight_files(edition, number),
        seen=facts.last_seen,
        edition=edition.meta["name"],
        first=made[: len(first)],
        descendants=int(np.count_nonzero(below)),
        by_memory=counted(about.down.memory[below]),
        unowned=int(np.count_nonzero(below & (about.owner_codes == NOT_TOLD))),
        relays=seen.relays,
        total=len(others),
        offset=wanted.offset if wanted.publisher is None else 0,
        items=made[len(first) :],
        entry=came_in,
    )


def _seen(edition: Edition, number: int) -> _Seen:
    """Return what a family is, whoever asks; the last ones are kept: a case asks about one family many times."""
    with _lock:
        kept = _kept.setdefault(edition, OrderedDict())
        found = kept.get(number)
        if found is not None:
            kept.move_to_end(number)
            return found
    about = involved(edition, number)
    sizes = descendant_counts(edition.graph, about.kin.members)
    reached = reaches(about.kin.down, about.owners, sizes)
    found = _Seen(about, reached, _relays(edition, about, reached))
    with _lock:
        kept[number] = found
        while len(kept) > _FAMILIES:
            kept.popitem(last=False)
    return found


def _tested(edition: Edition, about: Involved, wanted: Wanted) -> dict[int, bool]:
    """Return which members of the family were tested, and whether they repeat what was found."""
    found: dict[int, bool] = {}
    for names, repeats in ((wanted.repeats, True), (wanted.silent, False)):
        for name in names:
            number = edition.number(name)
            member = None if number is None else about.member(number)
            if member is None:
                raise WrongUse(
                    mark("{model} is not in the family of the model that this is about."),
                    mark("Tests count on the model itself, on its ancestors and on its descendants."),
                    model=name[:200],
                )
            if found.setdefault(member, repeats) is not repeats:
                raise WrongUse(
                    mark("{model} cannot both repeat what was found and be silent about it."),
                    mark("Name it once: among those that repeat it, or among those that do not."),
                    model=name[:200],
                )
    return found


def _entry(edition: Edition, about: Involved, tested: Mapping[int, bool]) -> tuple[Entry | None, int | None]:
    """Return where tests show that the data came in, and the owner of that model."""
    if not any(tested.values()):
        return None, None
    kin = about.kin
    members = [kin.root, *about.sources().tolist()]
    names = edition.ids(kin.members[members].tolist())
    named = {member: names[int(kin.members[member])] for member in members}
    line = {named[member]: Ancestry(_far(about, member), _parents(about, member, named)) for member in members}
    repeats = {named[member] for member, is_so in tested.items() if is_so and member in named}
    silent = {named[member] for member, is_so in tested.items() if not is_so and member in named}
    found = entry(line, repeats, silent)
    owner = next((about.owner_of(member) for member in members if found and named[member] == found.model), None)
    return found, owner


def _far(about: Involved, member: int) -> int:
    return 0 if member == about.kin.root else int(about.up.depth[member])


def _parents(about: Involved, member: int, named: Mapping[int, str]) -> dict[str, Relation]:
    up = about.kin.up
    span = up.span(member)
    pairs = zip(up.nodes[span].tolist(), up.relation[span].tolist(), strict=True)
    return {named[parent]: RELATIONS[code] for parent, code in pairs}


def _host(edition: Edition, facts: ModelFacts) -> int | None:
    """Return who hosts a model; None for one that the newest sources do not hold."""
    if facts.presence is not Presence.LISTED or facts.gone:
        return None
    account = edition.number(HOST, "publisher")
    return NO_ACCOUNT if account is None else account


def _first(case: Case) -> list[int]:
    """Return the owners to write to first: of the model, of where data came in, of sources, of datasets; the host."""
    about = case.involved
    order = [about.owner, case.brought_in, *map(about.owner_of, about.sources().tolist())]
    order += [*(one.owner for one in about.data), case.host]
    return list(dict.fromkeys(owner for owner in order if owner is not None))


def _others(case: Case) -> list[int]:
    """Return the known owners of descendants who are not among the first: the surest memory first, the widest reach."""
    about = case.involved
    below = np.flatnonzero(about.kin.below)
    owners = about.owners.of[below]
    surest = np.full(len(about.owners.codes), len(MEMORIES), np.int64)
    np.minimum.at(surest, owners, about.down.memory[below])
    models = np.bincount(owners, minlength=len(surest))
    listed = np.flatnonzero((models > 0) & ~np.isin(about.owners.codes, [NOT_TOLD, *_first(case)]))
    order = np.lexsort((listed, -models[listed], -case.reaches[listed], surest[listed]))
    codes: list[int] = about.owners.codes[listed[order]].tolist()
    return codes


def _asked(edition: Edition, case: Case, model: str, name: str) -> int:
    """Return the owner who is asked for by name; raises NotFound for one who has no part in the family."""
    if name.lower() == UNKNOWN:
        owner = NOT_TOLD
    elif name.lower() == HOST and case.host is not None:
        owner = case.host
    else:
        owner = publisher_number(edition, name)
    about = case.involved
    if owner != case.host and about.owners.place(owner) is None and not about.datasets(owner):
        raise NotFound(
            mark("{publisher} has no model and no declared dataset in the family of {model}."),
            mark("Leave the publisher out to see all who may have to answer."),
            publisher=name[:200],
            model=model,
        )
    return owner


def _relays(edition: Edition, about: Involved, reached: Offsets) -> tuple[Relay, ...]:
    """Return the few through whom most descendants are reached; whose model it is is written to anyway."""
    choice = ~np.isin(about.owners.codes, [NOT_TOLD, about.owner])
    found = relays(about.kin.down, about.owners, about.kin.below, choice, reached, _RELAYS)
    codes = [int(about.owners.codes[one.owner]) for one in found]
    names, total = edition.ids(codes, "publisher"), int(np.count_nonzero(about.kin.below))
    so_far = np.cumsum([one.added for one in found]).tolist()
    return tuple(
        Relay(names[code], one.added, together / total)
        for code, one, together in zip(codes, found, so_far, strict=True)
    )
