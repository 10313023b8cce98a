"""Handing out what a command has made: to a file that is named, or to standard output."""

from pathlib import Path

import click

from filiation.cli.frame import Session
from filiation.cli.output import note, outside
from filiation.cli.writing import write_file
from filiation.locale import mark

STDOUT = "-"
"""What stands for standard output in the place of a file."""

OUT = mark("The file; - or nothing: standard output.")
"""What the option `--out` names where a command makes one file."""

FOLDER = mark("The folder for the files; made if there is none.")
"""What the option `--out` names where a command makes several."""


def hand_out(session: Session, content: bytes, name: str, *, private: bool = False) -> None:
    """Write a file and tell so on standard error; a `private` one can be read by its owner alone."""
    if name == STDOUT:
        click.echo(content, nl=False)
        return
    write_file(name, [content], private=private)
    tell_written(session, name)


def tell_written(session: Session, name: str | Path) -> None:
    """Tell that a file was written, where it does not mix with an answer."""
    note(session.say(mark("Written: {file}"), file=outside(name)), style="dim")
