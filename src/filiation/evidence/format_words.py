"""The words of a model's name that tell of a format of its weights, as regular expressions on folded names.

A folded name is in lower case with a hyphen for every `_` and `.`, so that a word stands between two hyphens.
"""

METHODS = (
    "ggufs?|gptq|awq|auto-?gptq|auto-?awq|auto-?round|exl3|hqq|eetq|aqlm|nvfp4|mxfp4|mlc|ao-[a-z0-9]+"
    "|w[48]a(8|16)|fp8|float8[a-z0-9]*|iq-?[1-4][a-z]*|tq[12]-0|q[2-8]f(16|32)|q[2-6]-k(-[sml])?|q[458]-[01]"
    "|imat|imatrix|i1|quantized|quants|mlx-[0-9a-f]{5}"
)
"""Words that are said of quantized weights only."""

WIDTHS = "bnb|exl2|[0-9]*bpw[0-9]*|u?int[48][a-z0-9]*|[2-8]-?bits?|nf4|q[2-8]"
"""Words for a number of bits, which may also tell in which form a model was trained."""

DETAILS = "mlx|a?sym|h[0-9]|[0-9]hb|gs[0-9]+|[0-9]{1,3}|dynamic|unsloth"
"""Words that stand beside those of a format, and tell nothing alone."""

CONVERSIONS = "mlx|coreml|ct2|executorch|tflite"
"""Formats that hold quantized weights as well as whole ones."""

UNCLEAR = "openvino|ov|llamafile|ggml"
"""Formats that the labels of the Hub call now this, now that."""

WHOLE = "(un|de|non-?)quant|(^|-)16-?bit"
"""Marks of weights that are not quantized, or no longer."""


def folded(column: str) -> str:
    """Return SQL for a name in lower case as a folded name."""
    return f"replace(replace({column}, '_', '-'), '.', '-')"


def named(words: str, text: str) -> str:
    """Return SQL that tells whether one of `words` stands in a folded name."""
    return f"regexp_matches({text}, '(^|-)({words})(-|$)')"
