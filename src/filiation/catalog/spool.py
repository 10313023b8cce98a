"""Answers of the Hub, kept until the crawl that asked for them is done: it goes on where it was stopped.

One SQLite file a crawl, for the eyes of its owner only: a token may show what is not public. Each answer is written in
one durable transaction, so a kill loses at most the request under way. The file is held by the process that crawls:
another one that means the same crawl is told so.
"""

import os
import re
import sqlite3
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa

from filiation.catalog.connection import WORK
from filiation.catalog.held import remove_unheld
from filiation.catalog.spool_faults import damaged, is_busy, naming_faults
from filiation.errors import StoreFailed

_ZSTD: Final = "zstd"
_OK = 200
_FORMAT = 1
_MOST = 256 * 2**20  # bytes of one answer
_NAME = re.compile(r"[0-9a-f]{32}\.db")
_FOLDERS = ("pull-*", f"{WORK}*")
_SCHEMA = f"""
    CREATE TABLE answers (
        place INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, next TEXT,
        moment TEXT NOT NULL, size INTEGER NOT NULL, sum INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    PRAGMA user_version = {_FORMAT}"""


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
        with naming_faults(file):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
            file.chmod(0o600)
            return cls(file, _held(file))

    @property
    def count(self) -> int:
        """How many answers are kept."""
        return int(self._rows("SELECT count(*) FROM answers")[0][0])

    @property
    def began(self) -> datetime | None:
        """The moment of the first answer; None where none is kept."""
        found = self._rows("SELECT moment FROM answers ORDER BY place LIMIT 1")
        return self._moment(found[0][0]) if found else None

    def get(self, key: str) -> Kept | None:
        """Return the answer to a request, or None where it is not kept."""
        found = self._rows("SELECT status, next, moment, size, sum, body FROM answers WHERE key = ?", key)
        if not found:
            return None
        status, following, moment, size, checksum, packed = found[0]
        body = self._unpacked(packed, size)
        if _sum(key, status, following, moment, body) != checksum:
            raise damaged(self.file, "the sum of an answer is not right")
        return Kept(body, following, self._moment(moment), status)

    def put(self, key: str, body: bytes, next: str | None, moment: datetime, status: int = _OK) -> None:  # noqa: A002
        """Keep the answer to a request; an older one to the same request gives way to it.

        On return it is on the disk. Raises StoreFailed where the disk is full.
        """
        packed = pa.Codec(_ZSTD).compress(body, asbytes=True)
        at = moment.isoformat()
        values = (key, status, next, at, len(body), _sum(key, status, next, at, body), packed)
        with naming_faults(self.file):
            self._db.execute(
                "INSERT OR REPLACE INTO answers (key, status, next, moment, size, sum, body) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )

    def note(self, name: str, value: str) -> None:
        """Keep a small fact about the crawl, in place of an older one of that name."""
        with naming_faults(self.file):
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
        with naming_faults(self.file):
            return self._db.execute(query, values).fetchall()

    def _moment(self, written: object) -> datetime:
        try:
            moment = datetime.fromisoformat(written if isinstance(written, str) else "")
        except ValueError as error:
            raise damaged(self.file, str(error)) from error
        if moment.tzinfo is None:
            raise damaged(self.file, "a moment has no time zone")
        return moment

    def _unpacked(self, packed: object, size: object) -> bytes:
        if not isinstance(packed, bytes) or not isinstance(size, int) or not 0 <= size <= _MOST:
            raise damaged(self.file, "an answer has no size that it can have")
        try:
            return bytes(pa.Codec(_ZSTD).decompress(packed, size, asbytes=True))
        except (OSError, ValueError) as error:
            raise damaged(self.file, str(error)) from error


def _held(file: Path) -> sqlite3.Connection:
    """Open a spool and hold it; a new one gets its tables."""
    db = sqlite3.connect(file, timeout=1, isolation_level=None)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN EXCLUSIVE")
        if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
        _check_format(file, db)
        db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    return db


def _check_format(file: Path, db: sqlite3.Connection) -> None:
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if found != _FORMAT:
        raise damaged(file, f"version {found}, not {_FORMAT}")


def _sum(key: str, status: object, following: object, moment: object, body: bytes) -> int:
    """Return the sum of all that an answer tells."""
    return zlib.crc32(body, zlib.crc32(repr((key, status, following, moment)).encode("utf-8", "surrogatepass")))


def spool_file(folder: Path, plan: bytes) -> Path:
    """Return the file of the crawl that `plan` describes; it is there once the crawl has begun."""
    return folder / f"{sha256(plan).hexdigest()[:32]}.db"


def kept(folder: Path, plan: bytes) -> int | None:
    """Return how many answers are kept of the crawl that `plan` describes; None where a process is about it now.

    Nothing is written.
    """
    file = spool_file(folder, plan)
    if not file.exists():
        return 0
    try:
        with (
            naming_faults(file),
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as db,
        ):
            return int(db.execute("SELECT count(*) FROM answers").fetchone()[0])
    except StoreFailed as error:
        if is_busy(error):
            return None
        raise


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
        if is_busy(error):
            raise
    _remove(file)


def sweep(folder: Path, before: datetime) -> None:
    """Remove what earlier work left in the folder of crawls, unless a process holds it.

    That is spools that are damaged, empty, or of which the first answer is older than `before`, and folders of pulls.
    """
    for file in folder.iterdir() if folder.is_dir() else ():
        if _NAME.fullmatch(file.name) and file.is_file() and not file.is_symlink() and _is_left(file, before):
            _remove(file)
    for place in (place for pattern in _FOLDERS for place in folder.glob(pattern)):
        if place.is_dir() and not place.is_symlink() and place.stat().st_mtime < before.timestamp():
            remove_unheld(place)


def _is_left(file: Path, before: datetime) -> bool:
    """Tell whether nobody holds a spool and nothing in it is of use after `before`."""
    try:
        with naming_faults(file), Spool(file, _held(file)) as spool:
            return spool.began is None or spool.began < before
    except StoreFailed as error:
        return not is_busy(error)


def _remove(file: Path) -> None:
    with naming_faults(file):
        for ending in ("", "-journal", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
