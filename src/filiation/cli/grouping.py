"""Commands that stand together under one word, such as `filiation request new`."""

from collections.abc import Iterable

import click

from filiation.cli.frame import SETTINGS, Command, Examples, Group, Session, Start, common_options, described
from filiation.locale import mark


def group(
    name: str, commands: Iterable[Command], *, section: str, summary: str, examples: Examples, details: str = ""
) -> Group:
    """Make a group of commands; named alone it shows its help."""
    made = Group(
        name,
        callback=click.pass_context(_entered),
        help=summary,
        context_settings=SETTINGS,
        params=common_options(),
        options_metavar=mark("[OPTIONS]"),
        subcommand_metavar=mark("COMMAND [ARGUMENTS]..."),
        invoke_without_command=True,
    )
    for command in commands:
        made.add_command(command)
    return described(section=section, details=details, examples=examples)(made)


def _entered(ctx: click.Context, *, store: str | None, as_json: bool) -> None:
    """Take what stands before the command of the group; show the help when there is none."""
    start = ctx.obj if isinstance(ctx.obj, Start) else Start()
    ctx.obj = Start(start.language, store or start.store, as_json or start.as_json)
    if ctx.invoked_subcommand is None:
        Session.of(ctx, None, as_json=False).screen.text(ctx.get_help())
