"""What belongs to a publisher, and what a dataset went into."""

from filiation.catalog.edition import Edition
from filiation.facts.holdings import DatasetProfile, PublisherProfile


def publisher(edition: Edition, name: str, sort: str, limit: int, offset: int) -> PublisherProfile:
    """Answer `publisher`."""
    raise NotImplementedError


def dataset(edition: Edition, name: str, sort: str, limit: int, offset: int) -> DatasetProfile:
    """Answer `dataset`."""
    raise NotImplementedError
