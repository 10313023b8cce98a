"""The settings of adapters, as their libraries write them and as strangers might."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.files.test_bounded import JSON
from tests.making import real_data

from filiation.evidence.files.adapter_config import READER, read
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Relation

PEFT = {
    "alpha_pattern": {},
    "auto_mapping": None,
    "base_model_name_or_path": "mistralai/Mistral-7B-v0.1",
    "bias": "none",
    "fan_in_fan_out": False,
    "inference_mode": True,
    "lora_alpha": 16,
    "peft_type": "LORA",
    "r": 8,
    "revision": None,
    "target_modules": ["q_proj", "v_proj"],
    "task_type": "CAUSAL_LM",
}


def found(settings: object) -> Findings:
    body = json.dumps(settings).encode()
    return read(body, len(body))


def test_peft():
    assert found(PEFT) == Findings(
        clues=(Clue("mistralai/Mistral-7B-v0.1", "base_model_name_or_path", Relation.ADAPTER),),
        signs=(Shown(Sign.ADAPTER, "peft_type", "LORA, CAUSAL_LM"),),
    )


def test_the_revision_of_the_base():
    assert found(PEFT | {"revision": "refs/pr/2"}).clues[0].revision == "refs/pr/2"
    assert found(PEFT | {"revision": ""}).clues[0].revision is None
    assert found(PEFT | {"revision": 7}).clues[0].revision is None


@pytest.mark.parametrize("kind", ["ADALORA", "IA3", "PROMPT_TUNING", "VERA", "A_KIND_TO_COME"])
def test_every_kind_of_adapter(kind):
    assert found(PEFT | {"peft_type": kind, "task_type": None}).signs == (Shown(Sign.ADAPTER, "peft_type", kind),)


@pytest.mark.parametrize("raw", ["", "None", "./output/checkpoint-500", "C:\\models\\llama", "/root/llama", "x" * 1500])
def test_what_is_written_is_handed_on_to_be_judged(raw):
    assert [clue.raw for clue in found(PEFT | {"base_model_name_or_path": raw}).clues] == [raw]


@pytest.mark.parametrize("wrong", [["a/b"], {"a": "b"}, 7, True])
def test_a_base_that_is_no_text_is_a_finding(wrong):
    findings = found(PEFT | {"base_model_name_or_path": wrong})
    assert findings.clues == ()
    assert [(one.fault, one.location) for one in findings.faults] == [(Fault.WRONG_SHAPE, "base_model_name_or_path")]


def test_a_base_that_is_not_told_is_no_clue():
    findings = found(PEFT | {"base_model_name_or_path": None})
    assert (findings.clues, findings.faults) == ((), ())
    assert findings.signs


def test_adapterhub():
    hub = {
        "config": {"adapter_residual_before_ln": False, "reduction_factor": 16},
        "hidden_size": 768,
        "model_class": "RobertaAdapterModel",
        "model_name": "roberta-base",
        "model_type": "roberta",
        "name": "sst-2",
    }
    assert found(hub) == Findings((Clue("roberta-base", "model_name", Relation.ADAPTER),), (Shown(Sign.ADAPTER, ""),))


def test_mlx():
    mlx = {
        "adapter_path": "adapters",
        "fine_tune_type": "lora",
        "lora_parameters": {"rank": 8, "scale": 16.0},
        "model": "mlx-community/Qwen2.5-0.5B-Instruct-4bit",
    }
    assert found(mlx) == Findings(
        (Clue("mlx-community/Qwen2.5-0.5B-Instruct-4bit", "model", Relation.ADAPTER),),
        (Shown(Sign.ADAPTER, "fine_tune_type", "lora"),),
    )
    full = found(mlx | {"fine_tune_type": "full"})
    assert full.clues[0].relation is Relation.FINETUNE
    assert [shown.sign for shown in full.signs] == [Sign.TRAINED]


def test_a_mixture_names_its_base_and_what_it_mixes():
    mixture = PEFT | {"peft_type": "XLORA", "adapters": {"math": "someone/math-lora", "1": "./xlora/1", "2": None}}
    assert [(clue.raw, clue.location, clue.relation) for clue in found(mixture).clues] == [
        ("mistralai/Mistral-7B-v0.1", "base_model_name_or_path", Relation.ADAPTER),
        ("someone/math-lora", "adapters.math", Relation.MERGE),
        ("./xlora/1", "adapters.1", Relation.MERGE),
    ]
    crowd = found(PEFT | {"adapters": {str(i): "a/b" for i in range(5000)}})
    assert len(crowd.clues) == 101
    assert crowd.faults == (Unread(Fault.TOO_MANY, "adapters"),)


def test_another_program_s_file_of_this_name():
    assert found({"network_devices": "deauth"}).faults == (Unread(Fault.WRONG_SHAPE),)
    assert found({"model": "a/b"}).clues == ()


@given(st.dictionaries(st.sampled_from([*PEFT, "model_name", "model", "fine_tune_type", "adapters"]), JSON))
def test_any_value_at_any_place_is_read_or_refused(settings):
    findings = found(settings)
    assert all(isinstance(clue.raw, str) for clue in findings.clues)


@given(JSON)
def test_any_document_is_read_or_refused(value):
    found(value)


@given(st.from_regex(r"[A-Za-z0-9]{1,20}/[A-Za-z0-9._-]{1,40}", fullmatch=True), JSON)
def test_a_base_is_found_beside_anything(name, value):
    assert found({"adapters": value, "r": value, "base_model_name_or_path": name}).clues[0].raw == name


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("adapter_config.json", True),
        ("speech-lora/adapter_config.json", True),
        ("checkpoint-500/adapter_config.json", False),
        ("a/b/adapter_config.json", False),
        ("old_adapter_config.json", False),
    ],
)
def test_which_files_are_read(path, wanted):
    assert READER.wants(path) is wanted


def test_the_settings_that_the_hub_repeats_are_all_read():
    read_of: list[tuple[Any, Findings]] = []
    with gzip.open(real_data() / "hub-2024-07/model-details.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            told = (json.loads(line).get("config") or {}).get("peft")
            if told:
                read_of.append((told.get("base_model_name_or_path"), found(told)))
    assert len(read_of) > 150
    assert all([clue.raw for clue in findings.clues] == ([base] if base else []) for base, findings in read_of)
    assert all(findings.signs for _, findings in read_of)
