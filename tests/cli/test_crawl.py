"""crawl, update, pull and show --live as commands: what they tell, their codes, and how they are stopped."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from tests.fakehub import Fault, Faults, Limits
from tests.observatory.live.living_hub import PAGE, Clock, running, world_of

from filiation.cli import clock as cli_clock
from filiation.cli import crawl as cli_crawl
from filiation.cli.frame import Session
from filiation.cli.output import Screen
from filiation.cli.progress import _how_far, _Lines
from filiation.facts.progress import Progress
from filiation.hub.live import pages
from filiation.words.speech import speech

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there


@pytest.fixture
def clock(monkeypatch):
    """A clock for the commands and the stand-in alike; nobody is logged in."""
    made = Clock()
    for name in ("HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    monkeypatch.setattr(pages, "MOST_ROWS", PAGE)
    monkeypatch.setattr(cli_crawl, "WallClock", lambda: made)
    monkeypatch.setattr("filiation.cli.live.WallClock", lambda: made)
    monkeypatch.setattr(cli_crawl, "yield_to_others", lambda: None)
    return made


@pytest.fixture
def hub(clock):
    with running(clock, world_of(clock, limits=Limits())) as (_, served, _):
        yield served


def test_a_crawl_tells_what_it_did_and_an_update_goes_on_from_it(run, clock, hub, tmp_path):
    where = ("--endpoint", hub.url, "--store", tmp_path / "store")
    answer = run("crawl", *where)
    assert answer.code == 0
    assert f"Read from {hub.url} as 000001-2026-11-20" in answer.out
    assert "130 models and 7 datasets · as the Hub stood on 2026-11-20" in answer.out
    assert "gone" not in answer.out
    assert "7 requests" in answer.out
    assert answer.err.splitlines()[0] == "asking the Hub"
    assert answer.err.splitlines()[-1] == "indexing for search"
    clock.pass_(days=1)
    hub.world.delete("org1/model-129")
    hub.world.rename("org2/model-2", "org2/renamed")
    updated = run("update", *where)
    assert updated.code == 0
    news = "0 repositories changed or new; 129 models and 7 datasets there now; gone: 1 model; renamed: 1 model"
    assert news in updated.out
    assert run("update", "--quick", *where, "--lang", "fr").code == 0


def test_json_is_one_document_and_silent_otherwise(run, hub, tmp_path):
    answer = run("crawl", "--endpoint", hub.url, "--store", tmp_path / "store", "--json", "--limit", "10")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json["read"] == {"model": 10, "dataset": 7}
    assert answer.json["endpoint"] == hub.url
    assert answer.json["began"] == "2026-11-20T12:00:00Z"


def test_the_endpoint_is_that_of_the_environment_where_none_is_named(run, hub, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    assert run("crawl", "--author", "org1", "--store", tmp_path / "store", "--json").json["read"] == {"model": 33}


def test_a_token_goes_with_the_question_and_anonymous_leaves_it_out(run, hub, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("HF_TOKEN", "hf_reader")
    told = run("crawl", "--dry-run", "--json", "--store", tmp_path / "store").json
    assert told["quota"] == 1000
    anonymous = run("crawl", "--dry-run", "--json", "--store", tmp_path / "store", "--anonymous").json
    assert anonymous["quota"] == 500


def test_a_dry_run_tells_requests_time_and_limits_and_writes_nothing(run, hub, tmp_path):
    where = ("--endpoint", hub.url, "--store", tmp_path / "store")
    answer = run("crawl", "--dry-run", "--limit", "125000", *where)
    assert answer.code == 0
    assert "About 10,000 requests, about 105 minutes" in answer.out
    assert "500 requests in 300 s" in answer.out
    assert len(hub.requests) == 1
    assert not (tmp_path / "store").exists()
    unknown = run("crawl", "--dry-run", *where)
    assert "cannot be told before" in unknown.out


def test_a_source_that_fails_is_code_4_with_how_to_go_on(run, clock, tmp_path):
    world = world_of(clock, faults=Faults(Fault("500", after=3)))
    with running(clock, world) as (_, hub, _):
        where = ("--endpoint", hub.url, "--store", tmp_path / "store")
        answer = run("crawl", *where)
        assert answer.code == 4
        assert "same command" in answer.err
        assert "waiting" in answer.err
        world.faults = Faults()
        assert "An earlier run has read 3 answers" in run("crawl", "--dry-run", *where).out
        again = run("crawl", *where)
    assert again.code == 0
    assert "going on from an earlier run" in again.out


def test_what_could_be_read_in_part_only_is_code_4(run, clock, tmp_path):
    world = world_of(clock, 3)
    world.add({"id": "org0/odd", "sha": 7, "tags": [], "private": False})
    with running(clock, world) as (_, hub, _):
        answer = run("crawl", "--endpoint", hub.url, "--store", tmp_path / "store", "--kind", "models")
    assert answer.code == 4
    assert "1 place was skipped" in answer.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("crawl", "--author", "a", "--family", "a/b"), "not both"),
        (("crawl", "--limit", "0"), "--limit cannot be 0"),
        (("update", "--since", "yesterday"), "--since cannot be yesterday"),
        (("update",), "filiation crawl"),
        (("crawl", "--endpoint", "not an address"), "no address of a Hub"),
        (("pull", "--from", "no id"), "no id"),
    ],
)
def test_wrong_use_is_code_2(run, hub, tmp_path, arguments, words):
    where = () if "--endpoint" in arguments else ("--endpoint", hub.url)
    answer = run(*arguments, *where, "--store", tmp_path / "store")
    assert answer.code == 2
    assert words in answer.err
    assert not hub.requests


def test_a_snapshot_that_is_not_there_is_code_4_and_names_the_way_without(run, hub, tmp_path):
    answer = run("pull", "--endpoint", hub.url, "--store", tmp_path / "store")
    assert answer.code == 4
    assert "filiation crawl" in answer.err


def test_show_live(run, hub, tmp_path):
    where = ("--endpoint", hub.url, "--store", tmp_path / "store")
    run("crawl", *where)
    hub.world.change("org0/model-0", tags=["license:gpl-3.0"])
    answer = run("show", "org0/model-0", "--live", *where)
    assert answer.code == 0
    assert "gpl-3.0" in answer.out
    assert "2026-11-20 12:00 UTC" in answer.out
    assert "What differs from the store" in answer.out
    shown = run("show", "org0/model-0", "--live", "--json", *where).json
    assert shown["differences"][0]["kind"] == "license"
    gone = run("show", "org0/nothing", "--live", *where)
    assert (gone.code, "not shown to the public" in gone.out) == (0, True)


CHILD = """
import sys
from filiation.cli.main import main
from filiation.hub.live import pages
pages.MOST_ROWS = 3
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_tells_that_what_was_read_is_kept(clock, tmp_path):
    clock.moment = cli_clock.WallClock().now()  # as in the process that is stopped
    with running(clock) as (world, hub, _):
        world.after_page = lambda _: time.sleep(0.02)
        where = ["--endpoint", hub.url, "--store", str(tmp_path / "store")]
        environment = os.environ | {"LANG": "en_US.UTF-8"}
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, "crawl", *where], stderr=subprocess.PIPE, text=True, env=environment
        )
        while len(hub.requests) < 5 and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=30)
        assert child.returncode == 130
        assert "What was read is kept; run the same command again" in err
        assert "Traceback" not in err


def test_waiting_is_counted_down(run, clock, tmp_path):
    world = world_of(clock, faults=Faults(Fault("429-seconds", after=2, times=1, seconds=30)))
    with running(clock, world) as (_, hub, _):
        answer = run("crawl", "--endpoint", hub.url, "--store", tmp_path / "store")
    assert answer.code == 0
    assert "waiting 30 s, as the Hub wants it" in answer.err
    assert "30 s were spent waiting" in answer.out
    assert "1 fault, tried again" in answer.out


def test_the_wall_clock_is_that_of_this_machine():
    wall = cli_clock.WallClock()
    before, began = wall.now(), wall.monotonic()
    wall.sleep(0.001)
    assert before.tzinfo is not None
    assert wall.monotonic() > began
    assert abs(wall.now().timestamp() - time.time()) < 5


def test_others_on_this_machine_go_first():
    code = "import os; from filiation.cli.crawl import yield_to_others as y; y(); y(); print(os.nice(0))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 10


def test_publishers_are_named_in_the_summary(run, hub, tmp_path):
    answer = run("crawl", "--endpoint", hub.url, "--store", tmp_path / "store", "--publishers", "2", "--json")
    assert answer.json["publishers"] == 2
    told = json.loads(run("publisher", "org0", "--store", tmp_path / "store", "--json").out)["publisher"]
    assert told["kind"] in ("organization", "unknown")


def test_publishers_tell_their_names_and_what_was_not_asked(run, clock, tmp_path):
    accounts = {"org0": {"fullname": "Organization Zero", "details": "We make\nmodels.", "isVerified": True}}
    world = world_of(clock, organizations=accounts, users=["org2"])
    with running(clock, world) as (_, hub, _):
        where = ("--store", tmp_path / "store")
        run("crawl", "--endpoint", hub.url, *where)
        before = run("publisher", "org0", *where)
        assert "the Hub was not asked about it" in before.out
        run("update", "--quick", "--endpoint", hub.url, *where, "--publishers", "5")
    told = run("publisher", "org0", *where).out
    assert all(words in told for words in ("Organization Zero", "We make models.", "the Hub has verified it"))
    assert "told by the Hub on" in told
    assert "the Hub shows none of this name (asked on 2026-11-20)" in run("publisher", "org1", *where).out


def test_a_listing_that_is_not_believed_is_code_4_until_it_is_accepted(run, clock, hub, tmp_path):
    where = ("--endpoint", hub.url, "--store", tmp_path / "store", "--kind", "models")
    run("crawl", *where)
    clock.pass_(days=1)
    for n in range(0, 44, 4):
        hub.world.delete(f"org0/model-{n}")
    doubted = run("update", *where)
    assert (doubted.code, "--accept-gone" in doubted.out) == (4, True)
    believed = run("update", *where, "--accept-gone")
    assert (believed.code, "gone: 11 models" in believed.out) == (0, True)


def test_an_author_without_anything_is_code_3(run, hub, tmp_path):
    answer = run("crawl", "--author", "nobody", "--endpoint", hub.url, "--store", tmp_path / "store")
    assert (answer.code, "no repository of nobody" in answer.err) == (3, True)


def test_how_far_long_work_is_is_told_every_minute(capsys):
    moments = iter((0.0, 30.0, 61.0, 90.0))
    session = Session(speech("en"), None, as_json=False, screen=Screen())
    lines = _Lines(session, lambda: next(moments))
    for done in (1, 2, 3, 4):
        lines.report(Progress("asking", done, 4000, 1000 * done))
    assert capsys.readouterr().err.splitlines() == [
        "asking the Hub",
        "asking the Hub: answer 3 of about 4,000, 3,000 records, 49 a second",
    ]


def test_a_rate_is_told_only_when_it_tells_something():
    session = Session(speech("en"), None, as_json=False, screen=Screen())
    assert _how_far(session, Progress("storing", 4, 4, 4005), 0.001) == "4,005 records"
    assert _how_far(session, Progress("links", 2, 8), 1) == "step 3 of 8"
