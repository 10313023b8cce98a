"""Who may have to answer for what a model remembers: its family, by publisher, in the order in which to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from filiation.facts.contacts import Reachability
from filiation.facts.rights import Memory, Role
from filiation.facts.vocabulary import Presence, Relation, Standing

HOST = "huggingface"
"""The account of who stores and offers the models of the Hub."""


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of weights of a revision: its SHA-256 where the Hub tells it."""

    path: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class PartyModel:
    """One model (or dataset) of a party.

    `way` holds the relations between it and the model of the case in the order in which they came about, on the
    shortest of the surest ways (empty: the model itself, or a dataset), `depth` how many links away it is (a dataset:
    the nearest model that declares it). `memory` says how surely it holds what the model does. `standing` is the
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
    first of them. `reaches` is how many models of others in the family come from its models (each counted once): these
    it reaches by informing others, as articles 17(2) and 19 want it. `brought_in`: tests speak for the data having come
    in at its model (see `Parties.entry`).
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


class Above(StrEnum):
    """What is known of the parents of a model at which data seem to have come in.

    SILENT: all known ones were tested, and none repeats them. UNTESTED: one at least was not tested, so that the data
    may have come in further up. NONE: none is known.
    """

    SILENT = "silent"
    UNTESTED = "untested"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where tests show that data came in: at `model`, as far as they tell (`above`).

    `by` is the tested model that shows it: `model` itself, or what was copied or quantized from it.
    """

    model: str
    by: str
    above: Above


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
    entry: Entry | None = None
