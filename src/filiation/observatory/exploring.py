"""A part of the graph chosen by filters."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

import numpy as np

from filiation.catalog.edition import Edition
from filiation.errors import WrongUse
from filiation.facts.exploration import Exploration, NodeKind, Query, Toward
from filiation.facts.vocabulary import LINEAGE, RELATIONS, Relation, Standing
from filiation.genealogy.exploration import Condition, Surroundings, passing, surroundings
from filiation.genealogy.pages import Sort
from filiation.locale import mark
from filiation.observatory.asking import day_asked, license_codes, order, publisher_codes, task_codes, window
from filiation.observatory.graphing import Graphing

_Word = TypeVar("_Word", bound=StrEnum)


def explore(edition: Edition, query: Query, numbers: Sequence[int]) -> Exploration:
    """Answer `explore`."""
    window(query.limit, query.offset, query.depth)
    sort = Sort(order(query.sort, tuple(Sort)))
    toward, kinds = _one(query.toward), _words(NodeKind, query.kinds) or frozenset(NodeKind)
    named = _named(numbers)
    wanted = _condition(edition, query)
    found = passing(edition.graph, surroundings(edition.graph, np.unique(named), toward), wanted)
    graphing = Graphing(edition, named, found, kinds)
    shown = graphing.page(sort, query.offset, query.limit)
    by_kind = graphing.by_kind()
    return Exploration(
        query=query,
        seen=max((origin.seen for origin in edition.origins()), default=None),
        edition=edition.meta["name"],
        total=sum(by_kind.values()),
        by_kind=by_kind,
        by_relation=_by_relation(found) if NodeKind.MODEL in kinds else {},
        nodes=graphing.nodes(shown),
        edges=graphing.edges(shown),
    )


def _named(numbers: Sequence[int]) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """Return the named models in the order in which they were named, each once."""
    if not numbers:
        raise WrongUse(
            mark("An exploration begins at one or several models."), mark("Name at least one, as owner/name.")
        )
    return np.array(list(dict.fromkeys(numbers)), np.int32)


def _condition(edition: Edition, query: Query) -> Condition:
    return Condition(
        relations=_relations(query.relations),
        standings=_words(Standing, query.standings),
        depth=query.depth,
        task=task_codes(edition, query.task),
        license=license_codes(edition, query.license),
        publisher=publisher_codes(edition, query.publisher),
        after=day_asked(query.published_after),
        before=day_asked(query.published_before),
    )


def _by_relation(found: Surroundings) -> dict[str, int]:
    counts = np.bincount(found.relation, minlength=len(RELATIONS)).tolist()
    return {relation.value: n for relation, n in zip(RELATIONS, counts, strict=True) if n}


def _one(word: str) -> Toward:
    return next(iter(_words(Toward, [word])))


def _relations(names: Iterable[str]) -> frozenset[Relation]:
    found = _words(Relation, names)
    if Relation.TRAINED_ON in found:
        raise WrongUse(
            mark("{relation} is not a relation between models."),
            mark("Relations are: {known}."),
            relation=Relation.TRAINED_ON.value,
            known=", ".join(LINEAGE),
        )
    return found


def _words(vocabulary: type[_Word], names: Iterable[str]) -> frozenset[_Word]:
    """Return words of a vocabulary; raises WrongUse for one that is not in it."""
    given = list(names)
    try:
        return frozenset(vocabulary(name) for name in given)
    except ValueError:
        raise WrongUse(
            mark("{words} cannot be explored by."),
            mark("It is one of: {known}."),
            words=", ".join(given),
            known=", ".join(vocabulary),
        ) from None
