"""Walks from several models at once, families and sizes compared with plain walks from each."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import LIMITS, checked, families, family_of, opened

from filiation.genealogy.pages import Sort
from filiation.genealogy.reach import descendant_counts, ordered, reach, shares


def chosen(family, seed):
    """Return some models of a family, sorted."""
    return np.array([node for node in range(family.nodes) if seed >> node & 1], np.int32)


def nearest(family, roots, *, down):
    """Return {node: (depth, by)} of all that is reached from the roots."""
    found = {}
    for root in roots:
        for node, (depth, _, _) in family.walk(root, down=down).items():
            found[node] = min(found.get(node, (depth, root)), (depth, root))
    return {node: found[node] for node in sorted(found.keys() - set(roots))}


@checked
@given(families(), st.integers(0, 2**14 - 1), st.booleans())
def test_each_relative_belongs_to_the_nearest_root(family, seed, down):
    graph, roots = opened(family), chosen(family, seed)
    adjacency = graph.down if down else graph.up
    found = reach(adjacency, roots)
    assert len(found) == len(found.nodes)
    expected = nearest(family, roots.tolist(), down=down)
    rows = zip(found.depth.tolist(), found.by.tolist(), strict=True)
    assert dict(zip(found.nodes.tolist(), rows, strict=True)) == expected
    distance = expected | {root: (0, root) for root in roots.tolist()}
    for node, link in zip(found.nodes.tolist(), found.link.tolist(), strict=True):
        depth, by = expected[node]
        others = family.parents(node) if down else family.children(node)
        via = min(other for other in others if distance.get(other) == (depth - 1, by))
        ends = (node, via) if down else (via, node)
        assert adjacency.nodes[link] == node
        assert (adjacency.relation[link], adjacency.standing[link]) == family.links[ends]


@checked
@given(families(), st.integers(0, 13))
def test_from_one_root_the_way_is_that_of_a_plain_walk(family, root):
    root %= family.nodes
    graph = opened(family)
    found = reach(graph.down, np.array([root], np.int32))
    plain = family.walk(root, down=True)
    assert dict(zip(found.nodes.tolist(), graph.down.relation[found.link].tolist(), strict=True)) == {
        node: relation for node, (_, relation, _) in plain.items()
    }


@checked
@given(families(), st.integers(0, 2**14 - 1))
def test_shares_count_each_model_once_under_each_of_its_founders(family, seed):
    graph, nodes = opened(family), chosen(family, seed)
    expected = Counter()
    for node in nodes.tolist():
        above = {node, *family.walk(node, down=False)}
        expected.update(one for one in above if not family.parents(one) and family.children(one))
    founders, counts = shares(graph, nodes)
    found = list(zip(founders.tolist(), counts.tolist(), strict=True))
    assert found == sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))


@checked
@given(families(), st.sampled_from(LIMITS), st.integers(0, 2**14 - 1))
def test_sizes_are_those_of_walks_whatever_the_closure_leaves_out(family, limits, seed):
    nodes = chosen(family, seed)
    expected = [len(family.walk(node, down=True)) for node in nodes.tolist()]
    assert descendant_counts(opened(family, limits), nodes).tolist() == expected


@checked
@given(families(), st.sampled_from(Sort))
def test_orders_break_ties_by_use(family, sort):
    nodes = np.arange(family.nodes, dtype=np.int32)
    depth = nodes % 3
    keys = {
        Sort.USE: lambda n: n,
        Sort.LIKES: lambda n: -family.columns["likes"][n],
        Sort.CREATED: lambda n: -family.columns["created"][n],
        Sort.ID: lambda n: family.columns["by_id"][n],
        Sort.DEPTH: lambda n: n % 3,
    }
    assert ordered(opened(family), nodes, sort, depth).tolist() == sorted(nodes.tolist(), key=keys[sort])


def test_a_loop_of_models_has_no_founder():
    graph = opened(family_of(3, [(0, 1), (1, 0), (2, 1)]))
    founders, counts = shares(graph, np.array([0, 1, 2], np.int32))
    assert (founders.tolist(), counts.tolist()) == ([], [])
