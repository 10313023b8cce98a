"""Updates from the stand-in of the Hub: what changed, vanished, was renamed, and what it costs."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.fakehub import Churn, Fault, Faults
from tests.observatory.live.living_hub import NOW, PAGE, Clock, ids, running, store_in, world_of, written

from filiation.errors import SourceFailed, WrongUse
from filiation.facts.crawls import Crawl, Update
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    monkeypatch.setattr(pages, "MOST_ROWS", PAGE)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def filled(clock, tmp_path):
    """A store that was filled by a whole crawl two days ago, the Hub that was read, and its address."""
    store = store_in(tmp_path)
    with running(clock) as (world, hub, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=2)
        hub.requests.clear()
        yield store, world, hub, endpoint


def test_what_changed_vanished_and_was_renamed_is_found(clock, filled):
    store, world, _, endpoint = filled
    world.change("org0/model-8", tags=["license:gpl-3.0"])
    world.add({"id": "org9/new", "tags": ["base_model:org0/model-8", "base_model:merge:org0/model-8"]})
    world.delete("org1/model-1")
    world.delete("acme/texts-5", "datasets")
    world.rename("org2/model-2", "org2/renamed")
    summary = store.update(Update(), endpoint, clock)
    assert (summary.read[Kind.MODEL], summary.listed) == (25, {Kind.MODEL: 130, Kind.DATASET: 6})
    assert summary.complete == (Kind.MODEL, Kind.DATASET)
    assert (summary.vanished, summary.renamed) == ({Kind.MODEL: 1, Kind.DATASET: 1}, {Kind.MODEL: 1})
    assert store.show("org0/model-8").model.license == "gpl-3.0"
    assert store.ancestors("org9/new").total >= 1
    assert ids(store, where="gone AND presence = 'listed'") == {"org1/model-1"}
    assert ids(store, "datasets", "gone AND presence = 'listed'") == {"acme/texts-5"}
    assert store.show("org2/model-2").model.id == "org2/renamed"
    assert store.show("org0/model-0").model.last_seen == (NOW + timedelta(days=2)).date()


def test_quick_reads_only_what_changed(clock, filled):
    store, world, hub, endpoint = filled
    world.change("org0/model-8", tags=["license:gpl-3.0"])
    world.delete("org1/model-129")
    summary = store.update(Update(quick=True), endpoint, clock)
    assert len(hub.requests) == 2
    assert (summary.new, summary.listed, summary.vanished, summary.complete) == (1, {}, {}, ())
    assert store.show("org0/model-8").model.license == "gpl-3.0"
    assert not store.show("org1/model-129").model.gone


def test_an_update_with_nothing_changed_stores_nothing_new_and_moves_the_moment(clock, filled):
    store, _, hub, endpoint = filled
    summary = store.update(Update(), endpoint, clock)
    assert (summary.new, summary.vanished, summary.renamed, summary.skipped) == (0, {}, {}, ())
    clock.pass_(days=1)
    hub.requests.clear()
    store.update(Update(quick=True), endpoint, clock)
    assert len(hub.requests) == 2
    assert ids(store, where="gone") == set()


def test_a_list_of_names_whose_last_page_is_just_full_tells_nothing_twice(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, world_of(clock, 2 * PAGE)) as (_, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=1)
        summary = store.update(Update(), endpoint, clock)
    assert (summary.listed[Kind.MODEL], summary.repeated, summary.vanished) == (2 * PAGE, 0, {})


def test_an_update_reads_down_to_what_is_known_however_much_changed(clock, filled):
    store, world, hub, endpoint = filled
    for n in range(60):
        world.change(f"org{n % 4}/model-{n}", tags=["license:changed"])
    summary = store.update(Update(quick=True, kinds=(Kind.MODEL,)), endpoint, clock)
    assert (len(hub.requests), summary.new) == (3, 60)


def test_what_appears_and_moves_during_an_update_is_there_after_the_next(clock, filled):
    store, world, _, endpoint = filled
    world.after_page = Churn(world, changes=3, seed=4)
    store.update(Update(), endpoint, clock)
    world.after_page = None
    clock.pass_(hours=1)
    store.update(Update(), endpoint, clock)
    assert ids(store) == set(world.models.places)
    shas = {world.record(name).get("sha") for name in world.models.places} - {None}
    assert shas <= ids(store, column="sha")


def test_since_where_the_store_does_not_tell(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, hub, endpoint):
        store.crawl(Crawl(limit=5), endpoint, clock)
        hub.requests.clear()
        with pytest.raises(WrongUse, match="--since"):
            store.update(Update(), endpoint, clock)
        assert not hub.requests
        summary = store.update(Update(since=datetime(2020, 1, 1, tzinfo=UTC)), endpoint, clock)
    assert summary.read[Kind.MODEL] == 130
    assert len(ids(store)) == 130


@pytest.mark.parametrize("ahead", [{"hours": 3}, {"days": 30}])
def test_a_moment_to_come_is_wrong_use(clock, filled, ahead):
    store, _, _, endpoint = filled
    with pytest.raises(WrongUse) as caught:
        store.update(Update(since=clock.now() + timedelta(**ahead)), endpoint, clock)
    assert "2026-11-22 12:00 UTC" in caught.value.text()
    assert "--since" in caught.value.advice()
    assert not list(store.store.crawls.glob("*.db"))


def imported(store, tmp_path, seen, name="acme/imported"):
    file = tmp_path / "imported.jsonl"
    file.write_text(json.dumps({"id": name, "modelId": name, "tags": []}))
    return store.import_files([file], now=NOW, kind="model", seen=seen, complete=True)


def test_an_import_dated_ahead_is_passed_over_and_named(clock, filled, tmp_path):
    store, world, _, endpoint = filled
    name = imported(store, tmp_path, date(2027, 5, 1)).name
    world.change("org0/model-8", tags=["license:gpl-3.0"])
    summary = store.update(Update(kinds=(Kind.MODEL,), quick=True), endpoint, clock)
    assert summary.new == 1
    told = {example for note in summary.notes for example in note.examples}
    assert {name, "2027-05-01 00:00 UTC"} <= told


def test_where_only_a_day_to_come_is_known_nothing_tells_from_when_on(clock, tmp_path):
    store = store_in(tmp_path)
    imported(store, tmp_path, date(2027, 5, 1))
    with running(clock) as (_, _, endpoint), pytest.raises(WrongUse, match="--since"):
        store.update(Update(kinds=(Kind.MODEL,)), endpoint, clock)


@pytest.mark.parametrize("quick", [True, False])
def test_what_since_leaves_out_is_read_by_the_next_update(clock, filled, quick):
    store, world, _, endpoint = filled
    world.change("org0/model-8", tags=["license:gpl-3.0"])
    clock.pass_(days=2)
    for n in range(30, 90):
        world.change(f"org{n % 4}/model-{n}", tags=["license:other"])
    summary = store.update(Update(since=clock.now() - timedelta(days=1), quick=quick), endpoint, clock)
    assert [note.reason for note in summary.notes if "--since" in note.reason]
    clock.pass_(days=1)
    store.update(Update(quick=True), endpoint, clock)
    assert store.show("org0/model-8").model.license == "gpl-3.0"


def test_changes_that_the_hub_shows_late_are_read_again(clock, filled):
    store, world, _, endpoint = filled
    store.update(Update(quick=True), endpoint, clock)
    late = written(clock.now() - timedelta(minutes=5))
    world.change("org0/model-8", tags=["license:gpl-3.0"], lastModified=late)
    for n in range(30, 30 + PAGE):
        world.change(f"org{n % 4}/model-{n}", tags=["license:other"], lastModified=written(clock.now()))
    clock.pass_(minutes=1)
    store.update(Update(quick=True), endpoint, clock)
    assert store.show("org0/model-8").model.license == "gpl-3.0"


def test_the_beginning_of_time_is_a_moment_too(clock, filled):
    store, _, _, endpoint = filled
    assert store.update(Update(since=datetime(1, 1, 1, tzinfo=UTC)), endpoint, clock).read[Kind.MODEL] == 130


def test_a_kind_of_which_nothing_is_public_any_more(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, world_of(clock, 3)) as (world, _, endpoint):
        for n in range(7):
            world.delete(f"acme/texts-{n}", "datasets")
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=1)
        assert store.update(Update(), endpoint, clock).listed == {Kind.MODEL: 3}


def test_an_update_that_failed_goes_on_where_it_was(clock, filled):
    store, world, hub, endpoint = filled
    world.faults = Faults(Fault("500", after=4))
    with pytest.raises(SourceFailed):
        store.update(Update(), endpoint, Clock(clock.now()))
    world.faults = Faults()
    hub.requests.clear()
    summary = store.update(Update(), endpoint, clock)
    assert (summary.resumed, len(hub.requests)) == (True, 5)
    assert summary.listed == {Kind.MODEL: 130, Kind.DATASET: 7}


def test_gated_and_disabled_are_seen_in_the_list_of_names(clock, filled):
    store, world, _, endpoint = filled
    world.change("org0/model-8", gated="manual", lastModified="2026-01-01T00:00:00.000Z")
    store.update(Update(), endpoint, clock)
    told = store.show("org0/model-8").model
    assert (told.gated, told.license is not None) == ("manual", True)


def test_publishers_of_the_whole_store_are_asked(clock, filled):
    store, _, hub, endpoint = filled
    summary = store.update(Update(quick=True, publishers=2), endpoint, clock)
    assert summary.publishers == 2
    assert len({asked.target.split("/")[3] for asked in hub.asked("/overview")}) == 2


@pytest.mark.parametrize("wanted", [Update(kinds=()), replace(Update(), publishers=-1)])
def test_what_makes_no_sense_is_refused(clock, filled, wanted):
    store, _, hub, endpoint = filled
    with pytest.raises(WrongUse):
        store.update(wanted, endpoint, clock)
    assert not hub.requests
