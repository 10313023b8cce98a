"""Folders that a process holds while it works in them: what a killed one left behind can be told apart, and removed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

_LOCK = "lock"


@contextmanager
def held_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Yield a new folder in `parent`, for the eyes of its owner only; it is removed in the end."""
    folder = Path(mkdtemp(dir=parent, prefix=prefix))
    try:
        with FileLock(folder / _LOCK, timeout=0):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_unheld(folder: Path) -> None:
    """Remove a folder of `held_folder` unless a process holds it."""
    try:
        with FileLock(folder / _LOCK, timeout=0):
            shutil.rmtree(folder, ignore_errors=True)
    except (Timeout, OSError):  # it is held, or not ours to remove
        return
