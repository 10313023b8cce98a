"""The most frequent publishers or licenses of a family, in a line."""

from collections.abc import Mapping

from filiation.cli.frame import Session
from filiation.cli.output import outside
from filiation.locale import mark

_TALLIED = 5
_UNKNOWN = "unknown"


def most(session: Session, counts: Mapping[str, int], total: int) -> str:
    """Return the first names with their counts, how many more there are of `total`, and how many models tell none."""
    known = [(name, n) for name, n in counts.items() if name != _UNKNOWN]
    shown = [f"{outside(name)} {session.speech.number(n)}" for name, n in known[:_TALLIED]]
    if total > len(shown):
        shown.append(session.say(mark("{n} more"), n=total - len(shown)))
    if _UNKNOWN in counts:
        shown.append(session.say(mark("not told {n}"), n=counts[_UNKNOWN]))
    return ", ".join(shown)
