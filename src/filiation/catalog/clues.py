"""The clues of one model as an edition holds them, and the steps by which the policy made links of them."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from filiation.catalog.edition import Edition, day
from filiation.facts.evidence import ClueFacts, Rejected
from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import RELATIONS, Rejection, Source

_CLUES = """
    SELECT c.parent, c.dataset, c.source, location.word AS location, coalesce(c.raw, p.id, d.id) AS raw, c.relation,
           c.revision, c.first_seen, c.last_seen, c.gone, c.supports, c.rejection
    FROM clues c LEFT JOIN models p ON p.n = c.parent LEFT JOIN datasets d ON d.n = c.dataset
    JOIN words location ON location.kind = 'location' AND location.code = c.location
    WHERE c.child = ? ORDER BY c.place"""
_GROUNDS = """
    SELECT parent, NULL AS dataset, word, parent_certainty
    FROM links JOIN words ON kind = 'grounds' AND code = grounds WHERE child = ?
    UNION ALL
    SELECT NULL, dataset, word, NULL
    FROM trained_on JOIN words ON kind = 'grounds' AND code = grounds WHERE model = ?"""
_SOURCES, _REJECTIONS = tuple(Source), tuple(Rejection)
_KNOWN: Mapping[str, Ground] = {ground.value: ground for ground in Ground}


@dataclass(frozen=True, slots=True)
class LinkedClue:
    """A clue with the number of the model or dataset that it is about (both None: rejected)."""

    parent: int | None
    dataset: int | None
    clue: ClueFacts | Rejected


def clues(edition: Edition, number: int) -> list[LinkedClue]:
    """Return every clue that was read of a model's parents, the rejected ones too."""
    return [_clue(row) for row in edition.rows(_CLUES, [number])]


@dataclass(frozen=True, slots=True)
class Grounded:
    """The steps by which the policy made a link, and how sure its parent is where nobody declares it."""

    steps: tuple[Ground | str, ...]
    parent_certainty: float | None


def grounds(edition: Edition, number: int) -> dict[tuple[int | None, int | None], Grounded]:
    """Return how the policy made each link of a model, by (parent, dataset), one of which is None.

    A step that is not known here is told by its code.
    """
    return {
        (row["parent"], row["dataset"]): Grounded(
            tuple(_KNOWN.get(code, code) for code in row["word"].split()), row["parent_certainty"]
        )
        for row in edition.rows(_GROUNDS, [number, number])
    }


def _clue(row: sqlite3.Row) -> LinkedClue:
    source, seen = _SOURCES[row["source"]], day(row["last_seen"])
    says = None if row["relation"] is None else RELATIONS[row["relation"]]
    if row["rejection"] is not None:
        reason = _REJECTIONS[row["rejection"]]
        rejected = Rejected(row["raw"], reason, source, row["location"], seen, says, row["revision"])
        return LinkedClue(None, None, rejected)
    told = ClueFacts(
        source=source,
        location=row["location"],
        raw=row["raw"],
        seen=seen,
        first_seen=day(row["first_seen"]),
        supports=bool(row["supports"]),
        gone=bool(row["gone"]),
        relation=says,
        revision=row["revision"],
    )
    return LinkedClue(row["parent"], row["dataset"], told)
