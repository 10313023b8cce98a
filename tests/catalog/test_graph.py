"""The graph comes back from its folder as it was, and a folder that is not whole is refused."""

import json

import numpy as np
import pytest
from hypothesis import given
from tests.genealogy.reference import built, checked, families, family_of, opened

from filiation.catalog.graph import COLUMNS, ClosureLimits, Graph, GraphFacts, Links, build_graph
from filiation.errors import StoreFailed

SMALL = family_of(4, [(1, 0, 2, 1), (2, 0, 1), (2, 1, 3), (3, 2)])


@checked
@given(families())
def test_links_and_columns_come_back_from_both_ends(family):
    graph = opened(family)
    for node in range(family.nodes):
        for side, neighbors in ((graph.up, family.parents(node)), (graph.down, family.children(node))):
            span = side.span(node)
            assert side.nodes[span].tolist() == neighbors
            links = [(node, p) if side is graph.up else (p, node) for p in neighbors]
            assert side.relation[span].tolist() == [family.links[link][0] for link in links]
            assert side.standing[span].tolist() == [family.links[link][1] for link in links]
    for name, kind in COLUMNS.items():
        assert graph.columns[name].tolist() == family.columns[name]
        assert graph.columns[name].dtype == kind


@checked
@given(families())
def test_each_link_is_found_between_its_ends(family):
    graph = opened(family)
    ends = np.array(list(family.links), np.int32).reshape(-1, 2)
    places = graph.up.find(ends[:, 0], ends[:, 1])
    assert graph.up.nodes[places].tolist() == ends[:, 1].tolist()
    found = list(zip(graph.up.relation[places].tolist(), graph.up.standing[places].tolist(), strict=True))
    assert found == list(family.links.values())


def test_the_facts_count_what_was_written(tmp_path):
    facts = built(tmp_path / "graph", SMALL, ClosureLimits())
    assert facts == GraphFacts(nodes=4, links=4, closure_rows=6, roots=3, left_out=0)
    assert Graph.open(tmp_path / "graph").facts == facts


def test_the_arrays_are_read_only(tmp_path):
    built(tmp_path, SMALL, ClosureLimits())
    with pytest.raises(ValueError, match="read-only"):
        Graph.open(tmp_path).up.nodes[0] = 1


def test_a_number_that_no_model_has_is_refused():
    graph = opened(SMALL)
    assert graph.check(3) == 3
    for wrong in (-1, 4):
        with pytest.raises(ValueError, match="no model"):
            graph.check(wrong)


@pytest.fixture
def folder(tmp_path):
    built(tmp_path, SMALL, ClosureLimits(depth=1))
    return tmp_path


def test_every_missing_or_truncated_file_is_reported(folder):
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 8 + 5 + len(COLUMNS) + 1
    for name in names:
        whole = (folder / name).read_bytes()
        for damage in (whole[:-2], whole[: len(whole) // 2], b"", b"\x00" * len(whole)):
            (folder / name).write_bytes(damage)
            with pytest.raises(StoreFailed, match=r"missing or damaged.*rebuild") as failed:
                Graph.open(folder)
            assert failed.value.exit_code == 5
        (folder / name).unlink()
        with pytest.raises(StoreFailed):
            Graph.open(folder)
        (folder / name).write_bytes(whole)
    Graph.open(folder)


def test_another_version_is_refused(folder):
    manifest = json.loads((folder / "graph.json").read_text())
    (folder / "graph.json").write_text(json.dumps(manifest | {"version": 99}))
    with pytest.raises(StoreFailed, match="version 99"):
        Graph.open(folder)


@pytest.mark.parametrize("change", [{"nodes": 5}, {"links": 3}, {"closure_rows": 5}, {"left_out": 9}, {"odd": 1}])
def test_facts_that_do_not_fit_the_arrays_are_refused(folder, change):
    manifest = json.loads((folder / "graph.json").read_text())
    manifest["facts"] |= change
    (folder / "graph.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreFailed):
        Graph.open(folder)


@pytest.mark.parametrize("manifest", ["[]", "{}", '{"version": 1}', '{"version": 1, "facts": 3, "lengths": {}}'])
def test_a_manifest_of_another_shape_is_refused(folder, manifest):
    (folder / "graph.json").write_text(manifest)
    with pytest.raises(StoreFailed):
        Graph.open(folder)


def links_of(child, parent, relation=0, standing=0):
    count = len(child)
    codes = (np.full(count, relation, np.uint8), np.full(count, standing, np.uint8))
    return Links(np.array(child, np.int32), np.array(parent, np.int32), *codes)


@pytest.mark.parametrize(
    ("links", "says"),
    [
        (links_of([1], [1]), "itself"),
        (links_of([1, 1], [0, 0]), "same child"),
        (links_of([1], [4]), "not there"),
        (links_of([-1], [0]), "not there"),
        (links_of([1], [0], relation=7), "unknown relation"),
        (links_of([1], [0], standing=4), "unknown relation or standing"),
    ],
)
def test_links_that_break_the_rules_are_refused(tmp_path, links, says):
    columns = {name: np.zeros(4, kind) for name, kind in COLUMNS.items()}
    with pytest.raises(ValueError, match=says):
        build_graph(tmp_path, 4, links, columns, ClosureLimits())


def test_columns_must_all_be_there_with_one_value_a_model(tmp_path):
    columns = {name: np.zeros(4, kind) for name, kind in COLUMNS.items()}
    links = links_of([1], [0])
    with pytest.raises(ValueError, match="columns must be"):
        build_graph(tmp_path, 4, links, {"likes": columns["likes"]}, ClosureLimits())
    with pytest.raises(ValueError, match="differs in length"):
        build_graph(tmp_path, 5, links, columns, ClosureLimits())
    short = Links(links.child, links.parent, links.relation, links.standing[:0])
    with pytest.raises(ValueError, match="differ in length"):
        build_graph(tmp_path, 4, short, columns, ClosureLimits())
