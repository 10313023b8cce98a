"""The genealogy of open AI models: where a model comes from, what came of it, and the evidence for every link."""

from filiation.errors import FiliationError, NotFound, SourceFailed, StoreFailed, WrongUse
from filiation.observatory import Observatory

open = Observatory.open  # noqa: A001 (read as `filiation.open(...)`)

__all__ = ["FiliationError", "NotFound", "Observatory", "SourceFailed", "StoreFailed", "WrongUse", "open"]
__version__ = "0.1.0"
