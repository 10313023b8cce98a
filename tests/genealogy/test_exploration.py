"""Surroundings of several models compared with plain walks, filters with filtering plain lists."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import checked, families, family_of, opened
from tests.genealogy.test_reach import chosen, nearest

from filiation.facts.exploration import Toward
from filiation.facts.vocabulary import LINEAGE, RELATIONS, STANDINGS, Relation, Standing
from filiation.genealogy.exploration import Condition, links_between, passing, surroundings

CODED = ("task", "license", "publisher")
CODES = st.none() | st.frozensets(st.integers(-1, 3), max_size=2)
CONDITIONS = st.builds(
    Condition,
    relations=st.frozensets(st.sampled_from(LINEAGE)),
    standings=st.frozensets(st.sampled_from(STANDINGS)),
    depth=st.none() | st.sampled_from([1, 2, 300]),
    task=CODES,
    license=CODES,
    publisher=CODES,
    after=st.none() | st.sampled_from([-5, 0, 365, 19_001]),
    before=st.none() | st.sampled_from([-5, 0, 365, 19_001]),
)


def passes(family, node, way, wanted):
    depth, relation, standing = way
    columns = {name: values[node] for name, values in family.columns.items()}
    dated = wanted.after is not None or wanted.before is not None
    return (
        (not wanted.relations or RELATIONS[relation] in wanted.relations)
        and (not wanted.standings or STANDINGS[standing] in wanted.standings)
        and (wanted.depth is None or abs(depth) <= wanted.depth)
        and all(getattr(wanted, name) is None or columns[name] in getattr(wanted, name) for name in CODED)
        and (not dated or columns["created"] >= 0)
        and (wanted.after is None or columns["created"] >= wanted.after)
        and (wanted.before is None or columns["created"] <= wanted.before)
    )


@checked
@given(families(), st.integers(0, 2**14 - 1), st.sampled_from(Toward))
def test_surroundings_hold_every_relative_once_with_its_nearest_way(family, seed, toward):
    roots = chosen(family, seed)
    found = surroundings(opened(family), roots, toward)
    expected = {}
    if toward is not Toward.ANCESTORS:
        expected |= {node: way[0] for node, way in nearest(family, roots.tolist(), down=True).items()}
    if toward is not Toward.DESCENDANTS:
        for node, way in nearest(family, roots.tolist(), down=False).items():
            if node not in expected or way[0] <= expected[node]:
                expected[node] = -way[0]
    assert dict(zip(found.nodes.tolist(), found.depth.tolist(), strict=True)) == expected
    assert len(found) == len(expected)
    assert np.all(np.diff(found.nodes) > 0)


@checked
@given(families(), st.integers(0, 2**14 - 1), CONDITIONS)
def test_what_passes_is_what_each_filter_lets_pass(family, seed, wanted):
    graph = opened(family)
    around = surroundings(graph, chosen(family, seed), Toward.BOTH)
    ways = zip(around.depth.tolist(), around.relation.tolist(), around.standing.tolist(), strict=True)
    whole = dict(zip(around.nodes.tolist(), ways, strict=True))
    expected = [node for node, way in whole.items() if passes(family, node, way, wanted)]
    assert passing(graph, around, wanted).nodes.tolist() == expected


@checked
@given(families(), st.integers(0, 2**14 - 1))
def test_links_between_models_are_all_links_with_both_ends_among_them(family, seed):
    nodes = chosen(family, seed)
    found = links_between(opened(family), nodes)
    rows = {(c, p): (r, s) for c, p, r, s in zip(*(column.tolist() for column in found), strict=True)}
    among = set(nodes.tolist())
    assert rows == {ends: kinds for ends, kinds in family.links.items() if among.issuperset(ends)}


def test_a_way_tells_its_last_link():
    declared, inferred = Standing.DECLARED.code, Standing.INFERRED.code
    merge, adapter = Relation.MERGE.code, Relation.ADAPTER.code
    graph = opened(family_of(3, [(1, 0, merge, inferred), (2, 1, adapter, declared)]))
    found = surroundings(graph, np.array([1], np.int32), Toward.BOTH)
    assert found.nodes.tolist() == [0, 2]
    assert found.depth.tolist() == [-1, 1]
    assert found.relation.tolist() == [merge, adapter]
    assert found.standing.tolist() == [inferred, declared]
