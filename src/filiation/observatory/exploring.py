"""A part of the graph chosen by filters."""

from collections.abc import Sequence

from filiation.catalog.edition import Edition
from filiation.facts.exploration import Exploration, Query


def explore(edition: Edition, query: Query, numbers: Sequence[int]) -> Exploration:
    """Answer `explore`."""
    raise NotImplementedError
