"""From what was read of the Hub to an edition in service: the end of a crawl and of an update."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from filiation.catalog.edition import Edition, day
from filiation.catalog.manifests import Manifest, SourceFile, manifest_of
from filiation.catalog.records import RecordWriter, writing_records
from filiation.catalog.store import Store
from filiation.errors import WrongUse
from filiation.facts.crawls import CrawlSummary
from filiation.facts.imports import Skipped
from filiation.facts.progress import Progress, Report
from filiation.facts.tables import PUBLISHERS
from filiation.facts.vocabulary import Kind
from filiation.hub.live import names, pages
from filiation.hub.live.walks import Walked
from filiation.hub.problems import Problems
from filiation.locale import mark
from filiation.observatory.building import Counts, completed
from filiation.observatory.live.harvest import Harvest, Missing, harvesting, newest_edition
from filiation.observatory.live.inquiry import Inquiry, key_of

if TYPE_CHECKING:
    from filiation.hub.live.overviews import Overview

_ASKED_AGAIN = timedelta(days=90)  # who a publisher is changes rarely
_CLOCKS_AGREE = 86_400  # seconds by which two clocks may differ without anything being dated wrongly
_PUBLIC = pc.field("private").is_null() | ~pc.field("private")
_TOGETHER = 25  # answers that are turned into one batch of records


@dataclass(slots=True)
class Gathered:
    """What a crawl or an update has read: its listings, and models that were asked for by name."""

    source: str
    endpoint: str
    listings: list[Walked]
    publishers: int
    absent: list[str] = field(default_factory=list)
    overviews: list["Overview"] = field(default_factory=list)

    @property
    def complete(self) -> tuple[Kind, ...]:
        """The kinds of which everything is known now."""
        return tuple(dict.fromkeys(one.kind for one in self.listings if one.whole))


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of the rows that were read before they are stored.

    `repeated` tells for each kind, light rows apart, which Hub numbers came several times, with the last place.
    """

    missing: Missing
    listed: Mapping[Kind, int]
    repeated: Mapping[tuple[Kind, bool], Mapping[str, int]]


def one_hub(store: Store, endpoint: str) -> None:
    """Raise WrongUse where the store holds records of another Hub."""
    for manifest in map(manifest_of, store.imports()):
        if manifest.endpoint is not None and manifest.endpoint != endpoint:
            raise WrongUse(
                mark("The store in {path} holds what was read from {known}, not from {endpoint}."),
                mark("Name another folder for the other Hub, with --store."),
                path=str(store.folder),
                known=manifest.endpoint,
                endpoint=endpoint,
            )


def gather(store: Store, inquiry: Inquiry, gathered: Gathered, report: Report) -> CrawlSummary:
    """Ask who the publishers are, store all that was read, and put an edition in service."""
    counted = _count(store, inquiry, gathered)
    problems = Problems()
    began = inquiry.began
    with store.writing():
        one_hub(store, gathered.endpoint)
        with writing_records(store, began.date()) as writer:
            sources = _write(writer, inquiry, gathered, counted, problems, report)
            done = completed(
                store, writer, inquiry.clock.now(), sources, _skipped(gathered, problems), report,
                source=gathered.source, endpoint=gathered.endpoint,
            )  # fmt: skip
    summary = _summary(inquiry, gathered, counted, done)
    inquiry.spool.remove()
    return summary


def _count(store: Store, inquiry: Inquiry, gathered: Gathered) -> Counted:
    """Count all rows that were read, and ask who their publishers are."""
    edition = newest_edition(store)
    try:
        with harvesting() as harvest:
            keys = [(one, key) for one in gathered.listings for key in one.keys]
            for place, (one, key) in enumerate(keys, 1):
                harvest.add(one.kind, place, inquiry.body(key_of(*key)), light=one.light)
            harvest.add_absent(Kind.MODEL, gathered.absent)
            _ask_publishers(inquiry, gathered, harvest, edition)
            sorts = {(one.kind, one.light) for one in gathered.listings}
            return Counted(
                harvest.missing(edition, gathered.complete),
                harvest.listed(),
                {(kind, light): harvest.repeated(kind, light=light) for kind, light in sorts},
            )
    finally:
        if edition is not None:
            edition.close()


def _summary(
    inquiry: Inquiry, gathered: Gathered, counted: Counted, done: tuple[Manifest, str, Counts]
) -> CrawlSummary:
    manifest, built, counts = done
    return CrawlSummary(
        name=manifest.name,
        endpoint=gathered.endpoint,
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
        vanished=counted.missing.vanished,
        renamed=counted.missing.renamed,
        publishers=len(gathered.overviews),
        skipped=tuple(manifest.skipped),
        links=counts["links"],
        rejected=counts["rejected"],
        edition=built,
        complete=gathered.complete,
        absent=len(gathered.absent),
        clock_off=_clock_off(inquiry),
    )


def _clock_off(inquiry: Inquiry) -> int | None:
    """Return by how many seconds this machine's clock is ahead of the Hub's, where that is more than a day."""
    return inquiry.clock_off if abs(inquiry.clock_off) > _CLOCKS_AGREE else None


def _ask_publishers(inquiry: Inquiry, gathered: Gathered, harvest: Harvest, edition: Edition | None) -> None:
    if not gathered.publishers:
        return
    usage: Mapping[str, int] = {}
    known: frozenset[str] = frozenset()
    if edition is not None:
        rows = edition.rows("SELECT id, downloads, seen FROM publishers")
        recent = (inquiry.began - _ASKED_AGAIN).date()
        usage = {row["id"]: row["downloads"] for row in rows} if gathered.source == "update" else {}
        known = frozenset(row["id"] for row in rows if (seen := day(row["seen"])) and seen > recent)
    names = harvest.publishers(gathered.publishers, usage, known)
    inquiry.expected += len(names)
    gathered.overviews = [inquiry.publisher(name) for name in names]


def _write(
    writer: RecordWriter,
    inquiry: Inquiry,
    gathered: Gathered,
    counted: Counted,
    problems: Problems,
    report: Report,
) -> list[SourceFile]:
    sources = []
    places = iter(range(1, 1 + sum(len(one.keys) for one in gathered.listings)))
    total, done = sum(len(one.keys) for one in gathered.listings), 0
    for number, one in enumerate(gathered.listings):
        size = 0
        for table, read in _tables(inquiry, one, counted.repeated[one.kind, one.light], places, problems):
            if one.light:
                writer.add_listed(table, number)
            elif table.num_rows:
                writer.add_records(table, number)
            size, done = size + read, done + 1
            report(Progress("storing", min(done * _TOGETHER, total), total, sum(writer.read.values())))
        sources.append(_file(inquiry, one, size))
    if gathered.overviews:
        writer.add_publishers(_publishers(gathered.overviews), 0)
    if gathered.absent:
        writer.add_absent(Kind.MODEL, gathered.absent, 0)
    return sources


def _tables(
    inquiry: Inquiry, one: Walked, repeated: Mapping[str, int], places: Iterator[int], problems: Problems
) -> Iterator[tuple[pa.Table, int]]:
    """Yield the records of one listing in tables, each with the size of the answers that it was made of."""
    left = one.most
    for start in range(0, len(one.keys), _TOGETHER):
        parts, size = [], 0
        for key in one.keys[start : start + _TOGETHER]:
            name = key_of(*key)
            body, place = inquiry.body(name), next(places)
            size += len(body)
            read = (
                names.listed(name, body, one.kind, problems)
                if one.light
                else pages.records([(name, body)], one.kind, problems)
            )
            for table in read:
                public = table.filter(_PUBLIC) if one.light else _carded(table.filter(_PUBLIC))
                parts.append(_last(public, repeated, place) if repeated else public)
        if not parts:
            continue
        table = pa.concat_tables(parts)
        if left is not None:
            table = table.slice(0, left)
            left -= table.num_rows
        yield table, size


def _carded(table: pa.Table) -> pa.Table:
    """Return records of which the card was asked for: where the Hub leaves it out, there is none any more."""
    card = table.column("card").fill_null("{}")  # type: ignore[arg-type] # the stubs know no fill value
    return table.set_column(table.column_names.index("card"), "card", card)


def _last(table: pa.Table, repeated: Mapping[str, int], place: int) -> pa.Table:
    """Return the rows of the answer at `place` that no later row tells anew."""
    met: set[str] = set()
    kept = []
    for name in reversed(table.column("hub_id").to_pylist()):
        again = name is not None and name in repeated
        kept.append(not again or (repeated[name] == place and name not in met))
        if again:
            met.add(name)
    return table.filter(pa.array(kept[::-1], pa.bool_()))


def _file(inquiry: Inquiry, one: Walked, size: int) -> SourceFile:
    return SourceFile(
        name=one.name,
        bytes=size,
        kind=str(one.kind),
        seen=inquiry.began.date(),
        latest=(inquiry.ended or inquiry.began).date(),
        dated_by="hub",
        complete=one.whole,
        until=inquiry.began if one.up_to_date else None,
    )


def _publishers(overviews: Iterable["Overview"]) -> pa.Table:
    told = list(overviews)
    columns = {
        "id": [one.id for one in told],
        "kind": [str(one.kind) for one in told],
        "hub_id": [one.hub_id for one in told],
        "full_name": [one.full_name for one in told],
        "details": [one.details for one in told],
        "verified": [one.verified for one in told],
    }
    return pa.table([columns[name] for name in PUBLISHERS.names], schema=PUBLISHERS)


def _skipped(gathered: Gathered, problems: Problems) -> Sequence[Skipped]:
    """All that was not taken, and the listings that may be longer than what was read of them."""
    cut = tuple(one.name for one in gathered.listings if one.ended_full)
    odd = (Skipped(mark("the listing ended on a full page; what it lacks is not marked gone"), len(cut), cut),)
    return (*(odd if cut else ()), *problems.summary())
