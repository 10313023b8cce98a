"""Reads the hand-written facts: each stands under the address of the page that states it."""

import tomllib
from pathlib import Path
from typing import Any

from sample_collection import OUTSIDE, Collection, is_id, license_of

FILE = Path(__file__).parent / "sample_facts.toml"


def read(collection: Collection) -> None:
    """Add all facts of the file; they come first, so that other sources fill gaps only."""
    for source in tomllib.loads(FILE.read_text("utf-8"))["source"]:
        address = source["address"]
        for entry in source.get("models", []):
            _model(collection, entry, address)
        for entry in source.get("datasets", []):
            license_of(collection.dataset(entry["id"], address, weight=10), entry.get("license"))
        collection.withdrawn.update(name.lower() for name in source.get("withdrawn", []))
        for link in source.get("links", []):
            _check(link, address)
            collection.link(link["child"], link["parent"], link["relation"], address, link["raw"])


def _model(collection: Collection, entry: dict[str, Any], address: str) -> None:
    model = collection.model(entry["id"], address, weight=10)
    license_of(model, entry.get("license"))
    for key in ("pipeline_tag", "library_name"):
        if key in entry:
            model.values.setdefault(key, entry[key])
    if "datasets" in entry:
        model.card.setdefault("datasets", entry["datasets"])
        model.tags.update(f"dataset:{name}" for name in entry["datasets"])
        for name in filter(is_id, entry["datasets"]):
            collection.dataset(name, address, weight=10)


def _check(link: dict[str, str], address: str) -> None:
    for end in (link["child"], link["parent"]):
        if not is_id(end) and not end.startswith(OUTSIDE):
            message = f"{address}: {end!r} is neither an id nor a name after {OUTSIDE!r}"
            raise ValueError(message)
