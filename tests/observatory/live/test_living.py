"""One model as the live Hub shows it, beside what the store holds."""

import pytest
from tests.observatory.live.living_hub import NOW, Clock, running, store_in, tables, world_of

from filiation.errors import SourceFailed, WrongUse
from filiation.facts.crawls import Crawl
from filiation.facts.history import ChangeKind
from filiation.facts.live import Access
from filiation.hub.live.access import Endpoint
from filiation.hub.live.repository import Repository
from filiation.observatory.live import living

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there
FILES = {"acme/child": {"config.json": "{}", "model.safetensors": b"\0" * 2000}}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with a small family, and the Hub that it was read from."""
    clock = Clock()
    world = world_of(clock, 0, files=FILES)
    for name, tags in {
        "acme/base": ["license:mit"],
        "acme/other": [],
        "acme/child": ["license:mit", "base_model:acme/base", "base_model:finetune:acme/base", "dataset:acme/texts-1"],
    }.items():
        world.add({"id": name, "tags": tags, "private": False, "gated": False, "pipeline_tag": "text-generation"})
    store = store_in(tmp_path_factory.mktemp("live"))
    with running(clock, world) as (_, _, endpoint):
        store.crawl(Crawl(), endpoint, clock)
        yield store, world, endpoint


def test_nothing_differs_right_after_a_crawl(clock, filled):
    store, _, endpoint = filled
    before = tables(store)
    live = store.live("acme/child", endpoint, clock)
    assert (live.id, live.access, live.license, live.differences) == ("acme/child", Access.PUBLIC, "mit", ())
    assert live.parents == (("acme/base", "finetune"),)
    assert live.datasets == ("acme/texts-1",)
    assert {file.path: file.size for file in live.files}["model.safetensors"] == 2000
    assert tables(store) == before


def test_differences_are_told(clock, filled):
    store, world, endpoint = filled
    before = world.record("acme/child")
    tags = ["license:gpl-3.0", "base_model:acme/other", "base_model:merge:acme/other"]
    world.change("acme/child", tags=tags, gated="manual", pipeline_tag="fill-mask")
    live = store.live("acme/child", endpoint, clock)
    world.change("acme/child", **before)
    told = {change.kind: (change.before, change.after) for change in live.differences or ()}
    assert live.access is Access.GATED
    assert told == {
        ChangeKind.LICENSE: ("mit", "gpl-3.0"),
        ChangeKind.GATED: ("false", "manual"),
        ChangeKind.TASK: ("text-generation", "fill-mask"),
        ChangeKind.PARENT_ADDED: (None, "acme/other"),
        ChangeKind.PARENT_REMOVED: ("acme/base", None),
        ChangeKind.DATASET_REMOVED: ("acme/texts-1", None),
    }


def test_a_model_that_the_store_does_not_hold_cannot_be_compared(clock, filled):
    store, world, endpoint = filled
    world.add({"id": "acme/fresh", "tags": ["license:mit"], "private": False})
    live = store.live("acme/fresh", endpoint, clock)
    assert (live.license, live.differences) == ("mit", None)


def test_renamed_and_gone(clock, filled):
    store, world, endpoint = filled
    world.rename("acme/other", "acme/another")
    live = store.live("acme/other", endpoint, clock)
    world.rename("acme/another", "acme/other")
    assert (live.asked, live.id) == ("acme/other", "acme/another")
    assert [(c.kind, c.before, c.after) for c in live.differences or ()] == [
        (ChangeKind.RENAMED, "acme/other", "acme/another")
    ]
    record = world.record("acme/other")
    world.delete("acme/other")
    live = store.live("acme/other", endpoint, clock)
    world.add(record)
    assert (live.id, live.access) == (None, Access.NOT_PUBLIC)
    assert [change.kind for change in live.differences or ()] == [ChangeKind.GONE]


def test_a_list_of_licenses_is_told_as_a_build_tells_it(clock, filled):
    store, world, endpoint = filled
    world.add({"id": "acme/listed", "tags": ["x"], "cardData": {"license": ["mit", "gpl"]}, "private": False})
    fresh = store.live("acme/listed", endpoint, clock)
    assert fresh.license == "mit"


def test_what_the_hub_disabled_is_not_gone(clock, filled, monkeypatch):
    store, _, endpoint = filled
    found = Repository("acme/other", Access.DISABLED, NOW)
    monkeypatch.setattr(living, "read_repository", lambda *_: found)
    live = store.live("acme/other", endpoint, clock)
    assert [(c.kind, c.before, c.after) for c in live.differences or ()] == [(ChangeKind.DISABLED, "false", "true")]


def test_what_can_be_no_id_is_not_asked(clock, filled):
    store, _, endpoint = filled
    with pytest.raises(WrongUse):
        store.live("../../etc/passwd", endpoint, clock)


def test_nobody_there_is_told(clock, filled):
    with pytest.raises(SourceFailed):
        filled[0].live("acme/child", Endpoint("http://127.0.0.1:9"), clock)
