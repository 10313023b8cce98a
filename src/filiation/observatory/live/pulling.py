"""Reading a published snapshot of the whole Hub: one large file a kind, instead of thousands of pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from filiation.catalog.held import held_folder
from filiation.catalog.knowledge import one_hub
from filiation.catalog.manifests import SourceFile
from filiation.catalog.records import RecordWriter, writing_records
from filiation.catalog.store import Store
from filiation.errors import WrongUse
from filiation.facts.crawls import EVERYTHING
from filiation.facts.imports import ImportSummary
from filiation.facts.progress import Progress, Report
from filiation.facts.vocabulary import Kind
from filiation.hub import bulk
from filiation.hub.live import published
from filiation.hub.problems import Problems
from filiation.locale import mark
from filiation.observatory.building import completed, summary

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock

_MAKING = timedelta(days=1)  # a snapshot takes less than that to be made


@dataclass(frozen=True, slots=True)
class Pull:
    """What is wanted of a published snapshot: the dataset that holds it (None: the usual one), and the kinds."""

    dataset: str | None = None
    kinds: tuple[Kind, ...] = EVERYTHING


@dataclass(frozen=True, slots=True)
class _Part:
    """One file of a snapshot that was fetched."""

    kind: Kind
    name: str
    file: Path
    day: date


def pull(store: Store, wanted: Pull, hub: "Endpoint", clock: "Clock", report: Report) -> ImportSummary:
    """Fetch a snapshot and read it into `store`; all or nothing."""
    one_hub(store, hub.url)
    source = _source(wanted)
    store.crawls.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held_folder(store.crawls, "pull-") as folder:
        parts = [_fetched(source, kind, folder, hub, report) for kind in wanted.kinds]
        problems = Problems()
        with store.writing():
            one_hub(store, hub.url)
            with writing_records(store, max(part.day for part in parts)) as writer:
                now = clock.now()
                sources = [_read(writer, number, part, problems, now, report) for number, part in enumerate(parts)]
                skipped = problems.summary()
                built = completed(store, writer, now, sources, skipped, report, source="pull", endpoint=hub.url)
    return summary(*built)


def _source(wanted: Pull) -> published.Source:
    if not wanted.kinds:
        raise WrongUse(mark("A snapshot is pulled for one kind or more."), mark("Name models or datasets."))
    return (
        published.HUB_STATS if wanted.dataset is None else published.Source(wanted.dataset, published.HUB_STATS.files)
    )


def _fetched(source: published.Source, kind: Kind, folder: Path, hub: "Endpoint", report: Report) -> _Part:
    def advance(done: int, total: int) -> None:
        report(Progress("fetching", done, total))

    target = folder / f"{kind}s.parquet"
    fetched = published.fetch(source, kind, target, hub, advance)
    return _Part(kind, f"{source.repo}/{source.files[kind]}", target, fetched.day)


def _read(
    writer: RecordWriter, number: int, part: _Part, problems: Problems, now: datetime, report: Report
) -> SourceFile:
    size, newest, before = part.file.stat().st_size, None, sum(writer.read.values())

    def advance(done: int) -> None:
        report(Progress("read", done, size, sum(writer.read.values()) - before))

    for batch in bulk.read(part.file, part.kind, problems, advance):
        if batch.records is not None:
            newest = max(filter(None, (newest, bulk.newest_day(batch.records, now.date()))), default=None)
            writer.add_records(part.kind, batch.records, number)
            advance(0)
    seen = min(part.day, newest or part.day)
    return SourceFile(
        name=part.name,
        bytes=size,
        kind=str(part.kind),
        seen=seen,
        latest=part.day,
        dated_by="snapshot",
        complete=False,  # who makes it may leave something out
        until=datetime.combine(seen, time(), UTC) - _MAKING,
    )
