"""Which texts in the header of a file name a repository of the Hub beyond doubt: addresses, and owner/name."""

import re

from filiation.evidence.names import parse
from filiation.facts.vocabulary import Kind

_DATASET = re.compile(r"^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/+datasets/+", re.IGNORECASE)
_WEIGHTS = re.compile(r"\.(?:safetensors|gguf|ggml|bin|ckpt|pth?|onnx)$", re.IGNORECASE)
_LONGEST = 500


def repository(text: str, kind: Kind = Kind.MODEL) -> str | None:
    """Return the id that a text names, or None where it is a file, a path, a title or an address elsewhere.

    Headers hold many names that no one meant as ids; only a whole one is a clue.
    """
    if len(text) > _LONGEST:
        return None
    bare = _DATASET.sub("", text.strip()) if kind is Kind.DATASET else text
    names = parse(bare)
    if len(names) != 1 or names[0].candidate is None or names[0].doubt is not None:
        return None
    found = names[0].candidate
    return found if "/" in found and not _WEIGHTS.search(found) else None
