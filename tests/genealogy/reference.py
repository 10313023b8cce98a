"""Families as plain dictionaries: random ones to test with, and slow, obvious answers to compare with."""

import random
import tempfile
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from filiation.catalog.graph import COLUMNS, ClosureLimits, Graph, Links, build_graph
from filiation.facts.vocabulary import LINEAGE, PRESENCES, STANDINGS

checked = settings(max_examples=60, deadline=None)
"""How often the tests of this folder try."""

TINY = (ClosureLimits(rows=0), ClosureLimits(rows=7), ClosureLimits(depth=1), ClosureLimits(rows=30, depth=2))
LIMITS = (ClosureLimits(), *TINY)


@dataclass(frozen=True)
class Family:
    """`links` maps (child, parent) to (relation, standing); `columns` as the graph keeps them."""

    nodes: int
    links: dict[tuple[int, int], tuple[int, int]]
    columns: dict[str, list[int]]

    def parents(self, node):
        return sorted(p for c, p in self.links if c == node)

    def children(self, node):
        return sorted(c for c, p in self.links if p == node)

    def walk(self, root, *, down):
        """Return {node: (depth, relation, via)} of all relatives in one direction."""
        onward, back = (self.children, self.parents) if down else (self.parents, self.children)
        depth, queue = {root: 0}, deque([root])
        while queue:
            node = queue.popleft()
            for other in onward(node):
                if other not in depth:
                    depth[other] = depth[node] + 1
                    queue.append(other)
        answer = {}
        for node in sorted(depth.keys() - {root}):
            via = min(other for other in back(node) if depth.get(other) == depth[node] - 1)
            link = (node, via) if down else (via, node)
            answer[node] = (depth[node], self.links[link][0], via)
        return answer

    def distance(self, a, b):
        """Return the fewest links between two models in either direction, None when nothing joins them."""
        depth, queue = {a: 0}, deque([a])
        while queue:
            node = queue.popleft()
            for other in self.parents(node) + self.children(node):
                if other not in depth:
                    depth[other] = depth[node] + 1
                    queue.append(other)
        return depth.get(b)


def opened(family, limits=None):
    """Build the family's graph in a folder of its own, and open it."""
    with tempfile.TemporaryDirectory() as folder:
        built(Path(folder), family, limits or ClosureLimits())
        return Graph.open(Path(folder))


def built(folder, family, limits):
    """Build the family's graph in `folder`."""
    ends = np.array(list(family.links), np.int32).reshape(-1, 2)
    kinds = np.array(list(family.links.values()), np.uint8).reshape(-1, 2)
    links = Links(ends[:, 0], ends[:, 1], kinds[:, 0], kinds[:, 1])
    columns = {name: np.array(family.columns[name], kind) for name, kind in COLUMNS.items()}
    return build_graph(folder, family.nodes, links, columns, limits)


def family_of(nodes, links):
    """Make a family of given links (child, parent[, relation[, standing]]), with dull columns."""
    table = {(link[0], link[1]): ((*link[2:], 0, 0)[0], (*link[3:], 0)[0]) for link in links}
    return Family(nodes, table, {name: list(range(nodes)) for name in COLUMNS} | {"presence": [0] * nodes})


@st.composite
def families(draw, most=14):
    """Draw a family: several parents, cycles and separate parts are all likely."""
    nodes = draw(st.integers(1, most))
    ends = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)).filter(lambda ends: ends[0] != ends[1])
    kinds = st.tuples(st.sampled_from([r.code for r in LINEAGE]), st.integers(0, len(STANDINGS) - 1))
    links = draw(st.dictionaries(ends, kinds, max_size=3 * nodes)) if nodes > 1 else {}
    # Columns come from one drawn seed: drawing each value would take most of the tests' time.
    values = random.Random(draw(st.integers(0, 999)))
    columns = {
        name: [values.randint(-1, 3) for _ in range(nodes)]
        for name in ("publisher", "license", "task", "library", "likes", "downloads")
    }
    columns["created"] = [values.choice([-1, 0, 364, 365, 19_000]) for _ in range(nodes)]
    columns["presence"] = [values.randrange(len(PRESENCES)) for _ in range(nodes)]
    columns["by_id"] = values.sample(range(nodes), nodes)
    return Family(nodes, links, columns)
