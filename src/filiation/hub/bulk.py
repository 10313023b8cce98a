"""Bulk reading: the files that a user has, as a stream of tables of records."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa

from filiation.errors import SourceFailed, WrongUse
from filiation.facts.vocabulary import Kind
from filiation.hub import documents, snapshot, statements
from filiation.hub.listing import RecordReader
from filiation.hub.problems import Problems
from filiation.locale import mark

ENDINGS = (".jsonl", ".jsonl.gz", ".json", ".json.gz", ".ndjson", ".ndjson.gz", ".parquet")
"""What the names of files of records end in, when a folder is given."""

_MODEL_FIELDS = {
    "modelId",
    "pipeline_tag",
    "library_name",
    "baseModels",
    "transformersInfo",
    "safetensors",
    "config",
}
_DATASET_FIELDS = {"key", "description", "citation", "paperswithcode_id", "mainSize", "croissant"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of one file, all of one kind (`records`), or some `statements`; the other table is None."""

    file: Path
    records: pa.Table | None = None
    statements: pa.Table | None = None


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Return the files that `paths` name: a folder stands for the files of records in it, sorted.

    Raises SourceFailed for a path that does not exist and for a folder without such files, WrongUse when no
    path is given.
    """
    if not paths:
        raise WrongUse(mark("No file was named."), mark("Name a file of records, or a folder with such files."))
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.name.endswith(ENDINGS))
            if not inside:
                raise SourceFailed(
                    mark("The folder {path} holds no file of records."),
                    mark("Name a file, or a folder with files that end in {endings}."),
                    path=str(path),
                    endings=", ".join(ENDINGS),
                )
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise SourceFailed(
                mark("There is no file {path}."),
                mark("Check the path; nothing was imported."),
                path=str(path),
            )
    return found


def read(file: Path, kind: Kind | None, problems: Problems, advance: Callable[[int], None]) -> Iterator[Batch]:
    """Yield the records of `file` in batches, in the order in which they stand.

    `kind` says what the records are where the file itself does not tell. What cannot be taken is noted in
    `problems`; `advance` is told how many bytes of the file have been used so far. Raises SourceFailed when
    the file as a whole cannot be read.
    """
    if snapshot.is_parquet(file):
        for table in snapshot.read(file, kind, problems):
            yield Batch(file, records=table)
        advance(file.stat().st_size)
        return
    yield from _read_text(file, kind, problems, advance)


def _read_text(file: Path, kind: Kind | None, problems: Problems, advance: Callable[[int], None]) -> Iterator[Batch]:
    """Yield what a file of JSON holds: records and stated links may stand in it side by side."""
    records, stated, empty = RecordReader(kind, problems), statements.StatementReader(problems), True
    for document in documents.read(file, problems, advance):
        empty = False
        if statements.is_statement(document):
            stated.add(document)
            if stated.full:
                yield Batch(file, statements=stated.take())
        else:
            records.kind = records.kind or _kind_told_by(document)
            records.add(document)
            if records.full:
                yield _records(file, records)
    if empty:
        raise SourceFailed(
            mark("{path} holds no record that can be read."),
            mark("Give JSON lines or pages as the Hub's interface returns them, or a hub-stats Parquet file.{problem}"),
            path=str(file),
            problem=problems.first_of(file),
        )
    if records.size:
        yield _records(file, records)
    if stated.size:
        yield Batch(file, statements=stated.take())


def _records(file: Path, reader: RecordReader) -> Batch:
    reader.kind = reader.kind or _kind_named_by(file)
    return Batch(file, records=reader.take())


def _kind_told_by(document: documents.Document) -> Kind | None:
    """Tell models from datasets by the fields of a record; None when it holds none that tells."""
    fields = document.fields.keys()
    if fields & _MODEL_FIELDS:
        return Kind.MODEL
    return Kind.DATASET if fields & _DATASET_FIELDS else None


def _kind_named_by(file: Path) -> Kind:
    """Tell models from datasets by the name of the file."""
    name = file.name.lower()
    if ("dataset" in name) != ("model" in name):
        return Kind.DATASET if "dataset" in name else Kind.MODEL
    raise SourceFailed(
        mark("It cannot be told whether {path} holds models or datasets."),
        mark("Say so with --kind models or --kind datasets."),
        path=str(file),
    )


def newest_day(table: pa.Table, today: date) -> date | None:
    """Return the newest day, up to `today`, on which a record was made or changed: it was read then or later.

    Days to come are none on which anything was made; one such date must not date a whole listing.
    """
    import pyarrow.compute as pc

    end = pa.scalar(datetime.combine(today + timedelta(days=1), time()), pa.timestamp("ms"))
    newest = []
    for name in ("created", "modified"):
        moments = table.column(name)
        newest.append(pc.max(moments.filter(pc.less(moments, end))).as_py())
    return max((moment.date() for moment in newest if moment is not None), default=None)
