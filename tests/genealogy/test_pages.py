"""Filters, orders, pages and tallies compared with sorting and filtering plain lists."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import LIMITS, checked, families, family_of, opened

from filiation.facts.vocabulary import LINEAGE, PRESENCES, RELATIONS, Relation
from filiation.genealogy.pages import YEAR, Filter, Sort, page, select, tally
from filiation.genealogy.walks import ancestors, descendants

FILTERS = st.builds(
    Filter,
    relations=st.none() | st.frozensets(st.sampled_from(LINEAGE)),
    depth=st.none() | st.sampled_from([0, 1, 2, 300]),
    published_after=st.none() | st.sampled_from([-5, 0, 365, 19_001]),
    publisher=st.none() | st.frozensets(st.integers(-1, 3), max_size=2),
    license=st.none() | st.frozensets(st.integers(-1, 3), max_size=2),
    presence=st.none() | st.sampled_from(PRESENCES),
)


def passes(family, node, depth, relation, wanted):
    columns = {name: values[node] for name, values in family.columns.items()}
    return (
        (wanted.relations is None or RELATIONS[relation] in wanted.relations)
        and (wanted.depth is None or depth <= wanted.depth)
        and (wanted.published_after is None or columns["created"] >= max(0, wanted.published_after))
        and (wanted.publisher is None or columns["publisher"] in wanted.publisher)
        and (wanted.license is None or columns["license"] in wanted.license)
        and (wanted.presence is None or columns["presence"] == wanted.presence.code)
    )


def ordered(family, walk, sort):
    keys = {
        Sort.USE: lambda node: node,
        Sort.LIKES: lambda node: -family.columns["likes"][node],
        Sort.CREATED: lambda node: -family.columns["created"][node],
        Sort.ID: lambda node: family.columns["by_id"][node],
        Sort.DEPTH: lambda node: walk[node][0],
    }
    return sorted(sorted(walk), key=keys[sort])


@checked
@given(
    families(),
    st.sampled_from(LIMITS),
    FILTERS,
    st.sampled_from(Sort),
    st.tuples(st.integers(0, 5), st.integers(0, 4)),
    st.booleans(),
)
def test_pages_are_slices_of_the_filtered_and_sorted_walk(family, limits, wanted, sort, cut, down):
    offset, limit = cut
    graph = opened(family, limits)
    for root in range(family.nodes):
        walk = descendants(graph, root) if down else ancestors(graph, root)
        whole = family.walk(root, down=down)
        passing = {n: row for n, row in whole.items() if passes(family, n, row[0], row[1], wanted)}
        found = page(graph, select(graph, walk, wanted), sort, offset, limit)
        nodes = ordered(family, passing, sort)[offset : offset + limit if limit else None]
        assert found.total == len(passing)
        assert found.nodes.tolist() == nodes
        rows = list(zip(found.depth.tolist(), found.relation.tolist(), found.via.tolist(), strict=True))
        assert rows == [passing[node] for node in nodes]
        links = [(node, passing[node][2]) if down else (passing[node][2], node) for node in nodes]
        assert found.standing.tolist() == [family.links[link][1] for link in links]


@checked
@given(families(), st.sampled_from(["publisher", "license", "task", "library", "presence", YEAR]))
def test_tallies_count_every_relative_once(family, column):
    graph = opened(family)
    for root in range(family.nodes):
        walk = descendants(graph, root)
        values, counts = tally(graph, walk, column)
        if column == YEAR:
            days = [family.columns["created"][node] for node in walk.nodes]
            expected = Counter(-1 if d < 0 else (date(1970, 1, 1) + timedelta(d)).year for d in days)
        else:
            expected = Counter(family.columns[column][node] for node in walk.nodes)
        assert list(zip(values.tolist(), counts.tolist(), strict=True)) == sorted(
            expected.items(), key=lambda item: (-item[1], item[0])
        )


@pytest.mark.parametrize("spread", [2_000, 30_000_000])
def test_tallies_of_large_families_agree_with_those_of_small_ones(spread):
    size = 6_000
    family = family_of(size + 1, [(child, 0) for child in range(1, size + 1)])
    family.columns["publisher"] = [(node * node * 7919) % spread - 1 for node in range(size + 1)]
    graph = opened(family)
    values, counts = tally(graph, descendants(graph, 0), "publisher")
    expected = Counter(family.columns["publisher"][1:])
    assert list(zip(values.tolist(), counts.tolist(), strict=True)) == sorted(
        expected.items(), key=lambda item: (-item[1], item[0])
    )


def test_what_cannot_be_counted_or_paged_is_refused():
    graph = opened(family_of(2, [(1, 0)]))
    with pytest.raises(ValueError, match="no column"):
        tally(graph, descendants(graph, 0), "smell")
    for wrong in ({"offset": -1}, {"limit": -1}):
        with pytest.raises(ValueError, match="count from 0"):
            page(graph, descendants(graph, 0), **wrong)


def test_no_filter_keeps_the_walk_itself():
    graph = opened(family_of(2, [(1, 0)]))
    walk = descendants(graph, 0)
    assert select(graph, walk, Filter()) is walk
    assert len(select(graph, walk, Filter(relations=frozenset({Relation.MERGE})))) == 0


def test_very_large_numbers_of_likes_do_not_upset_the_order():
    family = family_of(5, [(child, 0) for child in range(1, 5)])
    family.columns["likes"] = [0, -1, 2**40, 3, 2**31]
    graph = opened(family)
    assert page(graph, descendants(graph, 0), Sort.LIKES).nodes.tolist() == [2, 4, 3, 1]
