"""The kinds of nodes of an explored graph in human words, all marked for translation."""

from collections.abc import Mapping
from dataclasses import dataclass

from filiation.facts.exploration import NodeKind
from filiation.facts.vocabulary import PublisherKind
from filiation.locale import mark


@dataclass(frozen=True, slots=True)
class Called:
    """What a kind of node is called: a node by itself, `one` and `many` of them with {n}, and `all` of the kind."""

    name: str
    one: str
    many: str
    all: str


NODE_KIND: Mapping[NodeKind, Called] = {
    NodeKind.MODEL: Called(mark("model"), mark("{n} model"), mark("{n} models"), mark("models")),
    NodeKind.DATASET: Called(mark("dataset"), mark("{n} dataset"), mark("{n} datasets"), mark("datasets")),
    NodeKind.ORGANIZATION: Called(
        mark("organization"), mark("{n} organization"), mark("{n} organizations"), mark("organizations")
    ),
    NodeKind.USER: Called(mark("person"), mark("{n} person"), mark("{n} persons"), mark("persons")),
    NodeKind.PUBLISHER: Called(
        mark("publisher"), mark("{n} publisher"), mark("{n} publishers"), mark("publishers of unknown kind")
    ),
}
"""What each kind of node is called."""

ACCOUNT: Mapping[PublisherKind, Called] = {
    PublisherKind.ORGANIZATION: NODE_KIND[NodeKind.ORGANIZATION],
    PublisherKind.USER: NODE_KIND[NodeKind.USER],
    PublisherKind.UNKNOWN: NODE_KIND[NodeKind.PUBLISHER],
}
"""What the account of a publisher is called."""

ACCOUNT_IS: Mapping[PublisherKind, str] = {
    PublisherKind.ORGANIZATION: mark("Publisher: an organization"),
    PublisherKind.USER: mark("Publisher: a person"),
    PublisherKind.UNKNOWN: mark("Publisher: an account of unknown kind"),
}
"""What a publisher's page is headed with."""
