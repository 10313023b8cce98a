"""Families counted by ways: every descendant once, on its shortest way."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import LIMITS, checked, families, family_of, opened

from filiation.catalog.adjacency import Links
from filiation.catalog.graph import COLUMNS, ClosureLimits, Graph, build_graph
from filiation.facts.vocabulary import LINEAGE, Relation
from filiation.genealogy.overview import MOST_CELLS, on_way, ways
from filiation.genealogy.walks import descendants

EVERYTHING = 10**9


def way_of(walk, node):
    """Return the relations from the root of a walk down to `node`."""
    relations = []
    while node in walk:
        _, relation, node = walk[node]
        relations.insert(0, relation)
    return tuple(relations)


@checked
@given(families(), st.sampled_from(LIMITS))
def test_each_descendant_counts_on_its_shortest_way(family, limits):
    graph = opened(family, limits)
    for root in range(family.nodes):
        walk = family.walk(root, down=True)
        here = Counter(way_of(walk, node) for node in walk)
        told = ways(graph, descendants(graph, root), share=EVERYTHING)
        assert {way.relations: way.here for way in told} == {w: here[w] for w in here}
        for way in told:
            after = sum(n for other, n in here.items() if other[: len(way.relations)] == way.relations)
            assert way.within == after


@checked
@given(families(), st.sampled_from(LIMITS), st.lists(st.sampled_from(LINEAGE), max_size=3))
def test_the_descendants_on_a_way_are_those_that_it_counts(family, limits, other):
    graph = opened(family, limits)
    for root in range(family.nodes):
        walk, known = descendants(graph, root), family.walk(root, down=True)
        for way in [*(way.relations for way in ways(graph, walk, share=EVERYTHING)), [r.code for r in other]]:
            found = on_way(graph, walk, way)
            assert found.nodes.tolist() == [node for node in known if way and way_of(known, node) == tuple(way)]
            assert set(found.depth.tolist()) <= {len(way)}


@checked
@given(families(), st.integers(1, 6), st.integers(1, 10))
def test_ways_stand_in_drawing_order_and_small_ones_are_left_out(family, most, share):
    graph = opened(family)
    for root in range(family.nodes):
        walk = descendants(graph, root)
        every, told = ways(graph, walk, share=EVERYTHING), ways(graph, walk, most, share)
        sizes = {way.relations: way.within for way in every}
        large = [size for size in sizes.values() if size * share >= len(walk)]
        assert sorted((way.within for way in told), reverse=True) == sorted(large, reverse=True)[:most]
        seen = [way.relations for way in told]
        assert len(set(seen)) == len(seen)
        for place, way in enumerate(seen):
            assert len(way) == 1 or way[:-1] in seen[:place]
            between = seen[seen.index(way[:-1]) + 1 : place] if len(way) > 1 else seen[:place]
            siblings = [other for other in between if len(other) == len(way)]
            assert all(sizes[other] >= sizes[way] for other in siblings)
            assert all(other[: len(way) - 1] == way[:-1] for other in between)


def test_a_model_alone_has_no_ways():
    graph = opened(family_of(1, []))
    assert ways(graph, descendants(graph, 0)) == ()


def test_a_way_is_told_by_its_relations():
    quantized = Relation.QUANTIZED.code
    graph = opened(family_of(5, [(1, 0), (2, 1, quantized), (3, 1, quantized), (4, 0, quantized)]))
    told = [(way.relations, way.here, way.within) for way in ways(graph, descendants(graph, 0))]
    assert told == [((0,), 1, 3), ((0, quantized), 2, 2), ((quantized,), 1, 1)]


def test_a_family_of_a_hundred_thousand_is_counted_in_at_most_so_many_ways(tmp_path):
    nodes, random = 100_001, np.random.default_rng(7)
    child = np.arange(1, nodes, dtype=np.int32)
    parent = (random.random(nodes - 1) ** 3 * child).astype(np.int32)
    second = np.flatnonzero(random.random(nodes - 1) < 0.1)[1000:]
    other = (random.random(len(second)) * child[second]).astype(np.int32)
    differs = other != parent[second]
    children = np.concatenate((child, child[second][differs]))
    parents = np.concatenate((parent, other[differs]))
    relation = random.choice(len(LINEAGE), len(children), p=(0.4, 0.2, 0.3, 0.05, 0.01, 0.04)).astype(np.uint8)
    links = Links(children, parents, relation, np.zeros(len(children), np.uint8))
    columns = {name: np.zeros(nodes, kind) for name, kind in COLUMNS.items()}
    build_graph(tmp_path, nodes, links, columns, ClosureLimits())
    graph = Graph.open(tmp_path)
    walk = descendants(graph, 0)
    told = ways(graph, walk)
    assert len(walk) == nodes - 1
    assert len(told) <= MOST_CELLS
    assert all(way.within >= 100 for way in told)
    first = [way for way in told if len(way.relations) == 1]
    assert sum(way.within for way in first) == nodes - 1
    assert sum(way.here for way in told) > 0.5 * nodes
