"""Readers of clues: every place of a record that names a parent or a dataset."""

import json
from pathlib import Path

import pytest
from tests.making import imported, model, real_data, statement

BASE = model("base/B", downloads=50)
OTHER = model("base/C")


def clues(folder: Path, *records: dict, of: str = "me/child") -> list[tuple[str, str, str, str, str]]:
    with imported(folder, [BASE, OTHER, *records]) as catalog:
        found = catalog.evidence(of)
    return sorted(
        (link.parent, link.relation.value, clue.source.value, clue.location, clue.raw)
        for link in found.links
        for clue in link.clues
    )


def test_base_model_tags(tmp_path: Path):
    child = model("me/child", "x", "base_model:base/B", "base_model:adapter:base/B", "base_model:merge:base/C")
    assert clues(tmp_path, child) == [
        ("base/B", "adapter", "hub-tag", "tags[1]", "base/B"),
        ("base/B", "adapter", "hub-tag", "tags[2]", "base/B"),
        ("base/C", "merge", "hub-tag", "tags[3]", "base/C"),
    ]


def test_a_relation_that_the_hub_does_not_know_is_part_of_the_name(tmp_path: Path):
    child = model("me/child", "base_model:cousin:base/B", "base_model:base/B")
    with imported(tmp_path, [BASE, child]) as catalog:
        found = catalog.evidence("me/child")
    assert [r.raw for r in found.rejected] == ["cousin:base/B"]


@pytest.mark.parametrize("written", ["base/B", ["base/B"], ["base/B", 5, None]])
def test_card_base_model_is_a_text_or_a_list(tmp_path: Path, written: object):
    child = model("me/child", cardData={"base_model": written, "base_model_relation": "Quantized"})
    place = "cardData.base_model" + ("" if isinstance(written, str) else "[0]")
    assert clues(tmp_path, child) == [("base/B", "quantized", "card", place, "base/B")]


@pytest.mark.parametrize(
    ("shape", "place"),
    [
        (["base/B"], "baseModels[0]"),
        ([{"_id": "1", "id": "base/B"}], "baseModels[0]"),
        ({"relation": "merge", "models": [{"_id": "1", "id": "base/B"}]}, "baseModels.models[0]"),
        ({"merge": [{"id": "base/B"}], "adapter": []}, "baseModels.merge[0]"),
        ({"merge": ["base/B"]}, "baseModels.merge[0]"),
    ],
)
def test_base_models_in_their_three_shapes(tmp_path: Path, shape: object, place: str):
    found = clues(tmp_path, model("me/child", baseModels=shape))
    relation = "merge" if isinstance(shape, dict) else found[0][1]
    assert found == [("base/B", relation, "hub-tag", place, "base/B")]


def test_adapter_config(tmp_path: Path):
    child = model("me/child", config={"peft": {"base_model_name_or_path": "base/B", "task_type": "CAUSAL_LM"}})
    assert clues(tmp_path, child) == [
        ("base/B", "adapter", "adapter-config", "config.peft.base_model_name_or_path", "base/B")
    ]


def test_merge_tags_of_lazymergekit(tmp_path: Path):
    child = model("me/child", "merge", "mergekit", "lazymergekit", "base/B", "gone/away", "text-generation")
    assert clues(tmp_path, child) == [
        ("base/B", "merge", "merge-config", "tags[3]", "base/B"),
        ("gone/away", "merge", "merge-config", "tags[4]", "gone/away"),
    ]


def test_a_tag_with_a_slash_is_no_parent_of_what_is_no_merge(tmp_path: Path):
    assert clues(tmp_path, model("me/child", "base/B", "and/or", "base_model:merge:base/C")) == [
        ("base/C", "merge", "hub-tag", "tags[2]", "base/C")
    ]


def test_datasets(tmp_path: Path):
    child = model("me/child", "dataset:me/data", cardData={"datasets": ["me/data", "squad"]})
    assert clues(tmp_path, child) == [
        ("me/data", "trained_on", "card", "cardData.datasets[0]", "me/data"),
        ("me/data", "trained_on", "hub-tag", "tags[0]", "me/data"),
        ("squad", "trained_on", "card", "cardData.datasets[1]", "squad"),
    ]


def test_quantization_config_speaks_for_a_quantized_link(tmp_path: Path):
    child = model(
        "me/child", "base_model:quantized:base/B", config={"quantization_config": {"quant_method": "awq", "bits": 4}}
    )
    with imported(tmp_path, [BASE, child]) as catalog:
        (link,) = catalog.evidence("me/child").links
    assert link.standing.value == "corroborated"
    assert ("config", "config.quantization_config", "awq") in {(c.source.value, c.location, c.raw) for c in link.clues}


def test_statements_carry_their_words_and_address(tmp_path: Path):
    records = [
        statement("me/child", "outside:LLaMA 7B", "finetune", raw="trained from LLaMA", location="https://x.org")
    ]
    with imported(tmp_path, [model("me/child"), BASE]) as catalog:
        from tests.making import NOW, lines

        catalog.import_files([lines(tmp_path / "facts.jsonl", records)], now=NOW)
        (link,) = catalog.evidence("me/child").links
        (parent,) = catalog.show("me/child").parents
    assert (link.parent, link.presence.value, link.clues[0].raw, link.clues[0].location) == (
        "outside:LLaMA 7B", "outside", "trained from LLaMA", "https://x.org",
    )  # fmt: skip
    assert parent.gone is False


def test_cards_that_cannot_be_read_cost_nothing_else(tmp_path: Path):
    file = tmp_path / "records-0.jsonl"
    card = '{"base_model": "\\ud800"}'
    lone = f'{{"id": "me/child", "modelId": "me/child", "tags": ["base_model:base/B"], "cardData": {card}}}'
    file.write_text("\n".join([json.dumps(BASE), lone]) + "\n")
    from tests.making import NOW

    import filiation

    with filiation.open(tmp_path / "store") as catalog:
        catalog.import_files([file], now=NOW)
        assert [p.id for p in catalog.show("me/child").parents] == ["base/B"]


def test_recorded_record_of_the_hub_with_an_old_name(tmp_path: Path):
    folder = real_data() / "hub-fixtures" / "recorded"
    (file,) = folder.glob("api_models_Jorgeutd*.body.json")
    from tests.making import NOW

    import filiation

    with filiation.open(tmp_path / "store") as catalog:
        catalog.import_files([file], now=NOW)
        name = "Jorgeutd/bert-base-uncased-finetuned-surveyclassification"
        (link,) = catalog.evidence(name).links
    assert (link.parent, link.relation.value) == ("google-bert/bert-base-uncased", "finetune")
    assert {(c.source.value, c.raw) for c in link.clues} == {
        ("card", "bert-base-uncased"),
        ("hub-tag", "google-bert/bert-base-uncased"),
    }


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("Fine-tuned", "finetune"),
        (["quantized"], "quantized"),
        ("quantization", "quantized"),
        ("cousin", "unspecified"),
    ],
)
def test_the_cards_relation_however_it_is_spelled(tmp_path: Path, said: object, relation: str):
    child = model(
        "me/child", cardData={"base_model": "base/B", "base_model_relation": said}, library_name="transformers"
    )
    assert clues(tmp_path, child)[0][1] == relation


@pytest.mark.parametrize("odd", [{"name": "base/B"}, [["base/B"]], [{"a": 1}]])
def test_a_base_model_of_another_shape_is_visible(tmp_path: Path, odd: object):
    with imported(tmp_path, [BASE, model("me/child", cardData={"base_model": odd})]) as catalog:
        (rejected,) = catalog.evidence("me/child").rejected
    assert rejected.reason.value == "malformed"


def test_no_record_makes_a_model_outside_the_hub(tmp_path: Path):
    names = ["outside:Secret Model", "outside:", "outside:\u001b[31mX"]
    with imported(tmp_path, [BASE, model("me/child", *(f"base_model:{n}" for n in names))]) as catalog:
        found = catalog.evidence("me/child")
        assert catalog.stats().outside == 0
    assert not found.links
    assert {r.reason.value for r in found.rejected} == {"malformed"}


def test_a_guessed_quantization_is_not_corroborated_by_what_it_was_guessed_from(tmp_path: Path):
    child = model("me/B-AWQ", "base_model:base/B", "awq", config={"quantization_config": {"quant_method": "awq"}})
    with imported(tmp_path, [BASE, child]) as catalog:
        (link,) = catalog.evidence("me/B-AWQ").links
    assert (link.relation.value, link.standing.value) == ("quantized", "declared")


@pytest.mark.parametrize(("said", "shown"), [("me/child-v2", "me/child-v2"), ({"a": 1}, None), (5, None)])
def test_a_new_version_is_a_text_or_nothing(tmp_path: Path, said: object, shown: str | None):
    with imported(tmp_path, [model("me/child", cardData={"new_version": said})]) as catalog:
        assert catalog.show("me/child").model.new_version == shown
