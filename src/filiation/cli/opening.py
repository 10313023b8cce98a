"""Opening the vault for a command: where it is, and what opens it. A passphrase is never an argument."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from filiation.cli.clock import WallClock
from filiation.cli.frame import Session
from filiation.cli.output import note, outside
from filiation.errors import WrongUse
from filiation.locale import mark

if TYPE_CHECKING:
    from filiation.observatory.casework import Casework
    from filiation.vault import Vault

_Function = TypeVar("_Function", bound=Callable[..., Any])
_STDIN = "-"
_LONGEST = 10_000_000  # bytes of a file that a command takes in


@dataclass(frozen=True, slots=True)
class Lock:
    """Where a vault is and what opens it, as the command line tells; without a key or a file, the terminal is asked."""

    folder: Path
    key: Path | None = None
    passphrase_file: str | None = None

    def secrets(self, session: Session, *, new: bool = False) -> dict[str, Any]:
        """Return what opens the vault, as `Vault.open` and `Vault.create` take it; a new passphrase is asked twice."""
        if self.key is not None:
            return {"key_file": self.key}
        if self.passphrase_file is not None:
            return {"passphrase": _first_line(self.passphrase_file)}
        return {"passphrase": _typed(session, new=new)}


def vaulted(function: _Function) -> _Function:
    """Give a command `--vault`, `--key` and `--passphrase-file`, which reach it as `lock`; stands right above it."""

    @wraps(function)
    def run(
        session: Session, /, *, vault: str | None, key: str | None, passphrase_file: str | None, **given: object
    ) -> object:
        if key and passphrase_file:
            from filiation.vault.faults import not_one_key

            raise not_one_key()
        lock = Lock(folder_of(vault), Path(key) if key else None, passphrase_file)
        return function(session, lock=lock, **given)

    for option in reversed(_OPTIONS):
        option(run)
    return run  # type: ignore[return-value]


_OPTIONS = (
    click.option("--vault", metavar="PATH", help=mark("Folder of the vault (else FILIATION_VAULT, else your own).")),
    click.option("--key", metavar="FILE", help=mark("The key file that opens the vault.")),
    click.option(
        "--passphrase-file",
        metavar="FILE",
        help=mark("A file whose first line is the passphrase (-: standard input); else it is asked for, unseen."),
    ),
)


def folder_of(named: str | None) -> Path:
    """Return the folder of the vault: the one that is named, else that of FILIATION_VAULT, else the user's own."""
    from filiation.observatory import places

    place = named or os.environ.get("FILIATION_VAULT")
    return Path(place) if place else places.default_folder().with_name("vault")


def opened(session: Session, lock: Lock, *, make: bool = False) -> "Vault":
    """Open the vault; with `make`, one is made where there is none."""
    from filiation.vault import Vault
    from filiation.vault.keys import is_open_to_others

    if make and Vault.state(lock.folder) == "none":
        note(session.say(mark("A new vault is made in {path}."), path=outside(lock.folder)))
        return Vault.create(lock.folder, **lock.secrets(session, new=True))
    if Vault.state(lock.folder) == "none":
        Vault.open(lock.folder, passphrase="")  # tells that there is none, before anything is asked
    held = Vault.open(lock.folder, **lock.secrets(session))
    if lock.key is not None and is_open_to_others(lock.key):
        told = mark("Others on this machine can read the key file {path}: make it yours alone with chmod 600.")
        note(session.say(told, path=outside(lock.key)))
    return held


@contextmanager
def casework(session: Session, lock: Lock, *, make: bool = False, about: str = "") -> Iterator["Casework"]:
    """Open the vault, and the store that tells of models; raises NotFound where it does not hold the model `about`."""
    from filiation.observatory.casework import Casework

    with session.reading() as observatory:
        if about:
            observatory.lineage(about)
        yield Casework(opened(session, lock, make=make), observatory)


def is_asked() -> bool:
    """Whether there is a person to ask: both what is typed and what is told go over a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def read_file(name: str, *, most: int = _LONGEST) -> bytes:
    """Return what a file that was named holds (`-`: standard input); raises WrongUse for one that is too large."""
    if name == _STDIN:
        content = sys.stdin.buffer.read(most + 1)
    else:
        with Path(name).open("rb") as file:
            content = file.read(most + 1)
    if len(content) > most:
        raise WrongUse(
            mark("{file} is too large to be taken in."),
            mark("Files may have {n} million bytes at most."),
            file=name,
            n=most // 1_000_000,
        )
    return content


def confirmed(question: str, *, yes: bool) -> None:
    """Ask before what cannot be undone; where nobody can be asked, `--yes` must have been given."""
    if yes:
        return
    if not is_asked():
        raise WrongUse(mark("This cannot be undone, and nobody is there to be asked."), mark("Add --yes to do it."))
    answer = click.prompt(question, prompt_suffix=" ", err=True, default="", show_default=False)
    if answer.strip().lower() not in {"yes", "oui"}:
        raise click.Abort


def today() -> date:
    """Return the day on this machine."""
    return WallClock().now().astimezone().date()


def _first_line(name: str) -> str:
    try:
        text = read_file(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    line = text.split("\n", 1)[0].rstrip("\r")
    if not line:
        raise WrongUse(
            mark("The file that was named holds no passphrase."), mark("The passphrase is the first line of the file.")
        )
    return line


def _typed(session: Session, *, new: bool) -> str:
    if not is_asked():
        raise WrongUse(
            mark("The passphrase of the vault cannot be asked for here."),
            mark("Name a file with --passphrase-file FILE (-: standard input), or a key file with --key FILE."),
        )
    text = str(click.prompt(session.translate(mark("Passphrase of the vault")), hide_input=True, err=True))
    if new:
        note(session.translate(mark("Nobody can open the vault for you if you forget it.")))
        again = click.prompt(session.translate(mark("The same once more")), hide_input=True, err=True)
        if again != text:
            raise WrongUse(mark("The two passphrases are not the same."), mark("Start again; nothing was kept."))
    return text
