"""What is missing or contradictory about a model's origin: one rule for each kind of doubt.

| doubt | when |
|---|---|
| no-parent | no link in force leads from the model to a parent |
| rejected | what is written as its parent could not be taken for one; ancestors that inherited tags name, and files
|  | that could not be read, do not count |
| absent-parent | a parent on the line was never read |
| gone-parent | a parent on the line was read once, and the newest sources no longer hold it |
| withdrawn-link | a link from the line to a parent is no longer stated |
| contradicted | clues disagree about a link from the line to a parent |
| younger-parent | a parent on the line was created after its child by more than a day, as the link's grounds note |
| cycle | the model or ancestors of it descend from one another |
| license-differs | the model and its primary parent tell different licenses |
| no-license | none is told for the model |
| no-dataset | neither the model nor an ancestor declares one |

The line is the model and its primary parents; all parents of these are looked at, not only the primary ones.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from filiation.catalog.edition import Edition
from filiation.facts.grounds import Ground
from filiation.facts.heritage import Doubt, DoubtKind
from filiation.facts.licenses import one_license
from filiation.facts.vocabulary import Presence, Rejection, Standing

_LINKS = """
    SELECT l.child, l.parent, l.standing, l.gone AS withdrawn, o.presence, o.gone AS away,
           grounds.word AS grounds
    FROM links l JOIN models o ON o.n = l.parent
    JOIN words grounds ON grounds.kind = 'grounds' AND grounds.code = l.grounds
    WHERE l.child IN (SELECT value FROM json_each(?)) ORDER BY l.child, l.parent"""
_REJECTED = f"""
    SELECT raw FROM clues WHERE child = ? AND NOT gone AND raw IS NOT NULL
    AND rejection IN (SELECT code FROM words WHERE kind = 'rejection'
                      AND word NOT IN ('{Rejection.GRANDPARENT}', '{Rejection.UNREADABLE}'))
    GROUP BY raw ORDER BY min(place)"""


@dataclass(frozen=True, slots=True)
class Inherited:
    """What the rules look at besides the links: the model, its line and the loops above it, in numbers.

    `line` begins with the model; `license` and `parent_license` are words, None where none is told.
    """

    line: Sequence[int]
    loops: Sequence[Sequence[int]]
    license: str | None
    parent_license: str | None
    datasets: bool


def doubts(edition: Edition, inherited: Inherited) -> tuple[Doubt, ...]:
    """Return all doubts about a model's origin, in the order of the kinds, the nearest first."""
    links = _by_child(edition.rows(_LINKS, [json.dumps(list(inherited.line))]))
    about = [(kind, child, tuple(others)) for kind, child, others in _about_links(links, inherited.line)]
    about += [(DoubtKind.CYCLE, loop[0], tuple(loop[1:])) for loop in inherited.loops]
    names = edition.ids({inherited.line[0], *(n for _, child, others in about for n in (child, others[0]))})
    found = [Doubt(kind, names[child], names[others[0]], len(others)) for kind, child, others in about]
    found += _about_itself(edition, inherited, names[inherited.line[0]], links)
    order = list(DoubtKind)
    return tuple(sorted(found, key=lambda doubt: order.index(doubt.kind)))


def _about_itself(
    edition: Edition, inherited: Inherited, model: str, links: Mapping[int, Sequence[sqlite3.Row]]
) -> Iterator[Doubt]:
    """Yield the doubts that are about the model alone."""
    number = inherited.line[0]
    if all(link["withdrawn"] for link in links.get(number, ())):
        yield Doubt(DoubtKind.NO_PARENT, model)
    rejected = edition.rows(_REJECTED, [number])
    if rejected:
        yield Doubt(DoubtKind.REJECTED, model, rejected[0]["raw"], len(rejected))
    if inherited.license is None:
        yield Doubt(DoubtKind.NO_LICENSE, model)
    elif _differ(inherited.license, inherited.parent_license):
        yield Doubt(DoubtKind.LICENSE_DIFFERS, model, inherited.parent_license)
    if not inherited.datasets:
        yield Doubt(DoubtKind.NO_DATASET, model)


def _differ(license_: str, of_parent: str | None) -> bool:
    mine, its = one_license(license_), one_license(of_parent)
    return None not in (mine, its) and mine != its


def _withdrawn(link: sqlite3.Row) -> bool:
    return bool(link["withdrawn"])


def _absent(link: sqlite3.Row) -> bool:
    return not link["withdrawn"] and link["presence"] == Presence.ABSENT


def _gone(link: sqlite3.Row) -> bool:
    return not link["withdrawn"] and link["presence"] == Presence.LISTED and bool(link["away"])


def _contradicted(link: sqlite3.Row) -> bool:
    return not link["withdrawn"] and link["standing"] == Standing.CONTRADICTED.code


def _younger(link: sqlite3.Row) -> bool:
    return not link["withdrawn"] and Ground.YOUNGER_PARENT in link["grounds"].split()


_RULES: Mapping[DoubtKind, Callable[[sqlite3.Row], bool]] = {
    DoubtKind.ABSENT_PARENT: _absent,
    DoubtKind.GONE_PARENT: _gone,
    DoubtKind.WITHDRAWN_LINK: _withdrawn,
    DoubtKind.CONTRADICTED: _contradicted,
    DoubtKind.YOUNGER_PARENT: _younger,
}


def _about_links(
    links: Mapping[int, Sequence[sqlite3.Row]], line: Sequence[int]
) -> Iterator[tuple[DoubtKind, int, list[int]]]:
    """Yield kind, child and parents (the most used first) of the links that a rule finds."""
    for kind, rule in _RULES.items():
        for child in line:
            found = [link["parent"] for link in links.get(child, ()) if rule(link)]
            if found:
                yield kind, child, found


def _by_child(rows: Iterable[sqlite3.Row]) -> Mapping[int, Sequence[sqlite3.Row]]:
    """Return the links in groups, by their child."""
    found: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        found.setdefault(row["child"], []).append(row)
    return found
