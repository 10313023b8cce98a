"""What an import or a crawl did, for people: read, dated, linked, rejected, skipped."""

from filiation.cli.frame import Session
from filiation.cli.output import Cell, outside
from filiation.facts.crawls import CrawlSummary
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


def draw_crawl(session: Session, summary: CrawlSummary, *, seconds: float) -> None:
    """Write the summary of a crawl or an update that took some `seconds`."""
    screen = session.screen
    sentence = mark("Read from {endpoint} as {name} in {seconds} s; edition {edition} is in service.")
    values = {"endpoint": outside(summary.endpoint), "name": summary.name, "edition": summary.edition}
    screen.text(session.say(sentence, seconds=session.speech.decimal(seconds), **values))
    screen.heading(session.say(mark("Read")))
    screen.table([[line] for line in _crawled(session, summary)])
    screen.heading(session.say(mark("Asking the Hub")))
    screen.table([[line] for line in _asking(session, summary)])
    screen.heading(session.say(mark("Links in the store")))
    screen.table([[session.counts(summary.links) or session.say(mark("none"))]])
    _rejected(session, summary)
    _skipped(session, summary)


def _crawled(session: Session, summary: CrawlSummary) -> list[str]:
    day = session.say(mark("as the Hub stood on {day}"), day=summary.day)
    read = ", ".join(session.many(n, *KIND[kind][1:]) for kind, n in summary.read.items())
    lines = [f"{read or session.say(mark('nothing new'))} · {day}", _news(session, summary)]
    if summary.listed:
        names = ", ".join(session.many(n, *KIND[kind][1:]) for kind, n in summary.listed.items())
        lines.append(session.say(mark("names of {names}"), names=names))
    if summary.complete:
        lines.append(
            session.many(summary.vanished, mark("{n} is gone since"), mark("{n} are gone since"))
            + ", "
            + session.many(summary.renamed, mark("{n} has another name"), mark("{n} have another name"))
        )
    if summary.absent:
        one, many = mark("{n} was asked for and is not public"), mark("{n} were asked for and are not public")
        lines.append(session.many(summary.absent, one, many))
    if summary.publishers:
        lines.append(session.many(summary.publishers, *KIND["publisher"][1:]))
    return lines


def _asking(session: Session, summary: CrawlSummary) -> list[str]:
    requests = session.many(summary.requests, mark("{n} request"), mark("{n} requests"))
    resumed = session.say(mark("going on from an earlier run")) if summary.resumed else ""
    lines = [" · ".join(filter(None, (requests, resumed)))]
    if summary.waited >= 1:
        lines.append(session.say(mark("{n} s were spent waiting, as the Hub wants it"), n=round(summary.waited)))
    if summary.faults:
        total = sum(summary.faults.values())
        reasons = ", ".join(f"{n} × {outside(session.translate(reason))}" for reason, n in summary.faults.items())
        lines.append(
            session.many(total, mark("{n} fault, tried again"), mark("{n} faults, tried again")) + f" ({reasons})"
        )
    if summary.clock_off:
        sentence = mark("this machine's clock is off by {n} s; the Hub's clock dates what was read")
        lines.append(session.say(sentence, n=abs(summary.clock_off)))
    return lines


def _read(session: Session, summary: ImportSummary) -> str:
    counts = {str(kind): count for kind, count in summary.read.items()}
    if summary.statements:
        counts["statement"] = summary.statements
    return ", ".join(session.many(count, *KIND[kind][1:]) for kind, count in counts.items())


def _news(session: Session, summary: ImportSummary | CrawlSummary) -> str:
    sentence = mark("{new} new, {unchanged} unchanged, {repeated} repeated (the newest counts)")
    return session.say(sentence, new=summary.new, unchanged=summary.unchanged, repeated=summary.repeated)


def _files(session: Session, summary: ImportSummary) -> None:
    screen = session.screen
    screen.heading(session.say(mark("The day that each file describes")))
    told = {
        "user": mark("as you said"),
        "newest record": mark("the newest date in its records"),
        "import": mark("today: its records tell no day"),
        "snapshot": mark("the newest date in the snapshot"),
    }
    screen.table(
        [
            [outside(file.name), session.speech.day(file.seen), Cell(session.say(told[file.dated_by]), "dim")]
            for file in summary.files
        ]
    )
    if any(file.dated_by not in ("user", "snapshot") for file in summary.files):
        screen.table([[session.say(mark("If they were recorded on another day, say so with --seen YYYY-MM-DD."))]])


def _rejected(session: Session, summary: ImportSummary | CrawlSummary) -> None:
    if not summary.rejected:
        return
    session.screen.heading(session.say(mark("Written as a parent, but could not be taken for one")))
    session.screen.table(
        [
            [Cell(session.speech.number(count), right=True), session.translate(REJECTION[Rejection(name)])]
            for name, count in summary.rejected.items()
        ]
    )


def _skipped(session: Session, summary: ImportSummary | CrawlSummary) -> None:
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
