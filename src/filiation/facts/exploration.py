"""A part of the genealogy chosen by filters: the question and the answer of `explore`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiation.facts.vocabulary import Presence, Relation, Standing


class NodeKind(StrEnum):
    """What is a node of the explored graph; `publisher` is an account of which the sources do not tell the kind."""

    MODEL = "model"
    DATASET = "dataset"
    ORGANIZATION = "organization"
    USER = "user"
    PUBLISHER = "publisher"


class Toward(StrEnum):
    """Which way the graph is followed from the models that were named."""

    BOTH = "both"
    ANCESTORS = "ancestors"
    DESCENDANTS = "descendants"


@dataclass(frozen=True, slots=True)
class Query:
    """Which part of the graph: relatives of all `models` that pass every filter (empty or None: all pass).

    `relations` and `standings` are those of the last link of the way to a relative, `published_after` and
    `published_before` days (that one included). Datasets and publishers are those of the models that pass.
    `limit` 0 lists all.
    """

    models: tuple[str, ...]
    toward: Toward = Toward.BOTH
    kinds: tuple[NodeKind, ...] = (NodeKind.MODEL,)
    relations: tuple[Relation, ...] = ()
    standings: tuple[Standing, ...] = ()
    depth: int | None = None
    task: str | None = None
    license: str | None = None
    publisher: str | None = None
    published_after: date | None = None
    published_before: date | None = None
    sort: str = "use"
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the graph.

    `depth` counts links from the nearest model that was named: below 0 for ancestors, 0 for the named models
    themselves, above 0 for descendants, None for datasets and publishers; `relation`, `standing` and `certainty` (how
    sure the relation is) are those of the last link of that way. `by` is the most used of the models that pass, or are
    named, which declare a dataset.
    """

    id: str
    kind: NodeKind
    depth: int | None
    relation: Relation | None
    standing: Standing | None
    publisher: str | None
    license: str | None
    task: str | None
    created: date | None
    downloads: int | None
    likes: int | None
    presence: Presence | None
    gone: bool
    by: str | None = None
    certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of the graph: from a child to its parent or dataset, or (relation None) to its publisher.

    `certainty` is how sure the relation is; None where there is none.
    """

    source: str
    target: str
    relation: Relation | None
    standing: Standing | None
    certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Exploration:
    """Answer of `explore`: the nodes that pass counted, one page of them listed, and the edges among those listed.

    The named models always stand first among the nodes and are in no page's count; `total` counts the others.
    `seen` is the day that the catalog describes.
    """

    query: Query
    seen: date | None
    edition: str
    total: int
    by_kind: Mapping[str, int]
    by_relation: Mapping[str, int]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
