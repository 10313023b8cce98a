"""The folder of a vault: whole or not at all, for its owner alone, written by one at a time."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from stat import S_ISDIR

from filelock import FileLock, Timeout

from filiation.errors import StoreFailed, WrongUse
from filiation.locale import mark

DRAWERS = ("cases", "letters", "proofs", "register")
"""The folders of a vault, one for each sort of document."""

IDENTITY = "identity.age"
"""The key of all documents, itself encrypted."""

SUM = "identity.sha256"
"""The sum of `identity.age`, as sha256sum writes it: tells a damaged file from a wrong passphrase."""

NAME = re.compile(r"[a-z2-7]{16}")
_LOCK = "lock"
_PARTIAL = ".partial"
_PATIENCE = 20.0  # seconds; writing one document takes some milliseconds
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def new_name() -> str:
    """Return a new name for a document: 80 random bits, which tell nothing of what it holds."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def file_of(folder: Path, drawer: str, name: str) -> Path:
    """Return the file of a document; raises WrongUse for a name or a drawer that can be none."""
    if drawer not in DRAWERS or not NAME.fullmatch(name):
        raise WrongUse(mark("This is not the number of a document."), mark("It has 16 letters and digits."))
    return folder / drawer / f"{name}.age"


def names_in(folder: Path, drawer: str) -> tuple[str, ...]:
    """Return the names of a drawer's documents, sorted."""
    found = (folder / drawer).glob("*.age") if (folder / drawer).is_dir() else ()
    return tuple(sorted(file.stem for file in found if NAME.fullmatch(file.stem)))


def has_documents(folder: Path) -> bool:
    """Whether any drawer holds a document."""
    return any(names_in(folder, drawer) for drawer in DRAWERS)


def prepare(folder: Path) -> None:
    """Make the folder of a new vault, for its owner alone; raises WrongUse where other things lie in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _unwritten(folder, error) from error
    if any(file.is_symlink() or not _passing(file) for file in folder.iterdir()):
        raise WrongUse(
            mark("The folder {path} is not empty."), mark("Name a folder of its own for the vault."), path=str(folder)
        )
    try:
        folder.chmod(0o700)
    except OSError as error:
        raise _unwritten(folder, error) from error
    check_owner(folder)


def check_owner(folder: Path) -> None:
    """Raise StoreFailed where the folder of a vault, or a drawer of it, is not this user's or others may write into it.

    A drawer that is a link to another folder is refused too: whoever has the other one has the drawer.
    """
    if os.name == "nt":
        return
    check_mine(folder, folder.stat())
    for place in (folder / drawer for drawer in DRAWERS):
        with suppress(FileNotFoundError):
            found = place.lstat()
            if not S_ISDIR(found.st_mode):
                raise StoreFailed(
                    mark("{path} in the vault is no folder, but a link or a file."),
                    mark("Remove it, and put a folder with the documents in its place."),
                    path=str(place),
                )
            check_mine(place, found)


def check_mine(place: Path, found: os.stat_result) -> None:
    """Raise StoreFailed for a place that belongs to another user, or into which others may write."""
    if os.name == "nt":
        return
    if found.st_uid not in {os.geteuid(), 0}:  # who rules the machine rules all vaults on it
        raise StoreFailed(
            mark("{path} belongs to another user of this machine."),
            mark("Use a vault and a key file of your own: who owns them can change them at any time."),
            path=str(place),
        )
    if found.st_mode & 0o022:
        mode = "700" if S_ISDIR(found.st_mode) else "600"
        raise StoreFailed(
            mark("Others can write into {path}."),
            mark("Make it yours alone, then try again: chmod {mode} {path}"),
            path=str(place),
            mode=mode,
        )


def put(file: Path, content: bytes) -> None:
    """Put `content` into a file with one rename, readable by its owner alone.

    A full disk or a kill leaves what was there before.
    """
    partial = file.with_name(f".{file.name}.{secrets.token_hex(4)}{_PARTIAL}")
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(file)
    except OSError as error:
        raise _unwritten(file.parent, error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    settle(file.parent)


def settle(folder: Path) -> None:
    """Have the disk remember which files a folder holds, where the system can be told so."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some file systems cannot be told so
        os.fsync(handle)
    os.close(handle)


def shred(file: Path) -> None:
    """Write random bytes over a file, as far as its disk does so in place, then remove it.

    Of a link, only the link is removed: what it leads to is not ours.
    """
    try:
        handle = os.open(file, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "wb") as target:
            target.write(secrets.token_bytes(os.fstat(handle).st_size))
            target.flush()
            os.fsync(target.fileno())
    except FileNotFoundError:
        return
    except OSError:
        pass  # what cannot be written over can still be removed
    file.unlink(missing_ok=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a vault for writing; raises StoreFailed where another process holds it too long, or none may write."""
    try:
        lock = FileLock(folder / _LOCK, timeout=_PATIENCE, mode=0o600)
        lock.acquire()
    except Timeout:
        raise StoreFailed(
            mark("The vault is being written by another program."),
            mark("Wait until it is done, then try again; nothing was changed."),
        ) from None
    except OSError as error:
        raise _unwritten(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def sweep(folder: Path) -> None:
    """Remove what killed writers left behind, unless somebody is writing just now."""
    try:
        with FileLock(folder / _LOCK, timeout=0, mode=0o600):
            for place in (folder, *(folder / drawer for drawer in DRAWERS)):
                for partial in place.glob(f".*{_PARTIAL}"):
                    clear(partial)
    except (Timeout, OSError):
        return  # left for the next one who opens


def clear(partial: Path) -> None:
    """Remove what was half written: a file, or a folder with all that it holds."""
    if partial.is_dir() and not partial.is_symlink():
        rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give a new place within the folder of a vault for files that are moved into it when they are all written."""
    place = folder / f".{secrets.token_hex(4)}{_PARTIAL}"
    try:
        place.mkdir(mode=0o700)
        yield place
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        clear(place)


def drop(folder: Path) -> None:
    """Remove the folder of a vault that holds nothing any more; one with other things in it stays."""
    (folder / _LOCK).unlink(missing_ok=True)
    for place in (*(folder / drawer for drawer in DRAWERS), folder):
        with suppress(OSError):
            place.rmdir()


def _passing(file: Path) -> bool:
    return file.name == _LOCK or file.name.endswith(_PARTIAL)


def _unwritten(folder: Path, error: OSError) -> StoreFailed:
    return StoreFailed(
        mark("The vault in {path} cannot be written: {error}."),
        mark("Free some space, or check who may write there, then save again; what was saved before is unharmed."),
        path=str(folder),
        error=error.strerror or type(error).__name__,
    )
