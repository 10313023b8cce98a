"""The genealogy of open AI models: where a model comes from, what came of it, and the evidence for every link."""

from typing import TYPE_CHECKING

from filiation.errors import FiliationError, NotFound, SourceFailed, StoreFailed, WrongUse

if TYPE_CHECKING:
    from filiation.observatory import Observatory

    open = Observatory.open  # noqa: A001 (read as `filiation.open(...)`)

__all__ = ["FiliationError", "NotFound", "Observatory", "SourceFailed", "StoreFailed", "WrongUse", "open"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the façade when it is first asked for: help and errors of use need not wait for its libraries."""
    if name not in ("Observatory", "open"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from filiation.observatory import Observatory

    return Observatory if name == "Observatory" else Observatory.open
