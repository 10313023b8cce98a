"""What reading the Hub will cost: requests, and the time that they take within the Hub's limits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from filiation.catalog.edition import Edition, day_number
from filiation.catalog.knowledge import known_until, one_hub
from filiation.catalog.spool import kept
from filiation.catalog.store import Store
from filiation.facts.crawls import HUB, Crawl, Forecast, Update
from filiation.facts.vocabulary import Kind, Presence
from filiation.hub.live import pages
from filiation.hub.live.client import Client
from filiation.hub.live.limits import SPARED
from filiation.locale import mark
from filiation.observatory.live.harvest import accounts, in_service
from filiation.observatory.live.wanted import (
    Since,
    Wanted,
    checked_crawl,
    checked_update,
    plan_of_crawl,
    plan_of_update,
    since_of,
)

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock

_MODELS = (2_914_786, date(2026, 7, 1), 3_500)  # as measured then, and how many more there were each day
_DATASETS = 600_000
_PER_PUBLISHER = 2  # an organization is found with one request, a person with two
_PER_PAGE = 0.5  # seconds that the Hub takes for a page, where no limit holds it up

BY_STORE = mark("as many repositories as the store holds")
BY_MEASURE = mark("as many repositories as the Hub held when it was measured, and as many new ones a day as then")
BY_CHANGES = mark("as many changes as the store saw in the same time before")
BY_LIMIT = mark("as many repositories as you asked for")
UNKNOWN = mark("how many repositories there are is not known before they are read")


def forecast(store: Store, wanted: Wanted, hub: "Endpoint", clock: "Clock") -> Forecast:
    """Ask one small question for the limits that hold, and reckon what the whole will cost."""
    one_hub(store, hub.url)
    now = clock.now()
    since: Mapping[Kind, Since] = {}
    wanted = replace(wanted, endpoint=hub.url)
    if isinstance(wanted, Update):
        since = since_of(store, checked_update(wanted, now), now)
        plan = plan_of_update(wanted, since)
    else:
        plan = plan_of_crawl(checked_crawl(wanted))
    with Client(hub, clock=clock) as client:
        pages.read_page(client, pages.listing(wanted.kinds[0], fields=(), limit=1))
        quota, window = client.quota, client.window
    answers = kept(store.crawls, plan)
    with in_service(store) as edition:
        requests, basis = _requests(store, edition, wanted, now, since)
        known = None if requests is None else requests + _asked_about(edition, wanted, now)
    seconds = seconds_for(known, quota, window)
    return Forecast(known, seconds, quota, window, basis, answers or 0, under_way=answers is None)


def pages_of(store: Store, wanted: Wanted, now: datetime, since: Mapping[Kind, Since] | None = None) -> int:
    """Return about how many pages will be read; 0 where it cannot be told."""
    with in_service(store) as edition:
        return _requests(store, edition, wanted, now, since or {})[0] or 0


def _requests(
    store: Store, edition: Edition | None, wanted: Wanted, now: datetime, since: Mapping[Kind, Since]
) -> tuple[int | None, str]:
    if isinstance(wanted, Crawl) and not wanted.whole:
        if wanted.limit is None:
            return None, UNKNOWN
        each = wanted.limit if wanted.family is not None else ceil(wanted.limit / pages.MOST_ROWS) * len(wanted.kinds)
        return each, BY_LIMIT
    listed, basis = _listed(store, edition, wanted, now.date())
    if isinstance(wanted, Crawl):
        return listed, basis
    changed = sum(_changed(edition, kind, since[kind].at(now) or now, now) for kind in wanted.kinds)
    if wanted.quick:
        return changed, BY_CHANGES
    return (None if listed is None else changed + listed), basis


def _asked_about(edition: Edition | None, wanted: Wanted, now: datetime) -> int:
    """Return how many requests it takes to ask about publishers: those that are known and were asked cost none."""
    if edition is None or not isinstance(wanted, Update):
        return _PER_PUBLISHER * wanted.publishers
    usage, known = accounts(edition, now)
    return _PER_PUBLISHER * min(wanted.publishers, len(usage.keys() - known))


def _listed(store: Store, edition: Edition | None, wanted: Wanted, today: date) -> tuple[int | None, str]:
    """Return how many pages name every repository of the kinds that are wanted, and how that is known."""
    if edition is not None and all(known_until(store, kind) for kind in wanted.kinds):
        return sum(_pages(_held(edition, kind)) for kind in wanted.kinds), BY_STORE
    if wanted.endpoint != HUB:
        return None, UNKNOWN
    return sum(_pages(_measured(kind, today)) for kind in wanted.kinds), BY_MEASURE


def _pages(rows: int) -> int:
    return max(1, ceil(rows / pages.MOST_ROWS))


def _held(edition: Edition, kind: Kind) -> int:
    query = f"SELECT count(*) FROM {kind}s WHERE presence = '{Presence.LISTED}' AND NOT gone"
    return int(edition.rows(query)[0][0])


def _measured(kind: Kind, today: date) -> int:
    models, day, daily = _MODELS
    return models + max(0, (today - day).days) * daily if kind is Kind.MODEL else _DATASETS


def _changed(edition: Edition | None, kind: Kind, since: datetime, now: datetime) -> int:
    """Return how many pages tell what changed since, if as much did as in the same time before that."""
    if edition is None:
        return 1
    span = max(now - since, timedelta()) / timedelta(days=1)
    days = max(1, ceil(span))
    end = day_number(since.date())
    query = f"SELECT count(*) FROM {kind}s WHERE modified >= ? AND modified < ?"
    return _pages(ceil(edition.rows(query, (end - days, end))[0][0] * span / days))


def seconds_for(requests: int | None, quota: int | None, window: int | None) -> int | None:
    """Return how long so many requests take within the Hub's limits."""
    if requests is None:
        return None
    asking = round(requests * _PER_PAGE)
    if not quota or not window:
        return asking
    windows = ceil(requests / max(1, quota - ceil(quota * SPARED)))
    return max(asking, (windows - 1) * window)
