"""Reading the live Hub: what is to be read, what it will cost, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from filiation.facts.imports import Skipped
from filiation.facts.vocabulary import Kind

HUB = "https://huggingface.co"
"""The endpoint that is read when no other is named."""

EVERYTHING = (Kind.MODEL, Kind.DATASET)
"""The kinds of repositories that are read when none is named."""


@dataclass(frozen=True, slots=True)
class Crawl:
    """What is to be read of the Hub at `endpoint`.

    Everything, or only the repositories of an `author`, or the `family` of a model (its ancestors and descendants).
    `limit` bounds the number of repositories of each kind. `publishers` is for how many publishers, the most used
    first, the Hub is asked who they are.
    """

    endpoint: str = HUB
    kinds: tuple[Kind, ...] = EVERYTHING
    author: str | None = None
    family: str | None = None
    limit: int | None = None
    publishers: int = 0

    @property
    def whole(self) -> bool:
        """Whether all public repositories are read."""
        return self.author is None and self.family is None and self.limit is None


@dataclass(frozen=True, slots=True)
class Update:
    """What changed since is to be read of the Hub at `endpoint`.

    `since` is the moment (UTC) from which on changes are not known yet (None: as the store tells). `quick` leaves out
    the listing of all names, by which vanished and renamed repositories are found.
    """

    endpoint: str = HUB
    kinds: tuple[Kind, ...] = EVERYTHING
    since: datetime | None = None
    quick: bool = False
    publishers: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What reading will cost: `requests` (about; None: it cannot be told before), `seconds` within the Hub's limits.

    `quota` requests are allowed in `window` seconds (None: the Hub does not say); `basis` tells, in English, how
    the number of requests was estimated. `going_on` tells of a crawl that was begun and goes on: pages read so far.
    """

    requests: int | None
    seconds: int | None
    quota: int | None
    window: int | None
    basis: str
    going_on: int = 0


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """Answer of `crawl` and `update`: what was asked and read, and the edition now in service.

    `faults` counts what went wrong on the way and was tried again, by reason; `waited` is the seconds spent waiting
    for the Hub's limits. `read` counts whole records, `listed` rows of the listing of all names, `complete` the kinds
    of which every public repository is known now; `vanished` repositories that were public before and are not any
    more, `renamed` those that have another id than before, `absent` those asked for by name that are not public.
    `new`, `unchanged` and `repeated` are as for an import. `clock_off` is by how many seconds this machine's clock is
    ahead of the Hub's, where that is more than a day.
    """

    name: str
    endpoint: str
    day: date
    began: datetime
    requests: int
    resumed: bool
    faults: Mapping[str, int]
    waited: float
    read: Mapping[Kind, int]
    listed: Mapping[Kind, int]
    new: int
    unchanged: int
    repeated: int
    vanished: int
    renamed: int
    publishers: int
    skipped: tuple[Skipped, ...]
    links: Mapping[str, int]
    rejected: Mapping[str, int]
    edition: str
    complete: tuple[Kind, ...] = ()
    absent: int = 0
    clock_off: int | None = None
