"""What changed: in the life of one model, in one family, or in the whole catalog, between two days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiation.facts.answers import Origin
from filiation.facts.vocabulary import Kind, Presence


class ChangeKind(StrEnum):
    """What can change between two readings of a repository."""

    APPEARED = "appeared"
    GONE = "gone"
    RETURNED = "returned"
    RENAMED = "renamed"
    LICENSE = "license"
    GATED = "gated"
    DISABLED = "disabled"
    TASK = "task"
    LIBRARY = "library"
    NEW_VERSION = "new-version"
    PARENT_ADDED = "parent-added"
    PARENT_REMOVED = "parent-removed"
    RELATION = "relation"
    DATASET_ADDED = "dataset-added"
    DATASET_REMOVED = "dataset-removed"
    REPLACED = "replaced"

    @property
    def code(self) -> int:
        """The change's number in the database."""
        return CHANGES.index(self)


CHANGES: tuple[ChangeKind, ...] = tuple(ChangeKind)
"""All changes; a change's place is its code in the database, so the order never changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a model, as two readings show it: it happened after the day `since` and up to the day `seen`.

    `since` is the last day on which it was seen otherwise (None: it was not read before). `before` and `after` are
    the values (ids, words; None: nothing stood there), of `replaced` the Hub's numbers of the two repositories.
    `other` is the parent or dataset that is concerned, under its name of now, `other_then` the name that it had on the
    day `seen` where that is known to be another.
    """

    kind: ChangeKind
    since: date | None
    seen: date
    before: str | None = None
    after: str | None = None
    other: str | None = None
    other_then: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Answer of `history`: the life of a model as it was read, the oldest change first.

    `created` is the Hub's date, `first_seen` and `last_seen` are the first and last day on which the name was read or
    listed; between two readings nothing is known. `kind` tells whether `model` names a model or a dataset.
    """

    model: str
    presence: Presence
    gone: bool
    created: date | None
    first_seen: date | None
    last_seen: date | None
    old_names: tuple[str, ...]
    changes: tuple[Change, ...]
    sources: tuple[Origin, ...]
    kind: Kind = Kind.MODEL


@dataclass(frozen=True, slots=True)
class Changed:
    """One change in a list that concerns many repositories: which one, how much it is used, and what changed.

    `model` is its id, of a dataset too; `kind` tells which of the two it is.
    """

    model: str
    downloads: int | None
    change: Change
    kind: Kind = Kind.MODEL


@dataclass(frozen=True, slots=True)
class Diff:
    """Answer of `diff`: what was seen to change after the day `start` and up to the day `end`.

    `of` is the model to whose family the answer is narrowed (None: the whole catalog, datasets too), `days` are the
    days of the imports that lie in between; without one, nothing can have been seen. On the `whole_days` among them all
    public models or datasets were read, on the others only a part. `by_kind` counts all changes; `items` lists one page
    of them: the newest first, on one day models before datasets, the most used first.
    """

    start: date
    end: date
    of: str | None
    days: tuple[date, ...]
    whole_days: tuple[date, ...]
    total: int
    by_kind: Mapping[str, int]
    offset: int
    items: tuple[Changed, ...]
