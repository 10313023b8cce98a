"""What changed: the history of one model, and all changes between two days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from filiation.catalog.edition import Edition
from filiation.catalog.history import Family, Period, changes_of
from filiation.errors import WrongUse
from filiation.facts.history import CHANGES, ChangeKind, Diff, History
from filiation.genealogy.walks import ancestors, descendants
from filiation.locale import mark
from filiation.observatory.asking import day_asked, window


@dataclass(frozen=True, slots=True)
class Between:
    """Which changes are asked for: after the day `start` and up to the day `end`, of some `kinds` (empty: all)."""

    start: date
    end: date
    kinds: tuple[ChangeKind, ...] = ()
    limit: int = 20
    offset: int = 0


def history(edition: Edition, number: int) -> History:
    """Answer `history`."""
    model = edition.models([number])[number]
    return History(
        model=model.id,
        presence=model.presence,
        gone=model.gone,
        created=model.created,
        first_seen=model.first_seen,
        last_seen=model.last_seen,
        old_names=model.old_names,
        changes=changes_of(edition, number),
        sources=edition.origins(model.first_seen, model.last_seen),
    )


def diff(edition: Edition, wanted: Between, number: int | None) -> Diff:
    """Answer `diff`; with a `number`, for the family of that model only."""
    window(wanted.limit, wanted.offset)
    _in_order(wanted)
    period = Period(edition, wanted.start, wanted.end, None if number is None else _family(edition, number))
    by_kind = period.by_kind()
    return Diff(
        start=wanted.start,
        end=wanted.end,
        of=None if number is None else edition.ids([number])[number],
        days=period.days(),
        total=sum(n for kind, n in by_kind.items() if not wanted.kinds or kind in wanted.kinds),
        by_kind={kind.value: n for kind, n in by_kind.items()},
        offset=wanted.offset,
        items=period.page(wanted.kinds, wanted.limit, wanted.offset),
    )


def change_kinds(given: str | Sequence[str]) -> tuple[ChangeKind, ...]:
    """Return the kinds of changes that are named; raises WrongUse for others."""
    names = [given] if isinstance(given, str) else given
    try:
        return tuple(ChangeKind(name) for name in names)
    except ValueError:
        raise WrongUse(
            mark("{kind} is not a kind of change."),
            mark("Kinds are: {known}."),
            kind=", ".join(names)[:200],
            known=", ".join(CHANGES),
        ) from None


def _in_order(wanted: Between) -> None:
    """Raise WrongUse unless both days are days, the first before the second."""
    for day in (wanted.start, wanted.end):
        day_asked(day)
    if wanted.start >= wanted.end:
        raise WrongUse(
            mark("Changes are looked for from one day to a later one; {start} is not before {end}."),
            mark("Give the earlier day first, such as 2026-11-01 2026-11-08."),
            start=wanted.start.isoformat(),
            end=wanted.end.isoformat(),
        )


def _family(edition: Edition, number: int) -> Family:
    above = ancestors(edition.graph, number).nodes.tolist()
    below = [number, *descendants(edition.graph, number).nodes.tolist()]
    return Family([*above, *below], below)
