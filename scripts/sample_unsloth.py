"""Reads which uploads unsloth's mapper holds to be the same model as which original."""

import ast

from sample_collection import Collection, is_id
from sample_packages import Wheel

FILE = "unsloth/models/mapper.py"
_TABLE = "__INT_TO_FLOAT_MAPPER"


def read(wheel: Wheel, collection: Collection) -> None:
    """Add every row of the mapper: 4-bit and 8-bit uploads as quantized, 16-bit uploads as copies."""
    for key, value in _table(wheel).items():
        half, eighth = (value["16"], value.get("8", ())) if isinstance(value, dict) else (value, ())
        originals = [name for name in half if not name.startswith("unsloth/")]
        parent = originals[0] if originals else half[0]
        for name in (key, *half):
            _add(collection, wheel, name, parent, f'"{key}": {half}')
        for name in eighth:
            _add(collection, wheel, name, parent, f'"{key}": 8 bits {eighth}, 16 bits {half[:2]}', eighth=True)


def _table(wheel: Wheel) -> dict[str, tuple[str, ...] | dict[str, tuple[str, ...]]]:
    for node in ast.parse(wheel.text(FILE)).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(node, ast.Assign) and isinstance(target, ast.Name) and target.id == _TABLE:
            return dict(ast.literal_eval(node.value))
    message = f"{wheel.location(FILE)}: no {_TABLE}"
    raise ValueError(message)


def _add(
    collection: Collection, wheel: Wheel, name: str | None, parent: str, raw: str, *, eighth: bool = False
) -> None:
    if name is None or not is_id(name):
        return
    collection.model(name, wheel.package.label)
    if name == parent:
        return
    if name.endswith("-bnb-4bit") or eighth:
        collection.link(name, parent, "quantized", wheel.location(FILE), raw)
    elif name.startswith("unsloth/") and not parent.startswith("unsloth/"):
        collection.link(name, parent, "copy", wheel.location(FILE), raw)
