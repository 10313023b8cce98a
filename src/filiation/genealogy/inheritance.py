"""How surely the relatives of a model hold what it has memorized, told by the relations on the ways between them.

A way is as sure as its least sure link, a relative as its surest way.
"""

from dataclasses import dataclass

import numpy as np

from filiation.catalog.adjacency import Adjacency, Bytes, Links, Numbers, Offsets
from filiation.catalog.descent import Mask
from filiation.catalog.graph import Graph
from filiation.facts.answers import Direction
from filiation.facts.rights import MEMORIES, MEMORY_OF, Memory
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Relation, Standing
from filiation.genealogy.exploration import links_between
from filiation.genealogy.parents import STANDING_ORDER
from filiation.genealogy.reach import reach
from filiation.genealogy.walks import ancestors, descendants

_UNKNOWN = MEMORIES.index(Memory.UNKNOWN)
_DOWN = np.array([MEMORIES.index(MEMORY_OF.get(relation, Memory.UNKNOWN)) for relation in RELATIONS], np.uint8)
# The base works without what was added to it: the one that repeats something may have it from either.
_UP = np.where(MEMORIES.index(Memory.WITH_BASE) == _DOWN, MEMORIES.index(Memory.MAY), _DOWN).astype(np.uint8)
_FAINTNESS = np.array([STANDING_ORDER.index(standing) for standing in STANDINGS])


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """A model, its ancestors and its descendants, with all links among them.

    `members` are sorted; everywhere else a model is named by its place among them. `below` and `above` mark the
    descendants and the ancestors: in a cycle, a model can be both.
    """

    root: int
    members: Numbers
    below: Mask
    above: Mask
    links: Links
    up: Adjacency
    down: Adjacency


@dataclass(frozen=True, slots=True)
class Way:
    """The relations between a model and a relative in the order in which they came about, and the weakest standing."""

    relations: tuple[Relation, ...]
    standing: Standing


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """The shortest ways to all that is reached over links of some sureness: the last link of each, and from where."""

    nearer: Numbers
    relation: Bytes
    standing: Bytes


@dataclass(frozen=True, slots=True, eq=False)
class Inheritance:
    """What each member of a family has to do with its root's memory, in one direction.

    `memory` is a place in `MEMORIES`, `depth` how many links the shortest of the surest ways has (0 where there is
    none: the root, and members that are not reached).
    """

    root: int
    direction: Direction
    memory: Bytes
    depth: Numbers
    _trees: tuple[_Tree, ...]

    def way(self, member: int) -> Way:
        """Return the shortest of the surest ways between the root and a member that is reached."""
        tree, codes, standings = self._trees[self.memory[member]], [], []
        while member != self.root:
            codes.append(int(tree.relation[member]))
            standings.append(int(tree.standing[member]))
            member = int(tree.nearer[member])
        ordered = codes if self.direction is Direction.ANCESTORS else codes[::-1]
        weakest = max(standings, key=_FAINTNESS.__getitem__)
        return Way(tuple(RELATIONS[code] for code in ordered), STANDINGS[weakest])


def family(graph: Graph, node: int) -> Family:
    """Return the family of a model."""
    over, under = ancestors(graph, node).nodes, descendants(graph, node).nodes
    members = np.unique(np.concatenate((over, under, np.array([node], np.int32))))
    child, parent, relation, standing = links_between(graph, members)
    places = np.zeros(graph.nodes, np.int32)
    places[members] = np.arange(len(members), dtype=np.int32)
    links = Links(places[child], places[parent], relation, standing)
    below, above = np.zeros(len(members), np.bool_), np.zeros(len(members), np.bool_)
    below[places[under]] = True
    above[places[over]] = True
    up = Adjacency.build(len(members), links.child, links.parent, links)
    down = Adjacency.build(len(members), links.parent, links.child, links)
    return Family(int(places[node]), members, below, above, links, up, down)


def inheritance(kin: Family, direction: Direction) -> Inheritance:
    """Tell how surely what the root has memorized is held by its descendants, or came from its ancestors.

    First only the surest links are followed, then the less sure ones too: who is reached first is surest.
    """
    downward = direction is Direction.DESCENDANTS
    sureness = (_DOWN if downward else _UP)[kin.links.relation]
    memory, depth = np.full(len(kin.members), _UNKNOWN, np.uint8), np.zeros(len(kin.members), np.int32)
    met = np.zeros(len(kin.members), np.bool_)
    met[kin.root], memory[kin.root] = True, 0
    left = int(np.count_nonzero(kin.below if downward else kin.above))
    trees: list[_Tree] = []
    for place in range(len(MEMORIES)):
        tree, nodes, far = _tree(_followed(kin, sureness <= place, downward=downward), kin.root)
        trees.append(tree)
        new = ~met[nodes]
        memory[nodes[new]], depth[nodes[new]] = place, far[new]
        met[nodes] = True
        left -= int(np.count_nonzero(new))
        if not left:
            break
    return Inheritance(kin.root, direction, memory, depth, tuple(trees))


def _followed(kin: Family, kept: Mask, *, downward: bool) -> Adjacency:
    """Return the links that are kept, to be followed in one direction."""
    links = kin.links
    some = Links(links.child[kept], links.parent[kept], links.relation[kept], links.standing[kept])
    ends = (some.parent, some.child) if downward else (some.child, some.parent)
    return Adjacency.build(len(kin.members), *ends, some)


def _tree(followed: Adjacency, root: int) -> tuple[_Tree, Numbers, Numbers]:
    """Return the shortest ways from the root, and all that is reached with its distance."""
    found = reach(followed, np.array([root], np.int32))
    size = len(followed.offsets) - 1
    nearer = np.full(size, -1, np.int32)
    relation, standing = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    nearer[found.nodes] = _sources(followed.offsets, found.link)
    relation[found.nodes], standing[found.nodes] = followed.relation[found.link], followed.standing[found.link]
    return _Tree(nearer, relation, standing), found.nodes, found.depth


def _sources(offsets: Offsets, links: Offsets) -> Offsets:
    """Return from which model each link goes out."""
    return np.searchsorted(offsets, links, side="right") - 1
