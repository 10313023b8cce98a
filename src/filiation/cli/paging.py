"""What commands with long lists share: the options that cut them into pages, and the line below a page."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from filiation.cli.frame import Session
from filiation.cli.kinds import OneOf, Whole
from filiation.cli.output import Cell
from filiation.locale import mark

_Function = TypeVar("_Function", bound=Callable[..., Any])


def paged(*orders: str) -> Callable[[_Function], _Function]:
    """Give a command `--limit`, `--offset` and `--sort` with the orders that it knows, the first the usual one."""

    def decorate(function: _Function) -> _Function:
        options = (
            click.option(
                "--sort",
                type=OneOf(orders),
                default=orders[0],
                help=mark("The order: use (downloads) and likes: the most first; created: the newest first."),
            ),
            click.option("--offset", type=Whole(0), default=0, help=mark("How many to pass over.")),
            click.option("--limit", type=Whole(0), default=50, help=mark("How many to list; 0 lists all.")),
        )
        for option in options:
            function = option(function)
        return function

    return decorate


def draw_rest(session: Session, offset: int, shown: int, total: int) -> None:
    """Write which part of a list was shown and how to get the rest; nothing when all was."""
    if shown == total:
        return
    session.screen.line()
    if not shown:
        session.screen.text(session.say(mark("None is left at offset {offset}."), offset=offset))
        return
    last = offset + shown
    text = session.say(mark("{first} to {last} of {total}."), first=offset + 1, last=last, total=total)
    if last < total:
        text += " " + session.say(mark("The next ones: --offset {last}; all of them: --limit 0"), last=str(last))
    session.screen.line(Cell(text, "dim"))
