"""How two models are related: the kinship, the links that show it, and the nearest common ancestors."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from filiation.catalog.graph import Graph
from filiation.facts.answers import Kinship
from filiation.genealogy.cycles import groups, links_among
from filiation.genealogy.detour import undirected_path
from filiation.genealogy.walks import Walk, ancestors, descendants, neighbors


@dataclass(frozen=True, slots=True)
class PathStep:
    """One link of a path, from child to parent; `upward` when the path follows it in this direction."""

    child: int
    parent: int
    relation: int
    standing: int
    upward: bool


@dataclass(frozen=True, slots=True)
class CommonAncestor:
    """An ancestor of both models, and how many links away it is from each."""

    node: int
    from_a: int
    from_b: int


@dataclass(frozen=True, slots=True)
class Related:
    """How `a` is related to `b` (`ancestor`: a is an ancestor of b), and by which links, from a to b.

    The steps are a shortest path of the kind that `kinship` names: up or down; up to a common ancestor and
    down; down to a common descendant and up; otherwise any, and none when nothing joins the two. `nearest`
    are the common ancestors that have no other common ancestor below them, the nearest first, ties by use;
    `common_total` counts all common ancestors.
    """

    a: int
    b: int
    kinship: Kinship
    steps: tuple[PathStep, ...]
    nearest: tuple[CommonAncestor, ...]
    common_total: int

    @property
    def nodes(self) -> tuple[int, ...]:
        """The models on the path, from a to b."""
        return (self.a, *(step.parent if step.upward else step.child for step in self.steps))


def relate(graph: Graph, a: int, b: int) -> Related:
    """Tell how `a` and `b` are related.

    In a cycle each is an ancestor of the other; then the shorter way counts, and `ancestor` when both are
    equally long.
    """
    if graph.check(a) == graph.check(b):
        return Related(a, b, Kinship.SAME, (), (), 0)
    above_a, above_b = ancestors(graph, a), ancestors(graph, b)
    common = _common(above_a, above_b)
    nearest = _nearest(graph, common, a, b) if common else ()
    up, down = _depth(above_a, b), _depth(above_b, a)
    if down is not None and (up is None or down <= up):
        kinship, steps = Kinship.ANCESTOR, _downward(graph, above_b, a)
    elif up is not None:
        kinship, steps = Kinship.DESCENDANT, _upward(graph, above_a, b)
    elif common:
        top = common[0].node
        kinship = Kinship.COMMON_ANCESTORS
        steps = _upward(graph, above_a, top) + _downward(graph, above_b, top)
    else:
        kinship, steps = _without_common_ancestor(graph, a, b)
    return Related(a, b, kinship, tuple(steps), nearest, len(common))


def _without_common_ancestor(graph: Graph, a: int, b: int) -> tuple[Kinship, list[PathStep]]:
    """Join `a` and `b` by a common descendant, else by any links."""
    merged = _nearest_descendant(descendants(graph, a), descendants(graph, b))
    if merged is None:
        way = undirected_path(graph, a, b)
        return Kinship.UNRELATED, [_any_step(graph, here, there) for here, there in pairwise(way)]
    above = ancestors(graph, merged)
    return Kinship.COMMON_DESCENDANTS, _downward(graph, above, a) + _upward(graph, above, b)


def _depth(walk: Walk, node: int) -> int | None:
    """Return the depth of `node` in a walk, None when it is not in it."""
    place = int(np.searchsorted(walk.nodes, node))
    found = place < len(walk) and int(walk.nodes[place]) == node
    return int(walk.depth[place]) if found else None


def _downward(graph: Graph, above: Walk, ancestor: int) -> list[PathStep]:
    """Return the links from an ancestor down to the root of an upward walk."""
    way, via = [ancestor], neighbors(graph, above)
    while way[-1] != above.root:
        way.append(int(via[np.searchsorted(above.nodes, way[-1])]))
    return [_step(graph, child, parent, upward=False) for parent, child in pairwise(way)]


def _upward(graph: Graph, above: Walk, ancestor: int) -> list[PathStep]:
    """Return the links from the root of an upward walk up to an ancestor."""
    return [replace(step, upward=True) for step in reversed(_downward(graph, above, ancestor))]


def _common(above_a: Walk, above_b: Walk) -> list[CommonAncestor]:
    """Return all common ancestors, those with the smallest sum of depths first, ties by use."""
    shared, at_a, at_b = np.intersect1d(above_a.nodes, above_b.nodes, assume_unique=True, return_indices=True)
    columns = (shared, above_a.depth[at_a], above_b.depth[at_b])
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return sorted((CommonAncestor(*row) for row in rows), key=lambda one: (one.from_a + one.from_b, one.node))


def _nearest(graph: Graph, common: list[CommonAncestor], a: int, b: int) -> tuple[CommonAncestor, ...]:
    """Return those that are above no other, in the same order.

    What lies between a common ancestor and another below it is common too, or is `a` or `b` in a cycle: so
    looking at parents among these is enough. Models that are above one another hide only those above all.
    """
    shared = {one.node for one in common}
    parents = links_among(graph.up, np.array(sorted(shared | {a, b}), np.int32))
    together = [group for group in groups(parents) if not shared.isdisjoint(group)]
    hidden: set[int] = set()
    for group in together:
        hidden |= {parent for node in group for parent in parents[node]}.difference(group)
    shown = {node for group in together if hidden.isdisjoint(group) for node in group}
    return tuple(one for one in common if one.node in shown)


def _nearest_descendant(below_a: Walk, below_b: Walk) -> int | None:
    """Return the common descendant with the smallest sum of depths, the most used of several."""
    shared, at_a, at_b = np.intersect1d(below_a.nodes, below_b.nodes, assume_unique=True, return_indices=True)
    if not len(shared):
        return None
    depth = below_a.depth[at_a].astype(np.int64) + below_b.depth[at_b]
    return int(shared[np.argmin(depth)])


def _step(graph: Graph, child: int, parent: int, *, upward: bool) -> PathStep:
    """Return the link from `child` to `parent`."""
    place = int(graph.up.find(np.array([child]), np.array([parent]))[0])
    return PathStep(child, parent, int(graph.up.relation[place]), int(graph.up.standing[place]), upward)


def _any_step(graph: Graph, here: int, there: int) -> PathStep:
    """Return a link between two neighbors; where each is the other's parent, the one upward."""
    if there in graph.up.nodes[graph.up.span(here)]:
        return _step(graph, here, there, upward=True)
    return _step(graph, there, here, upward=False)
