"""What an import did, for people: read, dated, linked, rejected, skipped."""

from filiation.cli.frame import Session
from filiation.cli.output import Cell, outside
from filiation.facts.imports import ImportSummary
from filiation.facts.vocabulary import Rejection
from filiation.locale import mark
from filiation.words.vocabulary import KIND, REJECTION


def draw_summary(session: Session, summary: ImportSummary, *, seconds: float) -> None:
    """Write the summary of an import that took some `seconds`."""
    screen = session.screen
    sentence = mark("Imported as {name} in {seconds} s; edition {edition} is in service.")
    screen.text(
        session.say(sentence, name=summary.name, seconds=session.speech.decimal(seconds), edition=summary.edition)
    )
    screen.heading(session.say(mark("Read")))
    screen.table([[_read(session, summary)], *([[_news(session, summary)]] if summary.read else [])])
    _files(session, summary)
    screen.heading(session.say(mark("Links in the store")))
    screen.table([[session.counts(summary.links) or session.say(mark("none"))]])
    _rejected(session, summary)
    _skipped(session, summary)


def _read(session: Session, summary: ImportSummary) -> str:
    counts = {str(kind): count for kind, count in summary.read.items()}
    if summary.statements:
        counts["statement"] = summary.statements
    return ", ".join(session.many(count, *KIND[kind][1:]) for kind, count in counts.items())


def _news(session: Session, summary: ImportSummary) -> str:
    sentence = mark("{new} new, {unchanged} unchanged, {repeated} repeated (the newest counts)")
    return session.say(sentence, new=summary.new, unchanged=summary.unchanged, repeated=summary.repeated)


def _files(session: Session, summary: ImportSummary) -> None:
    screen = session.screen
    screen.heading(session.say(mark("The day that each file describes")))
    told = {
        "user": mark("as you said"),
        "newest record": mark("the newest date in its records"),
        "import": mark("today: its records tell no day"),
    }
    screen.table(
        [
            [outside(file.name), session.speech.day(file.seen), Cell(session.say(told[file.dated_by]), "dim")]
            for file in summary.files
        ]
    )
    if any(file.dated_by != "user" for file in summary.files):
        screen.table([[session.say(mark("If they were recorded on another day, say so with --seen YYYY-MM-DD."))]])


def _rejected(session: Session, summary: ImportSummary) -> None:
    if not summary.rejected:
        return
    session.screen.heading(session.say(mark("Written as a parent, but could not be taken for one")))
    session.screen.table(
        [
            [Cell(session.speech.number(count), right=True), session.translate(REJECTION[Rejection(name)])]
            for name, count in summary.rejected.items()
        ]
    )


def _skipped(session: Session, summary: ImportSummary) -> None:
    total = sum(one.count for one in summary.skipped)
    if not total:
        return
    screen = session.screen
    one, many = (
        mark("{n} place was skipped; the good records are in the store"),
        mark("{n} places were skipped; the good records are in the store"),
    )
    screen.line()
    screen.line(Cell(session.many(total, one, many), "bold red"))
    for reason in summary.skipped:
        screen.table([[Cell(session.speech.number(reason.count), right=True), session.translate(reason.reason)]])
        screen.table([[Cell(outside(example), "dim")] for example in reason.examples], indent=6)
