"""Where the nodes of a picture lead when it stands alone: to the Hub."""

from dataclasses import dataclass
from urllib.parse import quote

from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import Relation

HUB = "https://huggingface.co"
"""The Hub."""

_FOLDER = {"dataset": "datasets/"}


@dataclass(frozen=True, slots=True)
class OnHub:
    """Models, datasets and publishers lead to their pages on the Hub; what is folded leads nowhere."""

    def model(self, name: str) -> str | None:
        """Return the address of a model's page."""
        return self.node(name, "model")

    def group(self, name: str, relations: tuple[Relation, ...], *, upward: bool, shown: int) -> str | None:  # noqa: ARG002
        """Return no address: a file cannot draw more."""
        return None

    def cell(self, way: tuple[Relation, ...]) -> str | None:  # noqa: ARG002
        """Return no address: the Hub lists no such models."""
        return None

    def node(self, name: str, kind: str) -> str | None:
        """Return the address of a repository or account."""
        if name.startswith(OUTSIDE):
            return None
        return f"{HUB}/{_FOLDER.get(kind, '')}{quote(name, safe='/')}"
