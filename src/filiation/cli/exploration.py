"""A part of the graph chosen by filters, listed, drawn or written to a file: explore."""

import shlex
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import TypedDict, Unpack

import click
from click.core import ParameterSource

from filiation.cli.drawing import Files, drawn, write
from filiation.cli.frame import Session, command
from filiation.cli.kinds import Day, OneOf, Whole
from filiation.cli.output import STYLE, Cell, Piece, note, outside
from filiation.cli.paging import draw_rest, paged
from filiation.cli.writing import write_file
from filiation.errors import WrongUse
from filiation.export.formats import FORMATS, format_named, format_of
from filiation.export.interface import Format
from filiation.facts.exploration import Exploration, Node, NodeKind, Query, Toward
from filiation.facts.vocabulary import LINEAGE, STANDINGS, Relation, Standing
from filiation.locale import mark
from filiation.words.exploration import NODE_KIND
from filiation.words.reasons import deduced
from filiation.words.speech import UNKNOWN
from filiation.words.vocabulary import RELATION, STANDING


class _Asked(TypedDict):
    """The options, as the fields of a query are called."""

    models: tuple[str, ...]
    toward: str
    kinds: tuple[str, ...]
    relations: tuple[str, ...]
    standings: tuple[str, ...]
    depth: int | None
    task: str | None
    license: str | None
    publisher: str | None
    published_after: date | None
    published_before: date | None
    sort: str
    limit: int
    offset: int


@command(
    "explore",
    section=mark("Publishers, datasets, graphs:"),
    summary=mark("List the part of the graph around one or several models that passes filters, or write it to a file."),
    details=mark(
        "The relatives of all named models, each once. A filter leaves out models, not the ways that lead through "
        "them. Of several kinds, a page holds some of each. A list and a picture show one page; a file of --output or "
        "--format holds all that passes, unless --limit says otherwise."
    ),
    examples=(
        (
            "filiation explore mistralai/Mistral-7B-v0.1 --task text-generation --license mit",
            mark("models for one task under one license"),
        ),
        (
            "filiation explore HuggingFaceH4/zephyr-7b-beta --kind model --kind dataset --toward ancestors",
            mark("its ancestors, and the datasets that they declare"),
        ),
        (
            "filiation explore mistralai/Mistral-7B-v0.1 --output family.graphml",
            mark("the whole family as a file for a graph program"),
        ),
    ),
)
@click.argument("models", metavar="ID...", nargs=-1, required=True, help=mark("The models to begin at."))
@click.option(
    "--toward",
    type=OneOf(tuple(str(way) for way in Toward)),
    default=Toward.BOTH.value,
    help=mark("Which way to go: ancestors, descendants, or both."),
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=OneOf(tuple(str(kind) for kind in NodeKind)),
    help=mark("What to list; may be repeated (without it: models)."),
)
@click.option(
    "--relation",
    "relations",
    multiple=True,
    type=OneOf(tuple(str(r) for r in LINEAGE)),
    help=mark("Only models whose nearest link on the way is of this relation; may be repeated."),
)
@click.option(
    "--standing",
    "standings",
    multiple=True,
    type=OneOf(tuple(str(s) for s in STANDINGS)),
    help=mark("Only models whose nearest link on the way has this standing; may be repeated."),
)
@click.option("--depth", type=Whole(1), help=mark("At most so many links away."))
@click.option("--task", metavar="NAME", help=mark("Only models for this task (unknown: none is told)."))
@click.option("--license", metavar="NAME", help=mark("Only models under this license (unknown: none is told)."))
@click.option("--publisher", metavar="NAME", help=mark("Only models of this publisher."))
@click.option("--published-after", type=Day(), help=mark("Only models published on this day or later."))
@click.option("--published-before", type=Day(), help=mark("Only models published on this day or earlier."))
@paged("use", "likes", "created", "id", "depth")
@click.option(
    "--format", "form", type=OneOf(tuple(FORMATS)), help=mark("Write a file of this format instead of a list.")
)
@click.option("--output", metavar="FILE", help=mark("Where to write it (else to standard output)."))
@drawn
def explore(
    session: Session,
    form: str | None,
    output: str | None,
    svg: str | None,
    png: str | None,
    **asked: Unpack[_Asked],
) -> None:
    """Run `explore`."""
    query, wanted, files = _query(asked), _format(form, output), Files(svg, png)
    files.check(as_json=session.as_json)
    if wanted is not None:
        _check_alone(files, as_json=session.as_json)
        query = _whole(query)
    with session.reading() as observatory:
        answer = observatory.explore(query)
    if wanted is not None:
        _export(session, answer, wanted, output)
        return
    if files:
        write(session, answer, files)
    if session.as_json or not files:
        session.answer(answer, _draw)


_WRITTEN = (mark("{n} node is written to {file}."), mark("{n} nodes are written to {file}."))


def _query(asked: _Asked) -> Query:
    return Query(
        models=asked["models"],
        toward=Toward(asked["toward"]),
        kinds=tuple(NodeKind(kind) for kind in asked["kinds"]) or (NodeKind.MODEL,),
        relations=tuple(Relation(relation) for relation in asked["relations"]),
        standings=tuple(Standing(standing) for standing in asked["standings"]),
        depth=asked["depth"],
        task=asked["task"],
        license=asked["license"],
        publisher=asked["publisher"],
        published_after=asked["published_after"],
        published_before=asked["published_before"],
        sort=asked["sort"],
        limit=asked["limit"],
        offset=asked["offset"],
    )


def _format(form: str | None, output: str | None) -> Format | None:
    """Return the format asked for by name, else by the end of the file's name; None: no export."""
    if form is not None:
        return format_named(form)
    return None if output is None else format_of(output)


def _check_alone(files: Files, *, as_json: bool) -> None:
    """Raise WrongUse for what shows one page when a file of all that passes is asked for too."""
    if files or as_json:
        raise WrongUse(
            mark("A file of an export holds all that passes; --json, --svg and --png show one page."),
            mark("Ask for one after the other: --format json writes all as JSON."),
        )


def _whole(query: Query) -> Query:
    """Return the query for all that passes its filters, unless a page of it was asked for."""
    told = click.get_current_context().get_parameter_source("limit")
    return replace(query, limit=0) if told is ParameterSource.DEFAULT else query


def _export(session: Session, answer: Exploration, form: Format, output: str | None) -> None:
    """Write the answer as a file of a format, or to standard output."""
    pieces = form.write(answer, _command_line(answer.query))
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    write_file(output, pieces)
    note(session.many(len(answer.nodes), *_WRITTEN, file=outside(output)))


def _command_line(query: Query) -> str:
    """Return the command that asks this query; what it leaves out is as usual."""
    return shlex.join(["filiation", "explore", *query.models, *_options(query)])


def _options(query: Query) -> Iterator[str]:
    several = {"kinds": "--kind", "relations": "--relation", "standings": "--standing"}
    usual = Query(models=query.models)
    for name in (field.name for field in fields(query)):
        value = getattr(query, name)
        if value == getattr(usual, name):
            continue
        option = several.get(name, "--" + name.replace("_", "-"))
        for one in value if isinstance(value, tuple) else (value,):
            yield from (option, str(one))


def _draw(session: Session, answer: Exploration) -> None:
    screen = session.screen
    kinds = ", ".join(_counted(session, NodeKind(kind), n) for kind, n in answer.by_kind.items())
    screen.line(Cell(kinds or session.say(mark("Nothing passes the filters.")), "bold"))
    if answer.by_relation:
        screen.table([[Cell(session.say(mark("relations")), "dim"), session.counts(answer.by_relation)]])
    screen.line()
    heads = (mark("links"), mark("kind"), mark("id"), mark("downloads"), mark("published"), mark("license"))
    header: list[Piece] = [Cell(session.translate(head), "dim", head == "downloads") for head in heads]
    screen.table([header, *(_row(session, node) for node in answer.nodes)])
    named = sum(node.depth == 0 for node in answer.nodes)
    draw_rest(session, answer.query.offset, len(answer.nodes) - named, answer.total)


def _counted(session: Session, kind: NodeKind, count: int) -> str:
    return session.many(count, NODE_KIND[kind].one, NODE_KIND[kind].many)


def _row(session: Session, node: Node) -> list[Piece]:
    relation = None if node.relation is None else Cell(session.translate(RELATION[node.relation]), STYLE[node.relation])
    notes = []
    if node.standing not in (None, Standing.DECLARED):
        notes.append(session.translate(STANDING[Standing(node.standing)]))
    notes += filter(None, [deduced(session.speech, node.certainty)])
    if node.presence is not None:
        notes += session.presence(node.presence, gone=node.gone)
    return [
        Cell("" if node.depth is None else f"{node.depth:+d}" if node.depth else "0", right=True),
        relation or session.translate(NODE_KIND[node.kind].name),
        Cell(outside(node.id), "bold"),
        Cell("" if node.downloads is None else session.speech.number(node.downloads), right=True),
        session.speech.day(node.created),
        outside(node.license or UNKNOWN),
        Cell(" · ".join(notes), "dim"),
    ]


COMMANDS = (explore,)
"""The commands of this file, in the order of the help."""
