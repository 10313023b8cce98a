"""Every answer that tells how a model was made tells how sure that is."""

import pytest
from tests.making import dataset, imported, model

from filiation.facts.exploration import NodeKind, Query

RECORDS = [
    model("base/B", downloads=9),
    model("base/C", downloads=8),
    model("me/stated", "base_model:finetune:base/B", "dataset:corp/D", downloads=7),
    model("me/guessed-GGUF", "gguf", "base_model:me/stated"),
    model("me/disputed", "mergekit", "merge", "lazymergekit", "base/C", "base_model:base/B"),
]
GUESSED, STATED = "me/guessed-GGUF", "me/stated"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certainty")
    imported(folder, [dataset("corp/D")]).close()
    with imported(folder, RECORDS) as made:
        yield made


@pytest.fixture(scope="module")
def sure(catalog):
    (link,) = catalog.show(GUESSED).parents
    assert 0 < link.certainty < 1
    return link.certainty


def test_relatives(catalog, sure):
    assert {one.id: one.certainty for one in catalog.ancestors(GUESSED).items} == {STATED: sure, "base/B": 1.0}
    below = {one.id: one.certainty for one in catalog.descendants("base/B").items}
    assert (below[STATED], below[GUESSED]) == (1.0, sure)


def test_the_line_of_parents(catalog, sure):
    assert [(one.id, one.certainty) for one in catalog.lineage(GUESSED).line] == [(STATED, sure), ("base/B", 1.0)]


def test_the_steps_of_a_path(catalog, sure):
    found = catalog.path(GUESSED, "base/B").steps
    assert {step.child: step.certainty for step in found} == {GUESSED: sure, STATED: 1.0}


def test_the_nodes_and_edges_of_an_exploration(catalog, sure):
    answer = catalog.explore(Query((STATED,), kinds=tuple(NodeKind), limit=0))
    nodes = {node.id: node.certainty for node in answer.nodes}
    assert (nodes[GUESSED], nodes["base/B"], nodes[STATED], nodes["corp/D"], nodes["me"]) == (sure, 1, None, None, None)
    edges = {(edge.source, edge.target): edge.certainty for edge in answer.edges}
    assert (edges[GUESSED, STATED], edges[STATED, "base/B"], edges[STATED, "corp/D"]) == (sure, 1, 1)
    assert edges[STATED, "me"] is None


def test_the_nodes_of_a_tree(catalog, sure):
    tree = catalog.tree(STATED)
    assert tree.root.certainty is None
    assert [one.certainty for one in tree.root.children] == [sure]
    assert [one.certainty for one in tree.ancestors] == [1.0]
    (up,) = catalog.tree(GUESSED).ancestors
    assert (up.certainty, [one.certainty for one in up.children]) == (sure, [1.0])


def test_a_link_that_only_its_sibling_contradicts_quotes_the_sibling(catalog):
    found = {link.parent: link for link in catalog.evidence("me/disputed").links}
    for parent, other in (("base/B", "base/C"), ("base/C", "base/B")):
        assert found[parent].standing == "contradicted"
        assert [clue.raw for clue in found[parent].clues if not clue.supports] == [other]
        assert any(clue.supports for clue in found[parent].clues)
