"""Who may have to answer for what a model remembers: its family, by publisher, in the order in which to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from filiation.facts.contacts import Reachability
from filiation.facts.rights import Memory, Role
from filiation.facts.vocabulary import Presence, Relation, Standing


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of weights of a revision: its SHA-256 where the Hub tells it."""

    path: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class PartyModel:
    """One model (or dataset) of a party.

    `relation` is that of its link towards the model of the case (None: the model itself, or a dataset), `way` the
    relations from the one to the other. `memory` says how surely it holds what the model does. `standing` is the
    weakest of the links on the way. `repeats`: whether it was tested for what the person found (None: it was not).
    """

    id: str
    kind: str
    role: Role
    depth: int
    way: tuple[Relation, ...]
    memory: Memory
    standing: Standing | None
    sha: str | None
    gone: bool
    presence: Presence
    downloads: int | None
    repeats: bool | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Someone to write to, once for all its models.

    `publisher` is the account's name (None: unknown owners; the host's is `huggingface`). `roles`, the weightiest
    first. `by_memory` counts its models among the descendants, `total` all its models in the case, `items` lists the
    first of them. `reaches` is how many models of the family come from its models (each counted once): who informs
    them as articles 17(2) and 19 want reaches these. `brought_in`: tests show that the data came in at its model.
    """

    publisher: str | None
    roles: tuple[Role, ...]
    by_memory: Mapping[str, int]
    total: int
    items: tuple[PartyModel, ...]
    reaches: int
    reachability: Reachability
    brought_in: bool = False


@dataclass(frozen=True, slots=True)
class Relay:
    """One of the few publishers through whom most of a family is reached: `added` models beyond those before it."""

    publisher: str
    added: int
    share: float


@dataclass(frozen=True, slots=True)
class Parties:
    """Answer of `parties`: to whom to write about a model, first things first.

    `first` is the publisher, whoever may have brought the data in, and the host; `items` one page of the publishers
    of descendants, the surest memory first, then the widest reach. `total` counts these, `by_memory` the descendants,
    `unowned` those of which the publisher is unknown. `relays` are the few who reach most. `sha`, `files` and `seen`
    tell exactly which model this is about, and `edition` from which state of the catalog all this is.
    """

    model: str
    publisher: str | None
    sha: str | None
    files: tuple[WeightFile, ...]
    seen: date | None
    edition: str
    first: tuple[Party, ...]
    descendants: int
    by_memory: Mapping[str, int]
    unowned: int
    relays: tuple[Relay, ...]
    total: int
    offset: int
    items: tuple[Party, ...]
