"""What a model inherits, and what came of it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import chain

import numpy as np

from filiation.catalog.edition import Edition, day
from filiation.facts.heritage import Cell, Forebear, InheritedDataset, Lineage, LineLicense, Overview
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence
from filiation.genealogy import heritage
from filiation.genealogy.heritage import Line, nearest, primary_line
from filiation.genealogy.overview import ways
from filiation.genealogy.pages import YEAR, tally
from filiation.genealogy.walks import Walk, count, descendants
from filiation.observatory.doubts import Inherited, doubts

_MOST_DATASETS = 500
_MOST_TALLIED = 20
_UNKNOWN = "unknown"
_DECLARED = "SELECT dataset, model, gone FROM trained_on WHERE model IN (SELECT value FROM json_each(?))"
_DATASETS = """
    SELECT t.model, t.dataset, d.id, t.standing, d.presence, t.gone OR d.gone AS gone, t.first_seen, t.last_seen
    FROM trained_on t JOIN datasets d ON d.n = t.dataset WHERE (t.model, t.dataset) IN (VALUES {})"""

_Pairs = list[tuple[int, int]]
"""Places in a lineage, each with the number of a dataset."""


def lineage(edition: Edition, number: int) -> Lineage:
    """Answer `lineage`."""
    graph = edition.graph
    line, above = primary_line(graph, number), heritage.lineage(graph, number)
    members = [number, *graph.up.nodes[list(line.links)].tolist()]
    licenses = nearest(graph, above, "license")
    declared, stated = _declared(edition, above)
    shown = declared[:_MOST_DATASETS]
    named = {int(above.nodes[place]) for place in chain(licenses.place.tolist(), (place for place, _ in shown))}
    rows = edition.display(named.union(members))
    told = [rows[node]["license"] for node in members[:2]]
    inherited = Inherited(members, heritage.loops(graph, above), told[0], told[-1], datasets=stated)
    return Lineage(
        model=rows[number]["id"],
        line=tuple(_forebears(edition, line, rows)),
        looped=line.looped,
        ancestors=len(above.nodes) - 1,
        datasets=tuple(_datasets(edition, above, shown, rows)),
        datasets_total=len(declared),
        licenses=tuple(_licenses(above, licenses, rows)),
        publishers=_publishers(edition, above),
        doubts=doubts(edition, inherited),
    )


def overview(edition: Edition, number: int) -> Overview:
    """Answer `overview`."""
    graph = edition.graph
    walk = descendants(graph, number)
    counts = count(walk)
    cells = tuple(Cell(tuple(RELATIONS[r] for r in way.relations), way.here, way.within) for way in ways(graph, walk))
    publishers, by_publisher = _most(edition, walk, "publisher")
    licenses, by_license = _most(edition, walk, "license")
    return Overview(
        model=edition.ids([number])[number],
        total=counts.total,
        cells=cells,
        unplaced=counts.total - sum(cell.here for cell in cells),
        by_relation={RELATIONS[c].value: n for c, n in enumerate(counts.by_relation.tolist()) if n},
        by_depth={str(d): n for d, n in enumerate(counts.by_depth.tolist()) if n},
        by_year=_years(edition, walk),
        publishers=publishers,
        by_publisher=by_publisher,
        licenses=licenses,
        by_license=by_license,
    )


def _forebears(edition: Edition, line: Line, rows: Mapping[int, sqlite3.Row]) -> Iterator[Forebear]:
    up = edition.graph.up
    for depth, link in enumerate(line.links, 1):
        row = rows[int(up.nodes[link])]
        yield Forebear(
            id=row["id"],
            depth=depth,
            relation=RELATIONS[up.relation[link]],
            standing=STANDINGS[up.standing[link]],
            presence=Presence(row["presence"]),
            gone=bool(row["gone"]),
            publisher=row["publisher"],
            license=row["license"],
            created=day(row["created"]),
            downloads=row["downloads"],
        )


def _declared(edition: Edition, above: heritage.Lineage) -> tuple[_Pairs, bool]:
    """Return each dataset with the nearest model that declares it, the nearest first, then by use.

    A statement in force goes before a withdrawn one. The second answer tells whether there is one in force.
    """
    found = edition.rows(_DECLARED, [json.dumps(above.nodes.tolist())])
    dataset, model, gone = np.array([tuple(row) for row in found], np.int64).reshape(-1, 3).T
    by_number = np.argsort(above.nodes)
    place = by_number[np.searchsorted(above.nodes, model, sorter=by_number)]
    best_first = np.lexsort((place, gone, dataset))
    chosen = best_first[np.unique(dataset[best_first], return_index=True)[1]]
    chosen = chosen[np.lexsort((dataset[chosen], above.depth[place[chosen]]))]
    return list(zip(place[chosen].tolist(), dataset[chosen].tolist(), strict=True)), not gone.all()


def _datasets(
    edition: Edition, above: heritage.Lineage, shown: _Pairs, rows: Mapping[int, sqlite3.Row]
) -> Iterator[InheritedDataset]:
    pairs = [(int(above.nodes[place]), dataset) for place, dataset in shown]
    query = _DATASETS.format(", ".join(["(?, ?)"] * len(pairs)))
    found = edition.rows(query, list(chain.from_iterable(pairs))) if pairs else []
    facts = {(row["model"], row["dataset"]): row for row in found}
    for (place, _), pair in zip(shown, pairs, strict=True):
        row = facts[pair]
        yield InheritedDataset(
            id=row["id"],
            standing=STANDINGS[row["standing"]],
            presence=Presence(row["presence"]),
            gone=bool(row["gone"]),
            by=rows[pair[0]]["id"],
            depth=int(above.depth[place]),
            first_seen=day(row["first_seen"]),
            last_seen=day(row["last_seen"]),
        )


def _licenses(
    above: heritage.Lineage, found: heritage.Nearest, rows: Mapping[int, sqlite3.Row]
) -> Iterator[LineLicense]:
    for place, models in zip(found.place.tolist(), found.count.tolist(), strict=True):
        row = rows[int(above.nodes[place])]
        yield LineLicense(row["license"], models, row["id"], int(above.depth[place]))


def _publishers(edition: Edition, above: heritage.Lineage) -> dict[str, int]:
    """Count the models of a lineage by publisher, the nearest first; those without one are left out."""
    found = nearest(edition.graph, above, "publisher")
    names = edition.ids([code for code in found.values.tolist() if code >= 0], "publisher")
    pairs = zip(found.values.tolist(), found.count.tolist(), strict=True)
    return {names[code]: n for code, n in pairs if code in names}


def _years(edition: Edition, walk: Walk) -> dict[str, int]:
    """Count the models of a walk by year, in order of time, the unknown last."""
    years, counts = (column.tolist() for column in tally(edition.graph, walk, YEAR))
    by_year = dict(sorted(zip(years, counts, strict=True)))
    unknown = by_year.pop(-1, 0)
    return {str(year): n for year, n in by_year.items()} | ({_UNKNOWN: unknown} if unknown else {})


def _most(edition: Edition, walk: Walk, column: str) -> tuple[int, dict[str, int]]:
    """Return how many publishers or licenses a walk has, and how many models the most frequent have."""
    codes, counts = tally(edition.graph, walk, column)
    shown = codes[:_MOST_TALLIED].tolist()
    known = [code for code in shown if code >= 0]
    names = edition.words(column) if column == "license" else edition.ids(known, column)
    named = zip(shown, counts.tolist(), strict=False)
    return int((codes >= 0).sum()), {names.get(code, _UNKNOWN): n for code, n in named}
