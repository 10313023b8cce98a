"""Relatives and paths: the graph's numbers turned into answers with names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from filiation.catalog.certainties import certainties
from filiation.catalog.edition import Edition, day
from filiation.facts.answers import Direction, PathAnswer, Relative, Relatives, Step
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence, Relation
from filiation.genealogy.overview import on_way
from filiation.genealogy.pages import Filter, Page, Sort, page, select
from filiation.genealogy.paths import Related, relate
from filiation.genealogy.walks import ancestors, count, descendants
from filiation.observatory.asking import day_asked, license_codes, order, publisher_codes, window
from filiation.observatory.tallies import most


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which relatives are asked for, in which order, from where to where.

    `way` holds the relations of the links from the model down to a descendant; empty: all ways.
    """

    relations: frozenset[Relation] | None = None
    depth: int | None = None
    published_after: date | None = None
    publisher: str | None = None
    license: str | None = None
    sort: str = "use"
    limit: int = 20
    offset: int = 0
    tallies: bool = False
    way: tuple[Relation, ...] = ()


def relatives(edition: Edition, number: int, direction: Direction, wanted: Wanted) -> Relatives:
    """Answer `ancestors` and `descendants`."""
    graph = edition.graph
    window(wanted.limit, wanted.offset, wanted.depth)
    sort = Sort(order(wanted.sort, tuple(Sort)))
    walk = (ancestors if direction is Direction.ANCESTORS else descendants)(graph, number)
    if wanted.way:
        walk = on_way(graph, walk, [relation.code for relation in wanted.way])
    chosen = select(graph, walk, _filter(edition, wanted))
    counts = count(chosen)
    shown = page(graph, chosen, sort, wanted.offset, wanted.limit)
    publishers, by_publisher = most(edition, chosen, "publisher") if wanted.tallies else (None, None)
    licenses, by_license = most(edition, chosen, "license") if wanted.tallies else (None, None)
    return Relatives(
        model=edition.ids([number])[number],
        direction=direction,
        total=counts.total,
        by_relation={RELATIONS[c].value: n for c, n in enumerate(counts.by_relation.tolist()) if n},
        by_depth={str(d): n for d, n in enumerate(counts.by_depth.tolist()) if n},
        publishers=publishers,
        by_publisher=by_publisher,
        licenses=licenses,
        by_license=by_license,
        offset=wanted.offset,
        items=_items(edition, shown, direction),
    )


def path(edition: Edition, a: int, b: int) -> PathAnswer:
    """Answer `path`."""
    related = relate(edition.graph, a, b)
    common = [ancestor.node for ancestor in related.nearest]
    names = edition.ids({a, b, *common, *related.nodes})
    return PathAnswer(
        a=names[a],
        b=names[b],
        kinship=related.kinship,
        steps=_steps(edition, related, names),
        common=tuple(names[node] for node in common),
        common_total=related.common_total,
    )


def _steps(edition: Edition, related: Related, names: Mapping[int, str]) -> tuple[Step, ...]:
    ends = np.array([(s.child, s.parent) for s in related.steps], np.int32).reshape(-1, 2)
    return tuple(
        Step(names[s.child], names[s.parent], RELATIONS[s.relation], STANDINGS[s.standing], certainty)
        for s, certainty in zip(related.steps, certainties(edition, ends[:, 0], ends[:, 1]), strict=True)
    )


def _filter(edition: Edition, wanted: Wanted) -> Filter:
    return Filter(
        relations=wanted.relations,
        depth=wanted.depth,
        published_after=day_asked(wanted.published_after),
        publisher=publisher_codes(edition, wanted.publisher),
        license=license_codes(edition, wanted.license),
    )


def _items(edition: Edition, shown: Page, direction: Direction) -> tuple[Relative, ...]:
    rows = edition.display(shown.nodes.tolist())
    names = edition.ids(set(shown.via.tolist()))
    upward = direction is Direction.ANCESTORS
    ends = (shown.via, shown.nodes) if upward else (shown.nodes, shown.via)
    columns = [c.tolist() for c in (shown.nodes, shown.depth, shown.relation, shown.via, shown.standing)]
    return tuple(
        Relative(
            id=rows[node]["id"],
            depth=depth,
            relation=RELATIONS[relation],
            via=names[via],
            publisher=rows[node]["publisher"],
            license=rows[node]["license"],
            created=day(rows[node]["created"]),
            downloads=rows[node]["downloads"],
            standing=STANDINGS[standing],
            gone=bool(rows[node]["gone"]),
            presence=Presence(rows[node]["presence"]),
            certainty=certainty,
        )
        for node, depth, relation, via, standing, certainty in zip(*columns, certainties(edition, *ends), strict=True)
    )
