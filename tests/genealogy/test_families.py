"""Statistics of the whole graph compared with counting in plain dictionaries."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import LIMITS, checked, families, family_of, opened

from filiation.genealogy.families import founders, generations, largest_families, link_counts


def founders_of(family):
    return [n for n in range(family.nodes) if family.children(n) and not family.parents(n)]


@checked
@given(families())
def test_links_are_counted_by_relation_and_standing(family):
    counts, expected = link_counts(opened(family)), Counter(family.links.values())
    assert counts.sum() == len(family.links)
    assert all(counts[kind] == number for kind, number in expected.items())


@checked
@given(families(), st.sampled_from(LIMITS), st.integers(0, 4))
def test_founders_are_ranked_by_their_descendants(family, limits, limit):
    graph = opened(family, limits)
    assert founders(graph).tolist() == founders_of(family)
    sizes = [(node, len(family.walk(node, down=True))) for node in founders_of(family)]
    assert list(largest_families(graph, limit)) == sorted(sizes, key=lambda one: (-one[1], one[0]))[:limit]


@checked
@given(families())
def test_generations_count_links_to_the_nearest_founder(family):
    depth = Counter()
    below = dict.fromkeys(founders_of(family), 0)
    for founder in founders_of(family):
        for node, (links, _, _) in family.walk(founder, down=True).items():
            below[node] = min(links, below.get(node, links))
    depth.update(below.values())
    assert generations(opened(family)).tolist() == [depth[n] for n in range(max(depth, default=-1) + 1)]


def test_a_graph_without_links_has_no_generation():
    assert generations(opened(family_of(3, []))).tolist() == []
