"""What follows a letter to the host: it got a notice (article 16 of the DSA), so that no month runs for it.

Its decision comes “without undue delay” (article 16(5)): no law names the day, and an authority for personal data is
not the one to turn to. After some weeks the person may ask again; then, that is for the Digital Services Coordinator.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from filiation.facts.cases import Event, EventKind, Involved, NextStep, Status
from filiation.facts.rights import Role

WEEKS = 4
"""After how many weeks it is proposed to ask the host again: ours, not the law's."""

_WRITTEN = frozenset({EventKind.SENT, EventKind.REMINDED})
_CODES = {
    Status.ASKED: "answer-host",
    Status.PARTLY: "host-decided",
    Status.REFUSED: "host-decided",
    Status.COMPLAINED: "await-coordinator",
    Status.DONE: "nothing",
}


def is_host(party: Involved) -> bool:
    """Whether a party is written to as the host, and as nothing else."""
    return tuple(party.roles) == (Role.HOST,)


def host_step(place: int, party: Involved, now: Status, events: Sequence[Event], today: date) -> NextStep:
    """Return what to do next with the host, by its `events` since it was last written to after all seemed done."""
    if now is Status.TO_WRITE:
        return NextStep(place, now, "write" if party.contact else "find-contact", None, None)
    if now is not Status.WAITING:
        return NextStep(place, now, _CODES.get(now, "nothing"), None, None)
    again = max((one.day for one in events if one.kind in _WRITTEN), default=today) + timedelta(weeks=WEEKS)
    if today < again:
        return NextStep(place, now, "wait-host", again, None)
    reminded = any(one.kind is EventKind.REMINDED for one in events)
    return NextStep(place, now, "host-silent" if reminded else "ask-again", None, None)
