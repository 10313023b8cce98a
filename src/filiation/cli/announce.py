"""What a publisher makes known about its model: a notice, a letter to those downstream, and what the card says."""

from datetime import date

import click

from filiation.cli.frame import Session, command
from filiation.cli.kinds import Day, OneOf
from filiation.cli.opening import today
from filiation.cli.output import Cell
from filiation.export.letters.text import text
from filiation.facts.register import Announcement, Made, Measure
from filiation.locale import LANGUAGES, mark
from filiation.words.parties import unowned


@command(
    "announce",
    section=mark("Rights, for publishers:"),
    summary=mark("Tell everyone downstream what was done about a model: notice, letter, card."),
    details=mark(
        "Writes the text of a public notice, the letter to those who hold what comes from the model (GDPR articles "
        "17(2) and 19), and what to paste into its card. Nothing in them concerns a person. Nothing is sent."
    ),
    examples=(
        (
            "filiation announce HuggingFaceH4/zephyr-7b-beta --measure erased --new-version HuggingFaceH4/zephyr-8b",
            mark("personal data were erased, and a new version replaces the model"),
        ),
        ("filiation announce HuggingFaceH4/zephyr-7b-beta --measure withdrawn --only card", mark("the card alone")),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model that it is about."))
@click.option("--measure", type=OneOf(tuple(map(str, Measure))), required=True, help=mark("What was done."))
@click.option("--new-version", default="", metavar="ID", help=mark("The repository to use instead."))
@click.option("--revision", default="", metavar="SHA", help=mark("The commit from which on it holds."))
@click.option("--contact", default="", metavar="ADDRESS", help=mark("Where those downstream can ask."))
@click.option("--day", type=Day(), help=mark("The day of the notice; today if it is left out."))
@click.option("--language", type=OneOf(LANGUAGES), help=mark("Language of the texts; else that of the command."))
@click.option("--only", "part", type=OneOf(("notice", "letter", "card")), help=mark("Only this part, as it is."))
def announce(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    model: str,
    *,
    measure: str,
    new_version: str,
    revision: str,
    contact: str,
    day: date | None,
    language: str | None,
    part: str | None,
) -> None:
    """Run `announce`."""
    with session.reading() as observatory:
        said = Announcement(
            model,
            Measure(measure),
            day or today(),
            language or session.speech.language,
            new_version,
            revision,
            contact,
        )
        made = observatory.announce(said)
        if part is None or session.as_json:
            session.answer(made, _draw)
        else:
            _write(session, _parts(made)[part])


def _parts(made: Made) -> dict[str, str]:
    card = "\n".join(filter(None, (made.card.metadata, made.card.banner)))
    return {"notice": text(made.notice), "letter": text(made.recipients), "card": card}


def _draw(session: Session, made: Made) -> None:
    screen = session.screen
    screen.line(Cell(session.say(mark("To be told about {model}"), model=made.announcement.model), "bold"))
    screen.text(
        session.say(
            mark("Known downstream: {direct} direct, {further} further on, at {publishers} other publishers."),
            direct=made.direct,
            further=made.further,
            publishers=made.publishers,
        )
    )
    if made.unowned:
        screen.text(unowned(session.speech, made.unowned))
    titles = {
        "notice": mark("The notice, for the public"),
        "letter": mark("The letter, to each publisher downstream (filiation parties ID lists them)"),
        "card": mark("For the card: the metadata at the head of README.md, the banner below it"),
    }
    for part, written in _parts(made).items():
        screen.heading(session.say(titles[part]))
        _write(session, written)


def _write(session: Session, written: str) -> None:
    for line in written.splitlines():
        session.screen.line(line)


COMMANDS = (announce,)
"""The commands of this file."""
