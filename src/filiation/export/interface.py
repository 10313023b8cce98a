"""What a format of exports is."""

from collections.abc import Iterator
from typing import Protocol

from filiation.facts.exploration import Exploration


class Format(Protocol):
    """A form in which an answer of `explore` is handed to another program."""

    @property
    def name(self) -> str:
        """What the format is called in options and addresses."""

    @property
    def suffix(self) -> str:
        """How the names of its files end, with the dot."""

    @property
    def media_type(self) -> str:
        """What web servers call it."""

    def write(self, answer: Exploration, address: str) -> Iterator[bytes]:
        """Yield the file piece by piece; `address` tells where or how the same question can be asked again."""
