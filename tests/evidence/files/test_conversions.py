"""What shows another format of a model."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.files.test_bounded import JSON

from filiation.evidence.files.conversions import (
    READERS,
    read_core_ml,
    read_ctranslate,
    read_onnx,
    read_openvino,
    read_openvino_network,
    read_ort,
)
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread

ORT = {
    "one_external_file": True,
    "opset": None,
    "optimization": {},
    "optimum_version": "1.7.3",
    "quantization": {
        "activations_dtype": "QUInt8",
        "format": "QOperator",
        "is_static": False,
        "mode": "IntegerOps",
        "weights_dtype": "QInt8",
        "weights_symmetric": True,
    },
}


def body_of(settings: object) -> tuple[bytes, int]:
    body = json.dumps(settings).encode()
    return body, len(body)


def test_optimum_to_onnx():
    assert read_ort(*body_of(ORT)).signs == (
        Shown(Sign.CONVERTED, "", "onnx"),
        Shown(Sign.QUANTIZED, "quantization", "onnx, QInt8"),
    )
    assert read_ort(*body_of(ORT | {"quantization": {}})).signs == (Shown(Sign.CONVERTED, "", "onnx"),)


def test_optimum_to_openvino():
    plain = {"compression": None, "dtype": "fp16", "optimum_version": "1.16.0", "save_onnx_model": False}
    assert read_openvino(*body_of(plain)).signs == (Shown(Sign.CONVERTED, "", "openvino"),)
    assert read_openvino(*body_of(plain | {"dtype": "int8"})).signs[1] == Shown(
        Sign.QUANTIZED, "dtype", "openvino, int8"
    )
    four = plain | {"dtype": "int4", "quantization_config": {"bits": 4, "sym": False, "tokenizer": "a/b"}}
    assert read_openvino(*body_of(four)).signs[1] == Shown(Sign.QUANTIZED, "quantization_config", "openvino, 4 bits")


def test_what_a_conversion_notes_of_its_origin():
    told = read_ort(*body_of({"model_id": "a/b", "_name_or_path": "c/d"}))
    assert told.clues == (Clue("c/d", "_name_or_path"), Clue("a/b", "model_id"))


def onnx(producer: bytes) -> bytes:
    return b"\x08\x08\x12" + bytes([len(producer)]) + producer + b"\x1a\x051.2.3\x3a\x80\x01" + b"graph"


def test_the_head_of_an_onnx_file():
    head = onnx(b"pytorch")
    assert read_onnx(head, 1 << 30).signs == (Shown(Sign.CONVERTED, "producer_name", "onnx, pytorch"),)
    head = onnx(b"onnx.quantize")
    assert read_onnx(head, 1 << 30).signs == (
        Shown(Sign.CONVERTED, "producer_name", "onnx, onnx.quantize"),
        Shown(Sign.QUANTIZED, "producer_name", "onnx, onnx.quantize"),
    )
    assert read_onnx(b"\x08\x07\x3a\x90\x01graph", 1 << 30).signs == (Shown(Sign.CONVERTED, "producer_name", "onnx"),)


@pytest.mark.parametrize("head", [b"", b"\x08", b"version https://git-lfs", b"PK\x03\x04", b"\x00" * 50])
def test_what_is_no_onnx_file_is_a_finding(head):
    assert read_onnx(head, 1 << 30).faults


def test_the_head_of_a_ctranslate2_model():
    head = struct.pack("<IH", 6, 12) + b"WhisperSpec\0" + struct.pack("<II", 3, 200)
    assert read_ctranslate(head, 1 << 30).signs == (Shown(Sign.CONVERTED, "", "ctranslate2, WhisperSpec"),)
    assert read_ctranslate(b"\x80\x02}q\x00.", 100) == Findings()  # another program's model.bin
    assert read_ctranslate(struct.pack("<IH", 6, 65535) + b"A" * 100, 100) == Findings()


def test_core_ml():
    package = {"fileFormatVersion": "1.0.0", "itemInfoEntries": {"A": {"author": "com.apple.CoreML"}}}
    sign = (Shown(Sign.CONVERTED, "", "coreml"),)
    assert read_core_ml(*body_of(package)).signs == sign
    assert read_core_ml(b"\x08\x05\x12\x00", 4).signs == sign
    assert read_core_ml(*body_of({})).faults == (Unread(Fault.WRONG_SHAPE),)
    assert read_core_ml(b"nothing", 7).faults[0].fault is Fault.NOT_JSON


def test_the_head_of_an_openvino_network():
    head = b'<?xml version="1.0"?>\n<net name="Model0" version="11">\n\t<layers>'
    assert read_openvino_network(head, 1 << 20).signs == (Shown(Sign.CONVERTED, "", "openvino"),)
    assert read_openvino_network(b"<html>", 6).faults[0].fault is Fault.WRONG_FORMAT


@given(JSON | st.dictionaries(st.sampled_from(["quantization", "quantization_config", "dtype", "model_id"]), JSON))
def test_any_settings_are_read_or_refused(value):
    body, size = body_of(value)
    for reader in READERS:
        reader.read(body, size)


@given(st.binary(max_size=200), st.integers(0, 1 << 60))
def test_any_bytes_are_read_or_refused(body, size):
    for head in (body, b"\x08\x08\x12" + body, struct.pack("<IH", 6, 12) + body):
        for reader in READERS:
            reader.read(head, size)


@pytest.mark.parametrize(
    ("path", "readers"),
    [
        ("ort_config.json", ["ort_config.json"]),
        ("onnx/ort_config.json", ["ort_config.json"]),
        ("openvino_config.json", ["openvino_config.json"]),
        ("openvino/openvino_model.xml", ["OpenVINO network"]),
        ("openvino_decoder_model.xml", ["OpenVINO network"]),
        ("float32.mlpackage/Manifest.json", ["Core ML"]),
        ("coreml/fill-mask/float32.mlpackage/Manifest.json", []),
        ("model.mlmodel", ["Core ML"]),
        ("model.bin", ["CTranslate2"]),
        ("pytorch_model.bin", []),
        ("model.onnx", ["ONNX"]),
        ("onnx/model_O4.onnx", ["ONNX"]),
        ("onnx/model_fp16.onnx", ["ONNX"]),
        ("onnx/model_quantized.onnx", ["ONNX", "ONNX name"]),
        ("onnx/model_qint8_avx512_vnni.onnx", ["ONNX", "ONNX name"]),
        ("onnx/decoder_model_merged_q4f16.onnx", ["ONNX", "ONNX name"]),
        ("model-int8.onnx", ["ONNX", "ONNX name"]),
        ("a/b/model.onnx", []),
        ("squint4.onnx", ["ONNX"]),
    ],
)
def test_which_files_are_read(path, readers):
    assert [reader.name for reader in READERS if reader.wants(path)] == readers


def test_a_name_that_says_quantized():
    named = next(reader for reader in READERS if reader.name == "ONNX name")
    assert named.read(b"", 0).signs == (Shown(Sign.QUANTIZED, "", "onnx"),)
