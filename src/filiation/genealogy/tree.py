"""A family folded for drawing: every model once, the best of many siblings, the others counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from filiation.catalog.adjacency import Offsets
from filiation.catalog.graph import Graph
from filiation.facts.answers import Direction
from filiation.facts.vocabulary import RELATIONS, Relation
from filiation.genealogy.parents import parents, rank, ranked_links
from filiation.genealogy.walks import descendant_count


@dataclass(frozen=True, slots=True)
class Fold:
    """How much of a family is drawn: `limit` neighbors of a model, `depth` levels, `size` models in all."""

    limit: int = 8
    depth: int = 4
    size: int = 400


@dataclass(frozen=True, slots=True)
class Branch:
    """A drawn model and what hangs on it, best first.

    Below the root these are children; above it, parents. `relation` and `standing` are the codes of the link
    to the model on which it hangs (None for the root). `repeated` marks a model that is drawn elsewhere in
    the same tree, and on which nothing hangs here. `other_parents` are the parents that do not stand beside
    it here (none for the root: its parents are the ancestors). `folded` counts the neighbors that are not
    drawn, by relation.
    """

    node: int
    relation: int | None
    standing: int | None
    repeated: bool
    other_parents: tuple[int, ...]
    descendants: int
    children: tuple["Branch", ...]
    folded: Mapping[Relation, int]


@dataclass(frozen=True, slots=True)
class Tree:
    """A root with its descendants, and the branches of its ancestors, each with its own parents on it."""

    root: Branch
    ancestors: tuple[Branch, ...]
    folded_ancestors: Mapping[Relation, int]


def fold(graph: Graph, root: int, below: Fold, above: Fold) -> Tree:
    """Fold the descendants of `root` by `below` and its ancestors by `above`."""
    down = _Plan(graph, graph.check(root), Direction.DESCENDANTS)
    down.draw(below)
    up = _Plan(graph, root, Direction.ANCESTORS)
    up.draw(above)
    lineage = up.branch()
    return Tree(down.branch(), lineage.children, lineage.folded)


@dataclass(slots=True, eq=False)
class _Sprout:
    """A model that will be drawn, before what hangs on it is known; `link` is where `under` has it."""

    node: int
    link: int | None
    under: int | None
    repeated: bool = False
    on_it: list["_Sprout"] = field(default_factory=list)
    links: Offsets = field(default_factory=lambda: np.empty(0, np.int64))


class _Plan:
    """Which models are drawn and where, decided level by level from the root.

    Below the root, a model that hangs on several of the models drawn one level nearer stands under the best
    of them by the rule of the primary parent; above it, where it is met first. The others show it as
    repeated. Depth grows with each level, so a tree never loops, whatever the links do.
    """

    def __init__(self, graph: Graph, root: int, direction: Direction) -> None:
        """Draw the root alone."""
        self._graph = graph
        self._down = direction is Direction.DESCENDANTS
        self._way = graph.down if self._down else graph.up
        self._root = _Sprout(root, None, None)
        self._drawn = {root}

    def draw(self, fold: Fold) -> None:
        """Add levels until the depth or the size is reached, or nothing is left."""
        level = [self._root]
        for _ in range(fold.depth):
            self._look(level)
            level = self._grow(level, fold)
        self._look(level)

    def _look(self, level: list[_Sprout]) -> None:
        """Find the links of each model to its neighbors further from the root, best first."""
        for sprout in level:
            span = self._way.span(sprout.node)
            best_first = np.arange(span.start, span.stop)
            sprout.links = best_first if self._down else ranked_links(self._graph, sprout.node)

    def _grow(self, level: list[_Sprout], fold: Fold) -> list[_Sprout]:
        """Draw the best neighbors of each model of a level, and return those that were not drawn before."""
        homes: dict[int, _Sprout] = {}
        for sprout in level:
            links = sprout.links[: fold.limit]
            for link, node in zip(links.tolist(), self._way.nodes[links].tolist(), strict=True):
                new = _Sprout(node, link, sprout.node, repeated=node in self._drawn)
                full = len(self._drawn) + len(homes) >= fold.size
                if full and not new.repeated and node not in homes:
                    continue
                sprout.on_it.append(new)
                if not new.repeated:
                    self._settle(homes, new)
        self._drawn.update(homes)
        return list(homes.values())

    def _settle(self, homes: dict[int, _Sprout], new: _Sprout) -> None:
        """Decide between the places of a model that hangs on several of one level."""
        old = homes.setdefault(new.node, new)
        if old is new:
            return
        better = self._down and self._rank(new) < self._rank(old)
        (old if better else new).repeated = True
        if better:
            homes[new.node] = new

    def _rank(self, sprout: _Sprout) -> int:
        """Return the rank of the parent under which a model hangs."""
        link = np.array([sprout.link])
        ranks = rank(self._way.relation[link], self._way.standing[link], np.array([sprout.under], np.int32))
        return int(ranks[0])

    def branch(self) -> Branch:
        """Return the drawn tree, made from its tips to the root."""
        made: dict[int, Branch] = {}
        waiting = [(self._root, False)]
        while waiting:
            sprout, ready = waiting.pop()
            if ready:
                made[id(sprout)] = self._made(sprout, tuple(made.pop(id(one)) for one in sprout.on_it))
            else:
                waiting.append((sprout, True))
                waiting.extend((one, False) for one in sprout.on_it)
        return made[id(self._root)]

    def _made(self, sprout: _Sprout, children: tuple[Branch, ...]) -> Branch:
        """Return the branch of one model, given those that hang on it."""
        way, link = self._way, sprout.link
        drawn = np.array([one.link for one in sprout.on_it], np.int64)
        rest = np.bincount(way.relation[sprout.links], minlength=len(RELATIONS))
        rest -= np.bincount(way.relation[drawn], minlength=len(RELATIONS))
        return Branch(
            sprout.node,
            None if link is None else int(way.relation[link]),
            None if link is None else int(way.standing[link]),
            sprout.repeated,
            self._other_parents(sprout),
            descendant_count(self._graph, sprout.node),
            children,
            {relation: int(rest[relation.code]) for relation in RELATIONS if rest[relation.code]},
        )

    def _other_parents(self, sprout: _Sprout) -> tuple[int, ...]:
        """Return the parents that are not seen beside a model, the primary one first."""
        if sprout is self._root or (sprout.repeated and not self._down):
            return ()
        beside = {sprout.under} if self._down else {one.node for one in sprout.on_it}
        return tuple(node for node in parents(self._graph, sprout.node) if node not in beside)
