"""Groups of models that descend from themselves, compared with plain reachability."""

from hypothesis import given
from tests.genealogy.reference import checked, families, family_of, opened

from filiation.genealogy.cycles import cycles, groups, links_among


def loops(family):
    over = {node: family.walk(node, down=False).keys() for node in range(family.nodes)}
    found = {
        tuple(sorted({node, *(other for other in over[node] if node in over[other])})) for node in range(family.nodes)
    }
    return tuple(sorted(group for group in found if len(group) > 1))


@checked
@given(families())
def test_cycles_are_the_groups_of_mutual_ancestors(family):
    assert cycles(opened(family)) == loops(family)


def test_a_long_cycle_needs_no_recursion():
    size = 5_000
    graph = opened(family_of(size + 2, [(node, (node + 1) % size) for node in range(size)] + [(size, 0)]))
    assert cycles(graph) == (tuple(range(size)),)


def test_a_long_chain_on_either_side_of_a_cycle_is_taken_away():
    links = [(node, node - 1) for node in range(1, 3_000)] + [(1_499, 1_500)]
    assert cycles(opened(family_of(3_000, links))) == ((1_499, 1_500),)


def test_links_among_leaves_out_the_others():
    graph = opened(family_of(4, [(1, 0), (2, 1), (3, 1)]))
    assert links_among(graph.up, graph.down.nodes[:0]) == {}
    nodes = graph.columns["by_id"][1:3]
    assert links_among(graph.up, nodes) == {1: [], 2: [1]}


def test_groups_of_single_nodes_are_told_as_well():
    assert sorted(groups({0: [1], 1: [0, 2], 2: []})) == [(0, 1), (2,)]
