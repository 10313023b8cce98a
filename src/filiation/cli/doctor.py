"""What is wrong with how models tell their origin, and what their publishers could write instead."""

import click

from filiation.cli.frame import Session, command
from filiation.cli.kinds import OneOf, Whole
from filiation.cli.output import Cell, note, outside
from filiation.cli.paging import draw_rest
from filiation.errors import WrongUse
from filiation.facts.hygiene import AILMENTS, Ailment, Diagnosis, Finding, Repair, Side
from filiation.locale import mark
from filiation.words import hygiene as words
from filiation.words.vocabulary import RELATION

_READY = "*"  # marks a line that metadata mends
_FOUND = 1  # the exit code that says so
_SECTION = mark("Evidence:")


@command(
    "doctor",
    section=_SECTION,
    summary=mark("Examine how models tell their origin: one family, a publisher, or the whole catalog."),
    details=mark(
        "Looks at the models that the newest sources hold, the most used first. The exit code is 1 when something of "
        "the kinds asked for was found, 0 when nothing was. With --card, prints the metadata of one model, ready to be "
        "pasted into its card: the parents that are declared, or that were found with a measured certainty of 90 % or "
        "more and not by a name or the note of a tool alone; and the relation where it is stated or proved."
    ),
    examples=(
        ("filiation doctor", mark("the whole catalog, counted, with the most used examples")),
        ("filiation doctor HuggingFaceH4/zephyr-7b-beta", mark("a model with its ancestors and descendants")),
        ("filiation doctor --publisher mistralai --kind license-differs", mark("one kind of finding at a publisher")),
        ("filiation doctor HuggingFaceH4/zephyr-7b-beta --card", mark("what to paste into a card")),
    ),
)
@click.argument("model", metavar="[ID]", required=False, help=mark("The model whose family is examined."))
@click.option("--publisher", metavar="NAME", help=mark("Examine the models of this publisher instead."))
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=OneOf(tuple(str(kind) for kind in AILMENTS)),
    help=mark("Only findings of this kind; may be repeated."),
)
@click.option("--limit", type=Whole(0), default=20, help=mark("How many to list; 0 lists all."))
@click.option("--offset", type=Whole(0), default=0, help=mark("How many to pass over."))
@click.option("--card", "as_card", is_flag=True, help=mark("Print the metadata that mends the card of the model."))
def doctor(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    model: str | None,
    publisher: str | None,
    kinds: tuple[str, ...],
    limit: int,
    offset: int,
    *,
    as_card: bool,
) -> int:
    """Run `doctor`."""
    if as_card and model is None:
        raise WrongUse(mark("--card needs a model."), mark("Name the one whose card is to be mended, as owner/name."))
    with session.reading() as observatory:
        answer = observatory.doctor(model, publisher=publisher, kinds=kinds, limit=limit, offset=offset)
        if as_card and not session.as_json:
            _draw_card(session, answer)
        else:
            session.answer(answer, draw_doctor)
    return _FOUND if answer.total else 0


def draw_doctor(session: Session, answer: Diagnosis) -> None:
    """Write how much was found, of which kinds, one page of it, and what can be done."""
    screen = session.screen
    heading = mark("The whole catalog")
    if answer.model is not None:
        heading = mark("The family of {name}")
    elif answer.publisher is not None:
        heading = mark("The models of {name}")
    screen.line(Cell(session.say(heading, name=outside(answer.model or answer.publisher or "")), "bold"))
    screen.text(words.summary(session.speech, answer))
    if not answer.by_kind:
        return
    screen.line()
    screen.table(
        [
            [
                Cell(session.speech.number(n), right=True),
                session.translate(words.AILMENT[Ailment(kind)]),
                Cell(kind, "dim"),
            ]
            for kind, n in answer.by_kind.items()
        ]
    )
    if answer.own:
        screen.heading(session.say(mark("The model itself")))
        screen.table([_row(session, finding)[1:] for finding in answer.own])
    screen.heading(session.say(mark("Findings, the most used models first")))
    if not answer.total:
        screen.text(session.say(mark("Nothing of these kinds was found.")))
    ready = _ready(answer)
    screen.table(
        [
            [*([_READY if finding in ready else ""] if ready else []), *_row(session, finding)]
            for finding in answer.items
        ]
    )
    draw_rest(session, answer.offset, len(answer.items), answer.total)
    _draw_repairs(session, answer, len({finding.model for finding in ready}))


def _ready(answer: Diagnosis) -> tuple[Finding, ...]:
    """Return the findings listed that metadata mends."""
    mended = {repair.model: repair.mends for repair in answer.repairs if repair.metadata is not None}
    return tuple(finding for finding in answer.items if finding.kind in mended.get(finding.model, ()))


def _row(session: Session, finding: Finding) -> list[str | Cell]:
    told = words.what(session.speech, finding)
    return [Cell(outside(finding.model), "bold"), session.translate(words.AILMENT[finding.kind]), told]


def _draw_repairs(session: Session, answer: Diagnosis, ready: int) -> None:
    """Write what can be done for the model itself, and how to get what mends the `ready` models that are marked."""
    own = [repair for repair in answer.repairs if repair.model == answer.model]
    if not own and not ready:
        return
    screen = session.screen
    screen.heading(session.say(mark("What publishers can do")))
    for repair in own:
        _draw_repair(session, repair)
    if ready:
        one = mark("{mark} The metadata of {n} model is ready: filiation doctor ID --card")
        many = mark("{mark} The metadata of {n} models is ready: filiation doctor ID --card")
        screen.text(session.many(ready, one, many, mark=_READY))


def _draw_repair(session: Session, repair: Repair) -> None:
    screen = session.screen
    screen.text(words.why(session.speech, repair))
    for line in (repair.metadata or "").splitlines():
        screen.line("  ", line)
    for side in repair.sides:
        screen.line("  ", _side(session, side))


def _side(session: Session, side: Side) -> str:
    relation, told = session.translate(RELATION[side.relation]), words.told_by(session.speech, side)
    sentence = mark("{parent} ({relation}): {sources}")
    return session.say(sentence, parent=outside(side.parent), relation=relation, sources=told)


def _draw_card(session: Session, answer: Diagnosis) -> None:
    """Write the metadata alone, so that it can go into a file; what is to be known of it to standard error."""
    repair = next((repair for repair in answer.repairs if repair.model == answer.model), None)
    if repair is None:
        note(session.say(mark("Its card needs no other metadata, as far as is known.")))
        return
    note(words.why(session.speech, repair))
    for side in repair.sides:
        note(f"  {_side(session, side)}")
    if repair.metadata is not None:
        note(session.say(mark("Put this in the place of the fields of the same names; leave all others as they are.")))
        for line in repair.metadata.splitlines():
            session.screen.line(line)


COMMANDS = (doctor,)
"""The commands of this file, in the order of the help."""
