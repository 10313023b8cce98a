"""Reading the live Hub: everything, one author's repositories, or the family of a model."""

from dataclasses import replace
from typing import TYPE_CHECKING

from filiation.catalog.store import Store
from filiation.errors import WrongUse
from filiation.facts.crawls import Crawl, CrawlSummary
from filiation.facts.progress import Report
from filiation.facts.vocabulary import Kind
from filiation.hub.listing import VALID_ID
from filiation.hub.live import pages, walks
from filiation.hub.live.repository import Repository
from filiation.hub.live.walks import Walked
from filiation.locale import mark
from filiation.observatory.live import forecast
from filiation.observatory.live.gathering import Gathered, gather, one_hub
from filiation.observatory.live.inquiry import Inquiry, inquiring, plan_of

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock


def plan(wanted: Crawl) -> bytes:
    """Return what tells a crawl from another: how many publishers are asked about does not matter."""
    return plan_of("crawl", replace(wanted, publishers=0))


def crawl(
    store: Store, wanted: Crawl, hub: "Endpoint", clock: "Clock", report: Report, *, fresh: bool = False
) -> CrawlSummary:
    """Read what is wanted of the Hub into `store`, and put a new edition in service."""
    wanted = checked(replace(wanted, endpoint=hub.url))
    one_hub(store, hub.url)
    with inquiring(store, plan(wanted), hub, clock, report, fresh=fresh) as inquiry:
        gathered = Gathered("crawl", hub.url, [], wanted.publishers)
        if wanted.family is not None:
            _family(inquiry, wanted, wanted.family, gathered)
        else:
            inquiry.expected = forecast.pages_of(store, wanted, clock.now())
            gathered.listings = [_listing(inquiry, wanted, kind) for kind in wanted.kinds]
        return gather(store, inquiry, gathered, report)


def checked(wanted: Crawl) -> Crawl:
    """Return the crawl; raises WrongUse where what is wanted makes no sense."""
    if wanted.family is not None and wanted.author is not None:
        raise WrongUse(
            mark("A crawl reads the repositories of an author, or the family of a model, not both."),
            mark("Give --author or --family."),
        )
    if (wanted.limit is not None and wanted.limit < 1) or wanted.publishers < 0 or not wanted.kinds:
        raise WrongUse(
            mark("A crawl reads one repository or more, and asks about no publisher or more."),
            mark("Give a limit of 1 or more."),
        )
    for name in filter(None, (wanted.family, wanted.author)):
        if not VALID_ID.fullmatch(name) or ("/" in name and name == wanted.author):
            raise WrongUse(
                mark("{name} can be no name on the Hub."),
                mark("A model is written owner/name, an author owner."),
                name=name[:200],
            )
    return wanted


def _listing(inquiry: Inquiry, wanted: Crawl, kind: Kind) -> Walked:
    size = walks.page_size(wanted.limit)
    first = pages.listing(kind, fields=pages.LINEAGE_FIELDS[kind], author=wanted.author, limit=size)
    name = f"api/{kind}s" + (f"?author={wanted.author}" if wanted.author else "")
    walked = Walked(name, kind, wanted.endpoint, most=wanted.limit)
    ask = inquiry.page if wanted.author is None else walks.of_author(inquiry.page, wanted.author)
    walks.through(ask, first, walked)
    walked.up_to_date = walked.whole = walked.whole and wanted.whole
    return walked


def _family(inquiry: Inquiry, wanted: Crawl, model: str, gathered: Gathered) -> None:
    fields, size = pages.LINEAGE_FIELDS[Kind.MODEL], walks.page_size(wanted.limit)

    def look(name: str) -> Repository:
        return inquiry.repository(Kind.MODEL, name)

    def children(name: str) -> str:
        return pages.listing(Kind.MODEL, fields=fields, base_model=name, limit=size)

    asking = walks.Asking(look, inquiry.page, children, wanted.endpoint)
    found = walks.family(asking, model, wanted.limit)
    members = [(f"{Kind.MODEL} {name}", 1) for name in found.members]
    listing = Walked(f"api/models?family={model}", Kind.MODEL, wanted.endpoint, most=wanted.limit)
    listing.keys = [*members, *found.keys]
    gathered.listings, gathered.absent = [listing], found.absent
