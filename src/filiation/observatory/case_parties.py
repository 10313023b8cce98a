"""Who is in a case: parties as the catalog tells them, made into what a case keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from filiation.catalog.edition import Edition
from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import Case, FamilyChange, Involved
from filiation.facts.parties import HOST, Parties, Party
from filiation.facts.requests import Draft
from filiation.facts.rights import Applies, Memory, Role
from filiation.facts.vocabulary import Kind
from filiation.genealogy.walks import descendants
from filiation.locale import mark
from filiation.observatory import Observatory, asking
from filiation.rights import case_family

SAME = "same"
"""How those are asked for whose models hold the same memory in principle."""

_PAGE = 100
_LISTED = 20  # models of a party by name; the letter lists all


@dataclass(frozen=True, slots=True)
class Chosen:
    """Parties for a case, and the exact revision of the model as the catalog knows it."""

    parties: tuple[Involved, ...]
    sha: str | None


def chosen(observatory: Observatory, draft: Draft, publishers: Sequence[str]) -> Chosen:
    """Return the publishers chosen as parties, in the order in which to write; none chosen: those proposed.

    Proposed are the publisher, whoever may have brought the data in, and the host. `same` stands for those whose
    models hold the same memory in principle (alone: besides those proposed): nobody checks who says to have made a
    copy, and a letter tells its reader what it is about. Raises NotFound or WrongUse for who has no part in the family.
    """
    found = asked(observatory, draft)
    listed = {party_name(party): party for party in (*found.first, *found.items)}
    proposed = [party_name(party) for party in found.first]
    wanted = dict.fromkeys(publishers or proposed)
    if SAME in wanted:
        del wanted[SAME]
        same = {party_name(party): party for party in _same_memory(observatory, draft)}
        listed |= {name: party for name, party in same.items() if name not in listed}
        wanted |= dict.fromkeys((*(() if wanted else proposed), *same))
    names, picked = {name.casefold(): name for name in listed}, set()
    for named in wanted:
        if named.casefold() not in names:
            party = one(observatory, draft, named)[1]
            names[named.casefold()] = party_name(party)
            listed[party_name(party)] = party
        picked.add(names[named.casefold()])
    return Chosen(tuple(involved(party) for name, party in listed.items() if name in picked), found.sha)


def asked(observatory: Observatory, draft: Draft, publisher: str | None = None) -> Parties:
    """Return the parties about the model of a draft, with what the person's tests show."""
    return observatory.parties(draft.model, repeats=draft.repeats, silent=draft.silent, publisher=publisher)


def _same_memory(observatory: Observatory, draft: Draft) -> Iterator[Party]:
    """Yield the publishers of copies and quantized versions; they come before all others."""
    offset, total = 0, 1
    while offset < total:
        page = observatory.parties(draft.model, repeats=draft.repeats, silent=draft.silent, limit=_PAGE, offset=offset)
        held = [party for party in page.items if party.by_memory.get(Memory.SAME)]
        yield from held
        offset, total = offset + _PAGE, page.total if len(held) == len(page.items) else 0


def one(observatory: Observatory, draft: Draft, name: str) -> tuple[Parties, Party]:
    """Return one party with all its models; raises WrongUse where it has no part in the family.

    As on the Hub, capital letters make no difference.
    """
    found = asked(observatory, draft, name)
    for party in (*found.first, *found.items):
        if party_name(party).casefold() == name.casefold():
            return found, party
    raise WrongUse(
        mark("{publisher} has no part in the family of this model."),
        mark("Look at who has: filiation parties {model}"),
        publisher=name[:200],
        model=draft.model,
    )


def involved(party: Party) -> Involved:
    """Return what a case keeps of a party."""
    way = party.reachability.way
    establishment = party.reachability.applicability.establishment
    return Involved(
        publisher=party.publisher,
        name=party.reachability.name or party.publisher or "",
        roles=party.roles,
        models=tuple(model.id for model in party.items[:_LISTED]),
        total=party.total,
        contact=way.value if way else "",
        country=establishment.country if establishment else None,
        in_eea=party.reachability.applicability.applies is Applies.CLEAR,
        datasets=tuple(model.id for model in party.items[:_LISTED] if model.kind == Kind.DATASET),
    )


def party_name(party: Party) -> str:
    """Return the name by which a party is chosen: its publisher, `huggingface` for the host, or `unknown`."""
    return _name(party.publisher, party.roles)


def asked_as(party: Involved) -> str:
    """Return the name by which a party of a case is asked for."""
    return _name(party.publisher, party.roles)


def family(edition: Edition, model: str) -> tuple[tuple[str, ...], str]:
    """Return the ids of all that comes from a model, sorted, and from which state of the catalog this is."""
    nodes = descendants(edition.graph, asking.model_number(edition, model)).nodes
    return tuple(sorted(edition.ids(nodes.tolist()).values())), state_of(edition)


def change(edition: Edition, case: Case) -> FamilyChange | None:
    """Return how the family of a case has changed since it was last compared; None where it has not."""
    if state_of(edition) == case.edition:
        return None
    try:
        members, now = family(edition, case.draft.model)
    except NotFound:
        return None  # the catalog does not hold the model any more, and says nothing of its family
    return case_family.compared(case, members, now)


def state_of(edition: Edition) -> str:
    """Return the name of the state of the catalog that answers."""
    return edition.meta["name"]


def _name(publisher: str | None, roles: Sequence[Role]) -> str:
    return publisher or (HOST if Role.HOST in roles else asking.UNKNOWN)
