"""Lineages and overviews of small stores: every fact and every kind of doubt, by its rule."""

from datetime import date
from pathlib import Path

import pytest
from tests.making import dataset, imported, model

from filiation.facts.heritage import Cell, Doubt, DoubtKind, LineLicense
from filiation.facts.pictured import Opened
from filiation.facts.vocabulary import Presence, Relation, Standing
from filiation.observatory import Observatory
from filiation.observatory.tallies import MOST_TALLIED

MAY, JUNE = date(2024, 5, 1), date(2024, 6, 1)
FINETUNE, QUANTIZED, ADAPTER = Relation.FINETUNE, Relation.QUANTIZED, Relation.ADAPTER


def created(day: str) -> str:
    return f"{day}T10:00:00.000Z"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    records = [
        model("a/root", "license:mit", "dataset:d/old", downloads=90, createdAt=created("2022-05-01")),
        model("b/kid", "base_model:finetune:a/root", "license:mit", "dataset:d/new", "dataset:d/old", downloads=50),
        model("b/kid-GGUF", "base_model:quantized:b/kid", downloads=70, createdAt=created("2024-03-01")),
        model(
            "c/lora", "base_model:adapter:b/kid", "license:apache-2.0", downloads=10, createdAt=created("2022-04-28")
        ),
        model("c/mix", "base_model:merge:b/kid", "base_model:merge:x/lost", "base_model:merge:a/root"),
        model("d/alone", "base_model:./here/is", cardData={"base_model": ["./here/is", "none"]}),
    ]
    folder = tmp_path_factory.mktemp("store")
    imported(folder, records)
    return imported(folder, [dataset("d/new", downloads=3)], kind="datasets")


def kinds(observatory: Observatory, name: str) -> list[str]:
    return [doubt.kind.value for doubt in observatory.lineage(name).doubts]


def test_the_line_goes_up_with_what_is_known_of_each_model(catalog: Observatory):
    answer = catalog.lineage("b/kid-GGUF")
    assert (answer.model, answer.ancestors, answer.looped) == ("b/kid-GGUF", 2, False)
    first, second = answer.line
    assert (first.id, first.depth, first.relation, first.license) == ("b/kid", 1, QUANTIZED, "mit")
    assert (second.id, second.depth, second.relation, second.standing) == ("a/root", 2, FINETUNE, Standing.DECLARED)
    assert (second.publisher, second.created, second.downloads) == ("a", date(2022, 5, 1), 90)
    assert (second.presence, second.gone) == (Presence.LISTED, False)
    assert answer.publishers == {"b": 2, "a": 1}
    assert list(answer.publishers) == ["b", "a"]
    assert answer.licenses == (LineLicense(None, 1, "b/kid-GGUF", 0), LineLicense("mit", 2, "b/kid", 1))


def test_a_dataset_is_inherited_from_the_nearest_model_that_declares_it(catalog: Observatory):
    answer = catalog.lineage("b/kid-GGUF")
    assert answer.datasets_total == 2
    assert [(one.id, one.by, one.depth) for one in answer.datasets] == [("d/new", "b/kid", 1), ("d/old", "b/kid", 1)]
    assert [one.presence for one in answer.datasets] == [Presence.LISTED, Presence.ABSENT]
    assert [(one.by, one.depth) for one in catalog.lineage("a/root").datasets] == [("a/root", 0)]


def test_each_doubt_has_its_rule(catalog: Observatory):
    lost = Doubt(DoubtKind.ABSENT_PARENT, "c/mix", "x/lost")
    assert catalog.lineage("a/root").doubts == (Doubt(DoubtKind.NO_PARENT, "a/root"),)
    assert catalog.lineage("c/mix").doubts == (lost, Doubt(DoubtKind.NO_LICENSE, "c/mix"))
    assert kinds(catalog, "b/kid") == []
    differs = Doubt(DoubtKind.LICENSE_DIFFERS, "c/lora", "mit")
    assert catalog.lineage("c/lora").doubts == (differs,)
    alone = catalog.lineage("d/alone").doubts
    assert [doubt.kind.value for doubt in alone] == ["no-parent", "rejected", "no-license", "no-dataset"]
    assert (alone[1].other, alone[1].count) == ("./here/is", 2)


@pytest.mark.parametrize(
    ("parent", "child", "doubted"),
    [
        ("2024-03-03", "2024-03-01", True),
        ("2024-03-02", "2024-03-01", False),
        ("2024-03-01", "2024-03-03", False),
        ("2024-03-03", "2022-03-02", False),
        (None, "2024-03-01", False),
        ("2024-03-03", None, False),
    ],
)
def test_a_parent_is_too_young_when_both_days_are_known_and_tell_so(
    tmp_path: Path, parent: str | None, child: str | None, *, doubted: bool
):
    days = {name: {"createdAt": created(day)} for name, day in (("parent", parent), ("child", child)) if day}
    records = [model("a/up", **days.get("parent", {})), model("a/low", "base_model:a/up", **days.get("child", {}))]
    assert ("younger-parent" in kinds(imported(tmp_path, records), "a/low")) is doubted


def test_doubts_of_the_line_are_told_where_they_are_the_nearest_first(tmp_path: Path):
    records = [
        model("a/low", "base_model:finetune:a/mid", "license:mit", "dataset:d/x"),
        model("a/mid", "base_model:merge:x/one", "base_model:merge:x/two", "license:mit"),
    ]
    found = imported(tmp_path, records).lineage("a/low")
    assert found.doubts == (Doubt(DoubtKind.ABSENT_PARENT, "a/mid", "x/one", 2),)
    assert [one.id for one in found.line] == ["a/mid", "x/one"]


def test_what_the_newest_sources_no_longer_hold_is_doubtful(tmp_path: Path):
    told = {"library_name": "transformers"}
    root, leaves = model("a/root", "license:mit", "dataset:d/x"), model("a/leaves", "license:mit")
    before = [root, leaves, model("a/kid", "base_model:a/root", "license:mit", "dataset:d/y", **told)]
    imported(tmp_path, [*before, model("a/heir", "base_model:finetune:a/leaves", "license:mit")], seen=MAY)
    after = [root, model("a/kid", "license:mit", **told)]
    heir = model("a/heir", "base_model:finetune:a/leaves", "license:mit")
    catalog = imported(tmp_path, [*after, heir], seen=JUNE, complete=True)
    gone = Doubt(DoubtKind.GONE_PARENT, "a/heir", "a/leaves")
    assert catalog.lineage("a/heir").doubts[0] == gone
    found = catalog.lineage("a/kid")
    assert (found.line, found.ancestors) == ((), 0)
    assert Doubt(DoubtKind.WITHDRAWN_LINK, "a/kid", "a/root") in found.doubts
    assert [(one.id, one.gone) for one in found.datasets] == [("d/y", True)]
    assert [doubt.kind.value for doubt in found.doubts] == ["no-parent", "withdrawn-link", "no-dataset"]


def test_a_loop_ends_the_line_and_is_told(tmp_path: Path):
    records = [model(f"a/{one}", f"base_model:finetune:a/{two}") for one, two in ("xy", "yz", "zx", "wx")]
    catalog = imported(tmp_path, records)
    inside, below = catalog.lineage("a/x"), catalog.lineage("a/w")
    assert ([one.id for one in inside.line], inside.looped) == (["a/y", "a/z"], True)
    assert ([one.id for one in below.line], below.looped) == (["a/x", "a/y", "a/z"], True)
    assert inside.doubts[0] == Doubt(DoubtKind.CYCLE, "a/x", "a/y", 2)
    assert below.doubts[0] == Doubt(DoubtKind.CYCLE, "a/x", "a/y", 2)


def test_five_hundred_datasets_are_listed_and_all_counted(tmp_path: Path):
    tags = [f"dataset:d/set-{number:03d}" for number in range(600)]
    catalog = imported(tmp_path, [model("a/kid", "base_model:a/root", *tags), model("a/root", *tags, "dataset:d/last")])
    found = catalog.lineage("a/kid")
    assert (len(found.datasets), found.datasets_total) == (500, 601)
    assert {one.by for one in found.datasets} == {"a/kid"}


def test_an_overview_counts_by_ways_years_publishers_and_licenses(catalog: Observatory):
    found = catalog.overview("a/root")
    assert (found.model, found.total, found.unplaced) == ("a/root", 4, 0)
    assert found.cells == (
        Cell((FINETUNE,), 1, 3),
        Cell((FINETUNE, ADAPTER), 1, 1),
        Cell((FINETUNE, QUANTIZED), 1, 1),
        Cell((Relation.MERGE,), 1, 1),
    )
    assert found.by_relation == {"finetune": 1, "quantized": 1, "adapter": 1, "merge": 1}
    assert found.by_depth == {"1": 2, "2": 2}
    assert list(found.by_year.items()) == [("2022", 1), ("2024", 1), ("unknown", 2)]
    assert (found.publishers, found.by_publisher) == (2, {"b": 2, "c": 2})
    assert (found.licenses, found.by_license) == (2, {"unknown": 2, "mit": 1, "apache-2.0": 1})


def test_an_overview_of_a_model_without_descendants_is_empty(catalog: Observatory):
    found = catalog.overview("c/mix")
    assert (found.total, found.cells, found.unplaced) == (0, (), 0)
    assert (found.by_year, found.by_publisher, found.by_license) == ({}, {}, {})


def test_ways_too_small_to_tell_are_counted(tmp_path: Path):
    many = [model(f"a/f{number}", "base_model:finetune:a/root") for number in range(1500)]
    few = model("a/q", "base_model:quantized:a/root")
    found = imported(tmp_path, [model("a/root"), *many, few]).overview("a/root")
    assert [cell.way for cell in found.cells] == [(FINETUNE,)]
    assert (found.total, found.unplaced) == (1501, 1)


def test_groups_of_a_tree_are_opened_by_name(tmp_path: Path):
    kids = [model(f"a/kid-{number}", "base_model:finetune:a/root", downloads=number) for number in range(9)]
    parents = [f"base_model:merge:a/kid-{number}" for number in range(9)]
    family = imported(tmp_path, [model("a/root"), *kids, model("a/mix", *parents)])
    plain = family.tree("a/root", depth=1, limit=2)
    assert (len(plain.root.children), plain.root.folded, plain.root.opened) == (2, {"finetune": 7}, ())
    wanted = [
        Opened("a/root", FINETUNE, upward=False, shown=5),
        Opened("a/kid-8", Relation.MERGE, upward=False, shown=5),
        Opened("a/nothing", FINETUNE, upward=False, shown=5),
        Opened("a/mix", Relation.MERGE, upward=True, shown=5),
    ]
    tree = family.tree("a/root", depth=1, limit=2, opened=wanted)
    assert (len(tree.root.children), tree.root.folded, tree.root.opened) == (5, {"finetune": 4}, (FINETUNE,))
    assert [[child.id for child in kid.children] for kid in tree.root.children] == [["a/mix"], [], [], [], []]
    assert tree.root.children[0].opened == (Relation.MERGE,)
    above = family.tree("a/mix", depth=1, limit=2, opened=wanted)
    assert (len(above.ancestors), above.folded_ancestors) == (5, {"merge": 4})


def test_what_was_once_written_as_a_parent_is_no_doubt_any_more(tmp_path: Path):
    written = model("a/kid", "license:mit", cardData={"base_model": ["./here/is"]})
    assert "rejected" in kinds(imported(tmp_path, [written], seen=MAY), "a/kid")
    newer = imported(tmp_path, [model("a/kid", "license:mit", cardData={"license": "mit"})], seen=JUNE)
    assert kinds(newer, "a/kid") == ["no-parent", "no-dataset"]


def test_a_statement_in_force_goes_before_a_nearer_one_that_is_withdrawn(tmp_path: Path):
    root = model("a/root", "dataset:d/tales", downloads=9)
    imported(tmp_path, [root, model("a/kid", "base_model:finetune:a/root", "dataset:d/tales")], seen=MAY)
    catalog = imported(tmp_path, [root, model("a/kid", "base_model:finetune:a/root")], seen=JUNE)
    (found,) = catalog.lineage("a/kid").datasets
    assert (found.by, found.depth, found.last_seen) == ("a/root", 1, JUNE)
    assert "no-dataset" not in kinds(catalog, "a/kid")


def test_a_dataset_that_is_gone_is_marked_so_though_it_is_still_declared(tmp_path: Path):
    imported(tmp_path, [model("a/kid", "dataset:d/tales"), model("a/other")], seen=MAY)
    imported(tmp_path, [dataset("d/tales"), dataset("d/else")], kind="datasets", seen=MAY)
    assert [one.gone for one in imported(tmp_path, [model("a/other")], seen=MAY).lineage("a/kid").datasets] == [False]
    catalog = imported(tmp_path, [dataset("d/else")], kind="datasets", seen=JUNE, complete=True)
    (found,) = catalog.lineage("a/kid").datasets
    assert (found.presence, found.gone, found.standing) == (Presence.LISTED, True, Standing.DECLARED)


def test_the_most_frequent_publishers_are_told_and_all_are_counted(tmp_path: Path):
    kids = [model(f"p{number}/kid", "base_model:finetune:a/root") for number in range(MOST_TALLIED + 5)]
    kids += [model("p7/again", "base_model:finetune:a/root", "license:mit")]
    found = imported(tmp_path, [model("a/root"), *kids]).overview("a/root")
    assert (found.publishers, len(found.by_publisher)) == (MOST_TALLIED + 5, MOST_TALLIED)
    assert next(iter(found.by_publisher.items())) == ("p7", 2)
    assert found.by_license == {"unknown": MOST_TALLIED + 5, "mit": 1}
