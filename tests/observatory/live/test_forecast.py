"""What reading the Hub will cost, told before it is read."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.fakehub import Fault, Faults, Limits
from tests.observatory.live.living_hub import NOW, Clock, running, store_in, world_of

from filiation.catalog.store import Store
from filiation.errors import SourceFailed
from filiation.facts.crawls import Crawl, Update
from filiation.hub.live.access import Endpoint
from filiation.observatory.live import forecast

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there


@pytest.fixture
def clock():
    return Clock()


def test_one_request_learns_the_limits_and_nothing_is_written(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, world_of(clock, limits=Limits())) as (_, hub, endpoint):
        told = store.forecast(Crawl(limit=30_000), endpoint, clock)
        assert len(hub.requests) == 1
    assert (told.requests, told.quota, told.window, told.going_on) == (60, 500, 300, 0)
    assert told.seconds == 30
    assert not store.store.folder.exists()


def test_a_part_that_cannot_be_counted_is_not_guessed(clock, tmp_path):
    with running(clock) as (_, _, endpoint):
        told = store_in(tmp_path).forecast(Crawl(author="org1"), endpoint, clock)
    assert (told.requests, told.seconds, told.basis) == (None, None, forecast.UNKNOWN)


def test_the_whole_hub_is_reckoned_by_what_was_measured(tmp_path):
    store = store_in(tmp_path).store
    requests, basis = forecast._requests(store, None, Crawl(), datetime(2026, 7, 11, tzinfo=UTC), {})
    assert (requests, basis) == (2950 + 600, forecast.BY_MEASURE)
    assert forecast._requests(store, None, Crawl(endpoint="https://hub.example"), NOW, {}) == (None, forecast.UNKNOWN)


@pytest.mark.parametrize(("requests", "seconds"), [(475, 238), (476, 300), (3600, 2100)])
def test_time_is_that_of_the_windows_that_are_needed(requests, seconds):
    assert forecast.seconds_for(requests, 500, 300) == seconds


def test_an_update_is_reckoned_by_what_the_store_holds(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=1)
        told = store.forecast(Update(publishers=10), endpoint, clock)
        quick = store.forecast(Update(quick=True), endpoint, clock)
        whole = store.forecast(Crawl(), endpoint, clock)
        store.update(Update(quick=True, publishers=3), endpoint, clock)
        fewer = store.forecast(Update(quick=True, publishers=10), endpoint, clock)
    assert (told.requests, told.basis) == (2 + 2 + 10, forecast.BY_STORE)  # there are five publishers, whoever asks
    assert fewer.requests == 2 + 4
    assert (quick.requests, quick.basis) == (2, forecast.BY_CHANGES)
    assert (whole.requests, whole.basis) == (2, forecast.BY_STORE)


def test_the_document_tells_what_a_forecast_tells():
    day = datetime(2026, 11, 22, tzinfo=UTC)
    store = Store(Path("nowhere"))
    requests, _ = forecast._requests(store, None, Crawl(), day, {})
    minutes = [round(forecast.seconds_for(requests, quota, 300) / 60) for quota in (500, 1000)]
    for name in ("read-the-hub.md", "read-the-hub.fr.md"):
        words = (
            (Path(__file__).parents[3] / "docs" / "how-to" / name).read_text(encoding="utf-8").replace("\u202f", " ")
        )
        assert all(re.search(rf"\b{n}\b", words.replace("\xa0", " ")) for n in minutes)
        assert re.search(r"\b4[, ]000 pages", words.replace("\xa0", " "))
    assert round(requests, -2) == 4000


def test_it_tells_of_a_crawl_that_goes_on(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, faults=Faults(Fault("500", after=1)))
    with running(clock, world) as (_, _, endpoint):
        with pytest.raises(SourceFailed):
            store.crawl(Crawl(), endpoint, Clock())
        world.faults = Faults()
        assert store.forecast(Crawl(), endpoint, clock).going_on == 1


def test_a_wrong_token_is_told(clock, tmp_path):
    with running(clock) as (_, hub, _), pytest.raises(SourceFailed, match="token"):
        store_in(tmp_path).forecast(Crawl(), Endpoint(hub.url, "hf_wrong"), clock)
