"""The kinds of nodes of an explored graph in human words, all marked for translation."""

from collections.abc import Mapping

from filiation.facts.exploration import NodeKind
from filiation.locale import mark

NODE_KIND: Mapping[NodeKind, tuple[str, str, str]] = {
    NodeKind.MODEL: (mark("model"), mark("{n} model"), mark("{n} models")),
    NodeKind.DATASET: (mark("dataset"), mark("{n} dataset"), mark("{n} datasets")),
    NodeKind.ORGANIZATION: (mark("organization"), mark("{n} organization"), mark("{n} organizations")),
    NodeKind.USER: (mark("person"), mark("{n} person"), mark("{n} persons")),
    NodeKind.PUBLISHER: (mark("publisher"), mark("{n} publisher"), mark("{n} publishers")),
}
"""What a node is called: by itself, one of them, several."""
