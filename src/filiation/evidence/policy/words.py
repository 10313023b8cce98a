"""What the steps of the policy have in common: the readers by their kind, as lists for SQL."""

from collections.abc import Callable, Iterable

from filiation.evidence.clues import READERS
from filiation.evidence.interface import Reader, Tier
from filiation.facts.vocabulary import Relation, Source

CARRIES = f"('{Relation.QUANTIZED}', '{Relation.ADAPTER}', '{Relation.COPY}')"
"""The relations of a child that keeps its parent's card and files."""


def places(wanted: Callable[[Reader], bool]) -> str:
    """Return the places in READERS of some readers, as a list for SQL."""
    return "(" + ", ".join([str(place) for place, reader in enumerate(READERS) if wanted(reader)] or ["-1"]) + ")"


def by_reader(value: Callable[[Reader], object]) -> str:
    """Return the cases of SQL that give a value for each reader."""
    return _cases("NULL" if told is None else told for told in map(value, READERS))


def _cases(values: Iterable[object]) -> str:
    return " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))


if len(READERS) > 99:  # votes are packed into decimals: two of them for the reader
    raise OverflowError

DECLARING = places(lambda reader: reader.tier is Tier.DECLARED)
PUBLICATION = places(lambda reader: reader.source is Source.PUBLICATION)
SETTINGS = places(lambda reader: reader.source is Source.ADAPTER_CONFIG)
EQUAL_FILES = places(lambda reader: reader.source is Source.SAME_FILE)
TEXTS = places(lambda reader: reader.source is Source.CARD_TEXT)
RECIPES = places(lambda reader: reader.source is Source.MERGE_CONFIG)
CONVERTERS = places(lambda reader: reader.name == "name by a converter")
RECIPE_FILES = places(lambda reader: reader.source is Source.MERGE_CONFIG and reader.tier is Tier.PROOF)
MERGE_TAGS = places(lambda reader: reader.name == "merge tag")
HEADERS = places(lambda reader: reader.source is Source.GGUF_HEADER)
INDEPENDENT = places(lambda reader: reader.independent)
