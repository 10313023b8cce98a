"""Which models an inspection reads: those that are named, and the family of one, as the store knows it."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import numpy as np

from filiation.catalog.edition import Edition
from filiation.errors import NotFound, WrongUse
from filiation.facts.inspection import Inspect
from filiation.genealogy.walks import ancestors, descendants
from filiation.hub.listing import valid_id
from filiation.locale import mark
from filiation.observatory import asking


def checked(wanted: Inspect) -> Inspect:
    """Return what is wanted, each model once; raises WrongUse where it makes no sense."""
    if not (wanted.ids or wanted.folders or wanted.family):
        raise WrongUse(
            mark("An inspection needs to know which models to read."),
            mark("Name models or folders, or give --family or --list."),
        )
    if wanted.limit < 1:
        raise WrongUse(mark("Of a family, one model or more is read."), mark("Give a limit of 1 or more."))
    if wanted.called is not None and len(wanted.folders) != 1:
        raise WrongUse(
            mark("A name is given to one folder."), mark("Name one folder with --as, and the others by themselves.")
        )
    for name in filter(None, (*wanted.ids, wanted.family)):
        if not valid_id(name):
            raise WrongUse(
                mark("{name} is no id that a repository of the Hub can have."),
                mark("Give owner/name, as in the address of its page."),
                name=name[:200],
            )
    return replace(wanted, ids=tuple(dict.fromkeys(wanted.ids)))


def members_of(edition: Edition | None, wanted: Inspect) -> tuple[Sequence[str], int]:
    """Return the ids of all models to read, and how many of the family are left out.

    Raises NotFound where the store does not know the model whose family is wanted.
    """
    if wanted.family is None:
        return wanted.ids, 0
    if edition is None:
        raise NotFound(
            mark("There is no catalog that knows the family of {model}."),
            mark("Read it first: filiation crawl --family {model}"),
            model=wanted.family,
        )
    number = asking.model_number(edition, wanted.family)
    graph = edition.graph
    kin = np.unique(np.concatenate([ancestors(graph, number).nodes, descendants(graph, number).nodes]))
    # A model's number is its rank by use.
    chosen = [number, *kin[kin != number][: wanted.limit - 1].tolist()]
    names = edition.ids(chosen)
    found = [name for one in chosen if valid_id(name := names[one])]
    left = 1 + int(np.count_nonzero(kin != number)) - len(chosen)
    return list(dict.fromkeys((*wanted.ids, *found))), left


def plan_of(wanted: Inspect, endpoint: str) -> bytes:
    """Return what tells an inspection from another: the same one asked for again goes on with the same answers."""
    told = ["inspect", endpoint, wanted.ids, wanted.family, wanted.limit, *(["contacts"] if wanted.contacts else [])]
    return msgspec.json.encode(told, order="deterministic")
