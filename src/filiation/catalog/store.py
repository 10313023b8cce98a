"""The folder of a store: where things lie, who may write, which edition is in service.

    store.json      the version of this layout
    lock            held by the one process that writes
    current         the name of the edition in service; replaced in one rename
    records/NAME/   one folder an import: manifest.json and Parquet files, never changed once there
    editions/NAME/  one folder an edition, never changed once there

A folder is written under a name that ends in `.partial` and renamed when it is whole, so a killed process
leaves nothing behind but a partial folder, which the next writer removes.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from filiation.errors import FiliationError, NotFound, StoreFailed
from filiation.locale import mark

FORMAT = 1
"""The version of the store's layout and of its records."""

EDITION_FORMAT = 1
"""The version of what an edition holds; an edition of another version is rebuilt from the records."""

_PARTIAL = ".partial"
_KEPT_EDITIONS = 2  # the one in service, and the one before it, to go back to


@dataclass(frozen=True, slots=True)
class Store:
    """A store's folder; it need not exist before the first import."""

    folder: Path

    @property
    def records(self) -> Path:
        """The folder that holds one folder an import."""
        return self.folder / "records"

    @property
    def editions(self) -> Path:
        """The folder that holds one folder an edition."""
        return self.folder / "editions"

    def exists(self) -> bool:
        """Whether an edition was ever published here."""
        return (self.folder / "current").is_file()

    def imports(self) -> list[Path]:
        """The folders of all whole imports, oldest first."""
        if not self.records.is_dir():
            return []
        return sorted(p for p in self.records.iterdir() if p.suffix != _PARTIAL and p.is_dir())

    def edition(self) -> Path:
        """Return the folder of the edition in service.

        Raises NotFound where there is no store, StoreFailed where it is damaged or of another version.
        """
        self._check_format()
        try:
            name = (self.folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NotFound(
                mark("There is no store in {path}."),
                mark("Make one with: filiation import PATH --store {path}"),
                path=str(self.folder),
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise self.damaged(str(error)) from error
        folder = self.editions / name
        if not name or os.sep in name or not folder.is_dir():
            raise self.damaged(f"no edition {name!r}")
        return folder

    def damaged(self, what: str) -> StoreFailed:
        """Return the error that says that the store's edition cannot be used, and why."""
        return StoreFailed(
            mark("The store in {path} is damaged: {what}."),
            mark("Its records are kept apart; make a new edition from them with: filiation rebuild --store {path}"),
            path=str(self.folder),
            what=what,
        )

    def publish(self, edition: Path) -> None:
        """Put a whole edition in service with one rename, and remove editions older than the one before."""
        before = self.edition().name if self.exists() else ""
        pointer = self.folder / f"current{_PARTIAL}"
        with pointer.open("w", encoding="utf-8") as text:
            text.write(edition.name)
            text.flush()
            os.fsync(text.fileno())
        pointer.replace(self.folder / "current")
        kept = {edition.name, before}
        whole = sorted(p for p in self.editions.iterdir() if p.suffix != _PARTIAL and p.name not in kept)
        for old in whole[: max(0, len(whole) + len(kept - {""}) - _KEPT_EDITIONS)]:
            shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing; raises StoreFailed when another process does, or when the disk is full."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "lock", timeout=0):
                self._prepare()
                yield
        except Timeout:
            raise StoreFailed(
                mark("The store in {path} is being written by another process."),
                mark("Wait until it is done, then run the command again; reading goes on meanwhile."),
                path=str(self.folder),
            ) from None
        except FiliationError:
            self._sweep()
            raise
        except Exception as error:
            self._sweep()
            if isinstance(error, PermissionError):
                raise StoreFailed(
                    mark("The store in {path} cannot be written: {error}."),
                    mark("Check who may write there, or name another folder with --store."),
                    path=str(self.folder),
                    error=error.strerror or str(error),
                ) from error
            if not _is_full(error):
                raise
            raise StoreFailed(
                mark("The disk that holds {path} is full."),
                mark("Free some space and run the command again; the store is as it was before."),
                path=str(self.folder),
            ) from error

    @contextmanager
    def new_folder(self, parent: Path, name: str) -> Iterator[Path]:
        """Yield a folder to fill; it gets its name only when the block ends well."""
        partial = parent / f"{name}{_PARTIAL}"
        partial.mkdir(parents=True)
        yield partial
        partial.rename(parent / name)

    def _prepare(self) -> None:
        self._check_format()
        if not (self.folder / "store.json").exists():
            (self.folder / "store.json").write_bytes(msgspec.json.encode({"format": FORMAT}))
        self.records.mkdir(exist_ok=True)
        self.editions.mkdir(exist_ok=True)
        self._sweep()

    def _sweep(self) -> None:
        for parent in (self.records, self.editions):
            for partial in parent.glob(f"*{_PARTIAL}") if parent.is_dir() else ():
                shutil.rmtree(partial, ignore_errors=True)

    def _check_format(self) -> None:
        file = self.folder / "store.json"
        try:
            found = msgspec.json.decode(file.read_bytes(), type=dict[str, int])["format"]
        except FileNotFoundError:
            if not self.exists():
                return
            raise self.damaged("store.json is missing") from None
        except (OSError, msgspec.DecodeError, KeyError) as error:
            raise self.damaged(f"store.json: {error}") from error
        if found != FORMAT:
            raise StoreFailed(
                mark("The store in {path} has version {found}; this program knows version {known}."),
                mark("Use the program that made it, or import the records again into a new store."),
                path=str(self.folder),
                found=found,
                known=FORMAT,
            )


def _is_full(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "No space left" in str(error) or "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
