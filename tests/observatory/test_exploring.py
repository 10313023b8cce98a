"""The explorer: what passes is counted, a page of it listed, and every edge among those listed told once."""

from datetime import date, timedelta

import pytest
from tests.making import NOW, dataset, imported, lines, model

import filiation
from filiation.catalog import holdings
from filiation.errors import NotFound, WrongUse
from filiation.facts.exploration import Edge, Node, NodeKind, Query, Toward
from filiation.facts.vocabulary import Presence, Relation, Standing
from filiation.observatory import Observatory

ALL = tuple(NodeKind)
MODELS = [
    model("a/root", "license:mit", downloads=90, createdAt="2024-01-01T00:00:00.000Z", pipeline_tag="text-generation"),
    model(
        "b/kid",
        "base_model:finetune:a/root",
        "license:mit",
        "dataset:d/data",
        downloads=50,
        likes=4,
        createdAt="2024-02-01T00:00:00.000Z",
        pipeline_tag="text-generation",
    ),
    model("b/kid-GGUF", "base_model:quantized:b/kid", downloads=70, createdAt="2024-03-01T00:00:00.000Z"),
    model("c/other", "base_model:adapter:a/root", "dataset:d/data", "dataset:d/more", downloads=10, likes=9),
    model("c/mix", "base_model:merge:b/kid", "base_model:merge:c/other", downloads=1),
    model("z/far", downloads=60),
]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    folder = tmp_path_factory.mktemp("exploring")
    made = imported(folder, MODELS)
    data = [dataset("d/data", "license:odc-by", downloads=5, likes=6, createdAt="2023-01-01T00:00:00.000Z")]
    made.import_files([lines(folder / "datasets.jsonl", data)], now=NOW)
    return made


def listed(answer):
    return [node.id for node in answer.nodes]


def test_the_named_models_stand_first_and_are_not_counted(catalog: Observatory):
    answer = catalog.explore(Query(("b/kid", "z/far", "b/kid")))
    assert listed(answer) == ["b/kid", "z/far", "a/root", "b/kid-GGUF", "c/mix"]
    assert (answer.total, answer.by_kind) == (3, {"model": 3})
    assert answer.by_relation == {"finetune": 1, "quantized": 1, "merge": 1}
    assert [node.depth for node in answer.nodes] == [0, 0, -1, 1, 1]
    assert (answer.edition, answer.seen) == (catalog.stats().edition, catalog.stats().seen)
    assert answer.nodes[3] == Node(
        id="b/kid-GGUF",
        kind=NodeKind.MODEL,
        depth=1,
        relation=Relation.QUANTIZED,
        standing=Standing.DECLARED,
        publisher="b",
        license=None,
        task=None,
        created=date(2024, 3, 1),
        downloads=70,
        likes=0,
        presence=Presence.LISTED,
        gone=False,
        certainty=1.0,
    )
    assert (answer.nodes[0].relation, answer.nodes[0].standing) == (None, None)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({}, ["b/kid-GGUF", "b/kid", "c/other", "c/mix"]),
        ({"toward": Toward.ANCESTORS}, []),
        ({"relations": (Relation.ADAPTER, Relation.MERGE)}, ["c/other", "c/mix"]),
        ({"standings": (Standing.CONTRADICTED,)}, []),
        ({"standings": (Standing.DECLARED,), "depth": 1}, ["b/kid", "c/other"]),
        ({"task": "Text-Generation"}, ["b/kid"]),
        ({"task": "unknown"}, ["b/kid-GGUF", "c/other", "c/mix"]),
        ({"license": "MIT"}, ["b/kid"]),
        ({"license": "unknown", "publisher": "C"}, ["c/other", "c/mix"]),
        ({"publisher": "unknown"}, []),
        ({"published_after": date(2024, 2, 1)}, ["b/kid-GGUF", "b/kid"]),
        ({"published_before": date(2024, 2, 1)}, ["b/kid"]),
        ({"published_after": date(2024, 2, 2), "published_before": date(2024, 3, 1)}, ["b/kid-GGUF"]),
        ({"sort": "likes"}, ["c/other", "b/kid", "b/kid-GGUF", "c/mix"]),
        ({"sort": "created"}, ["b/kid-GGUF", "b/kid", "c/other", "c/mix"]),
        ({"sort": "id"}, ["b/kid", "b/kid-GGUF", "c/mix", "c/other"]),
        ({"sort": "depth"}, ["b/kid", "c/other", "b/kid-GGUF", "c/mix"]),
        ({"limit": 1, "offset": 1}, ["b/kid"]),
        ({"limit": 0, "offset": 3}, ["c/mix"]),
    ],
)
def test_filters_orders_and_pages(catalog: Observatory, filters, ids):
    answer = catalog.explore(Query(("a/root",), **filters))
    assert listed(answer) == ["a/root", *ids]
    if not filters.keys() & {"limit", "offset"}:
        assert answer.total == len(ids) == sum(answer.by_relation.values())


def test_datasets_and_publishers_come_when_they_are_asked_for(catalog: Observatory):
    answer = catalog.explore(Query(("b/kid",), kinds=ALL, limit=0))
    assert listed(answer) == ["b/kid", "a/root", "b/kid-GGUF", "c/mix", "d/data", "b", "a", "c"]
    assert answer.by_kind == {"model": 3, "dataset": 1, "publisher": 3}
    assert answer.total == 7
    found = answer.nodes[4]
    assert (found.kind, found.depth, found.license, found.likes) == (NodeKind.DATASET, None, "odc-by", 6)
    account = answer.nodes[5]
    assert (account.kind, account.downloads, account.presence) == (NodeKind.PUBLISHER, 120, None)
    assert set(answer.edges) == {
        Edge("b/kid", "a/root", Relation.FINETUNE, Standing.DECLARED, 1.0),
        Edge("b/kid-GGUF", "b/kid", Relation.QUANTIZED, Standing.DECLARED, 1.0),
        Edge("c/mix", "b/kid", Relation.MERGE, Standing.DECLARED, 1.0),
        Edge("b/kid", "d/data", Relation.TRAINED_ON, Standing.DECLARED, 1.0),
        Edge("a/root", "a", None, None),
        Edge("b/kid", "b", None, None),
        Edge("b/kid-GGUF", "b", None, None),
        Edge("c/mix", "c", None, None),
    }
    assert len(answer.edges) == len(set(answer.edges))


def test_kinds_are_what_is_listed_not_what_is_walked(catalog: Observatory):
    answer = catalog.explore(Query(("a/root",), kinds=(NodeKind.DATASET,)))
    assert listed(answer) == ["a/root", "d/data", "d/more"]
    assert (answer.by_kind, answer.by_relation, answer.edges) == ({"dataset": 2}, {}, ())
    filtered = catalog.explore(Query(("a/root",), kinds=(NodeKind.DATASET,), license="mit"))
    assert listed(filtered) == ["a/root", "d/data"]
    assert catalog.explore(Query(("a/root",), kinds=(NodeKind.ORGANIZATION, NodeKind.USER))).total == 0
    assert catalog.explore(Query(("a/root",), kinds=())).by_kind == {"model": 4, "dataset": 2, "publisher": 3}


@pytest.mark.parametrize("sort", ["use", "likes", "created", "id", "depth"])
def test_kinds_take_turns_and_pages_hold_everything_once(catalog: Observatory, sort):
    query = Query(("a/root",), kinds=ALL, sort=sort, limit=0)
    whole = listed(catalog.explore(query))[1:]
    pages = [catalog.explore(Query(("a/root",), kinds=ALL, sort=sort, limit=4, offset=o)) for o in (0, 4, 8, 12)]
    assert sorted(one for page in pages for one in listed(page)[1:]) == sorted(whole)
    assert len(whole) == len(set(whole)) == 9
    assert {node.kind for node in pages[0].nodes} == {NodeKind.MODEL, NodeKind.DATASET, NodeKind.PUBLISHER}
    assert [one for one in whole if one.startswith("d/")] == ["d/data", "d/more"]


def test_edges_join_only_what_is_listed(catalog: Observatory):
    answer = catalog.explore(Query(("c/mix",), limit=1, sort="id"))
    assert listed(answer) == ["c/mix", "a/root"]
    assert answer.edges == ()
    both = catalog.explore(Query(("c/mix", "c/other"), limit=0))
    assert Edge("c/mix", "c/other", Relation.MERGE, Standing.DECLARED, 1.0) in both.edges
    assert Edge("b/kid", "a/root", Relation.FINETUNE, Standing.DECLARED, 1.0) in both.edges


def test_the_kind_of_an_account_is_told_where_the_sources_do(catalog: Observatory, monkeypatch: pytest.MonkeyPatch):
    from filiation.observatory import graphing

    monkeypatch.setattr(
        graphing, "publisher_kinds", lambda edition: holdings.publisher_kinds(edition) * 0
    )  # the first kind: organization
    answer = catalog.explore(Query(("a/root",), kinds=(NodeKind.ORGANIZATION,)))
    assert answer.by_kind == {"organization": 3}
    monkeypatch.undo()
    assert catalog.explore(Query(("a/root",), kinds=(NodeKind.ORGANIZATION,))).by_kind == {}


def test_large_families_read_the_statements_once(catalog: Observatory, monkeypatch: pytest.MonkeyPatch):
    query = Query(("a/root",), kinds=ALL, limit=0)
    usual = catalog.explore(query)
    monkeypatch.setattr(holdings, "_FEW", 0)
    assert catalog.explore(query) == usual
    assert catalog.explore(query) == usual


@pytest.mark.parametrize(
    "query",
    [
        Query(()),
        Query(("a/root",), limit=-1),
        Query(("a/root",), offset=-1),
        Query(("a/root",), depth=0),
        Query(("a/root",), sort="beauty"),
        Query(("a/root",), relations=(Relation.TRAINED_ON,)),
        Query(("a/root",), relations=("cousin",)),
        Query(("a/root",), standings=("proven",)),
        Query(("a/root",), kinds=("cousin",)),
        Query(("a/root",), toward="sideways"),
        Query(("a/root",), published_after="2024-01-01"),
    ],
)
def test_wrong_questions_are_named(catalog: Observatory, query):
    with pytest.raises(WrongUse):
        catalog.explore(query)


@pytest.mark.parametrize(
    "query",
    [
        Query(("nobody/nothing",)),
        Query(("a/root",), task="knitting"),
        Query(("a/root",), license="nothing"),
        Query(("a/root",), publisher="nobody"),
    ],
)
def test_what_is_not_there_is_named(catalog: Observatory, query):
    with pytest.raises(NotFound):
        catalog.explore(query)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home))
        with filiation.open() as observatory:
            yield observatory


@pytest.mark.parametrize("name", ["mistralai/Mistral-7B-v0.1", "HuggingFaceH4/zephyr-7b-beta"])
def test_one_model_is_explored_as_its_relatives_are_listed(sample: Observatory, name):
    answer = sample.explore(Query((name,), limit=0, kinds=(NodeKind.MODEL, NodeKind.DATASET)))
    above, below = sample.ancestors(name, limit=0), sample.descendants(name, limit=0)
    expected = {one.id: (-one.depth, one.relation, one.standing) for one in above.items}
    expected |= {one.id: (one.depth, one.relation, one.standing) for one in below.items}
    models = [node for node in answer.nodes[1:] if node.kind is NodeKind.MODEL]
    assert {node.id: (node.depth, node.relation, node.standing) for node in models} == expected
    shown = [sample.show(node.id) for node in answer.nodes[:40] if node.kind is NodeKind.MODEL]
    told = {(p.model.id, d.id) for p in shown for d in p.datasets if not d.withdrawn}
    edges = {(edge.source, edge.target) for edge in answer.edges if edge.relation is Relation.TRAINED_ON}
    assert told <= edges


def test_days_before_and_after_split_the_dated(sample: Observatory):
    name, day = "mistralai/Mistral-7B-v0.1", date(2024, 1, 1)
    early = sample.explore(Query((name,), published_before=day)).total
    late = sample.explore(Query((name,), published_after=day + timedelta(1))).total
    dated = sample.explore(Query((name,), published_after=date(1970, 1, 1))).total
    assert early + late == dated
    assert early
    assert late
