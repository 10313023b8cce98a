"""A family folded for drawing: the answer of `tree`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from filiation.facts.vocabulary import Presence, Relation, Standing


@dataclass(frozen=True, slots=True)
class Opened:
    """A folded group of which more is to be drawn: the neighbors of a model by one relation, `shown` of them at most.

    `upward` tells that the neighbors are the model's parents, not its children.
    """

    id: str
    relation: Relation
    upward: bool
    shown: int


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One drawn model with what hangs below it; `folded` counts what is not drawn, by relation.

    `repeated` marks a model that is drawn elsewhere in the same tree; `other_parents` are those under which
    it is not drawn. `opened` tells of which relations more than the best neighbors were asked for. `certainty` is how
    sure `relation` is (None for the root).
    """

    id: str
    relation: Relation | None
    standing: Standing | None
    presence: Presence
    gone: bool
    repeated: bool
    other_parents: tuple[str, ...]
    publisher: str | None
    created: date | None
    downloads: int | None
    descendants: int
    children: tuple["TreeNode", ...]
    folded: Mapping[str, int]
    opened: tuple[Relation, ...] = ()
    certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """Answer of `tree`: the descendants of a model, and its ancestors, each with its own parents in `children`."""

    root: TreeNode
    ancestors: tuple[TreeNode, ...]
    folded_ancestors: Mapping[str, int]
