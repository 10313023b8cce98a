"""Which of the models that clues name are parents, which are ancestors further up, and which are disputed."""

import json
from pathlib import Path

import pytest
from tests.making import imported, inspected, model, statement

from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Rejection

BASE = model("base/B", downloads=9, createdAt="2023-05-01T00:00:00.000Z")
TUNED = model(
    "tuner/B-chat",
    "base_model:base/B",
    createdAt="2023-06-01T00:00:00.000Z",
    lastModified="2023-06-02T00:00:00.000Z",
)
TIMES = {"createdAt": "2023-07-01T00:00:00.000Z"}


def links(catalog, of: str = "me/child") -> dict[str, tuple[str, str]]:
    return {p.id: (p.relation.value, p.standing.value) for p in catalog.show(of).parents}


def rejected(catalog, of: str = "me/child") -> dict[str, Rejection]:
    return {r.raw: r.reason for r in catalog.evidence(of).rejected}


def grounds(catalog, of: str = "me/child") -> dict[str, tuple[Ground, ...]]:
    return {link.parent: link.grounds for link in catalog.evidence(of).links}


def settings(base: str) -> str:
    return json.dumps({"peft_type": "LORA", "base_model_name_or_path": base})


def test_an_adapters_settings_make_an_undeclared_link(tmp_path: Path):
    imported(tmp_path, [BASE, model("me/child", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("base/B")}})
    assert links(catalog) == {"base/B": ("adapter", "inferred")}
    assert Ground.SHOWN in grounds(catalog)["base/B"]
    assert Ground.NOBODY_DECLARES in grounds(catalog)["base/B"]


def test_settings_that_agree_corroborate_what_is_declared(tmp_path: Path):
    imported(tmp_path, [BASE, model("me/child", "base_model:adapter:base/B", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("base/B")}})
    assert links(catalog) == {"base/B": ("adapter", "corroborated")}
    assert Ground.AGREED in grounds(catalog)["base/B"]


def test_settings_that_name_a_child_of_the_declared_parent_make_that_remote(tmp_path: Path):
    imported(tmp_path, [BASE, TUNED, model("me/child", "base_model:adapter:base/B", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("tuner/B-chat")}})
    assert links(catalog) == {"tuner/B-chat": ("adapter", "inferred")}
    assert rejected(catalog) == {"base/B": Rejection.GRANDPARENT}
    assert Ground.REMOTE_NAMED in grounds(catalog)["tuner/B-chat"]


def test_settings_that_name_a_stranger_contradict(tmp_path: Path):
    imported(tmp_path, [BASE, model("other/C"), model("me/child", "base_model:adapter:base/B", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("other/C")}})
    assert links(catalog) == {"base/B": ("adapter", "contradicted"), "other/C": ("adapter", "contradicted")}
    assert all(Ground.PARENTS_DIFFER in told for told in grounds(catalog).values())
    against = {
        link.parent: [c.raw for c in link.clues if not c.supports] for link in catalog.evidence("me/child").links
    }
    assert against["base/B"] == ["other/C"]


def test_an_adapter_without_weights_is_one_whatever_its_label_says(tmp_path: Path):
    files = [{"rfilename": "adapter_config.json"}, {"rfilename": "adapter_model.safetensors"}]
    child = model("me/child", "base_model:base/B", "base_model:finetune:base/B", siblings=files, **TIMES)
    catalog = imported(tmp_path, [BASE, child])
    assert links(catalog) == {"base/B": ("adapter", "contradicted")}
    assert Ground.LABEL_OUTRANKED in grounds(catalog)["base/B"]


def test_complete_weights_are_no_quantized_model_though_a_quantized_file_lies_beside_them(tmp_path: Path):
    tags = ("sentence-transformers", "pytorch", "onnx", "openvino", "safetensors", "bert")
    labels = ("base_model:base/B", "base_model:quantized:base/B")
    child = model("me/child", *tags, *labels, library_name="sentence-transformers", **TIMES)
    catalog = imported(tmp_path, [BASE, child])
    assert links(catalog) == {"base/B": ("finetune", "contradicted")}
    (link,) = catalog.evidence("me/child").links
    assert (link.reason, link.certainty) == ("complete-weights", 0.9)
    assert {Ground.RELATION_PROVED, Ground.LABEL_OUTRANKED} <= set(link.grounds)


def test_the_publishers_own_word_is_not_corrected_by_signs(tmp_path: Path):
    tags = ("sentence-transformers", "pytorch", "onnx", "safetensors", "base_model:quantized:base/B")
    card = {"base_model": "base/B", "base_model_relation": "quantized"}
    child = model("me/child", *tags, library_name="sentence-transformers", cardData=card, **TIMES)
    catalog = imported(tmp_path, [BASE, child])
    assert links(catalog) == {"base/B": ("quantized", "declared")}


def test_a_name_with_nothing_but_a_format_added_is_quantized_whatever_the_label(tmp_path: Path):
    child = model("me/B-Q4_K_M-GGUF", "gguf", "base_model:base/B", "base_model:finetune:base/B", **TIMES)
    catalog = imported(tmp_path, [BASE, child])
    assert links(catalog, "me/B-Q4_K_M-GGUF") == {"base/B": ("quantized", "contradicted")}


CARD = (
    "---\nlicense: mit\n---\n\n"
    "This model is a fine-tuned version of [{0}](https://huggingface.co/{0}) on an unknown dataset.\n"
)


def test_a_sentence_in_the_card_makes_an_undeclared_link(tmp_path: Path):
    imported(tmp_path, [BASE, model("me/child", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"README.md": CARD.format("base/B")}})
    assert links(catalog) == {"base/B": ("finetune", "inferred")}
    assert Ground.IN_WORDS in grounds(catalog)["base/B"]


def test_a_sentence_does_not_corroborate_what_the_same_card_declares(tmp_path: Path):
    imported(tmp_path, [BASE, model("me/child", "base_model:finetune:base/B", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"README.md": CARD.format("base/B")}})
    assert links(catalog) == {"base/B": ("finetune", "declared")}


def test_a_sentence_that_came_with_the_parents_card_names_a_grandparent(tmp_path: Path):
    child = model("you/B-chat-GGUF", "gguf", "base_model:quantized:tuner/B-chat", **TIMES)
    imported(tmp_path, [BASE, TUNED, child])
    catalog = inspected(tmp_path, {"you/B-chat-GGUF": {"README.md": CARD.format("base/B")}})
    assert links(catalog, "you/B-chat-GGUF") == {"tuner/B-chat": ("quantized", "declared")}
    assert set(rejected(catalog, "you/B-chat-GGUF").values()) == {Rejection.GRANDPARENT}


def test_a_sentence_that_names_another_than_the_metadata_contradicts(tmp_path: Path):
    imported(tmp_path, [BASE, model("other/C"), model("me/child", "base_model:finetune:other/C", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"README.md": CARD.format("base/B")}})
    assert {standing for _, standing in links(catalog).values()} == {"contradicted"}


def test_a_trace_beside_a_declared_parent_is_outweighed(tmp_path: Path):
    imported(tmp_path, [BASE, model("other/C"), model("me/child", "base_model:finetune:base/B", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"config.json": json.dumps({"_name_or_path": "other/C"})}})
    assert links(catalog) == {"base/B": ("finetune", "declared")}
    assert rejected(catalog) == {"other/C": Rejection.OUTWEIGHED}


def test_a_trace_that_agrees_corroborates(tmp_path: Path):
    imported(tmp_path, [BASE, model("me/child", "base_model:finetune:base/B", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"config.json": json.dumps({"_name_or_path": "base/B"})}})
    assert links(catalog) == {"base/B": ("finetune", "corroborated")}


def test_a_trace_to_a_younger_model_is_refused(tmp_path: Path):
    late = model("late/L", createdAt="2024-01-01T00:00:00.000Z")
    imported(tmp_path, [late, model("me/child", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"config.json": json.dumps({"_name_or_path": "late/L"})}})
    assert links(catalog) == {}
    assert rejected(catalog) == {"late/L": Rejection.YOUNGER_PARENT}


def test_a_declared_younger_parent_stays_and_is_questioned(tmp_path: Path):
    late = model("late/L", createdAt="2024-01-01T00:00:00.000Z")
    catalog = imported(tmp_path, [late, model("me/child", "base_model:finetune:late/L", **TIMES)])
    assert links(catalog) == {"late/L": ("finetune", "declared")}
    assert Ground.YOUNGER_PARENT in grounds(catalog)["late/L"]


RECIPE = """\
merge_method: slerp
base_model: base/B
slices:
- sources:
  - model: base/B
    layer_range: [0, 32]
  - model: other/C
    layer_range: [0, 32]
"""


def test_a_recipe_completes_what_is_declared(tmp_path: Path):
    imported(tmp_path, [BASE, model("other/C"), model("me/child", "base_model:base/B", "merge", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"mergekit_config.yml": RECIPE}})
    assert links(catalog) == {"base/B": ("merge", "corroborated"), "other/C": ("merge", "inferred")}


def test_a_recipe_that_came_with_the_files_names_grandparents(tmp_path: Path):
    merged = model("mixer/M", "merge", createdAt="2023-06-01T00:00:00.000Z")
    child = model("you/M-AWQ", "awq", "base_model:quantized:mixer/M", **TIMES)
    imported(tmp_path, [BASE, model("other/C"), merged, child])
    catalog = inspected(tmp_path, {"you/M-AWQ": {"mergekit_config.yml": RECIPE}})
    assert list(links(catalog, "you/M-AWQ")) == ["mixer/M"]
    assert set(rejected(catalog, "you/M-AWQ").values()) == {Rejection.GRANDPARENT}


def test_what_could_not_be_read_is_a_finding(tmp_path: Path):
    imported(tmp_path, [model("me/child")])
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": "{ no json"}})
    (one,) = catalog.evidence("me/child").rejected
    assert (one.reason, one.raw, one.location) == (Rejection.UNREADABLE, "not-json", "adapter_config.json: line 1")


SUM = "ab" * 32


@pytest.mark.parametrize("declared", [(), ("base_model:base/B",), ("base_model:finetune:tuner/B-chat",)])
def test_the_same_weights_make_a_copy_whatever_is_declared(tmp_path: Path, declared: tuple[str, ...]):
    imported(tmp_path, [BASE, TUNED, model("me/child", *declared, **TIMES)])
    weights = {("tuner/B-chat", "model.safetensors"): SUM, ("me/child", "model.safetensors"): SUM}
    catalog = inspected(tmp_path, {name: {path: None} for name, path in weights}, sums=weights)
    found = links(catalog)
    assert found["tuner/B-chat"][0] == "copy"
    assert "base/B" not in found


def test_a_later_inspection_replaces_what_an_earlier_one_found(tmp_path: Path):
    imported(tmp_path, [BASE, model("other/C"), model("me/child", **TIMES)])
    inspected(tmp_path, {"me/child": {"adapter_config.json": settings("base/B")}})
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("other/C")}})
    found = {p.id: p.withdrawn for p in catalog.show("me/child").parents}
    assert found == {"other/C": False, "base/B": True}


def test_what_a_quantized_model_took_over_speaks_for_a_parent_that_was_never_read(tmp_path: Path):
    tags = ("gguf", "merge", "mergekit", "lazymergekit", "base/B", "other/C", "base_model:gone/Mix-7B")
    catalog = imported(tmp_path, [BASE, model("other/C"), model("bartowski/Mix-7B-GGUF", *tags, **TIMES)])
    assert links(catalog, "gone/Mix-7B") == {"base/B": ("merge", "inferred"), "other/C": ("merge", "inferred")}
    places = [clue.location for link in catalog.evidence("gone/Mix-7B").links for clue in link.clues]
    assert places == ["bartowski/Mix-7B-GGUF: tags[4]", "bartowski/Mix-7B-GGUF: tags[5]"]
    assert list(links(catalog, "bartowski/Mix-7B-GGUF")) == ["gone/Mix-7B"]


def test_it_does_not_where_the_name_is_another(tmp_path: Path):
    tags = ("gguf", "merge", "mergekit", "lazymergekit", "base/B", "other/C", "base_model:gone/Origin-7B")
    catalog = imported(tmp_path, [BASE, model("other/C"), model("bartowski/Mix-7B-GGUF", *tags, **TIMES)])
    assert links(catalog, "gone/Origin-7B") == {}


def test_a_name_adds_a_parent_and_takes_nothing_from_what_is_declared(tmp_path: Path):
    child = model("TheBloke/B-chat-GGUF", "gguf", "base_model:base/B", **TIMES)
    catalog = imported(tmp_path, [BASE, TUNED, child])
    assert links(catalog, "TheBloke/B-chat-GGUF") == {
        "base/B": ("quantized", "declared"),
        "tuner/B-chat": ("quantized", "inferred"),
    }
    assert Ground.PROBABLY_REMOTE in grounds(catalog, "TheBloke/B-chat-GGUF")["base/B"]


def test_one_account_alone_hands_nothing_up_and_nobody_his_own_models(tmp_path: Path):
    tags = ("gguf", "merge", "mergekit", "lazymergekit", "base/B", "other/C", "base_model:gone/Mix-7B")
    alone = model("you/Mix-7B-GGUF", *tags, **TIMES)
    catalog = imported(tmp_path, [BASE, model("other/C"), alone])
    assert links(catalog, "gone/Mix-7B") == {}
    second = model("base/Mix-7B-AWQ", *tags, **TIMES)
    catalog = imported(tmp_path, [BASE, model("other/C"), alone, second])
    assert links(catalog, "gone/Mix-7B") == {"other/C": ("merge", "inferred")}


def test_two_sentences_that_name_parent_and_grandparent_make_no_merge(tmp_path: Path):
    imported(tmp_path, [BASE, TUNED, model("me/child", library_name="transformers", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"README.md": CARD.format("base/B") + CARD.format("tuner/B-chat")[24:]}})
    assert links(catalog) == {"tuner/B-chat": ("finetune", "inferred")}


def test_settings_that_name_the_models_own_child_take_nothing_from_what_is_declared(tmp_path: Path):
    grown = model("knot/grown", "base_model:finetune:me/child", createdAt="2023-08-01T00:00:00.000Z")
    imported(tmp_path, [BASE, grown, model("me/child", "base_model:adapter:base/B", **TIMES)])
    catalog = inspected(tmp_path, {"me/child": {"adapter_config.json": settings("knot/grown")}})
    assert links(catalog) == {"base/B": ("adapter", "contradicted"), "knot/grown": ("adapter", "contradicted")}


def test_what_is_stated_and_proved_is_told_by_the_proof(tmp_path: Path):
    said = statement("me/child", "tuner/B-chat", "copy")
    imported(tmp_path, [BASE, TUNED, model("me/child", **TIMES)])
    imported(tmp_path, [said])
    weights = {("tuner/B-chat", "model.safetensors"): SUM, ("me/child", "model.safetensors"): SUM}
    catalog = inspected(tmp_path, {name: {path: None} for name, path in weights}, sums=weights)
    (link,) = catalog.evidence("me/child").links
    assert (link.relation, link.standing, link.reason) == ("copy", "corroborated", "equal weight files")
