"""Letters as web pages that stand alone: they run nothing, load nothing, and print as a letter."""

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from filiation.export.letters.annexes import day, drawing, line, lines, subject, title, titled
from filiation.facts.letters import Letter, Picture, Table

if TYPE_CHECKING:
    from jinja2 import Environment


def html(letter: Letter) -> str:
    """Return a letter as one web page."""
    shown = [_annex(name, annex) for name, annex in titled(letter)]
    told = {"title": title(letter), "day": day(letter), "subject": subject(letter), "annexes": shown}
    return _templates().get_template("letter.html").render(letter=letter, **told)


def _annex(name: str, annex: Table | Picture) -> dict[str, object]:
    if isinstance(annex, Table):
        return {"title": name, "table": annex, "svg": "", "told": lines(annex.note)}
    return {
        "title": name,
        "table": None,
        "svg": Markup(drawing(annex)),  # noqa: S704 (made anew from a few known shapes)
        "told": lines(annex.alternative),
    }


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("filiation.export.letters", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(line=line, lines=lines)
    return made
