"""The settings of models: where they were loaded from, and how they are quantized."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.files.test_bounded import JSON
from tests.making import real_data

from filiation.evidence.files.model_config import BESIDE, READER, quantization, read, read_beside
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread


def found(settings: object) -> Findings:
    body = json.dumps(settings).encode()
    return read(body, len(body))


def beside(settings: object) -> Findings:
    body = json.dumps(settings).encode()
    return read_beside(body, len(body))


LLAMA = {"_name_or_path": "meta-llama/Llama-2-7b-hf", "architectures": ["LlamaForCausalLM"], "model_type": "llama"}


def test_the_folder_or_repository_it_was_loaded_from():
    assert found(LLAMA) == Findings(clues=(Clue("meta-llama/Llama-2-7b-hf", "_name_or_path"),))
    assert found(LLAMA | {"_commit_hash": "abc"}).clues[0].revision == "abc"
    assert found(LLAMA | {"_name_or_path": "./output"}).clues[0].raw == "./output"


@pytest.mark.parametrize("nothing", ["", None])
def test_no_folder_is_no_clue(nothing):
    assert found(LLAMA | {"_name_or_path": nothing}) == Findings()


def test_the_folders_of_its_parts_are_no_parents():
    parts = {"text_config": {"_name_or_path": "a/text"}, "vision_config": {"_name_or_path": "a/vision"}}
    assert found({"model_type": "llava", **parts}) == Findings()


@pytest.mark.parametrize("wrong", [7, ["a/b"], {"a": "b"}, True])
def test_a_folder_that_is_no_text_is_a_finding(wrong):
    assert [(one.fault, one.location) for one in found({"_name_or_path": wrong}).faults] == [
        (Fault.WRONG_SHAPE, "_name_or_path")
    ]


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ({"quant_method": "gptq", "bits": 4, "group_size": 128, "desc_act": False}, "gptq, 4 bits"),
        ({"quant_method": "awq", "bits": 4, "version": "gemm", "zero_point": True}, "awq, 4 bits"),
        ({"quant_method": "bitsandbytes", "load_in_4bit": True, "load_in_8bit": False}, "bitsandbytes, 4 bits"),
        ({"load_in_8bit": True, "llm_int8_threshold": 6.0}, "bitsandbytes, 8 bits"),
        ({"quant_method": "exl2", "version": "0.0.11", "bits": 4.25, "head_bits": 6}, "exl2, 4.25 bits"),
        ({"quant_method": "fp8", "activation_scheme": "dynamic", "weight_block_size": [128, 128]}, "fp8"),
        ({"quant_method": "mxfp4", "modules_to_not_convert": []}, "mxfp4"),
        ({"quant_method": "bitnet"}, "bitnet"),
        ({"quant_method": "gptq", "bits": 1}, "gptq, 1 bit"),
        ({"quant_method": "hqq", "quant_config": {"weight_quant_params": {"nbits": 2}}}, "hqq, 2 bits"),
        (
            {"quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": {"num_bits": 8}}}},
            "compressed-tensors, 8 bits",
        ),
        ({"quant_method": "modelopt", "quant_algo": "NVFP4"}, "modelopt, NVFP4"),
    ],
)
def test_every_method_of_quantization(settings, detail):
    assert found({"quantization_config": settings}).signs == (Shown(Sign.QUANTIZED, "quantization_config", detail),)


def test_quantization_by_mlx():
    settings = {"group_size": 64, "bits": 4}
    both = found({"quantization": settings, "quantization_config": settings})
    assert both.signs == (Shown(Sign.QUANTIZED, "quantization", "mlx, 4 bits"),)


def test_quantization_of_the_part_that_speaks():
    part = found({"text_config": {"quantization_config": {"quant_method": "compressed-tensors"}}})
    assert part.signs == (Shown(Sign.QUANTIZED, "text_config.quantization_config", "compressed-tensors"),)


@pytest.mark.parametrize(
    "nothing", [None, {}, False, {"load_in_4bit": False}, {"bits": True}, {"bits": 0}, {"bits": 1e99}, {"bits": "4"}]
)
def test_settings_that_quantize_nothing(nothing):
    assert found(LLAMA | {"quantization_config": nothing}).signs == ()


def test_quantization_that_is_no_mapping_is_a_finding():
    assert found({"quantization_config": ["gptq"]}).faults == (
        Unread(Fault.WRONG_SHAPE, "quantization_config", "list"),
    )


def test_the_settings_of_ctranslate2():
    settings = {"alignment_heads": [[5, 3]], "lang_ids": [50259], "suppress_ids": [1], "suppress_ids_begin": [220]}
    assert [(shown.sign, shown.detail) for shown in found(settings).signs] == [(Sign.CONVERTED, "ctranslate2")]
    assert found({"model_type": "x", **settings}).signs == ()


def test_numbers_that_only_python_writes():
    body = b'{"_name_or_path": "a/b", "mask": -Infinity, "scale": NaN, "vocab_size": ' + b"9" * 9000 + b"}"
    assert read(body, len(body)).clues == (Clue("a/b", "_name_or_path"),)


def test_a_file_of_which_only_the_beginning_came():
    assert read(b'{"_name_or_path": "a/b"', 1 << 40).faults[0].fault is Fault.CUT_SHORT


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        (
            {
                "bits": 4,
                "group_size": 128,
                "damp_percent": 0.01,
                "desc_act": False,
                "model_name_or_path": None,
                "model_file_base_name": "model",
            },
            "gptq, 4 bits",
        ),
        ({"zero_point": True, "q_group_size": 128, "w_bit": 4, "version": "GEMM"}, "awq, 4 bits"),
        (
            {"producer": {"name": "modelopt", "version": "0.23.0"}, "quantization": {"quant_algo": "NVFP4"}},
            "modelopt, NVFP4",
        ),
    ],
)
def test_settings_of_a_quantization_in_a_file_of_their_own(settings, detail):
    assert [(shown.sign, shown.detail) for shown in beside(settings).signs] == [(Sign.QUANTIZED, detail)]
    assert beside(settings).clues == ()


def test_a_quantized_cache_is_no_quantized_model():
    assert beside({"quantization": {"quant_algo": None, "kv_cache_quant_algo": "FP8"}}) == Findings()


def test_where_a_quantization_was_saved_is_no_parent():
    assert beside({"bits": 4, "desc_act": True, "model_name_or_path": "TheBloke/X-GPTQ"}).clues == ()


def test_a_conversion_to_onnx_and_the_files_that_it_quantized():
    per_model = {"encoder_model": {"op_types": ["Mul"], "weight_type": "QUInt8"}, "b": {"weight_type": "QInt8"}}
    assert beside({"per_channel": False, "reduce_range": False, "per_model_config": per_model}).signs == (
        Shown(Sign.CONVERTED, "per_channel", "onnx"),
        Shown(Sign.QUANTIZED, "per_model_config", "onnx, QUInt8, QInt8"),
    )
    assert beside({"per_channel": True, "modes": ["fp16", "q8", "q4"]}).signs[1].detail == "onnx, q4, q8"
    assert [shown.sign for shown in beside({"per_channel": True, "modes": ["fp32"]}).signs] == [Sign.CONVERTED]


KEYS = ["_name_or_path", "quantization_config", "quantization", "text_config", "compression_config", "lang_ids"]
METHOD = ["quant_method", "bits", "config_groups", "quant_config", "load_in_4bit", "quant_algo", "w_bit", "desc_act"]
FILES = ["per_channel", "per_model_config", "modes", "producer", "quantization", "bits"]


@given(st.dictionaries(st.sampled_from(KEYS), JSON | st.dictionaries(st.sampled_from(METHOD), JSON)))
def test_any_value_at_any_place_is_read_or_refused(settings):
    assert all(shown.detail for shown in found(settings).signs)


@given(st.dictionaries(st.sampled_from([*FILES, *METHOD]), JSON))
def test_any_value_in_a_file_of_its_own_is_read_or_refused(settings):
    assert all(shown.detail for shown in beside(settings).signs)


@given(JSON)
def test_any_document_is_read_or_refused(value):
    found(value)
    beside(value)
    quantization(value)


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [
        ("config.json", True, False),
        ("0_Transformer/config.json", True, False),
        ("text_encoder/config.json", False, False),
        ("adapter_config.json", False, False),
        ("quantize_config.json", False, True),
        ("onnx/quantize_config.json", False, True),
        ("hf_quant_config.json", False, True),
    ],
)
def test_which_files_are_read(path, first, second):
    assert (READER.wants(path), BESIDE.wants(path)) == (first, second)


def test_the_quantizations_that_the_hub_repeats_are_all_read():
    told = 0
    with gzip.open(real_data() / "hub-2024-07/model-details.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            config = json.loads(line).get("config") or {}
            if "quantization_config" in config:
                told += 1
                settings = config["quantization_config"]
                idle = settings.get("load_in_4bit") is False and settings.get("load_in_8bit") is False
                assert idle or [shown.sign for shown in found(config).signs] == [Sign.QUANTIZED], settings
            elif config:
                assert found(config) == Findings()
    assert told > 80
