"""What trainings leave beside the weights: the Trainer's state and results, and the orders that AutoTrain was given."""

import re
from typing import Any

from filiation.evidence.files.bounded import json_mapping, text
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Relation, Source

_STEPS = re.compile(rb'"global_step":\s*(\d{1,12})\b')
_RESULTS = re.compile(r"(?:train|all)_results\.json")
_OF_ADAPTERS = ("rank", "image_path")  # AutoTrain trains nothing but adapters of models for images
_MEASURES = ("train_loss", "train_runtime", "train_samples_per_second")


def read_state(body: bytes, size: int) -> Findings:
    """Return what the state of a Trainer tells: how many steps it made; its head suffices, the rest is a log."""
    steps = _STEPS.search(body)
    if steps is None:
        return Findings(faults=(Unread(Fault.CUT_SHORT if size > len(body) else Fault.WRONG_SHAPE),))
    if not int(steps[1]):
        return Findings()
    return Findings(signs=(Shown(Sign.TRAINED, "global_step", steps[1].decode()),))


def read_results(body: bytes, size: int) -> Findings:
    """Return what the results of a training tell: that there was one (those of an evaluation tell nothing)."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    measured = [name for name in _MEASURES if isinstance(settings.get(name), (int, float))]
    return Findings(signs=tuple(Shown(Sign.TRAINED, name) for name in measured[:1]))


def read_orders(body: bytes, size: int) -> Findings:
    """Return what AutoTrain was told to train, and that it did."""
    settings = json_mapping(body, size)
    if isinstance(settings, Unread):
        return Findings(faults=(settings,))
    model = settings.get("model")
    if "project_name" not in settings or model is None:
        return Findings()  # another tool's file of this name
    if not isinstance(model, str):
        return Findings(faults=(Unread(Fault.WRONG_SHAPE, "model", text(model)[:100]),))
    revision = settings.get("revision")
    given = text(revision) if isinstance(revision, str) and revision else None
    return Findings(
        clues=(Clue(text(model), "model", _relation(settings), revision=given),),
        signs=(Shown(Sign.TRAINED, "model", "autotrain"),),
    )


def _relation(settings: dict[str, Any]) -> Relation | None:
    """Return the relation, unless an adapter was trained: that may have been merged into the weights since."""
    adapter = settings.get("peft") or settings.get("use_peft") or any(name in settings for name in _OF_ADAPTERS)
    return None if adapter else Relation.FINETUNE


STATE = FileReader(
    name="trainer_state.json",
    source=Source.CONFIG,
    tier=Tier.TRACE,
    rank=8,
    most=16 * KIB,
    wants="trainer_state.json".__eq__,
    read=read_state,
)

RESULTS = FileReader(
    name="train_results.json",
    source=Source.CONFIG,
    tier=Tier.TRACE,
    rank=8,
    most=64 * KIB,
    wants=lambda path: _RESULTS.fullmatch(path) is not None,
    read=read_results,
    at_most=1,
)

ORDERS = FileReader(
    name="training_params.json",
    source=Source.CONFIG,
    tier=Tier.TRACE,
    rank=6,
    most=64 * KIB,
    wants="training_params.json".__eq__,
    read=read_orders,
)
