"""What happened with a party or a request, as a command names it: noted, or taken back."""

from filiation.errors import WrongUse
from filiation.facts.cases import EventKind
from filiation.locale import mark

WHAT = mark("What happened.")
"""What the argument `WHAT` names."""

DAY = mark("The day on which it happened; today if it is left out.")
"""What the option `--day` tells."""

NOTE = mark("A note on it.")
"""What the option `--note` tells."""

TAKE_BACK = mark("Take back what was noted with this number, instead of noting something.")
"""What the option `--take-back` does."""


def what_happened(kind: str | None, take_back: int | None) -> EventKind | None:
    """Return what is to be noted, or None where something is to be taken back; raises WrongUse for neither or both."""
    if (kind is None) == (take_back is None):
        raise WrongUse(
            mark("Say what happened, or what is to be taken back."),
            mark("One of the two: sent, received, answered…, or --take-back and a number."),
        )
    return None if kind is None else EventKind(kind)
