"""Reading the files of repositories: what is to be read, what was read, and what the files say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from filiation.facts.answers import LinkFacts
from filiation.facts.evidence import Evidence
from filiation.facts.findings import Fault, Sign
from filiation.facts.imports import Skipped
from filiation.facts.live import Access
from filiation.facts.vocabulary import Kind, Relation, Source

MEMBERS = 100
"""How many members of a family are read where no other number is wanted."""


@dataclass(frozen=True, slots=True)
class Inspect:
    """Whose files are to be read: models by their ids, the `family` of a model, and folders of this machine.

    Of a family, which is as the store knows it, `limit` members are read, the most used first. A folder stands for the
    model `called`, else `local/` and its own name; nothing of it is stored. `only_tell` stores nothing at all.
    `contacts`: what the publishers say of themselves is read too.
    """

    ids: tuple[str, ...] = ()
    family: str | None = None
    limit: int = MEMBERS
    folders: tuple[Path, ...] = ()
    called: str | None = None
    only_tell: bool = False
    contacts: bool = False


class Origin(StrEnum):
    """Where the content of a file came from in this inspection; only `listed`: nobody wanted it."""

    FETCHED = "fetched"
    CACHED = "cached"
    LOCAL = "local"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file: its whole `size` in bytes (None: not told), how many of them were `read`, and from where.

    `fault` tells why it should have been read and was not, `detail` in a few words of its own.
    """

    path: str
    size: int | None
    read: int
    origin: Origin
    fault: Fault | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FileClue:
    """One mention of a parent, or of a dataset, in a file: where it stands, and what is written."""

    source: Source
    path: str
    location: str
    raw: str
    named: str | None
    relation: Relation | None
    revision: str | None
    target: Kind


@dataclass(frozen=True, slots=True)
class FileSign:
    """One sign in a file of how its repository was made."""

    sign: Sign
    path: str
    location: str
    detail: str


@dataclass(frozen=True, slots=True)
class FileFault:
    """What of a file could not be read, and why; an empty `path` speaks of the whole repository."""

    fault: Fault
    path: str
    location: str
    detail: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the files of one model say.

    `asked` is the id, or the folder, that was asked for; `id` that under which it was found (None: the Hub shows
    none), at the commit `revision`. `weights` counts the files of weights, which are compared by their sums alone.
    `parents` are the model's parents as the policy sees them with all this, `evidence` the clues and steps that make
    them, and what could not be taken for a parent (None: it could not be built).
    """

    asked: str
    id: str | None
    access: Access | None
    revision: str | None
    files: tuple[ReadFile, ...] = ()
    weights: int = 0
    clues: tuple[FileClue, ...] = ()
    signs: tuple[FileSign, ...] = ()
    faults: tuple[FileFault, ...] = ()
    parents: tuple[LinkFacts, ...] | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """Answer of `inspect`: the models, and what it took to read them.

    `requests` were sent to the Hub, with `bytes` of files received; `read` files came in, `cached` ones were there
    already, `out_of_reach` ones could not be had. `left` members of a family were not read. `stored` tells whether it
    is in the store, as the import `name` and in the `edition`; `resumed` whether an earlier run was gone on with.
    """

    models: tuple[Inspected, ...]
    endpoint: str | None
    began: datetime | None
    requests: int
    bytes: int
    read: int
    cached: int
    out_of_reach: int
    left: int
    waited: float
    problems: Mapping[str, int]
    resumed: bool
    stored: bool
    skipped: tuple[Skipped, ...] = ()
    name: str | None = None
    edition: str | None = None
