"""What an import or a crawl did, for people: read, dated, linked, rejected, skipped."""

from collections.abc import Iterator, Mapping

from filiation.cli.frame import Session
from filiation.cli.output import Cell, outside
from filiation.facts.crawls import CrawlSummary
from filiation.facts.imports import ImportSummary, Skipped
from filiation.facts.vocabulary import Kind, Rejection
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
    """Return what was read, and what of it is news."""
    day = session.say(mark("as the Hub stood on {day}"), day=session.speech.day(summary.day))
    read = _of_kinds(session, summary.read)
    lines = [f"{read or session.say(mark('no whole record'))} · {day}"]
    if not summary.first:
        lines.append("; ".join(_since(session, summary)))
    if summary.absent:
        one, many = mark("{n} was asked for and is not public"), mark("{n} were asked for and are not public")
        lines.append(session.many(summary.absent, one, many))
    if summary.publishers:
        one, many = mark("{n} publisher was asked about"), mark("{n} publishers were asked about")
        lines.append(session.many(summary.publishers, one, many))
    lines += [_noted(session, note) for note in summary.notes]
    return lines


def _since(session: Session, summary: CrawlSummary) -> Iterator[str]:
    """Yield what is otherwise than before; of a part that was read, nothing tells that the rest is still there."""
    one, many = mark("{n} repository changed or new"), mark("{n} repositories changed or new")
    yield session.many(summary.new, one, many)
    there = summary.listed or {kind: n for kind, n in summary.read.items() if kind in summary.complete}
    if summary.complete:
        yield session.say(mark("{what} there now"), what=_of_kinds(session, there))
        yield session.say(mark("gone: {what}"), what=_of_kinds(session, summary.vanished) or session.say(mark("none")))
    elif summary.vanished:
        yield session.say(mark("gone: {what}"), what=_of_kinds(session, summary.vanished))
    if summary.renamed:
        yield session.say(mark("renamed: {what}"), what=_of_kinds(session, summary.renamed))


def _of_kinds(session: Session, counts: Mapping[Kind, int]) -> str:
    told = [session.many(n, *KIND[kind][1:]) for kind, n in counts.items() if n]
    return session.say(mark("{a} and {b}"), a=told[0], b=told[1]) if len(told) == 2 else ", ".join(told)


def _noted(session: Session, note: Skipped) -> str:
    examples = ", ".join(outside(example) for example in note.examples)
    words = f"{session.speech.number(note.count)} {session.translate(note.reason)}"
    return f"{words} ({examples})" if examples else words


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
    return lines


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
