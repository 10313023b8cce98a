"""The family of a case, compared with what the catalog holds now."""

from collections.abc import Iterable

from filiation.facts.cases import Case, FamilyChange


def owner(model: str) -> str | None:
    """Return the publisher that an id names; None for one without."""
    return model.partition("/")[0] if "/" in model else None


def compared(case: Case, now: Iterable[str], edition: str) -> FamilyChange | None:
    """Return how the family differs from when the case was last compared with it; None where it does not."""
    before, after = set(case.family), set(now)
    new, gone = sorted(after - before), sorted(before - after)
    if not new and not gone:
        return None
    known = {party.publisher for party in case.parties}
    publishers = sorted({name for name in map(owner, new) if name is not None and name not in known})
    return FamilyChange(case.edition, edition, tuple(new), tuple(gone), tuple(publishers))
