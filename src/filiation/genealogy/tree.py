"""A family folded for drawing: every model once, the best of many siblings, the others counted."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    """How much of a family is drawn: `limit` neighbors of a model, `depth` levels, `size` models in all.

    `opened_size` holds in place of `size` where groups are opened.
    """

    limit: int = 8
    depth: int = 4
    size: int = 400
    opened_size: int = 2_000


@dataclass(frozen=True, slots=True)
class Group:
    """A group to open: the best `shown` neighbors of a model by one relation; its parents where `upward`."""

    node: int
    relation: int
    upward: bool
    shown: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A drawn model and what hangs on it, best first.

    Below the root these are children; above it, parents. `relation` and `standing` are the codes of the link
    to the model on which it hangs (None for the root). `repeated` marks a model that is drawn elsewhere in
    the same tree, and on which nothing hangs here. `other_parents` are the parents that do not stand beside
    it here (none for the root: its parents are the ancestors). `folded` counts the neighbors that are not
    drawn, by relation. `opened` are the codes of the relations of which more was asked for.
    """

    node: int
    relation: int | None
    standing: int | None
    repeated: bool
    other_parents: tuple[int, ...]
    descendants: int
    children: tuple["Branch", ...]
    folded: Mapping[Relation, int]
    opened: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A root with its descendants, and the branches of its ancestors, each with its own parents on it."""

    root: Branch
    ancestors: tuple[Branch, ...]
    folded_ancestors: Mapping[Relation, int]


def fold(graph: Graph, root: int, below: Fold, above: Fold, opened: Sequence[Group] = ()) -> Tree:
    """Fold the descendants of `root` by `below` and its ancestors by `above`.

    Opened groups add to what is drawn without them and take nothing away. What they add hangs there with its own
    neighbors folded, unless these are opened too; groups of models that are not drawn are passed over.
    """
    down = _drawn(graph, graph.check(root), Direction.DESCENDANTS, below, opened).branch()
    up = _drawn(graph, root, Direction.ANCESTORS, above, opened).branch()
    return Tree(down, up.children, up.folded)


def _drawn(graph: Graph, root: int, direction: Direction, fold: Fold, opened: Sequence[Group]) -> "_Plan":
    """Draw one side; where groups are opened, a second time, with what the first drawing holds and more."""
    plain = _Plan(graph, root, direction)
    plain.draw(fold)
    upward = direction is Direction.ANCESTORS
    wanted: dict[int, dict[int, int]] = {}
    for group in opened:
        if group.upward is upward and group.shown > 0:
            shown = wanted.setdefault(group.node, {})
            shown[group.relation] = max(group.shown, shown.get(group.relation, 0))
    if not wanted:
        return plain
    plan = _Plan(graph, root, direction, plain, wanted)
    plan.draw(fold)
    return plan


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

    def __init__(
        self,
        graph: Graph,
        root: int,
        direction: Direction,
        plain: "_Plan | None" = None,
        opened: Mapping[int, Mapping[int, int]] | None = None,
    ) -> None:
        """Draw the root alone; `plain` is what is drawn without the groups that are `opened`."""
        self._graph = graph
        self._down = direction is Direction.DESCENDANTS
        self._way = graph.down if self._down else graph.up
        self._root = _Sprout(root, None, None)
        self.drawn = {root}
        self.grown: set[int] = set()
        self._sure: AbstractSet[int] = plain.drawn if plain else frozenset()
        self._growing = plain.grown if plain else self.grown
        self._opened = opened or {}
        self._room = 0

    def draw(self, fold: Fold) -> None:
        """Add levels until nothing is left that is within the depth and the size, or opened."""
        self._room = fold.opened_size - len(self._sure) if self._sure else fold.size - 1
        level, depth = [self._root], 0
        while level:
            self._look(level)
            if not self._sure and depth < fold.depth:
                self.grown.update(sprout.node for sprout in level)
            level, depth = self._grow(level, fold.limit), depth + 1

    def _look(self, level: list[_Sprout]) -> None:
        """Find the links of each model to its neighbors further from the root, best first."""
        for sprout in level:
            span = self._way.span(sprout.node)
            best_first = np.arange(span.start, span.stop)
            sprout.links = best_first if self._down else ranked_links(self._graph, sprout.node)

    def _grow(self, level: list[_Sprout], limit: int) -> list[_Sprout]:
        """Draw the chosen neighbors of each model of a level, and return those that were not drawn before."""
        homes: dict[int, _Sprout] = {}
        for sprout in level:
            links = self._chosen(sprout, limit)
            for link, node in zip(links.tolist(), self._way.nodes[links].tolist(), strict=True):
                new = _Sprout(node, link, sprout.node, repeated=node in self.drawn)
                if not (new.repeated or node in homes or node in self._sure):
                    if self._room <= 0:
                        continue
                    self._room -= 1
                sprout.on_it.append(new)
                if not new.repeated:
                    self._settle(homes, new)
        self.drawn.update(homes)
        return list(homes.values())

    def _chosen(self, sprout: _Sprout, limit: int) -> Offsets:
        """Return the links of a model that are drawn where there is room: the best ones, and those of opened groups.

        A second drawing takes of the best ones those that the first had room for.
        """
        chosen = np.zeros(len(sprout.links), np.bool_)
        if sprout.node in self._growing:
            best = self._way.nodes[sprout.links[:limit]].tolist()
            chosen[: len(best)] = [not self._sure or node in self._sure for node in best]
        relations = self._way.relation[sprout.links]
        for relation, shown in self._opened.get(sprout.node, {}).items():
            chosen[np.flatnonzero(relations == relation)[:shown]] = True
        return sprout.links[chosen]

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
        asked = () if sprout.repeated else sorted(self._opened.get(sprout.node, ()))
        opened = tuple(relation for relation in asked if rest[relation])
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
            opened,
        )

    def _other_parents(self, sprout: _Sprout) -> tuple[int, ...]:
        """Return the parents that are not seen beside a model, the primary one first."""
        if sprout is self._root or (sprout.repeated and not self._down):
            return ()
        beside = {sprout.under} if self._down else {one.node for one in sprout.on_it}
        return tuple(node for node in parents(self._graph, sprout.node) if node not in beside)
