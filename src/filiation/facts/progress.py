"""How long work tells how far it is; who shows it is not its concern."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One report: the stage, how much of it is done, and of how much (bytes when reading, else steps)."""

    stage: str
    done: int
    total: int
    records: int = 0


Report = Callable[[Progress], None]
"""What long work calls now and then."""


def silent(_: Progress) -> None:
    """Take a report and show nothing."""
