"""Pulling a published snapshot of the whole Hub from the stand-in."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.observatory.live.living_hub import NOW, PAGE, Clock, ids, models, running, store_in, world_of

from filiation.catalog.manifests import manifest_of
from filiation.errors import SourceFailed, StoreFailed
from filiation.facts.crawls import Crawl, Update
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages
from filiation.hub.live.published import HUB_STATS

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there
MADE = NOW - timedelta(days=1)


@pytest.fixture
def clock():
    return Clock()


def snapshot(folder, rows, moment) -> bytes:
    file = folder / "snapshot.parquet"
    columns = {
        "_id": [row["_id"] for row in rows],
        "id": [row["id"] for row in rows],
        "createdAt": pa.array([datetime.fromisoformat(row["createdAt"]) for row in rows], pa.timestamp("ms", "UTC")),
        "lastModified": pa.array([moment] * len(rows), pa.timestamp("ms", "UTC")),
        "tags": pa.array([row["tags"] for row in rows], pa.list_(pa.string())),
        "downloads": [row["downloads"] for row in rows],
        "chat": ["bulky" * 100] * len(rows),
    }
    pq.write_table(pa.table(columns), file)
    return file.read_bytes()


def publishing(clock, folder, repo=HUB_STATS.repo):
    world = world_of(clock, 60)
    rows = [world.record(name) for name in list(world.models.places)[:50]]
    files = {
        "models.parquet": snapshot(folder, rows, datetime(2025, 12, 31, 22, tzinfo=UTC)),
        "datasets.parquet": snapshot(folder, rows[:3], datetime(2025, 12, 31, tzinfo=UTC)),
    }
    return world_of(clock, 60, files={f"datasets/{repo}": files}), repo


def published(clock, folder, repo=HUB_STATS.repo):
    world, repo = publishing(clock, folder, repo)
    world.add({"id": repo, "tags": [], "private": False}, "datasets")
    return world


def test_a_snapshot_is_a_whole_reading_from_which_an_update_goes_on(clock, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "MOST_ROWS", PAGE)
    store = store_in(tmp_path)
    with running(clock, published(clock, tmp_path)) as (_, _, endpoint):
        summary = store.pull(endpoint, clock)
        assert summary.read == {Kind.MODEL: 50, Kind.DATASET: 3}
        assert {file.dated_by for file in summary.files} == {"snapshot"}
        assert [file.name for file in summary.files] == [f"{HUB_STATS.repo}/{kind}s.parquet" for kind in Kind]
        assert len(ids(store)) == 50
        assert not list(store.store.crawls.iterdir())
        updated = store.update(Update(kinds=(Kind.MODEL,)), endpoint, clock)
    assert updated.listed == {Kind.MODEL: 60}
    assert len(ids(store)) == 60
    assert store.show(models(60)[59]["id"]).model.first_seen == NOW.date()


def test_a_snapshot_marks_nothing_gone(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, published(clock, tmp_path)) as (_, _, endpoint):
        store.crawl(Crawl(kinds=(Kind.MODEL,)), endpoint, clock)
        clock.pass_(days=1)
        store.pull(endpoint, clock)
    assert ids(store, where="gone AND presence = 'listed'") == set()
    assert not [file for file in manifest_of(store.store.imports()[-1]).files if file.complete]


def test_another_dataset_and_one_kind_only(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, published(clock, tmp_path, "acme/snapshots")) as (_, _, endpoint):
        summary = store.pull(endpoint, clock, dataset="acme/snapshots", kinds=(Kind.MODEL,))
    assert summary.read == {Kind.MODEL: 50}


def test_a_snapshot_that_is_gone_is_told_and_nothing_is_left(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, _, endpoint), pytest.raises(SourceFailed) as caught:
        store.pull(endpoint, clock)
    assert "filiation crawl" in caught.value.advice()
    assert not store.store.exists()
    assert not list(store.store.crawls.iterdir())


def test_a_store_that_is_being_written_is_told_after_the_fetch(clock, tmp_path):
    store, other = store_in(tmp_path), store_in(tmp_path)
    with (
        running(clock, published(clock, tmp_path)) as (_, _, endpoint),
        other.store.writing(),
        pytest.raises(StoreFailed),
    ):
        store.pull(endpoint, clock)
