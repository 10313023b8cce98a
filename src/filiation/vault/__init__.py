"""The vault: all that concerns a person, encrypted at rest, on this machine alone.

    identity.age      the key of this vault, itself encrypted: under a passphrase, or for a key file
    identity.sha256   the sum of that file, to tell a damaged one from a wrong passphrase
    cases/NAME.age    one document a file, under a random name; so also letters, proofs, register
    lock              held by the one process that writes

Every file is in the age format, which other tools open too. What is read or written is in memory only.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from filiation.errors import NotFound, WrongUse
from filiation.locale import mark
from filiation.vault import age, archives, documents, faults, files, keys
from filiation.vault.age import Identity
from filiation.vault.documents import Document
from filiation.vault.faults import Changed, MachineBusy, VaultDamaged, WrongKey
from filiation.vault.files import DRAWERS, new_name
from filiation.vault.keys import key_in

__all__ = [
    "DRAWERS",
    "Changed",
    "MachineBusy",
    "Vault",
    "VaultDamaged",
    "WrongKey",
    "destroy",
    "key_in",
    "new_name",
    "restore",
]


class Vault:
    """An open vault. Several processes, and several threads, can have the same one open."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        """Use the vault in a folder with its own key; `create` and `open` are the ways to get one."""
        self.folder = folder
        self._identity = identity

    @classmethod
    def create(cls, folder: Path, *, passphrase: str | None = None, key_file: Path | None = None) -> Self:
        """Make a vault in a new or empty folder; it opens with the passphrase or the key file, exactly one of them.

        A key file that is not there is made; it should lie elsewhere than the vault.
        """
        if key_file is not None and folder.resolve() in key_file.resolve().parents:
            raise WrongUse(
                mark("A key file inside the vault would protect nothing."), mark("Name a place elsewhere for it.")
            )
        if cls.state(folder) != "none":
            raise WrongUse(
                mark("There is a vault in {path} already."), mark("Open it, or name another folder."), path=str(folder)
            )
        files.prepare(folder)
        with files.held(folder):
            if cls.state(folder) != "none":  # another process was faster
                raise faults.changed()
            identity = Identity.generate()
            locked = keys.lock_up(identity, passphrase, key_file)
            files.put(folder / files.IDENTITY, locked)
            files.put(folder / files.SUM, keys.sum_line(locked))
        return cls(folder, identity)

    @classmethod
    def open(cls, folder: Path, *, passphrase: str | None = None, key_file: Path | Identity | None = None) -> Self:
        """Open the vault in a folder; in the place of a key file, the key that it holds can be given (`key_in`).

        Raises WrongKey for another passphrase or key file, VaultDamaged where its own key cannot be read any more or
        opens none of its documents, NotFound where there is none, MachineBusy where trying a passphrase would take too
        long just now, and StoreFailed where others could write into its folder.
        """
        if cls.state(folder) == "none":
            raise _no_vault(folder)
        files.check_owner(folder)
        vault = cls(folder, keys.unlock(folder, passphrase, key_file))
        vault._check_writer()
        files.sweep(folder)
        return vault

    @staticmethod
    def state(folder: Path) -> str:
        """Tell whether there is a vault in a folder, and what opens it: `none`, `passphrase` or `key-file`.

        Raises VaultDamaged where there is one whose own key is missing or damaged.
        """
        try:
            return keys.state_of(folder, (folder / files.IDENTITY).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            if files.has_documents(folder):
                raise faults.missing_identity(folder) from None
            return "none"
        except OSError:
            raise faults.damaged_identity(folder) from None

    def names(self, drawer: str, *, of: str | None = None) -> tuple[str, ...]:
        """Return the names of a drawer's documents, readable or not; with `of`, of those that belong to another one.

        To tell what belongs to another document, all of the drawer are read; unreadable ones are passed over.
        """
        names = files.names_in(self.folder, drawer)
        return names if of is None else tuple(name for name in names if self._belongs(drawer, name, of))

    def read(self, drawer: str, name: str) -> tuple[bytes, int]:
        """Return a document's body and revision; raises NotFound, or VaultDamaged for one that cannot be read."""
        document = self._document(drawer, name)
        return document.body, document.revision

    def saved(self, drawer: str, name: str) -> datetime:
        """Return when a document was saved, as its file tells."""
        try:
            return datetime.fromtimestamp(files.file_of(self.folder, drawer, name).stat().st_mtime, UTC)
        except FileNotFoundError:
            raise _no_document(name) from None

    def write(self, drawer: str, name: str, body: bytes, *, expected: int, of: str = "") -> int:
        """Save a document and return its new revision; `expected` is the one that was read (0: it is new).

        Raises Changed where it was saved or removed elsewhere since: then nothing is written. `of` names the document
        to which this one belongs.
        """
        file = files.file_of(self.folder, drawer, name)
        with files.held(self.folder):
            files.check_owner(self.folder)
            if not (self.folder / files.IDENTITY).is_file():  # destroyed meanwhile: nothing may come after that
                raise _no_vault(self.folder)
            if file.exists():
                if self._document(drawer, name).revision != expected:
                    raise faults.changed()
            elif expected:
                raise faults.removed_meanwhile()
            document = Document(drawer, name, expected + 1, of, body)
            files.put(file, age.sealed(documents.packed(document), self._identity))
        return expected + 1

    def remove(self, drawer: str, name: str) -> None:
        """Remove a document, readable or not; raises NotFound where there is none."""
        file = files.file_of(self.folder, drawer, name)
        with files.held(self.folder):
            if not file.exists():
                raise _no_document(name)
            file.unlink()
            files.settle(file.parent)

    def damaged(self) -> tuple[str, ...]:
        """Return the documents that cannot be read, as `drawer/name`; all are read to find out."""
        return tuple(
            f"{drawer}/{name}"
            for drawer in DRAWERS
            for name in self.names(drawer)
            if self._unless_damaged(drawer, name) is None
        )

    def exported(self, *, plain: bool) -> bytes:
        """Return the whole vault as a zip file: encrypted as it is, or `plain`, for everyone to read.

        An encrypted one opens with the same passphrase or key file once `restore` has put it into a folder. A plain
        one has a folder for each case, under its number, with all that belongs to it; documents that cannot be read
        are named in it.
        """
        if not plain:
            return archives.sealed(self.folder)
        read = ((drawer, name, self._unless_damaged(drawer, name)) for drawer in DRAWERS for name in self.names(drawer))
        return archives.plain(read)

    def export(self, target: Path, *, plain: bool) -> int:
        """Write the whole vault into a new zip file, as `exported` makes it; return how many documents it holds."""
        if target.exists():
            raise WrongUse(
                mark("There is a file {path} already."), mark("Name another, or remove that one."), path=str(target)
            )
        files.put(target, self.exported(plain=plain))
        return sum(len(self.names(drawer)) for drawer in DRAWERS)

    def _check_writer(self) -> None:
        """Raise VaultDamaged where this key opens no document and some were written with another."""
        others = False
        for file in (files.file_of(self.folder, one, name) for one in DRAWERS for name in self.names(one)):
            try:
                age.opened(file.read_bytes(), self._identity)
            except age.DecryptError as error:
                others = others or str(error).startswith(age.NOT_FOR_THIS_KEY)
            except OSError:
                continue
            else:
                return
        if others:
            raise faults.other_writer(self.folder)

    def _document(self, drawer: str, name: str) -> Document:
        try:
            sealed = files.file_of(self.folder, drawer, name).read_bytes()
        except FileNotFoundError:
            raise _no_document(name) from None
        except OSError:
            raise faults.damaged_document(drawer, name) from None
        try:
            content = age.opened(sealed, self._identity)
        except age.DecryptError:
            raise faults.damaged_document(drawer, name) from None
        return documents.unpacked(content, drawer, name)

    def _unless_damaged(self, drawer: str, name: str) -> Document | None:
        try:
            return self._document(drawer, name)
        except (VaultDamaged, NotFound):
            return None

    def _belongs(self, drawer: str, name: str, of: str) -> bool:
        document = self._unless_damaged(drawer, name)
        return document is not None and document.of == of


def destroy(folder: Path) -> int:
    """Remove a vault and all that it holds, without its key; return how many documents it held.

    Its own key goes first: from then on nobody can read the rest, even where a disk keeps what was deleted. Copies
    and exports elsewhere, and a key file, are not touched.
    """
    held = [files.file_of(folder, drawer, name) for drawer in DRAWERS for name in files.names_in(folder, drawer)]
    if not held and not (folder / files.IDENTITY).exists():
        raise _no_vault(folder)
    files.check_owner(folder)
    with files.held(folder):
        files.shred(folder / files.IDENTITY)
        files.settle(folder)
        (folder / files.SUM).unlink(missing_ok=True)
        for file in held:
            file.unlink(missing_ok=True)
    files.sweep(folder)
    files.drop(folder)
    return len(held)


def restore(archive: Path, folder: Path) -> int:
    """Put an encrypted export back into a new or empty folder; return how many documents it holds.

    All is written beside first, then moved, the key last: an export that cannot be read to its end changes nothing.
    """
    if Vault.state(folder) != "none":
        raise WrongUse(mark("There is a vault in {path} already."), mark("Name another folder."), path=str(folder))
    archives.check(archive)
    files.prepare(folder)
    with files.held(folder), files.beside(folder) as place:
        names = archives.unpack(archive, place)
        for name in sorted(names, key=lambda name: name == files.IDENTITY):
            (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
            (place / name).replace(folder / name)
    return sum(name.endswith(".age") for name in names) - 1


def _no_vault(folder: Path) -> NotFound:
    return NotFound(
        mark("There is no vault in {path}."),
        mark("Make one with: filiation vault create"),
        path=str(folder),
    )


def _no_document(name: str) -> NotFound:
    return NotFound(mark("The vault holds no document {name}."), mark("It may have been removed meanwhile."), name=name)
