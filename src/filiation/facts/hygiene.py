"""What is wrong with how models tell their origin, and what their publishers could write instead.

What a finding holds depends on its kind:

| kind | said | found |
|---|---|---|
| cycle | – | – |
| self-reference | what is written | – |
| vanished-parent | – | `absent` (never read) or `gone` |
| contradicted | – | the ground: `relations-differ` or `parents-differ` |
| relabeled-copy | the relation that is declared, if any | `copy` |
| mislabeled-relation | the relation that is declared | the relation that the files prove |
| undeclared-parent | – | the relation |
| unusable-name | what is written | a `Rejection` |
| outdated-name | what is written | a `Misnaming` |
| license-differs | the model's license | the parent's |
| license-changed | the license before | the license since |
| younger-parent | the day on which the model was published | that of the parent |
| unreadable | the file, and the place in it | a `Fault` |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Relation, Source, Standing


class Ailment(StrEnum):
    """One kind of thing that can be wrong with what a model tells of its origin."""

    CYCLE = "cycle"
    SELF_REFERENCE = "self-reference"
    VANISHED_PARENT = "vanished-parent"
    CONTRADICTED = "contradicted"
    RELABELED_COPY = "relabeled-copy"
    MISLABELED_RELATION = "mislabeled-relation"
    UNDECLARED_PARENT = "undeclared-parent"
    UNUSABLE_NAME = "unusable-name"
    OUTDATED_NAME = "outdated-name"
    LICENSE_DIFFERS = "license-differs"
    LICENSE_CHANGED = "license-changed"
    YOUNGER_PARENT = "younger-parent"
    UNREADABLE = "unreadable"

    @property
    def code(self) -> int:
        """The ailment's number in the database."""
        return AILMENTS.index(self)


AILMENTS: tuple[Ailment, ...] = tuple(Ailment)
"""All ailments; an ailment's place is its code in the database, so the order never changes."""


class Misnaming(StrEnum):
    """How a name that can be understood differs from the id that is meant."""

    OLD_NAME = "old-name"
    ANOTHER_CASE = "another-case"
    ADDRESS = "address"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where: at `model`, with regard to `parent` where there is one.

    `said` is what is written or stated, `found` what it is, or why it does not serve.
    `since` is the day on which it was first seen so; `source` where a name is written or a file was read, or, of a
    parent that nobody declares, what names it. `relation`, `standing` and `certainty` are those of the link, `ground`
    is the first of its grounds: how the parent is known (a code that this version does not know is kept as it is).
    `parent_certainty` is the share of such parents that were right when they were measured (None: it is declared, or
    was not measured).
    """

    kind: Ailment
    model: str
    downloads: int | None
    since: date
    parent: str | None = None
    said: str | None = None
    found: str | None = None
    source: Source | None = None
    relation: Relation | None = None
    standing: Standing | None = None
    certainty: float | None = None
    ground: Ground | str | None = None
    parent_certainty: float | None = None


class Lack(StrEnum):
    """Why no metadata can be proposed for a card: only its publisher can say what is true.

    DISPUTED: the sources disagree.
    NAME_ONLY: a parent is suspected from the name only.
    UNSURE: a parent was found, but not surely enough.
    UNKNOWN: what stands in the card names no parent, and no other is known.
    """

    DISPUTED = "disputed"
    NAME_ONLY = "name-only"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Telling:
    """Where one side is told: the source, and the place in it."""

    source: Source
    location: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of several parents, or ways of being made, between which only the publisher can decide.

    `told` is where it is told, one place of each source; `reason` what decided where no clue tells the relation (None:
    one does).
    """

    parent: str
    relation: Relation
    told: tuple[Telling, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """What a publisher can do for one model.

    `metadata` is text for the head of the model card (YAML), to be put in the place of the fields of the same names;
    None where only the publisher can say what is true: then `lack` tells why, and `sides` what disagrees. `mends` are
    the kinds of findings that are mended so, or that are to be decided.
    """

    model: str
    mends: tuple[Ailment, ...]
    metadata: str | None
    base_models: tuple[str, ...] = ()
    relation: Relation | None = None
    lack: Lack | None = None
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Answer of `doctor`: what was found in the family of `model`, at a `publisher`, or (both None) in the catalog.

    `models` is how many were looked at (those that the newest sources hold), `ailing` how many of them have a finding.
    `by_kind` counts all findings, `total` those of the kinds that were asked for; `items` lists one page of these, the
    most used models first. `own` are the findings of `model` itself, all of them. `repairs` are of the models in `own`
    and `items`.
    """

    model: str | None
    publisher: str | None
    models: int
    ailing: int
    total: int
    by_kind: Mapping[str, int]
    offset: int
    items: tuple[Finding, ...]
    own: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
