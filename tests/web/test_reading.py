"""The service follows the store to new editions, and goes on with the old one when the new cannot be read."""

import gc
import shutil
from threading import Event, Thread

import pytest
from tests.making import imported, model

from filiation.errors import StoreFailed
from filiation.observatory import Observatory
from filiation.web.reading import Reading, Service, own


class Clock:
    """Tells the seconds that a test says."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path):
    with imported(tmp_path, [model("a/one")]) as observatory:
        yield observatory


@pytest.fixture
def second_import(tmp_path):
    def run():
        with imported(tmp_path, [model("a/one"), model("a/two")]) as newer:
            return newer.edition.meta["name"]

    return run


def test_a_new_edition_is_served_counted_and_the_old_one_still_answers(store, clock, wait_for, second_import):
    service = Service(store, clock)
    old = service.reading()
    name = second_import()
    clock.now += 2
    assert service.reading() is old
    wait_for(lambda: service.reading().edition == name)
    assert service.reading().stats.models == 2
    assert "_stats" in vars(service.reading())
    assert (old.edition, old.observatory.show("a/one").model.id) == (old.edition, "a/one")
    assert old.stats.models == 1


def test_it_looks_once_a_second_only(store, clock, wait_for, monkeypatch):
    looks = []
    service = Service(store, clock)
    monkeypatch.setattr(type(store.store), "edition", lambda _: looks.append(1) or store.edition.folder)
    for now in (0.2, 0.5, 0.99, 1.0, 1.5, 1.9):
        clock.now = now
        service.reading()
    wait_for(lambda: len(looks) == 1)
    wait_for(lambda: not service._lock.locked())
    clock.now = 2.1
    service.reading()
    wait_for(lambda: len(looks) == 2)


@pytest.mark.parametrize("harm", ["current", "editions", "store"])
def test_a_store_that_cannot_be_read_keeps_the_old_edition(store, clock, wait_for, harm):
    service = Service(store, clock)
    old = service.reading()
    if harm == "current":
        (store.store.folder / "current").write_text("nonsense")
    else:
        shutil.rmtree(store.store.editions if harm == "editions" else store.store.folder)
    clock.now += 2
    assert service.reading() is old
    wait_for(lambda: not service._lock.locked())
    assert service.reading() is old
    assert old.observatory.show("a/one").model.id == "a/one"


def test_an_edition_that_is_damaged_is_not_put_in_service(store, clock, wait_for, second_import):
    service = Service(store, clock)
    old = service.reading()
    name = second_import()
    (store.store.editions / name / "catalog.db").write_bytes(b"no database")
    clock.now += 2
    service.reading()
    wait_for(lambda: not service._lock.locked())
    assert service.reading() is old


def test_an_edition_is_closed_when_the_last_who_asks_lets_it_go(store):
    made = own(store)
    edition, held = made.edition, made
    assert edition is not store.edition
    del made
    assert held.show("a/one").model.id == "a/one"
    del held
    gc.collect()
    with pytest.raises(StoreFailed):
        edition.rows("SELECT 1")
    assert store.show("a/one").model.id == "a/one"


def test_stats_are_counted_once_however_many_ask(store, monkeypatch):
    reading, counted, go = Reading(store), [], Event()
    count = Observatory.stats

    def slow(observatory):
        counted.append(1)
        go.wait(10)
        return count(observatory)

    monkeypatch.setattr(Observatory, "stats", slow)
    threads = [Thread(target=lambda: reading.stats) for _ in range(4)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert counted == [1]


def test_a_store_that_fails_while_warming_tells_so_when_asked(store, monkeypatch):
    def fail(_):
        raise store.store.damaged("test")

    monkeypatch.setattr(Observatory, "stats", fail)
    service = Service(store)
    service.warm()
    with pytest.raises(StoreFailed):
        _ = service.reading().stats


def test_an_edition_that_is_still_current_is_not_opened_again(store, clock, wait_for):
    service = Service(store, clock)
    old = service.reading()
    for _ in range(3):
        clock.now += 2
        service.reading()
        wait_for(lambda: not service._lock.locked())
        assert service.reading() is old
