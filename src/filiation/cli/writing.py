"""Writing files that were named on the command line: whole, or not at all."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def write_file(name: str, pieces: Iterable[bytes]) -> None:
    """Write a file under another name beside its own and rename it, so that a failure leaves what was there.

    What is no plain file (a pipe, a device) is written to as it is. Raises OSError, which tells `name`.
    """
    place = Path(name)
    special = place.exists() and not place.is_file()
    with _naming(name), place.open("wb") if special else _beside(place.resolve()) as file:
        file.writelines(pieces)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Have an error of the system tell the file that the user knows."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = name, None
        raise


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """Give a new file that takes the place of `target` when the block ends well, and is gone when not."""
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}.partial")
    try:
        with part.open("xb") as file:
            yield file
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
