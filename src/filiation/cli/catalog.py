"""Filling the store and looking around in it: import, rebuild, search, stats."""

import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import click

from filiation.cli.frame import Session, command
from filiation.cli.kinds import Day, OneOf, Whole
from filiation.cli.output import Cell, Piece, outside
from filiation.cli.progress import showing
from filiation.cli.summary import draw_summary
from filiation.facts.answers import Hit, SearchAnswer, Stats
from filiation.facts.vocabulary import Rejection, Relation, Standing
from filiation.locale import mark
from filiation.words.origins import came
from filiation.words.vocabulary import KIND, MATCH, REJECTION, RELATION, STANDING

_FILLING = mark("Filling the store:")
_LOOKING = mark("Looking around:")
_IN_PART = 4  # as a source that failed: some of it could not be read


@command(
    "import",
    section=_FILLING,
    reads=False,
    summary=mark("Read files of the Hub's records into the store."),
    details=mark(
        "A path is a file, or a folder of files: JSON lines or pages as the Hub's interface returns them (.jsonl, "
        ".json, also .gz), hub-stats Parquet, or statements of links. All or nothing: when a file cannot be read, "
        "the store stays as it was. Records that cannot be read are skipped and counted, and the exit code is 4."
    ),
    examples=(
        ("filiation import models.jsonl.gz datasets.jsonl.gz", mark("fill your own store")),
        (
            "filiation import pages/ --kind models --seen 2026-11-20 --complete",
            mark("a whole crawl of one day, in which what is missing is gone"),
        ),
    ),
)
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(path_type=Path),
    help=mark("Files, or folders of files."),
)
@click.option(
    "--complete",
    is_flag=True,
    help=mark("The files hold every public repository of their kind; what they lack is marked gone."),
)
@click.option("--seen", type=Day(), help=mark("The day on which the records were read from the Hub."))
@click.option("--kind", type=OneOf(("models", "datasets")), help=mark("What the files hold, where they do not tell."))
def import_(session: Session, *, paths: tuple[Path, ...], kind: str | None, seen: date | None, complete: bool) -> int:
    """Run `import`."""
    now, began = datetime.now(UTC), time.monotonic()
    with session.writing() as observatory, showing(session) as report:
        summary = observatory.import_files(
            paths, now=now, kind=kind and kind.removesuffix("s"), seen=seen, complete=complete, report=report
        )
    if session.as_json:
        session.screen.json(summary)
    else:
        draw_summary(session, summary, seconds=time.monotonic() - began)
    return _IN_PART if summary.skipped else 0


@command(
    "rebuild",
    section=_FILLING,
    reads=False,
    summary=mark("Make a new edition of the store from its records."),
    details=mark(
        "For a store that is damaged, or that another version of the program made; questions are answered meanwhile."
    ),
    examples=(
        ("filiation rebuild", mark("your own store")),
        ("filiation rebuild --store /srv/filiation", mark("another one")),
    ),
)
def rebuild(session: Session) -> None:
    """Run `rebuild`."""
    with session.writing() as observatory, showing(session) as report:
        edition = observatory.rebuild(report=report)
    session.answer({"edition": edition}, _draw_edition)


def _draw_edition(session: Session, answer: dict[str, str]) -> None:
    session.screen.text(session.say(mark("Edition {edition} is in service."), edition=answer["edition"]))


@command(
    "search",
    section=_LOOKING,
    summary=mark("Find models, datasets and publishers."),
    details=mark("By name, beginning, words or part of a word; one mistake in spelling is forgiven."),
    examples=(
        ("filiation search mistral 7b instruct", mark("the words of a name")),
        ("filiation search zephir --kind model --limit 5", mark("a misspelled model")),
    ),
)
@click.argument("text", nargs=-1, required=True, metavar="TEXT...", help=mark("What to look for."))
@click.option("--limit", type=Whole(1), default=20, help=mark("How many finds to list."))
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=OneOf(("model", "dataset", "publisher")),
    help=mark("Only this kind; may be repeated."),
)
def search(session: Session, text: tuple[str, ...], kinds: tuple[str, ...], limit: int) -> None:
    """Run `search`."""
    with session.reading() as observatory:
        session.answer(observatory.search(" ".join(text), kinds=kinds, limit=limit), _draw_finds)


def _draw_finds(session: Session, answer: SearchAnswer) -> None:
    if not answer.items:
        session.screen.text(session.say(mark("Nothing is found for {text}."), text=outside(answer.text)))
    session.screen.table([_find(session, hit) for hit in answer.items], indent=0)


def _find(session: Session, hit: Hit) -> list[Piece]:
    use = "" if hit.downloads is None else session.speech.number(hit.downloads)
    about = session.translate(MATCH.get(hit.match, hit.match))
    if hit.models is not None:
        about += " · " + session.many(hit.models, *KIND["model"][1:])
    if hit.presence is not None:
        about = " · ".join([about, *session.presence(hit.presence, gone=hit.gone)])
    kind = session.translate(KIND[hit.kind][0])
    return [kind, Cell(outside(hit.id), "bold"), Cell(use, right=True), Cell(about, "dim")]


@command(
    "stats",
    section=_LOOKING,
    summary=mark("Count what the store holds."),
    examples=(
        ("filiation stats", mark("models, links, families, and the day that they describe")),
        ("filiation stats --json", mark("the same for a program")),
    ),
)
def stats(session: Session) -> None:
    """Run `stats`."""
    with session.reading() as observatory:
        session.answer(observatory.stats(), _draw_stats)


def _draw_stats(session: Session, stats: Stats) -> None:
    say, number = session.say, session.speech.number
    session.screen.table(
        [
            [say(mark("Describes")), _days(session, stats)],
            [say(mark("Models")), _models(session, stats)],
            [say(mark("Datasets")), number(stats.datasets)],
            [say(mark("Publishers")), number(stats.publishers)],
            [say(mark("Models with children and no parents")), number(stats.roots)],
            [say(mark("Parents that are not in the sources")), _absent(session, stats)],
            [say(mark("Parents outside the Hub")), number(stats.outside)],
            [say(mark("Loops")), number(stats.cycles)],
        ],
        indent=0,
    )
    _tally(session, mark("Links"), {session.translate(RELATION[Relation(k)]): n for k, n in stats.links.items()})
    _tally(
        session,
        mark("Standing of the links"),
        {session.translate(STANDING[Standing(k)]): n for k, n in stats.standings.items()},
    )
    _tally(
        session,
        mark("Written as a parent, but could not be taken for one"),
        {session.translate(REJECTION[Rejection(k)]): n for k, n in stats.rejected.items()},
    )
    _tally(session, mark("Models by generation"), stats.depths)
    _tally(session, mark("Largest families: descendants"), {outside(name): n for name, n in stats.largest})
    session.screen.heading(say(mark("Imports")))
    imports = [[outside(one.name), session.speech.day(one.seen), came(session.speech, one)] for one in stats.imports]
    session.screen.table(imports)
    session.screen.table([[Cell(say(mark("edition {name}"), name=stats.edition), "dim")]])


def _days(session: Session, stats: Stats) -> str:
    day = session.speech.day
    if stats.newest is None or stats.newest == stats.seen:
        return day(stats.seen)
    return session.say(mark("{day}; parts of it {newest}"), day=day(stats.seen), newest=day(stats.newest))


def _models(session: Session, stats: Stats) -> str:
    total = session.speech.number(stats.models)
    if not stats.gone:
        return total
    return session.say(mark("{n}, of which {gone} are gone"), n=stats.models, gone=stats.gone)


def _absent(session: Session, stats: Stats) -> str:
    links = session.many(stats.absent_links, mark("{n} link"), mark("{n} links"))
    return session.say(mark("{n}, with {links}"), n=stats.absent, links=links)


def _tally(session: Session, heading: str, counts: Mapping[str, int]) -> None:
    if counts:
        session.screen.heading(session.translate(heading))
        rows: list[list[Piece]] = [[name, Cell(session.speech.number(n), right=True)] for name, n in counts.items()]
        session.screen.table(rows)


COMMANDS = (import_, rebuild, search, stats)
"""The commands of this file, in the order of the help."""
