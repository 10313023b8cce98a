"""The closed word lists: relations, standings, sources of clues, reasons of rejection."""

from datetime import date
from enum import StrEnum

HUB_BEGAN = date(2022, 3, 2)
"""The day that the Hub shows for everything that is older."""

STATED = 1.0
"""The certainty of a relation that the publisher or the Hub states."""


class Kind(StrEnum):
    """What a repository of the Hub holds."""

    MODEL = "model"
    DATASET = "dataset"


class Relation(StrEnum):
    """How a child was made from its parent: the Hub's four words, and ours."""

    FINETUNE = "finetune"
    ADAPTER = "adapter"
    QUANTIZED = "quantized"
    MERGE = "merge"
    COPY = "copy"
    UNSPECIFIED = "unspecified"
    TRAINED_ON = "trained_on"

    @property
    def code(self) -> int:
        """The relation's number in the graph's arrays."""
        return RELATIONS.index(self)


RELATIONS: tuple[Relation, ...] = tuple(Relation)
"""All relations; a relation's place is its code in arrays, so the order never changes."""

LINEAGE: tuple[Relation, ...] = tuple(r for r in Relation if r is not Relation.TRAINED_ON)
"""The relations between two models."""


class Standing(StrEnum):
    """How well a link is supported by its clues."""

    DECLARED = "declared"
    CORROBORATED = "corroborated"
    INFERRED = "inferred"
    CONTRADICTED = "contradicted"

    @property
    def code(self) -> int:
        """The standing's number in the graph's arrays."""
        return STANDINGS.index(self)


STANDINGS: tuple[Standing, ...] = tuple(Standing)
"""All standings; a standing's place is its code in arrays, so the order never changes."""


class Source(StrEnum):
    """Where a clue was read."""

    CARD = "card"
    HUB_TAG = "hub-tag"
    ADAPTER_CONFIG = "adapter-config"
    MERGE_CONFIG = "merge-config"
    GGUF_HEADER = "gguf-header"
    CONFIG = "config"
    CARD_TEXT = "card-text"
    NAME = "name"
    SAME_FILE = "same-file"
    WEIGHTS = "weights"
    PUBLICATION = "publication"
    SAFETENSORS_HEADER = "safetensors-header"
    FILE = "file"


class Presence(StrEnum):
    """Whether a repository itself was ever read, or only named by others."""

    LISTED = "listed"
    ABSENT = "absent"
    OUTSIDE = "outside"

    @property
    def code(self) -> int:
        """The presence's number in the graph's arrays."""
        return PRESENCES.index(self)


PRESENCES: tuple[Presence, ...] = tuple(Presence)
"""All presences; a presence's place is its code in arrays, so the order never changes."""


class PublisherKind(StrEnum):
    """What sort of account a publisher is, as far as the sources say."""

    ORGANIZATION = "organization"
    USER = "user"
    UNKNOWN = "unknown"


class Rejection(StrEnum):
    """Why what was written as a parent could not be taken for one."""

    SELF_REFERENCE = "self-reference"
    LOCAL_PATH = "local-path"
    PLACEHOLDER = "placeholder"
    TRUNCATED = "truncated"
    NO_OWNER = "no-owner"
    MALFORMED = "malformed"
    ELSEWHERE = "elsewhere"
    GRANDPARENT = "grandparent"
    TOO_MANY = "too-many"
    OUTWEIGHED = "outweighed"
    YOUNGER_PARENT = "younger-parent"
    UNREADABLE = "unreadable"
