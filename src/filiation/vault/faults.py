"""What can go wrong with a vault. No error ever holds a passphrase, a key or anything of what is kept."""

from pathlib import Path

from filiation.errors import StoreFailed, WrongUse
from filiation.locale import mark


class WrongKey(WrongUse):
    """The passphrase, or the key file, is not the one with which the vault was made."""


class Changed(WrongUse):
    """Another window or program saved the same document since it was read; neither text is lost."""

    status = 409


class VaultDamaged(StoreFailed):
    """A vault, or one of its documents, cannot be read; all other documents stay usable."""


class MachineBusy(StoreFailed):
    """The machine has too much else to do to open a vault just now."""


def too_busy() -> MachineBusy:
    """Return the error of a passphrase that takes too long to be tried, as fast as this machine is at the moment."""
    return MachineBusy(
        mark("This machine is too busy now to try the passphrase."),
        mark(
            "Wait until other programs have less to do, then try again. The vault and its passphrase are as they were."
        ),
    )


def not_one_key() -> WrongUse:
    """Return the error of a vault that is to be opened with two things, or with none."""
    return WrongUse(
        mark("A vault opens with a passphrase or with a key file."), mark("Give one of the two, and only one.")
    )


def wrong_passphrase() -> WrongKey:
    """Return the error of a passphrase that does not open."""
    return WrongKey(
        mark("This passphrase does not open the vault."),
        mark("Try again. Nobody can find a forgotten passphrase, and there is no other way in."),
    )


def wrong_key_file() -> WrongKey:
    """Return the error of a key file that does not open."""
    return WrongKey(
        mark("This key file does not open the vault."),
        mark("Name the key file with which the vault was made; there is no other way in."),
    )


def other_key(state: str) -> WrongKey:
    """Return the error of a passphrase for a vault with a key file, or the reverse."""
    if state == "key-file":
        return WrongKey(mark("This vault opens with a key file, not with a passphrase."), mark("Name that key file."))
    return WrongKey(mark("This vault opens with a passphrase, not with a key file."), mark("Give its passphrase."))


def damaged_identity(folder: Path) -> VaultDamaged:
    """Return the error of a vault whose own key cannot be read any more."""
    return VaultDamaged(
        mark("The key of the vault in {path} is damaged: the file identity.age is not as it was written."),
        mark(
            "Put identity.age back from a copy of the vault; its documents are unharmed, but only that file opens them."
        ),
        path=str(folder),
    )


def missing_identity(folder: Path) -> VaultDamaged:
    """Return the error of a vault whose own key is gone."""
    return VaultDamaged(
        mark("The vault in {path} holds documents, but the file identity.age, which opens them, is missing."),
        mark("Put identity.age back from a copy of the vault; without it nobody can read these documents."),
        path=str(folder),
    )


def other_writer(folder: Path) -> VaultDamaged:
    """Return the error of a vault whose own key opens none of its documents."""
    return VaultDamaged(
        mark("The key of the vault in {path} is not the one that wrote these documents."),
        mark(
            "Somebody may have put another identity.age there: write nothing into this vault, and put that file back "
            "from a copy of yours."
        ),
        path=str(folder),
    )


def damaged_document(drawer: str, name: str) -> VaultDamaged:
    """Return the error of one document that cannot be read."""
    return VaultDamaged(
        mark("The document {name} of the vault is damaged and cannot be read."),
        mark("All other documents are unharmed. Put this file back from a copy of the vault, or remove it."),
        name=f"{drawer}/{name}",
    )


def newer_document(drawer: str, name: str) -> VaultDamaged:
    """Return the error of a document that another version of the program wrote."""
    return VaultDamaged(
        mark("The document {name} of the vault was written by another version of the program."),
        mark("It is unharmed: open it with the version that wrote it, or a newer one."),
        name=f"{drawer}/{name}",
    )


def changed() -> Changed:
    """Return the error of a document that was saved elsewhere since it was read."""
    return Changed(
        mark("This was changed in another window since you opened it."),
        mark("Nothing is lost: what you wrote is still here. Look at what was saved meanwhile, then save again."),
    )


def removed_meanwhile() -> Changed:
    """Return the error of a document that was removed elsewhere since it was read."""
    return Changed(
        mark("This was removed in another window since you opened it."),
        mark("Nothing was saved. Keep a copy of what you wrote, if you still need it."),
    )
