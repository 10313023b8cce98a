"""Pictures written to files: the same drawings as on the pages, with nodes that lead to the Hub."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from filiation.cli.frame import Session
from filiation.cli.handing import hand_out
from filiation.errors import WrongUse
from filiation.facts.exploration import Exploration
from filiation.facts.heritage import Overview
from filiation.facts.pictured import Tree
from filiation.locale import mark

if TYPE_CHECKING:
    from filiation.pictures.shapes import Picture

_Function = TypeVar("_Function", bound=Callable[..., Any])
_STDOUT = "-"


def drawn(function: _Function) -> _Function:
    """Give a command `--svg` and `--png`."""
    svg = click.option("--svg", metavar="FILE", help=mark("Write the picture to FILE as SVG (-: standard output)."))
    png = click.option("--png", metavar="FILE", help=mark("Write the picture to FILE as PNG (-: standard output)."))
    return svg(png(function))


@dataclass(frozen=True, slots=True)
class Files:
    """Where a picture is to be written, `-` being standard output, and whether it is drawn on a time axis."""

    svg: str | None = None
    png: str | None = None
    time: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.svg or self.png)

    def check(self, *, as_json: bool) -> None:
        """Raise WrongUse for what cannot be done together."""
        if self.time and not self:
            raise WrongUse(
                mark("--time draws a picture, and no file is named for it."),
                mark("Name one with --svg FILE or --png FILE."),
            )
        if [self.svg, self.png].count(_STDOUT) + as_json > 1:
            raise WrongUse(
                mark("Only one answer can go to standard output."),
                mark("Name a file for the others, with --svg FILE or --png FILE."),
            )


def write(session: Session, answer: Tree | Overview | Exploration, files: Files) -> None:
    """Draw an answer and write the picture to the files that were named."""
    from filiation.pictures.png import png
    from filiation.pictures.svg import render

    picture = _layout(session, answer, files)
    text = render(picture, embedded=False)
    if files.svg:
        hand_out(session, text.encode(), files.svg)
    if files.png:
        hand_out(session, png(text, (picture.width, picture.height)), files.png)


def _layout(session: Session, answer: Tree | Overview | Exploration, files: Files) -> "Picture":
    from filiation.pictures import icicle, network, timeline
    from filiation.pictures import tree as sideways
    from filiation.pictures.places import OnHub

    if isinstance(answer, Overview):
        return icicle.layout(answer, session.speech, OnHub())
    if isinstance(answer, Exploration):
        return network.layout(answer, session.speech, OnHub())
    layout = timeline.layout if files.time else sideways.layout
    return layout(answer, session.speech, OnHub())
