"""The register of a publisher: the requests that it received, what is due, and the letters that answer them."""

from datetime import date
from typing import TYPE_CHECKING

import click

from filiation.cli import register_letters
from filiation.cli.frame import Session, command
from filiation.cli.grouping import group
from filiation.cli.kinds import Day, OneOf
from filiation.cli.noting import DAY, NOTE, TAKE_BACK, WHAT, what_happened
from filiation.cli.opening import Lock, confirmed, is_asked, today, vaulted
from filiation.cli.register_view import NUMBER, SECTION, draw_received, draw_register, received_of, register_of
from filiation.facts.cases import Event
from filiation.facts.register import Received
from filiation.facts.rights import Right
from filiation.locale import mark
from filiation.rights.register import checked
from filiation.words import register as words
from filiation.words.numbers import number_of

if TYPE_CHECKING:
    from filiation.observatory.register import RequestRegister


@command(
    "add",
    section=SECTION,
    reads=False,
    summary=mark("Note a request that you received; its month begins."),
    details=mark(
        "On a terminal, what is missing is asked for: what stands on a command line stays in the history of the "
        "shell. The register is kept encrypted in the vault, which is made if there is none."
    ),
    examples=(
        (
            "filiation register add mistralai/Mistral-7B-v0.1 --right erasure",
            mark("received today; answer the questions"),
        ),
        ("filiation register add mistralai/Mistral-7B-v0.1 --right access --day 2026-11-02", mark("received earlier")),
    ),
)
@click.argument("model", metavar="ID", help=mark("Your model that it is about."))
@click.option(
    "--right", "rights", multiple=True, type=OneOf(tuple(map(str, Right))), help=mark("What is asked; may be repeated.")
)
@click.option("--day", type=Day(), help=mark("The day of receipt; today if it is left out."))
@click.option("--sender", metavar="TEXT", help=mark("Who asks."))
@click.option("--reply-to", metavar="ADDRESS", help=mark("Where the answer goes."))
@click.option("--summary", metavar="TEXT", help=mark("What it is about, in a few words."))
@click.option("--country", metavar="CC", help=mark("Where you are established: its public holidays move deadlines."))
@click.option("--language", metavar="LANG", help=mark("Language of your answers; else that of the command."))
@vaulted
def add(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    model: str,
    *,
    rights: tuple[str, ...],
    day: date | None,
    sender: str | None,
    reply_to: str | None,
    summary: str | None,
    country: str | None,
    language: str | None,
    lock: Lock,
) -> None:
    """Run `register add`."""
    now = today()
    received = Received(
        id="",
        day=day or now,
        sender=_asked(session, sender, mark("Who asks")),
        reply_to=_asked(session, reply_to, mark("Where the answer goes")),
        model=model,
        rights=tuple(map(Right, rights)),
        summary=_asked(session, summary, mark("What it is about, in a few words")),
        language=language or session.speech.language,
        country=country or None,
    )
    checked(received, now)  # before a vault is made, or a passphrase asked for, in vain
    kept = register_of(session, lock, make=True)
    _tell(session, kept, kept.add(received, now).id, now)


@command(
    "list",
    section=SECTION,
    reads=False,
    summary=mark("List the requests received, the most urgent first."),
    examples=(
        ("filiation register list", mark("what is due when")),
        ("filiation register list --json", mark("for a program")),
    ),
)
@vaulted
def list_(session: Session, *, lock: Lock) -> None:
    """Run `register list`."""
    session.answer(register_of(session, lock).register(today()), draw_register)


@command(
    "record",
    section=SECTION,
    reads=False,
    summary=mark("Note what happened with a request: asked, extended, answered, refused…"),
    examples=(
        ("filiation register record 3f2a extended", mark("two further months, announced today")),
        ("filiation register record 3f2a --take-back 1", mark("the first thing noted was a mistake")),
        ("filiation register record 3f2a answered --day 2026-11-20", mark("answered on a day")),
    ),
)
@click.argument("number", metavar="NUMBER", help=NUMBER)
@click.argument("kind", metavar="[WHAT]", required=False, type=OneOf(tuple(map(str, words.HAPPENED))), help=WHAT)
@click.option("--day", type=Day(), help=DAY)
@click.option("--note", "text", default="", metavar="TEXT", help=NOTE)
@click.option("--take-back", type=click.IntRange(1), metavar="N", help=TAKE_BACK)
@vaulted
def record(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    number: str,
    kind: str | None,
    *,
    day: date | None,
    text: str,
    take_back: int | None,
    lock: Lock,
) -> None:
    """Run `register record`."""
    now, happened, kept = today(), what_happened(kind, take_back), register_of(session, lock)
    found = received_of(kept, number, now)
    if happened is None:
        kept.take_back(found.id, (take_back or 0) - 1, revision=found.revision)
    else:
        kept.record(found.id, Event(happened, day or now, text), now, revision=found.revision)
    _tell(session, kept, found.id, now)


@command(
    "remove",
    section=SECTION,
    reads=False,
    summary=mark("Remove a request from the register, for good."),
    examples=(("filiation register remove 3f2a", mark("asks whether you are sure")),),
)
@click.argument("number", metavar="NUMBER", help=NUMBER)
@click.option("--yes", is_flag=True, help=mark("Do not ask."))
@vaulted
def remove(session: Session, number: str, *, yes: bool, lock: Lock) -> None:
    """Run `register remove`."""
    kept = register_of(session, lock)
    found = received_of(kept, number, today())
    confirmed(session.say(mark("Remove request {number} for good? Type yes:"), number=number_of(found)), yes=yes)
    kept.remove(found.id)
    if session.as_json:
        session.screen.json({"removed": found.id})
    else:
        session.screen.text(session.say(mark("Removed: {number}"), number=found.id))


def _asked(session: Session, given: str | None, question: str) -> str:
    if given is not None or not is_asked():
        return given or ""
    return str(click.prompt(session.translate(question), err=True, default="", show_default=False))


def _tell(session: Session, kept: "RequestRegister", number: str, now: date) -> None:
    found = next(one for one in kept.register(now).items if one.received.id == number)
    session.answer(found, draw_received)


register = group(
    "register",
    (add, list_, record, *register_letters.COMMANDS, remove),
    section=mark("Rights, for publishers:"),
    summary=mark("The requests that you received, with their deadlines and answers."),
    details=mark("Kept encrypted in the vault of this machine; nothing is sent."),
    examples=(
        ("filiation register add mistralai/Mistral-7B-v0.1 --right erasure", mark("note a request")),
        ("filiation register list", mark("what is due when")),
    ),
)

COMMANDS = (register,)
"""The commands of this file."""
