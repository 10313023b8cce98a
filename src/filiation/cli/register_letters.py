"""What the register of a publisher hands out: the letters that answer requests, and a calendar of what is due."""

import click

from filiation.cli.clock import WallClock
from filiation.cli.frame import Session, command
from filiation.cli.handing import OUT, STDOUT, hand_out
from filiation.cli.kinds import OneOf
from filiation.cli.opening import Lock, today, vaulted
from filiation.cli.register_view import NUMBER, SECTION, received_of, register_of
from filiation.errors import WrongUse
from filiation.export.letters import FORMS
from filiation.facts.letters import LetterKind
from filiation.locale import mark
from filiation.words import register as words


@command(
    "letter",
    section=SECTION,
    reads=False,
    summary=mark("Write a letter that answers a request: receipt, extension, outcome or refusal."),
    details=mark("Nothing is sent. A letter on standard output is text; the form of a file is that of its ending."),
    examples=(
        ("filiation register letter 3f2a receipt", mark("as text")),
        (
            'filiation register letter 3f2a extension --reason "three teams must look" --out letter.pdf',
            mark("as a document"),
        ),
    ),
)
@click.argument("number", metavar="NUMBER", help=NUMBER)
@click.argument("kind", metavar="KIND", type=OneOf(tuple(map(str, words.ANSWER))), help=mark("Which letter."))
@click.option("--signed", default="", metavar="TEXT", help=mark("How you sign."))
@click.option("--reason", default="", metavar="TEXT", help=mark("Why it takes longer, or is refused."))
@click.option("--done", multiple=True, metavar="TEXT", help=mark("What was done; may be repeated."))
@click.option(
    "--out", metavar="FILE", default="-", help=mark("The file: .txt, .html, .eml or .pdf; else standard output.")
)
@vaulted
def letter(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    number: str,
    kind: str,
    *,
    signed: str,
    reason: str,
    done: tuple[str, ...],
    out: str,
    lock: Lock,
) -> None:
    """Run `register letter`."""
    now, kept = today(), register_of(session, lock)
    form = "txt" if out == STDOUT else out.rpartition(".")[2].lower()
    if form not in FORMS:
        raise WrongUse(
            mark("{file} has no form that letters have."),
            mark("Forms are: {known}."),
            file=out,
            known=", ".join(f".{one}" for one in FORMS),
        )
    found = received_of(kept, number, now)
    made = kept.letter(found.id, LetterKind(kind), now, sender=signed, told=reason, measures=done)
    content = FORMS[form].write(made)
    if session.as_json:
        session.screen.json(made)
    elif out == STDOUT:
        for line in content.decode().splitlines():
            session.screen.line(line)
    else:
        hand_out(session, content, out, private=True)


@command(
    "calendar",
    section=SECTION,
    reads=False,
    summary=mark("Write the last days of all open requests as a calendar file."),
    details=mark("The calendar names the numbers of requests alone, nobody who asks."),
    examples=(("filiation register calendar --out requests.ics", mark("to be opened with a calendar")),),
)
@click.option("--out", metavar="FILE", default="-", help=OUT)
@vaulted
def calendar_(session: Session, *, out: str, lock: Lock) -> None:
    """Run `register calendar`."""
    from filiation.export.last_days import of_register

    found = register_of(session, lock).register(today()).items
    if session.as_json:
        session.screen.json({"items": [one for one in found if one.due]})
        return
    hand_out(session, of_register(session.speech, found, now=WallClock().now()), out, private=True)


COMMANDS = (letter, calendar_)
"""The commands of this file."""
