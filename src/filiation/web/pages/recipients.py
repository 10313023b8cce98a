"""Those to whom letters about a model can go, in the groups in which the guided path shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from filiation.facts.parties import Parties, Party, PartyModel, Relay
from filiation.facts.rights import Memory
from filiation.facts.vocabulary import Kind, Relation
from filiation.observatory import Observatory

_CHOOSABLE = 200  # publishers of descendants; with more, the page would take too long to load
_RELAYS = 5  # more would be too long a list to choose from
_QUANTIZED = 12
_LISTED = 200  # models of a proposed party that its letter lists
_MOST_LISTED = 1000  # such models in all: some 400 kB
_READ = 5000  # a party with more models takes too long to read


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who can be written to.

    `parties` is the answer that letters are written from, `more` those beyond its first page. `groups` holds each with
    its place among all of them: `first` are proposed, `asked` were asked for by name, `same` hold the same memory in
    principle, `relays` reach most models of others, then the `others`. `relays` are those of that group, who reach
    `share` of the family at least. `left` is how many cannot be chosen here. `quantized`: models of the family in
    fewer bits.
    """

    parties: Parties
    more: tuple[Party, ...]
    groups: Mapping[str, list[tuple[int, Party]]]
    relays: tuple[Relay, ...]
    share: float
    left: int
    quantized: tuple[PartyModel, ...]


def recipients(observatory: Observatory, parties: Parties, asked: Sequence[str]) -> Recipients:
    """Return who can be written to about a model, from the first page of its parties; `asked` names some of them."""
    parties = replace(parties, first=tuple(_with_models(observatory, parties)))
    shown = len(parties.items)
    beyond: tuple[Party, ...] = ()
    if parties.total > shown:
        beyond = observatory.parties(parties.model, limit=_CHOOSABLE - shown, offset=shown).items
    relaying = tuple(relay.publisher for relay in parties.relays[:_RELAYS])
    known = {party.publisher for party in (*parties.first, *parties.items, *beyond)}
    named = tuple(_named(observatory, parties.model, [one for one in (*asked, *relaying) if one not in known]))
    groups = _grouped((*parties.first, *parties.items, *beyond, *named), len(parties.first), asked, relaying)
    reaching = {party.publisher for _, party in groups["relays"]}
    relays = tuple(relay for relay in parties.relays if relay.publisher in reaching)
    return Recipients(
        parties=parties,
        more=(*beyond, *named),
        groups=groups,
        relays=relays,
        share=sum(relay.added for relay in relays) / max(parties.descendants, 1),
        left=parties.total - shown - len(beyond) - sum(bool(one.by_memory) for one in named),
        quantized=_quantized((*parties.first, *parties.items, *beyond)),
    )


def _with_models(observatory: Observatory, parties: Parties) -> Iterator[Party]:
    """Yield the proposed parties with more of their models than a first page has: their letters list them."""
    room = _MOST_LISTED
    for party in parties.first:
        most = min(_LISTED, room)
        if party.publisher is None or not len(party.items) < party.total <= _READ or most <= len(party.items):
            yield party
            continue
        (whole,) = observatory.parties(parties.model, publisher=party.publisher).first
        room -= most
        yield replace(party, items=whole.items[:most])


def _named(observatory: Observatory, model: str, names: Sequence[str]) -> Iterator[Party]:
    for name in dict.fromkeys(names):
        answer = observatory.parties(model, publisher=name)
        found = (party for party in (*answer.first, *answer.items) if party.publisher == name)
        yield from (replace(party, items=party.items[:_LISTED]) for party in found)


def _grouped(
    listed: Sequence[Party], proposed: int, asked: Sequence[str], relaying: Sequence[str]
) -> dict[str, list[tuple[int, Party]]]:
    groups: dict[str, list[tuple[int, Party]]] = {name: [] for name in ("first", "asked", "same", "relays", "others")}
    for place, party in enumerate(listed):
        if party.publisher is None:
            continue
        if place < proposed:
            group = "first"
        elif party.publisher in asked:
            group = "asked"
        elif party.by_memory.get(Memory.SAME):
            group = "same"
        else:
            group = "relays" if party.publisher in relaying and party.reaches else "others"
        groups[group].append((place, party))
    return groups


def _quantized(listed: Sequence[Party]) -> tuple[PartyModel, ...]:
    """Return models that are the one of the case in fewer bits, the most used first."""
    models = (model for party in listed for model in party.items)
    found = [one for one in models if one.way == (Relation.QUANTIZED,) and one.kind == Kind.MODEL and not one.gone]
    return tuple(sorted(found, key=lambda one: -(one.downloads or 0))[:_QUANTIZED])
