"""Names of files and of downloads as people meet them in apps, and the name of the model that stands in them."""

import re

from filiation.evidence.format_words import METHODS

ONLY_QUANTIZED = rf"(^|-)({METHODS})(-|$)"
"""Tells by a folded name that it is one of quantized weights; read alike in the reader's browser."""

_ENDS = re.compile(r"(\.(gguf|ggml|safetensors|bin|pth?|ckpt|onnx|llamafile|task))+$", re.IGNORECASE)
_PART = re.compile(r"-\d{5}-of-\d{5}$")
_TAG = re.compile(r":[^/:]*$")
_QUANTIZATION = re.compile(rf"-({METHODS}|iq[1-4]-(xx?s|[sm]|nl)|f(p|loat)?(16|32)|bf16)$", re.IGNORECASE)


def is_quantized(name: str) -> bool:
    """Tell whether a name is one of quantized weights, by a word that is said of these only."""
    return re.search(ONLY_QUANTIZED, _folded(name.lower())) is not None


def model_name(text: str) -> str:
    """Return the name of the model in the name of a file or of a download: without its ending, its part, its format.

    A path is left out before the name of a file. What is nothing but such words stays as it is.
    """
    name = text.strip()
    bare = _ENDS.sub("", name)
    if bare != name:
        bare = re.split(r"[/\\]", bare)[-1]
    if "://" not in bare:
        bare = _TAG.sub("", bare)
    bare = _PART.sub("", bare)
    while found := _QUANTIZATION.search(_folded(bare)):
        bare = bare[: found.start()]
    return bare.strip(" -_.") or name


def _folded(name: str) -> str:
    return name.replace("_", "-").replace(".", "-")
