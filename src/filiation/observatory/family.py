"""Relatives and paths: the graph's numbers turned into answers with names."""

from dataclasses import dataclass
from datetime import date

from filiation.catalog.edition import Edition, day, day_number
from filiation.errors import NotFound, WrongUse
from filiation.facts.answers import Direction, PathAnswer, Relative, Relatives, Step
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence, Relation
from filiation.genealogy.pages import Filter, Page, Sort, page, select, tally
from filiation.genealogy.paths import relate
from filiation.genealogy.walks import Walk, ancestors, count, descendants
from filiation.locale import mark

_MOST_TALLIED = 20
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which relatives are asked for, in which order, from where to where."""

    relations: frozenset[Relation] | None = None
    depth: int | None = None
    published_after: date | None = None
    publisher: str | None = None
    license: str | None = None
    sort: str = "use"
    limit: int = 20
    offset: int = 0
    tallies: bool = False


def relatives(edition: Edition, number: int, direction: Direction, wanted: Wanted) -> Relatives:
    """Answer `ancestors` and `descendants`."""
    graph = edition.graph
    sort = _checked(wanted)
    walk = (ancestors if direction is Direction.ANCESTORS else descendants)(graph, number)
    chosen = select(graph, walk, _filter(edition, wanted))
    counts = count(chosen)
    shown = page(graph, chosen, sort, wanted.offset, wanted.limit)
    publishers, by_publisher = _publishers(edition, chosen) if wanted.tallies else (None, None)
    return Relatives(
        model=edition.ids([number])[number],
        direction=direction,
        total=counts.total,
        by_relation={RELATIONS[c].value: n for c, n in enumerate(counts.by_relation.tolist()) if n},
        by_depth={str(d): n for d, n in enumerate(counts.by_depth.tolist()) if n},
        publishers=publishers,
        by_publisher=by_publisher,
        by_license=_licenses(edition, chosen) if wanted.tallies else None,
        offset=wanted.offset,
        items=_items(edition, shown),
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
        steps=tuple(
            Step(names[s.child], names[s.parent], RELATIONS[s.relation], STANDINGS[s.standing]) for s in related.steps
        ),
        common=tuple(names[node] for node in common),
        common_total=related.common_total,
    )


def _checked(wanted: Wanted) -> Sort:
    if wanted.limit < 0 or wanted.offset < 0 or (wanted.depth is not None and wanted.depth < 1):
        raise WrongUse(
            mark("A limit and an offset count from 0, a depth from 1."),
            mark("Give a limit of 0 to list all."),
        )
    try:
        return Sort("use" if wanted.sort == "downloads" else wanted.sort)
    except ValueError:
        raise WrongUse(
            mark("{sort} is not an order in which models can be listed."),
            mark("Orders are: {known}."),
            sort=wanted.sort,
            known=", ".join(Sort),
        ) from None


def _filter(edition: Edition, wanted: Wanted) -> Filter:
    publisher = license_ = None
    if wanted.publisher is not None:
        publisher = edition.number(wanted.publisher, "publisher")
        if publisher is None:
            raise NotFound(
                mark("The catalog holds no publisher {publisher}."),
                mark("Look for it with: filiation search TEXT"),
                publisher=wanted.publisher[:200],
            )
    if wanted.license is not None:
        asked = wanted.license.lower()
        license_ = next((code for code, word in edition.words("license").items() if word.lower() == asked), None)
        license_ = -1 if asked == _UNKNOWN else license_
        if license_ is None:
            raise NotFound(
                mark("No model in the catalog has the license {license}."),
                mark("Licenses are named as on the Hub: apache-2.0, mit, llama3, …; unknown for none."),
                license=wanted.license[:200],
            )
    after = wanted.published_after
    if after is not None and not isinstance(after, date):
        raise WrongUse(
            mark("{day} is not a date."), mark("Give a date, such as datetime.date(2024, 1, 31)."), day=repr(after)
        )
    days = None if after is None else day_number(after)
    return Filter(wanted.relations, wanted.depth, days, publisher, license_)


def _publishers(edition: Edition, walk: Walk) -> tuple[int, dict[str, int]]:
    codes, counts = tally(edition.graph, walk, "publisher")
    names = edition.ids([c for c in codes[: _MOST_TALLIED + 1].tolist() if c >= 0], "publisher")
    pairs = zip(codes.tolist(), counts.tolist(), strict=True)
    tallied = {names.get(code, _UNKNOWN): n for code, n in list(pairs)[:_MOST_TALLIED]}
    return int((codes >= 0).sum()), tallied


def _licenses(edition: Edition, walk: Walk) -> dict[str, int]:
    codes, counts = tally(edition.graph, walk, "license")
    words = edition.words("license")
    pairs = zip(codes[:_MOST_TALLIED].tolist(), counts[:_MOST_TALLIED].tolist(), strict=True)
    return {words.get(code, _UNKNOWN): n for code, n in pairs}


def _items(edition: Edition, shown: Page) -> tuple[Relative, ...]:
    rows = edition.display(shown.nodes.tolist())
    names = edition.ids(set(shown.via.tolist()))
    columns = (shown.nodes, shown.depth, shown.relation, shown.via, shown.standing)
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
        )
        for node, depth, relation, via, standing in zip(*(c.tolist() for c in columns), strict=True)
    )
