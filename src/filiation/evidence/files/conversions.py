"""What shows that a repository holds another format of a model: ONNX, OpenVINO, Core ML, CTranslate2.

A sign speaks of its own file: many repositories hold such files beside the weights that they were made from.
"""

import re
import struct
from collections.abc import Callable
from typing import Any

from filiation.evidence.files.bounded import json_mapping, mapping, text
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.files.model_config import name_or_path, quantization
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Source

_QUANTIZED = "(?:quantized|quant|q?u?int[48]|q[48](?:f16)?|bnb4|nf4)"
_SPECIFICATION = re.compile(rb"[A-Za-z]{1,60}Spec")
_TRACES = ("model_name_or_path", "model_id")
_LOW = {"int8", "int4", "uint8", "uint4", "nf4", "int8_asym", "int4_asym", "int4_sym", "int8_sym", "mxfp4", "f8e4m3"}


def read_ort(body: bytes, size: int) -> Findings:
    """Return what the settings of a conversion by Optimum to ONNX tell."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    signs = [Shown(Sign.CONVERTED, "", "onnx")]
    described = quantization(settings.get("quantization"))
    if described:
        signs.append(Shown(Sign.QUANTIZED, "quantization", f"onnx, {described}"))
    return _with_traces(settings, signs)


def read_openvino(body: bytes, size: int) -> Findings:
    """Return what the settings of a conversion by Optimum to OpenVINO tell."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    signs = [Shown(Sign.CONVERTED, "", "openvino")]
    kind = settings.get("dtype")
    described = quantization(settings.get("quantization_config"))
    if described:
        signs.append(Shown(Sign.QUANTIZED, "quantization_config", f"openvino, {described}"))
    elif isinstance(kind, str) and kind.lower() in _LOW:
        signs.append(Shown(Sign.QUANTIZED, "dtype", f"openvino, {text(kind)}"))
    return _with_traces(settings, signs)


def _with_traces(settings: dict[str, Any], signs: list[Shown]) -> Findings:
    """Add the model from which the conversion was made, where a tool noted it."""
    found = list(name_or_path(settings))
    found += [
        Clue(text(settings[name]), name) for name in _TRACES if isinstance(settings.get(name), str) and settings[name]
    ]
    clues = tuple(one for one in found if isinstance(one, Clue))
    return Findings(clues, tuple(signs), tuple(one for one in found if isinstance(one, Unread)))


def read_onnx(body: bytes, size: int) -> Findings:
    """Return what the head of an ONNX file tells: which program wrote it, and whether that one quantizes."""
    producer = _producer(body)
    if producer is None:
        return Findings(faults=(Unread(Fault.CUT_SHORT if size < 2 else Fault.WRONG_FORMAT),))
    signs = [Shown(Sign.CONVERTED, "producer_name", f"onnx, {producer}" if producer else "onnx")]
    if "quant" in producer.lower():
        signs.append(Shown(Sign.QUANTIZED, "producer_name", f"onnx, {producer}"))
    return Findings(signs=tuple(signs))


def _producer(head: bytes) -> str | None:
    """Return `producer_name` of an ONNX model ("" where it has none), or None where it is no ONNX model.

    The model is a Protobuf message that begins with the version of the format (field 1, a number) and goes on with
    the producer (field 2, a text), which some programs leave out.
    """
    if not re.match(rb"\x08[\x01-\x7f][\x12\x1a\x22\x28\x32\x3a\x42]", head):
        return None
    if head[2] != 0x12 or len(head) < 4 or head[3] > 127:
        return ""
    return text(head[4 : 4 + head[3]].decode("utf-8", "replace"))


def read_ctranslate(body: bytes, size: int) -> Findings:
    """Return what the head of a CTranslate2 model tells: `model.bin`, if it is one."""
    if size < 6 or len(body) < 6:
        return Findings()
    version, length = struct.unpack_from("<IH", body)
    name = body[6 : 6 + length].rstrip(b"\0")
    if version > 100 or not _SPECIFICATION.fullmatch(name):
        return Findings()
    return Findings(signs=(Shown(Sign.CONVERTED, "", f"ctranslate2, {name.decode('ascii')}"),))


def read_core_ml(body: bytes, size: int) -> Findings:
    """Return what the list of a Core ML package, or the head of a Core ML model, tells."""
    sign = Findings(signs=(Shown(Sign.CONVERTED, "", "coreml"),))
    if body[:1] == b"\x08":  # a Protobuf message that begins with its version
        return sign
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    return sign if mapping(settings.get("itemInfoEntries")) else Findings(faults=(Unread(Fault.WRONG_SHAPE),))


def read_openvino_network(body: bytes, size: int) -> Findings:
    """Return what the head of an OpenVINO network tells."""
    if re.search(rb"<net\s", body):
        return Findings(signs=(Shown(Sign.CONVERTED, "", "openvino"),))
    return Findings(faults=(Unread(Fault.WRONG_FORMAT, "", str(size)),))


def read_quantized_name(body: bytes, size: int) -> Findings:  # noqa: ARG001 (the path told all)
    """Return what the name of an ONNX file tells by which its publisher says that it is quantized."""
    return Findings(signs=(Shown(Sign.QUANTIZED, "", "onnx"),))


def _reader(
    name: str,
    pattern: str,
    read: Callable[[bytes, int], Findings],
    *,
    most: int = 64 * KIB,
) -> FileReader:
    wanted = re.compile(pattern, re.IGNORECASE)
    return FileReader(
        name=name,
        source=Source.CONFIG,
        tier=Tier.TRACE,
        rank=8,
        most=most,
        wants=lambda path: wanted.fullmatch(path) is not None,
        read=read,
        at_most=2,
    )


_HERE = "(?:[^/]+/)?"

READERS = (
    _reader("ort_config.json", f"{_HERE}ort_config[.]json", read_ort),
    _reader("openvino_config.json", f"{_HERE}openvino_config[.]json", read_openvino),
    _reader("OpenVINO network", f"{_HERE}openvino_[^/]*model[.]xml", read_openvino_network, most=KIB),
    _reader("Core ML", f"{_HERE}(?:[^/]+[.]mlpackage/Manifest[.]json|[^/]+[.]mlmodel)", read_core_ml),
    _reader("CTranslate2", f"{_HERE}model[.]bin", read_ctranslate, most=KIB),
    _reader("ONNX", f"{_HERE}[^/]+[.]onnx", read_onnx, most=KIB),
    _reader("ONNX name", f"{_HERE}[^/]*[_.-]{_QUANTIZED}(?:[_.-][a-z0-9_.-]+)?[.]onnx", read_quantized_name, most=KIB),
)
"""The readers of converted files, the most telling first."""
