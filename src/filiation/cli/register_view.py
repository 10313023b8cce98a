"""How the register of a publisher is told on a terminal, and how a request is named on a command line."""

from datetime import date
from typing import TYPE_CHECKING

from filiation.cli.frame import Session
from filiation.cli.opening import Lock, opened
from filiation.cli.output import Cell, outside
from filiation.errors import NotFound, WrongUse
from filiation.facts.register import Received, ReceivedLine, Register
from filiation.locale import mark
from filiation.words import register as words
from filiation.words.numbers import number_of

if TYPE_CHECKING:
    from filiation.observatory.register import RequestRegister

SECTION = mark("Requests received:")
"""The heading of the commands of the register in the help."""

NUMBER = mark("The number of the request, or its beginning.")
"""How a request is named."""


def register_of(session: Session, lock: Lock, *, make: bool = False) -> "RequestRegister":
    """Open the vault, and the register in it."""
    from filiation.observatory.register import RequestRegister

    return RequestRegister(opened(session, lock, make=make))


def received_of(kept: "RequestRegister", number: str, now: date) -> Received:
    """Return the request of which a number, or its beginning, was given; raises NotFound, or WrongUse for several."""
    sought = number.lower()
    found = [one.received for one in kept.register(now).items if sought and one.received.id.startswith(sought)]
    if len(found) == 1:
        return found[0]
    where = mark("All of them: filiation register list")
    if found:
        raise WrongUse(mark("Several requests begin with {number}."), where, number=number[:100])
    raise NotFound(mark("The register holds no request {number}."), where, number=number[:100])


def draw_register(session: Session, found: Register) -> None:
    """Write all requests, and the names of those that cannot be read."""
    if not found.items:
        session.screen.text(session.translate(mark("No request is in the register.")))
    for one in found.items:
        draw_received(session, one)
    for name in found.damaged:
        session.screen.text(session.say(mark("Damaged: {name}"), name=name))


def draw_received(session: Session, one: ReceivedLine) -> None:
    """Write one request with what is due."""
    screen, told = session.screen, one.received
    standing = session.translate(words.STANDING[one.standing])
    screen.line(Cell(number_of(told), "bold"), "  ", outside(told.model), "  ", standing)
    screen.text(
        session.say(
            mark("Received on {day} from {sender}: {rights}."),
            day=told.day,
            sender=outside(told.sender),
            rights=", ".join(session.translate(words.RIGHT[one]) for one in told.rights),
        )
    )
    if told.summary:
        screen.text(outside(told.summary))
    screen.text(words.due(session.speech, one))
    for number, event in enumerate(told.events, 1):
        what = session.translate(words.HAPPENED[event.kind])
        screen.line(f"  {number}  ", session.speech.day(event.day), "  ", what, "  ", outside(event.note))
