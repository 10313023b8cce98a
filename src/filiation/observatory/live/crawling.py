"""Reading the live Hub: everything, one author's repositories, or the family of a model."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from filiation.catalog.edition import Edition
from filiation.catalog.knowledge import one_hub
from filiation.catalog.store import Store
from filiation.errors import NotFound
from filiation.facts.crawls import Crawl, CrawlSummary
from filiation.facts.progress import Report
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages, walks
from filiation.hub.live.repository import Repository
from filiation.hub.live.walks import Walked
from filiation.observatory.live import forecast
from filiation.observatory.live.gathering import Gathered, gather
from filiation.observatory.live.harvest import in_service
from filiation.observatory.live.inquiry import Inquiry, inquiring
from filiation.observatory.live.wanted import checked_crawl, plan_of_crawl

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock


def crawl(
    store: Store, wanted: Crawl, hub: "Endpoint", clock: "Clock", report: Report, *, fresh: bool = False
) -> CrawlSummary:
    """Read what is wanted of the Hub into `store`, and put a new edition in service."""
    wanted = checked_crawl(replace(wanted, endpoint=hub.url))
    one_hub(store, hub.url)
    with inquiring(store, plan_of_crawl(wanted), hub, clock, report, fresh=fresh) as inquiry:
        gathered = Gathered("crawl", wanted, [])
        if wanted.family is not None:
            _family(store, inquiry, wanted, wanted.family, gathered)
        else:
            inquiry.expected = forecast.pages_of(store, wanted, clock.now())
            gathered.listings = [_listing(inquiry, wanted, kind) for kind in wanted.kinds]
        return gather(store, inquiry, gathered, report)


def _listing(inquiry: Inquiry, wanted: Crawl, kind: Kind) -> Walked:
    size = wanted.limit or pages.MOST_ROWS
    first = pages.listing(kind, fields=pages.LINEAGE_FIELDS[kind], author=wanted.author, limit=size)
    name = f"api/{kind}s" + (f"?author={wanted.author}" if wanted.author else "")
    walked = Walked(name, kind, wanted.endpoint, most=wanted.limit)
    ask = inquiry.page if wanted.author is None else walks.of_author(inquiry.page, wanted.author)
    walks.through(ask, first, walked)
    walked.up_to_date = walked.whole = walked.whole and wanted.whole
    return walked


def _family(store: Store, inquiry: Inquiry, wanted: Crawl, model: str, gathered: Gathered) -> None:
    fields, size = pages.LINEAGE_FIELDS[Kind.MODEL], wanted.limit or pages.MOST_ROWS
    moments: dict[str, datetime] = {}

    def look(name: str) -> Repository:
        found = inquiry.repository(Kind.MODEL, name, asked=name == model)
        moments[name] = found.moment
        return found

    def children(name: str) -> str:
        return pages.listing(Kind.MODEL, fields=fields, base_model=name, limit=size)

    listing = Walked(f"api/models?family={model}", Kind.MODEL, wanted.endpoint, most=wanted.limit)
    gathered.listings = [listing]
    with in_service(store) as edition:

        def names(name: str) -> Sequence[str]:
            return _old_names(edition, name)

        asking = walks.Asking(look, inquiry.page, children, names, wanted.endpoint)
        try:
            found = walks.family(asking, model, wanted.limit)
        except NotFound:
            if edition is None or edition.number(model) is None:
                raise
            gathered.absent = {model: moments[model]}
            return
    members = [(f"{Kind.MODEL} {name}", 1) for name in found.members]
    listing.keys = [*members, *found.keys]
    gathered.absent = {name: moments[name] for name in found.absent}


def _old_names(edition: Edition | None, name: str) -> Sequence[str]:
    """Return the old names of a model as the store knows them: its children may name it by these."""
    number = None if edition is None else edition.number(name)
    return () if edition is None or number is None else edition.models([number])[number].old_names
