"""How sure the relations of links are, as an edition's database tells it."""

from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from filiation.catalog.adjacency import Numbers
from filiation.catalog.edition import Edition

_FEW = 10_000  # from so many links on, reading all of them once and keeping them is faster
_kept: WeakKeyDictionary[Edition, npt.NDArray[np.float64]] = WeakKeyDictionary()


def certainties(edition: Edition, children: Numbers, parents: Numbers) -> list[float]:
    """Return how sure the relation of each link is, from each of `children` to the parent that stands beside it."""
    whole = _kept.get(edition)
    if whole is None and len(children) < _FEW:
        return _asked(edition, children, parents)
    if whole is None:
        whole = _kept[edition] = _whole(edition)
    found: list[float] = whole[edition.graph.up.find(children, parents)].tolist()
    return found


def _asked(edition: Edition, children: Numbers, parents: Numbers) -> list[float]:
    ends = list(zip(children.tolist(), parents.tolist(), strict=True))
    query = "SELECT child, parent, certainty FROM links WHERE child IN ({})"
    rows = edition.chunked(query, {child for child, _ in ends})
    known: dict[tuple[int, int], float] = {(row["child"], row["parent"]): row["certainty"] for row in rows}
    return [known[link] for link in ends]


def _whole(edition: Edition) -> npt.NDArray[np.float64]:
    """Return the certainty of every link in force, in the order of `graph.up`."""
    rows = edition.rows("SELECT certainty FROM links WHERE NOT gone ORDER BY child, parent")
    return np.fromiter((row[0] for row in rows), np.float64, len(rows))
