"""The spool: answers survive a kill, come back in order, and damage or a full disk is named."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.catalog.held import held_folder
from filiation.catalog.spool import Spool, discard, spool_file, sweep
from filiation.errors import StoreFailed

PLAN = b"models and datasets of https://hub.example"
MOMENT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def test_answers_come_back_as_they_were_and_in_their_order(tmp_path: Path):
    with Spool.open(tmp_path / "crawls", PLAN) as spool:
        assert (spool.count, spool.began, spool.get("/a")) == (0, None, None)
        spool.put("/api/models?b_%", b"[1]", "/api/models?c", MOMENT)
        spool.put("/api/models/x/y", b"{}", None, MOMENT + timedelta(seconds=1), 404)
        spool.put("/api/models?a", b"", None, MOMENT + timedelta(seconds=2))
    with Spool.open(tmp_path / "crawls", PLAN) as spool:
        assert (spool.count, spool.began) == (3, MOMENT)
        kept = spool.get("/api/models?b_%")
        assert kept is not None
        assert (kept.body, kept.next, kept.moment, kept.status) == (b"[1]", "/api/models?c", MOMENT, 200)
        missing = spool.get("/api/models/x/y")
        assert missing is not None
        assert (missing.status, missing.next) == (404, None)
        assert body(spool, "/api/models?a") == b""
        assert spool.get("/api/models?b_%x") is None


def body(spool: Spool, key: str) -> bytes | None:
    kept = spool.get(key)
    return kept.body if kept else None


def test_an_answer_that_is_asked_for_again_gives_way(tmp_path: Path):
    with Spool.open(tmp_path, PLAN) as spool:
        for key, said in (("/a", b"old"), ("/b", b"other"), ("/a", b"new")):
            spool.put(key, said, None, MOMENT)
        assert (spool.count, body(spool, "/a"), body(spool, "/b")) == (2, b"new", b"other")


def test_only_its_owner_can_read_it(tmp_path: Path):
    folder = tmp_path / "crawls"
    folder.mkdir(mode=0o755)
    with Spool.open(folder, PLAN) as spool:
        spool.put("/a", os.urandom(200_000), None, MOMENT)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_a_link_in_its_place_is_not_followed(tmp_path: Path):
    (tmp_path / "elsewhere").write_bytes(b"")
    spool_file(tmp_path, PLAN).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreFailed, match="cannot be kept"):
        Spool.open(tmp_path, PLAN)
    assert (tmp_path / "elsewhere").read_bytes() == b""


@settings(deadline=None)
@given(body=st.binary(max_size=5000), key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_body_and_any_key(tmp_path_factory: pytest.TempPathFactory, body: bytes, key: str):
    with Spool.open(tmp_path_factory.mktemp("spool"), PLAN) as spool:
        spool.put(key, body, key, MOMENT)
        kept = spool.get(key)
        assert kept is not None
        assert (kept.body, kept.next) == (body, key)


def test_each_plan_has_its_own(tmp_path: Path):
    with Spool.open(tmp_path, PLAN) as one, Spool.open(tmp_path, b"another") as other:
        one.put("/a", b"1", None, MOMENT)
        assert other.get("/a") is None
        one.note("phase", "models")
        one.note("phase", "datasets")
        assert (one.noted("phase"), other.noted("phase")) == ("datasets", None)
        assert spool_file(tmp_path, PLAN) == one.file != other.file
        one.remove()
        assert not spool_file(tmp_path, PLAN).exists()
    assert [p.name for p in tmp_path.iterdir()] == [spool_file(tmp_path, b"another").name]


KILLED = """
    import os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from filiation.catalog.spool import Spool
    spool = Spool.open(Path(sys.argv[1]), b"plan")
    for number in range(10_000):
        spool.put(f"/{number}", os.urandom(20_000), None, datetime.now(UTC))
        print(number, flush=True)
"""


def test_a_kill_loses_at_most_the_answer_under_way(tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)]
    for _ in range(3):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = [int(process.stdout.readline()) for _ in range(20)]
            process.send_signal(signal.SIGKILL)
            told += [int(line) for line in process.stdout if line.endswith("\n")]
        with Spool.open(tmp_path, b"plan") as spool:
            assert [number for number in told if len(body(spool, f"/{number}") or b"") != 20_000] == []
            assert spool.count >= len(set(told))
            spool.remove()


def test_one_process_at_a_time(tmp_path: Path):
    with Spool.open(tmp_path, PLAN):
        for act in (Spool.open, discard):
            with pytest.raises(StoreFailed, match="Another process"):
                act(tmp_path, PLAN)
    Spool.open(tmp_path, PLAN).close()


def test_a_full_disk_keeps_what_was_read(tmp_path: Path):
    with Spool.open(tmp_path, PLAN) as spool:
        spool.put("/a", b"kept", None, MOMENT)
        pages = spool._db.execute("PRAGMA page_count").fetchone()[0]
        spool._db.execute(f"PRAGMA max_page_count = {pages}")  # so does SQLite meet the end of a disk
        with pytest.raises(StoreFailed, match="is full") as error:
            spool.put("/b", os.urandom(100_000), None, MOMENT)
        assert "What was read so far is kept" in error.value.advice()
        assert (spool.count, body(spool, "/a")) == (1, b"kept")
    with Spool.open(tmp_path, PLAN) as spool:
        spool.put("/b", b"more", None, MOMENT)
        assert spool.count == 2


def test_a_damaged_spool_is_named_and_can_be_discarded(tmp_path: Path):
    Spool.open(tmp_path, PLAN).close()
    file = spool_file(tmp_path, PLAN)
    file.write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreFailed, match="damaged") as error:
        Spool.open(tmp_path, PLAN)
    assert "--fresh" in error.value.advice()
    assert error.value.exit_code == 5
    discard(tmp_path, PLAN)
    discard(tmp_path, PLAN)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "spoiled",
    [
        *("sum = sum + 1", "body = zeroblob(50)", "body = 'text'", "size = size - 1", "size = -5", "size = 'much'"),
        *("size = 999999999999999", "status = 400", "next = '/b'", "moment = '2026-11-03T08:30:00+00:00'"),
        *("moment = 'x'", "moment = '2026-11-02T08:30:00'"),
    ],
)
def test_a_body_that_is_not_what_was_kept_is_never_given_out(tmp_path: Path, spoiled: str):
    with Spool.open(tmp_path, PLAN) as spool:
        spool.put("/a", b"what the Hub said", None, MOMENT)
    db = sqlite3.connect(spool_file(tmp_path, PLAN))
    db.execute(f"UPDATE answers SET {spoiled}")
    db.commit()
    db.close()
    with Spool.open(tmp_path, PLAN) as spool, pytest.raises(StoreFailed, match="damaged"):
        spool.get("/a")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "crawls").write_text("in the way")
    with pytest.raises(StoreFailed, match="cannot be kept"):
        Spool.open(tmp_path / "crawls", PLAN)


def test_a_moment_that_is_none_is_damage_too(tmp_path: Path):
    with Spool.open(tmp_path, PLAN) as spool:
        spool.put("/a", b"", None, MOMENT)
        spool._db.execute("UPDATE answers SET moment = 'yesterday'")
        with pytest.raises(StoreFailed, match="damaged"):
            _ = spool.began


def test_a_spool_of_another_version_is_to_begin_anew(tmp_path: Path):
    Spool.open(tmp_path, PLAN).close()
    with sqlite3.connect(spool_file(tmp_path, PLAN)) as db:
        db.execute("PRAGMA user_version = 7")
    db.close()
    with pytest.raises(StoreFailed, match="damaged") as error:
        Spool.open(tmp_path, PLAN)
    assert "--fresh" in error.value.advice()


def test_what_earlier_work_left_is_removed_unless_it_is_held_or_newer(tmp_path: Path):
    """Spools by the moment of their first answer; a folder of a pull that was killed; nothing that is not ours."""
    hour = timedelta(hours=1)
    for plan, moment in ((b"old", MOMENT - hour), (b"new", MOMENT + hour), (b"held", MOMENT - hour)):
        with Spool.open(tmp_path, plan) as spool:
            spool.put("/a", b"", None, moment)
    Spool.open(tmp_path, b"empty").close()
    spool_file(tmp_path, b"damaged").write_bytes(b"no database at all" * 1000)
    (tmp_path / "notes.db").write_bytes(b"mine")
    for name in ("pull-killed", "my-own"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1, 1))
    with Spool.open(tmp_path, b"held"), held_folder(tmp_path, "pull-") as pulling:
        os.utime(pulling, (1, 1))
        sweep(tmp_path, MOMENT)
        left = {spool_file(tmp_path, plan).name for plan in (b"new", b"held")}
        assert {p.name for p in tmp_path.iterdir()} == {*left, pulling.name, "notes.db", "my-own"}
    sweep(tmp_path, MOMENT)
    assert {p.name for p in tmp_path.iterdir()} == {spool_file(tmp_path, b"new").name, "notes.db", "my-own"}
    sweep(tmp_path / "nowhere", MOMENT)
