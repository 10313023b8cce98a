"""What a model inherits and what came of it: lineage, overview."""

from collections.abc import Iterator
from functools import partial

import click

from filiation.cli.drawing import Files, drawn, write
from filiation.cli.frame import Session, command
from filiation.cli.output import STYLE, Cell, Piece, outside
from filiation.cli.tallies import most
from filiation.facts.answers import Profile
from filiation.facts.heritage import Cell as Way
from filiation.facts.heritage import Forebear, InheritedDataset, Lineage, Overview
from filiation.facts.vocabulary import Standing
from filiation.locale import mark
from filiation.words import heritage as words
from filiation.words.reasons import deduced
from filiation.words.vocabulary import KIND, RELATION, STANDING

_SECTION = mark("Genealogy:")
_DATASETS = 20
_WAYS = 40
_UNKNOWN = "unknown"


@command(
    "lineage",
    section=_SECTION,
    summary=mark("Tell what a model stands on: the line of its primary parents, datasets, licenses, doubts."),
    details=mark("Datasets, licenses and publishers are those of the model and all its ancestors, the nearest first."),
    examples=(
        ("filiation lineage HuggingFaceH4/zephyr-7b-beta", mark("a model")),
        ("filiation lineage HuggingFaceH4/zephyr-7b-beta --json", mark("for a program, with up to 500 datasets")),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model: owner/name, or an old name of it."))
def lineage(session: Session, model: str) -> None:
    """Run `lineage`."""
    with session.reading() as observatory:
        session.answer(observatory.lineage(model), partial(draw_lineage, profile=observatory.show(model, limit=1)))


@command(
    "overview",
    section=_SECTION,
    summary=mark("Count a whole family, however large: by ways, years, publishers and licenses."),
    details=mark(
        "Each descendant counts once, on its shortest way from the model: the relations of the links in order."
    ),
    examples=(
        ("filiation overview mistralai/Mistral-7B-v0.1", mark("a large family")),
        ("filiation overview mistralai/Mistral-7B-v0.1 --json", mark("for a program, with up to 500 ways")),
        ("filiation overview mistralai/Mistral-7B-v0.1 --svg family.svg", mark("a picture of all ways")),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model: owner/name, or an old name of it."))
@drawn
def overview(session: Session, model: str, svg: str | None, png: str | None) -> None:
    """Run `overview`."""
    files = Files(svg, png)
    files.check(as_json=session.as_json)
    with session.reading() as observatory:
        answer = observatory.overview(model)
    if files:
        write(session, answer, files)
    if session.as_json or not files:
        session.answer(answer, draw_overview)


def draw_lineage(session: Session, answer: Lineage, profile: Profile) -> None:
    """Write where a model comes from, in a sentence and step by step, and what it inherits."""
    screen = session.screen
    screen.line(Cell(outside(answer.model), "bold"))
    screen.text(words.origin(session.speech, profile, answer))
    if answer.line:
        screen.heading(session.say(mark("Line of primary parents: {n}"), n=len(answer.line)))
        screen.table([_forebear(session, one) for one in answer.line])
    screen.heading(session.say(mark("The model with all its ancestors: {n}"), n=answer.ancestors + 1))
    screen.table(list(_inherited(session, answer)))
    if answer.datasets:
        screen.heading(session.say(mark("Trained on: {n}"), n=answer.datasets_total))
        screen.table([_dataset(session, answer, one) for one in answer.datasets[:_DATASETS]])
        if answer.datasets_total > _DATASETS:
            sentence = mark("and {n} more: filiation lineage {model} --json")
            more = session.say(sentence, n=answer.datasets_total - _DATASETS, model=outside(answer.model))
            screen.line("  ", Cell(more, "dim"))
    if answer.doubts:
        screen.heading(session.say(mark("What is missing or doubtful: {n}"), n=len(answer.doubts)))
        for found in answer.doubts:
            screen.line("  • ", words.doubt(session.speech, found))


def draw_overview(session: Session, answer: Overview) -> None:
    """Write how many descendants there are, of which sorts, and the largest ways to them."""
    one, many = mark("{n} descendant of {model}"), mark("{n} descendants of {model}")
    session.screen.line(Cell(session.many(answer.total, one, many, model=outside(answer.model)), "bold"))
    if not answer.total:
        return
    number = session.speech.number
    generations = " · ".join(f"{depth}: {number(n)}" for depth, n in answer.by_depth.items())
    undated = session.say(mark("no date"))
    years = " · ".join(f"{undated if y == _UNKNOWN else y}: {number(n)}" for y, n in answer.by_year.items())
    rows = [
        (mark("relations"), session.counts(answer.by_relation)),
        (mark("links away"), generations),
        (mark("published"), years),
        (mark("publishers"), most(session, answer.by_publisher, answer.publishers)),
        (mark("licenses"), most(session, answer.by_license, answer.licenses)),
    ]
    session.screen.table([[Cell(session.translate(name), "dim"), text] for name, text in rows])
    _ways(session, answer)


def _forebear(session: Session, one: Forebear) -> list[Piece]:
    notes = [] if one.standing is Standing.DECLARED else [session.translate(STANDING[one.standing])]
    notes += filter(None, [deduced(session.speech, one.certainty)])
    notes += session.presence(one.presence, gone=one.gone)
    return [
        Cell(session.speech.number(one.depth), right=True),
        Cell(session.translate(RELATION[one.relation]), STYLE[one.relation]),
        Cell(outside(one.id), "bold"),
        session.speech.day(one.created),
        outside(one.license or "–"),
        Cell(" · ".join(notes), "dim"),
    ]


def _inherited(session: Session, answer: Lineage) -> Iterator[list[Piece]]:
    """Yield the licenses and publishers that are met on the way up, the nearest first."""
    name: Piece = Cell(session.say(mark("licenses")), "dim")
    for one in answer.licenses:
        _, few, many = KIND["model"]
        license_ = outside(one.license) if one.license else session.say(mark("not told"))
        nearest = session.say(mark("nearest: {model}"), model=outside(one.nearest))
        yield [name, f"{license_} ({session.many(one.models, few, many)})", Cell(nearest, "dim")]
        name = ""
    yield [Cell(session.say(mark("publishers")), "dim"), most(session, answer.publishers, len(answer.publishers))]


def _dataset(session: Session, answer: Lineage, one: InheritedDataset) -> list[Piece]:
    notes = [session.say(mark("by {model}"), model=outside(one.by))] if one.by != answer.model else []
    notes += session.presence(one.presence, gone=one.gone)
    return [
        Cell(outside(one.id), "bold"),
        Cell(session.translate(STANDING[one.standing])),
        Cell(" · ".join(notes), "dim"),
    ]


def _ways(session: Session, answer: Overview) -> None:
    """Write the largest ways as an indented table, and how many descendants are on others."""
    largest = sorted(answer.cells, key=lambda way: -way.within)[:_WAYS]
    kept = {way.way for way in largest}
    shown = [way for way in answer.cells if way.way in kept]
    screen, say = session.screen, session.say
    screen.heading(say(mark("Ways down from the model")))
    heads = (mark("way"), mark("end here"), mark("here or further"))
    header: list[Piece] = [Cell(say(head), "dim", right=place > 0) for place, head in enumerate(heads)]
    screen.table([header, *(_way(session, way) for way in shown)])
    rest = answer.total - sum(way.here for way in shown)
    if rest:
        one, many = mark("{n} descendant is on a smaller way."), mark("{n} descendants are on smaller ways.")
        screen.line("  ", Cell(session.many(rest, one, many), "dim"))


def _way(session: Session, way: Way) -> list[Piece]:
    last, number = way.way[-1], session.speech.number
    name = "  " * (len(way.way) - 1) + session.translate(RELATION[last])
    return [Cell(name, STYLE[last]), Cell(number(way.here), right=True), Cell(number(way.within), right=True)]


COMMANDS = (lineage, overview)
"""The commands of this file, in the order of the help."""
