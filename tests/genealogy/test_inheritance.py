"""How surely relatives hold what a model memorized, compared with plain graphs of the links that are sure enough."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import LIMITS, checked, families, family_of, opened

from filiation.facts.answers import Direction
from filiation.facts.rights import MEMORIES, MEMORY_OF, Memory
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Relation, Standing
from filiation.genealogy.inheritance import family, inheritance
from filiation.genealogy.parents import STANDING_ORDER

F, A, Q, M, C, U = (
    relation.code
    for relation in (
        Relation.FINETUNE,
        Relation.ADAPTER,
        Relation.QUANTIZED,
        Relation.MERGE,
        Relation.COPY,
        Relation.UNSPECIFIED,
    )
)


def sureness(relation, direction):
    memory = MEMORY_OF[RELATIONS[relation]]
    upward = direction is Direction.ANCESTORS and memory is Memory.WITH_BASE
    return MEMORIES.index(Memory.MAY if upward else memory)


def sure_links(links, worst, direction):
    """Return a graph of the links that are at least so sure, from the model asked about outward."""
    graph = nx.DiGraph()
    for (child, parent), (relation, standing) in links.items():
        ends = (parent, child) if direction is Direction.DESCENDANTS else (child, parent)
        if sureness(relation, direction) <= worst:
            graph.add_edge(*ends, relation=relation, standing=standing)
    return graph


def expected(links, root, direction):
    """Return {relative: (place in MEMORIES, links of the shortest way that is so sure)}."""
    found = {}
    for worst in range(len(MEMORIES)):
        graph = sure_links(links, worst, direction)
        lengths = nx.single_source_shortest_path_length(graph, root) if root in graph else {}
        for node, depth in lengths.items():
            if node != root:
                found.setdefault(node, (worst, depth))
    return found


@checked
@given(families(), st.sampled_from(LIMITS), st.sampled_from(Direction))
def test_a_relative_is_as_sure_as_its_surest_way(kin, limits, direction):
    graph = opened(kin, limits)
    for root in range(kin.nodes):
        whole = family(graph, root)
        told = inheritance(whole, direction)
        mark = whole.below if direction is Direction.DESCENDANTS else whole.above
        found = {
            int(whole.members[place]): (int(told.memory[place]), int(told.depth[place]))
            for place in np.flatnonzero(mark).tolist()
        }
        assert found == expected(kin.links, root, direction)
        assert (told.memory[whole.root], told.depth[whole.root]) == (0, 0)


@checked
@given(families(), st.sampled_from(Direction))
def test_a_way_is_made_of_links_that_are_there_and_as_sure_as_told(kin, direction):
    graph = opened(kin)
    for root in range(kin.nodes):
        whole = family(graph, root)
        told = inheritance(whole, direction)
        mark = whole.below if direction is Direction.DESCENDANTS else whole.above
        for place in np.flatnonzero(mark).tolist():
            way = told.way(place)
            codes = [relation.code for relation in way.relations]
            assert len(codes) == told.depth[place]
            assert max(sureness(code, direction) for code in codes) == told.memory[place]
            outward = codes if direction is Direction.DESCENDANTS else codes[::-1]
            sure = sure_links(kin.links, told.memory[place], direction)
            assert way.standing in standings_of_ways(sure, root, int(whole.members[place]), outward)


def standings_of_ways(graph, root, target, codes):
    """Return the weakest standing of each way from `root` to `target` that has exactly these relations."""
    ends = {(root, -1)}
    for code in codes:
        ends = {
            (after, max(weakest, STANDING_ORDER.index(STANDINGS[kind["standing"]])))
            for node, weakest in ends
            for after, kind in graph[node].items()
            if kind["relation"] == code
        }
    return {STANDING_ORDER[weakest] for node, weakest in ends if node == target}


@checked
@given(families())
def test_a_family_holds_all_links_among_a_model_its_ancestors_and_descendants(kin):
    graph = opened(kin)
    for root in range(kin.nodes):
        whole = family(graph, root)
        over, under = kin.walk(root, down=False).keys(), kin.walk(root, down=True).keys()
        members = whole.members.tolist()
        assert members == sorted({root, *over, *under})
        assert {members[place] for place in np.flatnonzero(whole.above).tolist()} == set(over)
        assert {members[place] for place in np.flatnonzero(whole.below).tolist()} == set(under)
        ends = zip(whole.links.child.tolist(), whole.links.parent.tolist(), strict=True)
        among = {pair for pair in kin.links if set(pair) <= set(members)}
        assert {(members[child], members[parent]) for child, parent in ends} == among


def told_of(links, root=0, direction=Direction.DESCENDANTS):
    graph = opened(family_of(max(max(link[:2]) for link in links) + 1, links))
    whole = family(graph, root)
    told = inheritance(whole, direction)
    return {int(n): (MEMORIES[told.memory[place]], told, place) for place, n in enumerate(whole.members.tolist())}


def test_the_least_sure_link_of_a_way_counts():
    told = told_of([(1, 0, Q), (2, 1, C), (3, 2, F), (4, 3, Q), (5, 4, A), (6, 5, U), (7, 6, C)])
    memories = [told[node][0] for node in range(1, 8)]
    may, with_base, unknown = Memory.MAY, Memory.WITH_BASE, Memory.UNKNOWN
    assert memories == [Memory.SAME, Memory.SAME, may, may, with_base, unknown, unknown]


def test_a_longer_way_that_is_surer_counts_more_than_a_short_one():
    told = told_of([(3, 0, U), (1, 0, Q), (2, 1, Q), (3, 2, C)])
    memory, told_, place = told[3]
    assert memory is Memory.SAME
    assert told_.way(place).relations == (Relation.QUANTIZED, Relation.QUANTIZED, Relation.COPY)


def test_the_ways_of_ancestors_are_told_from_the_oldest_link_on():
    told = told_of([(2, 1, Q), (1, 0, F)], root=2, direction=Direction.ANCESTORS)
    assert told[0][1].way(told[0][2]).relations == (Relation.FINETUNE, Relation.QUANTIZED)
    assert told[1][0] is Memory.SAME


def test_what_an_adapter_repeats_may_come_from_its_base():
    assert told_of([(1, 0, A)], root=1, direction=Direction.ANCESTORS)[0][0] is Memory.MAY
    assert told_of([(1, 0, A)])[1][0] is Memory.WITH_BASE


def test_the_weakest_standing_of_a_way_is_told():
    inferred, contradicted = Standing.INFERRED.code, Standing.CONTRADICTED.code
    told = told_of([(1, 0, F, inferred), (2, 1, F, Standing.CORROBORATED.code), (3, 2, F, contradicted), (4, 3, F)])
    assert told[2][1].way(told[2][2]).standing is Standing.INFERRED
    assert told[4][1].way(told[4][2]).standing is Standing.CONTRADICTED


def test_a_long_loop_ends():
    size = 3_000
    told = told_of([(node, node - 1, F) for node in range(1, size)] + [(0, size - 1, Q)])
    assert told[size - 1][0] is Memory.MAY
    assert told[size - 1][1].depth[told[size - 1][2]] == size - 1
