"""What a model inherits and what came of it: answers of `lineage` and `overview`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiation.facts.vocabulary import STATED, Presence, Relation, Standing


@dataclass(frozen=True, slots=True)
class Forebear:
    """One model on the line of primary parents.

    `depth` counts links from the model that was asked about, `relation`, `standing` and `certainty` (how
    sure the relation is) are those of the link to the one below it on the line.
    """

    id: str
    depth: int
    relation: Relation
    standing: Standing
    presence: Presence
    gone: bool
    publisher: str | None
    license: str | None
    created: date | None
    downloads: int | None
    certainty: float = STATED


@dataclass(frozen=True, slots=True)
class InheritedDataset:
    """A dataset that the model (depth 0) or one of its ancestors, `by`, says it was trained on."""

    id: str
    standing: Standing
    presence: Presence
    gone: bool
    by: str
    depth: int
    first_seen: date
    last_seen: date


@dataclass(frozen=True, slots=True)
class LineLicense:
    """A license (None: none is told) met among a model and its ancestors: how many have it, and the nearest."""

    license: str | None
    models: int
    nearest: str
    depth: int


class DoubtKind(StrEnum):
    """What is missing or contradictory about a model's origin."""

    NO_PARENT = "no-parent"
    REJECTED = "rejected"
    ABSENT_PARENT = "absent-parent"
    GONE_PARENT = "gone-parent"
    WITHDRAWN_LINK = "withdrawn-link"
    CONTRADICTED = "contradicted"
    YOUNGER_PARENT = "younger-parent"
    CYCLE = "cycle"
    LICENSE_DIFFERS = "license-differs"
    NO_LICENSE = "no-license"
    NO_DATASET = "no-dataset"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that is missing or contradictory, and where.

    `model` is the one that it is about (the model asked about, or an ancestor), `other` the parent, license or
    written name concerned, `count` how many such things there are.
    """

    kind: DoubtKind
    model: str
    other: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Lineage:
    """Answer of `lineage`: the line of primary parents, and what is inherited along all ancestors.

    `line` begins with the primary parent and ends with a model without known parent, or, when `looped`, before a
    model that is on it already. Datasets, licenses and publishers are the nearest first.
    """

    model: str
    line: tuple[Forebear, ...]
    looped: bool
    ancestors: int
    datasets: tuple[InheritedDataset, ...]
    datasets_total: int
    licenses: tuple[LineLicense, ...]
    publishers: Mapping[str, int]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The descendants that are reached by links of these relations in this order, from the model down.

    `here` counts those at the end of exactly this way, `within` those and all that come after them.
    """

    way: tuple[Relation, ...]
    here: int
    within: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Answer of `overview`: a family counted, however large.

    Every descendant counts once, on its shortest way from the model. `cells` are in drawing order (a way before
    those that go on from it, larger ones first); `unplaced` counts the descendants in cells that were left out
    because they are too many or too small. Tables hold the most frequent values first ("unknown": not told),
    `by_year` in order of time.
    """

    model: str
    total: int
    cells: tuple[Cell, ...]
    unplaced: int
    by_relation: Mapping[str, int]
    by_depth: Mapping[str, int]
    by_year: Mapping[str, int]
    publishers: int
    by_publisher: Mapping[str, int]
    licenses: int
    by_license: Mapping[str, int]
