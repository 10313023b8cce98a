"""The header of a safetensors file, read from its beginning as the format's own library reads the whole file."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from tests.evidence.files import headers

from filiation.evidence.files.safetensors_header import (
    LONGEST,
    MOST_CLUES,
    READER,
    extent,
    header,
    read,
    wants,
)
from filiation.facts.findings import Clue, Fault, Shown, Sign, Unread
from filiation.facts.vocabulary import Relation

_LORA = tuple(f"base_model.model.layers.{n}.q_proj.lora_{side}.weight" for n in range(4) for side in "AB")
_KOHYA = tuple(
    f"lora_unet_down_{n}.{part}" for n in range(4) for part in ("lora_down.weight", "lora_up.weight", "alpha")
)
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


def _clues(metadata, tensors=("a.weight",)):
    body = headers.safetensors(metadata, tensors)
    return read(body, len(body)).clues


def _signs(metadata=None, tensors=("a.weight",)):
    body = headers.safetensors(metadata, tensors)
    return {shown.sign: shown.detail for shown in read(body, len(body)).signs}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    metadata=st.dictionaries(_TEXTS, _TEXTS, max_size=5),
    names=st.sets(_TEXTS.filter(lambda n: n != "__metadata__"), min_size=1),
)
def test_reads_what_the_formats_library_reads(tmp_path: Path, metadata, names):
    path = tmp_path / "m.safetensors"
    save_file({name: np.zeros(3, dtype=np.float32) for name in names}, path, metadata)
    body = path.read_bytes()
    found = header(body, len(body))
    with safe_open(path, "np") as library:
        assert (found.metadata or {}) == (library.metadata() or {})
        assert found.tensors == len(library.keys())
    assert found.faults == ()
    assert found.whole


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.binary(max_size=80))
def test_never_finds_whole_what_the_library_reads_otherwise(tmp_path: Path, written):
    path = tmp_path / "m.safetensors"
    path.write_bytes(headers.framed(b"{" + written + b"}"))
    found = header(path.read_bytes(), path.stat().st_size)
    try:
        with safe_open(path, "np") as library:
            assert found.tensors == len(library.keys())
            assert found.faults == ()
    except SafetensorError:
        assert found.tensors == 0 or found.whole or found.faults


@pytest.mark.parametrize("key", ["base_model", "ss_sd_model_name", "ss_base_model_version", "base_model_name_or_path"])
def test_the_base_that_a_trainer_noted(key):
    assert _clues({key: "runwayml/stable-diffusion-v1-5"}) == (Clue("runwayml/stable-diffusion-v1-5", key),)
    assert _clues({key: "https://huggingface.co/a/b"}, _KOHYA)[0].relation is Relation.ADAPTER


@pytest.mark.parametrize(
    "written",
    [
        "sd_xl_base_1.0.safetensors",
        "sdxl_base_v1-0",
        "models/checkpoint",
        "/workspace/base/model",
        "a/b.safetensors",
        "https://civitai.com/models/1",
        "Stable Diffusion XL",
        "",
        "a/b, c/d",
    ],
)
def test_names_of_files_and_titles_are_no_clues(written):
    assert _clues({"ss_sd_model_name": written, "base_model": written}) == ()


def test_the_sources_of_a_merge():
    metadata = {"modelspec.merged_from": "a/one, Pony Diffusion V6 XL,base.safetensors, https://huggingface.co/b/two"}
    assert _clues(metadata) == (
        Clue("a/one", "modelspec.merged_from", Relation.MERGE),
        Clue("https://huggingface.co/b/two", "modelspec.merged_from", Relation.MERGE),
    )
    assert Sign.MERGED in _signs(metadata)
    assert len(_clues({"modelspec.merged_from": ",".join(f"a/m{n}" for n in range(5000))})) == 100


def test_the_settings_of_an_adapter_in_its_weights():
    settings_ = {
        "unet.base_model_name_or_path": "a/base",
        "unet.revision": "main",
        "text_encoder.base_model_name_or_path": None,
        "r": 4,
    }
    assert _clues({"lora_adapter_metadata": json.dumps(settings_)}, _LORA) == (
        Clue("a/base", "lora_adapter_metadata.unet.base_model_name_or_path", Relation.ADAPTER, revision="main"),
    )
    assert _clues({"lora_adapter_metadata": "[" * 100_000}) == ()


@pytest.mark.parametrize(
    ("tensors", "sign"),
    [
        (_LORA, Sign.ADAPTER),
        (_KOHYA, Sign.ADAPTER),
        ((*_LORA, "lm_head.weight", "embed.weight"), Sign.ADAPTER),
        (("lycoris_x.lokr_w1", "lycoris_x.lokr_w2", "lycoris_x.alpha"), Sign.ADAPTER),
        (("prompt_embeddings",), Sign.ADAPTER),
        (("emb_params",), Sign.ADAPTER),
        (("clip_l", "clip_g"), Sign.ADAPTER),
        (("model.embed.weight", "model.norm.weight"), Sign.COMPLETE),
        (("model.exploration_A.weight", "color_A.weight"), Sign.COMPLETE),
        ((*(f"model.layers.{n}.weight" for n in range(30)), *_LORA), Sign.COMPLETE),
    ],
)
def test_weights_of_an_adapter_and_complete_ones(tensors, sign):
    assert _signs(tensors=tensors) == {sign: f"{len(tensors)} tensor{'s' if len(tensors) > 1 else ''}"}


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("q_proj.weight.quant_state.bitsandbytes__nf4", "bitsandbytes"),
        ("q_proj.qweight", "packed integers"),
        ("q_proj.weight_packed", "compressed-tensors"),
    ],
)
def test_quantized_weights_show(name, scheme):
    assert _signs(tensors=("a.weight", name))[Sign.QUANTIZED] == scheme


def test_the_format_of_another_tool():
    assert _signs({"format": "mlx"})[Sign.CONVERTED] == "mlx"
    assert Sign.CONVERTED not in _signs({"format": "pt"})


def test_metadata_that_stands_whole_in_a_cut_header_is_read():
    metadata = {"base_model": "a/base", "format": "pt"}
    body = headers.safetensors(metadata, _LORA)
    behind = body.index(b"}", 8) + 2
    for length in range(behind, len(body)):
        found = read(body[:length], len(body))
        assert [clue.raw for clue in found.clues] == ["a/base"], length
        assert found.faults == ()
    for length in range(behind - 1):
        found = read(body[:length], len(body))
        assert found.clues == ()
        assert [fault.fault for fault in found.faults] == [Fault.CUT_SHORT], length


def test_metadata_may_lie_behind_tensors():
    body = headers.framed(json.dumps({"a.weight": {}, "__metadata__": {"base_model": "a/base"}}) + "   ")
    assert [clue.raw for clue in read(body, len(body)).clues] == ["a/base"]
    cut = read(body[:20], len(body))
    assert cut.signs == ()
    assert [fault.fault for fault in cut.faults] == [Fault.CUT_SHORT]


@pytest.mark.parametrize(
    ("body", "size", "fault"),
    [
        (b"", 0, Fault.CUT_SHORT),
        (b"\1\0", 1000, Fault.CUT_SHORT),
        ((1 << 40).to_bytes(8, "little") + b"{}", 1 << 50, Fault.TOO_LARGE),
        ((LONGEST + 1).to_bytes(8, "little") + b"{}", 1 << 50, Fault.TOO_LARGE),
        (b"\xff" * 16, -1, Fault.TOO_LARGE),
        ((5000).to_bytes(8, "little") + b"{}", 1000, Fault.WRONG_SHAPE),
        (headers.framed("[]"), 100, Fault.WRONG_SHAPE),
        (headers.framed('{"__metadata__": 4}'), 100, Fault.WRONG_SHAPE),
        (headers.framed(""), 100, Fault.NOT_JSON),
        (headers.framed("{"), 100, Fault.NOT_JSON),
        (headers.framed('{"a": {}'), 100, Fault.NOT_JSON),
        (headers.framed('{"a": {}; "b": {}}'), 100, Fault.NOT_JSON),
        (headers.framed("{1: {}}"), 100, Fault.NOT_JSON),
        (headers.framed(b'{"\xff": {}}'), 100, Fault.NOT_TEXT),
        (headers.framed('{"a": {}}'.encode("utf-16")), 100, Fault.NOT_TEXT),
        (headers.framed('{"a": ' + "[" * 100_000), 10**6, Fault.TOO_DEEP),
    ],
)
def test_what_cannot_be_read_is_a_finding(body, size, fault):
    found = read(body, size)
    assert [unread.fault for unread in found.faults] == [fault]
    assert found.clues == ()


def test_numbers_of_any_length_and_strange_texts():
    written = (
        '{"a": {"shape": [' + "9" * 10_000 + ', NaN, 1e999999]}, "__metadata__": {"base_model": "a/\\ud800", "n": 3}}'
    )
    found = header(headers.framed(written), 10**6)
    assert (found.tensors, found.metadata, found.faults) == (1, {"base_model": "a/\ud800"}, ())
    assert read(headers.framed(written), 10**6).clues == ()


def test_a_file_without_tensors_shows_nothing():
    assert read(headers.framed("{}"), 10) == read(headers.framed("{ }"), 11)
    assert read(headers.framed("{}"), 10).signs == ()


def test_signs_name_their_place():
    assert read(headers.safetensors(None, ("a.weight",)), 1000).signs == (Shown(Sign.COMPLETE, "tensors", "1 tensor"),)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("model.safetensors", True),
        ("unet/diffusion_pytorch_model.fp16.safetensors", True),
        ("model-00001-of-00030.safetensors", True),
        ("model-00000-of-00030.safetensors", True),
        ("model-00002-of-00030.safetensors", False),
        ("model-00010-of-00030.safetensors", False),
        ("model.safetensors.index.json", False),
    ],
)
def test_wanted_paths(path, wanted):
    assert wants(path) is wanted


def test_no_more_is_worth_reading_than_the_header():
    body = headers.safetensors({"format": "pt"})
    assert extent(body[:8]) == extent(body + b"weights" * 1000) == len(body)
    assert extent((LONGEST).to_bytes(8, "little")) == READER.most
    assert extent(b"\xff" * 8) == 8


def _crowded(metadata):
    body = headers.safetensors(metadata)
    findings = read(body, len(body))
    return len(findings.clues), findings.faults


def test_a_crowd_of_parents_is_cut_and_said_so():
    def settings_of(count):
        return json.dumps({f"{n}.base_model_name_or_path": f"a/b{n}" for n in range(count)})

    def merge_of(count):
        return ",".join(f"a/m{n}" for n in range(count))

    cut = (MOST_CLUES, (Unread(Fault.TOO_MANY, "__metadata__"),))
    assert _crowded({"lora_adapter_metadata": settings_of(MOST_CLUES)}) == (MOST_CLUES, ())
    assert _crowded({"lora_adapter_metadata": settings_of(20_000)}) == cut
    assert _crowded({"modelspec.merged_from": merge_of(MOST_CLUES)}) == (MOST_CLUES, ())
    assert _crowded({"modelspec.merged_from": merge_of(MOST_CLUES + 1)}) == cut
    assert _crowded({"base_model": "a/b", "modelspec.merged_from": merge_of(MOST_CLUES)}) == cut
