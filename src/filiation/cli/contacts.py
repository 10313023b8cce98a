"""How a publisher can be reached: contacts."""

from collections.abc import Sequence

import click

from filiation.cli.frame import Session, command
from filiation.cli.output import Cell, Piece, outside
from filiation.facts.contacts import Contact, Reachability, Whose
from filiation.locale import mark
from filiation.words import contacts as words


@command(
    "contacts",
    section=mark("Rights:"),
    summary=mark("Tell how a publisher can be reached, with the place where each contact was found."),
    details=mark(
        "Contacts come from cards, license files, and what accounts say of themselves, as far as these were read "
        "(filiation inspect ID --contacts reads them), and from a list that comes with the program. No address is "
        "guessed. A public discussion is no place for anything personal."
    ),
    examples=(
        ("filiation contacts mistralai", mark("a publisher")),
        ("filiation contacts HuggingFaceH4/zephyr-7b-beta --json", mark("the publisher of a model, for a program")),
    ),
)
@click.argument("name", metavar="NAME|ID", help=mark("A publisher, or a model: then its publisher."))
def contacts(session: Session, name: str) -> None:
    """Run `contacts`."""
    with session.reading() as observatory:
        session.answer(observatory.contacts(name), _draw)


def _draw(session: Session, answer: Reachability) -> None:
    screen, speech = session.screen, session.speech
    screen.line(Cell(outside(answer.publisher), "bold"), f"  {outside(answer.name or '')}".rstrip())
    screen.text(words.summary(speech, answer))
    for whose in Whose:
        told = [one for one in (*answer.contacts, *answer.others) if one.whose is whose]
        if told:
            screen.heading(session.translate(words.WHOSE[whose]))
            screen.text(f"  {session.translate(words.WHOSE_MEANS[whose])}")
            _draw_contacts(session, told)
    screen.heading(session.translate(words.APPLIES[answer.applicability.applies]))
    screen.text(f"  {outside(words.reason(speech, answer.applicability))}")
    there = answer.applicability.establishment
    if there is not None:
        screen.line("  ", Cell(outside(there.source), "dim"), f"  {speech.day(there.seen)}")


def _draw_contacts(session: Session, told: Sequence[Contact]) -> None:
    for one in told:
        session.screen.line("  ", Cell(outside(one.value), "bold"))
        purpose = session.translate(words.PURPOSE[one.purpose])
        session.screen.line("    ", f"{session.translate(words.KIND[one.kind])}, {purpose}")
        session.screen.line("    ", Cell(words.found(session.speech, one), "dim"), *_place(session, one))
        if one.public:
            session.screen.text(f"    {session.translate(words.PUBLIC)}")


def _place(session: Session, one: Contact) -> list[Piece]:
    shown = words.where(session.speech, one)
    return [] if shown == one.value else ["  ", Cell(outside(shown), "dim")]


COMMANDS: Sequence[click.Command] = (contacts,)
"""The commands of this file."""
