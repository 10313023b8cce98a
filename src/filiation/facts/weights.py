"""Which files hold weights, as their paths tell: one list for all who ask.

The patterns are regular expressions as both Python and DuckDB read them, for a whole path in any case of letters.
"""

import re

ENDINGS: tuple[str, ...] = (
    "safetensors", "bin", "gguf", "ggml", "onnx", "onnx_data", "pt", "pth", "ckpt", "h5", "msgpack", "tflite", "npz",
    "ot", "keras", "mlmodel", "pdparams", "engine", "nemo", "mar", "task", "litertlm",
)  # fmt: skip
"""What stands behind the last dot in the names of files of weights."""

PATTERN: str = rf"(?is)^.*\.({'|'.join(ENDINGS)})$"
"""Paths of files that end as weights do; some of them are none: see BESIDE_PATTERN."""

BESIDE_PATTERN: str = (
    "(?i)(^|/)(optimizer|optim_|scheduler|scaler|training_args|trainer_state|rng_state|random_states|tokenizer|vocab"
    "|spiece|sentencepiece|events)|optim_states|(^|/)(runs?|logs?|__pycache__)/"
)
"""Paths of what lies beside weights and may end as they do: the state of a training, words, logs."""

ADAPTER_PATTERN: str = r"(?is)^(.*/)?adapter_model([-._][^/]*)?\.(safetensors|bin|pth?)$"
"""Paths of the weights of an adapter, in one file or in parts."""

_WEIGHTS, _BESIDE = re.compile(PATTERN), re.compile(BESIDE_PATTERN)


def is_weights(path: str) -> bool:
    """Whether a file holds weights, as its path tells."""
    return _WEIGHTS.fullmatch(path) is not None and _BESIDE.search(path) is None


def holds_weights(column: str) -> str:
    """Return SQL that tells whether the file with the path in `column` holds weights."""
    return f"(regexp_matches({column}, '{PATTERN}') AND NOT regexp_matches({column}, '{BESIDE_PATTERN}'))"
