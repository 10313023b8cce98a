"""Reads timm's pretrained configurations: repositories, licenses, the lineage that their tags spell out."""

import ast
import re

from sample_collection import Collection, is_id, license_of
from sample_packages import Wheel

_FINE_TUNED = re.compile(r"(?P<before>.+)_ft_(?P<data>in\d+k(?:_in\d+k)*)(?:_\d+)?")
"""Such as `augreg_in21k_ft_in12k_in1k_384`: what was there before, the data of each step, a resolution."""


def read(wheel: Wheel, collection: Collection) -> None:
    """Add every configuration with a repository, then the links between tags of one architecture."""
    found: dict[str, tuple[str, str]] = {}
    for name in wheel.names("timm/models/", ".py"):
        tree = ast.parse(wheel.text(name))
        defaults = _default_licenses(tree)
        for key, call in _configurations(tree):
            repository = _repository(key, call)
            if repository:
                found[key] = (repository, name)
                model = collection.model(repository, wheel.package.label)
                license_of(model, _constant(call, "license") or defaults.get(_called(call)))
                if repository.startswith("timm/"):
                    model.values.setdefault("library_name", "timm")
    for key, (repository, name) in found.items():
        _link(wheel, collection, found, (key, repository, name))


def _configurations(tree: ast.Module) -> list[tuple[str, ast.Call]]:
    return [
        (key.value.rstrip("*"), value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and isinstance(value, ast.Call)
    ]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _constant(call: ast.Call, name: str) -> str | None:
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return keyword.value.value if isinstance(keyword.value.value, str) else None
    return None


def _default_licenses(tree: ast.Module) -> dict[str, str]:
    """Find the license that each helper such as `_cfg` fills in when a configuration gives none."""
    return {
        function.name: str(value.value)
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "license" and isinstance(value, ast.Constant)
    }


def _repository(key: str, call: ast.Call) -> str | None:
    hub = _constant(call, "hf_hub_id")
    repository = f"timm/{key}" if hub == "timm/" else hub
    return repository if repository and is_id(repository) else None


def _link(wheel: Wheel, collection: Collection, found: dict[str, tuple[str, str]], entry: tuple[str, str, str]) -> None:
    """Link `arch.x_ft_in12k_in1k` to `arch.x_ft_in12k`, and that to `arch.x`, where they exist."""
    key, repository, name = entry
    architecture, _, tag = key.partition(".")
    match = _FINE_TUNED.fullmatch(tag)
    if not match:
        return
    steps = match["data"].split("_")
    candidates = [f"{match['before']}_ft_{'_'.join(steps[:count])}" for count in range(len(steps) - 1, 0, -1)]
    for candidate in (*candidates, match["before"]):
        parent = found.get(f"{architecture}.{candidate}")
        if parent and parent[0] != repository:
            raw = f"{architecture}: tag {tag} names its fine-tuning after _ft_; it starts as tag {candidate}"
            collection.link(repository, parent[0], "finetune", wheel.location(name), raw)
            return
