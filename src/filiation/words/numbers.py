"""The short numbers by which readers know cases and requests."""

from typing import Protocol

_DIGITS = 8


class Numbered(Protocol):
    """What is kept under a random id."""

    @property
    def id(self) -> str:
        """Return the id."""
        ...


def number_of(kept: Numbered) -> str:
    """Return the number of a case or a request: the beginning of its random id, which tells nothing."""
    return kept.id[:_DIGITS]
