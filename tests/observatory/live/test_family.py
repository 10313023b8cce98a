"""The family of a model, read live: its ancestors, its descendants, and who of them is not public."""

import pytest
from tests.observatory.live.living_hub import PAGE, Clock, ids, running, store_in, world_of

from filiation.errors import NotFound
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


def family_world(clock):
    world = world_of(clock, 0)
    tagged = {
        "acme/root": ["base_model:secret/origin"],
        "acme/base": ["base_model:acme/root", "base_model:finetune:acme/root"],
        "acme/sibling": ["base_model:acme/root", "base_model:finetune:acme/root"],
        "acme/child": ["base_model:acme/base", "base_model:adapter:acme/base"],
        "acme/merge": [f"base_model:merge:acme/{n}" for n in ("child", "base")]
        + [f"base_model:acme/{n}" for n in ("child", "base")],
        "acme/grandchild": ["base_model:acme/merge", "base_model:quantized:acme/merge"],
        "acme/stranger": [],
    }
    for name, tags in tagged.items():
        world.add({"id": name, "tags": tags, "private": False})
    return world


def test_a_family_with_parents_that_are_not_public(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, family_world(clock)) as (_, hub, endpoint):
        summary = store.crawl(Crawl(family="acme/base"), endpoint, clock)
        targets = [asked.target for asked in hub.requests]
    assert len(set(targets)) == len(targets)
    assert ids(store) == {"acme/base", "acme/root", "acme/child", "acme/merge", "acme/grandchild"}
    assert (summary.absent, summary.complete) == (1, ())
    assert store.descendants("acme/base").total == 3
    assert store.ancestors("acme/base").total == 2


def test_a_family_up_to_a_limit(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, family_world(clock)) as (_, _, endpoint):
        store.crawl(Crawl(family="acme/base", limit=3), endpoint, clock)
    assert len(ids(store)) == 3


def test_a_parent_that_vanished_is_marked_gone_when_its_family_is_read(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, family_world(clock)) as (world, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=2)
        world.delete("acme/root")
        summary = store.crawl(Crawl(family="acme/base"), endpoint, clock)
    assert (summary.absent, summary.vanished) == (1, {Kind.MODEL: 1})
    assert ids(store, where="gone AND presence = 'listed'") == {"acme/root"}


def test_the_family_of_a_renamed_model_and_of_none(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, family_world(clock)) as (world, _, endpoint):
        world.alias("old/base", "acme/base")
        store.crawl(Crawl(family="old/base"), endpoint, clock)
        assert "acme/grandchild" in ids(store)
        with pytest.raises(NotFound, match="acme/nothing"):
            store.crawl(Crawl(family="acme/nothing"), endpoint, clock)
        assert not list(store.store.crawls.glob("*.db"))
        world.add({"id": "acme/nothing", "tags": [], "private": False})
        assert store.crawl(Crawl(family="acme/nothing"), endpoint, clock).new == 1  # the refusal was not kept


def test_children_that_name_an_old_name_are_found(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, family_world(clock)) as (world, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        world.rename("acme/base", "acme/stem")
        store.update(Update(), endpoint, clock)
        world.add({"id": "late/one", "tags": ["base_model:acme/base"], "private": False})
        store.crawl(Crawl(family="acme/stem"), endpoint, clock)
        world.add({"id": "late/two", "tags": ["base_model:acme/base"], "private": False})
        fresh = store_in(tmp_path / "fresh")
        fresh.crawl(Crawl(family="acme/base"), endpoint, clock)
    assert {"late/one", "acme/child"} <= ids(store)
    assert {"late/one", "late/two", "acme/stem"} <= ids(fresh)


def test_the_family_of_a_model_that_is_not_public_any_more_notes_that(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, family_world(clock)) as (world, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        clock.pass_(days=1)
        world.delete("acme/base")
        summary = store.crawl(Crawl(family="acme/base"), endpoint, clock)
    assert (summary.absent, summary.vanished, summary.read) == (1, {Kind.MODEL: 1}, {})
    assert store.show("acme/base").model.gone
