"""What changed: the history of one model, and all changes between two days."""

from datetime import date
from typing import TypedDict, Unpack

import click

from filiation.cli.frame import Session, command
from filiation.cli.kinds import Day, OneOf, Whole
from filiation.cli.output import Cell, Piece, outside
from filiation.cli.paging import draw_rest
from filiation.facts.history import CHANGES, Changed, ChangeKind, Diff, History
from filiation.facts.vocabulary import Kind, Presence
from filiation.locale import mark
from filiation.words import history as words
from filiation.words.vocabulary import KIND, PRESENCE

_SECTION = mark("Changes:")
_DAYS = 8  # so many are all told


class _Wanted(TypedDict):
    """Which changes are asked for, and the paging, as the façade calls them."""

    model: str | None
    kinds: tuple[str, ...]
    limit: int
    offset: int


@command(
    "history",
    section=_SECTION,
    summary=mark("Tell the life of a model or dataset as it was read: renames, licenses, parents, access."),
    details=mark(
        "A change lies between two readings: the last that saw it otherwise and the first that saw it so. What "
        "happened in between, and changed back, has left no trace."
    ),
    examples=(
        ("filiation history mistralai/Mistral-7B-v0.1", mark("a model")),
        ("filiation history mistralai/Mistral-7B-v0.1 --json", mark("for a program")),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model, or the dataset: owner/name, or an old name of it."))
@click.option(
    "--kind",
    type=OneOf(tuple(str(kind) for kind in Kind)),
    help=mark("What the id names, where a model and a dataset have the same."),
)
def history(session: Session, model: str, kind: str | None) -> None:
    """Run `history`."""
    with session.reading() as observatory:
        session.answer(observatory.history(model, kind=kind), draw_history)


@command(
    "diff",
    section=_SECTION,
    summary=mark("List what changed from one day to another, in the whole catalog or in one family."),
    details=mark(
        "Changes first seen after the first day and up to the second, the newest first, on one day models before "
        "datasets, the most used first. A family is the model, its ancestors and its descendants at the beginning or "
        "at the end of these days."
    ),
    examples=(
        ("filiation diff 2026-11-01 2026-11-08", mark("a week of the whole catalog")),
        (
            "filiation diff 2026-11-01 2026-11-08 --model mistralai/Mistral-7B-v0.1",
            mark("the same for one family"),
        ),
        (
            "filiation diff 2026-11-01 2026-11-08 --kind license --kind gone --limit 0 --json",
            mark("all new licenses and vanished models, for a program"),
        ),
    ),
)
@click.argument("start", metavar="DATE", type=Day(), help=mark("The day after which changes count."))
@click.argument("end", metavar="DATE", type=Day(), help=mark("The last day of changes."))
@click.option("--model", metavar="ID", help=mark("Only changes in the family of this model."))
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=OneOf(tuple(str(kind) for kind in CHANGES)),
    help=mark("Only changes of this kind; may be repeated."),
)
@click.option("--limit", type=Whole(0), default=20, help=mark("How many to list; 0 lists all."))
@click.option("--offset", type=Whole(0), default=0, help=mark("How many to pass over."))
def diff(session: Session, start: date, end: date, **wanted: Unpack[_Wanted]) -> None:
    """Run `diff`."""
    with session.reading() as observatory:
        session.answer(observatory.diff(start, end, **wanted), draw_diff)


def draw_history(session: Session, answer: History) -> None:
    """Write since when and until when a repository was seen, and each change as a sentence."""
    screen = session.screen
    screen.line(Cell(outside(answer.model), "bold"))
    if answer.presence is not Presence.LISTED:
        screen.text(session.translate(PRESENCE[answer.presence]))
    screen.text(" ".join(words.life(session.speech, answer)))
    if answer.presence is not Presence.LISTED and not answer.changes:
        return
    if not answer.changes:
        screen.text(session.say(mark("No change was seen.")))
        return
    screen.line()
    for change in answer.changes:
        screen.line("  ", words.sentence(session.speech, change))


def draw_diff(session: Session, answer: Diff) -> None:
    """Write how much changed, of which kinds, and one page of the changes."""
    screen, say = session.screen, session.say
    days = {"start": answer.start, "end": answer.end}
    if answer.of is None:
        heading = session.many(
            sum(answer.by_kind.values()),
            mark("{n} change after {start} and up to {end}"),
            mark("{n} changes after {start} and up to {end}"),
            **days,
        )
    else:
        heading = session.many(
            sum(answer.by_kind.values()),
            mark("{n} change in the family of {model} after {start} and up to {end}"),
            mark("{n} changes in the family of {model} after {start} and up to {end}"),
            model=outside(answer.of),
            **days,
        )
    screen.line(Cell(heading, "bold"))
    if not answer.days:
        screen.text(say(mark("Nothing was read in these days, so no change can have been seen.")))
        return
    screen.text(say(mark("Read on: {days}"), days=_days(session, answer)))
    counted = mark("{kind}: {n}")
    names = {kind: session.translate(words.CHANGE[ChangeKind(kind)]) for kind in answer.by_kind}
    screen.text(" · ".join(say(counted, kind=names[kind], n=n) for kind, n in answer.by_kind.items()))
    screen.line()
    screen.table([_row(session, one) for one in answer.items])
    draw_rest(session, answer.offset, len(answer.items), answer.total)


def _row(session: Session, one: Changed) -> list[Piece]:
    downloads = "" if one.downloads is None else session.speech.number(one.downloads)
    told = words.sentence(session.speech, one.change)
    kind = "" if one.kind is Kind.MODEL else session.translate(KIND[one.kind][0])
    return [Cell(outside(one.model), "bold"), kind, Cell(downloads, right=True), told]


def _days(session: Session, answer: Diff) -> str:
    """Return the days on which was read, the first and the last of many."""
    days = [words.read_on(session.speech, day, whole=day in answer.whole_days) for day in answer.days]
    return ", ".join(days if len(days) <= _DAYS else [*days[:2], "…", *days[-2:]])


COMMANDS = (history, diff)
"""The commands of this file, in the order of the help."""
