"""The line of primary parents, lineages nearest first, and the loops in them."""

import pytest
from hypothesis import given
from tests.genealogy.reference import checked, families, family_of, opened

from filiation.facts.vocabulary import Relation
from filiation.genealogy.heritage import lineage, loops, nearest, primary_line
from filiation.genealogy.parents import primary_parent


@checked
@given(families())
def test_the_line_follows_primary_parents_until_it_ends_or_repeats(family):
    graph = opened(family)
    for node in range(family.nodes):
        line = primary_line(graph, node)
        way = [node, *graph.up.nodes[list(line.links)].tolist()]
        assert len(set(way)) == len(way)
        for child, parent, link in zip(way, way[1:], line.links, strict=False):
            assert primary_parent(graph, child) == parent
            assert (graph.up.relation[link], graph.up.standing[link]) == family.links[child, parent]
        after = primary_parent(graph, way[-1])
        assert line.looped == (after is not None)
        assert after is None or after in way


@checked
@given(families())
def test_a_lineage_holds_all_ancestors_the_nearest_first(family):
    graph = opened(family)
    for node in range(family.nodes):
        walk = family.walk(node, down=False)
        expected = sorted([(0, node), *((depth, other) for other, (depth, _, _) in walk.items())])
        above = lineage(graph, node)
        assert list(zip(above.depth.tolist(), above.nodes.tolist(), strict=True)) == expected
        met = [family.columns["license"][other] for _, other in expected]
        found = nearest(graph, above, "license")
        assert found.values.tolist() == list(dict.fromkeys(met))
        assert found.place.tolist() == [met.index(value) for value in dict.fromkeys(met)]
        assert found.count.tolist() == [met.count(value) for value in dict.fromkeys(met)]


@checked
@given(families())
def test_loops_are_groups_of_models_above_one_another(family):
    graph = opened(family)
    walks = [family.walk(node, down=False).keys() for node in range(family.nodes)]
    for node in range(family.nodes):
        above = lineage(graph, node)
        members = {node, *walks[node]}
        expected = {
            frozenset({one, *(other for other in walks[one] if one in walks[other])})
            for one in members
            if any(one in walks[other] for other in walks[one])
        }
        found = loops(graph, above)
        assert {frozenset(group) for group in found} == expected
        order = above.nodes.tolist()
        assert all(list(group) == sorted(group, key=order.index) for group in found)


def test_a_merge_goes_up_by_the_parent_that_is_closest_to_it():
    merge, quantized = Relation.MERGE.code, Relation.QUANTIZED.code
    graph = opened(family_of(4, [(3, 0, merge), (3, 1, quantized), (1, 2)]))
    line = primary_line(graph, 3)
    assert graph.up.nodes[list(line.links)].tolist() == [1, 2]
    assert not line.looped


def test_a_number_that_no_model_has_is_refused():
    with pytest.raises(ValueError, match="no model"):
        primary_line(opened(family_of(2, [])), 2)
