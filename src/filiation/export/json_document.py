"""Explorations as one JSON document: the fields of `explore --json`, and where to ask again."""

from collections.abc import Iterator
from dataclasses import fields

from filiation.facts.exploration import Exploration


class JsonDocument:
    """One JSON document, UTF-8: `address`, then the fields of the answer."""

    name = "json"
    suffix = ".json"
    media_type = "application/json"

    def write(self, answer: Exploration, address: str) -> Iterator[bytes]:
        """Yield the document."""
        import msgspec

        content = {field.name: getattr(answer, field.name) for field in fields(answer)}
        yield msgspec.json.encode({"address": address, **content})
        yield b"\n"
