"""What happened with a party or a request, as a form tells it: noted, taken back, or the whole removed."""

from collections.abc import Container, Sequence
from hashlib import blake2b

import msgspec

from filiation.errors import WrongUse
from filiation.facts.cases import Event, EventKind
from filiation.locale import mark
from filiation.web.days import read_day
from filiation.web.posted import Posted


def event_of(form: Posted, known: Container[str]) -> Event:
    """Return what a form says that happened, one of those `known`; what is odd about it is for others to say."""
    kind = form.text("kind")
    if kind not in known:
        raise WrongUse(mark("Choose what happened."), mark("Nothing was saved; what you wrote is still below."))
    return Event(EventKind(kind), read_day(form.text("day"), field="day"), form.text("note"))


def sign(event: Event) -> str:
    """Return a short sign of an event, by which a form knows again those that it showed."""
    return blake2b(msgspec.json.encode(event), digest_size=6).hexdigest()


def place_of(events: Sequence[Event], signed: str) -> int:
    """Return the place of the event with a sign; raises WrongUse where it is not there any more."""
    places = [place for place, event in enumerate(events) if sign(event) == signed]
    if not places:
        raise WrongUse(mark("What you want to take back is not noted any more."), mark("Look at what is."))
    return places[-1]


def unsure(form: Posted) -> WrongUse | None:
    """Return why nothing is removed, where a reader did not tick the box that says so twice; None where they did."""
    if form.text("sure") == "yes":
        return None
    return WrongUse(mark("Nothing was removed."), mark("Tick the box first: what is removed is gone for good."))
