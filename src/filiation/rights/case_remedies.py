"""When a person may write a reminder or a complaint in a case, and what came of the request by then.

A reminder says that the time is over, and a complaint what came of the request: neither is written before that is so.
"""

from datetime import date

from filiation.errors import WrongUse
from filiation.facts.cases import Case, Deadline, EventKind, Outcome, Status
from filiation.locale import mark
from filiation.rights import case_deadlines, case_history, case_steps
from filiation.rights.hosting import is_host

_ENDED = {
    EventKind.ANSWERED: Outcome.ANSWERED,
    EventKind.PARTLY: Outcome.PARTLY,
    EventKind.REFUSED: Outcome.REFUSED,
}


def outcome(case: Case, place: int, today: date) -> Outcome:
    """Return what came of what was last asked of a party; raises WrongUse where it is too early to tell.

    That nothing more is expected (`closed`) is no answer of theirs; who asked a question back has not been silent.
    """
    if is_host(case_history.party_of(case, place)):
        raise WrongUse(
            mark("An authority for personal data is not the one for this: the host got a notice, not a request."),
            mark(
                "If it does not deal with the notice as it must, users can turn to the Digital Services Coordinator of "
                "the country in which they are (article 53 of the DSA)."
            ),
        )
    events = case_history.current(case_history.party_of(case, place))
    if not any(event.kind is EventKind.SENT for event in events):
        raise WrongUse(
            mark("No letter to this party has been sent yet: there is nothing to complain of."),
            mark("First note when the letter was sent."),
        )
    last = case_deadlines.deadline(case, place, today)
    ended = [_ENDED[event.kind] for event in events if event.kind in _ENDED]
    waiting = case_steps.status(case.parties[place], last.due if last else None, today) is Status.WAITING
    if ended and not waiting:
        return ended[-1]
    if last is None:
        return Outcome.UNANSWERED
    if not last.passed:
        raise _too_early(last, mark("Until then, no complaint can say that no answer came."))
    asked = any(event.kind is EventKind.ASKED for event in events)
    return Outcome.UNANSWERED if asked else Outcome.NO_ANSWER


def reminder_due(case: Case, place: int, today: date) -> tuple[Deadline, date]:
    """Return the day by which an answer was due, and on which the letter was sent; raises WrongUse before it is over.

    Raises WrongUse also where nothing was sent, where there was a whole answer, and where no last day is known.
    """
    sent, last = case_history.sent_on(case, place), case_deadlines.deadline(case, place, today)
    if sent is None:
        raise WrongUse(
            mark("No letter to this party has been sent yet: there is nothing to remind it of."),
            mark("First note when the letter was sent."),
        )
    answered = {EventKind.ANSWERED, EventKind.REFUSED}
    if any(event.kind in answered for event in case_history.current(case.parties[place])):
        raise WrongUse(
            mark("This party has answered: there is nothing to remind it of."),
            mark("If the answer is not enough, write again in your own words, or complain to the authority."),
        )
    if last is None:
        raise WrongUse(
            mark("This party named the day of its answer itself, and that is not known here."),
            mark("Remind it in your own words."),
        )
    if not last.passed:
        raise _too_early(last, mark("A reminder can be written from the day after."))
    return last, sent


def host_written(case: Case, place: int) -> date:
    """Return the day on which the host was written to; raises WrongUse where there is nothing to ask it again."""
    sent = case_history.sent_on(case, place)
    if sent is None:
        raise WrongUse(
            mark("No letter to this party has been sent yet: there is nothing to remind it of."),
            mark("First note when the letter was sent."),
        )
    if any(event.kind in _ENDED for event in case_history.current(case.parties[place])):
        raise WrongUse(
            mark("This party has answered: there is nothing to remind it of."),
            mark("If its decision is not what you expected, it has to name what can be done against it."),
        )
    return sent


def may_remind(case: Case, place: int, today: date) -> bool:
    """Whether a reminder can be written."""
    try:
        if is_host(case_history.party_of(case, place)):
            host_written(case, place)
        else:
            reminder_due(case, place, today)
    except WrongUse:
        return False
    return True


def may_complain(case: Case, place: int, today: date) -> bool:
    """Whether a complaint can be written."""
    try:
        outcome(case, place, today)
    except WrongUse:
        return False
    return True


def _too_early(last: Deadline, hint: str) -> WrongUse:
    return WrongUse(mark("The time for their answer runs until {day}."), hint, day=last.due.isoformat())
