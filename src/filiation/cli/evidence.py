"""Why a link is believed: the steps of the policy, and every clue, for and against."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from filiation.cli.frame import Session, command
from filiation.cli.output import STYLE, Cell, Piece, outside
from filiation.errors import NotFound
from filiation.facts.evidence import ClueFacts, Evidence, LinkEvidence, Rejected
from filiation.facts.vocabulary import STATED, Rejection, Standing
from filiation.locale import mark
from filiation.words.grounds import steps, tells, why_not
from filiation.words.places import place
from filiation.words.reasons import guess
from filiation.words.vocabulary import RELATION, STANDING_MEANS, source_words

_LONGEST = 300  # of what is written in a clue; JSON has it whole
_Line = Sequence[Piece]


@command(
    "evidence",
    section=mark("Evidence:"),
    summary=mark("List every clue about a model's parents, for and against."),
    details=mark(
        "For each parent the steps by which the link was made, then each clue with its source, the place in it, what "
        "it says literally and the day on which it was read."
    ),
    examples=(
        ("filiation evidence HuggingFaceH4/zephyr-7b-beta", mark("why its parents are its parents")),
        (
            "filiation evidence HuggingFaceH4/zephyr-7b-beta --link mistralai/Mistral-7B-v0.1",
            mark("why one of them is"),
        ),
        ("filiation evidence HuggingFaceH4/zephyr-7b-beta --json", mark("the same for a program, nothing shortened")),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model: owner/name, or an old name of it."))
@click.option("--link", metavar="PARENT", help=mark("Only the link to this parent or dataset."))
def evidence(session: Session, model: str, link: str | None) -> None:
    """Run `evidence`."""
    with session.reading() as observatory:
        answer = observatory.evidence(model)
        session.answer(answer if link is None else _only(answer, link), _draw)


def _only(answer: Evidence, parent: str) -> Evidence:
    """Return what is known of one link alone; raises NotFound where there is none to `parent`, in any case."""
    exact = tuple(link for link in answer.links if link.parent == parent)
    links = exact or tuple(link for link in answer.links if link.parent.lower() == parent.lower())
    if not links:
        raise NotFound(
            mark("No link from {model} to “{name}” is known."),
            mark("All its links: filiation evidence {model}"),
            model=answer.model,
            name=parent,
        )
    return replace(answer, links=links, rejected=())


def _draw(session: Session, answer: Evidence) -> None:
    screen = session.screen
    screen.line(Cell(outside(answer.model), "bold"))
    if not answer.links:
        screen.text(session.say(mark("Nothing tells of parents or training data.")))
    for link in answer.links:
        _link(session, link)
    unread = [one for one in answer.rejected if one.reason is Rejection.UNREADABLE]
    written = [one for one in answer.rejected if one.reason is not Rejection.UNREADABLE]
    _draw_rejected(session, mark("Written as a parent, but could not be taken for one"), written)
    _draw_rejected(session, mark("Files that could not be read"), unread)


def _draw_rejected(session: Session, heading: str, found: Sequence[Rejected]) -> None:
    if found:
        session.screen.heading(session.say(heading))
    for rejected in found:
        for line in _rejected(session, rejected):
            session.screen.line("  ", *line)


def _link(session: Session, link: LinkEvidence) -> None:
    screen, translate = session.screen, session.translate
    screen.line()
    standing = translate(STANDING_MEANS[link.standing])
    relation = Cell(translate(RELATION[link.relation]), STYLE[link.relation])
    noted = session.presence(link.presence, gone=link.away, withdrawn=link.withdrawn)
    about = "".join(f" · {text}" for text in noted)
    screen.line(relation, " ", Cell(outside(link.parent), "bold"), f" · {standing}{about}")
    if not link.grounds and link.certainty != STATED:
        screen.line("  ", guess(session.speech, link.reason, link.certainty))
    for number, step in enumerate(steps(session.speech, link), 1):
        screen.line("  ", Cell(f"{number}. ", "dim"), step)
    _clues(session, link)


def _clues(session: Session, link: LinkEvidence) -> None:
    """Write the clues of a link; where they contradict each other, each side under its own heading."""
    sides = {side: [clue for clue in link.clues if clue.supports is side] for side in (True, False)}
    if link.standing is not Standing.CONTRADICTED or not all(sides.values()):
        for clue in link.clues:
            for line in _clue(session, clue):
                session.screen.line("    ", *line)
        return
    headings = {True: mark("What speaks for it"), False: mark("What speaks against it")}
    columns: list[list[_Line]] = [
        [[Cell(session.translate(headings[side]), "bold")], *(line for clue in found for line in _clue(session, clue))]
        for side, found in sides.items()
    ]
    session.screen.beside(columns, indent=4)


def _clue(session: Session, clue: ClueFacts) -> Iterator[_Line]:
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
    yield _place(session, [side, source], clue, dates)
    yield _quoted(session, clue.raw)


def _rejected(session: Session, rejected: Rejected) -> Iterator[_Line]:
    dates = session.say(mark("read {day}"), day=session.speech.day(rejected.seen))
    yield [why_not(session.speech, rejected)]
    source = session.translate(source_words(rejected.source, rejected.location))
    yield ["  ", *_place(session, [source], rejected, dates)]
    if rejected.reason is not Rejection.UNREADABLE:  # what is there could not be read: nothing can be quoted
        yield ["  ", *_quoted(session, rejected.raw)]


def _place(session: Session, head: Sequence[Piece], clue: ClueFacts | Rejected, dates: str) -> _Line:
    """Return where something was read, what it tells beyond a name, and when."""
    told = "".join(f" · {text}" for text in tells(session.speech, clue))
    spaced = [piece for cell in head for piece in (cell, " · ")]
    return [*spaced, outside(place(session.speech, clue.location)), told, Cell(f" · {dates}", "dim")]


def _quoted(session: Session, raw: str) -> _Line:
    """Return what is written there."""
    text = outside(raw if len(raw) <= _LONGEST else raw[:_LONGEST] + "…")
    return ["  ", session.say(mark("“{text}”"), text=text)]


COMMANDS = (evidence,)
"""The commands of this file, in the order of the help."""
