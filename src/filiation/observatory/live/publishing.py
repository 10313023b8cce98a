"""Who publishes the models that are inspected: their accounts' overviews, and the cards of organizations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from filiation.catalog.records import RecordWriter
from filiation.evidence.contacts import MOST_BYTES
from filiation.evidence.files.card_text import CARD
from filiation.facts.live import Access
from filiation.facts.tables import REPOSITORY_FILES, SPACE
from filiation.facts.vocabulary import Kind, PublisherKind
from filiation.hub.live.files import Asked, Elsewhere
from filiation.observatory.live.reaching import Target
from filiation.observatory.live.storing import Files, store_accounts

if TYPE_CHECKING:
    from filiation.hub.live.files import Piece
    from filiation.hub.live.overviews import Overview
    from filiation.observatory.live.inquiry import Inquiry

CARDS = "spaces/ORGANIZATION/README"
"""What the cards of organizations are called among the files of an import."""

_MAIN = "main"


@dataclass(frozen=True, slots=True)
class Published:
    """What the Hub tells of publishers: their overviews, and the cards of those that are organizations, by name."""

    overviews: list["Overview"] = field(default_factory=list)
    cards: Mapping[str, "Piece"] = field(default_factory=dict)

    def write(self, writer: RecordWriter, files: Files) -> None:
        """Write all of it, each dated by the day on which it came."""
        store_accounts(writer, files, self.overviews)
        for name, piece in self.cards.items():
            row = {
                "kind": SPACE, "id": f"{name}/README", "revision": _MAIN, "path": CARD, "size": piece.size,
                "blob": piece.blob, "sha256": None, "body": piece.body, "fault": None,
            }  # fmt: skip
            table = pa.Table.from_pylist([row], schema=REPOSITORY_FILES)
            writer.add_files(table, files.number(CARDS, SPACE, piece.moment.date()))


def ask_publishers(inquiry: "Inquiry", targets: Iterable[Target]) -> Published:
    """Ask who publishes the models that anybody can see; an organization without a card has none."""
    shown = (one.id for one in targets if one.id is not None and one.access is not Access.PRIVATE)
    names = list(dict.fromkeys(name.partition("/")[0] for name in shown if "/" in name))
    inquiry.expected += 2 * len(names)
    overviews = [inquiry.publisher(name) for name in names]
    organizations = [one.id for one in overviews if one.kind is PublisherKind.ORGANIZATION]
    cards = {name: piece for name in organizations for piece in [_card(inquiry, name)] if piece is not None}
    return Published(overviews, cards)


def _card(inquiry: "Inquiry", name: str) -> "Piece | None":
    """Return the card of an organization: the README of its Space of that name, as the Hub's own pages show it."""
    try:
        piece = inquiry.file(Asked(Kind.MODEL, f"spaces/{name}/README", _MAIN, CARD, MOST_BYTES))
    except Elsewhere:
        return None
    return None if piece.body is None else piece
