"""inspect as a command: what it shows, what it stores, its codes, and how it is stopped."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from tests.fakehub import Limits
from tests.observatory.live.living_hub import Clock, running, world_of

from filiation.cli import clock as cli_clock
from filiation.cli import crawl as cli_crawl
from filiation.cli import inspect as cli_inspect

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there

CHILD, PARENT = "org0/model-0", "org1/model-1"
SETTINGS = json.dumps({"base_model_name_or_path": PARENT, "peft_type": "LORA\u001b[31m"})
FILES = {CHILD: {"README.md": "# Mine\n", "adapter_config.json": SETTINGS, "adapter_model.safetensors": b"junk"}}


@pytest.fixture
def clock(monkeypatch):
    """A clock for the commands and the stand-in alike; nobody is logged in."""
    made = Clock()
    for name in ("HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    monkeypatch.setattr(cli_inspect, "WallClock", lambda: made)
    monkeypatch.setattr(cli_crawl, "yield_to_others", lambda: None)
    return made


@pytest.fixture
def hub(clock):
    with running(clock, world_of(clock, 12, files=FILES, limits=Limits())) as (_, served, _):
        yield served


@pytest.fixture
def where(hub, tmp_path):
    return ("--endpoint", hub.url, "--store", tmp_path / "store")


def test_what_the_files_say_is_shown_and_stored(run, hub, where):
    answer = run("inspect", CHILD, *where)
    assert answer.code == 0
    out = answer.out
    assert out.splitlines()[0] == CHILD
    assert "adapter settings · adapter_config.json: base_model_name_or_path · adapter" in out
    assert f"“{PARENT}”" in out
    assert "\u001b" not in out
    assert "What could not be read" in out
    assert "adapter_model.safetensors" in out
    assert "Parents: 1" in out
    assert "7 requests" in out
    assert "3 files read · 0 in the store already · 0 out of reach" in out
    assert "Stored as 000001-2026-11-20; edition 000001-2026-11-20.0 is in service." in out
    again = run("inspect", CHILD, *where, "--lang", "fr")
    assert again.code == 0
    assert len(hub.asked("blobs=true")) == 2
    assert len(hub.asked("/resolve/")) == 3
    assert run("show", CHILD, *where[2:], "--json").json["parents"][0]["id"] == PARENT


def test_json_is_one_document(run, where):
    answer = run("inspect", CHILD, "no/such", *where, "--json")
    assert (answer.code, answer.err) == (4, "")
    first, second = answer.json["models"]
    assert [(clue["source"], clue["raw"]) for clue in first["clues"]] == [("adapter-config", PARENT)]
    assert {file["origin"] for file in first["files"]} == {"fetched"}
    assert (second["id"], second["faults"][0]["fault"]) == (None, "out-of-reach")
    assert answer.json["stored"] is True


def test_of_a_folder_what_is_no_parent_is_told_with_its_reason(run, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": PARENT, "peft_type": "LORA"}))
    (folder / "config.json").write_text(json.dumps({"_name_or_path": "/root/x"}))
    (folder / "README.md").write_text("# x\n\nIt is fine-tuned from [a/b](https://huggingface.co/a/b).\n")
    where = ("--as", "me/mine", "--store", tmp_path / "store")
    answer = run("inspect", folder, *where)
    assert answer.code == 0
    _, _, told = answer.out.partition("Parents: 1")
    made, _, refused = told.partition("could not be taken for one")
    assert "1. What the making of the model left in its files shows this parent: adapter settings." in made
    assert "“/root/x”" in refused
    assert "config.json: _name_or_path" in refused
    assert "it is a path on somebody's computer" in refused
    document = run("inspect", folder, *where, "--json").json["models"][0]["evidence"]
    assert [(one["parent"], one["grounds"][0]) for one in document["links"]] == [(PARENT, "shown")]
    assert ("/root/x", "local-path") in [(one["raw"], one["reason"]) for one in document["rejected"]]


def test_why_a_model_is_out_of_reach_is_told_in_words(run, hub, tmp_path):
    answer = run("inspect", "no/such", "--endpoint", hub.url, "--store", tmp_path / "store")
    (line,) = [line for line in answer.out.splitlines() if "the whole model" in line]
    assert "deleted, made private, or never there" in line
    assert "not-public" not in answer.out


def test_a_list_in_a_file_or_on_standard_input(run, where, tmp_path, monkeypatch):
    file = tmp_path / "list.txt"
    file.write_text(f"\ufeff# mine\n{CHILD}\n\n  {PARENT}  \n", encoding="utf-8")
    told = run("inspect", "--list", file, *where, "--json").json
    assert [one["asked"] for one in told["models"]] == [CHILD, PARENT]
    with file.open("rb") as source, os.fdopen(os.dup(source.fileno()), encoding="utf-8") as text:
        monkeypatch.setattr(sys, "stdin", text)
        told = run("inspect", "--list", "-", "--only-tell", *where, "--json").json
    assert [one["asked"] for one in told["models"]] == [CHILD, PARENT]
    assert told["stored"] is False


def test_many_models_have_one_line_each(run, where, tmp_path):
    file = tmp_path / "list.txt"
    file.write_text(
        "\n".join(f"org{n % 4}/model-{n}" for n in range(12)) + "\n" + "\n".join(f"no/m{n}" for n in range(9))
    )
    answer = run("inspect", "--list", file, *where)
    lines = [line for line in answer.out.splitlines() if line.startswith(("org", "no/"))]
    assert len(lines) == 21
    assert "1 clue" in next(line for line in lines if line.startswith(f"{CHILD} "))
    assert answer.code == 4


def test_the_sample_takes_nothing_in_and_says_so(run, hub):
    answer = run("inspect", CHILD, "--endpoint", hub.url)
    assert answer.code == 0
    assert "the bundled sample answers" in answer.err
    assert "Nothing was stored." in answer.out


def test_a_dry_run_tells_requests_and_bytes(run, hub, where, tmp_path):
    answer = run("inspect", CHILD, "--dry-run", *where)
    assert answer.code == 0
    assert "About 7 requests" in answer.out
    assert "1 kB of files are fetched" in answer.out
    assert len(hub.requests) == 1
    assert not (tmp_path / "store").exists()


def test_a_family_is_read_and_what_is_left_is_told(run, where, clock, monkeypatch):
    monkeypatch.setattr(cli_crawl, "WallClock", lambda: clock)
    run("crawl", *where)
    families = {f"org{n % 4}/model-{n}": 0 for n in range(12)}
    for name in families:
        families[name] = run("descendants", name, *where[2:], "--json").json["total"]
    root = max(families, key=lambda name: families[name])
    answer = run("inspect", "--family", root, "--limit", "1", *where)
    assert answer.out.splitlines()[0] == root
    left = run("inspect", "--family", root, "--limit", "1", *where, "--json").json["left"]
    assert left == families[root] + run("ancestors", root, *where[2:], "--json").json["total"]
    assert "of the family w" in answer.out


def test_a_folder_is_told_without_any_hub(run, hub, where, tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": "acme/base"}))
    monkeypatch.chdir(tmp_path)
    answer = run("inspect", "./mine", "--as", "me/mine", *where)
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "me/mine"
    assert "on this machine" in answer.out
    assert "acme/base" in answer.out
    assert "Nothing was stored." in answer.out
    assert "request" not in answer.out
    assert run("inspect", "mine", *where, "--json").json["models"][0]["id"] == "local/mine"
    assert not hub.requests


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "which models"),
        (("a b/c",), 2, "no id"),
        (("a/b", "--as", "x/y"), 2, "one folder"),
        (("--list", "nowhere.txt"), 3, "no file nowhere.txt"),
        (("./nowhere",), 3, "no folder"),
        (("--family", "a/b"), 3, "crawl --family a/b"),
        (("a/b", "--limit", "0"), 2, "--limit cannot be 0"),
    ],
)
def test_wrong_use_is_told(run, where, arguments, code, words):
    answer = run("inspect", *arguments, *where)
    assert (answer.code, words in answer.err) == (code, True), answer.err


def test_a_list_that_is_no_text_is_wrong_use(run, where, tmp_path):
    file = tmp_path / "list.txt"
    file.write_bytes(b"\xff\x00\xfe")
    assert run("inspect", "--list", file, *where).code == 2


def test_a_killed_inspection_goes_on_where_it_was(clock, tmp_path):
    clock.moment = cli_clock.WallClock().now()  # as in the process that is stopped
    with running(clock, world_of(clock, 12, files=FILES)) as (_, hub, _):
        given = hub.app.files.page

        def slow(request, account):
            time.sleep(0.3)
            return given(request, account)

        hub.app.files.page = slow
        where = ["--endpoint", hub.url, "--store", str(tmp_path / "store"), "--json"]
        program = "import sys; from filiation.cli.main import main; sys.exit(main(sys.argv[1:]))"
        start = [sys.executable, "-c", program, "inspect", CHILD, PARENT, *where]
        child = subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(hub.asked("/api/resolve-cache/")) < 2 and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=30)
        hub.app.files.page = given
        before = len(hub.requests)
        done = subprocess.run(start, capture_output=True, check=True)
        sent = [one.target for one in hub.requests[before:]]
    told = json.loads(done.stdout)
    assert (told["resumed"], told["stored"]) == (True, True)
    assert not any("blobs=true" in one for one in sent)
    assert len(sent) < 7
