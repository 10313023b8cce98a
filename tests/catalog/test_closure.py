"""The closure holds what a plain breadth-first walk finds, and nothing makes it blow up."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import LIMITS, checked, families, opened

from filiation.catalog import closure as closure_module
from filiation.catalog.adjacency import Adjacency, Links
from filiation.catalog.closure import ClosureLimits, close


def rows_of(graph, root):
    span = slice(graph.closure.offsets[root], graph.closure.offsets[root + 1])
    parts = (graph.closure.nodes[span], graph.closure.depth[span], graph.closure.relation[span])
    return list(zip(*(part.tolist() for part in parts), strict=True))


@checked
@given(families())
def test_the_closure_holds_what_a_plain_walk_finds(family):
    graph = opened(family)
    assert len(graph.closure.left_out) == 0
    for root in range(family.nodes):
        expected = [(node, depth, rel) for node, (depth, rel, _) in family.walk(root, down=True).items()]
        assert rows_of(graph, root) == expected


@checked
@given(families(), st.sampled_from(LIMITS))
def test_limits_leave_out_whole_roots_and_keep_within_bounds(family, limits):
    graph = opened(family, limits)
    assert len(graph.closure.nodes) <= limits.rows
    for root in range(family.nodes):
        walk = family.walk(root, down=True)
        if graph.closure.has(root):
            assert [row[0] for row in rows_of(graph, root)] == list(walk)
        else:
            assert rows_of(graph, root) == []
        deepest = max((depth for depth, _, _ in walk.values()), default=0)
        assert not graph.closure.has(root) or deepest <= limits.depth


@checked
@given(families(), st.integers(1, 12))
def test_small_batches_give_the_same_closure(family, most):
    whole = opened(family).closure
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closure_module, "_BATCH_LINKS", most)
        pieces = opened(family).closure
    for part in ("offsets", "nodes", "depth", "relation", "left_out"):
        assert np.array_equal(getattr(whole, part), getattr(pieces, part))


def test_limits_that_bytes_cannot_hold_are_refused():
    for wrong in ({"depth": 256}, {"depth": -1}, {"rows": -1}):
        with pytest.raises(ValueError, match="closure limits"):
            ClosureLimits(**wrong)


def closed(child, parent, limits=None):
    child, parent = np.asarray(child, np.int32), np.asarray(parent, np.int32)
    codes = np.zeros(len(child), np.uint8)
    links = Links(child, parent, codes, codes)
    nodes = int(max(child.max(), parent.max())) + 1
    up = Adjacency.build(nodes, child, parent, links)
    down = Adjacency.build(nodes, parent, child, links)
    begin = time.perf_counter()
    parts = close(up, down, limits or ClosureLimits())
    assert time.perf_counter() - begin < 20
    return parts


def test_a_long_chain_is_left_out_above_the_depth():
    length = 20_000
    parts = closed(np.arange(1, length + 1), np.arange(length))
    assert len(parts.left_out) == length - 64
    assert int(parts.offsets[-1]) == 64 * 65 // 2


def test_a_wide_star_is_one_list():
    parts = closed(np.arange(1, 300_001), np.zeros(300_000))
    assert int(parts.offsets[1]) == 300_000
    assert len(parts.left_out) == 0


def test_a_clique_of_cycles_is_closed():
    child, parent = np.nonzero(~np.eye(200, dtype=bool))
    parts = closed(child, parent)
    assert int(parts.offsets[-1]) == 200 * 199


def test_a_quarter_of_merges_stops_at_the_rows_allowed():
    rng = np.random.default_rng(5)
    child = np.repeat(np.arange(1, 30_000), 1 + 7 * (rng.random(29_999) < 0.25))
    parent = (rng.random(len(child)) * child).astype(np.int64)
    pairs = np.unique(np.stack([child, parent]), axis=1)
    parts = closed(*pairs, ClosureLimits(rows=300_000))
    assert 0 < int(parts.offsets[-1]) <= 300_000
    assert len(parts.left_out) > 0
