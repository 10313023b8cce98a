"""Pictures of families written to files: the same drawing as on the pages, with nodes that lead to the Hub."""

from dataclasses import dataclass
from pathlib import Path

import click

from filiation.cli.frame import Session
from filiation.cli.output import note
from filiation.errors import WrongUse
from filiation.facts.answers import Tree
from filiation.locale import mark

_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Files:
    """Where a picture is to be written, `-` being standard output, and whether it is drawn on a time axis."""

    svg: str | None
    png: str | None
    time: bool

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


def write(session: Session, tree: Tree, files: Files) -> None:
    """Draw a family and write it to the files that were named."""
    from filiation.pictures import timeline
    from filiation.pictures import tree as sideways
    from filiation.pictures.places import OnHub
    from filiation.pictures.png import png
    from filiation.pictures.svg import render

    layout = timeline.layout if files.time else sideways.layout
    picture = layout(tree, session.speech, OnHub())
    text = render(picture, embedded=False)
    if files.svg:
        _put(session, text.encode(), files.svg)
    if files.png:
        _put(session, png(text, (picture.width, picture.height)), files.png)


def _put(session: Session, content: bytes, name: str) -> None:
    if name == _STDOUT:
        click.echo(content, nl=False)
        return
    Path(name).write_bytes(content)
    note(session.say(mark("Written: {file}"), file=name), style="dim")
