"""In which order the Hub is asked: walks that always ask the same questions of the same answers.

A walk asks through two functions, `Ask` (one page of a listing) and `Look` (one repository), and never twice for the
same thing, except where that is its purpose. It keeps no state of its own: begun anew over answers that are kept, it
takes the same way up to the first question that was not answered yet.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filiation.errors import NotFound, SourceFailed
from filiation.facts.vocabulary import Kind
from filiation.hub.listing import valid_id
from filiation.hub.live import pages
from filiation.hub.live.failures import CursorRefused
from filiation.hub.live.glances import Row, glance
from filiation.locale import mark

if TYPE_CHECKING:
    from filiation.hub.live.repository import Repository

_LIMIT = re.compile(r"(?<=[?&]limit=)\d+")
_BEGINNINGS = 3  # of a listing whose cursor the Hub refuses, before it is given up


Ask = Callable[[str, int], pages.Page]
"""Asks for the page at a path; the number counts how often its listing was begun (1: the first time).

Raises CursorRefused where the Hub does not go on from there.
"""

Look = Callable[[str], "Repository"]
"""Asks for one model by its id."""


@dataclass(slots=True)
class Walked:
    """What a walk over one listing has come to: the keys of its answers, in order, and whether it is `whole`.

    `reached` tells that it was followed as far as was wanted, `ended_full` that its last page was full, so that there
    may be more than it told. `light` rows hold no more than names, dates and counts; `most` is how many rows are
    taken (None: all). With an `up_to_date` listing, all that changed before it was begun is known.
    """

    name: str
    kind: Kind
    endpoint: str
    keys: list[tuple[str, int]] = field(default_factory=list)
    whole: bool = False
    reached: bool = False
    light: bool = False
    most: int | None = None
    ended_full: bool = False
    up_to_date: bool = False


def through(ask: Ask, first: str, walked: Walked, *, until: Callable[[pages.Page], bool] = lambda _: False) -> None:
    """Walk a listing from the page at `first` to its end, or to the page of which `until` is true.

    A listing whose cursor is refused is begun anew; what was read before stays in.
    """
    for beginning in range(1, _BEGINNINGS + 1):
        try:
            _once(ask, first, walked, beginning, until)
        except CursorRefused:
            continue
        return
    raise SourceFailed(
        mark("The Hub does not go on with the listing {path}: it refuses its own cursor again and again."),
        mark("What was read is kept; run the same command again later."),
        path=first[:200],
    )


def _once(ask: Ask, first: str, walked: Walked, beginning: int, until: Callable[[pages.Page], bool]) -> None:
    def read(path: str) -> pages.Page:
        page = ask(path, beginning)
        walked.keys.append((path, beginning))
        if page.last_full and walked.most is None:  # as likely cut short as the end
            again = _one_row_less(path)  # the rest, if there is one, then comes on a page of its own
            page = ask(again, beginning)
            walked.keys.append((again, beginning))
            walked.ended_full = page.last_full
        return page

    rows = 0
    for _, page in pages.walk(walked.endpoint, first, read):
        rows += page.rows
        walked.reached = (walked.most is not None and rows >= walked.most) or until(page)
        if walked.reached:
            return
    walked.whole = walked.most is None and not walked.ended_full


def _one_row_less(path: str) -> str:
    return _LIMIT.sub(lambda found: str(max(1, int(found[0]) - 1)), path)


def of_author(ask: Ask, author: str) -> Ask:
    """Return `ask`, sure that the pages hold repositories of `author`: a Hub passes over what it does not know."""

    def checked(path: str, time: int) -> pages.Page:
        page = ask(path, time)
        owner = f"{author}/".casefold()
        if page.rows and not any(str(row.id).casefold().startswith(owner) for row in glance(page.body)):
            raise _filter_ignored(path)
        return page

    return checked


def children_of(page: pages.Page, parent: str, path: str) -> list[str]:
    """Return the ids in a page of children; raises SourceFailed where none of them names the parent."""
    rows = glance(page.body)
    if rows and not any(_names(row, parent) for row in rows):
        raise _filter_ignored(path)
    return [row.id for row in rows if row.id is not None and valid_id(row.id)]


def _names(row: Row, parent: str) -> bool:
    ending = parent.casefold()
    return any(tag.startswith("base_model:") and tag.casefold().endswith(ending) for tag in row.tags)


def _filter_ignored(path: str) -> SourceFailed:
    return SourceFailed(
        mark("The server does not filter its listing: it answers {path} with other repositories."),
        mark("It is no Hub, or one of another version; read all of it, or check --endpoint."),
        path=path[:200],
    )


@dataclass(slots=True)
class Family:
    """What a walk through a family came to: its members as they were asked for, and the names that are not public."""

    members: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    keys: list[tuple[str, int]] = field(default_factory=list)
    found: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """How a walk through a family asks: for a model, for a page, at which path children are listed, of which Hub.

    `names` tells other names of a model: its children may still name it by these.
    """

    look: Look
    page: Ask
    children: Callable[[str], str]
    names: Callable[[str], Iterable[str]]
    endpoint: str


def family(asking: Asking, start: str, most: int | None) -> Family:
    """Walk from a model up to its ancestors, then down to its descendants.

    At most so many members are read (None: all). Raises NotFound where the model itself is not public.
    """
    walked = Family()
    known = {start}
    own = start
    upward = deque([start])
    while upward and (most is None or walked.found < most):
        asked = upward.popleft()
        one = asking.look(asked)
        if one.id is None:
            if asked == start:
                raise _not_public(start)
            walked.absent.append(asked)
            continue
        walked.members.append(asked)
        walked.found += 1
        own = one.id if asked == start else own
        known.add(one.id)
        upward += _new([parent for parent, _ in one.parents], known)
    _descend(asking, dict.fromkeys((own, start)), most, walked)
    return walked


def _descend(asking: Asking, start: Iterable[str], most: int | None, walked: Family) -> None:
    """Walk down from a model, which has several names where it was renamed."""
    downward, known = deque(start), set(start)
    while downward and (most is None or walked.found < most):
        parent = downward.popleft()
        downward += _new(list(asking.names(parent)), known)
        below = Walked(parent, Kind.MODEL, asking.endpoint, most=None if most is None else most - walked.found)
        found: list[str] = []

        def ask(path: str, time: int, parent: str = parent, found: list[str] = found) -> pages.Page:
            page = asking.page(path, time)
            found += children_of(page, parent, path)
            return page

        through(ask, asking.children(parent), below)
        walked.keys += below.keys
        new = list(_new(found, known))
        walked.found += len(new)
        downward += new


def _new(ids: list[str], known: set[str]) -> Iterator[str]:
    """Yield the ids that are not known yet, and note them."""
    for one in ids:
        if one not in known:
            known.add(one)
            yield one


def _not_public(model: str) -> NotFound:
    return NotFound(
        mark("The Hub shows no model {model} to the public: it was deleted, made private, or never there."),
        mark("Check the name; a model that the Hub renamed is found under its old name too."),
        model=model[:200],
    )
