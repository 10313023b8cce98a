"""What is wanted of the Hub, checked, and what tells one reading from another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from filiation.catalog.knowledge import known_until
from filiation.catalog.store import Store
from filiation.errors import NotFound, WrongUse
from filiation.facts.crawls import Crawl, Update
from filiation.facts.vocabulary import Kind
from filiation.hub.listing import valid_id
from filiation.locale import mark

CLOCKS_DIFFER = timedelta(days=1)
"""By how much the clocks of the Hub and of this machine may differ."""

Wanted = Crawl | Update
"""What can be wanted."""


@dataclass(frozen=True, slots=True)
class Since:
    """From when on changes of a kind are wanted: the moment that was `given`, else those that the store knows.

    `known` are the moments up to which the store knows all changes, the newest first.
    """

    given: datetime | None
    known: Sequence[datetime]

    def at(self, now: datetime) -> datetime | None:
        """Return the moment from which on changes are wanted where the Hub's clock shows `now`; None: nothing tells."""
        return self.given or next((moment for moment in self.known if moment <= now), None)

    def ahead(self, now: datetime) -> Sequence[datetime]:
        """Return the moments that cannot be true where the Hub's clock shows `now`."""
        return [moment for moment in self.known if moment > now]

    def gapless(self, now: datetime) -> bool:
        """Whether all that changed before is known, so that nothing is missed between the two readings."""
        known = next((moment for moment in self.known if moment <= now), None)
        return known is not None and (self.given is None or self.given <= known)


def checked_crawl(wanted: Crawl) -> Crawl:
    """Return the crawl; raises WrongUse where what is wanted makes no sense."""
    if wanted.family is not None and wanted.author is not None:
        raise WrongUse(
            mark("A crawl reads the repositories of an author, or the family of a model, not both."),
            mark("Give --author or --family."),
        )
    if wanted.family is not None and Kind.MODEL not in wanted.kinds:
        raise WrongUse(
            mark("Only models have a family on the Hub: datasets alone have none."),
            mark("Leave out --kind, or read datasets by --author."),
        )
    if (wanted.limit is not None and wanted.limit < 1) or wanted.publishers < 0 or not wanted.kinds:
        raise WrongUse(
            mark("A crawl reads one repository or more, and asks about no publisher or more."),
            mark("Give a limit of 1 or more."),
        )
    for name in filter(None, (wanted.family, wanted.author)):
        if not valid_id(name) or ("/" in name and name == wanted.author):
            raise WrongUse(
                mark("{name} can be no name on the Hub."),
                mark("A model is written owner/name, an author owner."),
                name=name[:200],
            )
    return wanted


def checked_update(wanted: Update, now: datetime) -> Update:
    """Return the update; raises WrongUse where what is wanted makes no sense at the moment `now`."""
    if wanted.publishers < 0 or not wanted.kinds:
        raise WrongUse(
            mark("An update asks about no publisher or more."),
            mark("Give a number of 0 or more."),
        )
    if wanted.since is not None and wanted.since > now + CLOCKS_DIFFER:
        raise in_the_future(wanted.since, now)
    return wanted


def in_the_future(since: datetime, now: datetime) -> WrongUse:
    """Return the error that says that changes are wanted from a moment on that is still to come."""
    return WrongUse(
        mark("Changes are wanted from {since} on, but it is only {now}."),
        mark("Give a moment of the past with --since."),
        since=f"{since:%Y-%m-%d %H:%M} UTC",
        now=f"{now:%Y-%m-%d %H:%M} UTC",
    )


def since_of(store: Store, wanted: Update, now: datetime) -> dict[Kind, Since]:
    """Return, for each kind, from when on changes are wanted; raises WrongUse where nothing tells.

    `now` is this machine's moment, from which that of the Hub differs by a day at most.
    """
    found = {kind: Since(wanted.since, known_until(store, kind)) for kind in wanted.kinds}
    if any(one.at(now + CLOCKS_DIFFER) is None for one in found.values()):
        raise nothing_tells(store)
    return found


def nothing_tells(store: Store) -> WrongUse:
    """Return the error that says that the store does not tell from when on to read."""
    return WrongUse(
        mark("The store in {path} does not tell up to which moment it knows what changed on the Hub."),
        mark(
            "Begin with a whole reading: filiation crawl, filiation pull, or filiation import --complete. "
            "Or say from when on, with --since."
        ),
        path=str(store.folder),
    )


def plan_of_crawl(wanted: Crawl) -> bytes:
    """Return what tells a crawl from another: the same question asked again goes on with the same answers."""
    return _plan("crawl", replace(wanted, publishers=0, accept_gone=False))


def plan_of_update(wanted: Update, since: Mapping[Kind, Since]) -> bytes:
    """Return what tells an update from another: the same one, with nothing imported since, goes on."""
    moments = {str(kind): one.given or one.known[0] for kind, one in since.items()}
    return _plan("update", [replace(wanted, publishers=0, since=None, accept_gone=False), moments])


def _plan(kind: str, wanted: object) -> bytes:
    """Write a plan; how many publishers are asked about, and what is believed, makes no other one of it."""
    return msgspec.json.encode([kind, wanted], order="deterministic")


def none_of(author: str, endpoint: str) -> NotFound:
    """Return the error that says that an author has nothing on the Hub."""
    return NotFound(
        mark("{endpoint} shows no repository of {author} to the public."),
        mark("Check the name: it is what stands before the slash in the id of a model."),
        author=author[:200],
        endpoint=endpoint,
    )
