"""Reading what changed on the live Hub since the store was filled, and what vanished or has another name."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from filiation.catalog.knowledge import one_hub
from filiation.catalog.store import Store
from filiation.facts.crawls import CrawlSummary, Update
from filiation.facts.imports import Skipped
from filiation.facts.progress import Report
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages, walks
from filiation.hub.live.limits import moment_written
from filiation.hub.live.walks import Walked
from filiation.locale import mark
from filiation.observatory.live import forecast
from filiation.observatory.live.gathering import Gathered, gather
from filiation.observatory.live.inquiry import Inquiry, inquiring
from filiation.observatory.live.wanted import (
    Since,
    checked_update,
    in_the_future,
    nothing_tells,
    plan_of_update,
    since_of,
)

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock

_OVERLAP = timedelta(minutes=10)  # what the Hub's servers show of a change may lag behind its clock
_AHEAD = mark("moment up to which an import knows all changes lies ahead of the Hub's clock, and was passed over")
_GAP = mark("stretch of time was left out: --since is later than what the store knows; the next update reads it")


def update(
    store: Store, wanted: Update, hub: "Endpoint", clock: "Clock", report: Report, *, fresh: bool = False
) -> CrawlSummary:
    """Read what changed on the Hub into `store`, and put a new edition in service."""
    wanted = checked_update(replace(wanted, endpoint=hub.url), clock.now())
    one_hub(store, hub.url)
    since = since_of(store, wanted, clock.now())
    with inquiring(store, plan_of_update(wanted, since), hub, clock, report, fresh=fresh) as inquiry:
        inquiry.expected = forecast.pages_of(store, wanted, clock.now(), since)
        gathered = Gathered("update", wanted, [])
        gathered.listings = [_changed(store, inquiry, kind, since[kind], gathered) for kind in wanted.kinds]
        if not wanted.quick:
            gathered.listings += [_names(inquiry, kind) for kind in wanted.kinds]
        return gather(store, inquiry, gathered, report)


def _changed(store: Store, inquiry: Inquiry, kind: Kind, since: Since, gathered: Gathered) -> Walked:
    """Walk the listing by time of change, down to what is known."""
    first = pages.listing(kind, fields=pages.LINEAGE_FIELDS[kind], sort=pages.BY_CHANGE, limit=pages.MOST_ROWS)
    walked = Walked(f"api/{kind}s?sort=lastModified", kind, inquiry.client.endpoint.url)
    began: list[datetime] = []

    def known(page: pages.Page) -> bool:
        began.append(page.moment)
        oldest = moment_written(page.oldest)
        start = _start(store, since, began[0])
        return oldest is not None and oldest.timestamp() < start.timestamp() - _OVERLAP.total_seconds()

    walks.through(inquiry.page, first, walked, until=known)
    walked.up_to_date = (walked.reached or walked.whole) and since.gapless(began[0])
    walked.whole = False  # rows move while it is read: what it lacks need not be gone
    gathered.notes += _notes(since, began[0])
    return walked


def _start(store: Store, since: Since, now: datetime) -> datetime:
    """Return from when on changes are wanted where the Hub's clock shows `now`; raises WrongUse where nothing tells."""
    start = since.at(now)
    if start is None:
        raise nothing_tells(store)
    if start > now:
        raise in_the_future(start, now)
    return start


def _notes(since: Since, now: datetime) -> list[Skipped]:
    ahead = tuple(f"{moment:%Y-%m-%d %H:%M} UTC" for moment in since.ahead(now))
    notes = [Skipped(_AHEAD, len(ahead), ahead)] if ahead and since.given is None else []
    gap = since.at(now) and since.known and not since.gapless(now)
    return [*notes, *([Skipped(_GAP, 1, ())] if gap else [])]


def _names(inquiry: Inquiry, kind: Kind) -> Walked:
    """Walk the listing of all names."""
    walked = Walked(f"api/{kind}s", kind, inquiry.client.endpoint.url, light=True)
    walks.through(inquiry.page, pages.listing(kind, fields=pages.LIGHT_FIELDS, limit=pages.MOST_ROWS), walked)
    return walked
