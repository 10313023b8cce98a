"""Filling a store: from files to records, and from records to an edition in service."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from filiation.catalog.building import write_edition
from filiation.catalog.connection import connected
from filiation.catalog.manifests import Manifest, SourceFile, naming_damage
from filiation.catalog.readings import attach
from filiation.catalog.records import RecordWriter, finish, writing_records
from filiation.catalog.store import EDITION_FORMAT, PARTIAL, Store
from filiation.catalog.views import forget
from filiation.errors import NotFound, SourceFailed, StoreFailed
from filiation.evidence.clues import read_clues
from filiation.evidence.contact_tables import read_contacts
from filiation.evidence.policy import resolve
from filiation.evidence.tellings import read_tellings
from filiation.facts.imports import FileFacts, ImportSummary, Skipped
from filiation.facts.progress import Progress, Report
from filiation.facts.vocabulary import Kind
from filiation.genealogy.cycles import cycles
from filiation.hub.bulk import files_in, newest_day, read
from filiation.hub.problems import Problems
from filiation.locale import mark
from filiation.observatory.dating import Contents, dated, on_one_day

_LEAST_MEMORY = 150_000_000
_MOST_MEMORY = 2_500_000_000
_MEMORY_PER_BYTE = 6  # packed records grow about so much when they are taken apart
_MEMORY_OF_A_THREAD = 250_000_000  # with less for each of them, builds fail that one thread could do
Counts = dict[str, dict[str, int]]
"""What a build linked, by relation, and rejected, by reason."""

_STAGES = ("records", "clues", "links", "changes", "numbers", "graph", "catalog", "search")


@dataclass(frozen=True, slots=True)
class Import:
    """What is to be imported: the files, and what the user says of them.

    `kind` where the files do not tell; `seen` is the day that they describe (None: the newest day found in each
    file); `complete` says that they hold every public repository of their kind, so that others are gone.
    """

    paths: Sequence[Path]
    kind: Kind | None = None
    seen: date | None = None
    complete: bool = False


def import_files(store: Store, wanted: Import, now: datetime, report: Report) -> ImportSummary:
    """Read files into `store` and put a new edition in service; all or nothing."""
    files = files_in(wanted.paths)
    problems = Problems()
    with store.writing(), writing_records(store, wanted.seen or now.date()) as writer:
        sources = _read_files(writer, files, wanted, problems, now, report)
        done = completed(store, writer, now, sources, problems.summary(), report)
    return summary(*done)


def completed(  # noqa: PLR0913 (what every way of filling a store has in common)
    store: Store,
    writer: RecordWriter,
    now: datetime,
    sources: Sequence[SourceFile],
    skipped: Sequence[Skipped],
    report: Report,
    *,
    source: str = "import",
    endpoint: str | None = None,
) -> tuple[Manifest, str, Counts]:
    """Close an import whose records are written, and put a new edition in service; all or nothing.

    Returns its manifest, the edition's name, and what was linked and rejected. The records get their name when their
    edition is whole, right before it is put in service. A process that is killed between the two leaves whole records
    behind, which the next edition holds.
    """
    manifest = finish(writer, now, sources, skipped, source=source, endpoint=endpoint)
    edition, counts = _build(store, [*store.imports(), writer.folder], report)
    writer.settle()
    try:
        _publish(store, edition, report)
    except BaseException:
        if store.serving() != edition:
            shutil.rmtree(writer.folder, ignore_errors=True)
        raise
    return manifest, edition, counts


def rebuild(store: Store, report: Report) -> str:
    """Make a new edition from the stored records and put it in service; returns its name."""
    if not store.imports():
        raise NotFound(
            mark("There are no records in {path}."),
            mark("Read some first with --store {path}: filiation pull, filiation crawl, or filiation import PATH"),
            path=str(store.folder),
        )
    with store.writing():
        edition, _ = _build(store, store.imports(), report)
        _publish(store, edition, report)
        forget(store)  # what reads the evidence may be better than when the views were made
    return edition


def _read_files(
    writer: RecordWriter,
    files: Sequence[Path],
    wanted: Import,
    problems: Problems,
    now: datetime,
    report: Report,
) -> list[SourceFile]:
    total, before = sum(file.stat().st_size for file in files), 0
    sources = []
    for number, file in enumerate(files):
        newest, kind, already = None, "statement", sum(writer.read.values())

        def advance(done: int, before: int = before) -> None:
            report(Progress("read", before + done, total, sum(writer.read.values()) + writer.stated))

        for batch in read(file, wanted.kind, problems, advance):
            if batch.records is not None:
                newest = max(filter(None, (newest, newest_day(batch.records, now.date()))), default=None)
                kind = batch.records.column("kind")[0].as_py()
                writer.add_records(Kind(kind), batch.records, number)
            elif batch.statements is not None:
                writer.add_statements(batch.statements, number)
        before += file.stat().st_size
        contents = Contents(file, kind, sum(writer.read.values()) - already, newest)
        sources.append(dated(contents, wanted.seen, now.date(), complete=wanted.complete))
    records = sum(writer.read.values()) + writer.stated
    if not records:
        raise SourceFailed(
            mark("The files hold no record that can be read.{problem}"),
            mark("Give JSON lines or pages as the Hub's interface returns them, or a hub-stats Parquet file."),
            problem=problems.first_of(files[0]),
        )
    report(Progress("read", total, total, records))
    return on_one_day(sources) if wanted.complete else sources


def _build(store: Store, folders: Sequence[Path], report: Report) -> tuple[str, Counts]:
    """Make an edition from the imports in `folders`; returns its name and what was linked and rejected."""
    newest = folders[-1].name.removesuffix(PARTIAL)
    taken = {p.name for p in store.editions.iterdir()}
    name = next(n for i in range(len(taken) + 1) if (n := f"{newest}.{i}") not in taken)
    with naming_want(store), store.new_folder(store.editions, name) as folder:
        counts = fill(folder, folders, name, report)
    return name, counts


def fill(folder: Path, folders: Sequence[Path], name: str, report: Report, until: date | None = None) -> Counts:
    """Make in `folder` the edition `name` of the imports in `folders`, or of their files up to the day `until`."""

    def stage(what: str) -> None:
        report(Progress(what, _STAGES.index(what), len(_STAGES)))

    with naming_damage(folders), _working(folder, folders) as con:
        stage("records")
        attach(con, folders, until)
        stage("clues")
        read_clues(con)
        stage("links")
        resolve(con)
        read_tellings(con)
        read_contacts(con)
        counts = _counts(con)
        write_edition(con, folder, {"format": str(EDITION_FORMAT), "name": name}, stage, cycles)
    return counts


@contextmanager
def naming_want(store: Store) -> Iterator[None]:
    """Raise StoreFailed where the block needs more memory, or more room beside the store, than there is."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreFailed(
            mark("There is not enough memory, or not enough room on the disk of {path}, to build the catalog."),
            mark("Make room on that disk. If it fails again, import the files one by one to find the one that fails."),
            path=str(store.folder),
        ) from error


def _publish(store: Store, edition: str, report: Report) -> None:
    store.publish(store.editions / edition)
    report(Progress("search", len(_STAGES), len(_STAGES)))


def _working(folder: Path, folders: Sequence[Path]) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """Return a database that takes a share of the records' size as memory, and beyond that works in `folder`."""
    stored = sum(file.stat().st_size for folder in folders for file in folder.iterdir())
    memory = min(_MOST_MEMORY, _LEAST_MEMORY + _MEMORY_PER_BYTE * stored)
    threads = max(1, min(os.cpu_count() or 1, memory // _MEMORY_OF_A_THREAD))
    return connected(folder, f"{memory // 1_000_000}MB", threads=threads, ordered=False)


def _counts(con: duckdb.DuckDBPyConnection) -> Counts:
    links = con.execute("SELECT relation, count(*) FROM links WHERE NOT gone GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
    rejected = con.execute(
        "SELECT rejection, count(*) FROM evidence WHERE rejection IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    return {"links": dict(links), "rejected": dict(rejected)}


def summary(manifest: Manifest, edition: str, counts: Counts) -> ImportSummary:
    """Return what an import tells of itself when it is done."""
    return ImportSummary(
        name=manifest.name,
        files=tuple(FileFacts(file.name, file.seen, file.dated_by) for file in manifest.files),
        read={Kind(kind): count for kind, count in manifest.read.items()},
        statements=manifest.statements,
        new=sum(manifest.read.values()) - manifest.unchanged,
        unchanged=manifest.unchanged,
        repeated=manifest.repeated,
        skipped=tuple(manifest.skipped),
        links=counts["links"],
        rejected=counts["rejected"],
        edition=edition,
    )
