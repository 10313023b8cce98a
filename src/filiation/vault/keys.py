"""The key of a vault, and what opens it: a passphrase, or a key file as the tool `age-keygen` writes it."""

import os
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from unicodedata import normalize

from filiation.errors import NotFound, WrongUse
from filiation.locale import mark
from filiation.vault import age, faults, files
from filiation.vault.age import Identity

_LARGEST = 64 * 1024  # bytes of a key file; one has some hundred

SHORTEST = 8
"""The fewest characters of a passphrase."""


def lock_up(identity: Identity, passphrase: str | None, key_file: Path | None) -> bytes:
    """Return the key of a vault, encrypted under a passphrase or for a key file (made where there is none yet)."""
    secret = f"{identity}\n".encode()
    if passphrase is None and key_file is not None:
        return age.sealed(secret, _own_or_new(key_file))
    if passphrase is None or key_file is not None:
        raise faults.not_one_key()
    if len(passphrase) < SHORTEST:
        raise WrongUse(
            mark("This passphrase is too short."),
            mark("Take at least {n} characters; five or six words that belong together only for you are better."),
            n=SHORTEST,
        )
    return age.sealed_with(secret, normalize("NFC", passphrase))


def unlock(folder: Path, passphrase: str | None, key_file: Path | Identity | None) -> Identity:
    """Return the key of a vault; raises WrongKey, or VaultDamaged where its file is not as it was written."""
    if (passphrase is None) == (key_file is None):
        raise faults.not_one_key()
    locked = (folder / files.IDENTITY).read_bytes()
    if not _as_written(folder, locked):
        raise faults.damaged_identity(folder)
    opens = state_of(folder, locked)
    if (opens == "key-file") != (key_file is not None):
        raise faults.other_key(opens)
    try:
        return Identity.from_str(_opened(locked, passphrase, key_file).decode().strip())
    except age.DecryptError as error:
        raise _unopened(folder, error, key_file) from None
    except (age.IdentityError, UnicodeDecodeError):
        raise faults.damaged_identity(folder) from None


def state_of(folder: Path, locked: bytes) -> str:
    """Return what opens the key of a vault, as its first lines tell: `passphrase` or `key-file`."""
    beginning = locked[:100].split(b"\n")
    if len(beginning) > 1 and beginning[0] == b"age-encryption.org/v1":
        if beginning[1].startswith(b"-> scrypt "):
            return "passphrase"
        if beginning[1].startswith(b"-> X25519 "):
            return "key-file"
    raise faults.damaged_identity(folder)


def sum_line(locked: bytes) -> bytes:
    """Return the line that tells the sum of the vault's own key file, as `sha256sum` writes it."""
    return f"{sha256(locked).hexdigest()}  {files.IDENTITY}\n".encode()


def _as_written(folder: Path, locked: bytes) -> bool:
    try:
        return (folder / files.SUM).read_bytes() == sum_line(locked)
    except OSError:
        return True  # nothing to compare with: opening it will tell


def _opened(locked: bytes, passphrase: str | None, key_file: Path | Identity | None) -> bytes:
    if key_file is not None:
        return age.opened(locked, key_in(key_file) if isinstance(key_file, Path) else key_file)
    return age.opened_with(locked, normalize("NFC", passphrase or ""))


def _unopened(folder: Path, error: Exception, key_file: Path | Identity | None) -> Exception:
    """Return our error for one of age's, of which only the words tell what went wrong."""
    if key_file is not None:
        is_other = str(error).startswith(age.NOT_FOR_THIS_KEY)
        return faults.wrong_key_file() if is_other else faults.damaged_identity(folder)
    if str(error).startswith(age.TOO_SLOW):
        return faults.too_busy()
    return faults.wrong_passphrase() if str(error) == "Decryption failed" else faults.damaged_identity(folder)


def _own_or_new(key_file: Path) -> Identity:
    if key_file.exists():
        return key_in(key_file)
    identity = Identity.generate()
    text = f"# public key: {identity.to_public()}\n{identity}\n"
    try:
        key_file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        raise WrongUse(
            mark("The key file {path} cannot be written: {error}."),
            mark("Name another place for it."),
            path=str(key_file),
            error=error.strerror or type(error).__name__,
        ) from error
    return identity


def key_in(key_file: Path) -> Identity:
    """Return the first age identity of a key file, whose other lines are comments.

    Raises NotFound where there is none, WrongKey for what is no key file, and StoreFailed for one into which others
    could have written.
    """
    try:
        lines = _content(key_file).decode().splitlines()
        return next(Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-1"))
    except FileNotFoundError:
        raise NotFound(
            mark("There is no key file {path}."),
            mark("Name the one with which the vault was made."),
            path=str(key_file),
        ) from None
    except (OSError, ValueError, StopIteration, age.IdentityError):
        raise faults.WrongKey(
            mark("{path} is not a key file that can be read."),
            mark("It is a text file with a line that begins with AGE-SECRET-KEY-1, as age-keygen writes it."),
            path=str(key_file),
        ) from None


def is_open_to_others(key_file: Path) -> bool:
    """Whether others on this machine can read a key file."""
    return os.name != "nt" and bool(key_file.stat().st_mode & 0o044)


def _content(key_file: Path) -> bytes:
    """Return what a key file holds; raises ValueError for what is no plain file, or too large, without reading it."""
    if not S_ISREG(key_file.stat().st_mode):  # to open a device can set something going
        raise ValueError(key_file)
    handle = os.open(key_file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)  # of the file that was opened, which may have been exchanged meanwhile
        if not S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise ValueError(key_file)
        files.check_mine(key_file, found)
        return file.read(_LARGEST)
