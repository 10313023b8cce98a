"""Answers of the Hub, kept until the crawl that asked for them is done: it goes on where it was stopped.

One SQLite file a crawl. Each answer is written in one durable transaction, so a kill loses at most the request under
way. The file is held by the process that crawls: another one that means the same crawl is told so.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa

from filiation.errors import StoreFailed
from filiation.locale import mark

_ZSTD: Final = "zstd"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR}
_OK = 200
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS answers (
        place INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, next TEXT,
        moment TEXT NOT NULL, size INTEGER NOT NULL, sum INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept: what the Hub sent, the next page that it named, and when it answered."""

    body: bytes
    next: str | None
    moment: datetime
    status: int


class Spool:
    """The answers of one crawl, in the order in which they were kept; usable in a `with` block."""

    def __init__(self, file: Path, db: sqlite3.Connection) -> None:
        """Use an opened file; `open` makes one."""
        self.file = file
        self._db = db

    @classmethod
    def open(cls, folder: Path, plan: bytes) -> Self:
        """Open the spool of the crawl that `plan` describes, in `folder`; it is made where there is none.

        Raises StoreFailed where it is damaged, cannot be written, or is held by another process.
        """
        file = spool_file(folder, plan)
        with _naming(file):
            folder.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(file, timeout=1, isolation_level=None)
            try:
                db.execute("PRAGMA locking_mode = EXCLUSIVE")
                db.execute("PRAGMA synchronous = FULL")
                db.execute("BEGIN EXCLUSIVE")
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute("COMMIT")
            except BaseException:
                db.close()
                raise
        return cls(file, db)

    @property
    def count(self) -> int:
        """How many answers are kept."""
        return int(self._rows("SELECT count(*) FROM answers")[0][0])

    @property
    def began(self) -> datetime | None:
        """The moment of the first answer; None where none is kept."""
        found = self._rows("SELECT moment FROM answers ORDER BY place LIMIT 1")
        return datetime.fromisoformat(found[0][0]) if found else None

    def get(self, key: str) -> Kept | None:
        """Return the answer to a request, or None where it is not kept."""
        found = self._rows("SELECT status, next, moment, size, sum, body FROM answers WHERE key = ?", key)
        if not found:
            return None
        status, following, moment, size, checksum, packed = found[0]
        return Kept(self._unpacked(packed, size, checksum), following, datetime.fromisoformat(moment), status)

    def put(self, key: str, body: bytes, next: str | None, moment: datetime, status: int = _OK) -> None:  # noqa: A002
        """Keep the answer to a request; an older one to the same request gives way to it.

        On return it is on the disk. Raises StoreFailed where the disk is full.
        """
        packed = pa.Codec(_ZSTD).compress(body, asbytes=True)
        values = (key, status, next, moment.isoformat(), len(body), zlib.crc32(body), packed)
        with _naming(self.file):
            self._db.execute(
                "INSERT OR REPLACE INTO answers (key, status, next, moment, size, sum, body) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Yield the requests that begin with `prefix` and have an answer, in the order in which they were kept."""
        for place in self._places(prefix):
            yield str(self._rows("SELECT key FROM answers WHERE place = ?", place)[0][0])

    def bodies(self, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield requests that begin with `prefix` and the bodies of their answers with status 200, in that order."""
        for place in self._places(prefix, _OK):
            key, size, checksum, packed = self._rows("SELECT key, size, sum, body FROM answers WHERE place = ?", place)[
                0
            ]
            yield key, self._unpacked(packed, size, checksum)

    def note(self, name: str, value: str) -> None:
        """Keep a small fact about the crawl, in place of an older one of that name."""
        with _naming(self.file):
            self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """Return a fact that was kept, or None."""
        found = self._rows("SELECT value FROM notes WHERE name = ?", name)
        return str(found[0][0]) if found else None

    def close(self) -> None:
        """Let go of the file; it stays."""
        self._db.close()

    def remove(self) -> None:
        """Let go of the file and remove it: the crawl is done, or is to begin anew."""
        self.close()
        _remove(self.file)

    def __enter__(self) -> Self:
        """Return the spool, to close it at the end of a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file."""
        self.close()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with _naming(self.file):
            return self._db.execute(query, values).fetchall()

    def _places(self, prefix: str, status: int | None = None) -> list[object]:
        found = self._rows(
            "SELECT place FROM answers WHERE substr(key, 1, length(?1)) = ?1 AND (?2 IS NULL OR status = ?2) "
            "ORDER BY place",
            prefix,
            status,
        )
        return [row[0] for row in found]

    def _unpacked(self, packed: bytes, size: int, checksum: int) -> bytes:
        try:
            body = pa.Codec(_ZSTD).decompress(packed, size, asbytes=True)
        except (OSError, ValueError) as error:
            raise _damaged(self.file, str(error)) from error
        if zlib.crc32(body) != checksum:
            raise _damaged(self.file, "the sum of an answer is not right")
        return bytes(body)


def spool_file(folder: Path, plan: bytes) -> Path:
    """Return the file of the crawl that `plan` describes; it is there once the crawl has begun."""
    return folder / f"{sha256(plan).hexdigest()[:32]}.db"


def discard(folder: Path, plan: bytes) -> None:
    """Remove the spool of a crawl, whole or damaged; nothing happens where there is none.

    Raises StoreFailed where another process holds it.
    """
    file = spool_file(folder, plan)
    if not file.exists():
        return
    try:
        Spool.open(folder, plan).close()
    except StoreFailed as error:
        if isinstance(error.__cause__, sqlite3.Error) and _code(error.__cause__) in _BUSY:
            raise
    _remove(file)


def _remove(file: Path) -> None:
    with _naming(file):
        for ending in ("", "-journal", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Raise StoreFailed where the block cannot read or write the spool; `writing` of the store names other faults."""
    try:
        yield
    except sqlite3.Error as error:
        raise _named(file, error) from error
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest tells more than is needed


def _named(file: Path, error: sqlite3.Error) -> StoreFailed:
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return StoreFailed(
            mark("The disk that holds {path} is full."),
            mark(
                "What was read so far is kept. Free some space and run the same command again: it goes on from there."
            ),
            path=str(file),
        )
    if code in _BUSY:
        return StoreFailed(
            mark("Another process is reading the same part of the Hub into {path}."),
            mark("Wait until it is done, or end it; then run the command again."),
            path=str(file.parent),
        )
    if code in _UNWRITABLE:
        return _unwritable(file, str(error))
    return _damaged(file, str(error))


def _unwritable(file: Path, error: str) -> StoreFailed:
    return StoreFailed(
        mark("What the Hub answers cannot be kept in {path}: {error}."),
        mark("Check who may write there and whether the disk is full; what was read so far is kept."),
        path=str(file),
        error=error,
    )


def _damaged(file: Path, error: str) -> StoreFailed:
    return StoreFailed(
        mark("What was read so far and kept in {path} is damaged: {error}."),
        mark("Run the same command with --fresh to begin anew; the store itself is not touched."),
        path=str(file),
        error=error,
    )
