"""What speaks for each side where clues disagree: for each parent that is named, or each relation that is told.

A clue speaks for the parent that it names, with the relation that it tells. What sources say of another parent is
quoted at every link of the child that it contradicts, and speaks there for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sqlite3 import Row

from filiation.catalog.clues import clues
from filiation.catalog.edition import Edition
from filiation.facts.evidence import ClueFacts
from filiation.facts.grounds import Ground
from filiation.facts.hygiene import Side, Telling
from filiation.facts.vocabulary import RELATIONS, Relation


def sides(edition: Edition, number: int, links: Sequence[Row]) -> tuple[Side, ...]:
    """Return the sides of the disputes about some links (as `links_of` gives them) of a model."""
    about: dict[int | None, list[ClueFacts]] = {}
    for clue in clues(edition, number):
        if isinstance(clue.clue, ClueFacts) and not clue.clue.gone and clue.dataset is None:
            about.setdefault(clue.parent, []).append(clue.clue)
    return tuple(side for link in links for side in _sides(link, _naming(link, about)))


def told_by_relation(told: Iterable[ClueFacts], relation: Relation) -> Mapping[Relation, Sequence[ClueFacts]]:
    """Return the clues by the relation that they tell, those for `relation` first."""
    found: dict[Relation, list[ClueFacts]] = {}
    for clue in sorted(told, key=lambda one: one.relation is not relation):
        if clue.relation is not None:
            found.setdefault(clue.relation, []).append(clue)
    return found


def _sides(link: Row, told: Sequence[ClueFacts]) -> Iterator[Side]:
    relation = RELATIONS[link["relation"]]
    if Ground.RELATIONS_DIFFER not in link["grounds"].split():
        yield Side(link["id"], relation, _places(told))
        return
    by_relation = told_by_relation(told, relation)
    if relation not in by_relation:
        yield Side(link["id"], relation, (), link["reason"])
    for said, those in by_relation.items():
        yield Side(link["id"], said, _places(those))


def _naming(link: Row, about: Mapping[int | None, Sequence[ClueFacts]]) -> list[ClueFacts]:
    """Return the clues of a link that name its parent, without those that are quoted there for naming another."""
    elsewhere = {(clue.source, clue.raw) for other, told in about.items() if other != link["parent"] for clue in told}

    def is_quoted(clue: ClueFacts) -> bool:
        if clue.supports or clue.raw.casefold() == link["id"].casefold():
            return False
        return any((clue.source, raw) in elsewhere for raw in (clue.raw, *clue.raw.split(", ")))

    return [clue for clue in about.get(link["parent"], ()) if not is_quoted(clue)]


def _places(told: Iterable[ClueFacts]) -> tuple[Telling, ...]:
    return tuple(dict.fromkeys(Telling(clue.source, clue.location) for clue in told))
