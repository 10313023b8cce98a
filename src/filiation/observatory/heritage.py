"""What a model inherits, and what came of it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from filiation.catalog.certainties import certainties
from filiation.catalog.edition import Edition, day
from filiation.facts.heritage import Cell, Forebear, InheritedDataset, Lineage, LineLicense, Overview
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence
from filiation.genealogy import heritage
from filiation.genealogy.heritage import Line, nearest, primary_line
from filiation.genealogy.overview import ways
from filiation.genealogy.pages import YEAR, tally
from filiation.genealogy.walks import Walk, count, descendants
from filiation.observatory.asking import UNKNOWN, not_told
from filiation.observatory.doubts import Inherited, doubts
from filiation.observatory.tallies import most

_MOST_DATASETS = 500
_DECLARED = """
    SELECT model, dataset, gone, standing, first_seen, last_seen FROM trained_on
    WHERE model IN (SELECT value FROM json_each(?))"""
_DATASETS = "SELECT n, id, presence, gone FROM datasets WHERE n IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class _Declared:
    """A statement that a model was trained on a dataset; `place` is where the lineage has the model."""

    place: int
    dataset: int
    withdrawn: int
    standing: int
    first_seen: int
    last_seen: int


def lineage(edition: Edition, number: int) -> Lineage:
    """Answer `lineage`."""
    graph = edition.graph
    line, above = primary_line(graph, number), heritage.lineage(graph, number)
    members = [number, *graph.up.nodes[list(line.links)].tolist()]
    licenses = nearest(graph, above, "license", not_told(edition, "license"))
    declared = _declared(edition, above)
    shown = declared[:_MOST_DATASETS]
    named = above.nodes[[*licenses.place.tolist(), *(one.place for one in shown)]].tolist()
    rows = edition.display({*members, *named})
    told = [_license(rows[node]) for node in members[:2]]
    stated = not all(one.withdrawn for one in declared)
    inherited = Inherited(members, heritage.loops(graph, above), told[0], told[-1], datasets=stated)
    return Lineage(
        model=rows[number]["id"],
        line=tuple(_forebears(edition, line, members, rows)),
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
    publishers, by_publisher = most(edition, walk, "publisher")
    licenses, by_license = most(edition, walk, "license")
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


def _forebears(
    edition: Edition, line: Line, members: Sequence[int], rows: Mapping[int, sqlite3.Row]
) -> Iterator[Forebear]:
    up = edition.graph.up
    parents = up.nodes[list(line.links)]
    sure = certainties(edition, np.array(members[:-1], np.int32), parents)
    for depth, (link, certainty) in enumerate(zip(line.links, sure, strict=True), 1):
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
            certainty=certainty,
        )


def _declared(edition: Edition, above: heritage.Lineage) -> list[_Declared]:
    """Return for each dataset the statement of the nearest model, the nearest first, then by use.

    A statement in force goes before a withdrawn one.
    """
    found = edition.rows(_DECLARED, [json.dumps(above.nodes.tolist())])
    table = np.array([tuple(row) for row in found], np.int64).reshape(-1, 6)
    by_number = np.argsort(above.nodes)
    table[:, 0] = by_number[np.searchsorted(above.nodes, table[:, 0], sorter=by_number)]
    place, dataset, withdrawn = table[:, 0], table[:, 1], table[:, 2]
    table = table[np.lexsort((place, withdrawn, dataset))]
    table = table[np.unique(table[:, 1], return_index=True)[1]]
    table = table[np.lexsort((table[:, 1], above.depth[table[:, 0]]))]
    return [_Declared(*row) for row in table.tolist()]


def _datasets(
    edition: Edition, above: heritage.Lineage, shown: Sequence[_Declared], rows: Mapping[int, sqlite3.Row]
) -> Iterator[InheritedDataset]:
    facts = {row["n"]: row for row in edition.rows(_DATASETS, [json.dumps([one.dataset for one in shown])])}
    for one in shown:
        row = facts[one.dataset]
        yield InheritedDataset(
            id=row["id"],
            standing=STANDINGS[one.standing],
            presence=Presence(row["presence"]),
            gone=bool(one.withdrawn or row["gone"]),
            by=rows[int(above.nodes[one.place])]["id"],
            depth=int(above.depth[one.place]),
            first_seen=day(one.first_seen),
            last_seen=day(one.last_seen),
        )


def _licenses(
    above: heritage.Lineage, found: heritage.Nearest, rows: Mapping[int, sqlite3.Row]
) -> Iterator[LineLicense]:
    for place, models in zip(found.place.tolist(), found.count.tolist(), strict=True):
        row = rows[int(above.nodes[place])]
        yield LineLicense(_license(row), models, row["id"], int(above.depth[place]))


def _license(row: sqlite3.Row) -> str | None:
    """Return the license of a model; the Hub's own word `unknown` tells none."""
    word: str | None = row["license"]
    return None if word is None or word.lower() == UNKNOWN else word


def _publishers(edition: Edition, above: heritage.Lineage) -> dict[str, int]:
    """Count the models of a lineage by publisher, the nearest first; those without one are left out."""
    found = nearest(edition.graph, above, "publisher", not_told(edition, "publisher"))
    names = edition.ids([code for code in found.values.tolist() if code >= 0], "publisher")
    pairs = zip(found.values.tolist(), found.count.tolist(), strict=True)
    return {names[code]: n for code, n in pairs if code in names}


def _years(edition: Edition, walk: Walk) -> dict[str, int]:
    """Count the models of a walk by year, in order of time, the unknown last."""
    years, counts = (column.tolist() for column in tally(edition.graph, walk, YEAR))
    by_year = dict(sorted(zip(years, counts, strict=True)))
    unknown = by_year.pop(-1, 0)
    return {str(year): n for year, n in by_year.items()} | ({UNKNOWN: unknown} if unknown else {})
