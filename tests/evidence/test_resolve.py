"""The policy that makes links of clues, held against a plain reference implementation."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.making import imported, model

from filiation.errors import StoreFailed
from filiation.evidence.clues import MOST
from filiation.facts.vocabulary import Rejection
from filiation.observatory import building

BASE = model("base/B", downloads=9)


def links(folder: Path, *records: dict, of: str = "me/child") -> dict[str, tuple[str, str]]:
    with imported(folder, records) as catalog:
        return {p.id: (p.relation.value, p.standing.value) for p in catalog.show(of).parents}


def rejected(folder: Path, *records: dict, of: str = "me/child") -> dict[str, str]:
    with imported(folder, records) as catalog:
        return {r.raw: r.reason.value for r in catalog.evidence(of).rejected}


@pytest.mark.parametrize(
    ("written", "parent"),
    [
        ("base/B", "base/B"),
        ("BASE/b", "base/B"),
        ("https://huggingface.co/base/B", "base/B"),
        (" base/B ", "base/B"),
        ("base/B@main", "base/B"),
        ("bert-base-uncased", "google-bert/bert-base-uncased"),
        ("models/listed", "models/listed"),
        ("bare", "bare"),
    ],
)
def test_names_are_resolved(tmp_path: Path, written: str, parent: str):
    listed = [BASE, model("google-bert/bert-base-uncased"), model("models/listed"), model("bare")]
    assert list(links(tmp_path, *listed, model("me/child", f"base_model:{written}"))) == [parent]


def test_case_counts_when_it_is_ambiguous(tmp_path: Path):
    listed = [model("base/Model"), model("base/MODEL"), model("me/child", "base_model:base/model")]
    with imported(tmp_path, listed) as catalog:
        (parent,) = catalog.show("me/child").parents
    assert (parent.id, parent.presence.value) == ("base/model", "absent")


def test_spellings_of_an_unlisted_parent_are_one(tmp_path: Path):
    children = [model(f"me/c{n}", f"base_model:{name}") for n, name in enumerate(["Gone/X", "gone/x", "Gone/X"])]
    with imported(tmp_path, children) as catalog:
        assert catalog.show("Gone/X").children.total == 3
        assert catalog.show("gone/x").model.id == "Gone/X"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("me/child", "self-reference"),
        ("ME/Child", "self-reference"),
        ("./output", "local-path"),
        ("models/mine", "local-path"),
        ("None", "placeholder"),
        ("base/trunca...", "truncated"),
        ("nobody-knows", "no-owner"),
        ("https://civitai.com/models/5", "elsewhere"),
        ("two words", "malformed"),
    ],
)
def test_what_is_no_parent_stays_visible_with_its_reason(tmp_path: Path, written: str, reason: str):
    child = model("me/child", f"base_model:{written}")
    assert rejected(tmp_path, BASE, child) == {written: reason}


def test_a_vanished_parent_is_a_marked_node(tmp_path: Path):
    with imported(tmp_path, [model("me/child", "base_model:gone/away")]) as catalog:
        (parent,) = catalog.show("me/child").parents
        away = catalog.show("gone/away")
        found = catalog.descendants("gone/away")
    assert (parent.presence.value, parent.gone) == ("absent", True)
    assert (away.model.presence.value, away.model.downloads, away.children.total) == ("absent", None, 1)
    assert [item.id for item in found.items] == ["me/child"]


def test_the_publishers_word_counts_before_the_hubs_label(tmp_path: Path):
    child = model(
        "me/child", "base_model:base/B", "base_model:quantized:base/B",
        cardData={"base_model": "base/B", "base_model_relation": "finetune"},
    )  # fmt: skip
    assert links(tmp_path, BASE, child) == {"base/B": ("finetune", "contradicted")}


def test_files_that_agree_corroborate_and_files_that_differ_contradict(tmp_path: Path):
    peft = {"peft": {"base_model_name_or_path": "base/B"}}
    agrees = model("me/agrees", "base_model:adapter:base/B", config=peft)
    differs = model("me/differs", "base_model:finetune:base/B", config=peft)
    alone = model("me/alone", config=peft)
    with imported(tmp_path, [BASE, agrees, differs, alone]) as catalog:
        found = {i.id: (i.relation.value, i.standing.value) for i in catalog.descendants("base/B").items}
        (link,) = catalog.evidence("me/differs").links
    assert found == {
        "me/agrees": ("adapter", "corroborated"),
        "me/differs": ("finetune", "contradicted"),
        "me/alone": ("adapter", "inferred"),
    }
    assert {(c.source.value, c.supports) for c in link.clues} == {("hub-tag", True), ("adapter-config", False)}


MERGE = ("merge", "mergekit", "lazymergekit")


def test_merge_tags_alone_are_inferred_parents(tmp_path: Path):
    child = model("me/child", *MERGE, "base/B", "base/C")
    assert links(tmp_path, BASE, model("base/C"), child) == {
        "base/B": ("merge", "inferred"),
        "base/C": ("merge", "inferred"),
    }


def test_merge_tags_complete_what_is_declared(tmp_path: Path):
    child = model("me/child", *MERGE, "base/B", "base/C", "base_model:base/B")
    found = links(tmp_path, BASE, model("base/C"), child)
    assert found["base/C"] == ("merge", "inferred")
    assert found["base/B"][1] == "declared"


def test_merge_tags_copied_with_the_card_name_grandparents(tmp_path: Path):
    merged = model("me/merged", *MERGE, "base/B", "base/C")
    packed = model("you/merged-GGUF", "gguf", *MERGE, "base/B", "base/C", "base_model:me/merged")
    records = [BASE, model("base/C"), merged, packed]
    with imported(tmp_path, records) as catalog:
        found = catalog.evidence("you/merged-GGUF")
        assert catalog.ancestors("you/merged-GGUF", sort="depth").items[0].id == "me/merged"
    assert [(x.parent, x.relation.value) for x in found.links] == [("me/merged", "quantized")]
    assert {(r.raw, r.reason) for r in found.rejected} == {
        ("base/B", Rejection.GRANDPARENT),
        ("base/C", Rejection.GRANDPARENT),
    }


def test_merge_tags_that_name_others_contradict(tmp_path: Path):
    child = model("me/child", *MERGE, "base/C", "base_model:base/B")
    with imported(tmp_path, [BASE, model("base/C"), child]) as catalog:
        found = {x.parent: x for x in catalog.evidence("me/child").links}
    assert {p: x.standing.value for p, x in found.items()} == {"base/B": "contradicted", "base/C": "contradicted"}
    assert [(c.raw, c.supports) for c in found["base/B"].clues if not c.supports] == [("base/C", False)]


def test_unlabeled_relations_come_with_certainty_and_rule(tmp_path: Path):
    child = model("me/B-GGUF", "gguf", "base_model:base/B")
    with imported(tmp_path, [BASE, child]) as catalog:
        (link,) = catalog.show("me/B-GGUF").parents
    assert (link.relation.value, link.standing.value) == ("quantized", "declared")
    assert 0.8 < link.certainty < 1
    assert link.reason.startswith("quantized")


def test_what_one_record_names_beyond_all_measure_is_counted_and_rejected(tmp_path: Path):
    names = [f"base/m{number}" for number in range(MOST + 7)]
    child = model("me/child", *(f"dataset:{name}" for name in names), cardData={"base_model": names})
    with imported(tmp_path, [child]) as catalog:
        found, counts = catalog.evidence("me/child"), catalog.stats().rejected
    assert [link.parent for link in found.links if link.relation.value != "trained_on"] == sorted(names[:MOST])
    assert {r.raw for r in found.rejected} == set(names[MOST:])
    assert {r.reason for r in found.rejected} == {Rejection.TOO_MANY}
    assert counts == {"too-many": 14}


def test_a_record_of_thousands_of_parents_and_tags_is_imported(tmp_path: Path):
    names = [f"p{number // 100}/m{number}" for number in range(10_000)]
    vast = model("me/vast", *(f"base_model:{name}" for name in names), cardData={"base_model": names})
    with imported(tmp_path, [BASE, vast, model("me/child", "base_model:base/B")]) as catalog:
        assert catalog.show("me/child").parents[0].id == "base/B"
        assert len(catalog.show("me/vast").parents) == MOST


def test_merge_tags_that_name_hundreds_of_others_are_quoted_in_part(tmp_path: Path):
    others = [f"base/m{number:03}" for number in range(150)]
    child = model("me/child", *MERGE, *others, "base_model:base/B")
    with imported(tmp_path, [BASE, *map(model, others), child]) as catalog:
        against = {x.parent: x for x in catalog.evidence("me/child").links}["base/B"].clues
    (quoted,) = [c.raw for c in against if not c.supports]
    assert quoted == ", ".join([*others[:20], "…"])


def test_want_of_memory_is_told_in_our_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    small = {"memory_limit": "2MB", "max_temp_directory_size": "0B"}
    monkeypatch.setattr(building, "_working", lambda *_: duckdb.connect(config=small))
    children = [model(f"me/c{number}", f"base_model:base/b{number}") for number in range(20_000)]
    with pytest.raises(StoreFailed, match="not enough memory"):
        imported(tmp_path, children)
    assert list((tmp_path / "store" / "editions").iterdir()) == []
    assert list((tmp_path / "store" / "records").iterdir()) == []


OWNER = st.sampled_from(["a", "B", "models"])
NAME = st.sampled_from(["x", "X", "y", "z-GGUF"])
IDS = st.builds("{}/{}".format, OWNER, NAME)
WRITTEN = IDS | st.sampled_from(["None", "./x", "gone/away", "nobody", "a/y/tree/main", "gone/Away"])
RELATION = st.sampled_from(["", "adapter:", "finetune:", "merge:", "quantized:"])
RECORDS = st.dictionaries(IDS, st.lists(st.tuples(RELATION, WRITTEN), max_size=3), min_size=1, max_size=6)


def reference(records: dict[str, list[tuple[str, str]]]) -> tuple[set[tuple[str, str]], Counter[str]]:
    """Resolve tags one by one, as one would by hand."""
    folded = Counter(i.lower() for i in records)
    exact = {i.lower(): i for i in records}
    found, refused = set(), Counter()
    for child, tags in records.items():
        for written in {f"{r}{w}": w for r, w in tags}.values():
            name = written.removesuffix("/tree/main")
            if name in ("None", "./x"):
                refused["placeholder" if name == "None" else "local-path"] += 1
                continue
            target = name if name in records else exact[name.lower()] if folded[name.lower()] == 1 else None
            if target is None:
                if "/" not in name:
                    refused["no-owner"] += 1
                    continue
                if name.startswith("models/"):
                    refused["local-path"] += 1
                    continue
                target = name
            if target == child or (target not in records and target.lower() == child.lower()):
                refused["self-reference"] += 1
                continue
            found.add((child, target if target in records else target.lower()))
    return found, refused


@settings(max_examples=15, deadline=None)
@given(RECORDS)
def test_links_are_those_of_the_plain_reference(records: dict[str, list[tuple[str, str]]]):
    expected, refused = reference(records)
    listing = [model(i, *dict.fromkeys(f"base_model:{r}{w}" for r, w in tags)) for i, tags in records.items()]
    with TemporaryDirectory() as folder, imported(Path(folder), listing) as catalog:
        found = {(i, p.id if p.id in records else p.id.lower()) for i in records for p in catalog.show(i).parents}
        reasons = Counter(r.reason.value for i in records for r in catalog.evidence(i).rejected)
        total = sum(n for r, n in catalog.stats().links.items() if r != "trained_on")
    assert found == expected
    assert reasons == refused
    assert total == len(expected)
