"""Why a link is believed: every clue, for and against."""

import click

from filiation.cli.frame import Session, command
from filiation.cli.output import STYLE, Cell, Piece, outside
from filiation.facts.answers import ClueFacts, Evidence, LinkEvidence, Rejected
from filiation.facts.vocabulary import STATED
from filiation.locale import mark
from filiation.words.reasons import guess
from filiation.words.vocabulary import REJECTION, RELATION, STANDING_MEANS, source_words

_LONGEST = 300  # of what is written in a clue; JSON has it whole


@command(
    "evidence",
    section=mark("Evidence:"),
    summary=mark("List every clue about a model's parents, for and against."),
    details=mark(
        "Each clue with its source, the place in it, what it says literally and the day on which it was read."
    ),
    examples=(
        ("filiation evidence HuggingFaceH4/zephyr-7b-beta", mark("why its parents are its parents")),
        ("filiation evidence HuggingFaceH4/zephyr-7b-beta --json", mark("the same for a program, nothing shortened")),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model: owner/name, or an old name of it."))
def evidence(session: Session, model: str) -> None:
    """Run `evidence`."""
    with session.reading() as observatory:
        session.answer(observatory.evidence(model), _draw)


def _draw(session: Session, answer: Evidence) -> None:
    screen = session.screen
    screen.line(Cell(outside(answer.model), "bold"))
    if not answer.links:
        screen.text(session.say(mark("Nothing tells of parents or training data.")))
    for link in answer.links:
        _link(session, link)
    if answer.rejected:
        screen.heading(session.say(mark("Written as a parent, but could not be taken for one")))
    for rejected in answer.rejected:
        _rejected(session, rejected)


def _link(session: Session, link: LinkEvidence) -> None:
    screen, translate = session.screen, session.translate
    screen.line()
    standing = translate(STANDING_MEANS[link.standing])
    relation = Cell(translate(RELATION[link.relation]), STYLE[link.relation])
    noted = session.presence(link.presence, gone=link.away, withdrawn=link.withdrawn)
    about = "".join(f" · {text}" for text in noted)
    screen.line(relation, " ", Cell(outside(link.parent), "bold"), f" · {standing}{about}")
    if link.certainty != STATED:
        screen.line("  ", guess(session.speech, link.reason, link.certainty))
    for clue in link.clues:
        _clue(session, clue)


def _clue(session: Session, clue: ClueFacts) -> None:
    side = Cell(session.say(mark("for")), "green") if clue.supports else Cell(session.say(mark("against")), "red")
    dates = session.say(mark("read {day}"), day=session.speech.day(clue.seen))
    if clue.first_seen != clue.seen:
        dates = session.say(
            mark("read from {first} to {last}"),
            first=session.speech.day(clue.first_seen),
            last=session.speech.day(clue.seen),
        )
    if clue.gone:
        dates += " · " + session.say(mark("no longer there"))
    source = session.translate(source_words(clue.source, clue.location))
    _quoted(session, [side, source], clue.location, clue.raw, dates)


def _rejected(session: Session, rejected: Rejected) -> None:
    dates = session.say(mark("read {day}"), day=session.speech.day(rejected.seen))
    session.screen.line("  ", session.translate(REJECTION[rejected.reason]))
    source = session.translate(source_words(rejected.source, rejected.location))
    _quoted(session, [source], rejected.location, rejected.raw, dates)


def _quoted(session: Session, head: list[Piece], location: str, raw: str, dates: str) -> None:
    """Write where something was read, and below it what is written there."""
    text = outside(raw if len(raw) <= _LONGEST else raw[:_LONGEST] + "…")
    spaced = [piece for cell in head for piece in (cell, " · ")]
    session.screen.line("    ", *spaced, outside(location), Cell(f" · {dates}", "dim"))
    session.screen.line("      ", session.say(mark("“{text}”"), text=text))


COMMANDS = (evidence,)
"""The commands of this file, in the order of the help."""
