"""What a model inherits, and what came of it."""

from filiation.catalog.edition import Edition
from filiation.facts.heritage import Lineage, Overview


def lineage(edition: Edition, number: int) -> Lineage:
    """Answer `lineage`."""
    raise NotImplementedError


def overview(edition: Edition, number: int) -> Overview:
    """Answer `overview`."""
    raise NotImplementedError
