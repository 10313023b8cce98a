"""Ancestors and descendants: the closure, the narrow and the wide walk all say what a plain walk says."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import LIMITS, checked, families, family_of, opened

from filiation.catalog.graph import ClosureLimits
from filiation.facts.answers import Direction
from filiation.facts.vocabulary import RELATIONS
from filiation.genealogy import walks
from filiation.genealogy.walks import (
    ancestors,
    count,
    descendants,
    direct,
    narrow_walk,
    neighbors,
    standings,
    wide_walk,
)


def told(graph, walk):
    columns = (walk.nodes, walk.depth, walk.relation, neighbors(graph, walk))
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {node: (depth, relation, via) for node, depth, relation, via in rows}


@checked
@given(families(), st.sampled_from(LIMITS))
def test_descendants_are_those_of_a_plain_walk_whatever_the_limits(family, limits):
    graph = opened(family, limits)
    for root in range(family.nodes):
        expected = family.walk(root, down=True)
        found = told(graph, descendants(graph, root))
        assert found == expected
        assert list(found) == list(expected)


@checked
@given(families())
def test_ancestors_are_those_of_a_plain_walk(family):
    graph = opened(family)
    for root in range(family.nodes):
        assert told(graph, ancestors(graph, root)) == family.walk(root, down=False)


@checked
@given(families())
def test_narrow_and_wide_walks_agree(family):
    graph = opened(family)
    for root in range(family.nodes):
        for sides, direction in (
            ((graph.up, graph.down), Direction.ANCESTORS),
            ((graph.down, graph.up), Direction.DESCENDANTS),
        ):
            wide = wide_walk(*sides, root, direction)
            narrow = narrow_walk(sides[0], root, direction, family.nodes)
            for part in ("nodes", "depth", "relation", "via"):
                one, other = getattr(narrow, part), getattr(wide, part)
                assert one.tolist() == other.tolist()
                assert one.dtype == other.dtype


@checked
@given(families(), st.sampled_from(LIMITS))
def test_counts_and_standings_follow_the_walk(family, limits):
    graph = opened(family, limits)
    for root in range(family.nodes):
        for down, walk in ((True, descendants(graph, root)), (False, ancestors(graph, root))):
            expected = family.walk(root, down=down)
            counts = count(walk)
            assert counts.total == len(walk) == len(expected)
            relations = [relation for _, relation, _ in expected.values()]
            assert counts.by_relation.tolist() == [relations.count(code) for code in range(len(RELATIONS))]
            depths = [depth for depth, _, _ in expected.values()]
            assert counts.by_depth.tolist() == [depths.count(d) for d in range(max(depths, default=0) + 1)]
            links = [(node, via) if down else (via, node) for node, (_, _, via) in expected.items()]
            found = standings(graph, walk, neighbors(graph, walk))
            assert found.tolist() == [family.links[link][1] for link in links]


@checked
@given(families())
def test_direct_relatives_are_those_at_depth_one(family):
    graph = opened(family)
    for root in range(family.nodes):
        for direction in Direction:
            walk = family.walk(root, down=direction is Direction.DESCENDANTS)
            near = direct(graph, root, direction)
            assert told(graph, near) == {node: row for node, row in walk.items() if row[0] == 1}
            assert len(near.take(slice(0, 1))) == min(1, len(near))


def test_threads_that_share_a_graph_do_not_disturb_each_other():
    links = [(child, (child - 1) // 3) for child in range(1, 3_000)] + [(5, 2), (900, 7), (0, 40)]
    graph = opened(family_of(3_000, links), ClosureLimits(rows=0))
    expected = [told(graph, descendants(graph, root)) for root in range(40)]
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda root: told(graph, descendants(graph, root)), [*range(40)] * 3)
        assert list(answers) == expected * 3


def test_a_narrow_walk_gives_up_before_many_links():
    graph = opened(family_of(6, [(child, 0) for child in range(1, 6)]))
    assert narrow_walk(graph.down, 0, Direction.DESCENDANTS, 4) is None
    assert len(narrow_walk(graph.down, 0, Direction.DESCENDANTS, 5)) == 5


def test_a_level_that_is_wide_only_in_sum_is_left_to_numpy():
    links = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2)]
    assert narrow_walk(opened(family_of(7, links)).down, 0, Direction.DESCENDANTS, 3) is None


def test_a_chain_deeper_than_a_byte_keeps_its_depths(monkeypatch):
    graph = opened(family_of(1001, [(child, child - 1) for child in range(1, 1001)]))
    for narrow in (walks.NARROW, 0):
        monkeypatch.setattr(walks, "NARROW", narrow)
        for walk in (descendants(graph, 0), ancestors(graph, 1000)):
            assert sorted(walk.depth.tolist()) == list(range(1, 1001))
            assert count(walk).by_depth.tolist() == [0] + [1] * 1000


def test_a_model_in_a_cycle_is_not_its_own_relative():
    graph = opened(family_of(2, [(0, 1), (1, 0)]))
    assert descendants(graph, 0).nodes.tolist() == [1]
    assert ancestors(graph, 0).nodes.tolist() == [1]


def test_a_model_alone_has_no_relatives():
    graph = opened(family_of(1, []))
    for walk in (descendants(graph, 0), ancestors(graph, 0)):
        assert len(walk) == 0
        assert neighbors(graph, walk).tolist() == []
        assert count(walk).by_depth.tolist() == [0]


@pytest.mark.parametrize("question", [ancestors, descendants])
def test_a_number_that_no_model_has_is_refused(question):
    with pytest.raises(ValueError, match="no model"):
        question(opened(family_of(2, [(1, 0)])), 2)


def test_take_keeps_what_is_known_of_each_relative():
    graph = opened(family_of(4, [(1, 0), (2, 1), (3, 2)]))
    taken = ancestors(graph, 3).take(np.array([0, 2]))
    assert (taken.nodes.tolist(), taken.depth.tolist(), taken.via.tolist()) == ([0, 2], [3, 1], [1, 3])
