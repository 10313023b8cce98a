"""What goes on in a case: events, changes of the family, the complaint, and the calendar."""

from datetime import date
from pathlib import Path

import click

from filiation.cli.case_view import CASE, case_of, draw_case, place_of
from filiation.cli.casebook import keep
from filiation.cli.clock import WallClock
from filiation.cli.frame import Session, command
from filiation.cli.handing import FOLDER, OUT, hand_out
from filiation.cli.kinds import Day, OneOf
from filiation.cli.noting import DAY, NOTE, TAKE_BACK, WHAT, what_happened
from filiation.cli.opening import Lock, casework, read_file, today, vaulted
from filiation.cli.output import note
from filiation.errors import WrongUse
from filiation.facts.cases import Addressing, Case, Event, EventKind
from filiation.locale import mark

_SECTION = mark("What happens:")
_PARTY = mark("The party: its number in the case, or its publisher.")


@command(
    "record",
    section=_SECTION,
    reads=False,
    summary=mark("Note what happened with a party: sent, received, answered, refused…"),
    details=mark(
        "sent: a letter went out. received: it arrived, from which day the month counts. acknowledged: they confirmed "
        "that they have it, and no more. asked: they want to know more. extended: they announce up to two further "
        "months. answered: they did what was asked. partly: they did a part of it. refused: they will not do it. "
        "reminded, complained: what you did then. closed: nothing more is expected. note: anything else. What was "
        "noted by mistake is taken back with --take-back and its number, as `filiation request show` tells it."
    ),
    examples=(
        ("filiation request record CASE 1 --take-back 2", mark("the second thing noted there was a mistake")),
        ("filiation request record CASE 1 sent --day 2026-11-20", mark("the letter to the first party went out")),
        (
            "filiation request record CASE mistralai answered --proof answer.pdf",
            mark("they did what was asked; their answer is kept encrypted"),
        ),
    ),
)
@click.argument("case", metavar="CASE", help=CASE)
@click.argument("party", metavar="PARTY", help=_PARTY)
@click.argument("kind", metavar="[WHAT]", required=False, type=OneOf(tuple(map(str, EventKind))), help=WHAT)
@click.option("--day", type=Day(), help=DAY)
@click.option("--note", "text", default="", metavar="TEXT", help=NOTE)
@click.option("--note-file", metavar="FILE", help=mark("A file that holds the note (-: standard input)."))
@click.option("--proof", metavar="FILE", help=mark("A file to keep with it: a receipt, a copy of the answer."))
@click.option("--take-back", type=click.IntRange(1), metavar="N", help=TAKE_BACK)
@vaulted
def record(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    case: str,
    party: str,
    kind: str | None,
    *,
    day: date | None,
    text: str,
    note_file: str | None,
    proof: str | None,
    take_back: int | None,
    lock: Lock,
) -> None:
    """Run `request record`."""
    now, happened = today(), what_happened(kind, take_back)
    told = _text(note_file) if note_file else text
    kept = read_file(proof) if proof else None
    with casework(session, lock) as cases:
        found = cases.case(case_of(cases, case, now))
        place = place_of(found, party)
        if happened is None:
            cases.take_back(found.id, place, (take_back or 0) - 1, revision=found.revision)
        else:
            event = Event(happened, day or now, told)
            cases.record(found.id, place, event, revision=found.revision, today=now, proof=kept)
        session.answer(cases.overview(found.id, now), draw_case)


@command(
    "compare",
    section=_SECTION,
    reads=False,
    summary=mark("Compare a case with the family as it is now, and take new publishers into it."),
    examples=(
        ("filiation request compare CASE", mark("only tell what has changed")),
        ("filiation request compare CASE --add-all", mark("add all publishers that are new")),
    ),
)
@click.argument("case", metavar="CASE", help=CASE)
@click.option("--add", multiple=True, metavar="NAME", help=mark("Add this publisher; may be repeated."))
@click.option("--add-all", is_flag=True, help=mark("Add all new publishers."))
@vaulted
def compare(session: Session, case: str, *, add: tuple[str, ...], add_all: bool, lock: Lock) -> None:
    """Run `request compare`."""
    now = today()
    with casework(session, lock) as cases:
        found = cases.overview(case_of(cases, case, now), now)
        new = found.change.new_publishers if found.change and add_all else ()
        chosen = tuple(dict.fromkeys((*add, *new)))
        if chosen or add_all:
            cases.take_in(found.case.id, chosen, revision=found.case.revision)
            found = cases.overview(found.case.id, now)
        if found.change is None:
            note(session.translate(mark("The family is as the case knows it.")))
        session.answer(found, draw_case)


@command(
    "complaint",
    section=_SECTION,
    reads=False,
    summary=mark("Put together a complaint to an authority, with the file of the case."),
    details=mark(
        "Writes the letter to the authority, the letters that were sent, what came back, the observations and the "
        "chronology into a folder; what you noted yourself only with --notes. They are not encrypted there. Nothing is "
        "sent. It can be written once they have answered, or once the time for their answer is over. It goes to the "
        "authority of your country, or to that of another country that you name: where you work, or where the party is "
        "established. What you choose is kept with the case."
    ),
    examples=(
        ("filiation request complaint CASE 1 --out complaint", mark("about the first party")),
        ("filiation request complaint CASE mistralai --out complaint", mark("about a publisher")),
        ("filiation request complaint CASE 1 --out complaint --authority DE --land Berlin", mark("to a Land")),
    ),
)
@click.argument("case", metavar="CASE", help=CASE)
@click.argument("party", metavar="PARTY", help=_PARTY)
@click.option("--out", required=True, metavar="DIR", help=FOLDER)
@click.option("--notes", is_flag=True, help=mark("With what you noted on letters and answers."))
@click.option("--authority", metavar="CC", help=mark("The country whose authority gets it, such as FR."))
@click.option("--land", metavar="NAME", help=mark("The part of that country, where it has an authority of its own."))
@click.option("--language", metavar="LANG", help=mark("The language of the complaint; else one of the authority's."))
@vaulted
def complaint(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    case: str,
    party: str,
    *,
    out: str,
    notes: bool,
    authority: str | None,
    land: str | None,
    language: str | None,
    lock: Lock,
) -> None:
    """Run `request complaint`."""
    now = today()
    with casework(session, lock) as cases:
        found = cases.case(case_of(cases, case, now))
        place = place_of(found, party)
        wanted = _addressing(found.parties[place].complaint, authority, land, language)
        if wanted != found.parties[place].complaint:
            found = cases.address_complaint(found.id, place, wanted, revision=found.revision)
        files = cases.case_bundle(found.id, place, now, notes=notes)
    keep(session, Path(out), files)
    _tell_authority(session, found, place)


@command(
    "calendar",
    section=_SECTION,
    reads=False,
    summary=mark("Write the deadlines of a case as a calendar file."),
    details=mark("The calendar tells who has to answer, and nothing of what the matter is about."),
    examples=(
        ("filiation request calendar CASE --out deadlines.ics", mark("to be opened with a calendar")),
        ("filiation request calendar CASE --json", mark("the deadlines, for a program")),
    ),
)
@click.argument("case", metavar="CASE", help=CASE)
@click.option("--out", metavar="FILE", default="-", help=OUT)
@vaulted
def calendar_(session: Session, case: str, *, out: str, lock: Lock) -> None:
    """Run `request calendar`."""
    from filiation.export.last_days import of_case

    now = today()
    with casework(session, lock) as cases:
        found = cases.case(case_of(cases, case, now))
        due = cases.deadlines(found.id, now)
    if session.as_json:
        session.screen.json({"items": due})
        return
    hand_out(session, of_case(session.speech, found, due, now=WallClock().now()), out, private=True)


def _addressing(kept: Addressing, authority: str | None, land: str | None, language: str | None) -> Addressing:
    """Return what is chosen for a complaint: what is not told stays, but a Land does not outlast its country."""
    country = kept.country if authority is None else authority
    region = (kept.region if authority is None else "") if land is None else land
    return Addressing(country, region, kept.language if language is None else language)


def _tell_authority(session: Session, case: Case, place: int) -> None:
    """Tell where the complaint goes, what is to be known of that authority, and which other can be chosen."""
    from filiation.rights.complaining import addressee, choices

    party, language = case.parties[place], session.speech.language
    to = addressee(case.draft, party)
    found = to.authority
    name = found.names.get(language) or next(iter(found.names.values()))
    page = found.complaint_page or found.website
    note(session.say(mark("It goes to: {authority}, {page}"), authority=name, page=page))
    if told := found.note.get(language) or found.note.get("en"):
        note(told)
    if found.regional:
        parts = ", ".join(part.region for part in found.regional)
        note(session.say(mark("Choose one of its parts with --land NAME: {parts}"), parts=parts))
    if not to.understood:
        note(session.translate(mark("There is no text in a language of this authority: it may ask for a translation.")))
    for country in choices(case.draft, party):
        if country != found.country:
            note(session.say(mark("You may also turn to that of {country}: --authority {country}"), country=country))


def _text(name: str) -> str:
    try:
        return read_file(name).decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise WrongUse(mark("{file} is not text."), mark("The file must be text in UTF-8."), file=name) from None


COMMANDS = (record, compare, complaint, calendar_)
"""The commands of this file."""
