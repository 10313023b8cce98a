"""A model in a folder of this machine: which files lie there, and their beginnings."""

import os
import stat
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from filiation.errors import NotFound, SourceFailed
from filiation.locale import mark

MOST_ENTRIES = 10_000
"""The most files and folders that are looked at."""

_DEEPEST = 8
_SNAPSHOTS, _BLOBS = "snapshots", "blobs"  # where the Hub's own client keeps what it fetched: links to contents


@dataclass(frozen=True, slots=True)
class LocalFile:
    """One file of a folder: its path there, with / between its parts, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder, by their paths.

    `passed_over` are the entries that are not read: links that lead out of it, what is no plain file, names that are no
    text. `more` tells that there are more entries than are looked at.
    """

    files: tuple[LocalFile, ...]
    passed_over: tuple[str, ...] = ()
    more: bool = False


def listed(folder: Path) -> Folder:
    """List the files of a folder and of those in it; raises NotFound where there is none."""
    root = _root(folder)
    files: list[LocalFile] = []
    odd: list[str] = []
    queue, seen = deque([(root, 0)]), 0
    while queue:
        here, depth = queue.popleft()
        for entry in sorted(_entries(here), key=lambda entry: entry.name):
            seen += 1
            if seen > MOST_ENTRIES:
                return Folder(tuple(files), tuple(odd), more=True)
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEEPEST and entry.name != ".git":
                    queue.append((path, depth + 1))
                continue
            name, size = path.relative_to(root).as_posix(), _size(root, path)
            if size is None or not name.isprintable():
                odd.append(name.encode(errors="backslashreplace").decode())
            else:
                files.append(LocalFile(name, size))
    return Folder(tuple(sorted(files, key=lambda file: file.path)), tuple(odd))


def beginning(folder: Path, path: str, most: int) -> bytes | None:
    """Return the first bytes of a file that was listed, `most` of them; None where it cannot be read (any more)."""
    root = _root(folder)
    file = root / path
    if _size(root, file) is None:
        return None
    try:
        # Not to wait for somebody to write, where a plain file has become a pipe in the meantime.
        with os.fdopen(os.open(file.resolve(), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as source:
            return source.read(most) if stat.S_ISREG(os.fstat(source.fileno()).st_mode) else None
    except OSError:
        return None


def _root(folder: Path) -> Path:
    try:
        root = folder.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        root = None
    if root is None or not root.is_dir():
        raise NotFound(
            mark("There is no folder {path}."), mark("Name a folder that holds the files of a model."), path=str(folder)
        )
    return root


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    found: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found.append(entry)
                if len(found) > MOST_ENTRIES:
                    break
    except OSError as error:
        raise SourceFailed(
            mark("The folder {path} cannot be read: {error}."),
            mark("Check that you may read it, and all that lies in it."),
            path=str(folder),
            error=error.strerror or str(error),
        ) from error
    return found


def _size(root: Path, file: Path) -> int | None:
    """Return the size of a plain file of the folder; None for anything else."""
    try:
        real = file.resolve(strict=True)
        told = real.stat()
    except (OSError, RuntimeError, ValueError):
        return None
    return told.st_size if stat.S_ISREG(told.st_mode) and any(map(real.is_relative_to, _homes(root))) else None


def _homes(root: Path) -> list[Path]:
    """Return where the files of a folder may really lie: in it, or where the Hub's own client keeps contents."""
    return [root, root.parents[1] / _BLOBS] if root.parent.name == _SNAPSHOTS else [root]
