"""What changed: the history of one model, and all changes between two days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from filiation.catalog.edition import Edition
from filiation.catalog.history import Period, changes_of, turned_after
from filiation.catalog.holdings import dataset_facts
from filiation.errors import WrongUse
from filiation.facts.history import CHANGES, ChangeKind, Diff, History
from filiation.facts.vocabulary import Kind
from filiation.genealogy.past import relatives_then
from filiation.locale import mark
from filiation.observatory.asking import dataset_number, day_asked, model_number, window


@dataclass(frozen=True, slots=True)
class Between:
    """Which changes are asked for: after the day `start` and up to the day `end`, of some `kinds` (empty: all)."""

    start: date
    end: date
    kinds: tuple[ChangeKind, ...] = ()
    limit: int = 20
    offset: int = 0


def history(edition: Edition, name: str, kind: Kind | None) -> History:
    """Answer `history`, for a model or a dataset (`kind` None: for the model of that name, else the dataset)."""
    if kind is None:
        is_dataset = edition.number(name) is None and edition.number(name, "dataset") is not None
        kind = Kind.DATASET if is_dataset else Kind.MODEL
    number = (model_number if kind is Kind.MODEL else dataset_number)(edition, name)
    facts = edition.models([number])[number] if kind is Kind.MODEL else dataset_facts(edition, number)
    return History(
        model=facts.id,
        presence=facts.presence,
        gone=facts.gone,
        created=facts.created,
        first_seen=facts.first_seen,
        last_seen=facts.last_seen,
        old_names=facts.old_names,
        changes=changes_of(edition, number, kind),
        sources=edition.origins(facts.first_seen, facts.last_seen),
        kind=kind,
    )


def diff(edition: Edition, wanted: Between, number: int | None) -> Diff:
    """Answer `diff`; with a `number`, for the family of that model only."""
    window(wanted.limit, wanted.offset)
    _in_order(wanted)
    period = Period(edition, wanted.start, wanted.end, None if number is None else _family(edition, wanted, number))
    by_kind = period.by_kind()
    return Diff(
        start=wanted.start,
        end=wanted.end,
        of=None if number is None else edition.ids([number])[number],
        days=period.days(),
        whole_days=period.days(whole=True),
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


def _family(edition: Edition, wanted: Between, number: int) -> list[int]:
    """Return a model and all its relatives at the beginning or at the end of the days asked for."""
    turned = (turned_after(edition, moment) for moment in (wanted.start, wanted.end))
    found = [relatives_then(edition.graph, number, one) for one in turned]
    members: list[int] = np.unique(np.concatenate(found)).tolist()
    return members
