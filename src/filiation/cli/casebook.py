"""Cases on the command line: the list, one of them, its letters, and removing it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from filiation.cli.case_view import CASE, case_of, draw_case, draw_cases, places_of
from filiation.cli.frame import Session, command
from filiation.cli.handing import FOLDER, tell_written
from filiation.cli.kinds import OneOf
from filiation.cli.opening import Lock, casework, confirmed, today, vaulted
from filiation.cli.writing import make_private, write_file
from filiation.errors import WrongUse
from filiation.export.letters import FORMS
from filiation.facts.cases import Involved
from filiation.facts.letters import OF_A_PERSON, LetterKind
from filiation.locale import mark

SECTION = mark("Cases:")
"""The heading of these commands in the help."""

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_WRITTEN = tuple(kind for kind in OF_A_PERSON if kind is not LetterKind.COMPLAINT)  # which has its own command


@command(
    "list",
    section=SECTION,
    reads=False,
    summary=mark("List all cases, with what is due next."),
    examples=(
        ("filiation request list", mark("the passphrase is asked for")),
        ("filiation request list --key vault.key --json", mark("with a key file, for a program")),
    ),
)
@vaulted
def list_(session: Session, *, lock: Lock) -> None:
    """Run `request list`."""
    with casework(session, lock) as cases:
        found = cases.cases(today())
        if session.as_json:
            session.screen.json({"items": found})
        else:
            draw_cases(session, found)


@command(
    "show",
    section=SECTION,
    reads=False,
    summary=mark("Show a case: who was written to, how things stand, and what to do next."),
    examples=(
        ("filiation request show CASE", mark("CASE is its number, or its title")),
        ("filiation request show CASE --json", mark("for a program")),
    ),
)
@click.argument("case", metavar="CASE", help=CASE)
@vaulted
def show(session: Session, case: str, *, lock: Lock) -> None:
    """Run `request show`."""
    day = today()
    with casework(session, lock) as cases:
        session.answer(cases.overview(case_of(cases, case, day), day), draw_case)


@command(
    "letters",
    section=SECTION,
    reads=False,
    summary=mark("Write the letters of a case to files: text, web page, mail, PDF."),
    details=mark(
        "A letter that was noted as sent is written as it was kept then, others as they would be now; the last one "
        "written is kept as the one that was sent, once you note that. The files are not encrypted: they are yours to "
        "send, and to remove."
    ),
    examples=(
        ("filiation request letters CASE --out letters", mark("all letters as PDF and text")),
        ("filiation request letters CASE --out letters --form eml --party 1", mark("one letter as a mail to send")),
        (
            "filiation request letters CASE --out letters --party 1 --kind reminder",
            mark("a reminder, after a month without an answer"),
        ),
    ),
)
@click.argument("case", metavar="CASE", help=CASE)
@click.option("--out", required=True, metavar="DIR", help=FOLDER)
@click.option(
    "--form",
    "forms",
    multiple=True,
    default=("pdf", "txt"),
    type=OneOf(tuple(FORMS)),
    help=mark("A form: txt, html, eml or pdf; may be repeated; else pdf and txt."),
)
@click.option(
    "--party", "parties", multiple=True, metavar="PARTY", help=mark("Only this party: its number or name; repeatable.")
)
@click.option("--kind", type=OneOf(tuple(map(str, _WRITTEN))), help=mark("Another letter than the one that is next."))
@vaulted
def letters(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    case: str,
    *,
    out: str,
    forms: tuple[str, ...],
    parties: tuple[str, ...],
    kind: str | None,
    lock: Lock,
) -> None:
    """Run `request letters`."""
    day = today()
    wanted = LetterKind(kind) if kind else None
    files: dict[str, bytes] = {}
    with casework(session, lock) as cases:
        found = cases.case(case_of(cases, case, day))
        for place in places_of(found, parties):
            letter = cases.hand_out(found.id, place, kind=wanted, today=day)
            name = f"{place + 1:02}-{file_name(found.parties[place])}-{letter.kind}"
            files |= {f"{name}{FORMS[form].suffix}": FORMS[form].write(letter) for form in dict.fromkeys(forms)}
    keep(session, Path(out), files)


@command(
    "remove",
    section=SECTION,
    reads=False,
    summary=mark("Remove a case from the vault, with all that belongs to it."),
    examples=(
        ("filiation request remove CASE", mark("asks whether you are sure")),
        ("filiation request remove CASE --yes", mark("does not ask")),
    ),
)
@click.argument("case", metavar="CASE", help=CASE)
@click.option("--yes", is_flag=True, help=mark("Do not ask."))
@vaulted
def remove(session: Session, case: str, *, yes: bool, lock: Lock) -> None:
    """Run `request remove`."""
    with casework(session, lock) as cases:
        number = case_of(cases, case, today())
        question = mark("Remove the case {case} with its letters and proofs, for good? Type yes:")
        confirmed(session.say(question, case=number), yes=yes)
        cases.remove(number)
    _removed(session, number)


def _removed(session: Session, number: str) -> None:
    if session.as_json:
        session.screen.json({"removed": number})
    else:
        session.screen.text(session.say(mark("Removed: the case {case}."), case=number))


def file_name(party: Involved) -> str:
    """Return a party's name as it can stand in the name of a file."""
    return _UNFIT.sub("-", party.publisher or "").strip("-.")[:60] or "unknown"


def keep(session: Session, folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, and tell which: to a person on standard error, to a program as the answer."""
    make_private(folder)
    places = list(_put(folder, files))
    for place in places:
        tell_written(session, place)
    if session.as_json:
        session.screen.json({"folder": str(folder), "files": sorted(files)})


def _put(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    for name, content in files.items():
        place = folder / name
        if folder.resolve() not in place.resolve().parents:
            raise WrongUse(mark("{name} is no name of a file."), mark("Nothing was written there."), name=name)
        make_private(place.parent)
        write_file(str(place), [content], private=True)
        yield place


COMMANDS = (list_, show, letters, remove)
"""The commands of this file."""
