"""The façade's own part: what is asked wrongly is said, what is asked rightly adds up."""

from datetime import date
from pathlib import Path

import pytest
from tests.making import dataset, imported, lines, model

import filiation
from filiation.errors import NotFound, WrongUse
from filiation.observatory import Observatory


@pytest.fixture
def catalog(tmp_path: Path) -> Observatory:
    records = [
        model("a/root", "license:mit", downloads=90, createdAt="2024-01-01T00:00:00.000Z"),
        model("b/kid", "base_model:finetune:a/root", "license:mit", downloads=50, createdAt="2024-02-01T00:00:00.000Z"),
        model("b/kid-GGUF", "base_model:quantized:b/kid", downloads=70, createdAt="2024-03-01T00:00:00.000Z"),
        model("c/other", "base_model:adapter:a/root", "dataset:d/data", downloads=10),
    ]
    return imported(tmp_path, records)


def test_filters_and_pages_add_up(catalog: Observatory):
    every = catalog.descendants("a/root", tallies=True)
    assert [i.id for i in every.items] == ["b/kid-GGUF", "b/kid", "c/other"]
    assert (every.total, every.by_depth, every.publishers) == (3, {"1": 2, "2": 1}, 2)
    assert every.by_publisher == {"b": 2, "c": 1}
    assert every.by_license == {"unknown": 2, "mit": 1}
    assert [i.via for i in every.items] == ["b/kid", "a/root", "a/root"]
    asked = {
        ("relation", "quantized"): ["b/kid-GGUF"],
        ("relation", ("adapter", "finetune")): ["b/kid", "c/other"],
        ("depth", 1): ["b/kid", "c/other"],
        ("published_after", date(2024, 2, 1)): ["b/kid-GGUF", "b/kid"],
        ("publisher", "b"): ["b/kid-GGUF", "b/kid"],
        ("license", "MIT"): ["b/kid"],
        ("license", "unknown"): ["b/kid-GGUF", "c/other"],
        ("sort", "depth"): ["b/kid", "c/other", "b/kid-GGUF"],
        ("sort", "id"): ["b/kid", "b/kid-GGUF", "c/other"],
        ("limit", 1): ["b/kid-GGUF"],
        ("offset", 2): ["c/other"],
    }
    for (name, value), ids in asked.items():
        assert [i.id for i in catalog.descendants("a/root", **{name: value}).items] == ids, name


def test_ancestors_paths_and_trees(catalog: Observatory):
    assert [(i.id, i.depth) for i in catalog.ancestors("b/kid-GGUF", sort="depth").items] == [
        ("b/kid", 1),
        ("a/root", 2),
    ]
    found = catalog.path("b/kid-GGUF", "c/other")
    assert (found.kinship.value, found.common) == ("common-ancestors", ("a/root",))
    assert [(s.child, s.parent) for s in found.steps] == [
        ("b/kid-GGUF", "b/kid"),
        ("b/kid", "a/root"),
        ("c/other", "a/root"),
    ]
    drawn = catalog.tree("b/kid")
    assert [a.id for a in drawn.ancestors] == ["a/root"]
    assert [c.id for c in drawn.root.children] == ["b/kid-GGUF"]


def test_datasets_publishers_and_models_are_found(tmp_path: Path, catalog: Observatory):
    from tests.making import NOW

    catalog.import_files([lines(tmp_path / "d.jsonl", [dataset("d/data", downloads=3)])], now=NOW)
    assert [(h.kind, h.id, h.downloads) for h in catalog.search("d/data").items] == [("dataset", "d/data", 3)]
    assert ("publisher", "b", 120, 2) in [(h.kind, h.id, h.downloads, h.models) for h in catalog.search("b").items]
    assert {h.kind for h in catalog.search("kid", kinds="model").items} == {"model"}
    assert catalog.stats().publishers == 4


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.descendants("a/root", relation="cousin"),
        lambda c: c.descendants("a/root", relation="trained_on"),
        lambda c: c.descendants("a/root", sort="beauty"),
        lambda c: c.descendants("a/root", limit=-1),
        lambda c: c.descendants("a/root", offset=-1),
        lambda c: c.descendants("a/root", depth=0),
        lambda c: c.descendants("a/root", published_after="2024-01-01"),
        lambda c: c.show("a/root", limit=-1),
        lambda c: c.search("x", kinds="cousin"),
        lambda c: c.search("x", limit=0),
        lambda c: c.tree("a/root", depth=0),
        lambda c: c.import_files(["x"], now=None, kind="cousins"),
    ],
)
def test_wrong_questions_are_named(catalog: Observatory, ask):
    with pytest.raises(WrongUse) as error:
        ask(catalog)
    assert (error.value.exit_code, error.value.status) == (2, 400)


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.show("nobody/nothing"),
        lambda c: c.show("\ud800"),
        lambda c: c.show(""),
        lambda c: c.path("a/root", "nobody/nothing"),
        lambda c: c.descendants("a/root", publisher="nobody"),
        lambda c: c.descendants("a/root", license="nothing"),
    ],
)
def test_what_is_not_there_is_named(catalog: Observatory, ask):
    with pytest.raises(NotFound):
        ask(catalog)


def test_near_ids_are_proposed(catalog: Observatory):
    with pytest.raises(NotFound, match="Near it: b/kid"):
        catalog.show("wrong/kid")


def test_the_sample_answers_where_there_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with filiation.open() as catalog:
        assert catalog.is_sample
        assert catalog.show("mistralai/Mistral-7B-v0.1").children.total > 10
