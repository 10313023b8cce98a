"""How a case is told on a terminal, and how one and its parties are named on a command line."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from filiation.cli.frame import Session
from filiation.cli.output import Cell, Piece, outside
from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import Case, CaseLine, FamilyChange, Involved, NextStep, Overview, Status
from filiation.locale import mark
from filiation.rights.hosting import is_host
from filiation.words import cases as words

if TYPE_CHECKING:
    from filiation.observatory.casework import Casework

CASE = mark("The case: its number, how that begins, or its title.")
"""How a case is named."""

_LOUD = {Status.OVERDUE: "red", Status.REFUSED: "red", Status.TO_WRITE: "bold", Status.DONE: "green"}
_SHOWN = 10


def case_of(cases: "Casework", named: str, today: date) -> str:
    """Return the number of the one case whose number begins so, or whose title it is.

    Raises NotFound where there is none, WrongUse where there are several.
    """
    known = [one for one in cases.cases(today) if named]
    found = [one.id for one in known if one.id.startswith(named.lower()) or one.title.lower() == named.lower()]
    if not found:
        raise NotFound(
            mark("The vault holds no case {case}."), mark("`filiation request list` tells their numbers."), case=named
        )
    if len(found) > 1:
        raise WrongUse(
            mark("Several cases are called {case}, or begin so."),
            mark("Give more of the number: {known}"),
            case=named,
            known=found[0],
        )
    return found[0]


def place_of(case: Case, named: str) -> int:
    """Return the place of a party, named by its number in the case (the first is 1) or by its publisher."""
    if named.isascii() and named.isdigit() and len(named) < 8 and 1 <= int(named) <= len(case.parties):
        return int(named) - 1
    for names in ([one.publisher or "" for one in case.parties], [one.name for one in case.parties]):
        found = [place for place, name in enumerate(names) if name and name.lower() == named.lower()]
        if len(found) == 1:
            return found[0]
    raise NotFound(
        mark("The case has no party {party}."),
        mark("Name it by its number in the case, 1 to {n}, or by its publisher."),
        party=named,
        n=len(case.parties),
    )


def places_of(case: Case, named: Sequence[str]) -> list[int]:
    """Return the places of the parties that are named, or of all when none is."""
    return list(dict.fromkeys(place_of(case, one) for one in named)) or list(range(len(case.parties)))


def name_of(session: Session, party: Involved) -> str:
    """Return what a party is called, with its account where that is another name; the host is told as such."""
    name = words.party_name(session.speech, party)
    account = party.publisher
    if account and not is_host(party) and name != account:
        return outside(f"{name} ({account})")
    return outside(name)


def draw_cases(session: Session, found: Sequence[CaseLine]) -> None:
    """Write a list of cases."""
    if not found:
        session.screen.text(session.translate(mark("The vault holds no case.")))
        return
    rows: list[list[Piece]] = []
    for one in found:
        due = session.say(mark("due on {day}"), day=one.next_due) if one.next_due else ""
        parties = session.many(one.parties, mark("{n} party"), mark("{n} parties"))
        title = outside(one.title or one.model)
        rows.append([Cell(one.id, "bold"), one.opened.isoformat(), title, parties, Cell(due, "yellow")])
    session.screen.table(rows)


def draw_case(session: Session, overview: Overview) -> None:
    """Write the whole cascade of a case: each party with how things stand and what is next."""
    case, screen = overview.case, session.screen
    title = "" if case.title == case.draft.model else f"  {outside(case.title)}"
    screen.line(Cell(session.say(mark("Case {case}"), case=case.id), "bold"), title)
    opened = mark("About {model}; opened on {day}.")
    screen.text(session.say(opened, model=outside(case.draft.model), day=case.opened))
    counted = [f"{session.translate(words.STATUS[s])}: {n}" for s in Status if (n := overview.parties_by_status.get(s))]
    screen.text(session.say(mark("Parties: {counts}"), counts=" · ".join(counted)))
    screen.heading(session.translate(mark("Who is written to:")))
    screen.table([_row(session, case, step) for step in overview.steps])
    _draw_events(session, case)
    for told in words.shared_addresses(session.speech, case):
        screen.text(outside(told))
    screen.heading(session.translate(mark("What to do next:")))
    for step in overview.steps:
        screen.line(f"  {step.party + 1}  ", words.step(session.speech, step))
    if overview.change:
        _draw_change(session, overview.change)


def _row(session: Session, case: Case, step: NextStep) -> list[Piece]:
    party = case.parties[step.party]
    status = Cell(session.translate(words.STATUS[step.status]), _LOUD.get(step.status, ""))
    last = step.deadline
    due = session.say(mark("due on {day}"), day=last.due) if last and step.by else ""
    number = Cell(str(step.party + 1), right=True)
    return [number, Cell(name_of(session, party), "bold"), outside(party.contact), status, due]


def _draw_events(session: Session, case: Case) -> None:
    """Write what was noted with each party: the number of the party, that of the event, the day, what happened."""
    noted = [
        (place, number, one)
        for place, party in enumerate(case.parties, 1)
        for number, one in enumerate(party.events, 1)
    ]
    if not noted:
        return
    session.screen.heading(session.translate(mark("What was noted (party, number):")))
    for place, number, one in noted:
        what = session.translate(words.EVENT[one.kind])
        session.screen.line(f"  {place}, {number}  ", session.speech.day(one.day), "  ", what, "  ", outside(one.note))


def _draw_change(session: Session, change: FamilyChange) -> None:
    session.screen.heading(session.translate(mark("The family has changed since the case was opened or compared:")))
    new, gone = len(change.new), len(change.gone)
    session.screen.text("  " + session.many(new, mark("{n} new descendant"), mark("{n} new descendants")))
    if gone:
        session.screen.text("  " + session.many(gone, mark("{n} is gone"), mark("{n} are gone")))
    for name in change.new_publishers[:_SHOWN]:
        session.screen.text(f"  + {outside(name)}")
    more = len(change.new_publishers) - _SHOWN
    if more > 0:
        session.screen.text("  " + session.many(more, mark("and {n} more publisher"), mark("and {n} more publishers")))
    hint = mark("To add all new publishers to the case: filiation request compare CASE --add-all")
    session.screen.line(Cell("  " + session.translate(hint), "dim"))
