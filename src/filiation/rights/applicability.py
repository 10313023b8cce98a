"""How likely the GDPR applies to a publisher by its place (article 3), as far as sources say; it is never asserted.

Whether it offers something to people in the Union, or watches them, which article 3(2) asks of those who are
established elsewhere, no list can tell.
"""

from filiation.facts.contacts import Applicability, Establishment
from filiation.facts.rights import Applies
from filiation.rights.authorities import regime_of
from filiation.rights.publishers import InTheUnion, Listed, Read, Tie

ESTABLISHED, ELSEWHERE, NOTHING = "established-eea", "established-elsewhere", "nothing-known"
"""Reasons that do not come from a tie to the Union."""

REASONS: dict[Tie, str] = {
    Tie.GROUP: "group-eea",
    Tie.REPRESENTATIVE: "representative-eea",
    Tie.POLICY: "policy-eea",
}
"""Reasons that come from a tie to the Union."""

QUOTED = "policy-quoted"
"""The reason where somebody else tells what a publisher's policy grants; nobody here read the policy itself so far."""


def applicability(entry: Listed | None) -> Applicability:
    """Return how likely the GDPR applies to a publisher of our list (None: it is not on it), and why."""
    if entry is None:
        return Applicability(Applies.UNCERTAIN, NOTHING)
    own, tie = entry.established, entry.in_the_union
    if own is not None and regime_of(own.country) == "gdpr":
        there = Establishment(own.country, None, own.source.page, own.source.seen)
        return Applicability(Applies.CLEAR, ESTABLISHED, there)
    if tie is not None:
        there = Establishment(tie.country, tie.who, tie.source.page, tie.source.seen)
        return Applicability(Applies.LIKELY, _reason(tie), there)
    if own is not None:
        there = Establishment(own.country, None, own.source.page, own.source.seen)
        return Applicability(Applies.UNCERTAIN, ELSEWHERE, there)
    return Applicability(Applies.UNCERTAIN, NOTHING)


def _reason(tie: InTheUnion) -> str:
    return QUOTED if tie.tie is Tie.POLICY and tie.source.read is Read.QUOTED else REASONS[tie.tie]
