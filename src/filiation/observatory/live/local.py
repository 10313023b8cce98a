"""A model in a folder of this machine, as the Hub would tell of it: its record, and its files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from filiation.errors import WrongUse
from filiation.evidence.files import wanted
from filiation.evidence.files.bounded import json_mapping
from filiation.evidence.files.card_blocks import front_matter
from filiation.evidence.files.card_text import CARD
from filiation.facts.findings import Fault, Unread
from filiation.facts.inspection import FileFault, Inspected, Origin, ReadFile
from filiation.facts.weights import is_weights
from filiation.hub import folder as folders
from filiation.hub.listing import MAX_COUNT, valid_id
from filiation.hub.live.files import good_path
from filiation.locale import mark
from filiation.observatory.live.reaching import Came, asked_of
from filiation.observatory.live.telling import Told

_OWNER = "local"
_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_CONFIG = "config.json"
_MOST_READ = 2**20  # bytes of a card or of settings
_CARD_KEYS = ("base_model", "base_model_relation", "datasets", "license", "model_name", "new_version", "tags")
_CONFIG_KEYS = ("architectures", "model_type", "quantization_config")
_MOST_VALUES = 1000
_DEEPEST = 6
_LONGEST = 2000  # characters of a text; no name is near as long


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A folder that was read: its id, its record as JSON, what its files say, and the files with their bodies."""

    id: str
    record: bytes
    told: Inspected
    came: tuple[Came, ...]


def read_local(folder: Path, called: str | None) -> LocalModel:
    """Read the model in a folder; raises NotFound where there is none, WrongUse for a name that can be no id."""
    name = _name(folder, called)
    found = folders.listed(folder)
    sizes = {file.path: file.size for file in found.files if good_path(file.path)}
    told = Told(name)
    told.add_impossible([file.path for file in found.files if file.path not in sizes])
    told.faults += [FileFault(Fault.OUT_OF_REACH, path, "", "") for path in found.passed_over]
    if found.more:
        told.faults.append(FileFault(Fault.TOO_MANY, "", "", str(folders.MOST_ENTRIES)))
    came = [_read(folder, name, one.path, one.most, sizes[one.path]) for one in wanted(tuple(sizes))]
    for one in came:
        told.add(one.file, one.body)
    model = Inspected(
        asked=str(folder),
        id=name,
        access=None,
        revision=None,
        files=tuple(told.files),
        weights=sum(map(is_weights, sizes)),
        clues=tuple(told.clues),
        signs=tuple(told.signs),
        faults=tuple(told.faults),
    )
    return LocalModel(name, _record(folder, name, sizes), model, tuple(came))


def _name(folder: Path, called: str | None) -> str:
    name = called or f"{_OWNER}/{_NO_NAME.sub('-', folder.resolve().name).strip('.-') or 'model'}"[:90].rstrip(".-")
    if not valid_id(name) or "/" not in name:
        raise WrongUse(
            mark("{name} is no id that a repository of the Hub can have."),
            mark("Give owner/name, as in the address of its page."),
            name=name[:200],
        )
    return name


def _read(folder: Path, name: str, path: str, most: int, size: int) -> Came:
    asked = asked_of(name, "", path, most, size)
    body = folders.beginning(folder, path, most)
    body = None if body is None else body[: asked.wanted(body)]
    fault = Fault.OUT_OF_REACH if body is None else None
    return Came(asked, ReadFile(path, size, len(body or b""), Origin.LOCAL, fault), body, None)


def _record(folder: Path, name: str, sizes: Mapping[str, int]) -> bytes:
    """Return the record that the Hub would make of the folder's card and settings."""
    card, config = _card(folder, sizes), _config(folder, sizes)
    tags = card.get("tags")
    record: dict[str, Any] = {
        "id": name,
        "tags": [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
        "cardData": {key: card[key] for key in _CARD_KEYS if key in card},
        "config": {key: config[key] for key in _CONFIG_KEYS if key in config},
        "siblings": [{"rfilename": path} for path in sizes],
    }
    for key in ("library_name", "pipeline_tag"):
        if isinstance(card.get(key), str):
            record[key] = card[key]
    return msgspec.json.encode(record)


def _card(folder: Path, sizes: Mapping[str, int]) -> dict[str, Any]:
    body = folders.beginning(folder, CARD, _MOST_READ) if CARD in sizes else None
    found = front_matter((body or b"").decode(errors="replace"))
    return {} if isinstance(found, Unread) else _plain_mapping(found)


def _config(folder: Path, sizes: Mapping[str, int]) -> dict[str, Any]:
    body = folders.beginning(folder, _CONFIG, _MOST_READ) if _CONFIG in sizes else None
    found = json_mapping(body, len(body)) if body else {}
    return {} if isinstance(found, Unread) else _plain_mapping(found)


def _plain_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    """Return what JSON can hold of a mapping, each value by itself no larger than any that is of use."""
    return {key: _plain(one, [_MOST_VALUES], _DEEPEST) for key, one in value.items() if isinstance(key, str)}


def _plain(value: object, left: list[int], depth: int) -> object:
    """Return a value as JSON can hold it; what YAML shares, or nests in itself, is cut where it grows too large."""
    left[0] -= 1
    if left[0] < 0 or depth < 0:
        return None
    if isinstance(value, Mapping):
        return {_text(str(key)): _plain(one, left, depth - 1) for key, one in value.items() if left[0] > 0}
    if isinstance(value, list):
        return [_plain(one, left, depth - 1) for one in value[:_MOST_VALUES] if left[0] > 0]
    if value is None or isinstance(value, bool | float):
        return value
    return value if isinstance(value, int) and abs(value) <= MAX_COUNT else _text(str(value))


def _text(value: str) -> str:
    return value[:_LONGEST].encode(errors="replace").decode()
