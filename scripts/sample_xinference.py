"""Reads xinference's model families: which repositories hold a model in another format or precision."""

import json
import re
from collections import defaultdict
from typing import Any

from sample_collection import Collection, is_id
from sample_packages import Wheel

_KINDS = ("llm", "embedding", "rerank", "image", "video", "audio")
_REDUCED = re.compile(r"(?i)(bnb|int[48]|fp[48]|[2-8][- ]?bit|awq|gptq|gguf|quantized|-q[2-8])")
_WHOLE = {"none", "bf16", "fp16", "f16", "fp32"}
_FORM = re.compile(r"(?i)-(hf|fp16)$")


def read(wheel: Wheel, collection: Collection) -> None:
    """Add the families of all kinds of models that the package ships."""
    for kind in _KINDS:
        for name in wheel.names(f"xinference/model/{kind}/models/", ".json"):
            families = json.loads(wheel.text(name))
            families = families if isinstance(families, list) else [families]
            for family in families:
                _by_specs(wheel, collection, name, family)
            _by_source(wheel, collection, name, families)


def _repositories(source: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of a repository and the precision it holds; one for each precision if the id is a template."""
    template, precisions = source.get("model_id", ""), source.get("quantizations") or ["none"]
    if "{quantization}" in template:
        return [(template.replace("{quantization}", one), one) for one in precisions]
    return [(template, precisions[0] if len(precisions) == 1 else "several")]


def _by_specs(wheel: Wheel, collection: Collection, name: str, family: dict[str, Any]) -> None:
    """Within one family, the specs of one size are one model; the whole PyTorch one is the original."""
    sizes: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for spec in family.get("model_specs") or []:
        source = (spec.get("model_src") or {}).get("huggingface") or {}
        for repository, precision in _repositories(source):
            if is_id(repository):
                entry = (spec["model_format"], repository, precision)
                sizes[str(spec.get("model_size_in_billions", ""))].append(entry)
    for size, specs in sizes.items():
        for _, repository, _ in specs:
            collection.model(repository, wheel.package.label)
        originals = {
            repository
            for form, repository, precision in specs
            if form == "pytorch" and precision == "none" and not _REDUCED.search(repository)
        }
        if len(originals) == 1:
            _link_specs(wheel, collection, name, family, (size, specs, originals.pop()))


def _link_specs(
    wheel: Wheel,
    collection: Collection,
    name: str,
    family: dict[str, Any],
    group: tuple[str, list[tuple[str, str, str]], str],
) -> None:
    size, specs, original = group
    label = f"{family['model_name']}, {size} billion parameters" if size else family["model_name"]
    for form, repository, precision in specs:
        if not _bears_name(repository, original):
            continue
        whole = precision.lower() in _WHOLE and not _REDUCED.search(repository)
        relation = "copy" if whole else "quantized"
        raw = f"{label}: {form} ({precision}) {repository}; pytorch (none) {original}"
        collection.link(repository, original, relation, wheel.location(name), raw)


def _bears_name(repository: str, original: str) -> bool:
    """Tell whether a repository bears the original's name: some families list another model by mistake."""
    child, parent = (_FORM.sub("", name.partition("/")[2]).lower() for name in (repository, original))
    return re.sub(r"[^a-z0-9]", "", parent) in re.sub(r"[^a-z0-9]", "", child)


def _by_source(wheel: Wheel, collection: Collection, name: str, families: list[dict[str, Any]]) -> None:
    """Image, video and audio models: a GGUF repository beside the original; one name as PyTorch and MLX."""
    forms: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for family in families:
        source = (family.get("model_src") or {}).get("huggingface") or {}
        original, gguf = source.get("model_id", ""), source.get("gguf_model_id", "")
        if not is_id(original):
            continue
        collection.model(original, wheel.package.label)
        forms[family["model_name"]][family.get("model_format") or ""].add(original)
        if is_id(gguf):
            collection.model(gguf, wheel.package.label)
            raw = f"{family['model_name']}: model_id {original}; gguf_model_id {gguf}"
            collection.link(gguf, original, "quantized", wheel.location(name), raw)
    for model, by_form in forms.items():
        if len(by_form["pytorch"]) == 1:
            original = next(iter(by_form["pytorch"]))
            for repository in sorted(by_form["mlx"]):
                relation = "quantized" if _REDUCED.search(repository) else "copy"
                raw = f"{model}: mlx {repository}; pytorch {original}"
                collection.link(repository, original, relation, wheel.location(name), raw)
