"""Reading what changed on the live Hub since the store was filled, and what vanished or has another name."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from filiation.catalog.manifests import SourceFile, manifest_of
from filiation.catalog.store import Store
from filiation.errors import SourceFailed, WrongUse
from filiation.facts.crawls import CrawlSummary, Update
from filiation.facts.progress import Report
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages, walks
from filiation.hub.live.walks import Walked
from filiation.locale import mark
from filiation.observatory.live import forecast
from filiation.observatory.live.gathering import Gathered, gather, one_hub
from filiation.observatory.live.inquiry import Inquiry, inquiring, plan_of

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock

_OVERLAP = timedelta(minutes=10)  # what the Hub's servers show of a change may lag behind its clock


def plan(wanted: Update, since: dict[Kind, datetime]) -> bytes:
    """Return what tells an update from another: how many publishers are asked about does not matter."""
    return plan_of("update", [replace(wanted, publishers=0, since=None), {str(k): m for k, m in since.items()}])


def update(
    store: Store, wanted: Update, hub: "Endpoint", clock: "Clock", report: Report, *, fresh: bool = False
) -> CrawlSummary:
    """Read what changed on the Hub into `store`, and put a new edition in service."""
    wanted = checked(replace(wanted, endpoint=hub.url))
    one_hub(store, hub.url)
    since = moments(store, wanted)
    with inquiring(store, plan(wanted, since), hub, clock, report, fresh=fresh) as inquiry:
        inquiry.expected = forecast.pages_of(store, wanted, clock.now(), since)
        listings = [_changed(inquiry, kind, since[kind]) for kind in wanted.kinds]
        if not wanted.quick:
            listings += [_names(inquiry, kind) for kind in wanted.kinds]
        return gather(store, inquiry, Gathered("update", hub.url, listings, wanted.publishers), report)


def checked(wanted: Update) -> Update:
    """Return the update; raises WrongUse where what is wanted makes no sense."""
    if wanted.publishers < 0 or not wanted.kinds:
        raise WrongUse(
            mark("An update asks about no publisher or more."),
            mark("Give a number of 0 or more."),
        )
    return wanted


def moments(store: Store, wanted: Update) -> dict[Kind, datetime]:
    """Return, for each kind, the moment from which on changes are not known; raises WrongUse where none is told."""
    return {kind: wanted.since or _known_until(store, kind) for kind in wanted.kinds}


def _known_until(store: Store, kind: Kind) -> datetime:
    files = [file for folder in store.imports() for file in manifest_of(folder).files if file.kind == kind]
    told = [moment for file in files if (moment := _until(file)) is not None]
    if not told:
        raise WrongUse(
            mark("The store in {path} does not tell up to which moment it knows what changed on the Hub."),
            mark(
                "Begin with a whole reading: filiation crawl, filiation pull, or filiation import --complete. "
                "Or say from when on, with --since."
            ),
            path=str(store.folder),
        )
    return max(told)


def _until(file: SourceFile) -> datetime | None:
    if file.until is not None:
        return file.until
    return datetime.combine(file.seen, time(), UTC) if file.complete else None


def _changed(inquiry: Inquiry, kind: Kind, since: datetime) -> Walked:
    """Walk the listing by time of change, down to what is known."""
    first = pages.listing(kind, fields=pages.LINEAGE_FIELDS[kind], sort=pages.BY_CHANGE, limit=walks.page_size(None))
    walked = Walked(f"api/{kind}s?sort=lastModified", kind, inquiry.client.endpoint.url)

    def known(page: pages.Page) -> bool:
        _in_time(since, page.moment)
        oldest = _moment(page.oldest)
        return oldest is not None and oldest < since - _OVERLAP

    walks.through(inquiry.page, first, walked, until=known)
    walked.up_to_date = walked.reached or walked.whole
    walked.whole = False  # rows move while it is read: what it lacks need not be gone
    return walked


def _names(inquiry: Inquiry, kind: Kind) -> Walked:
    """Walk the listing of all names."""
    walked = Walked(f"api/{kind}s", kind, inquiry.client.endpoint.url, light=True)
    walks.through(inquiry.page, pages.listing(kind, fields=pages.LIGHT_FIELDS, limit=walks.page_size(None)), walked)
    return walked


def _in_time(since: datetime, now: datetime) -> None:
    """Raise SourceFailed where the changes that are wanted lie ahead of the Hub's own clock."""
    if since > now:
        raise SourceFailed(
            mark("The store knows all changes up to {since}, but the Hub's clock shows {now}."),
            mark("An import was dated later than it was read. Say from when on changes are wanted, with --since."),
            since=f"{since:%Y-%m-%d %H:%M} UTC",
            now=f"{now:%Y-%m-%d %H:%M} UTC",
        )


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
