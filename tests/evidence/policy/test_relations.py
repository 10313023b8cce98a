"""How a child was made: what files prove against a label, what words say, what waits for the rule."""

import pytest
from tests.evidence.files.headers import safetensors
from tests.evidence.policy.cases import (
    Cases,
    card,
    child,
    grounds,
    link,
    links,
    listing,
    settings,
)  # fmt: skip

from filiation.facts.grounds import Ground

CASES = Cases()
TRAINS = {"library_name": "transformers", "pipeline_tag": "text-generation"}
WHOLE = listing("config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
ADAPTER = listing("adapter_config.json", "adapter_model.safetensors")
GGUF = listing("model-Q4_K_M.gguf")
QUANTIZED = ("base_model:base/B", "base_model:quantized:base/B")
FINETUNE = ("base_model:base/B", "base_model:finetune:base/B")
SAID_QUANTIZED = {"base_model": "base/B", "base_model_relation": "quantized"}
SAID_FINETUNE = {"base_model": "base/B", "base_model_relation": "finetune"}


def proved(catalog, of: str, parent: str = "base/B") -> tuple[str, str, float]:
    found = link(catalog, of, parent)
    return found.relation.value, found.reason, found.certainty


@CASES(child("alone/child", *FINETUNE, siblings=ADAPTER, cardData=SAID_FINETUNE))
def test_an_adapter_alone_is_one_though_its_card_says_otherwise(catalog):
    assert proved(catalog, "alone/child") == ("adapter", "adapter-alone", 0.99)
    assert Ground.CARD_OUTRANKED in grounds(catalog, "alone/child", "base/B")
    assert links(catalog, "alone/child") == {"base/B": ("adapter", "contradicted")}


@CASES(child("alone/merged", "base_model:merge:base/B", siblings=ADAPTER))
@CASES(child("alone/packed", *QUANTIZED, siblings=ADAPTER))
@CASES(child("alone/settings", *QUANTIZED, siblings=listing("adapter_config.json", "README.md")))
@pytest.mark.parametrize("name", ["merged", "packed", "settings"])
def test_an_adapter_alone_is_one_whatever_the_label(catalog, name: str):
    assert proved(catalog, f"alone/{name}") == ("adapter", "adapter-alone", 0.99)


@CASES(child("beside/gguf", "gguf", *QUANTIZED, siblings=ADAPTER + GGUF))
@CASES(child("beside/merged", *FINETUNE, siblings=ADAPTER + listing("merged/model.safetensors")))
@CASES(child("beside/whole", *FINETUNE, siblings=ADAPTER + WHOLE))
@pytest.mark.parametrize(("name", "made"), [("gguf", "quantized"), ("merged", "finetune"), ("whole", "finetune")])
def test_an_adapter_beside_other_weights_proves_nothing(catalog, name: str, made: str):
    assert links(catalog, f"beside/{name}") == {"base/B": (made, "declared")}


@CASES(
    child("read/child", *FINETUNE),
    files={"read/child": {"adapter_config.json": settings("/local/path"), "adapter_model.safetensors": None}},
)
def test_files_that_only_an_inspection_lists_are_known_too(catalog):
    assert proved(catalog, "read/child") == ("adapter", "adapter-alone", 0.99)


LORA = safetensors(None, ("layer.lora_A.weight", "layer.lora_B.weight"))


@CASES(
    child("signed/child", *FINETUNE),
    child("signed/whole", *FINETUNE),
    files={"signed/child": {"flavor.safetensors": LORA}, "signed/whole": {"flavor.safetensors": safetensors()}},
)
def test_weights_are_known_for_an_adapters_by_their_header(catalog):
    assert proved(catalog, "signed/child")[:2] == ("adapter", "adapter-alone")
    assert proved(catalog, "signed/whole")[0] == "finetune"


@CASES(child("whole/tagged", "safetensors", "onnx", *QUANTIZED, **TRAINS))
@CASES(child("whole/listed", "onnx", *QUANTIZED, siblings=WHOLE, **TRAINS))
@pytest.mark.parametrize("name", ["tagged", "listed"])
def test_complete_weights_are_believed_against_the_label(catalog, name: str):
    assert proved(catalog, f"whole/{name}") == ("finetune", "complete-weights", 0.9)
    assert Ground.LABEL_OUTRANKED in grounds(catalog, f"whole/{name}", "base/B")


@CASES(child("lacking/tags", "onnx", *QUANTIZED, **TRAINS))
@CASES(child("lacking/files", "safetensors", "onnx", *QUANTIZED, siblings=listing("onnx/model.onnx"), **TRAINS))
@CASES(child("lacking/said", "safetensors", "onnx", *QUANTIZED, cardData=SAID_QUANTIZED, **TRAINS))
@CASES(child("lacking/several", "safetensors", *QUANTIZED, "base_model:quantized:other/C", **TRAINS))
@CASES(child("lacking/stored", "safetensors", "gptq", *QUANTIZED, **TRAINS))
@pytest.mark.parametrize("name", ["tags", "files", "said", "several", "stored"])
def test_a_label_stays_where_no_complete_weights_are_shown(catalog, name: str):
    assert links(catalog, f"lacking/{name}")["base/B"][0] == "quantized"


@CASES(child("ggufs/beside", "gguf", "unsloth", *QUANTIZED, siblings=WHOLE + GGUF, **TRAINS))
def test_complete_weights_beside_gguf_files_were_trained(catalog):
    assert proved(catalog, "ggufs/beside") == ("finetune", "complete-weights-beside-gguf", 0.9)


METHOD = {"quantization_config": {"quant_method": "bitsandbytes"}}


@CASES(child("ggufs/B-GGUF", "gguf", *QUANTIZED, siblings=WHOLE + GGUF, **TRAINS))
@CASES(child("ggufs/only", "gguf", "unsloth", *QUANTIZED, siblings=GGUF, **TRAINS))
@CASES(child("ggufs/none", "gguf", "unsloth", *QUANTIZED, siblings=WHOLE, **TRAINS))
@CASES(child("ggufs/packed", "gguf", "unsloth", *QUANTIZED, siblings=WHOLE + GGUF, config=METHOD, **TRAINS))
@CASES(child("ggufs/said", "gguf", *QUANTIZED, siblings=WHOLE + GGUF, cardData=SAID_QUANTIZED, **TRAINS))
@CASES(child("ggufs/two", "gguf", *QUANTIZED, "base_model:quantized:other/C", siblings=WHOLE + GGUF, **TRAINS))
@pytest.mark.parametrize("name", ["only", "none", "packed", "said", "two", "B-GGUF"])
def test_else_gguf_files_are_quantized(catalog, name: str):
    assert links(catalog, f"ggufs/{name}")["base/B"][0] == "quantized"


@CASES(child("renamed/B-GPTQ", *FINETUNE))
@CASES(child("renamed/B-AWQ", "base_model:adapter:base/B"))
@pytest.mark.parametrize("name", ["B-GPTQ", "B-AWQ"])
def test_a_name_with_a_format_added_is_quantized(catalog, name: str):
    assert proved(catalog, f"renamed/{name}") == ("quantized", "renamed-only", 0.99)


@CASES(child("kept/B-EXL2", *FINETUNE, "base_model:finetune:other/C"))
@CASES(child("kept/B-GPTQ", *FINETUNE, cardData=SAID_FINETUNE))
@CASES(child("kept/B-AWQ", "base_model:adapter:base/B", siblings=ADAPTER))
@pytest.mark.parametrize(("name", "made"), [("B-GPTQ", "finetune"), ("B-AWQ", "adapter"), ("B-EXL2", "finetune")])
def test_but_not_against_the_card_nor_an_adapters_files_nor_of_several_parents(catalog, name: str, made: str):
    assert links(catalog, f"kept/{name}")["base/B"][0] == made


@CASES(child("several/B-GGUF", "base_model:merge:base/B", "base_model:merge:other/C"))
def test_of_several_parents_it_is_quantized_from_the_one_whose_name_it_has(catalog):
    assert proved(catalog, "several/B-GGUF") == ("quantized", "renamed-only-of-several", 0.9)
    assert links(catalog, "several/B-GGUF")["other/C"][0] == "merge"


@CASES(child("sole/B-GGUF", "base_model:merge:base/B"))
def test_a_merge_of_one_parent_keeps_its_label(catalog):
    assert links(catalog, "sole/B-GGUF") == {"base/B": ("merge", "declared")}


RECIPE = "merge_method: slerp\nmodels:\n- model: base/B\n- model: other/C\n"


@CASES(
    child("recipe/tuned", *FINETUNE),
    child("recipe/packed", *QUANTIZED),
    files={"recipe/tuned": {"mergekit_config.yml": RECIPE}, "recipe/packed": {"mergekit_config.yml": RECIPE}},
)
def test_a_recipe_corrects_a_finetune_and_nothing_else(catalog):
    assert links(catalog, "recipe/tuned") == {"base/B": ("merge", "contradicted"), "other/C": ("merge", "inferred")}
    assert proved(catalog, "recipe/tuned")[1:] == ("mergekit_config", 1.0)
    assert list(links(catalog, "recipe/packed")) == ["base/B"]
    assert links(catalog, "recipe/packed")["base/B"][0] == "quantized"


@CASES(
    child("words/tuned", "base_model:base/B", siblings=ADAPTER),
    child("words/packed", "trl", "base_model:base/B", **TRAINS),
    child("words/only", "trl", **TRAINS),
    child("words/adapter", siblings=ADAPTER),
    files={
        "words/tuned": {"README.md": card("base/B")},
        "words/packed": {"README.md": card("base/B", made_by="quantized")},
        "words/only": {"README.md": card("base/B", made_by="quantized")},
        "words/adapter": {"README.md": card("base/B")},
    },
)
def test_fine_tuned_waits_for_the_rule_and_quantized_does_not_where_words_alone_name_the_parent(catalog):
    assert proved(catalog, "words/adapter")[:2] == ("adapter", "adapter-files")
    assert proved(catalog, "words/only") == ("quantized", "card-text", 0.9)
    assert Ground.RELATION_SHOWN in grounds(catalog, "words/only", "base/B")
    assert proved(catalog, "words/tuned")[:2] == ("adapter", "adapter-files")
    assert proved(catalog, "words/packed")[:2] == ("finetune", "finetune-record")


def test_fine_tuned_does_not_speak_against_an_adapter_and_quantized_speaks_against_a_finetune(catalog):
    for name, supports in (("words/adapter", True), ("words/tuned", True), ("words/packed", False)):
        clues = link(catalog, name, "base/B").clues
        assert [clue.supports for clue in clues if clue.source == "card-text"] == [supports]


@CASES(
    child("spoken/child", "merge", "base_model:base/B"),
    files={"spoken/child": {"README.md": card("base/B", made_by="fine-tuned")}},
)
def test_where_no_rule_decides_a_word_beside_a_declared_parent_does(catalog):
    assert proved(catalog, "spoken/child") == ("finetune", "card-text", 0.9)


@CASES(child("narrow/child", "base_model:finetune:base/B", "base_model:adapter:base/B"))
def test_of_two_labels_the_narrower_is_believed_and_the_quarrel_told(catalog):
    assert links(catalog, "narrow/child") == {"base/B": ("adapter", "contradicted")}
    assert Ground.RELATIONS_DIFFER in grounds(catalog, "narrow/child", "base/B")


@CASES(child("read/settings", "base_model:finetune:base/B", cardData={"base_model": "base/B"}, config=METHOD))
@CASES(child("read/quantized", *QUANTIZED, config=METHOD))
def test_settings_of_a_quantization_agree_with_a_quantized_link_only(catalog):
    assert links(catalog, "read/quantized") == {"base/B": ("quantized", "corroborated")}
    places = {clue.location for clue in link(catalog, "read/quantized", "base/B").clues}
    assert "config.quantization_config" in places
    assert links(catalog, "read/settings")["base/B"] == ("finetune", "declared")


@CASES(child("sets/child", "dataset:some/data", "dataset:more/data", *FINETUNE, cardData={"datasets": ["some/data"]}))
def test_datasets_are_not_judged_against_each_other(catalog):
    found = {one.parent: (one.relation, one.standing) for one in catalog.evidence("sets/child").links}
    assert found == {
        "base/B": ("finetune", "declared"),
        "some/data": ("trained_on", "declared"),
        "more/data": ("trained_on", "declared"),
    }


@CASES(child("asked/child", "unsloth", "base_model:base/B", siblings=WHOLE))
@CASES(child("asked/lacking", "unsloth", "base_model:base/B"))
def test_a_model_of_complete_weights_lacks_no_task(catalog):
    assert proved(catalog, "asked/child")[:2] == ("finetune", "finetune-record")
    assert proved(catalog, "asked/lacking")[:2] == ("adapter", "adapter-untasked")


@CASES(
    child("several/words", "trl", **TRAINS),
    child("several/declared", "trl", "base_model:base/B", **TRAINS),
    files={
        "several/words": {"README.md": card("base/B", "other/C")},
        "several/declared": {"README.md": card("base/B", "other/C")},
    },
)
def test_several_parents_in_words_count_where_none_is_declared(catalog):
    assert links(catalog, "several/words") == dict.fromkeys(("base/B", "other/C"), ("finetune", "inferred"))
    assert proved(catalog, "several/declared")[:2] == ("finetune", "finetune-record")


@CASES(
    child("partly/child", "base_model:finetune:tuner/B-chat"),
    sums={
        ("partly/child", "model-1.safetensors"): "ef" * 32,
        ("partly/child", "model-2.safetensors"): "12" * 32,
        ("tuner/B-chat", "model-1.safetensors"): "ef" * 32,
    },
)
def test_weights_that_are_equal_in_part_make_no_copy(catalog):
    assert links(catalog, "partly/child") == {"tuner/B-chat": ("finetune", "corroborated")}


@CASES(
    child("shown/B-GPTQ"),
    files={"shown/B-GPTQ": {"adapter_config.json": settings("base/B"), "model.safetensors": None}},
)
def test_what_settings_show_is_not_corrected_by_a_name(catalog):
    assert links(catalog, "shown/B-GPTQ") == {"base/B": ("adapter", "inferred")}
