"""Crawls of the stand-in of the Hub: the same as an import, whatever goes wrong on the way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace

import pytest
from tests.fakehub import Account, Churn, Fault, Faults
from tests.observatory.live.living_hub import NOW, PAGE, Clock, ids, models, running, store_in, tables, world_of

from filiation.catalog.spool import Spool
from filiation.errors import NotFound, SourceFailed, StoreFailed, WrongUse
from filiation.facts.crawls import Crawl
from filiation.facts.vocabulary import Kind, PublisherKind
from filiation.hub.live import pages
from filiation.hub.live.access import Endpoint

WHOLE = Crawl()


pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    monkeypatch.setattr(pages, "MOST_ROWS", PAGE)


@pytest.fixture
def clock():
    return Clock()


def listed(hub, kind: Kind, folder):
    """Write the whole listing of the stand-in to files, page by page, as someone with a script would."""
    path, files = pages.listing(kind, fields=pages.LINEAGE_FIELDS[kind]), []
    while path:
        with urllib.request.urlopen(hub.url + path) as answer:
            files.append(folder / f"{kind}s-{len(files)}.json")
            files[-1].write_bytes(answer.read())
            link = answer.headers.get("Link") or ""
        path = link.partition(">")[0].removeprefix("<" + hub.url) if link else ""
    return files


def test_a_crawl_equals_the_import_of_the_same_records(clock, tmp_path):
    with running(clock) as (_, hub, endpoint):
        crawled, imported = store_in(tmp_path / "a"), store_in(tmp_path / "b")
        summary = crawled.crawl(WHOLE, endpoint, clock)
        files = [file for kind in Kind for file in listed(hub, kind, tmp_path)]
    imported.import_files(files, now=NOW, seen=NOW.date(), complete=True)
    assert tables(crawled) == tables(imported)
    assert summary.read == {Kind.MODEL: 130, Kind.DATASET: 7}
    assert (summary.new, summary.unchanged, summary.repeated, summary.skipped) == (137, 0, 0, ())
    assert (summary.day, summary.began, summary.complete) == (NOW.date(), NOW, (Kind.MODEL, Kind.DATASET))
    assert (summary.requests, summary.resumed, summary.faults, summary.waited) == (7, False, {}, 0)
    assert not list(crawled.store.crawls.glob("*.db"))


def test_every_page_is_asked_once_by_creation_and_for_lineage_only(clock, tmp_path):
    with running(clock) as (_, hub, endpoint):
        store_in(tmp_path).crawl(WHOLE, endpoint, clock)
        targets = [asked.target for asked in hub.requests]
    assert len(set(targets)) == len(targets)
    assert all("sort=createdAt" in target and "expand=cardData" in target for target in targets)


def test_faults_on_every_fifth_request_change_nothing(clock, tmp_path):
    plain, storm = store_in(tmp_path / "a"), store_in(tmp_path / "b")
    with running(clock) as (_, _, endpoint):
        plain.crawl(WHOLE, endpoint, Clock())
    kinds = ("truncated", "cut", "dropped", "502", "504", "429-seconds", "cut-gzip")
    plan = [Fault(kind, 0.2 / len(kinds) * 1.5) for kind in kinds]
    with running(clock, world_of(clock, faults=Faults(*plan, seed=3))) as (_, _, endpoint):
        summary = storm.crawl(WHOLE, endpoint, Clock())
    assert sum(summary.faults.values()) > 0
    assert tables(storm) == tables(plain)


def test_a_crawl_that_failed_goes_on_where_it_was(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, faults=Faults(Fault("500", after=3)))
    with running(clock, world) as (_, hub, endpoint):
        with pytest.raises(SourceFailed):
            store.crawl(WHOLE, endpoint, Clock())
        assert not store.store.exists()
        world.faults = Faults()
        before = len(hub.requests)
        summary = store.crawl(WHOLE, endpoint, clock)
        assert len(hub.requests) - before == 4
    assert summary.resumed
    assert summary.read == {Kind.MODEL: 130, Kind.DATASET: 7}


def test_fresh_begins_anew(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, faults=Faults(Fault("500", after=3)))
    with running(clock, world) as (_, hub, endpoint):
        with pytest.raises(SourceFailed):
            store.crawl(WHOLE, endpoint, Clock())
        world.faults = Faults()
        before = len(hub.requests)
        summary = store.crawl(WHOLE, endpoint, clock, fresh=True)
        assert (len(hub.requests) - before, summary.resumed) == (7, False)


CHILD = """
import sys, time
from datetime import UTC, datetime
import filiation
from filiation.facts.crawls import Crawl, Update
from filiation.hub.live.access import Endpoint
from filiation.hub.live import pages

class Clock:
    def now(self): return datetime(2026, 11, 20, 12, tzinfo=UTC)
    def monotonic(self): return time.monotonic()
    def sleep(self, seconds): time.sleep(seconds)

pages.MOST_ROWS = int(sys.argv[3])
filiation.open(sys.argv[1]).crawl(Crawl(), Endpoint(sys.argv[2]), Clock())
"""


def test_killed_at_random_pages_it_goes_on_and_loses_nothing(clock, tmp_path):
    killed, plain = store_in(tmp_path / "a"), store_in(tmp_path / "b")
    dice, kills = random.Random(5), 0
    pages.MOST_ROWS = 3
    with running(clock) as (world, hub, endpoint):
        world.after_page = lambda _: time.sleep(0.01)  # so that no child comes to the end
        for _ in range(3):
            target = len(hub.requests) + dice.randrange(4, 12)
            arguments = [str(killed.store.folder), hub.url, "3"]
            child = subprocess.Popen([sys.executable, "-c", CHILD, *arguments])
            while child.poll() is None and len(hub.requests) < target:
                time.sleep(0.002)
            child.send_signal(signal.SIGKILL)
            kills += child.wait() == -signal.SIGKILL
        summary = killed.crawl(WHOLE, endpoint, clock)
        assert kills == 3
        assert len({asked.target for asked in hub.requests}) == 44 + 3
        assert len(hub.requests) <= 44 + 3 + kills  # at most the request under way is asked again
        plain.crawl(WHOLE, endpoint, clock)
    assert summary.resumed
    assert tables(killed) == tables(plain)


def numbers(world):
    return {world.models.hub_ids[place] for place in world.models.places.values()}


def test_what_stays_is_read_once_while_rows_come_go_and_move(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, 300)
    first = numbers(world)
    world.after_page = Churn(world, changes=5, seed=2)
    with running(clock, world) as (_, _, endpoint):
        summary = store.crawl(replace(WHOLE, kinds=(Kind.MODEL,)), endpoint, clock)
    assert first & numbers(world) <= ids(store, column="hub_id")
    assert summary.repeated == 0


def test_a_cursor_that_is_refused_begins_that_listing_anew(clock, tmp_path):
    store, plain = store_in(tmp_path / "a"), store_in(tmp_path / "b")
    world = world_of(clock, faults=Faults(Fault("cursor", path="cursor=", after=2, times=1)))
    with running(clock, world) as (_, hub, endpoint):
        summary = store.crawl(WHOLE, endpoint, clock)
        asked = len(hub.requests)
        plain.crawl(WHOLE, endpoint, clock)
    assert asked == 7 + 4
    assert (summary.repeated, summary.read[Kind.MODEL]) == (0, 130)
    assert tables(store) == tables(plain)


def test_cursors_that_are_always_refused_end_it_with_a_hint(clock, tmp_path):
    world = world_of(clock, faults=Faults(Fault("cursor", path="cursor=")))
    with running(clock, world) as (_, _, endpoint), pytest.raises(SourceFailed, match="cursor"):
        store_in(tmp_path).crawl(WHOLE, endpoint, clock)


def test_a_full_last_page_is_asked_again_and_marks_nothing_gone_if_it_stays_so(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, faults=Faults(Fault("endless", path="models.*cursor=", after=1, times=1)))
    only = replace(WHOLE, kinds=(Kind.MODEL,))
    with running(clock, world) as (_, hub, endpoint):
        assert store.crawl(only, endpoint, clock).complete == (Kind.MODEL,)
        assert len(hub.requests) == 7
        clock.pass_(days=1)
        world.faults = Faults(Fault("endless", path="models.*cursor=", after=1))
        summary = store.crawl(only, endpoint, clock)
    assert (summary.complete, summary.vanished) == ((), {})
    assert "full page" in summary.skipped[0].reason
    assert len(ids(store)) == 130


def test_a_last_page_that_is_just_full_is_the_end(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock, world_of(clock, 2 * PAGE)) as (_, hub, endpoint):
        summary = store.crawl(Crawl(kinds=(Kind.MODEL,)), endpoint, clock)
        assert len(hub.requests) == 4
    assert (summary.complete, summary.read[Kind.MODEL], summary.skipped) == ((Kind.MODEL,), 2 * PAGE, ())


def test_a_whole_crawl_tells_what_vanished_and_what_was_renamed(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (world, _, endpoint):
        store.crawl(WHOLE, endpoint, clock)
        clock.pass_(days=1)
        world.delete("org0/model-4")
        world.delete("acme/texts-3", "datasets")
        world.rename("org1/model-5", "org1/better")
        summary = store.crawl(WHOLE, endpoint, clock)
    assert (summary.vanished, summary.renamed) == ({Kind.MODEL: 1, Kind.DATASET: 1}, {Kind.MODEL: 1})
    assert ids(store, where="gone AND presence = 'listed'") == {"org0/model-4"}
    assert store.show("org1/model-5").model.id == "org1/better"


def test_only_public_repositories_are_kept(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, 0, tokens={"hf_me": Account("me", frozenset({"me/secret"}))})
    for name, private in (("me/open", False), ("me/secret", True)):
        world.add({"id": name, "private": private, "tags": []})
    with running(clock, world) as (_, hub, _):
        assert b"me/secret" in _asked_with(hub, "hf_me")
        summary = store.crawl(Crawl(kinds=(Kind.MODEL,)), Endpoint(hub.url, "hf_me"), clock)
    assert summary.read == {Kind.MODEL: 1}
    assert ids(store) == {"me/open"}


def _asked_with(hub, token: str) -> bytes:
    request = urllib.request.Request(f"{hub.url}/api/models", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def test_a_full_disk_is_told_and_the_crawl_goes_on_when_there_is_room(clock, tmp_path, monkeypatch):
    store, whole = store_in(tmp_path), Spool.open

    def short_of_room(folder, plan):
        spool = whole(folder, plan)
        spool._db.execute("PRAGMA max_page_count = 9")
        return spool

    with running(clock) as (_, hub, endpoint):
        with monkeypatch.context() as patch:
            patch.setattr(Spool, "open", short_of_room)
            with pytest.raises(StoreFailed, match="What was read so far is kept"):
                store.crawl(WHOLE, endpoint, clock)
        asked = len(hub.requests)
        assert store.crawl(WHOLE, endpoint, clock).resumed
        assert asked > 1
        assert len(hub.requests) == 8  # the answer that could not be kept is asked for again


def test_an_author(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, _, endpoint):
        summary = store.crawl(Crawl(author="org1"), endpoint, clock)
    assert {name.partition("/")[0] for name in ids(store)} == {"org1"}
    assert len(ids(store)) == summary.read[Kind.MODEL] == 33
    assert (summary.complete, summary.vanished) == ((), {})


def test_a_limit_holds_for_each_kind(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, hub, endpoint):
        summary = store.crawl(Crawl(limit=30), endpoint, clock)
        assert len(hub.requests) == 3
    assert summary.read == {Kind.MODEL: 30, Kind.DATASET: 7}
    assert summary.complete == ()


def test_an_author_with_nothing_is_not_found(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, _, endpoint), pytest.raises(NotFound, match="nobody"):
        store.crawl(Crawl(author="nobody"), endpoint, clock)
    assert not store.store.exists()
    assert not list(store.store.crawls.glob("*.db"))


def test_owners_that_can_be_no_account_are_not_asked_about(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, 3)
    world.add({"id": "a b/x", "downloads": 10**12, "tags": [], "private": False})
    with running(clock, world) as (_, hub, endpoint):
        summary = store.crawl(replace(WHOLE, publishers=1), endpoint, clock)
        assert not [asked for asked in hub.asked("/overview") if "a%20b" in asked.target]
    assert summary.publishers == 1


def test_publishers_are_asked_the_most_used_first_and_not_again(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, hub, endpoint):
        summary = store.crawl(replace(WHOLE, publishers=3), endpoint, clock)
        assert summary.publishers == 3
        asked = {a.target.split("/")[3] for a in hub.requests if "/overview" in a.target}
        usage = {f"org{n}": sum(m["downloads"] for m in models(130)[n::4]) for n in range(4)}
        assert asked == set(sorted(usage, key=lambda name: -usage[name])[:3])
        clock.pass_(days=1)
        before = len(hub.asked("/overview"))
        assert store.crawl(replace(WHOLE, publishers=3), endpoint, clock).publishers == 2
        again = {a.target.split("/")[3] for a in hub.asked("/overview")[before:]}
    assert not again & asked
    assert store.publisher("org2").publisher.kind in (PublisherKind.USER, PublisherKind.UNKNOWN)
    assert store.publisher("org0").publisher.kind is PublisherKind.ORGANIZATION


def test_a_store_holds_one_hub(clock, tmp_path):
    store = store_in(tmp_path)
    with running(clock) as (_, hub, endpoint), running(clock) as (_, other, another):
        store.crawl(Crawl(limit=5), endpoint, clock)
        with pytest.raises(WrongUse) as caught:
            store.crawl(Crawl(limit=5), another, clock)
        assert not other.requests
    assert {hub.url, other.url} <= {str(v) for v in caught.value.values.values()}


def test_two_crawls_of_one_plan_at_once_are_refused(clock, tmp_path):
    store, second = store_in(tmp_path), store_in(tmp_path)
    refused = []

    with running(clock) as (world, _, endpoint):

        def meanwhile(_page):
            if not refused:
                with pytest.raises(StoreFailed) as caught:
                    second.crawl(WHOLE, endpoint, Clock())
                refused.append(caught.value)

        store.crawl(WHOLE, endpoint, clock, report=lambda p: meanwhile(p) if p.stage == "asking" else None)
    assert "Another process" in refused[0].text()
    assert world.models


def test_the_store_can_be_written_while_a_crawl_asks(clock, tmp_path):
    store = store_in(tmp_path)
    file = tmp_path / "more.jsonl"
    file.write_text(json.dumps({"id": "late/comer", "modelId": "late/comer", "tags": []}))
    done = []

    def meanwhile(progress):
        if progress.stage == "asking" and not done:
            done.append(store_in(tmp_path).import_files([file], now=NOW, seen=NOW.date()))

    with running(clock) as (_, _, endpoint):
        store.crawl(WHOLE, endpoint, clock, report=meanwhile)
    assert done
    assert {"late/comer", "org0/model-0"} <= ids(store, where="presence = 'listed'")


@pytest.mark.parametrize("fault", ["html", "shape", "elsewhere"])
def test_what_is_no_hub_is_told(clock, tmp_path, fault):
    faulty = world_of(clock, faults=Faults(Fault(fault)))
    with running(clock, faulty) as (_, _, endpoint), pytest.raises(SourceFailed) as caught:
        store_in(tmp_path).crawl(WHOLE, endpoint, clock)
    assert caught.value.exit_code == 4


def test_a_wrong_token_is_told_and_not_shown(clock, tmp_path):
    with running(clock) as (_, hub, _), pytest.raises(SourceFailed) as caught:
        store_in(tmp_path).crawl(WHOLE, Endpoint(hub.url, "hf_wrong"), clock)
    assert "token" in caught.value.text()
    assert "hf_wrong" not in str(caught.value)


def test_nobody_there_is_told(clock, tmp_path):
    with pytest.raises(SourceFailed) as caught:
        store_in(tmp_path).crawl(WHOLE, Endpoint("http://127.0.0.1:9"), clock)
    assert "same command" in caught.value.advice()


def test_a_damaged_spool_is_told_and_fresh_helps(clock, tmp_path):
    store = store_in(tmp_path)
    world = world_of(clock, faults=Faults(Fault("500", after=3)))
    with running(clock, world) as (_, _, endpoint):
        with pytest.raises(SourceFailed):
            store.crawl(WHOLE, endpoint, Clock())
        (spool,) = store.store.crawls.glob("*.db")
        spool.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
        world.faults = Faults()
        with pytest.raises(StoreFailed, match="--fresh"):
            store.crawl(WHOLE, endpoint, clock)
        assert store.crawl(WHOLE, endpoint, clock, fresh=True).read[Kind.MODEL] == 130


def test_a_clock_that_is_off_is_told_and_dates_nothing(clock, tmp_path):
    store, ours = store_in(tmp_path), Clock()
    ours.pass_(days=400)
    with running(clock) as (_, _, endpoint), pytest.raises(SourceFailed) as caught:
        store.crawl(WHOLE, endpoint, ours)
    assert "2026-11-20 12:00 UTC" in caught.value.text()
    assert "2027-12-25" in caught.value.text()
    assert not store.store.exists()


@pytest.mark.parametrize(
    "wanted",
    [
        Crawl(family="a/b", author="a"),
        Crawl(limit=0),
        Crawl(kinds=()),
        Crawl(author="a/b"),
        Crawl(family="no id"),
        Crawl(publishers=-1),
        Crawl(family="a/b", kinds=(Kind.DATASET,)),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_asked(clock, tmp_path, wanted):
    with running(clock) as (_, hub, endpoint):
        with pytest.raises(WrongUse):
            store_in(tmp_path).crawl(wanted, endpoint, clock)
        assert not hub.requests
