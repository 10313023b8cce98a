"""From what was read of the Hub to an edition in service: the end of a crawl and of an update."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from filiation.catalog.connection import connected
from filiation.catalog.edition import Edition
from filiation.catalog.history import arrivals
from filiation.catalog.knowledge import dated_after, newest_import, one_hub
from filiation.catalog.manifests import Manifest, SourceFile
from filiation.catalog.records import RecordWriter, writing_records
from filiation.catalog.spool import sweep
from filiation.catalog.store import Store
from filiation.facts.crawls import Crawl, CrawlSummary
from filiation.facts.history import ChangeKind
from filiation.facts.imports import Skipped
from filiation.facts.progress import Report
from filiation.facts.vocabulary import Kind
from filiation.hub.live.walks import Walked
from filiation.hub.problems import Problems
from filiation.locale import mark
from filiation.observatory.building import Counts, completed, naming_want
from filiation.observatory.live.harvest import Harvest, accounts, in_service
from filiation.observatory.live.inquiry import Inquiry, key_of
from filiation.observatory.live.storing import Repeated, store_absent, store_accounts, store_listings
from filiation.observatory.live.wanted import Wanted, none_of

if TYPE_CHECKING:
    from filiation.hub.live.overviews import Overview

_MEMORY = "1GB"
_FEW = 10  # repositories that may be lacking in a listing of however few
_USUAL = 0.05  # of all repositories; more vanish neither in a day nor in a month


@dataclass(slots=True)
class Gathered:
    """What a crawl or an update has read: its listings, and models that were asked for by name, with the moment."""

    source: str
    wanted: Wanted
    listings: list[Walked]
    absent: Mapping[str, datetime] = field(default_factory=dict)
    overviews: list["Overview"] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[Skipped] = field(default_factory=list)

    @property
    def complete(self) -> tuple[Kind, ...]:
        """The kinds of which everything is known now."""
        return tuple(dict.fromkeys(one.kind for one in self.listings if one.whole))


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is known of the rows that were read before they are stored."""

    listed: Mapping[Kind, int]
    repeated: Repeated


def gather(store: Store, inquiry: Inquiry, gathered: Gathered, report: Report) -> CrawlSummary:
    """Ask who the publishers are, store all that was read, and put an edition in service."""
    first = not store.imports()
    counted = _count(store, inquiry, gathered)
    problems = Problems()
    endpoint, began = gathered.wanted.endpoint, inquiry.began
    gathered.notes += _dated_ahead(store, inquiry)
    with store.writing():
        one_hub(store, endpoint)
        with writing_records(store, began.date()) as writer:
            sources = _write(writer, inquiry, gathered, counted, problems, report)
            done = completed(
                store, writer, inquiry.clock.now(), sources, _skipped(gathered, problems), report,
                source=gathered.source, endpoint=endpoint,
            )  # fmt: skip
    summary = _summary(store, inquiry, gathered, counted, done, first=first)
    inquiry.spool.remove()
    if not isinstance(gathered.wanted, Crawl) or gathered.wanted.whole:
        sweep(store.crawls, began)
    return summary


def _count(store: Store, inquiry: Inquiry, gathered: Gathered) -> _Counted:
    """Count all rows that were read, and ask who their publishers are."""
    with naming_want(store), connected(store.crawls, _MEMORY) as con, in_service(store) as edition:
        harvest = Harvest(con)
        keys = [(one, key) for one in gathered.listings for key in one.keys]
        for place, (one, key) in enumerate(keys, 1):
            harvest.add(one.kind, place, inquiry.answer(key_of(*key))[0], light=one.light)
        wanted = gathered.wanted
        if isinstance(wanted, Crawl) and wanted.author is not None and not harvest.total():
            raise none_of(wanted.author, wanted.endpoint)
        if edition is not None and not wanted.accept_gone:
            _doubt(harvest, edition, gathered)
        _ask_publishers(inquiry, gathered, harvest, edition)
        sorts = {(one.kind, one.light) for one in gathered.listings}
        repeated = {(kind, light): harvest.repeated(kind, light=light) for kind, light in sorts}
        return _Counted(harvest.listed(), repeated)


def _doubt(harvest: Harvest, edition: Edition, gathered: Gathered) -> None:
    """Take a listing that lacks far more than vanishes in the meantime for what it is: not the whole."""
    for one in gathered.listings:
        if not one.whole:
            continue
        missing, known = harvest.lacking(edition, one.kind)
        if missing > max(_FEW, _USUAL * known):
            one.whole = one.up_to_date = False
            reason = mark(
                "known repositories are missing from the listing, far more than usual: nothing was marked gone; if it "
                "is right, say so with --accept-gone"
            )
            gathered.skipped.append(Skipped(reason, missing, (f"{one.name}: {missing} / {known}",)))


def _summary(
    store: Store, inquiry: Inquiry, gathered: Gathered, counted: _Counted, done: tuple[Manifest, str, Counts],
    *, first: bool,
) -> CrawlSummary:  # fmt: skip
    manifest, built, counts = done
    changes = _arrived(store)
    return CrawlSummary(
        name=manifest.name,
        endpoint=gathered.wanted.endpoint,
        day=inquiry.began.date(),
        began=inquiry.began,
        requests=inquiry.client.requests,
        resumed=inquiry.resumed,
        faults=dict(inquiry.client.faults),
        waited=inquiry.client.waited,
        read={Kind(kind): n for kind, n in manifest.read.items()},
        listed=counted.listed,
        new=sum(manifest.read.values()) - manifest.unchanged,
        unchanged=manifest.unchanged,
        repeated=manifest.repeated,
        vanished={kind: n for kind in Kind if (n := changes.get((kind, ChangeKind.GONE), 0))},
        renamed={kind: n for kind in Kind if (n := changes.get((kind, ChangeKind.RENAMED), 0))},
        publishers=len(gathered.overviews),
        skipped=tuple(manifest.skipped),
        links=counts["links"],
        rejected=counts["rejected"],
        edition=built,
        complete=gathered.complete,
        absent=len(gathered.absent),
        first=first,
        notes=tuple(gathered.notes),
    )


def _arrived(store: Store) -> Mapping[tuple[Kind, ChangeKind], int]:
    """Count what the import that was just published brought to light."""
    with in_service(store) as edition:
        return {} if edition is None else arrivals(edition, newest_import(store))


def _ask_publishers(inquiry: Inquiry, gathered: Gathered, harvest: Harvest, edition: Edition | None) -> None:
    most = gathered.wanted.publishers
    if not most:
        return
    usage: Mapping[str, int] = {}
    known: frozenset[str] = frozenset()
    if edition is not None:
        usage, known = accounts(edition, inquiry.began)
        usage = usage if gathered.source == "update" else {}
    names = harvest.publishers(most, usage, known)
    inquiry.expected += len(names)
    gathered.overviews = [inquiry.publisher(name) for name in names]


def _write(
    writer: RecordWriter, inquiry: Inquiry, gathered: Gathered, counted: _Counted, problems: Problems, report: Report
) -> list[SourceFile]:
    files = store_listings(writer, inquiry, gathered.listings, counted.repeated, problems, report)
    store_accounts(writer, files, gathered.overviews)
    if gathered.absent:
        store_absent(writer, files, gathered.listings[0], gathered.absent)
    return files.sources()


def _skipped(gathered: Gathered, problems: Problems) -> Sequence[Skipped]:
    """All that was not taken, and the listings that may be longer than what was read of them."""
    cut = tuple(one.name for one in gathered.listings if one.ended_full)
    odd = (Skipped(mark("the listing ended on a full page; what it lacks is not marked gone"), len(cut), cut),)
    return (*(odd if cut else ()), *gathered.skipped, *problems.summary())


def _dated_ahead(store: Store, inquiry: Inquiry) -> Sequence[Skipped]:
    """Name the imports that were said to describe a day after the one on which the Hub was read."""
    found = dated_after(store, inquiry.ended.date())
    words = mark("import is dated after this reading, and counts as newer; it was dated by hand")
    return (Skipped(words, len(found), found),) if found else ()
