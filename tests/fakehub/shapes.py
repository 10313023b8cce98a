"""Which fields a row shows: by default, when asked for, and what stands in for those that every repository has."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from tests.fakehub.shelf import EPOCH

Fields = dict[str, msgspec.Raw]
read_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
encode = msgspec.json.encode


def names(text: str) -> tuple[str, ...]:
    """Return the names of fields in a text."""
    return tuple(text.split())


MODEL_FIELDS = names(
    "author baseModels cardData config createdAt disabled downloads downloadsAllTime evalResults gated gguf inference"
    " inferenceProviderMapping lastModified library_name likes mask_token model-index pipeline_tag private"
    " resourceGroup safetensors sha siblings spaces tags transformersInfo trendingScore widgetData xetEnabled"
)
DATASET_FIELDS = names(
    "author cardData citation createdAt description disabled downloads downloadsAllTime gated lastModified likes"
    " mainSize paperswithcode_id private resourceGroup sha siblings tags trendingScore xetEnabled"
)
LISTED = {"models": MODEL_FIELDS, "datasets": DATASET_FIELDS}
DETAILED = {
    "models": (*MODEL_FIELDS, "childrenModelCount", "usedStorage"),
    "datasets": (*DATASET_FIELDS, "usedStorage"),
}
ROW = {
    "models": names("likes trendingScore private downloads tags pipeline_tag library_name createdAt modelId"),
    "datasets": names(
        "author disabled gated lastModified likes trendingScore private sha description downloads tags createdAt key"
    ),
}
FULL = ("author", "sha", "lastModified", "gated", "disabled", "siblings")
DETAIL = {
    "models": names(
        "modelId author sha lastModified private gated disabled tags downloads library_name pipeline_tag likes"
        " mask_token widgetData model-index config cardData transformersInfo siblings spaces createdAt safetensors"
        " gguf baseModels inference usedStorage"
    ),
    "datasets": names(
        "author sha lastModified private gated disabled tags description citation paperswithcode_id downloads likes"
        " cardData siblings createdAt usedStorage"
    ),
}
ONLY_DETAILED = frozenset(("inference", "mask_token", "spaces", "resourceGroup"))
"""Fields that a list accepts by name and never shows."""

RELATIONS = ("finetune", "adapter", "quantized", "merge")


def owner_of(fields: Fields) -> bytes | None:
    """Return the owner in the id of a row (None: an old name without one)."""
    owner, slash, _ = bytes(fields["id"]).partition(b"/")
    return owner + b'"' if slash else None


def sha_of(fields: Fields) -> str:
    """Return a commit for a repository that tells none: it changes with the date of the last change."""
    return hashlib.sha1(b"".join((fields["_id"], fields.get("lastModified", b"")))).hexdigest()


def object_id(text: str, created: str) -> str:
    """Return an id as the Hub's database makes them: the moment of creation, then something of its own."""
    moment = int(datetime.fromisoformat(created).timestamp())
    return f"{moment:08x}{hashlib.sha1(text.encode()).hexdigest()[:16]}"


STAND_INS: dict[str, bytes | Callable[[Fields], bytes | msgspec.Raw | None]] = {
    "author": owner_of,
    "createdAt": encode(EPOCH),
    "lastModified": lambda fields: fields.get("createdAt", encode(EPOCH)),
    "disabled": b"false",
    "gated": b"false",
    "private": b"false",
    "likes": b"0",
    "downloads": b"0",
    "trendingScore": b"0",
    "tags": b"[]",
    "key": b'""',
    "modelId": lambda fields: fields["id"],
    "sha": lambda fields: b'"' + sha_of(fields).encode() + b'"',
    "model-index": b"null",
}


class Shape:
    """Rows cut to some fields.

    `derive` gives what depends on other rows where a row does not tell it; `turn` gives another form of what it tells.
    """

    def __init__(
        self,
        fields: Iterable[str],
        derive: Mapping[str, Callable[[Fields], bytes | None]],
        turn: Mapping[str, Callable[[msgspec.Raw], bytes]],
    ) -> None:
        self.fields: list[tuple[str, bytes, bytes, Any, Any]] = []
        for name in dict.fromkeys(fields):
            prefix, otherwise = b"," + encode(name) + b":", derive.get(name) or STAND_INS.get(name)
            always = prefix + otherwise if isinstance(otherwise, bytes) else b""
            self.fields.append((name, prefix, always, None if always else otherwise, turn.get(name)))

    def cut(self, raw: bytes) -> bytes:
        """Return a row with these fields only, absent ones left out."""
        fields = read_fields(raw)
        parts: list[Any] = [b'{"_id":', fields["_id"], b',"id":', fields["id"]]
        for name, prefix, always, otherwise, turned in self.fields:
            value: Any = fields.get(name)
            if value is not None:
                parts += (prefix, turned(value) if turned else value)
            elif always:
                parts.append(always)
            elif otherwise and (value := otherwise(fields)) is not None:
                parts += (prefix, value)
        parts.append(b"}")
        return b"".join(parts)


def listed_providers(raw: msgspec.Raw) -> bytes:
    """Return the providers of a model as lists show them: an array."""
    found = msgspec.json.decode(raw)
    if isinstance(found, dict):
        found = [{"provider": name, **told} for name, told in found.items()]
    return encode(found)


def detailed_providers(raw: msgspec.Raw) -> bytes:
    """Return the providers of a model as its own page shows them: an object."""
    found = msgspec.json.decode(raw)
    if isinstance(found, list):
        kept = ("status", "providerId", "task", "isModelAuthor")
        found = {row["provider"]: {name: row[name] for name in kept if name in row} for row in found}
    return encode(found)
