"""One model as the live Hub shows it at this moment, for people."""

from typing import TYPE_CHECKING

from filiation.cli.clock import WallClock
from filiation.cli.frame import Session
from filiation.cli.output import Cell, Piece, outside
from filiation.facts.live import Live, LiveFile
from filiation.locale import mark
from filiation.words.history import sentence as change_sentence
from filiation.words.live import ACCESS

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint

_LISTED = 20  # files that are listed of a repository


def show_live(session: Session, model: str, hub: "Endpoint") -> None:
    """Ask the Hub for a model and show what it says."""
    with session.reading() as observatory:
        session.answer(observatory.live(model, hub, WallClock()), draw_live)


def draw_live(session: Session, live: Live) -> None:
    """Write what the Hub says of a model, and what differs from the store."""
    screen = session.screen
    screen.line(Cell(outside(live.id or live.asked), "bold"))
    if live.id is not None and live.id != live.asked:
        screen.table([[session.say(mark("renamed: {old} leads to it"), old=outside(live.asked))]])
    asked = f"{outside(live.endpoint)}, {live.read:%Y-%m-%d %H:%M} UTC"
    screen.table([[session.translate(ACCESS[live.access])], [Cell(asked, "dim")]])
    if live.id is not None:
        _facts(session, live)
        _files(session, live)
    _differences(session, live)


def _facts(session: Session, live: Live) -> None:
    number = session.speech.number
    parents = ", ".join(outside(name) + (f" ({relation})" if relation else "") for name, relation in live.parents)
    rows: list[list[Piece]] = [
        [session.say(mark("license")), outside(live.license or "") or session.say(mark("not told"))],
        [session.say(mark("changed")), session.speech.day(live.modified.date() if live.modified else None)],
        [session.say(mark("downloads in 30 days")), number(live.downloads)],
        [session.say(mark("likes")), number(live.likes)],
        [session.say(mark("parents in its tags")), parents or session.say(mark("none"))],
        [
            session.say(mark("datasets in its tags")),
            ", ".join(map(outside, live.datasets)) or session.say(mark("none")),
        ],
    ]
    screen = session.screen
    screen.table(rows)


def _files(session: Session, live: Live) -> None:
    if not live.files:
        return
    screen = session.screen
    largest = sorted(live.files, key=lambda file: -(file.size or 0))[:_LISTED]
    screen.heading(session.many(len(live.files), mark("{n} file"), mark("{n} files, the largest first")))
    screen.table([_file(session, file) for file in largest])


def _file(session: Session, file: LiveFile) -> list[Piece]:
    size = session.speech.number(file.size)
    return [Cell(size, right=True), outside(file.path), Cell(outside((file.sha256 or file.oid or "")[:12]), "dim")]


def _differences(session: Session, live: Live) -> None:
    screen = session.screen
    screen.heading(session.say(mark("What differs from the store")))
    if live.differences is None:
        screen.table([[session.say(mark("The store holds no reading of this model: nothing can be compared."))]])
    elif not live.differences:
        screen.table([[session.say(mark("Nothing differs."))]])
    else:
        screen.table([[change_sentence(session.speech, change)] for change in live.differences])
