"""From the answers of an inspection to an import: the records of the models, and what was read of their files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from filiation.catalog.kept_files import KeptFiles
from filiation.catalog.records import RecordWriter
from filiation.facts.live import Access, LiveFile
from filiation.facts.progress import Report
from filiation.facts.tables import REPOSITORY_FILES
from filiation.facts.vocabulary import Kind
from filiation.hub.live.walks import Walked
from filiation.hub.problems import Problems
from filiation.observatory.live.publishing import Published
from filiation.observatory.live.reaching import Came, Target, content_of, weights_of
from filiation.observatory.live.storing import Files, store_absent, store_listings

if TYPE_CHECKING:
    from filiation.hub.live.repository import Repository
    from filiation.observatory.live.inquiry import Inquiry

LISTING = "api/models/ID?blobs=true"
"""What the files of an inspection are called among those of an import."""

_SHA256 = 64  # digits of a SHA-256
_LARGE = 16 * 2**20  # bytes of bodies that are written together
_MANY = 20_000  # rows that are written together
_Row = dict[str, Any]


@dataclass(slots=True)
class Batch:
    """Rows of REPOSITORY_FILES that are written together, once they are many or large."""

    writer: RecordWriter
    file: int
    rows: list[_Row] = field(default_factory=list)
    size: int = 0

    def add(self, row: _Row) -> None:
        """Add a row."""
        self.rows.append(row)
        self.size += len(row["body"] or b"")
        if self.size > _LARGE or len(self.rows) >= _MANY:
            self.flush()

    def flush(self) -> None:
        """Write what was added."""
        if self.rows:
            self.writer.add_files(pa.Table.from_pylist(self.rows, schema=REPOSITORY_FILES), self.file)
        self.rows, self.size = [], 0


def file_row(name: str, revision: str | None, came: Came, body: bytes | None) -> _Row:
    """Return the row of a file that was wanted, with as much of its body as is to be stored."""
    return {
        "kind": str(Kind.MODEL),
        "id": name,
        "revision": revision,
        "path": came.asked.path,
        "size": came.file.size,
        "blob": came.blob,
        "sha256": came.blob if came.blob is not None and len(came.blob) == _SHA256 else None,
        "body": body,
        "fault": None if came.file.fault is None else str(came.file.fault),
    }


def _listed_row(target: Target, file: LiveFile) -> _Row:
    told = {"kind": str(Kind.MODEL), "id": target.id, "revision": target.revision, "path": file.path}
    return {**told, "size": file.size, "blob": content_of(file), "sha256": file.sha256, "body": None, "fault": None}


@dataclass(frozen=True, slots=True)
class Gathering:
    """What an inspection has read of the Hub and is to be stored: the models, what came of their files, publishers."""

    inquiry: "Inquiry"
    kept: KeptFiles
    targets: Sequence[Target]
    came: Mapping[str, Sequence[Came]]
    published: Published | None = None

    @property
    def public(self) -> list[Target]:
        """The models that are stored: public ones, each once, though it may have been asked for by several names."""
        shown = {one.id: one for one in self.targets if one.id is not None and one.access is not Access.PRIVATE}
        return list(shown.values())

    @property
    def absent(self) -> dict[str, datetime]:
        """The models that the Hub shows to nobody, with the moment at which it was asked."""
        hidden = (one.asked for one in self.targets if one.id is None)
        return {name: found.moment for name in hidden if (found := self.inquiry.again(Kind.MODEL, name))}

    def write(self, writer: RecordWriter, problems: Problems, report: Report, *, whole: bool = False) -> Files:
        """Write all that is to be stored; `whole`: also the contents that another store holds already."""
        walked = Walked(LISTING, Kind.MODEL, self.inquiry.client.endpoint.url)
        walked.keys = [(f"{Kind.MODEL} {one.asked}", 1) for one in self.public]
        files = store_listings(writer, self.inquiry, [walked], {(Kind.MODEL, False): {}}, problems, report)
        if self.absent:
            store_absent(writer, files, walked, self.absent)
        self._write_files(writer, files, whole=whole)
        if self.published is not None:
            self.published.write(writer, files)
        return files

    def _write_files(self, writer: RecordWriter, files: Files, *, whole: bool) -> None:
        batches: dict[date, Batch] = {}
        for target in self.public:
            found = self.inquiry.again(Kind.MODEL, target.asked)
            if found is None:
                continue
            day = found.moment.date()
            batch = batches.get(day) or Batch(writer, files.number(LISTING, str(Kind.MODEL), day))
            batches[day] = batch
            for row in self._rows(target, found, whole=whole):
                batch.add(row)
        for batch in batches.values():
            batch.flush()

    def _rows(self, target: Target, found: "Repository", *, whole: bool) -> Iterator[_Row]:
        came = self.came[target.asked]
        stored = self.kept.bodies(one.blob for one in came if one.stored and one.blob) if whole else {}
        for one in came:
            again = None if one.stored or one.file.fault else self.inquiry.file_again(one.asked)
            body = stored.get(one.blob or "") if again is None else again.body
            yield file_row(target.id or "", target.revision, one, body)
        wanted = {one.asked.path for one in came}
        yield from (_listed_row(target, file) for file in weights_of(found) if file.path not in wanted)
