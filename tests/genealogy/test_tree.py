"""Folded trees: every model once, nothing lost, the best first, bounded whatever the links do."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.genealogy.reference import checked, families, family_of, opened

from filiation.facts.vocabulary import RELATIONS, STANDINGS, Relation, Standing
from filiation.genealogy.parents import RELATION_ORDER, STANDING_ORDER, parents, primary_parent
from filiation.genealogy.tree import Fold, Group, fold

FOLDS = st.builds(Fold, limit=st.integers(0, 3), depth=st.integers(0, 4), size=st.integers(1, 12))
WHOLE = Fold(limit=100, depth=100, size=1000)


def ranked(family, node):
    def key(parent):
        relation, standing = family.links[node, parent]
        return STANDING_ORDER.index(STANDINGS[standing]), RELATION_ORDER.index(RELATIONS[relation]), parent

    return sorted(family.parents(node), key=key)


def branches(branch, depth=0):
    yield branch, depth
    for child in branch.children:
        yield from branches(child, depth + 1)


def neighbors_of(family, node, down):
    links = {(c, p): kind for (c, p), kind in family.links.items() if (p if down else c) == node}
    return {(c if down else p): kind for (c, p), kind in links.items()}


@checked
@given(families())
def test_parents_come_in_the_documented_order(family):
    graph = opened(family)
    for node in range(family.nodes):
        assert list(parents(graph, node)) == ranked(family, node)
        assert primary_parent(graph, node) == next(iter(ranked(family, node)), None)


def check_sides(family, fold_, first, drawn, down):
    """Check one side of a tree: what hangs on each model, what is folded, what is repeated."""
    homes = Counter(branch.node for branch, _ in drawn if not branch.repeated)
    assert all(number == 1 for number in homes.values())
    assert len(homes) <= fold_.size
    for branch, depth in drawn:
        assert depth <= fold_.depth
        assert branch.node in homes
        assert len(branch.children) <= fold_.limit
        around = neighbors_of(family, branch.node, down)
        shown = [child.node for child in branch.children]
        expected = [node for node in (sorted(around) if down else ranked(family, branch.node)) if node in shown]
        assert shown == expected
        for child in branch.children:
            assert (child.relation, child.standing) == around[child.node]
        rest = Counter(RELATIONS[kind[0]] for node, kind in around.items() if node not in shown)
        assert branch.folded == ({} if branch.repeated else dict(rest))
        assert not (branch.repeated and branch.children)
    assert first.node in homes


@checked
@given(families(), FOLDS, FOLDS)
def test_trees_show_every_model_once_and_count_what_they_fold(family, below, above):
    graph = opened(family)
    for root in range(family.nodes):
        tree = fold(graph, root, below, above)
        down = list(branches(tree.root))
        check_sides(family, below, tree.root, down, down=True)
        up = [pair for branch in tree.ancestors for pair in branches(branch, 1)]
        lineage = [(branch, depth) for branch, depth in up if branch.node != root]
        assert len({b.node for b, _ in lineage if not b.repeated}) < above.size
        assert len(tree.ancestors) + sum(tree.folded_ancestors.values()) == len(family.parents(root))
        for branch, depth in down + up:
            assert branch.descendants == len(family.walk(branch.node, down=True))
            assert depth <= max(below.depth, above.depth)


@checked
@given(families())
def test_an_unlimited_tree_holds_the_whole_family_at_its_depths(family):
    graph = opened(family)
    for root in range(family.nodes):
        tree = fold(graph, root, WHOLE, WHOLE)
        walk = family.walk(root, down=True)
        placed = {b.node: (d, b) for b, d in branches(tree.root) if not b.repeated}
        assert {node: depth for node, (depth, _) in placed.items()} == {root: 0} | {
            node: row[0] for node, row in walk.items()
        }
        up = [pair for branch in tree.ancestors for pair in branches(branch, 1)]
        found = {b.node: d for b, d in up if not b.repeated}
        assert found == {node: row[0] for node, row in family.walk(root, down=False).items()}


def test_a_merge_stands_under_its_primary_parent_and_is_repeated_under_the_other():
    merge, quantized = Relation.MERGE.code, Relation.QUANTIZED.code
    links = [(1, 0), (2, 0), (3, 1, merge), (3, 2, quantized), (4, 3)]
    tree = fold(opened(family_of(5, links)), 0, WHOLE, WHOLE).root
    one, two = tree.children
    assert [(child.node, child.repeated) for child in one.children] == [(3, True)]
    assert [(child.node, child.repeated) for child in two.children] == [(3, False)]
    assert two.children[0].other_parents == (1,)
    assert [child.node for child in two.children[0].children] == [4]
    assert one.children[0].children == ()


def test_a_cycle_is_drawn_once_around():
    tree = fold(opened(family_of(3, [(1, 0), (2, 1), (0, 2)])), 0, WHOLE, WHOLE)
    shown = [(branch.node, branch.repeated) for branch, _ in branches(tree.root)]
    assert shown == [(0, False), (1, False), (2, False), (0, True)]
    (parent,) = tree.ancestors
    assert [(branch.node, branch.repeated) for branch, _ in branches(parent)] == [
        (2, False),
        (1, False),
        (0, True),
    ]


def test_many_siblings_are_counted_by_relation():
    links = [(child, 0, (child % 2) * Relation.QUANTIZED.code) for child in range(1, 41)]
    tree = fold(opened(family_of(41, links)), 0, Fold(limit=4), Fold())
    assert [child.node for child in tree.root.children] == [1, 2, 3, 4]
    assert tree.root.folded == {Relation.FINETUNE: 18, Relation.QUANTIZED: 18}


def test_a_deep_tree_needs_no_recursion():
    graph = opened(family_of(1_501, [(node, node - 1) for node in range(1, 1_501)]))
    branch, depth = fold(graph, 0, Fold(depth=1_500, size=2_000), Fold()).root, 0
    while branch.children:
        (branch,) = branch.children
        depth += 1
    assert depth == 1_500


def test_the_better_standing_wins_over_the_closer_relation():
    declared, inferred = Standing.DECLARED.code, Standing.INFERRED.code
    links = [(2, 0, Relation.COPY.code, inferred), (2, 1, Relation.MERGE.code, declared)]
    assert parents(opened(family_of(3, links)), 2) == (1, 0)


def test_a_number_that_no_model_has_is_refused():
    with pytest.raises(ValueError, match="no model"):
        fold(opened(family_of(2, [])), 2, Fold(), Fold())


OPENED = st.lists(
    st.builds(
        Group, st.integers(0, 13), st.sampled_from([r.code for r in RELATIONS]), st.booleans(), st.integers(0, 4)
    ),
    max_size=5,
)
SMALL = st.builds(
    Fold, limit=st.integers(0, 2), depth=st.integers(0, 2), size=st.integers(1, 8), opened_size=st.integers(8, 12)
)


def sides(tree):
    """Return both sides of a tree, each as one branch of the root."""
    above = replace(tree.root, children=tree.ancestors, folded=tree.folded_ancestors, opened=())
    return (tree.root, False), (above, True)


@checked
@given(families(), SMALL, OPENED)
def test_opened_groups_add_to_a_tree_and_take_nothing_away(family, fold_, opened_):
    graph = opened(family)
    for root in range(family.nodes):
        plain, tree = fold(graph, root, fold_, fold_), fold(graph, root, fold_, fold_, opened_)
        for (before, upward), (after, _) in zip(sides(plain), sides(tree), strict=True):
            drawn = [branch for branch, _ in branches(after)]
            homes = {branch.node: branch for branch in drawn if not branch.repeated}
            kept = {branch.node for branch, _ in branches(before)}
            assert kept <= homes.keys()
            assert len(homes) == sum(not branch.repeated for branch in drawn)
            assert len(homes) <= fold_.opened_size
            for branch in homes.values():
                check_group(family, branch, upward, opened_, full=len(homes) == fold_.opened_size)
            added = homes.keys() - kept
            asked = {
                child.node
                for branch in homes.values()
                if branch.opened or (upward and branch.relation is None)
                for child in branch.children
                if child.node in added
            }
            assert added == asked


def check_group(family, branch, upward, opened_, *, full):
    """Check that each neighbor is drawn or counted, and that an opened group shows what was asked for."""
    around = neighbors_of(family, branch.node, not upward)
    shown = [child.node for child in branch.children]
    assert len(set(shown)) == len(shown)
    rest = Counter(RELATIONS[kind[0]] for node, kind in around.items() if node not in shown)
    assert branch.folded == dict(rest)
    ordered = ranked(family, branch.node) if upward else sorted(around)
    wanted = [(g.relation, g.shown) for g in opened_ if (g.node, g.upward) == (branch.node, upward) and g.shown]
    present = {around[node][0] for node in around}
    if not upward or branch.relation is not None:  # a tree does not tell which parents of its root were opened
        assert branch.opened == tuple(sorted({relation for relation, _ in wanted} & present))
    for relation, number in wanted:
        best = [node for node in ordered if around[node][0] == relation][:number]
        assert full or set(best) <= set(shown)


def test_opening_unfolds_one_group_and_leaves_the_others_folded():
    quantized = Relation.QUANTIZED.code
    links = [(child, 0, (child % 2) * quantized) for child in range(1, 41)] + [(41, 40), (42, 9)]
    graph = opened(family_of(43, links))
    shape = Fold(limit=4, depth=1)
    tree = fold(graph, 0, shape, shape, [Group(0, quantized, upward=False, shown=6)]).root
    assert [child.node for child in tree.children] == [1, 2, 3, 4, 5, 7, 9, 11]
    assert tree.folded == {Relation.FINETUNE: 18, Relation.QUANTIZED: 14}
    assert tree.opened == (quantized,)
    assert tree.children[6].folded == {Relation.FINETUNE: 1}
    groups = [Group(node, code, upward=False, shown=5) for node, code in ((0, quantized), (9, 0), (40, 0))]
    further = fold(graph, 0, shape, shape, [*groups])
    assert [[one.node for one in child.children] for child in further.root.children[6:]] == [[42]]


def test_parents_are_opened_too():
    links = [(0, parent, Relation.MERGE.code) for parent in range(1, 11)]
    graph = opened(family_of(11, links))
    tree = fold(graph, 0, Fold(limit=2), Fold(limit=2), [Group(0, Relation.MERGE.code, upward=True, shown=7)])
    assert [branch.node for branch in tree.ancestors] == [1, 2, 3, 4, 5, 6, 7]
    assert tree.folded_ancestors == {Relation.MERGE: 3}
    assert tree.root.opened == ()


def test_an_opened_group_stays_within_its_size():
    graph = opened(family_of(101, [(child, 0) for child in range(1, 101)]))
    shape = Fold(limit=5, size=3, opened_size=20)
    tree = fold(graph, 0, shape, shape, [Group(0, 0, upward=False, shown=90)]).root
    assert (len(tree.children), tree.folded) == (19, {Relation.FINETUNE: 81})
