"""Kinship, shortest paths and nearest common ancestors compared with plain searches."""

from itertools import pairwise

import pytest
from hypothesis import given
from tests.genealogy.reference import checked, families, family_of, opened

from filiation.facts.answers import Kinship
from filiation.facts.vocabulary import Relation, Standing
from filiation.genealogy.detour import undirected_path
from filiation.genealogy.paths import CommonAncestor, relate


def kinship_and_length(family, a, b):
    """Return the expected kinship and the length of its shortest path."""
    above_a, above_b = family.walk(a, down=False), family.walk(b, down=False)
    below_a, below_b = family.walk(a, down=True), family.walk(b, down=True)
    up, down = (walk[node][0] if node in walk else None for walk, node in ((above_a, b), (above_b, a)))
    if a == b:
        return Kinship.SAME, 0
    if down is not None and (up is None or down <= up):
        return Kinship.ANCESTOR, down
    if up is not None:
        return Kinship.DESCENDANT, up
    for kinship, one, other in (
        (Kinship.COMMON_ANCESTORS, above_a, above_b),
        (Kinship.COMMON_DESCENDANTS, below_a, below_b),
    ):
        if one.keys() & other.keys():
            return kinship, min(one[node][0] + other[node][0] for node in one.keys() & other.keys())
    return Kinship.UNRELATED, family.distance(a, b) or 0


def turns(related):
    """Return the directions of the path with repetitions removed: "ud" is up, then down."""
    letters = "".join("u" if step.upward else "d" for step in related.steps)
    while "uu" in letters or "dd" in letters:
        letters = letters.replace("uu", "u").replace("dd", "d")
    return letters


TURNS = {
    Kinship.SAME: {""},
    Kinship.ANCESTOR: {"d"},
    Kinship.DESCENDANT: {"u"},
    Kinship.COMMON_ANCESTORS: {"ud"},
    Kinship.COMMON_DESCENDANTS: {"du"},
}


@checked
@given(families(most=9))
def test_every_pair_has_its_kinship_and_a_shortest_path(family):
    graph = opened(family)
    for a in range(family.nodes):
        for b in range(family.nodes):
            found = relate(graph, a, b)
            assert (found.kinship, len(found.steps)) == kinship_and_length(family, a, b)
            assert turns(found) in TURNS.get(found.kinship, {turns(found)})
            nodes = found.nodes
            assert nodes[0] == a
            assert nodes[-1] == (b if found.steps else a)
            for here, there, step in zip(nodes, nodes[1:], found.steps, strict=False):
                assert (step.child, step.parent) == ((here, there) if step.upward else (there, here))
                assert (step.relation, step.standing) == family.links[step.child, step.parent]


@checked
@given(families(most=9))
def test_nearest_common_ancestors_have_none_below_them(family):
    graph = opened(family)
    for a in range(family.nodes):
        for b in range(a):
            above_a, above_b = family.walk(a, down=False), family.walk(b, down=False)
            common = above_a.keys() & above_b.keys()
            over = {node: family.walk(node, down=False).keys() for node in common}
            nearest = [
                CommonAncestor(node, above_a[node][0], above_b[node][0])
                for node in common
                if not any(node in over[other] and other not in over[node] for other in common)
            ]
            nearest.sort(key=lambda one: (one.from_a + one.from_b, one.node))
            found = relate(graph, a, b)
            assert found.common_total == len(common)
            assert found.nearest == tuple(nearest)


@checked
@given(families())
def test_any_two_models_that_links_join_are_joined_by_a_shortest_path(family):
    graph = opened(family)
    for a in range(family.nodes):
        for b in range(family.nodes):
            way, distance = undirected_path(graph, a, b), family.distance(a, b)
            assert len(way) == (0 if distance is None else distance + 1)
            assert way == [] or (way[0], way[-1]) == (a, b)
            for here, there in pairwise(way):
                assert (here, there) in family.links or (there, here) in family.links


def test_the_path_takes_the_shortest_way_even_past_the_nearest_common_ancestor():
    # 4 and 5 come from 1 (over 2 and 3) and from 0 directly; 1 comes from 0.
    links = [(4, 2), (2, 1), (5, 3), (3, 1), (1, 0), (4, 0), (5, 0)]
    found = relate(opened(family_of(6, links)), 4, 5)
    assert found.nodes == (4, 0, 5)
    assert found.nearest == (CommonAncestor(1, 2, 2),)
    assert found.common_total == 2


def test_the_links_of_a_cycle_are_told_in_the_direction_of_the_path():
    links = [(1, 0, Relation.FINETUNE.code, Standing.DECLARED.code), (0, 1, Relation.MERGE.code, 2)]
    graph = opened(family_of(2, links))
    found = relate(graph, 0, 1)
    assert found.kinship is Kinship.ANCESTOR
    assert [(step.child, step.parent, step.relation) for step in found.steps] == [(1, 0, 0)]


def test_families_joined_only_by_several_merges_are_unrelated_but_joined():
    # 0 and 2 share no descendant; 3 merges 0 and 1, 4 merges 1 and 2.
    found = relate(opened(family_of(6, [(3, 0), (3, 1), (4, 1), (4, 2)])), 0, 2)
    assert found.kinship is Kinship.UNRELATED
    assert found.nodes == (0, 3, 1, 4, 2)
    assert relate(opened(family_of(2, [])), 0, 1).steps == ()


@pytest.mark.parametrize(("a", "b"), [(0, 2), (2, 0), (-1, 0)])
def test_a_number_that_no_model_has_is_refused(a, b):
    with pytest.raises(ValueError, match="no model"):
        relate(opened(family_of(2, [(1, 0)])), a, b)
