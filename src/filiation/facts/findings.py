"""What a file of a repository tells: clues of parents, signs of how it was made, and what could not be read."""

from dataclasses import dataclass
from enum import StrEnum

from filiation.facts.vocabulary import Kind, Relation


class Sign(StrEnum):
    """What a file shows of its own repository."""

    ADAPTER = "adapter"
    QUANTIZED = "quantized"
    MERGED = "merged"
    TRAINED = "trained"
    CONVERTED = "converted"
    COMPLETE = "complete"


class Fault(StrEnum):
    """Why a file, or a part of it, could not be read."""

    TOO_LARGE = "too-large"
    CUT_SHORT = "cut-short"
    NOT_TEXT = "not-text"
    NOT_JSON = "not-json"
    NOT_YAML = "not-yaml"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    WRONG_SHAPE = "wrong-shape"
    WRONG_FORMAT = "wrong-format"
    OUT_OF_REACH = "out-of-reach"


@dataclass(frozen=True, slots=True)
class Clue:
    """One mention of a parent or a dataset.

    `raw` is what is written, `location` the place in the file (`base_model_name_or_path`, `slices[0].sources[1]`,
    `line 12`), `relation` what this mention itself says of it (None: nothing), `named` the text that names the parent
    where `raw` is more than that (a sentence), `revision` the commit, tag or branch of the parent where it is given.
    """

    raw: str
    location: str
    relation: Relation | None = None
    named: str | None = None
    revision: str | None = None
    target: Kind = Kind.MODEL


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign, the place that shows it, and in which words (`gptq, 4 bits`)."""

    sign: Sign
    location: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A place that could not be read, and why; `detail` is a number or a few of its own words."""

    fault: Fault
    location: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one reader tells of one file."""

    clues: tuple[Clue, ...] = ()
    signs: tuple[Shown, ...] = ()
    faults: tuple[Unread, ...] = ()
