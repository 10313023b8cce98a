"""The primary parent: the one under which a model is drawn when it has several."""

import numpy as np

from filiation.catalog.adjacency import NODE_BITS, Bytes, Numbers, Offsets
from filiation.catalog.graph import Graph
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Relation, Standing

STANDING_ORDER = (Standing.CORROBORATED, Standing.DECLARED, Standing.INFERRED, Standing.CONTRADICTED)
"""Which standing makes a better parent: what more than one source says, down to what sources disagree on."""

RELATION_ORDER = (
    Relation.COPY,
    Relation.QUANTIZED,
    Relation.ADAPTER,
    Relation.FINETUNE,
    Relation.UNSPECIFIED,
    Relation.MERGE,
    Relation.TRAINED_ON,
)
"""Which relation makes a better parent: the closer the child's weights are to the parent's, the better.

A merge comes after the unspecified: its parent gave a part of the weights only.
"""

_STANDING_RANK = np.array([STANDING_ORDER.index(standing) for standing in STANDINGS])
_RELATION_RANK = np.array([RELATION_ORDER.index(relation) for relation in RELATIONS])


def rank(relation: Bytes, standing: Bytes, parent: Numbers) -> Offsets:
    """Return the ranks of links to parents: the lowest is primary.

    The standing decides, then the relation, then the use of the parent. No two parents of a model are equal.
    """
    kind = _STANDING_RANK[standing] * len(RELATIONS) + _RELATION_RANK[relation]
    ranks: Offsets = (kind << NODE_BITS) | parent
    return ranks


def ranked_links(graph: Graph, node: int) -> Offsets:
    """Return the places in `graph.up` of the links of a model, that to the primary parent first."""
    span, up = graph.up.span(graph.check(node)), graph.up
    places: Offsets = np.argsort(rank(up.relation[span], up.standing[span], up.nodes[span])) + span.start
    return places


def parents(graph: Graph, node: int) -> tuple[int, ...]:
    """Return the parents of a model, the primary one first."""
    return tuple(graph.up.nodes[ranked_links(graph, node)].tolist())


def primary_parent(graph: Graph, node: int) -> int | None:
    """Return the primary parent of a model, None when it has no parent."""
    return next(iter(parents(graph, node)), None)
