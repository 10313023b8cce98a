"""How things stand in a case, and what to do next with each party."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from filiation.facts.cases import Case, Deadline, EventKind, FamilyChange, Involved, NextStep, Overview, Status
from filiation.rights.case_deadlines import deadline, news_due
from filiation.rights.case_family import owner
from filiation.rights.case_history import ENDS, began, current
from filiation.rights.hosting import host_step, is_host

NOT_INVOLVED = "not-involved"
"""The status, in counts, of models whose publishers are no parties of the case."""

_AWAITED = frozenset({Status.WAITING, Status.ASKED, Status.OVERDUE, Status.COMPLAINED})
_NEXT: Mapping[EventKind, Status] = {
    EventKind.SENT: Status.WAITING,
    EventKind.EXTENDED: Status.WAITING,
    EventKind.ASKED: Status.ASKED,
    EventKind.PARTLY: Status.PARTLY,
    EventKind.REFUSED: Status.REFUSED,
    EventKind.ANSWERED: Status.DONE,
    EventKind.COMPLAINED: Status.COMPLAINED,
    EventKind.CLOSED: Status.DONE,
}
"""What an event makes of the status; the others leave it."""

_KEPT: Mapping[Status, frozenset[EventKind]] = {
    Status.PARTLY: frozenset({EventKind.SENT, EventKind.EXTENDED}),
    Status.REFUSED: frozenset({EventKind.SENT, EventKind.EXTENDED}),
    Status.COMPLAINED: frozenset(_NEXT) - ENDS,
    Status.DONE: frozenset({EventKind.EXTENDED, EventKind.ASKED}),
}
"""Events after which a status stays: who writes again after a refusal has been refused all the same."""


def status(party: Involved, last_day: date | None, today: date) -> Status:
    """Return how things stand with a party, whose answer is due on a day."""
    now = Status.TO_WRITE
    for event in party.events:
        after = _NEXT.get(event.kind)
        if after is not None and event.kind not in _KEPT.get(now, frozenset()):
            now = after
    if now is Status.PARTLY and _rest_announced(party, last_day):
        now = Status.WAITING
    late = last_day is not None and today > last_day
    return Status.OVERDUE if late and now is Status.WAITING else now


def steps(case: Case, today: date) -> tuple[NextStep, ...]:
    """Return what to do next with each party, in the order of the parties."""
    return tuple(_step(case, place, today) for place in range(len(case.parties)))


def deadlines_of(case: Case, today: date) -> tuple[Deadline, ...]:
    """Return what is still due in a case: answers that are waited for, and news of complaints."""
    found = [step.deadline for step in steps(case, today) if step.deadline and step.status in _AWAITED]
    return tuple(sorted(found, key=lambda one: (one.due, one.party)))


def overview(case: Case, today: date, change: FamilyChange | None = None) -> Overview:
    """Return how many parties and models of the family stand where; `change` is passed on."""
    next_steps = steps(case, today)
    of_publisher = {case.parties[step.party].publisher: step.status.value for step in next_steps}
    by_model = Counter(of_publisher.get(owner(model), NOT_INVOLVED) for model in {case.draft.model, *case.family})
    return Overview(case, next_steps, _counted(next_steps), dict(by_model), change)


def counted(case: Case, today: date) -> Mapping[str, int]:
    """Return how many parties of a case have which status."""
    return _counted(steps(case, today))


def _counted(next_steps: Iterable[NextStep]) -> Mapping[str, int]:
    return dict(Counter(step.status.value for step in next_steps))


def _step(case: Case, place: int, today: date) -> NextStep:
    party = case.parties[place]
    last = deadline(case, place, today)
    now = status(party, last.due if last else None, today)
    if is_host(party):
        return host_step(place, party, now, current(party), today)
    if now is Status.COMPLAINED:
        news = news_due(case, place, today)
        return NextStep(place, now, "await-authority", news.due if news else None, news)
    by = last.due if last and not last.passed and now in {Status.WAITING, Status.ASKED} else None
    return NextStep(place, now, _code(party, now, last), by, last)


def _code(party: Involved, now: Status, last: Deadline | None) -> str:
    """Return the code of the next step, which `words.cases` tells."""
    happened = {event.kind for event in current(party)}
    if now is Status.TO_WRITE:
        return "write" if party.contact else "find-contact"
    if now is Status.PARTLY and _insisted(party):
        return "await-rest"
    if now is Status.WAITING:
        if last is None:
            return "wait-named"
        start = began(party)
        return "wait-presumed" if start and start[1] else "wait"
    if now is Status.OVERDUE:
        return "complain" if EventKind.REMINDED in happened else "remind"
    return {
        Status.ASKED: "answer-question",
        Status.PARTLY: "insist",
        Status.REFUSED: "complain-refusal",
    }.get(now, "nothing")


def _rest_announced(party: Involved, last_day: date | None) -> bool:
    """Whether more time was announced for what a partial answer, given within it, left open."""
    events = current(party)
    extended = any(event.kind is EventKind.EXTENDED for event in events)
    partly = [event.day for event in events if event.kind is EventKind.PARTLY]
    return extended and bool(partly) and (last_day is None or partly[-1] <= last_day)


def _insisted(party: Involved) -> bool:
    """Whether the person wrote again after a partial answer."""
    kinds = [event.kind for event in current(party)]
    after = kinds[len(kinds) - kinds[::-1].index(EventKind.PARTLY) :] if EventKind.PARTLY in kinds else []
    return EventKind.SENT in after or EventKind.REMINDED in after
