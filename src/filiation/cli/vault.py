"""The vault on the command line: making, checking, exporting, restoring and destroying it."""

from pathlib import Path

import click

from filiation.cli.frame import Session, command
from filiation.cli.grouping import group
from filiation.cli.opening import Lock, confirmed, opened, vaulted
from filiation.cli.output import outside
from filiation.locale import mark

_SECTION = mark("The vault:")


@command(
    "create",
    section=_SECTION,
    reads=False,
    summary=mark("Make a vault: an encrypted folder for cases, opened by a passphrase or a key file."),
    details=mark(
        "The passphrase is asked for twice, unseen; nobody can help if it is forgotten. A key file that is not there "
        "is made: keep it elsewhere than the vault, with a copy."
    ),
    examples=(
        ("filiation vault create", mark("with a passphrase")),
        ("filiation vault create --key /media/stick/vault.key", mark("with a key file")),
    ),
)
@vaulted
def create(session: Session, *, lock: Lock) -> None:
    """Run `vault create`."""
    from filiation.vault import Vault

    if Vault.state(lock.folder) != "none":
        Vault.create(lock.folder, passphrase="")  # tells that there is one, before anything is asked
    Vault.create(lock.folder, **lock.secrets(session, new=True))
    _tell(session, mark("Made: the vault in {path}."), {"created": str(lock.folder)}, path=outside(lock.folder))


@command(
    "check",
    section=_SECTION,
    reads=False,
    summary=mark("Read all that the vault holds, and name what is damaged; exit code 1 then."),
    examples=(
        ("filiation vault check", mark("the passphrase is asked for")),
        ("filiation vault check --key vault.key --json", mark("with a key file, for a program")),
    ),
)
@vaulted
def check(session: Session, *, lock: Lock) -> int:
    """Run `vault check`."""
    from filiation.vault import DRAWERS

    vault = opened(session, lock)
    damaged, total = vault.damaged(), sum(len(vault.names(drawer)) for drawer in DRAWERS)
    if session.as_json:
        session.screen.json({"documents": total, "damaged": damaged})
        return int(bool(damaged))
    session.screen.text(session.many(total, mark("{n} document was read."), mark("{n} documents were read.")))
    for name in damaged:
        session.screen.text(session.say(mark("Damaged: {name}"), name=name))
    if damaged:
        session.screen.text(
            session.translate(mark("All others are unharmed. Put these back from a copy of the vault."))
        )
    return int(bool(damaged))


@command(
    "export",
    section=_SECTION,
    reads=False,
    summary=mark("Write all that the vault holds into one zip file, encrypted as it is or readable."),
    examples=(
        ("filiation vault export vault.zip", mark("a copy that opens with the same passphrase or key file")),
        ("filiation vault export plain.zip --plain", mark("readable by everyone who has the file")),
    ),
)
@click.argument("file", metavar="FILE", help=mark("The zip file to be made."))
@click.option("--plain", is_flag=True, help=mark("Readable, not encrypted: whoever has the file reads it."))
@vaulted
def export(session: Session, file: str, *, plain: bool, lock: Lock) -> None:
    """Run `vault export`."""
    held = opened(session, lock).export(Path(file), plain=plain)
    _tell(session, mark("Written: {file}"), {"file": file, "documents": held}, file=outside(file))


@command(
    "restore",
    section=_SECTION,
    reads=False,
    summary=mark("Put an encrypted export back, into a folder where no vault is."),
    examples=(
        ("filiation vault restore vault.zip", mark("into your own folder")),
        ("filiation vault restore vault.zip --vault other", mark("into another one")),
    ),
)
@click.argument("file", metavar="FILE", help=mark("The export."))
@vaulted
def restore(session: Session, file: str, *, lock: Lock) -> None:
    """Run `vault restore`."""
    from filiation import vault

    held = vault.restore(Path(file), lock.folder)
    answer = {"restored": str(lock.folder), "documents": held}
    _tell(session, mark("Restored: the vault in {path}."), answer, path=outside(lock.folder))


@command(
    "destroy",
    section=_SECTION,
    reads=False,
    summary=mark("Destroy the vault with all that it holds; its passphrase is not needed."),
    details=mark(
        "Its key goes first, written over. What the disk kept of the key may still open it with the passphrase or the "
        "key file. Exports and copies elsewhere are not touched."
    ),
    examples=(
        ("filiation vault destroy", mark("asks whether you are sure")),
        ("filiation vault destroy --yes", mark("does not ask")),
    ),
)
@click.option("--yes", is_flag=True, help=mark("Do not ask."))
@vaulted
def destroy(session: Session, *, yes: bool, lock: Lock) -> None:
    """Run `vault destroy`."""
    from filiation import vault

    question = mark("Destroy the vault in {path} with all that it holds, for good? Type yes:")
    confirmed(session.say(question, path=outside(lock.folder)), yes=yes)
    held = vault.destroy(lock.folder)
    answer = {"destroyed": str(lock.folder), "documents": held}
    _tell(session, mark("Destroyed: the vault in {path}."), answer, path=outside(lock.folder))


def _tell(session: Session, sentence: str, answer: dict[str, object], **values: object) -> None:
    if session.as_json:
        session.screen.json(answer)
    else:
        session.screen.text(session.say(sentence, **values))


vault = group(
    "vault",
    (create, check, export, restore, destroy),
    section=mark("Rights:"),
    summary=mark("The vault: where cases are kept, encrypted, on this machine."),
    details=mark(
        "It lies in the folder of --vault, else of FILIATION_VAULT, else in your own data folder. No passphrase is "
        "ever an argument: it is asked for, or read from a file."
    ),
    examples=(
        ("filiation vault create", mark("make it")),
        ("filiation vault export vault.zip", mark("keep a copy of it")),
    ),
)

COMMANDS = (vault,)
"""The commands of this file."""
