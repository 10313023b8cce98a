"""What click finds wrong in a command line, told in the reader's language."""

import click

from filiation.errors import WrongUse
from filiation.locale import mark


def explain(error: click.UsageError) -> WrongUse:
    """Return the error that says what click found wrong, with where the help is."""
    message, values = _what(error)
    command = error.ctx.command_path if error.ctx else "filiation"
    near = getattr(error, "possibilities", None)
    if near:
        hint = mark("Perhaps {near} was meant; see {command} --help")
        return WrongUse(message, hint, near=", ".join(near), command=command, **values)
    return WrongUse(message, mark("See {command} --help"), command=command, **values)


def _what(error: click.UsageError) -> tuple[str, dict[str, str]]:
    """Return a marked sentence and what fills it."""
    if isinstance(error, click.NoSuchOption):
        return mark("There is no option {name}."), {"name": error.option_name}
    if isinstance(error, click.exceptions.NoSuchCommand):
        return mark("There is no command {name}."), {"name": error.command_name}
    if isinstance(error, click.MissingParameter):
        return mark("{name} is missing."), {"name": error.param.human_readable_name if error.param else "?"}
    if isinstance(error, click.BadOptionUsage):
        takes_none = "does not take" in error.message  # click has one error for both
        said = mark("The option {name} takes no value.") if takes_none else mark("The option {name} needs a value.")
        return said, {"name": error.option_name}
    return mark("The command line cannot be understood: {reason}"), {"reason": error.format_message()}
