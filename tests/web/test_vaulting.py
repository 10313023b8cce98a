"""The strongroom: sessions in memory, forgotten in time; wrong keys are slowed down; nothing of a session is kept."""

import os
import threading
from contextlib import suppress

import pytest
from tests.web.keeping import StillClock

from filiation.errors import WrongUse
from filiation.vault import Vault, WrongKey, key_in
from filiation.web import vaulting
from filiation.web.vaulting import ATTEMPTS, IDLE, LONGEST, PACE, Strongroom, TooOften, key_path


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def key(tmp_path):
    return tmp_path / "key.age"


@pytest.fixture
def strongroom(tmp_path, clock, key):
    Vault.create(tmp_path / "vault", key_file=key)
    made = Strongroom(tmp_path / "vault", clock)
    yield made
    made.end()


def test_a_vault_is_made_once_and_then_opened(tmp_path, clock):
    room = Strongroom(tmp_path / "new", clock)
    assert room.state == "none"
    first = room.create("four words of mine")
    assert room.state == "passphrase"
    second = room.open(passphrase="four words of mine")
    assert first != second
    assert room.vault(first) is not room.vault(second)
    with pytest.raises(WrongUse):
        room.create("four words of hers")
    room.end()


@pytest.mark.parametrize("token", [None, "", "guessed", "\udc80"])
def test_what_is_no_session_opens_nothing(strongroom, key, token):
    strongroom.open(key_file=key)
    assert strongroom.vault(token) is None


def test_a_session_ends_after_a_while_without_use(strongroom, key, clock):
    token = strongroom.open(key_file=key)
    clock.wait(seconds=IDLE - 1)
    assert strongroom.vault(token)
    clock.wait(seconds=IDLE - 1)
    assert strongroom.vault(token)
    clock.wait(seconds=IDLE)
    assert strongroom.vault(token) is None


def test_the_key_leaves_memory_even_if_nobody_asks(tmp_path, key, wait_for):
    clock = StillClock()
    Vault.create(tmp_path / "vault", key_file=key)
    room = Strongroom(tmp_path / "vault", clock, idle=-0.99)  # its own watch comes after a hundredth of a second
    token = room.open(key_file=key)
    wait_for(lambda: not room._sessions)
    assert room.vault(token) is None
    room.end()


def test_locking_ends_one_session_and_stopping_all(strongroom, key):
    one, other = strongroom.open(key_file=key), strongroom.open(key_file=key)
    strongroom.lock(one)
    assert strongroom.vault(one) is None
    assert strongroom.vault(other)
    strongroom.end()
    assert strongroom.vault(other) is None
    assert not [one for one in threading.enumerate() if isinstance(one, threading.Timer) and not one.finished.is_set()]


def test_a_session_ends_after_some_hours_however_it_is_used(strongroom, key, clock):
    token = strongroom.open(key_file=key)
    for _ in range(int(LONGEST // 600) - 1):
        clock.wait(minutes=10)
        assert strongroom.vault(token)
    clock.wait(minutes=10)
    assert strongroom.vault(token) is None


def test_after_wrong_keys_each_try_waits_its_turn_and_the_owner_gets_in(strongroom, key, tmp_path, clock):
    other = tmp_path / "other.age"
    Vault.create(tmp_path / "other", key_file=other)
    for _ in range(ATTEMPTS):
        with pytest.raises(WrongKey):
            strongroom.open(key_file=other)
    assert clock.monotonic() == 0
    with pytest.raises(WrongKey):
        strongroom.open(key_file=other)
    assert clock.monotonic() == PACE
    token = strongroom.open(key_file=key)
    assert clock.monotonic() == 2 * PACE
    assert [strongroom.wrong_tries(token) for _ in "ab"] == [ATTEMPTS + 1, 0]
    later = strongroom.open(key_file=key)
    assert clock.monotonic() == 2 * PACE
    assert strongroom.wrong_tries(later) == 0


def test_a_try_says_nothing_of_other_files_and_counts(strongroom, key, tmp_path):
    Vault.create(tmp_path / "other", key_file=tmp_path / "other.age")
    (tmp_path / "letter.txt").write_text("Dear Sir")
    (tmp_path / "loose.age").write_bytes(key.read_bytes())
    (tmp_path / "loose.age").chmod(0o666)
    told = set()
    names = ["other.age", "letter.txt", "nowhere", "."] + ["loose.age"] * (os.name != "nt")
    for name in names:
        with pytest.raises(WrongKey) as raised:
            strongroom.open(key_file=tmp_path / name)
        told.add(str(raised.value))
    assert len(told) == 1
    assert strongroom.wrong_tries(strongroom.open(key_file=key)) == len(names)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_key_that_never_comes_keeps_nobody_out(strongroom, key, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WrongKey):
        strongroom.open(key_file=tmp_path / "pipe")
    assert strongroom.open(key_file=key)


def test_a_file_that_takes_long_to_read_keeps_nobody_out(strongroom, key, tmp_path, monkeypatch):
    reading, go_on = threading.Event(), threading.Event()

    def slow(path):
        if path != key:
            reading.set()
            go_on.wait(10)
        return key_in(path)

    monkeypatch.setattr(vaulting, "key_in", slow)

    def try_one():
        with suppress(WrongKey):
            strongroom.open(key_file=tmp_path / "far")

    other = threading.Thread(target=try_one)
    other.start()
    assert reading.wait(10)
    assert strongroom.open(key_file=key)
    go_on.set()
    other.join()


def test_only_some_tries_wait(strongroom, key, monkeypatch):
    monkeypatch.setattr(strongroom, "_waiting", threading.BoundedSemaphore(1))
    monkeypatch.setattr(vaulting, "key_in", lambda _: strongroom.open(key_file=key))
    with pytest.raises(TooOften):
        strongroom.open(key_file=key)
    monkeypatch.undo()
    assert strongroom.open(key_file=key)


def test_sessions_are_few(strongroom, key, monkeypatch, clock):
    monkeypatch.setattr(vaulting, "_MOST_SESSIONS", 2)
    first = strongroom.open(key_file=key)
    clock.wait(seconds=1)
    second = strongroom.open(key_file=key)
    clock.wait(seconds=1)
    third = strongroom.open(key_file=key)
    assert [bool(strongroom.vault(one)) for one in (first, second, third)] == [False, True, True]


def test_a_token_is_not_kept(strongroom, key):
    token = strongroom.open(key_file=key)
    assert token not in repr(vars(strongroom))
    assert len(token) >= 40


@pytest.mark.parametrize("text", ["", "  ", "key.age", "./key.age", "/tmp/\0"])
def test_a_key_file_is_named_by_a_whole_path(text):
    with pytest.raises(WrongUse):
        key_path(text)


def test_a_whole_path_is_taken(tmp_path):
    assert key_path(f" {tmp_path}/key.age ") == tmp_path / "key.age"
