"""Reads mteb's descriptions of embedding models and of the data sets that they were trained on."""

import ast
import re
from dataclasses import dataclass
from typing import Any

from sample_collection import Collection, Repository, is_id, license_of
from sample_mteb_source import Module, modules
from sample_packages import Wheel

_MODELS = "mteb/models/model_implementations/"
_TASKS = "mteb/tasks/"
_HELD_OUT = re.compile(r"(?i)(^|[^a-z])(test|subsampled|dev|validation)([^a-z]|$)")
"""Repositories that hold only what was kept back for testing: the model saw another part of those data."""

_HUB = re.compile(r"https://huggingface\.co/(?P<id>[\w.-]+/[\w.-]+)/?(?:[?#].*)?")


@dataclass(frozen=True)
class Task:
    """One task of the benchmark: its data set's repository and license."""

    dataset: str
    license: str | None


def read(wheel: Wheel, collection: Collection) -> None:
    """Add every open model, its parent, and the data sets of the tasks that it was trained on."""
    tasks = _tasks(wheel)
    loaded = modules(wheel, _MODELS)
    for name, module in loaded.items():
        for call in _calls(module.tree, "ModelMeta"):
            _add(wheel, collection, tasks, (name, module, _keywords(call)))


def _calls(tree: ast.Module, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def _keywords(call: ast.Call) -> dict[str, ast.expr]:
    return {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}


def _tasks(wheel: Wheel) -> dict[str, Task]:
    """Find the tasks whose data are original: a translation or cut of others says nothing about training."""
    found = {}
    for name in wheel.names(_TASKS, ".py"):
        for call in _calls(ast.parse(wheel.text(name)), "TaskMetadata"):
            words = _keywords(call)
            dataset, path = words.get("dataset"), None
            if isinstance(dataset, ast.Dict):
                for key, value in zip(dataset.keys, dataset.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "path":
                        path = _text(value)
            task, creation = _text(words.get("name")), _text(words.get("sample_creation")) or ""
            derived = _present(words.get("adapted_from")) or "translated" in creation
            if task and path and is_id(path) and not derived and not _HELD_OUT.search(path):
                found[task] = Task(path, _text(words.get("license")))
    return found


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _present(node: ast.expr | None) -> bool:
    return node is not None and not (isinstance(node, ast.Constant) and node.value is None)


def _add(
    wheel: Wheel,
    collection: Collection,
    tasks: dict[str, Task],
    entry: tuple[str, Module, dict[str, ast.expr]],
) -> None:
    file, module, words = entry
    name = module.text(words.get("name"))
    if not name or not is_id(name) or not _on_hub(module, words, name):
        return
    model = collection.model(name, wheel.package.label)
    license_of(model, module.text(words.get("license")))
    _describe(model, module, words)
    parent = module.text(words.get("adapted_from"))
    if parent and is_id(parent):
        raw = f"ModelMeta of {name}: adapted_from={parent}"
        collection.link(name, parent, "unspecified", wheel.location(file), raw)
    for task_name in sorted(module.strings(words.get("training_datasets"))):
        task = tasks.get(task_name)
        if task:
            license_of(collection.dataset(task.dataset, wheel.package.label), task.license)
            raw = f"ModelMeta of {name}: training_datasets has {task_name}, a task on {task.dataset}"
            collection.link(name, task.dataset, "trained_on", wheel.location(file), raw)


def _on_hub(module: Module, words: dict[str, ast.expr], name: str) -> bool:
    """Tell whether the weights are open and the reference is the page of that very repository."""
    weights = words.get("open_weights")
    is_open = isinstance(weights, ast.Constant) and weights.value is True
    match = _HUB.fullmatch(module.text(words.get("reference")) or "")
    return is_open and match is not None and match["id"].lower() == name.lower()


def _describe(model: Repository, module: Module, words: dict[str, ast.expr]) -> None:
    languages: Any = sorted({code.partition("-")[0] for code in module.strings(words.get("languages"))})
    if languages:
        model.card.setdefault("language", languages)
