"""Where a model comes from and what came of it: show, ancestors, descendants, path, tree."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict, TypeVar, Unpack

import click

from filiation.cli.crawl import hub_at, hub_options
from filiation.cli.drawing import Files, drawn, write
from filiation.cli.family import draw_relatives
from filiation.cli.frame import Session, command
from filiation.cli.kinds import Day, OneOf, Way, Whole
from filiation.cli.kinship import draw_path
from filiation.cli.live import show_live
from filiation.cli.picture import draw_tree
from filiation.cli.profile import draw_profile
from filiation.facts.vocabulary import LINEAGE
from filiation.locale import mark
from filiation.pictures.extent import PLAIN_ANCESTOR_DEPTH, PLAIN_DEPTH, PLAIN_LIMIT

_SECTION = mark("Genealogy:")
_DEPTH = 3  # of a drawing in text
_FAMILY_DETAILS = mark(
    "Directly or through others; each one once, with the shortest way to it. A filter leaves out models, "
    "not the ways that lead through them."
)
_Function = TypeVar("_Function", bound=Callable[..., Any])


class _Wanted(TypedDict):
    """The filters and the paging of a list of relatives, as the façade calls them."""

    depth: int | None
    published_after: date | None
    publisher: str | None
    license: str | None
    sort: str
    limit: int
    offset: int


class _Files(TypedDict):
    """Where the picture of a family is written."""

    svg: str | None
    png: str | None
    time: bool


def _model(function: _Function) -> _Function:
    help_ = mark("The model: owner/name, or an old name of it.")
    return click.argument("model", metavar="ID", help=help_)(function)


def _family_options(function: _Function) -> _Function:
    """Give a command the filters and the paging of lists of relatives."""
    options = (
        click.option("--license", metavar="NAME", help=mark("Only models under this license (unknown: none is told).")),
        click.option("--publisher", metavar="NAME", help=mark("Only models of this publisher.")),
        click.option("--published-after", type=Day(), help=mark("Only models published on this day or later.")),
        click.option(
            "--sort",
            type=OneOf(("use", "likes", "created", "id", "depth")),
            default="use",
            help=mark("The order: use (downloads) and likes: the most first; created: the newest first."),
        ),
        click.option("--offset", type=Whole(0), default=0, help=mark("How many to pass over.")),
        click.option("--limit", type=Whole(0), default=20, help=mark("How many to list; 0 lists all.")),
        click.option("--depth", type=Whole(1), help=mark("At most so many links away.")),
        click.option(
            "--relation",
            "relations",
            multiple=True,
            type=OneOf(tuple(str(r) for r in LINEAGE)),
            help=mark("Only models whose nearest link on the way is of this relation; may be repeated."),
        ),
    )
    for option in options:
        function = option(function)
    return _model(function)


@command(
    "show",
    section=_SECTION,
    summary=mark("Tell what is known of a model, its parents and its children."),
    examples=(
        ("filiation show mistralai/Mistral-7B-v0.1", mark("a model")),
        ("filiation show mistralai/Mistral-7B-v0.1 --limit 5 --json", mark("for a program, with five children")),
        ("filiation show mistralai/Mistral-7B-v0.1 --live", mark("as the Hub shows it now, and what differs")),
    ),
)
@_model
@hub_options
@click.option(
    "--live", is_flag=True, help=mark("Ask the Hub for this one model, and tell what differs from the store.")
)
@click.option("--limit", type=Whole(0), default=20, help=mark("How many children to list; 0 lists all."))
def show(session: Session, model: str, limit: int, endpoint: str | None, *, live: bool, anonymous: bool) -> None:
    """Run `show`."""
    if live:
        show_live(session, model, hub_at(endpoint, anonymous=anonymous))
        return
    with session.reading() as observatory:
        session.answer(observatory.show(model, limit=limit), draw_profile)


@command(
    "ancestors",
    section=_SECTION,
    summary=mark("List the models from which a model comes."),
    details=_FAMILY_DETAILS,
    examples=(
        ("filiation ancestors HuggingFaceH4/zephyr-7b-beta", mark("all of them")),
        ("filiation ancestors HuggingFaceH4/zephyr-7b-beta --depth 1", mark("the parents only")),
    ),
)
@_family_options
def ancestors(session: Session, model: str, relations: tuple[str, ...], **wanted: Unpack[_Wanted]) -> None:
    """Run `ancestors`."""
    with session.reading() as observatory:
        session.answer(observatory.ancestors(model, relation=relations, tallies=True, **wanted), draw_relatives)


@command(
    "descendants",
    section=_SECTION,
    summary=mark("List the models that come from a model."),
    details=_FAMILY_DETAILS,
    examples=(
        ("filiation descendants mistralai/Mistral-7B-v0.1 --limit 0", mark("all of them")),
        (
            "filiation descendants mistralai/Mistral-7B-v0.1 --relation finetune --relation merge --sort created",
            mark("finetunes and merges, the newest first"),
        ),
        (
            "filiation descendants mistralai/Mistral-7B-v0.1 --publisher TheBloke --json",
            mark("those of one publisher, for a program"),
        ),
        (
            "filiation descendants mistralai/Mistral-7B-v0.1 --way finetune,merge",
            mark("merges of its finetunes, as the overview counts them"),
        ),
    ),
)
@_family_options
@click.option(
    "--way",
    type=Way(),
    default=(),
    help=mark("Only models whose way from this one has exactly these relations, in this order."),
)
def descendants(
    session: Session, model: str, relations: tuple[str, ...], way: tuple[str, ...], **wanted: Unpack[_Wanted]
) -> None:
    """Run `descendants`."""
    with session.reading() as observatory:
        answer = observatory.descendants(model, relation=relations, tallies=True, way=way, **wanted)
        session.answer(answer, draw_relatives)


@command(
    "path",
    section=_SECTION,
    summary=mark("Tell how two models are related, and by which links."),
    examples=(
        ("filiation path HuggingFaceH4/zephyr-7b-beta mistralai/Mistral-7B-v0.1", mark("a model and its ancestor")),
        (
            "filiation path teknium/OpenHermes-2.5-Mistral-7B HuggingFaceH4/zephyr-7b-beta",
            mark("two models with a common ancestor"),
        ),
    ),
)
@click.argument("a", metavar="A", help=mark("A model."))
@click.argument("b", metavar="B", help=mark("Another model."))
def path(session: Session, a: str, b: str) -> None:
    """Run `path`."""
    with session.reading() as observatory:
        session.answer(observatory.path(a, b), draw_path)


@command(
    "tree",
    section=_SECTION,
    summary=mark("Draw the family of a model: its ancestors above it, its descendants below."),
    details=mark(
        "The most used neighbors are drawn, the others counted. In files, each model leads to its page on the Hub."
    ),
    examples=(
        ("filiation tree mistralai/Mistral-7B-v0.1", mark("three generations")),
        ("filiation tree mistralai/Mistral-7B-v0.1 --depth 1 --limit 30", mark("the children only, up to thirty")),
        ("filiation tree mistralai/Mistral-7B-v0.1 --svg family.svg", mark("the picture that the site shows")),
        ("filiation tree mistralai/Mistral-7B-v0.1 --time --svg family.svg", mark("a picture on a time axis")),
    ),
)
@_model
@click.option("--time", is_flag=True, help=mark("Draw the picture in the files on a time axis."))
@drawn
@click.option("--limit", type=Whole(1), default=PLAIN_LIMIT, help=mark("How many neighbors of each model to draw."))
@click.option("--ancestor-depth", type=Whole(1), help=mark("How many generations of ancestors, if not as many."))
@click.option(
    "--depth",
    type=Whole(1),
    help=mark("How many generations to draw each way (else 3; in files 1 of descendants and 3 of ancestors)."),
)
def tree(
    session: Session,
    model: str,
    depth: int | None,
    ancestor_depth: int | None,
    limit: int,
    **named: Unpack[_Files],
) -> None:
    """Run `tree`."""
    files = Files(**named)
    files.check(as_json=session.as_json)
    if depth is None:
        usual = (PLAIN_DEPTH, PLAIN_ANCESTOR_DEPTH) if files else (_DEPTH, _DEPTH)
        depth, ancestor_depth = usual[0], ancestor_depth or usual[1]
    with session.reading() as observatory:
        family = observatory.tree(model, depth=depth, ancestor_depth=ancestor_depth, limit=limit)
    if files:
        write(session, family, files)
    if session.as_json or not files:
        session.answer(family, draw_tree)


COMMANDS = (show, ancestors, descendants, path, tree)
"""The commands of this file, in the order of the help."""
