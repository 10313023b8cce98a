"""The folder of a store: where things lie, who may write, which edition is in service.

    store.json      the version of this layout
    lock            held by the one process that writes
    current         the name of the edition in service; replaced in one rename
    records/NAME/   one folder an import: manifest.json and Parquet files, never changed once there
    editions/NAME/  one folder an edition, never changed once there
    views/NAME/     one folder an edition of a past day, made when it is asked for; the least used goes
    crawls/NAME.db  what a crawl under way has been answered so far

A folder is written under a name that ends in `.partial` and renamed when it is whole, so a killed process
leaves nothing behind but a partial folder, which the next writer removes.
"""

import errno
import os
import re
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

EDITION_FORMAT = 6
"""The version of what an edition holds; an edition of another version is rebuilt from the records."""

EDITION_RULES = 1
"""The version of the rules by which an edition is made from records."""
# Raise it whenever the same records would say something else, and EDITION_FORMAT where it is laid out otherwise: the
# views of past days are named by both, so that none of other rules is shown.

PARTIAL = ".partial"
"""The end of the name of a folder or file that is not whole yet."""

_IMPORT = re.compile(r"\d{6}-.*(?<!\.partial)")
_EDITION = re.compile(r"\d{6}-.*\.\d+")
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

    @property
    def views(self) -> Path:
        """The folder that holds one folder an edition of a past day."""
        return self.folder / "views"

    @property
    def crawls(self) -> Path:
        """The folder that holds what crawls under way have been answered."""
        return self.folder / "crawls"

    def exists(self) -> bool:
        """Whether an edition was ever published here."""
        return (self.folder / "current").is_file()

    def imports(self) -> list[Path]:
        """The folders of all whole imports, oldest first."""
        return _folders(self.records, _IMPORT)

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
                mark("Make one with --store {path}: filiation pull, filiation crawl, or filiation import PATH"),
                path=str(self.folder),
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise self.damaged(str(error)) from error
        # Looked for among those that are there, so that no name leads out of the folder.
        found = [folder for folder in _folders(self.editions, _EDITION) if folder.name == name]
        if not found:
            raise self.damaged(f"no edition {name[:100]!r}")
        return found[0]

    def serving(self) -> str:
        """The name in `current`, whatever it is worth; empty where there is none."""
        try:
            return (self.folder / "current").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

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
        before = self.serving()
        _replace(self.folder / "current", edition.name.encode())
        whole = _folders(self.editions, _EDITION)
        kept = {edition.name, before} & {p.name for p in whole}
        others = [p for p in whole if p.name not in kept]
        for old in others[: max(0, len(whole) - _KEPT_EDITIONS)]:
            shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing; raises StoreFailed when another process does, or when the disk is full."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "lock", timeout=0):
                self._prepare()
                try:
                    yield
                finally:
                    self._sweep()
        except Timeout:
            raise StoreFailed(
                mark("The store in {path} is being written by another process."),
                mark("Wait until it is done, then run the command again; reading goes on meanwhile."),
                path=str(self.folder),
            ) from None
        except FiliationError:
            raise
        except Exception as error:
            if isinstance(error, PermissionError):
                raise StoreFailed(
                    mark("The store in {path} cannot be written: {error}."),
                    mark("Check who may write there, or name another folder with --store."),
                    path=str(self.folder),
                    error=error.strerror or str(error),
                ) from error
            if not is_full(error):
                raise
            raise full(self.folder) from error

    @contextmanager
    def new_folder(self, parent: Path, name: str) -> Iterator[Path]:
        """Yield a folder to fill; it gets its name only when the block ends well."""
        partial = parent / f"{name}{PARTIAL}"
        partial.mkdir(parents=True)
        yield partial
        partial.rename(parent / name)

    def _prepare(self) -> None:
        if not self._check_format():
            _replace(self.folder / "store.json", msgspec.json.encode({"format": FORMAT}))
        self.records.mkdir(exist_ok=True)
        self.editions.mkdir(exist_ok=True)
        self._sweep()

    def _sweep(self) -> None:
        for parent in (self.records, self.editions):
            for partial in parent.glob(f"*{PARTIAL}") if parent.is_dir() else ():
                shutil.rmtree(partial, ignore_errors=True)

    def _check_format(self) -> bool:
        """Whether store.json tells the version that is known; not so where nothing was stored yet."""
        file = self.folder / "store.json"
        try:
            found = msgspec.json.decode(file.read_bytes(), type=dict[str, int])["format"]
        except FileNotFoundError:
            if not self.exists():
                return False
            raise self.damaged("store.json is missing") from None
        except (OSError, msgspec.DecodeError, KeyError) as error:
            # A disk that was full when the store was made may have left an empty file.
            if not self.exists() and not self.imports():
                return False
            raise self.damaged(f"store.json: {error}") from error
        if found != FORMAT:
            raise StoreFailed(
                mark("The store in {path} has version {found}; this program knows version {known}."),
                mark("Use the program that made it, or import the records again into a new store."),
                path=str(self.folder),
                found=found,
                known=FORMAT,
            )
        return True


def import_number(folder: Path) -> int:
    """Return the number of the import in a folder."""
    return int(folder.name.split("-")[0])


def _folders(parent: Path, name: re.Pattern[str]) -> list[Path]:
    """The folders in `parent` whose names are like `name`, sorted; others are none of ours."""
    if not parent.is_dir():
        return []
    return sorted(p for p in parent.iterdir() if name.fullmatch(p.name) and p.is_dir())


def _replace(file: Path, content: bytes) -> None:
    """Put `content` into `file` with one rename: a full disk or a kill leaves what was there before."""
    partial = file.with_name(file.name + PARTIAL)
    try:
        with partial.open("wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def full(path: Path) -> StoreFailed:
    """Return the error that says that there is no room left where `path` is."""
    return StoreFailed(
        mark("The disk that holds {path} is full."),
        mark("Free some space and run the command again; the store is as it was before."),
        path=str(path),
    )


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or one that led to it, is that the disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "No space left" in str(error) or "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
