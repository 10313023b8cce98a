"""Writing files that were named on the command line: whole, or not at all."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_file(name: str, pieces: Iterable[bytes], *, private: bool = False) -> None:
    """Write a file under another name beside its own and rename it, so that a failure leaves what was there.

    A `private` one can be read by its owner alone, whatever could be read of the one that it takes the place of.
    What is no plain file (a pipe, a device) is written to as it is. Raises OSError, which tells `name`.
    """
    place = Path(name)
    special = place.exists() and not place.is_file()
    with _naming(name), place.open("wb") if special else _beside(place.resolve(), private) as file:
        file.writelines(pieces)


def make_private(folder: Path) -> None:
    """Make a folder, and those in which it lies, where they are not there yet; only their owner may enter new ones."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)  # tells of a file that is in its place


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Have an error of the system tell the file that the user knows."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = name, None
        raise


@contextmanager
def _beside(target: Path, private: bool) -> Iterator[BinaryIO]:  # noqa: FBT001 (one call, right above)
    """Give a new file that takes the place of `target` when the block ends well, and is gone when not."""
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(part, _NEW, 0o600 if private else 0o666), "wb") as file:
            yield file
        if target.exists() and not private:
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
