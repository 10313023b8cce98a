"""The register of requests received, as pure functions: what is due when, and what may happen next.

An answer is due one month after receipt; two further months may be announced within that month, with the reasons
(GDPR article 12(3)). A publisher in Switzerland has 30 days, and where it needs longer names the day by which it
answers. While the person is asked who they are, because of reasonable doubts (article 12(6)), the days are told as
before and the request as suspended: whether the time stands still depends on the case.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import Event, EventKind
from filiation.facts.letters import LetterKind
from filiation.facts.register import Received, ReceivedLine, Standing
from filiation.locale import mark
from filiation.rights.addresses import country_code
from filiation.rights.deadlines import Due, register_due
from filiation.rights.letters import languages

ANSWERS = frozenset({EventKind.ANSWERED, EventKind.REFUSED, EventKind.CLOSED})
"""What ends a request."""

KNOWN = frozenset({*ANSWERS, EventKind.PARTLY, EventKind.EXTENDED, EventKind.ASKED, EventKind.RECEIVED, EventKind.NOTE})
"""What can happen with a request that was received; RECEIVED: what the person was asked for came in."""

_NEEDED = {
    "sender": mark("Say who asks."),
    "model": mark("Name the model that the request is about, as owner/name."),
    "rights": mark("Say which rights it is about."),
}
_BEFORE = (LetterKind.RECEIPT, LetterKind.EXTENSION)  # letters that go out before the answer
_LONGEST = {"sender": 200, "reply_to": 500, "model": 200, "summary": 10_000}
_LONGEST_NOTE = 10_000


def line(received: Received, today: date) -> ReceivedLine:
    """Return a request with what is due."""
    month = _first(received)
    extended = any(event.kind is EventKind.EXTENDED for event in received.events)
    last = register_due(received.day, received.country, extended=extended)
    if any(event.kind in ANSWERS for event in received.events):
        return ReceivedLine(received, Standing.DONE, None, None, extended, None)
    turns = [event.kind for event in received.events if event.kind in {EventKind.ASKED, EventKind.RECEIVED}]
    suspended = bool(turns) and turns[-1] is EventKind.ASKED
    late = last is not None and today > last.day
    standing = Standing.OVERDUE if late else Standing.SUSPENDED if suspended else Standing.TO_ANSWER
    until = None if extended or today > month.day else month.day
    day, moved = (last.day, last.moved_from) if last else (None, None)
    return ReceivedLine(received, standing, day, moved, extended, until)


def lines(received: Iterable[Received], today: date) -> tuple[ReceivedLine, ...]:
    """Return requests with what is due: the most urgent first, those that are done last."""
    made = [line(one, today) for one in received]
    waiting = [one for one in made if one.standing is not Standing.DONE]
    open_ones = sorted(waiting, key=lambda one: (one.due or today, one.received.id))
    done = sorted(
        (one for one in made if one.standing is Standing.DONE), key=lambda one: (one.received.day, one.received.id)
    )
    return (*open_ones, *reversed(done))


def checked(received: Received, today: date) -> Received:
    """Return a request that can be kept, without spaces around its words.

    Raises WrongUse for what is impossible, missing or too long.
    """
    received = replace(received, **{name: getattr(received, name).strip() for name in _LONGEST})
    if received.day > today:
        raise _impossible(mark("A request cannot have been received on {day}, which is still to come."), received.day)
    for name, hint in _NEEDED.items():
        if not getattr(received, name):
            raise WrongUse(mark("Something is missing in the request."), hint, field=name)
    for name, most in _LONGEST.items():
        if len(getattr(received, name)) > most:
            raise WrongUse(
                mark("Something in the request is too long."),
                mark("Shorten it to {most} characters."),
                field=name,
                most=most,
            )
    if received.language not in languages():
        raise WrongUse(
            mark("There are no letters in this language."),
            mark("Choose one of these: {known}."),
            field="language",
            known=tuple(languages()),
        )
    return replace(received, country=country_code(received.country) if received.country else None)


def recorded(received: Received, event: Event, today: date) -> Received:
    """Return a request to which something happened; raises WrongUse for what cannot have happened."""
    if event.kind not in KNOWN:
        raise WrongUse(
            mark("{kind} does not happen to a request that was received."),
            mark("It may be: {known}."),
            kind=str(event.kind),
            known=", ".join(sorted(KNOWN)),
        )
    if len(event.note) > _LONGEST_NOTE:
        raise WrongUse(mark("The note is too long."), mark("Shorten it to {most} characters."), most=_LONGEST_NOTE)
    if event.day > today:
        raise _impossible(mark("Nothing can have happened on {day}, which is still to come."), event.day)
    if event.day < received.day:
        raise _impossible(mark("{day} is before the request was received."), event.day)
    now = line(replace(received, events=tuple(one for one in received.events if one.day <= event.day)), event.day)
    extended = any(one.kind is EventKind.EXTENDED for one in received.events)
    if event.kind is EventKind.EXTENDED and (extended or now.may_extend_until is None):
        raise _impossible(
            mark("On {day}, the time was over or had been extended already: it cannot be extended."),
            event.day,
        )
    if now.standing is Standing.DONE and event.kind is not EventKind.NOTE:
        raise _impossible(mark("The request had its answer before {day}."), event.day)
    later = [one.day for one in received.events if one.day > event.day and one.kind in ANSWERS]
    if event.kind in ANSWERS and later:
        raise _impossible(
            mark("An answer is noted for {day} already: if that was a mistake, take it back first."), later[0]
        )
    events = sorted((*received.events, event), key=lambda one: one.day)
    return replace(received, events=tuple(events))


def check_letter(told: ReceivedLine, kind: LetterKind) -> None:
    """Raise WrongUse where a letter comes too late: a receipt after the answer, an extension after the month too."""
    if kind in _BEFORE and told.standing is Standing.DONE:
        raise WrongUse(
            mark("This request has its answer: such a letter comes too late."),
            mark("If that was noted by mistake, take it back first."),
        )
    if kind is LetterKind.EXTENSION and not told.extended and told.may_extend_until is None:
        month = _first(told.received)
        raise WrongUse(
            mark("The time was over on {day}: more can be announced only within it."),
            mark("Answer now, and say in the answer why it is late."),
            day=month.day.isoformat(),
        )


def _first(received: Received) -> Due:
    """Return the last day for an answer that is not extended."""
    found = register_due(received.day, received.country)
    assert found is not None  # noqa: S101 (only an extension has no day)
    return found


def taken_back(received: Received, number: int) -> Received:
    """Return a request without one event (the first is 0); raises NotFound where there is none of that number."""
    if not 0 <= number < len(received.events):
        raise NotFound(
            mark("Nothing was noted with this number."), mark("Look at what was noted: filiation register list.")
        )
    return replace(received, events=(*received.events[:number], *received.events[number + 1 :]))


def _impossible(message: str, day: date) -> WrongUse:
    return WrongUse(message, mark("Check the day, written YYYY-MM-DD."), day=day.isoformat())
