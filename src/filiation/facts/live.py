"""What the Hub says of one repository at this moment, beside what the store holds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from filiation.facts.history import Change


class Access(StrEnum):
    """How the Hub answers for a repository."""

    PUBLIC = "public"
    GATED = "gated"
    DISABLED = "disabled"
    PRIVATE = "private"
    NOT_PUBLIC = "not-public"


@dataclass(frozen=True, slots=True)
class LiveFile:
    """One file of a repository: `size` in bytes; `sha256` of a large file, else None; `oid` is git's own sum."""

    path: str
    size: int | None
    sha256: str | None
    oid: str | None


@dataclass(frozen=True, slots=True)
class Live:
    """Answer of `show --live`: one model as the Hub shows it at the moment `read` (UTC).

    `asked` is the id that was asked for, `id` that under which the Hub answers (another one: it was renamed); None
    and `not-public` where the Hub shows nothing: deleted, made private, or never there, which it does not tell apart.
    `parents` are the ids in the Hub's own tags, with the relation where it is told. `differences` are what changed
    since the store's newest reading; None: the store does not hold the model, so nothing can be compared.
    """

    asked: str
    id: str | None
    endpoint: str
    read: datetime
    access: Access
    modified: datetime | None
    sha: str | None
    license: str | None
    gated: str | None
    downloads: int | None
    likes: int | None
    parents: tuple[tuple[str, str | None], ...]
    datasets: tuple[str, ...]
    files: tuple[LiveFile, ...]
    differences: tuple[Change, ...] | None
