"""What all commands share: options, help in the reader's language, and the session in which they answer."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from filiation.cli.clock import WallClock
from filiation.cli.kinds import Day, OneOf
from filiation.cli.output import Screen, note
from filiation.errors import WrongUse
from filiation.facts.vocabulary import Presence
from filiation.locale import LANGUAGES, Translate, mark, translator
from filiation.words.speech import Speech, speech

if TYPE_CHECKING:
    from filiation.observatory import Observatory

_Answer = TypeVar("_Answer")
_Command = TypeVar("_Command", bound="Command")

SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "allow_extra_args": True,  # `parse_args` tells of them in the reader's language
    "max_content_width": 100,
}
"""How all commands read their arguments and write their help."""

Examples = Sequence[tuple[str, str]]
"""Command lines, each with a marked sentence that tells what it does."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is known before a command runs: the reader's language, and the options given before the command."""

    language: str = "en"
    store: str | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a command: where it reads, in which language and form it answers."""

    speech: Speech
    store: Path | None
    as_json: bool
    screen: Screen
    as_of: date | None = None

    @classmethod
    def of(cls, ctx: click.Context, store: str | None, *, as_json: bool, as_of: date | None = None) -> "Session":
        """Return the session of a command: its own options, else those given before the command."""
        start: Start = ctx.obj or Start()
        place = store or start.store or os.environ.get("FILIATION_STORE")
        return cls(speech(start.language), Path(place) if place else None, as_json or start.as_json, Screen(), as_of)

    def translate(self, message: str) -> str:
        """Return a marked sentence in the reader's language."""
        return self.speech.translate(message)

    def say(self, message: str, **values: object) -> str:
        """Return a marked sentence in the reader's language, filled in; whole numbers are written as people do."""
        return self.speech.say(message, **values)

    def many(self, count: int, one: str, many: str, **values: object) -> str:
        """Return the marked sentence for `count` things, which fills {n}."""
        return self.speech.many(count, one, many, **values)

    def counts(self, by_relation: Mapping[str, int]) -> str:
        """Return how many there are of each relation, in one line, the most first."""
        return self.speech.counts(by_relation)

    def presence(self, presence: Presence, *, gone: bool, withdrawn: bool = False) -> list[str]:
        """Return what is to be noted of a repository that the newest sources do not hold; nothing for others."""
        return self.speech.presence(presence, gone=gone, withdrawn=withdrawn)

    @contextmanager
    def reading(self) -> Iterator["Observatory"]:
        """Open the store for questions, as it stood on the day asked for.

        Standard error tells what stands in for the store (the bundled sample), and for the present.
        """
        with self._opened() as observatory:
            if observatory.is_sample:
                sentence = mark(
                    "Answering from the bundled sample of {n} models; read the Hub itself with `filiation pull` or "
                    "`filiation crawl`, or files with `filiation import`."
                )
                note(self.say(sentence, n=observatory.stats().models), style="dim")
            yield observatory

    def _opened(self) -> "Observatory":
        from filiation.cli.progress import showing
        from filiation.observatory import Observatory

        if self.as_of is None:
            return Observatory.open(self.store)
        with showing(self) as report:
            observatory = Observatory.open(self.store, as_of=self.as_of, report=report)
            newest = max(origin.seen for origin in observatory.edition.origins())
        sentence = (
            mark("{day} is still to come: these are the newest sources, read on {read}.")
            if self.as_of > WallClock().now().date()
            else mark("As the sources stood on {day} (the newest of them was read on {read}).")
        )
        note(self.say(sentence, day=self.speech.day(self.as_of), read=self.speech.day(newest)), style="dim")
        return observatory

    @contextmanager
    def writing(self) -> Iterator["Observatory"]:
        """Open the store that is to be filled: the one that was named, else the user's own, never the sample."""
        from filiation.observatory import Observatory, places

        with Observatory.open(self.store or places.default_folder()) as observatory:
            yield observatory

    def answer(self, answer: _Answer, draw: "Callable[[Session, _Answer], None]") -> None:
        """Show an answer: as JSON where that was asked for, else drawn for a person."""
        if self.as_json:
            self.screen.json(answer)
        else:
            draw(self, answer)


def common_options() -> list[click.Parameter]:
    """Return the options that all commands have."""
    return [
        click.Option(
            ["--store"],
            metavar="PATH",
            help=mark("Folder of the store (else FILIATION_STORE, else your own, else the bundled sample)."),
        ),
        click.Option(
            ["--lang"],
            type=OneOf(LANGUAGES),
            expose_value=False,  # `main` has read it, before anything else was looked at
            help=mark("Language of the answer: en or fr (else FILIATION_LANG, else that of the system)."),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=mark("Answer with one JSON document.")),
    ]


def as_of_option() -> click.Parameter:
    """Return the option that all commands have that answer questions."""
    return click.Option(
        ["--as-of"],
        type=Day(),
        help=mark("Answer as the sources stood on this day; the first answer for a day takes as long as an import."),
    )


def command(
    name: str, *, section: str, summary: str, examples: Examples, details: str = "", reads: bool = True
) -> Callable[[Callable[..., int | None]], "Command"]:
    """Make a command of a function that takes a session and the command's own arguments.

    `reads` tells that it answers questions to the store, which can be asked as of a past day.
    """

    def decorate(function: Callable[..., int | None]) -> Command:
        def run(
            ctx: click.Context, /, *, store: str | None, as_json: bool, as_of: date | None = None, **given: object
        ) -> int | None:
            return function(Session.of(ctx, store, as_json=as_json, as_of=as_of), **given)

        make = click.command(
            name, cls=Command, help=summary, context_settings=SETTINGS, options_metavar=mark("[OPTIONS]")
        )
        made = make(function)
        made.callback = click.pass_context(run)
        made.params += [*([as_of_option()] if reads else []), *common_options()]
        return described(section=section, details=details, examples=examples)(made)

    return decorate


def described(*, examples: Examples, details: str = "", section: str = "") -> Callable[["_Command"], "_Command"]:
    """Give a command what its help tells beyond one line."""

    def decorate(made: _Command) -> _Command:
        made.section, made.details, made.examples = section, details, examples
        return made

    return decorate


class Command(click.Command):
    """A command whose help and errors speak the reader's language; all its texts are marked sentences."""

    section: str = ""
    details: str = ""
    examples: Examples = ()

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help, with a sentence of ours."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = mark("Show this help and exit.")
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; more of them than the command takes are wrong use."""
        rest = super().parse_args(ctx, args)
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            raise WrongUse(
                mark("{command} does not take so many arguments: {rest}"),
                mark("Its help tells what it takes: {command} --help"),
                command=ctx.command_path,
                rest=" ".join(rest),
            )
        return rest

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 (nothing is cut)
        """Return the one line that describes the command, in the language of the running command."""
        ctx = click.get_current_context(silent=True)
        return (_speech(ctx) if ctx else mark)(self.help or "")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        translate = _speech(ctx)
        pieces = [translate(piece) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{translate(mark('Usage:'))} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        for text in filter(None, (self.help, self.details)):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_speech(ctx)(text))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the arguments are."""
        arguments = [p for p in self.get_params(ctx) if isinstance(p, click.Argument)]
        _list(ctx, formatter, mark("Arguments:"), [p.get_help_record(ctx) for p in arguments])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each with its default."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        _list(ctx, formatter, mark("Options:"), [(o.get_help_spec(ctx), _described(ctx, o)) for o in options])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each under what it does."""
        translate = _speech(ctx)
        formatter.write(f"\n{translate(mark('Examples:'))}\n")
        for line, what in self.examples:
            formatter.write(f"  # {translate(what)}\n  {line}\n")


class Group(Command, click.Group):
    """The commands, listed by what they are for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (the signature is click's)
        """Return the commands in the order in which they were added."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and then the commands, section by section."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line for each command, under the heading of its section."""
        listed = [c for c in self.commands.values() if isinstance(c, Command)]
        for section in dict.fromkeys(c.section for c in listed):
            rows = [(c.name or "", c.help or "") for c in listed if c.section == section]
            _list(ctx, formatter, section, rows)


def _speech(ctx: click.Context) -> Translate:
    start = ctx.find_root().obj
    return translator(start.language if isinstance(start, Start) else "en")


def _list(ctx: click.Context, formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        translate = _speech(ctx)
        formatter.write(f"\n{translate(heading)}\n")
        with formatter.indentation():
            formatter.write_dl([(left, translate(right)) for left, right in rows])


def _described(ctx: click.Context, option: click.Option) -> str:
    """Return the help of an option with its default."""
    translate = _speech(ctx)
    text = translate(option.help or "")
    default = option.get_default(ctx, call=False)
    if option.is_flag or option.multiple or not isinstance(default, int | str):
        return text
    return f"{text}  [{translate(mark('default: {value}')).format(value=default)}]"
