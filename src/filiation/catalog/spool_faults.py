"""What can go wrong with the file of a crawl, in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filiation.errors import StoreFailed
from filiation.locale import mark

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR}


@contextmanager
def naming_faults(file: Path) -> Iterator[None]:
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
    return damaged(file, str(error))


def _unwritable(file: Path, error: str) -> StoreFailed:
    return StoreFailed(
        mark("What the Hub answers cannot be kept in {path}: {error}."),
        mark("Check who may write there and whether the disk is full; what was read so far is kept."),
        path=str(file),
        error=error,
    )


def damaged(file: Path, error: str) -> StoreFailed:
    """Return the error that says that what was kept cannot be used, and how to go on."""
    return StoreFailed(
        mark("What was read so far and kept in {path} is damaged: {error}."),
        mark("Run the same command with --fresh to begin anew; the store itself is not touched."),
        path=str(file),
        error=error,
    )


def is_busy(error: StoreFailed) -> bool:
    """Tell whether an error says that another process holds the spool."""
    return isinstance(error.__cause__, sqlite3.Error) and _code(error.__cause__) in _BUSY
