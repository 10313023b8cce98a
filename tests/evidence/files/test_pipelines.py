"""The lists of the parts of a whole."""

import json

from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.files.test_bounded import JSON

from filiation.evidence.files.pipelines import MODULES, READER, read_modules, read_pipeline
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread

PIPELINE = {
    "_class_name": "StableDiffusionXLPipeline",
    "_diffusers_version": "0.24.0.dev0",
    "force_zeros_for_empty_prompt": True,
    "image_encoder": [None, None],
    "unet": ["diffusers", "UNet2DConditionModel"],
}
SENTENCES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
]


def pipeline(settings: object) -> Findings:
    body = json.dumps(settings).encode()
    return read_pipeline(body, len(body))


def modules(settings: object) -> Findings:
    body = json.dumps(settings).encode()
    return read_modules(body, len(body))


def test_a_pipeline_is_a_whole():
    assert pipeline(PIPELINE) == Findings(signs=(Shown(Sign.COMPLETE, "_class_name", "StableDiffusionXLPipeline"),))


def test_where_a_pipeline_was_loaded_from():
    told = pipeline(PIPELINE | {"_name_or_path": "stabilityai/stable-diffusion-xl-base-1.0"})
    assert told.clues == (Clue("stabilityai/stable-diffusion-xl-base-1.0", "_name_or_path"),)
    assert pipeline(PIPELINE | {"_name_or_path": ["a"]}).faults[0].fault is Fault.WRONG_SHAPE


def test_a_model_of_sentences_is_a_whole():
    assert modules(SENTENCES) == Findings(signs=(Shown(Sign.COMPLETE, "", "Transformer, Pooling"),))


def test_what_lists_no_parts_is_a_finding():
    assert modules({"modules": []}).faults == (Unread(Fault.WRONG_SHAPE),)
    assert modules([]).faults == (Unread(Fault.WRONG_SHAPE),)
    assert pipeline(["unet"]).faults == (Unread(Fault.WRONG_SHAPE),)
    assert read_modules(b"[{", 1 << 40).faults == (Unread(Fault.CUT_SHORT),)
    assert read_modules(b"[{", 2).faults[0].fault is Fault.NOT_JSON


@given(JSON | st.lists(st.dictionaries(st.sampled_from(["type", "path"]), JSON)))
def test_any_document_is_read_or_refused(value):
    modules(value)
    pipeline(value)


@given(st.dictionaries(st.sampled_from(["_class_name", "_name_or_path"]), JSON))
def test_any_value_at_any_place_is_read_or_refused(settings):
    pipeline(settings)


def test_only_the_lists_of_the_root_are_read():
    assert READER.wants("model_index.json")
    assert MODULES.wants("modules.json")
    assert not READER.wants("a/model_index.json")
    assert not MODULES.wants("a/modules.json")
