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
    first, the Hub is asked who they are. `accept_gone` believes a listing that lacks far more repositories than usual.
    """

    endpoint: str = HUB
    kinds: tuple[Kind, ...] = EVERYTHING
    author: str | None = None
    family: str | None = None
    limit: int | None = None
    publishers: int = 0
    accept_gone: bool = False

    @property
    def whole(self) -> bool:
        """Whether all public repositories are read."""
        return self.author is None and self.family is None and self.limit is None


@dataclass(frozen=True, slots=True)
class Update:
    """What changed since is to be read of the Hub at `endpoint`.

    `since` is the moment (UTC) from which on changes are not known yet (None: as the store tells). `quick` leaves out
    the listing of all names, by which vanished and renamed repositories are found; `accept_gone` believes it where it
    lacks far more repositories than usual.
    """

    endpoint: str = HUB
    kinds: tuple[Kind, ...] = EVERYTHING
    since: datetime | None = None
    quick: bool = False
    publishers: int = 0
    accept_gone: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """What reading will cost: `requests` (about; None: it cannot be told before), `seconds` within the Hub's limits.

    `quota` requests are allowed in `window` seconds (None: the Hub does not say); `basis` tells, in English, how
    the number of requests was estimated. `going_on` tells of a crawl that was begun and goes on: answers read so far;
    `under_way` that another process is about it at this moment. `bytes` are those of the files that an inspection
    fetches (None: no files are).
    """

    requests: int | None
    seconds: int | None
    quota: int | None
    window: int | None
    basis: str
    going_on: int = 0
    under_way: bool = False
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """Answer of `crawl` and `update`: what was asked and read, and the edition now in service.

    `day` and `began` are the Hub's; `requests`, `faults` (what went wrong and was tried again, by reason) and `waited`
    (seconds, for the Hub's limits) are those of this run, `resumed` tells of an earlier one. `read` counts whole
    records, `listed` rows of the listing of all names, by kind; `complete` are the kinds of which every public
    repository is known now. By kind too, as the store tells them apart from before: `vanished` repositories that were
    public and are not any more, and `renamed` ones. `absent` counts those asked for by name that are not public.
    `new`, `unchanged` and `repeated` are as for an import. `first` tells that the store held nothing before, `notes`
    are worth knowing, but no fault.
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
    vanished: Mapping[Kind, int]
    renamed: Mapping[Kind, int]
    publishers: int
    skipped: tuple[Skipped, ...]
    links: Mapping[str, int]
    rejected: Mapping[str, int]
    edition: str
    complete: tuple[Kind, ...] = ()
    absent: int = 0
    first: bool = False
    notes: tuple[Skipped, ...] = ()
