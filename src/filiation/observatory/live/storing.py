"""From the answers that were kept to records: each dated by the day on which it came."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from filiation.catalog.manifests import SourceFile
from filiation.catalog.records import RecordWriter
from filiation.facts.progress import Progress, Report
from filiation.facts.tables import PUBLISHERS
from filiation.facts.vocabulary import Kind
from filiation.hub.live import names, pages
from filiation.hub.live.walks import Walked
from filiation.hub.problems import Problems
from filiation.observatory.live.inquiry import Inquiry, key_of

if TYPE_CHECKING:
    from filiation.hub.live.overviews import Overview

_PUBLIC = pc.field("private").is_null() | ~pc.field("private")
_TOGETHER = 25  # answers that are turned into one batch of records
_LARGE = 32 * 2**20  # bytes of answers, from which on no more of them are turned into one batch
_ACCOUNTS = "publisher"
_Told = TypeVar("_Told")

Repeated = Mapping[tuple[Kind, bool], Mapping[str, int]]
"""For each kind, light rows apart, which Hub numbers came several times, with the place of the last one."""


@dataclass(slots=True)
class _File:
    """What came on one day of one listing."""

    name: str
    kind: str
    day: date
    complete: bool = False
    until: datetime | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Batch:
    """Answers of one day that are turned into records together, with their places among all answers."""

    day: date
    answers: list[tuple[str, bytes, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(body) for _, body, _ in self.answers)


class Files:
    """The files of an import: one for each day on which answers of a listing came."""

    def __init__(self, after: int | None) -> None:
        """Begin without any; `after` is the number of the newest import when the reading began."""
        self._after = after
        self._files: list[_File] = []

    def number(self, name: str, kind: str, day: date, size: int = 0) -> int:
        """Return the number of the file that holds what came on a day, and count the bytes that come to it."""
        for number, file in enumerate(self._files):
            if (file.name, file.kind, file.day) == (name, kind, day):
                file.size += size
                return number
        self._files.append(_File(name, kind, day, size=size))
        return len(self._files) - 1

    def settle(self, one: Walked, began: datetime, known: datetime) -> None:
        """Note on the first day of a listing what it tells as a whole.

        It lacks what was not seen since the day of `began`; all that changed before the moment `known` is known.
        """
        first = self._files[self.number(one.name, str(one.kind), began.date())]
        first.complete = one.whole
        first.until = known if one.up_to_date else None

    def sources(self) -> list[SourceFile]:
        """Return the files as the manifest tells them."""
        return [
            SourceFile(
                name=one.name, bytes=one.size, kind=one.kind, seen=one.day, latest=one.day, dated_by="hub",
                complete=one.complete, until=one.until, after=self._after,
            )
            for one in self._files
        ]  # fmt: skip


def store_listings(
    writer: RecordWriter, inquiry: Inquiry, listings: Iterable[Walked], repeated: Repeated, problems: Problems,
    report: Report,
) -> Files:  # fmt: skip
    """Write all that listings hold; returns the files that tell of it."""
    files = Files(inquiry.after)
    listings = list(listings)
    total, done = sum(len(one.keys) for one in listings), 0
    places = iter(range(1, 1 + total))
    began: dict[Kind, datetime] = {}  # what was read whole before a list of names is not sighted in it once more
    for one in listings:
        moments: list[datetime] = []
        for batch in _batches(inquiry, one, places, moments):
            number = files.number(one.name, str(one.kind), batch.day, batch.size)
            table = _records(one, batch, repeated[one.kind, one.light], problems, _left(one, writer))
            _add(writer, one, table, number)
            done += len(batch.answers)
            report(Progress("storing", done, total, sum(writer.read.values()) + sum(writer.listed.values())))
        known = min(moments, default=inquiry.began)
        files.settle(one, began.setdefault(one.kind, known), known)
    return files


def _left(one: Walked, writer: RecordWriter) -> int | None:
    return None if one.most is None else one.most - writer.read.get(one.kind, 0)


def _add(writer: RecordWriter, one: Walked, table: pa.Table, number: int) -> None:
    if not table.num_rows:
        return
    if one.light:
        writer.add_listed(one.kind, table, number)
    else:
        writer.add_records(one.kind, table, number)


def _batches(inquiry: Inquiry, one: Walked, places: Iterator[int], moments: list[datetime]) -> Iterator[_Batch]:
    """Yield the answers of one listing, some of one day together; `moments` takes those of all answers."""
    batch: _Batch | None = None
    for key in one.keys:
        name = key_of(*key)
        body, moment = inquiry.answer(name)
        moments.append(moment)
        if batch is None or batch.day != moment.date() or len(batch.answers) == _TOGETHER or batch.size > _LARGE:
            if batch is not None:
                yield batch
            batch = _Batch(moment.date())
        batch.answers.append((name, body, next(places)))
    if batch is not None:
        yield batch


def _records(one: Walked, batch: _Batch, repeated: Mapping[str, int], problems: Problems, most: int | None) -> pa.Table:
    """Return the public records of some answers, without those that come again later; at most so many (None: all)."""
    parts = []
    for name, body, place in batch.answers:
        if one.light:
            read = (table.filter(_PUBLIC) for table in names.listed(name, body, one.kind, problems))
        else:
            read = (_carded(t.filter(_PUBLIC)) for t in pages.records([(name, body)], one.kind, problems))
        parts += [_last(table, repeated, place) if repeated else table for table in read]
    table = pa.concat_tables(parts) if parts else pa.table({})
    return table if most is None else table.slice(0, most)


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


def store_accounts(writer: RecordWriter, files: Files, overviews: Iterable["Overview"]) -> None:
    """Write what the Hub says of accounts."""
    for day, told in _by_day((one.moment, one) for one in overviews):
        columns = {
            "id": [one.id for one in told],
            "kind": [str(one.kind) for one in told],
            "hub_id": [one.hub_id for one in told],
            "full_name": [one.full_name for one in told],
            "details": [one.details for one in told],
            "verified": [one.verified for one in told],
        }
        table = pa.table([columns[name] for name in PUBLISHERS.names], schema=PUBLISHERS)
        writer.add_publishers(table, files.number("api/overviews", _ACCOUNTS, day))


def store_absent(writer: RecordWriter, files: Files, listing: Walked, absent: Mapping[str, datetime]) -> None:
    """Note the models that were asked for by name in the course of a listing and are not public."""
    for day, told in _by_day((moment, name) for name, moment in absent.items()):
        writer.add_absent(listing.kind, told, files.number(listing.name, str(listing.kind), day))


def _by_day(told: Iterable[tuple[datetime, _Told]]) -> Iterator[tuple[date, list[_Told]]]:
    days: dict[date, list[_Told]] = {}
    for moment, one in told:
        days.setdefault(moment.date(), []).append(one)
    yield from days.items()
