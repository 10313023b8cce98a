"""All ancestors or all descendants of a model, from the closure or by walking the links: the same answer."""

from dataclasses import dataclass

import numpy as np

from filiation.catalog.adjacency import Adjacency, Bytes, Numbers, Offsets
from filiation.catalog.arrays import Array
from filiation.catalog.descent import Descent, Level
from filiation.catalog.graph import Graph
from filiation.facts.answers import Direction
from filiation.facts.vocabulary import RELATIONS

NARROW = 256
"""A level of more models than this is followed in numpy; shorter ones are faster in plain Python."""


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """The relatives of `root` in one direction, sorted by number, each once, without the root itself.

    `depth` is the fewest links between a relative and the root. `relation` is the code of the last link of
    the way there: for a descendant that to its parent, for an ancestor that from its child. Of several ways
    of the same length, the one over the lowest-numbered neighbor (`via`) counts. `via` is None where it has
    not been computed (see `neighbors`).
    """

    root: int
    direction: Direction
    nodes: Numbers
    depth: Array
    relation: Bytes
    via: Numbers | None

    def __len__(self) -> int:
        """Return the number of relatives."""
        return len(self.nodes)

    def take(self, which: slice | Array) -> "Walk":
        """Return the walk reduced to some of its relatives."""
        via = None if self.via is None else self.via[which]
        return Walk(self.root, self.direction, self.nodes[which], self.depth[which], self.relation[which], via)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many relatives: in all, by relation (place: the relation's code), by depth (place: the depth)."""

    total: int
    by_relation: Offsets
    by_depth: Offsets


def descendants(graph: Graph, root: int) -> Walk:
    """Return all descendants of `root`."""
    closure = graph.closure
    if not closure.has(graph.check(root)):
        return walk_down(graph, root)
    span = slice(int(closure.offsets[root]), int(closure.offsets[root + 1]))
    return Walk(
        root,
        Direction.DESCENDANTS,
        closure.nodes[span],
        closure.depth[span],
        closure.relation[span],
        None,
    )


def ancestors(graph: Graph, root: int) -> Walk:
    """Return all ancestors of `root`."""
    return _walk(graph.up, graph.down, graph.check(root), Direction.ANCESTORS)


def walk_down(graph: Graph, root: int) -> Walk:
    """Return all descendants of `root` by walking the links, without the closure."""
    return _walk(graph.down, graph.up, root, Direction.DESCENDANTS)


def direct(graph: Graph, root: int, direction: Direction) -> Walk:
    """Return the parents (of `ANCESTORS`) or the children (of `DESCENDANTS`) of `root` alone."""
    side = graph.up if direction is Direction.ANCESTORS else graph.down
    span = side.span(graph.check(root))
    size = span.stop - span.start
    depth, via = np.broadcast_to(np.uint8(1), size), np.broadcast_to(np.int32(root), size)
    return Walk(root, direction, side.nodes[span], depth, side.relation[span], via)


def descendant_count(graph: Graph, root: int) -> int:
    """Return the number of descendants of `root`."""
    return len(descendants(graph, root))


def count(walk: Walk) -> Counts:
    """Count the relatives by relation and by depth."""
    by_relation = np.bincount(walk.relation, minlength=len(RELATIONS))
    return Counts(len(walk), by_relation, np.bincount(walk.depth, minlength=1))


def neighbors(graph: Graph, walk: Walk) -> Numbers:
    """Return for each relative its neighbor on the way to the root (the root itself at depth 1)."""
    if walk.via is not None:
        return walk.via
    up, nodes = graph.up, walk.nodes
    via: Numbers = up.nodes[up.offsets[nodes]]
    several = np.flatnonzero(up.degree(nodes) > 1)
    if len(several):
        whole = descendants(graph, walk.root)
        links, source = up.spread(nodes[several])
        depth = _depth_of(whole, up.nodes[links])
        nearer = np.flatnonzero(depth == walk.depth[several].astype(np.int64)[source] - 1)
        which, first = np.unique(source[nearer], return_index=True)
        via[several[which]] = up.nodes[links[nearer[first]]]
    return via


def standings(graph: Graph, walk: Walk, via: Numbers) -> Bytes:
    """Return for each relative the code of the standing of its link to the neighbor in `via`."""
    down = walk.direction is Direction.DESCENDANTS
    children, parents = (walk.nodes, via) if down else (via, walk.nodes)
    found: Bytes = graph.up.standing[graph.up.find(children, parents)]
    return found


def _depth_of(walk: Walk, nodes: Numbers) -> Offsets:
    """Return the depth of each of `nodes` in the walk: 0 for its root, -1 for one outside it."""
    places = np.minimum(np.searchsorted(walk.nodes, nodes), len(walk) - 1)
    depth = np.where(walk.nodes[places] == nodes, walk.depth[places].astype(np.int64), -1)
    return np.where(nodes == walk.root, 0, depth)


def _walk(forward: Adjacency, backward: Adjacency, root: int, direction: Direction) -> Walk:
    """Walk breadth first along `forward`: in plain Python while levels are narrow, else in numpy."""
    walk = narrow_walk(forward, root, direction, NARROW)
    return wide_walk(forward, backward, root, direction) if walk is None else walk


def narrow_walk(forward: Adjacency, root: int, direction: Direction, widest: int) -> Walk | None:
    """Walk in plain Python; give up (None) at a level or a model with more than `widest` to follow."""
    # Single elements are read several times faster through a memory view than from an array.
    offsets, nodes, relations = forward.offsets.data, forward.nodes.data, forward.relation.data
    met: dict[int, tuple[int, int, int]] = {root: (0, 0, root)}
    level, depth = [root], 0
    while level:
        depth += 1
        further = []
        for source in level:
            begin, end = offsets[source], offsets[source + 1]
            if end - begin > widest:
                return None
            for place in range(begin, end):
                node = nodes[place]
                if node not in met:
                    met[node] = (depth, relations[place], source)
                    further.append(node)
        if len(further) > widest:
            return None
        level = sorted(further)
    del met[root]
    found = sorted(met)
    table = np.array([met[node] for node in found], np.int64).reshape(-1, 3)
    return Walk(
        root,
        direction,
        np.array(found, np.int32),
        _fewest_bytes(table[:, 0]),
        table[:, 1].astype(np.uint8),
        table[:, 2].astype(np.int32),
    )


def wide_walk(forward: Adjacency, backward: Adjacency, root: int, direction: Direction) -> Walk:
    """Walk in numpy, level by level."""
    descent = Descent(forward, backward, np.array([root], np.int32))
    levels: list[Level] = []
    while not descent.ended:
        levels.append(descent.step())
    nodes = np.concatenate([level.node for level in levels])
    depth = np.repeat(np.arange(1, len(levels) + 1), [len(level.node) for level in levels])
    order = np.argsort(nodes)
    return Walk(
        root,
        direction,
        nodes[order],
        _fewest_bytes(depth[order]),
        np.concatenate([level.relation for level in levels])[order],
        np.concatenate([level.via for level in levels])[order],
    )


def _fewest_bytes(depth: Offsets) -> Array:
    """Return depths as bytes where they fit, as the closure keeps them."""
    return depth.astype(np.uint8 if not len(depth) or depth.max() < 256 else np.int32)
