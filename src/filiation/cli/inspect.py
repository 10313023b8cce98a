"""Reading the files of models: which ones tell where a model comes from, and what they say."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

import click

from filiation.cli.clock import WallClock
from filiation.cli.crawl import READING, hub_at, hub_options, interruptible
from filiation.cli.forecast import draw_forecast
from filiation.cli.frame import Session, command
from filiation.cli.inspection import draw_inspection
from filiation.cli.kinds import Whole
from filiation.cli.output import note
from filiation.cli.progress import showing
from filiation.errors import NotFound, WrongUse
from filiation.facts.inspection import MEMBERS, Inspect, Inspection
from filiation.locale import mark

_IN_PART = 4  # as a source that failed: some of it could not be read
_STDIN = "-"
_LONGEST_LIST = 64 * 2**20  # bytes
_NOTHING_KEPT = mark("Nothing is stored: the bundled sample answers. Make a store of your own with --store PATH.")


class _Which(TypedDict):
    """Whose files are read, beside the models and folders that are named."""

    listed: str | None
    family: str | None
    limit: int
    called: str | None
    only_tell: bool
    contacts: bool


@command(
    "inspect",
    section=READING,
    reads=False,
    summary=mark("Read the small files of models that tell where they come from."),
    details=mark(
        "Settings of adapters, recipes of merges, cards, and the beginnings of weight files: what they say is shown, "
        "with the parents that follow from it, and goes into the store. What the store holds already is not fetched "
        "again; stopped in any way, the same command goes on where it was. A folder of this machine is read as a "
        "model, and never stored. What is out of reach is told, and the exit code is 4."
    ),
    examples=(
        ("filiation inspect HuggingFaceH4/zephyr-7b-beta", mark("one model")),
        (
            "filiation inspect --family mistralai/Mistral-7B-v0.1 --limit 500 --dry-run",
            mark("what a family would cost"),
        ),
        ("filiation inspect --list models.txt", mark("many models, one id a line")),
        ("filiation inspect ./my-model --as me/my-model", mark("a model that is not published yet")),
    ),
)
@click.argument(
    "models", nargs=-1, metavar="[ID|FOLDER]...", help=mark("Models: owner/name, or folders that hold one.")
)
@click.option("--contacts", is_flag=True, help=mark("Read what the publishers say of themselves on the Hub, too."))
@click.option("--only-tell", is_flag=True, help=mark("Show what the files say, and store nothing."))
@click.option("--fresh", is_flag=True, help=mark("Begin anew: drop what an earlier run read and kept."))
@click.option("--dry-run", is_flag=True, help=mark("Only tell what it will cost, without reading any file."))
@click.option(
    "--as", "called", metavar="ID", help=mark("The id of the model in the folder (else local/ and its name).")
)
@click.option(
    "--limit", type=Whole(1), default=MEMBERS, help=mark("Of a family: at most so many, the most used first.")
)
@click.option(
    "--family", metavar="ID", help=mark("This model, its ancestors and its descendants, as the store knows them.")
)
@click.option("--list", "listed", metavar="FILE", help=mark("A file with one id a line (-: standard input)."))
@hub_options
def inspect(
    session: Session,
    *,
    models: tuple[str, ...],
    anonymous: bool,
    endpoint: str | None,
    dry_run: bool,
    fresh: bool,
    **which: Unpack[_Which],
) -> int:
    """Run `inspect`."""
    wanted = _wanted(models, which)
    hub, clock = hub_at(endpoint, anonymous=anonymous), WallClock()
    with session.reading() as observatory:
        if dry_run:
            session.answer(observatory.forecast(wanted, hub, clock), draw_forecast)
            return 0
        if observatory.is_sample and not wanted.only_tell:
            note(session.say(_NOTHING_KEPT), style="dim")
        with interruptible(session), showing(session) as report:
            answer = observatory.inspect(wanted, hub, clock, fresh=fresh, report=report)
        session.answer(answer, draw_inspection)
    return _IN_PART if _in_part(answer) else 0


def _wanted(models: Sequence[str], which: _Which) -> Inspect:
    folders = tuple(Path(one).expanduser() for one in models if _is_folder(one))
    ids = (*(one for one in models if not _is_folder(one)), *_lines(which["listed"]))
    return Inspect(
        ids, which["family"], which["limit"], folders, which["called"], which["only_tell"], which["contacts"]
    )


def _in_part(answer: Inspection) -> bool:
    return bool(answer.out_of_reach or answer.skipped)


def _is_folder(written: str) -> bool:
    """Whether an argument names a folder of this machine: as paths begin, or because it is there."""
    return written.startswith((".", "~", os.sep)) or Path(written).is_dir()


def _lines(file: str | None) -> Iterator[str]:
    """Yield the ids in a list: one a line; empty lines, and those that begin with #, are none."""
    if file is None:
        return
    for line in _read(file).splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _read(file: str) -> str:
    try:
        if file == _STDIN:
            body = sys.stdin.buffer.read(_LONGEST_LIST + 1)
        else:
            with Path(file).open("rb") as source:
                body = source.read(_LONGEST_LIST + 1)
    except FileNotFoundError:
        raise NotFound(
            mark("There is no file {path}."),
            mark("Name a file with one id a line, or - for standard input."),
            path=file,
        ) from None
    try:
        if len(body) <= _LONGEST_LIST:
            return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise WrongUse(mark("{path} is no list of models."), mark("Give one id a line, as plain text in UTF-8."), path=file)


COMMANDS: Sequence[click.Command] = (inspect,)
"""The commands of this file."""
