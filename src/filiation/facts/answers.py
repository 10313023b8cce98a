"""What the questions answer: frozen values, the same for the Python API, the command line and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from filiation.facts.vocabulary import STATED, Presence, PublisherKind, Relation, Standing


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the facts about a repository were read: the import's name, and the day that its newest file describes.

    `source` is how it came: `import`, `crawl`, `update`, `pull` or `inspect`; `endpoint` the Hub that was asked (None:
    files were read). `whole`: it holds every public repository of a kind.
    """

    name: str
    seen: date
    source: str = "import"
    whole: bool = False
    endpoint: str | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """The account that owns a repository; presumed, never asserted, to decide why and how it is made.

    All but `id` comes from the account's overview on the Hub, read on the day `seen` (None: it was not asked for).
    `verified` is the Hub's own mark for organizations.
    """

    id: str
    kind: PublisherKind
    full_name: str | None = None
    details: str | None = None
    verified: bool | None = None
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One model as the sources describe it; None is "the sources do not say".

    `created` may be later than the truth: the Hub shows 2 March 2022 for everything older.
    `presence` says whether the repository itself was read (`listed`), is only named by others
    (`absent`: deleted, private, renamed, or never read) or has no repository at all (`outside`).
    `gone` is true when the newest sources no longer hold it. `disabled`: the Hub has taken its files out of reach.
    """

    id: str
    presence: Presence
    gone: bool
    publisher: str | None
    created: date | None
    modified: date | None
    downloads: int | None
    likes: int | None
    task: str | None
    library: str | None
    license: str | None
    gated: str | None
    disabled: bool | None
    sha: str | None
    hub_id: str | None
    new_version: str | None
    old_names: tuple[str, ...]
    first_seen: date | None
    last_seen: date | None


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """A link as seen from one of its ends: the other end's id, and what is known of the link.

    `certainty` is the share of such links for which the relation was right when it was measured
    (1.0: the publisher or the Hub states it); `reason` names the rule or clue that decided. `gone`: the newest
    sources do not hold the other end (`away`), or no longer state the link (`withdrawn`).
    """

    id: str
    relation: Relation
    standing: Standing
    certainty: float
    reason: str
    gone: bool
    withdrawn: bool
    presence: Presence
    first_seen: date
    last_seen: date
    downloads: int | None
    away: bool = False


@dataclass(frozen=True, slots=True)
class Children:
    """The direct children of a model: all counted, the most used ones listed."""

    total: int
    by_relation: Mapping[str, int]
    items: tuple[LinkFacts, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A number of relatives."""

    total: int
    by_relation: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """Answer of `show`: a model, its neighbors, and the size of its family."""

    model: ModelFacts
    parents: tuple[LinkFacts, ...]
    children: Children
    ancestors: Total
    descendants: Total
    datasets: tuple[LinkFacts, ...]
    publisher: Publisher | None
    sources: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Relative:
    """One ancestor or descendant; `via` is its neighbor on the shortest way to the model that was asked about.

    `certainty` is how sure `relation` is, as in `LinkFacts`.
    """

    id: str
    depth: int
    relation: Relation
    via: str
    publisher: str | None
    license: str | None
    created: date | None
    downloads: int | None
    standing: Standing
    gone: bool
    presence: Presence
    certainty: float = STATED


class Direction(StrEnum):
    """Which way a family is walked."""

    ANCESTORS = "ancestors"
    DESCENDANTS = "descendants"


@dataclass(frozen=True, slots=True)
class Relatives:
    """Answer of `ancestors` and `descendants`: all that pass the filters counted, one page of them listed.

    `publishers` is how many publishers they belong to, `licenses` how many licenses they are under; the tables of both
    hold the most frequent first (what is not told counts as "unknown"). These four are None when they were not asked
    for (`tallies`).
    """

    model: str
    direction: Direction
    total: int
    by_relation: Mapping[str, int]
    by_depth: Mapping[str, int]
    publishers: int | None
    by_publisher: Mapping[str, int] | None
    licenses: int | None
    by_license: Mapping[str, int] | None
    offset: int
    items: tuple[Relative, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path, always told from child to parent; `certainty` is how sure `relation` is."""

    child: str
    parent: str
    relation: Relation
    standing: Standing
    certainty: float = STATED


class Kinship(StrEnum):
    """How two models are related."""

    SAME = "same"
    ANCESTOR = "ancestor"
    DESCENDANT = "descendant"
    COMMON_ANCESTORS = "common-ancestors"
    COMMON_DESCENDANTS = "common-descendants"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """Answer of `path`: how `a` is related to `b` (`ancestor`: a is an ancestor of b), by which links.

    `common` holds the nearest common ancestors, best first; `common_total` counts all common ancestors.
    """

    a: str
    b: str
    kinship: Kinship
    steps: tuple[Step, ...]
    common: tuple[str, ...]
    common_total: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of a search: how it matches (`exact`, `prefix`, `words`, `part`, `typo`) and how much it is used."""

    kind: str
    id: str
    match: str
    downloads: int | None
    presence: Presence | None
    models: int | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Answer of `search`: the finds, ranked by exactness, then use."""

    text: str
    items: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """Answer of `stats`: what the catalog holds, and the day that it describes.

    `models` and `datasets` count those that were read, `gone` the models among them that the newest sources no longer
    hold. `seen` is the day of the newest reading of all public models or datasets (without one, of the newest reading),
    `newest` that of the newest reading of any part.
    """

    models: int
    datasets: int
    publishers: int
    links: Mapping[str, int]
    standings: Mapping[str, int]
    gone: int
    absent: int
    absent_links: int
    outside: int
    rejected: Mapping[str, int]
    roots: int
    cycles: int
    depths: Mapping[str, int]
    largest: tuple[tuple[str, int], ...]
    imports: tuple[Origin, ...]
    seen: date | None
    newest: date | None
    edition: str
