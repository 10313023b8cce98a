"""What a reading may say: dated by its own answers, believed only where it can be, and nothing left behind."""

import os
import stat
from datetime import timedelta

import pytest
from tests.fakehub import Fault, Faults
from tests.observatory.live.living_hub import NOW, PAGE, Clock, ids, running, store_in, world_of

from filiation.catalog.manifests import manifest_of
from filiation.errors import SourceFailed, StoreFailed
from filiation.facts.crawls import Crawl, Update
from filiation.facts.history import ChangeKind
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there
MODELS = (Kind.MODEL,)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    monkeypatch.setattr(pages, "MOST_ROWS", PAGE)


@pytest.fixture
def clock():
    return Clock()


def stopped(store, wanted, world, endpoint, clock, path, *, after=0):
    """Begin to read, and fail at some request."""
    world.faults = Faults(Fault("500", path=path, after=after))
    with pytest.raises(SourceFailed):
        (store.crawl if isinstance(wanted, Crawl) else store.update)(wanted, endpoint, Clock(clock.now()))
    world.faults = Faults()


def test_answers_of_another_day_are_dated_by_it(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (world, _, endpoint):
        stopped(store, Crawl(kinds=MODELS), world, endpoint, clock, "models", after=3)
        clock.pass_(days=3)
        store.crawl(Crawl(kinds=MODELS), endpoint, clock)
    later = (NOW + timedelta(days=3)).date()
    files = manifest_of(store.store.imports()[-1]).files
    assert [(file.seen, file.latest) for file in files] == [(NOW.date(),) * 2, (later,) * 2]
    assert [file.complete for file in files] == [True, False]
    assert {file.after for file in files} == {0}
    newest, oldest = store.show("org1/model-129").model, store.show("org0/model-0").model
    assert (newest.last_seen, oldest.first_seen) == (NOW.date(), later)


def test_a_crawl_that_goes_on_denies_nothing_that_was_read_meanwhile(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (world, _, endpoint):
        stopped(store, Crawl(kinds=MODELS), world, endpoint, clock, "models", after=5)
        world.add({"id": "fresh/new", "tags": ["license:mit"], "private": False})
        world.change("org1/model-129", tags=["license:gpl-3.0"])
        for author in ("fresh", "org1"):
            store.crawl(Crawl(author=author, kinds=MODELS), endpoint, clock)
        store.crawl(Crawl(kinds=MODELS), endpoint, clock)
    assert not store.show("fresh/new").model.gone
    assert store.show("org1/model-129").model.license == "gpl-3.0"
    assert ChangeKind.GONE not in {change.kind for change in store.history("fresh/new").changes}


def test_what_an_update_read_before_its_list_of_names_is_not_gone(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (world, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=1)
        world.change("org0/model-8", tags=["license:gpl-3.0"])
        stopped(store, Update(), world, endpoint, clock, "sort=createdAt")
        clock.pass_(days=1)
        summary = store.update(Update(), endpoint, clock)
    assert summary.vanished == {}
    assert ids(store, where="gone") == set()


def test_no_day_before_the_newest_reading_is_taken(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=-2)
        with pytest.raises(SourceFailed) as caught:
            store.crawl(Crawl(kinds=MODELS), endpoint, clock)
    assert "2026-11-20" in caught.value.text()
    assert "2026-11-18 12:00 UTC" in caught.value.text()


@pytest.mark.parametrize("wanted", [Crawl(), Update()])
def test_a_listing_that_lacks_far_more_than_usual_is_not_believed(clock, tmp_path, wanted):
    store = store_in(tmp_path)
    with running(clock) as (world, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=1)
        for n in range(0, 44, 4):
            world.delete(f"org0/model-{n}")
        read = store.crawl if isinstance(wanted, Crawl) else store.update
        summary = read(wanted, endpoint, clock)
        assert (summary.complete, summary.vanished) == ((Kind.DATASET,), {})
        assert "--accept-gone" in summary.skipped[0].reason
        assert (summary.skipped[0].count, summary.skipped[0].examples) == (11, ("api/models: 11 / 130",))
        assert ids(store, where="gone AND presence = 'listed'") == set()
        believed = read(type(wanted)(accept_gone=True), endpoint, clock)
    assert (believed.vanished, believed.skipped) == ({Kind.MODEL: 11}, ())


def test_ten_of_a_few_may_vanish(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, world_of(clock, 20)) as (world, _, endpoint):
        store.crawl(Crawl(kinds=MODELS), endpoint, clock)
        clock.pass_(days=1)
        for n in range(10):
            world.delete(f"org{n % 4}/model-{n}")
        assert store.crawl(Crawl(kinds=MODELS), endpoint, clock).vanished == {Kind.MODEL: 10}


def test_what_was_kept_for_older_readings_goes_when_a_whole_one_is_done(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (world, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=1)
        stopped(store, Update(), world, endpoint, clock, "sort=createdAt")
        left = store.store.crawls / "pull-left"
        left.mkdir()
        (left / "models.parquet").write_bytes(b"half")
        os.utime(left, (0, 0))
        assert len(list(store.store.crawls.iterdir())) == 2
        clock.pass_(days=1)
        store.crawl(Crawl(author="org1"), endpoint, clock)
        assert len(list(store.store.crawls.iterdir())) == 2
        store.crawl(Crawl(), endpoint, clock)
    assert not list(store.store.crawls.iterdir())


def test_what_is_kept_is_for_its_owner_only(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (world, _, endpoint):
        stopped(store, Crawl(), world, endpoint, clock, "datasets")
    (spool,) = store.store.crawls.glob("*.db")
    assert stat.S_IMODE(spool.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.store.crawls.stat().st_mode) == 0o700


def test_a_forecast_beside_a_run_tells_of_it_and_takes_nothing_from_it(clock, tmp_path):
    store, beside = store_in(tmp_path), store_in(tmp_path)
    told = []

    def meanwhile(progress):
        if progress.stage == "asking" and progress.done == 2:
            told.append(beside.forecast(Crawl(), endpoint, Clock()))

    with running(clock) as (_, _, endpoint):
        store.crawl(Crawl(), endpoint, clock, report=meanwhile)
        assert (told[0].under_way, told[0].going_on) == (True, 0)
        assert not beside.forecast(Crawl(), endpoint, clock).under_way


def test_more_than_memory_holds_is_named(clock, tmp_path, monkeypatch):
    from filiation.observatory.live import gathering

    monkeypatch.setattr(gathering, "_MEMORY", "1MB")
    store = store_in(tmp_path)
    with running(clock) as (_, _, endpoint), pytest.raises(StoreFailed, match="memory"):
        store.crawl(Crawl(), endpoint, clock)
    assert list(store.store.crawls.glob("*.db"))
