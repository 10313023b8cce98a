"""The kinds of values that options take; a wrong one is told in the reader's language."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import click

from filiation.errors import WrongUse
from filiation.facts.vocabulary import LINEAGE
from filiation.locale import mark


class OneOf(click.Choice[str]):
    """One of a few words."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take the words."""
        super().__init__(list(words))

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return the word, or raise WrongUse with the words that there are."""
        if value in self.choices:
            return str(value)
        raise WrongUse(
            mark("{option} cannot be {value}."),
            mark("It is one of: {known}."),
            option=_name(param),
            value=str(value)[:200],
            known=", ".join(self.choices),
        )


class Whole(click.ParamType[int]):
    """A whole number, not below a least one."""

    name = "number"

    def __init__(self, least: int) -> None:
        """Take the least number."""
        self.least = least

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return how the help calls the value."""
        return "N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """Return the number, or raise WrongUse."""
        text = str(value)
        if text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 15 and int(text) >= self.least:
            return int(text)
        raise WrongUse(
            mark("{option} cannot be {value}."),
            mark("It is a whole number, {least} or more."),
            option=_name(param),
            value=text[:200],
            least=self.least,
        )


class Day(click.ParamType[date]):
    """A day, as YYYY-MM-DD."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return how the help calls the value."""
        return "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ARG002
        """Return the day, or raise WrongUse."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise WrongUse(
                mark("{option} cannot be {value}."),
                mark("It is a day, written YYYY-MM-DD."),
                option=_name(param),
                value=str(value)[:200],
            ) from None


class Moment(click.ParamType[datetime]):
    """A moment in UTC, as YYYY-MM-DD or with the time behind it."""

    name = "moment"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return how the help calls the value."""
        return "YYYY-MM-DD[THH:MM]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ARG002
        """Return the moment, or raise WrongUse; one that names no zone is in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise WrongUse(
                mark("{option} cannot be {value}."),
                mark("It is a day or a moment in UTC, written YYYY-MM-DD or YYYY-MM-DDTHH:MM."),
                option=_name(param),
                value=str(value)[:200],
            ) from None


class Way(click.ParamType[tuple[str, ...]]):
    """The relations of a way, from a model down, with commas between them."""

    name = "way"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return how the help calls the value."""
        return "RELATION,…"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the relations, or raise WrongUse with those that there are."""
        if isinstance(value, tuple):
            return value
        relation = OneOf(tuple(LINEAGE))
        return tuple(relation.convert(one, param, ctx) for one in str(value).split(","))


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "?"
    return param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name
