"""What belongs to a publisher, and what a dataset went into: answers of `publisher` and `dataset`."""

from dataclasses import dataclass
from datetime import date

from filiation.facts.answers import Origin, Publisher
from filiation.facts.vocabulary import Presence, Standing


@dataclass(frozen=True, slots=True)
class OwnedModel:
    """One model of a publisher: `parents` and `descendants` count its relatives."""

    id: str
    presence: Presence
    gone: bool
    created: date | None
    downloads: int | None
    likes: int | None
    task: str | None
    license: str | None
    parents: int
    descendants: int


@dataclass(frozen=True, slots=True)
class OwnedDataset:
    """One dataset of a publisher: `models` counts those that say they were trained on it."""

    id: str
    presence: Presence
    gone: bool
    created: date | None
    downloads: int | None
    license: str | None
    models: int


@dataclass(frozen=True, slots=True)
class FamilyShare:
    """A family, named by its oldest known ancestor, and how many of a publisher's models belong to it."""

    root: str
    models: int


@dataclass(frozen=True, slots=True)
class PublisherProfile:
    """Answer of `publisher`: one page of its models, its most used datasets, and the families it has a part in.

    `reach` counts the models of other publishers that descend from one of its own; `families` are those of which
    most of its models are part, `alone` counts its models without any relative. `models`, `datasets` and `downloads`
    are those of what is still there; `gone` counts its other models, which the newest sources no longer hold or which
    only others name.
    """

    publisher: Publisher
    models: int
    gone: int
    datasets: int
    downloads: int
    reach: int
    items: tuple[OwnedModel, ...]
    offset: int
    dataset_items: tuple[OwnedDataset, ...]
    families: tuple[FamilyShare, ...]
    families_total: int
    alone: int
    sources: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """One dataset as the sources describe it; None is "the sources do not say"."""

    id: str
    presence: Presence
    gone: bool
    publisher: str | None
    created: date | None
    modified: date | None
    downloads: int | None
    likes: int | None
    license: str | None
    gated: str | None
    sha: str | None
    hub_id: str | None
    old_names: tuple[str, ...]
    first_seen: date | None
    last_seen: date | None


@dataclass(frozen=True, slots=True)
class ExposedModel:
    """A model that declares a dataset (depth 0, `by` itself), or descends from one that does.

    `depth` counts the links to the nearest model that declares it, `by`; `standing` is that of the statement (depth
    0) or of the last link of the way.
    """

    id: str
    depth: int
    by: str
    standing: Standing
    presence: Presence
    gone: bool
    publisher: str | None
    license: str | None
    created: date | None
    downloads: int | None


@dataclass(frozen=True, slots=True)
class DatasetProfile:
    """Answer of `dataset`: the models that declare it and their descendants, one page of all these listed.

    `declared_by` counts the first, `descendants` the models that descend from them without declaring it.
    """

    dataset: DatasetFacts
    declared_by: int
    descendants: int
    publishers: int
    items: tuple[ExposedModel, ...]
    offset: int
    sources: tuple[Origin, ...]
