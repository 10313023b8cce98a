"""Beginnings of GGUF and safetensors files, built byte by byte: what no library would write is among them."""

import json
import struct
from collections.abc import Iterable, Mapping

_KINDS = {int: (4, "I"), float: (6, "f"), bool: (7, "?")}


def text(value: str | bytes, order: str = "<") -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return struct.pack(f"{order}Q", len(raw)) + raw


def pair(key: str, value: object, order: str = "<") -> bytes:
    """A key with a text, a number, a truth value, or a list of texts."""
    start = text(key, order)
    if isinstance(value, str | bytes):
        return start + struct.pack(f"{order}I", 8) + text(value, order)
    if isinstance(value, list):
        members = b"".join(text(member, order) for member in value)
        return start + struct.pack(f"{order}IIQ", 9, 8, len(value)) + members
    kind, form = _KINDS[type(value)]
    return start + struct.pack(f"{order}I{form}", kind, value)


def start(keys: int, *, tensors: int = 0, version: int = 3, order: str = "<") -> bytes:
    return b"GGUF" + struct.pack(f"{order}IQQ", version, tensors, keys)


def gguf(
    values: Mapping[str, object] | Iterable[tuple[str, object]], *, version: int = 3, order: str = "<", tensors: int = 0
) -> bytes:
    pairs = list(values.items() if isinstance(values, Mapping) else values)
    body = b"".join(pair(key, value, order) for key, value in pairs)
    return start(len(pairs), tensors=tensors, version=version, order=order) + body


def safetensors(
    metadata: object = None, tensors: Iterable[str] = ("a.weight", "b.weight"), *, blanks: int = 0
) -> bytes:
    """A header whose tensors hold nothing."""
    entries: dict[str, object] = {} if metadata is None else {"__metadata__": metadata}
    entries |= {name: {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for name in tensors}
    return framed(json.dumps(entries) + " " * blanks)


def framed(written: str | bytes) -> bytes:
    raw = written.encode() if isinstance(written, str) else written
    return len(raw).to_bytes(8, "little") + raw
