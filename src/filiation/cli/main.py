"""The entry point: the language, the commands, and the one place where errors become words and an exit code."""

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

import click

from filiation import __version__
from filiation.cli import (
    announce,
    catalog,
    contacts,
    crawl,
    doctor,
    evidence,
    exploration,
    genealogy,
    heritage,
    history,
    holdings,
    inspect,
    parties,
    register,
    request,
    serve,
    vault,
)
from filiation.cli.frame import SETTINGS, Group, Session, Start, common_options, described
from filiation.cli.output import legible, note
from filiation.cli.usage import explain
from filiation.errors import FiliationError, StoreFailed
from filiation.locale import LANGUAGES, Translate, mark, translator

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_NOBODY_READS = 141  # 128 + SIGPIPE
_COMPLETION = "_FILIATION_COMPLETE"  # set by the scripts with which shells complete words
_VARIABLES = ("FILIATION_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@described(
    details=mark(
        "Without a store, a bundled sample of real families answers. Exit codes: 0 done, 1 a check found something, "
        "2 wrong use, 3 not found, 4 a source could not be read (or only in part), 5 the store cannot be used."
    ),
    examples=(
        ("filiation tree mistralai/Mistral-7B-v0.1", mark("draw the family of a model")),
        ("filiation import models.jsonl.gz", mark("make a store of your own from the Hub's records")),
    ),
)
@click.group(
    "filiation",
    cls=Group,
    help=mark("The genealogy of open AI models: where a model comes from, what came of it, and the evidence."),
    context_settings=SETTINGS,
    options_metavar=mark("[OPTIONS]"),
    subcommand_metavar=mark("COMMAND [ARGUMENTS]..."),
    invoke_without_command=True,
)
@click.option("--version", is_flag=True, help=mark("Show the version and exit."))
@click.pass_context
def cli(ctx: click.Context, *, store: str | None, as_json: bool, version: bool) -> None:
    """Take what stands before the command; show the help when there is none."""
    start = ctx.obj or Start()
    ctx.obj = Start(start.language, store, as_json)
    if version:
        Session.of(ctx, None, as_json=False).screen.text(f"filiation {__version__}")
        ctx.exit()
    if ctx.invoked_subcommand is None:
        Session.of(ctx, None, as_json=False).screen.text(ctx.get_help())


cli.params += common_options()
for _room in (
    catalog,
    crawl,
    inspect,
    genealogy,
    heritage,
    holdings,
    exploration,
    evidence,
    doctor,
    parties,
    contacts,
    request,
    vault,
    announce,
    register,
    history,
    serve,
):
    for _command in _room.COMMANDS:
        cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are those of the process when left out."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = language_of(given, os.environ)
    translate = translator(language)
    legible()
    try:
        return _run(given, language)
    except FiliationError as error:
        return _tell(error, translate)
    except click.UsageError as error:
        return _tell(explain(error), translate)
    except (click.Abort, KeyboardInterrupt):
        note(translate(mark("Interrupted; what was not finished was not kept.")))
        return _INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return _NOBODY_READS
    except OSError as error:
        _forget_output()
        return _tell(_refused(error), translate)


def _run(arguments: list[str], language: str) -> int:
    if _COMPLETION in os.environ:
        cli.main(arguments, prog_name="filiation")  # click answers the shell, and exits
    try:
        with cli.make_context("filiation", arguments, obj=Start(language)) as ctx:
            code = cli.invoke(ctx)
    except click.exceptions.Exit as done:
        code = done.exit_code
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language asked for by `--lang`, else by the first variable of the environment that is set."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    asked = [b for a, b in pairwise(options) if a == "--lang"]
    asked += [word.removeprefix("--lang=") for word in options if word.startswith("--lang=")]
    asked += [environment[name] for name in _VARIABLES if environment.get(name)][:1]
    spoken = (word[:2].lower() for word in asked)
    return next((word for word in spoken if word in LANGUAGES), "en")


def _tell(error: FiliationError, translate: Translate) -> int:
    note(translate(mark("error: {text}")).format(text=error.text(translate)), style="red")
    note(translate(mark("hint: {text}")).format(text=error.advice(translate)))
    return error.exit_code


def _forget_output() -> None:
    """Drop what standard output does not take: it must not fail again when the process ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _refused(error: OSError) -> StoreFailed:
    reason = error.strerror or str(error)
    if error.filename is None:
        return StoreFailed(
            mark("The system refuses to read or write: {reason}."),
            mark("Check that there is room on the disk, and wherever the output goes."),
            reason=reason,
        )
    return StoreFailed(
        mark("The system refuses to use {path}: {reason}."),
        mark("Check that the place exists, that you may read and write there, and that there is room."),
        path=str(error.filename),
        reason=reason,
    )
