"""The recorded Hub of July 2024, imported whole: its known traits, and its oddities recognized."""

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from tests.making import NOW, real_data

import filiation
from filiation.facts.vocabulary import Standing
from filiation.observatory import Observatory


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    folder = real_data() / "hub-2024-07"
    observatory = filiation.open(tmp_path_factory.mktemp("hub") / "store")
    files = [folder / name for name in ("models.jsonl.gz", "datasets.jsonl.gz", "model-details.jsonl.gz")]
    summary = observatory.import_files(files, now=NOW)
    assert summary.read == {"model": 766_000, "dataset": 175_000}
    assert summary.repeated == 6_000
    assert {file.seen for file in summary.files} == {date(2024, 7, 11), date(2024, 7, 9)}
    assert not summary.skipped
    return observatory


@pytest.fixture(scope="module")
def messy() -> dict[str, list[dict[str, str]]]:
    rows = defaultdict(list)
    with (real_data() / "messy-cases.csv").open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            if "stalnaker_2024-07" in row["source"]:
                rows[row["kind"]].append(row)
    return rows


@pytest.mark.xdist_group("hub-2024")
class TestHub2024:
    """One import serves all: under xdist they stay in one process."""

    def test_known_totals(self, catalog: Observatory):
        stats = catalog.stats()
        assert (stats.models, stats.datasets) == (760_000, 175_000)
        declared = sum(stats.standings.values()) - stats.standings["inferred"]
        assert 125_500 < declared < 125_980  # 125,980 by tags alone, less what is rejected with a reason
        assert stats.rejected["self-reference"] >= 669
        assert 1_600 < stats.absent < 1_995  # 1,995 before case and early names are resolved

    def test_known_families(self, catalog: Observatory):
        assert catalog.show("mistralai/Mistral-7B-v0.1").children.total >= 2_097
        assert catalog.descendants("mistralai/Mistral-7B-v0.1").total >= 5_194
        diffusion = catalog.show("stabilityai/stable-diffusion-xl-base-1.0", limit=0)
        assert sum(child.standing is not Standing.INFERRED for child in diffusion.children.items) == 4_776
        assert 4_936 <= diffusion.descendants.total < 4_950
        assert catalog.show("bert-base-uncased").model.id == "google-bert/bert-base-uncased"

    def test_counts_agree_between_answers(self, catalog: Observatory):
        for name in ("mistralai/Mistral-7B-v0.1", "openai-community/gpt2", "stabilityai/stable-diffusion-xl-base-1.0"):
            shown, below = catalog.show(name), catalog.descendants(name, limit=0)
            assert shown.descendants.total == below.total == len(below.items)
            assert shown.descendants.by_relation == below.by_relation == Counter(i.relation.value for i in below.items)
            assert below.by_depth == {str(d): n for d, n in sorted(Counter(i.depth for i in below.items).items())}
            assert shown.children.total == below.by_depth["1"]

    @pytest.mark.parametrize(("kind", "reason"), [("self_reference", "self-reference"), ("placeholder", "placeholder")])
    def test_rejected_oddities(self, catalog: Observatory, messy, kind: str, reason: str):
        rows = messy[kind]
        wrong = [
            row["child"]
            for row in rows
            if reason not in {r.reason.value for r in catalog.evidence(row["child"]).rejected}
        ]
        assert len(wrong) <= 0.02 * len(rows), wrong

    def test_case_is_resolved_and_vanished_parents_are_kept(self, catalog: Observatory, messy):
        known = {r["id"] for r in catalog.edition.rows("SELECT id FROM models WHERE presence = 'listed'")}
        for row in messy["case_mismatch"]:
            # A self reference in another case names no parent.
            if row["detail"] in known and row["detail"] != row["child"]:
                assert row["detail"] in {p.id for p in catalog.show(row["child"]).parents}, row
        wrong = []
        for row in messy["parent_not_listed_anywhere"]:
            found = catalog.evidence(row["child"])
            marked = {link.parent.lower() for link in found.links if link.presence.value == "absent"}
            rejected = {r.raw.lower() for r in found.rejected}
            if row["parent"].lower() not in marked | rejected:
                wrong.append(row)
        assert len(wrong) <= 0.02 * len(messy["parent_not_listed_anywhere"]), wrong[:5]

    def test_bare_names_are_never_taken_for_repositories(self, catalog: Observatory, messy):
        wrong = []
        for row in messy["bare_name_unresolved"]:
            found = catalog.evidence(row["child"])
            if row["parent"] not in {r.raw for r in found.rejected}:
                wrong.append((row["child"], row["parent"]))
        assert len(wrong) <= 0.02 * len(messy["bare_name_unresolved"]), wrong

    def test_copied_merge_tags_name_grandparents_or_contradict(self, catalog: Observatory, messy):
        kinds = Counter()
        for row in messy["merge_tags_disagree_with_base_model"]:
            found = catalog.evidence(row["child"])
            tags = set(row["detail"].split("|"))
            refused = {r.raw for r in found.rejected if r.reason.value == "grandparent"}
            disputed = {link.parent for link in found.links if link.standing.value == "contradicted"}
            kinds["told" if tags & (refused | disputed) else "silent"] += 1
        assert kinds["told"] >= 0.95 * sum(kinds.values()), kinds

    def test_loops_do_not_loop(self, catalog: Observatory, messy):
        assert catalog.stats().cycles > 0
        for row in messy["cycle"]:
            found = catalog.descendants(row["child"], limit=0)
            assert row["child"] not in {item.id for item in found.items}


def test_labels_of_2025_agree_with_the_rule_through_a_whole_import(tmp_path: Path):
    """The children whose records of 2024 are at hand, imported alone: relations against the Hub's later labels."""
    import gzip
    import json

    with (real_data() / "labelled-relations-2025-06.csv").open(encoding="utf-8") as text:
        labels = {(row["child"], row["parent"]): row["relation"] for row in csv.DictReader(text)}
    children = {child for child, _ in labels}
    with gzip.open(real_data() / "hub-2024-07" / "models.jsonl.gz", "rt", encoding="utf-8") as listing:
        kept = [line for line in listing if json.loads(line)["id"] in children]
    file = tmp_path / "models.jsonl"
    file.write_text("".join(kept), encoding="utf-8")
    with filiation.open(tmp_path / "store") as catalog:
        catalog.import_files([file], now=NOW)
        right = answered = asked = 0
        for child in {json.loads(line)["id"] for line in kept}:
            for parent in catalog.show(child).parents:
                label = labels.get((child, parent.id))
                if label is None:
                    continue
                asked += 1
                answered += parent.relation.value != "unspecified"
                right += parent.relation.value == label
    assert asked > 1_500
    assert answered >= 0.9 * asked
    assert right >= 0.95 * answered, f"{right} of {answered}"
