"""Published snapshots of the whole Hub: of a large Parquet file in a dataset, only the columns that are known."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from filiation.errors import SourceFailed
from filiation.facts.vocabulary import Kind
from filiation.hub import snapshot
from filiation.hub.live.access import Endpoint
from filiation.hub.live.repository import repository_path
from filiation.locale import mark

if TYPE_CHECKING:
    from huggingface_hub import HfFileSystem

_ROWS = 16_384  # in memory at a time
_SECONDS = 60
_HERE = mark("Read the Hub itself with `filiation crawl`, or name another dataset of the same shape with --from.")


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset of the Hub that holds a snapshot: its id, and the file of each kind."""

    repo: str
    files: Mapping[Kind, str]


HUB_STATS = Source("cfahlgren1/hub-stats", {Kind.MODEL: "models.parquet", Kind.DATASET: "datasets.parquet"})
"""The snapshot that is made anew every day, when it is there."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the day on which the file was published, its rows, the columns taken, the bytes read."""

    day: date
    rows: int
    columns: tuple[str, ...]
    bytes: int


class _Commit(msgspec.Struct):
    date: datetime


class _Entry(msgspec.Struct):
    path: str
    lastCommit: _Commit | None = None  # noqa: N815 (as the Hub writes it)


_ENTRIES = msgspec.json.Decoder(list[_Entry])


def fetch(source: Source, kind: Kind, target: Path, endpoint: Endpoint, advance: Callable[[int, int], None]) -> Fetched:
    """Write the columns that an import knows of the snapshot's file of `kind` to `target`, row group by row group.

    `advance` is told how many bytes are read, and of how many. Raises SourceFailed when the snapshot is not there,
    cannot be read to its end, or is of another shape; `target` is removed then.
    """
    repository_path(Kind.DATASET, source.repo)
    file = source.files[kind]
    try:
        with _told(source, file, endpoint):
            hub = _file_system(endpoint)
            revision = _revision(hub, source.repo)
            day = _day(endpoint, source.repo, revision, file)
            whole = f"datasets/{source.repo}@{revision}/{file}"
            with hub.open(whole, "rb", cache_type="none") as stored:
                return _copied(stored, target, day, f"{source.repo}/{file}", advance)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copied(stored: IO[bytes], target: Path, day: date, name: str, advance: Callable[[int, int], None]) -> Fetched:
    """Copy what is known, so that a row group at most is in memory."""
    with pq.ParquetFile(stored, pre_buffer=True) as parquet:
        columns = [column for column in parquet.schema_arrow.names if column in snapshot.COLUMNS]
        if "id" not in columns:
            raise _of_another_shape(name, parquet.schema_arrow.names)
        sizes = _sizes(parquet.metadata, set(columns))
        schema = pa.schema([parquet.schema_arrow.field(column) for column in columns])
        done, rows = 0, 0
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for group, size in enumerate(sizes):
                for batch in parquet.iter_batches(_ROWS, row_groups=[group], columns=columns):
                    _write(writer, batch, target)
                    rows += batch.num_rows
                done += size
                advance(done, sum(sizes))
    return Fetched(day, rows, tuple(columns), done)


def _sizes(metadata: pq.FileMetaData, columns: set[str]) -> list[int]:
    """How many bytes the columns have in each row group."""
    sizes = []
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        parts = map(group.column, range(group.num_columns))
        sizes.append(sum(p.total_compressed_size for p in parts if p.path_in_schema.partition(".")[0] in columns))
    return sizes


def _write(writer: pq.ParquetWriter, batch: pa.RecordBatch, target: Path) -> None:
    try:
        writer.write_batch(batch)
    except OSError as error:
        raise SourceFailed(
            mark("{path} cannot be written: {error}."),
            mark("Make room on the disk and run the same command again; nothing was changed."),
            path=str(target),
            error=error.strerror or str(error),
        ) from error


def _token(endpoint: Endpoint) -> str | bool:
    """The token, where nobody on the way, nor a proxy, can read it; False: none, not even that of the login."""
    return endpoint.token if endpoint.token and endpoint.url.startswith("https://") else False


def _file_system(endpoint: Endpoint) -> "HfFileSystem":
    from huggingface_hub import HfFileSystem

    return HfFileSystem(endpoint=endpoint.url, token=_token(endpoint), skip_instance_cache=True)


def _revision(hub: "HfFileSystem", repo: str) -> str:
    """Return the commit that is newest now, so that one file is read even where another is published meanwhile."""
    from huggingface_hub import HfApi

    found = HfApi(endpoint=hub.endpoint, token=hub.token).dataset_info(repo, timeout=_SECONDS)
    return found.sha or "main"


def _day(endpoint: Endpoint, repo: str, revision: str, file: str) -> date:
    """Return the day of the commit that last changed the file."""
    from huggingface_hub.utils import (  # type: ignore[attr-defined] # it has no list of exports
        build_hf_headers,
        hf_raise_for_status,
        http_backoff,
    )

    answer = http_backoff(
        "POST",
        f"{endpoint.url}/api/datasets/{repo}/paths-info/{revision}",
        data={"paths": [file], "expand": True},
        headers=build_hf_headers(token=_token(endpoint)),
        timeout=_SECONDS,
    )
    hf_raise_for_status(answer)
    commits = [entry.lastCommit for entry in _ENTRIES.decode(answer.content) if entry.path == file]
    if not commits:
        raise FileNotFoundError(file)
    if commits[0] is None:
        raise msgspec.ValidationError(file)
    return commits[0].date.astimezone(UTC).date()


@contextmanager
def _told(source: Source, file: str, endpoint: Endpoint) -> Iterator[None]:
    """Tell what goes wrong in our own words."""
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError

    name = f"{source.repo}/{file}"
    try:
        yield
    except HfHubHTTPError as error:
        if error.response is not None and error.response.status_code in (401, 403, 404):
            raise _gone(name, endpoint) from error
        raise _broken(name, endpoint, error) from error
    except FileNotFoundError as error:
        raise _gone(name, endpoint) from error
    except (httpx2.HTTPError, OSError, pa.ArrowException, msgspec.DecodeError, ValueError) as error:
        raise _broken(name, endpoint, error) from error


def _gone(name: str, endpoint: Endpoint) -> SourceFailed:
    return SourceFailed(
        mark("The snapshot {name} is not at {url}: it was withdrawn, or is not public."),
        _HERE,
        name=name,
        url=endpoint.url,
    )


def _broken(name: str, endpoint: Endpoint, error: Exception) -> SourceFailed:
    return SourceFailed(
        mark("The snapshot {name} cannot be read from {url}: {error}."),
        _HERE,
        name=name,
        url=endpoint.url,
        error=(str(error).splitlines() or [type(error).__name__])[0][:200].rstrip("."),
    )


def _of_another_shape(name: str, columns: list[str]) -> SourceFailed:
    return SourceFailed(
        mark("{path} is Parquet, but not of a shape that is known: its columns are {columns}."),
        mark("A snapshot of the Hub has a text column id, and tags, baseModels or cardData."),
        path=name,
        columns=", ".join(columns)[:300],
    )
