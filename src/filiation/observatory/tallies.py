"""Relatives counted by publisher and by license, with the names of the most frequent."""

from filiation.catalog.edition import Edition
from filiation.genealogy.pages import tally
from filiation.genealogy.walks import Walk
from filiation.observatory.asking import UNKNOWN, not_told

MOST_TALLIED = 20
"""So many publishers or licenses are told with their counts."""


def most(edition: Edition, walk: Walk, column: str) -> tuple[int, dict[str, int]]:
    """Return how many publishers or licenses a walk has, and how many models the most frequent have.

    What is not told is one entry of the table, but no publisher or license.
    """
    codes, counts = (values.tolist() for values in tally(edition.graph, walk, column))
    silent = not_told(edition, column)
    told = [(code, n) for code, n in zip(codes, counts, strict=True) if code not in silent]
    untold = sum(counts) - sum(n for _, n in told)
    shown = told[:MOST_TALLIED]
    names = edition.words(column) if column == "license" else edition.ids([code for code, _ in shown], column)
    named = [(names[code], n) for code, n in shown] + ([(UNKNOWN, untold)] if untold else [])
    return len(told), dict(sorted(named, key=lambda pair: -pair[1])[:MOST_TALLIED])
