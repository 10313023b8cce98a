"""Tables of publishers and licenses: they count every model, and their entries lead to the models that they count."""

import pytest
from tests.making import imported, model

from filiation.errors import NotFound, WrongUse
from filiation.facts.exploration import Query
from filiation.facts.heritage import DoubtKind, LineLicense
from filiation.facts.vocabulary import Relation
from filiation.observatory import Observatory


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    kid = "base_model:finetune:a/root"
    records = [
        model("a/root", "license:mit"),
        model("a/silent", kid),
        model("unknown/silent", kid),
        model("unknown/said", kid, "license:unknown", downloads=9),
        model("b/said", kid, "license:unknown", "base_model:finetune:a/silent"),
        model("b/mit", kid, "license:mit"),
        model("c/below", "base_model:merge:b/mit", "license:apache-2.0"),
        model("bare", kid, "license:mit"),
    ]
    return imported(tmp_path_factory.mktemp("store"), records)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patched.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        return Observatory.open()


def test_what_the_hub_calls_unknown_is_not_told(catalog: Observatory):
    found = catalog.descendants("a/root", tallies=True)
    assert found.by_license == {"unknown": 4, "mit": 2, "apache-2.0": 1}
    assert found.licenses == 2
    assert found.by_publisher == {"b": 2, "unknown": 3, "a": 1, "c": 1}
    assert found.publishers == 3
    overview = catalog.overview("a/root")
    assert (overview.licenses, overview.by_license) == (found.licenses, found.by_license)
    assert (overview.publishers, overview.by_publisher) == (found.publishers, found.by_publisher)


@pytest.mark.parametrize(("column", "asked"), [("license", "by_license"), ("publisher", "by_publisher")])
def test_each_entry_leads_to_what_it_counts(catalog: Observatory, sample: Observatory, column: str, asked: str):
    for observatory, name in ((catalog, "a/root"), (sample, "mistralai/Mistral-7B-v0.1")):
        for value, n in getattr(observatory.descendants(name, tallies=True), asked).items():
            assert observatory.descendants(name, **{column: value}).total == n
            explored = observatory.explore(Query((name,), toward="descendants", **{column: value}))
            assert explored.total == n


def test_a_table_that_shows_all_counts_every_model_once(sample: Observatory):
    edition = sample.edition
    for name in edition.ids(range(300)).values():
        for found in (sample.descendants(name, tallies=True), sample.ancestors(name, tallies=True)):
            for distinct, table in ((found.publishers, found.by_publisher), (found.licenses, found.by_license)):
                known = len(table) - ("unknown" in table)
                assert known <= distinct
                assert len(table) == min(20, distinct + ("unknown" in table))
                assert (sum(table.values()) == found.total) or known < distinct
                assert list(table.values()) == sorted(table.values(), reverse=True)
        overview = sample.overview(name)
        below = sample.descendants(name, tallies=True)
        assert (overview.licenses, overview.by_license) == (below.licenses, below.by_license)
        assert (overview.publishers, overview.by_publisher) == (below.publishers, below.by_publisher)


def test_a_lineage_tells_no_license_called_unknown(catalog: Observatory):
    found = catalog.lineage("b/said")
    assert found.licenses == (LineLicense(None, 2, "b/said", 0), LineLicense("mit", 1, "a/root", 1))
    kinds = [doubt.kind for doubt in found.doubts]
    assert DoubtKind.NO_LICENSE in kinds
    assert DoubtKind.LICENSE_DIFFERS not in kinds
    assert catalog.lineage("unknown/said").publishers == {"a": 1}


def test_publishers_that_are_not_there_are_named_with_near_ones(sample: Observatory):
    with pytest.raises(NotFound, match=r"Near it: .*mistralai"):
        sample.descendants("mistralai/Mistral-7B-v0.1", publisher="mistralia")


def test_ancestors_are_counted_by_relation(catalog: Observatory):
    shown = catalog.show("c/below").ancestors
    assert (shown.total, shown.by_relation) == (2, {"finetune": 1, "merge": 1})


def test_a_way_names_relations_between_models(catalog: Observatory):
    way = (Relation.FINETUNE, "merge")
    assert [one.id for one in catalog.descendants("a/root", way=way).items] == ["c/below"]
    assert catalog.descendants("a/root", way=way, relation="finetune").total == 0
    assert catalog.descendants("a/root", way=["finetune"], license="mit").total == 2
    for wrong in (["trained_on"], ["cousin"], "finetune,merge"):
        with pytest.raises(WrongUse):
            catalog.descendants("a/root", way=wrong)


def test_every_cell_of_an_overview_lists_what_it_counts(sample: Observatory):
    largest = [name for name, _ in sample.stats().largest]
    for name in [*largest, *sample.edition.ids(range(40)).values()]:
        overview = sample.overview(name)
        for cell in overview.cells:
            found = sample.descendants(name, way=cell.way, limit=0)
            assert found.total == len(found.items) == cell.here
            assert all(one.depth == len(cell.way) and one.relation is cell.way[-1] for one in found.items)
