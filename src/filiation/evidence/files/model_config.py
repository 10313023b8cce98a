"""The settings of a model (config.json): from which folder or repository it was loaded, and how it is quantized.

Only the outermost `_name_or_path` counts: those of parts (`text_config`, ...) name encoders, and a model's tools
write them alike for all models of a kind. `model_name_or_path` beside a GPTQ quantization is left out: it is where
the result was saved.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from filiation.evidence.files.bounded import Steps, json_mapping, mapping, text
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Source

_KEYS = ("quantization", "quantization_config", "compression_config")  # the first is that of MLX
_PARTS = ("", "text_config", "llm_config", "language_config", "thinker_config")
_BITS = ("bits", "w_bit", "nbits", "num_bits", "weight_bits", "nbits_per_codebook")
_METHODS = ("quant_method", "quant_algo", "quant_type", "weights_dtype", "weight_type", "mode")
_CTRANSLATE = ("add_source_bos", "lang_ids", "suppress_ids_begin")
_ROOT = re.compile(r"(?:0_Transformer/)?config\.json")
_BESIDE = re.compile(r"(?:onnx/)?(?:quantize_config|quant_config|quantization_config|hf_quant_config)\.json")


def name_or_path(settings: Mapping[str, Any]) -> Iterator[Clue | Unread]:
    """Yield what `_name_or_path` says of settings, wherever such settings lie."""
    value = settings.get("_name_or_path")
    if isinstance(value, str) and value:
        revision = settings.get("_commit_hash")
        yield Clue(
            raw=text(value),
            location="_name_or_path",
            revision=text(revision) if isinstance(revision, str) and revision else None,
        )
    elif value is not None and value != "":
        yield Unread(Fault.WRONG_SHAPE, "_name_or_path", text(value)[:100])


def quantization(settings: object) -> str | None:
    """Return how settings of a quantization describe it (`gptq, 4 bits`), or None where they describe none."""
    found = mapping(settings)
    if not found:
        return None
    method, bits = _method(found), _bits(found)
    if method is None and bits is None:
        return None
    words = [method, "1 bit" if bits == "1" else f"{bits} bits" if bits else None]
    return ", ".join(word for word in words if word)


def _method(found: Mapping[object, object]) -> str | None:
    """Return the word for the method, as the tool that made the quantization calls it."""
    told = [text(found[name])[:50] for name in _METHODS if isinstance(found.get(name), str) and found[name]]
    if told[:1] == ["modelopt"] and len(told) > 1:
        return f"modelopt, {told[1]}"
    if told:
        return told[0]
    if "w_bit" in found or found.get("zero_point") is not None:
        return "awq"
    if "desc_act" in found or "damp_percent" in found:
        return "gptq"
    return "bitsandbytes" if found.get("load_in_4bit") is True or found.get("load_in_8bit") is True else None


def _bits(found: Mapping[object, object]) -> str | None:
    """Return the number of bits of a weight, from wherever the method keeps it."""
    for name in _BITS:
        number = found.get(name)
        if isinstance(number, (int, float)) and not isinstance(number, bool) and 0 < number < 100:
            return text(number)[:10]
    for name, bits in (("load_in_4bit", "4"), ("load_in_8bit", "8")):
        if found.get(name) is True:
            return bits
    inner = mapping(found.get("quant_config")).get("weight_quant_params")  # hqq
    groups = mapping(found.get("config_groups"))  # compressed-tensors
    for group in (mapping(inner), *(mapping(mapping(one).get("weights")) for _, one in Steps(1).through(groups))):
        if group:
            return _bits(group)
    return None


def read(body: bytes, size: int) -> Findings:
    """Return what the settings of a model tell."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    found = list(name_or_path(settings))
    signs = list(_signs(settings))
    faults = [one for one in found if isinstance(one, Unread)]
    faults += [
        Unread(Fault.WRONG_SHAPE, key, text(settings[key])[:100])
        for key in _KEYS
        if not isinstance(settings.get(key), (dict, type(None), bool))
    ]
    return Findings(tuple(one for one in found if isinstance(one, Clue)), tuple(signs), tuple(faults))


def _signs(settings: Mapping[str, Any]) -> Iterator[Shown]:
    """Yield the first quantization that is described, and the marks of a format for which there is no other file."""
    places = [(part, key) for part in _PARTS for key in _KEYS]
    for part, key in places:
        described = quantization((mapping(settings.get(part)) if part else settings).get(key))
        if described:
            detail = f"mlx, {described}" if key == "quantization" else described
            yield Shown(Sign.QUANTIZED, f"{part}.{key}" if part else key, detail)
            break
    if "model_type" not in settings and any(key in settings for key in _CTRANSLATE):
        yield Shown(Sign.CONVERTED, next(key for key in _CTRANSLATE if key in settings), "ctranslate2")


def read_beside(body: bytes, size: int) -> Findings:
    """Return what a file tells that holds the settings of a quantization only."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    if "per_channel" in settings or "per_model_config" in settings:
        return Findings(signs=tuple(_onnx_signs(settings)))
    place = "quantization" if isinstance(settings.get("quantization"), dict) else ""
    described = quantization(settings[place] if place else settings)
    if described is None:
        return Findings()
    producer = mapping(settings.get("producer")).get("name")
    detail = f"{text(producer)[:50]}, {described}" if isinstance(producer, str) else described
    return Findings(signs=(Shown(Sign.QUANTIZED, place, detail),))


def _onnx_signs(settings: Mapping[str, Any]) -> Iterator[Shown]:
    """Yield the signs of a conversion to ONNX whose script notes which files it quantized, and how."""
    yield Shown(Sign.CONVERTED, "per_channel" if "per_channel" in settings else "per_model_config", "onnx")
    modes = settings.get("modes")
    told = sorted({text(mode)[:20] for mode in modes if isinstance(mode, str)}) if isinstance(modes, list) else []
    for _, one in Steps(20).through(settings.get("per_model_config")):
        kind = mapping(one).get("weight_type")
        told += [text(kind)[:20]] if isinstance(kind, str) else []
    quantized = [mode for mode in dict.fromkeys(told) if mode not in {"fp32", "fp16"}]
    if quantized:
        yield Shown(Sign.QUANTIZED, "modes" if modes else "per_model_config", ", ".join(("onnx", *quantized[:10])))


READER = FileReader(
    name="config.json",
    source=Source.CONFIG,
    tier=Tier.TRACE,
    rank=8,
    most=1024 * KIB,
    wants=lambda path: _ROOT.fullmatch(path) is not None,
    read=read,
)

BESIDE = FileReader(
    name="quantization settings",
    source=Source.CONFIG,
    tier=Tier.TRACE,
    rank=8,
    most=1024 * KIB,
    wants=lambda path: _BESIDE.fullmatch(path) is not None,
    read=read_beside,
)
