"""What is wrong with how models tell their origin: in one family, at one publisher, in the whole catalog."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filiation.catalog.ailing import Ailing
from filiation.catalog.edition import Edition
from filiation.errors import WrongUse
from filiation.facts.hygiene import AILMENTS, Ailment, Diagnosis
from filiation.genealogy.walks import ancestors, descendants
from filiation.locale import mark
from filiation.observatory.asking import model_number, publisher_number, window
from filiation.observatory.mending import repairs


@dataclass(frozen=True, slots=True)
class Examined:
    """Where to look: at the family of a model, at a publisher, or (both None) at all; and which findings to list."""

    model: str | None = None
    publisher: str | None = None
    kinds: tuple[Ailment, ...] = ()
    limit: int = 20
    offset: int = 0


def doctor(edition: Edition, wanted: Examined) -> Diagnosis:
    """Answer `doctor`."""
    window(wanted.limit, wanted.offset)
    if wanted.model is not None and wanted.publisher is not None:
        raise WrongUse(
            mark("A family and a publisher cannot be examined in one."), mark("Name a model or a publisher, not both.")
        )
    number = None if wanted.model is None else model_number(edition, wanted.model)
    owner = None if wanted.publisher is None else publisher_number(edition, wanted.publisher)
    ailing = Ailing(edition, _members(edition, number, owner))
    by_kind = ailing.by_kind()
    shown = ailing.page(wanted.kinds, wanted.limit, wanted.offset)
    own = [] if number is None else Ailing(edition, [number]).page((), 0, 0)
    return Diagnosis(
        model=None if number is None else edition.ids([number])[number],
        publisher=None if owner is None else edition.ids([owner], "publisher")[owner],
        models=ailing.looked_at(),
        ailing=ailing.ailing(),
        total=sum(n for kind, n in by_kind.items() if not wanted.kinds or kind in wanted.kinds),
        by_kind={kind.value: n for kind, n in by_kind.items()},
        offset=wanted.offset,
        items=tuple(finding for _, finding in shown),
        own=tuple(finding for _, finding in own),
        repairs=repairs(edition, [of for of, _ in (*own, *shown)]),
    )


def ailments_asked(given: str | Sequence[str]) -> tuple[Ailment, ...]:
    """Return the kinds of findings that are named; raises WrongUse for others."""
    names = [given] if isinstance(given, str) else given
    try:
        return tuple(Ailment(name) for name in names)
    except ValueError:
        raise WrongUse(
            mark("{kind} is not a kind of finding."),
            mark("Kinds are: {known}."),
            kind=", ".join(names)[:200],
            known=", ".join(AILMENTS),
        ) from None


def _members(edition: Edition, number: int | None, owner: int | None) -> list[int] | None:
    """Return the numbers of the models to look at; None for all."""
    graph = edition.graph
    if owner is not None:
        owned: list[int] = np.flatnonzero(graph.columns["publisher"] == owner).tolist()
        return owned
    if number is None:
        return None
    above, below = ancestors(graph, number).nodes, descendants(graph, number).nodes
    family: list[int] = np.unique(np.concatenate((above, below, np.array([number], np.int32)))).tolist()
    return family
