"""The settings of adapters: the base model that they need to work, as PEFT, AdapterHub and MLX write it."""

import re
from collections.abc import Iterator
from typing import Any

from filiation.evidence.files.bounded import Steps, json_mapping, text
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Relation, Source

_FILE = re.compile(r"(?:(?!checkpoint)[^/]+/)?adapter_config\.json")
_MOST_MIXED = 100  # adapters of one mixture
_WHOLE = "full"  # what MLX calls a training of all weights, which leaves the same file


def read(body: bytes, size: int) -> Findings:
    """Return what the settings of an adapter tell: the model to which it belongs, and how it was trained."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    found = [*_base(settings), *_mixed(settings)]
    signs = tuple(_signs(settings))
    if not found and not signs:
        return Findings(faults=(Unread(Fault.WRONG_SHAPE),))
    clues = tuple(one for one in found if isinstance(one, Clue))
    return Findings(clues, signs, tuple(one for one in found if isinstance(one, Unread)))


def _base(settings: dict[str, Any]) -> Iterator[Clue | Unread]:
    """Yield the base model: PEFT's key, else AdapterHub's, else that of MLX, which is a common word."""
    names = ["base_model_name_or_path", "model_name"]
    if "fine_tune_type" in settings or "lora_parameters" in settings:
        names.append("model")
    relation = Relation.FINETUNE if settings.get("fine_tune_type") == _WHOLE else Relation.ADAPTER
    for name in names:
        value = settings.get(name)
        if isinstance(value, str):
            revision = settings.get("revision")
            yield Clue(
                raw=text(value),
                location=name,
                relation=relation,
                revision=text(revision) if isinstance(revision, str) and revision else None,
            )
            return
        if value is not None:
            yield Unread(Fault.WRONG_SHAPE, name, text(value)[:100])


def _mixed(settings: dict[str, Any]) -> Iterator[Clue | Unread]:
    """Yield the adapters that a mixture of adapters (X-LoRA) mixes."""
    adapters = settings.get("adapters")
    if not isinstance(adapters, (dict, list)):
        return
    steps = Steps(_MOST_MIXED)
    for place, value in steps.through(adapters):
        if isinstance(value, str):
            yield Clue(text(value), f"adapters{place}", Relation.MERGE)
    if steps.ended:
        yield Unread(Fault.TOO_MANY, "adapters")


def _signs(settings: dict[str, Any]) -> Iterator[Shown]:
    """Yield the sign of an adapter, with its kind and its task where they are told."""
    kinds = ("peft_type", "fine_tune_type", "task_type")
    if settings.get("fine_tune_type") == _WHOLE:
        yield Shown(Sign.TRAINED, "fine_tune_type", _WHOLE)
        return
    told = [name for name in kinds if isinstance(settings.get(name), str)]
    if told:
        yield Shown(Sign.ADAPTER, told[0], ", ".join(text(settings[name])[:50] for name in told))
    elif isinstance(settings.get("model_name"), str) or "base_model_name_or_path" in settings:
        yield Shown(Sign.ADAPTER, "")


READER = FileReader(
    name="adapter_config.json",
    source=Source.ADAPTER_CONFIG,
    tier=Tier.PROOF,
    rank=3,
    most=256 * KIB,
    wants=lambda path: _FILE.fullmatch(path) is not None,
    read=read,
    precision=0.99,
)
