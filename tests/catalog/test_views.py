"""Views of past days: they say what was known then and nothing else, are made once, and few are kept."""

import os
import threading
from datetime import date
from pathlib import Path

import pytest
from tests.making import NOW, imported, model, statement

import filiation
from filiation.catalog import views as kept
from filiation.catalog.store import PARTIAL, Store
from filiation.errors import NotFound, StoreFailed
from filiation.facts.progress import Progress
from filiation.observatory import building, views

APRIL, MAY, JUNE, JULY = date(2024, 4, 30), date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Three days: a child changes its parent and license, a model is renamed, another one vanishes."""
    old = model("old/name", "license:mit", "base_model:a/one", _id="7", downloads=1)
    new = model("new/name", "license:apache-2.0", "base_model:a/two", _id="7", downloads=9)
    imported(tmp_path, [model("a/one", downloads=5), old], seen=MAY)
    imported(tmp_path, [model("a/one", downloads=6), model("a/two"), new], seen=JUNE)
    imported(tmp_path, [model("a/two"), new], seen=JULY, complete=True)
    return tmp_path / "store"


def folders(store: Path) -> list[str]:
    return sorted(p.name for p in (store / "views").iterdir() if p.is_dir()) if (store / "views").is_dir() else []


def test_a_day_shows_what_was_known_then(store: Path):
    with filiation.open(store, as_of=MAY) as then:
        shown = then.show("old/name")
        assert (shown.model.id, shown.model.license, shown.model.downloads) == ("old/name", "mit", 1)
        assert [p.id for p in shown.parents] == ["a/one"]
        assert (then.show("a/one").model.gone, then.stats().models, then.stats().seen) == (False, 2, MAY)
        assert [o.seen for o in then.stats().imports] == [MAY]
        assert [hit.id for hit in then.search("name").items] == ["old/name"]
        with pytest.raises(NotFound):
            then.show("a/two")
    with filiation.open(store, as_of=JUNE) as then:
        assert (then.show("a/one").model.gone, then.show("old/name").model.id) == (False, "new/name")
    with filiation.open(store) as now:
        assert now.show("a/one").model.gone is True


def test_a_view_is_what_a_store_with_only_those_files_would_say(store: Path, tmp_path: Path):
    (tmp_path / "apart").mkdir()
    for number, day in enumerate((MAY, JUNE)):
        file = tmp_path / f"records-{number}.jsonl"
        with filiation.open(tmp_path / "apart" / "store") as apart:
            apart.import_files([file], now=NOW, seen=day)
    with filiation.open(store, as_of=JUNE) as then, filiation.open(tmp_path / "apart" / "store") as apart:
        for name in ("a/one", "a/two", "new/name"):
            assert then.show(name) == apart.show(name)
            assert then.evidence(name) == apart.evidence(name)


def test_days_between_two_readings_are_one_view(store: Path):
    for day in (JUNE, date(2024, 6, 15), date(2024, 6, 30)):
        with filiation.open(store, as_of=day) as then:
            assert then.stats().models == 3
    assert len(folders(store)) == 1


def test_the_newest_day_and_later_ones_are_the_edition_in_service(store: Path):
    for day in (JULY, date(2030, 1, 1)):
        with filiation.open(store, as_of=day) as then:
            assert then.edition.folder == then.store.edition()
            assert views.prepared(then.store, day) == then.edition.folder
    assert folders(store) == []


def test_before_the_first_reading_nothing_is_known(store: Path):
    with filiation.open(store, as_of=APRIL) as then, pytest.raises(NotFound, match="up to 2024-04-30") as error:
        then.stats()
    assert "2024-05-01" in error.value.advice()
    with pytest.raises(NotFound):
        views.prepared(Store(store), APRIL)


def test_a_store_that_is_not_there_has_no_days(tmp_path: Path):
    with filiation.open(tmp_path / "none", as_of=MAY) as then, pytest.raises(NotFound, match="There is no store"):
        then.stats()


def test_an_observatory_looks_back_and_returns(store: Path):
    reports: list[Progress] = []
    with filiation.open(store, report=reports.append) as now:
        then = now.at(MAY)
        assert (now.as_of, then.as_of) == (None, MAY)
        assert then.stats().models == 2
        assert {r.stage for r in reports} >= {"records", "graph", "search"}
        reports.clear()
        assert now.at(MAY).stats().models == 2
        assert reports == []
        assert then.at(None).stats().models == now.stats().models == 3
        then.close()


def test_an_older_file_that_comes_later_makes_another_view(store: Path, tmp_path: Path):
    with filiation.open(store, as_of=MAY) as then:
        assert then.stats().models == 2
    assert views.prepared(Store(store), MAY) is not None
    imported(tmp_path, [model("late/found")], seen=APRIL)
    assert views.prepared(Store(store), MAY) is None
    with filiation.open(store, as_of=MAY) as then:
        assert then.stats().models == 3


def test_a_content_that_was_first_stored_with_a_newer_file_counts_on_its_older_day(tmp_path: Path):
    record = model("a/one", "license:mit")
    imported(tmp_path, [record, model("a/two")], seen=JULY)
    imported(tmp_path, [record | {"downloads": 3}], seen=MAY)
    with filiation.open(tmp_path / "store", as_of=MAY) as then:
        one = then.show("a/one").model
        assert (one.license, one.downloads, one.last_seen, then.stats().models) == ("mit", 3, MAY, 1)


def test_few_views_are_kept_those_used_last(tmp_path: Path):
    days = [date(2024, 1, number) for number in range(1, 9)]
    for number, day in enumerate(days):
        imported(tmp_path, [model(f"a/m{number}")], seen=day)
    store = Store(tmp_path / "store")
    made = []
    for day in days[:-1]:
        with filiation.open(store.folder, as_of=day) as then:
            made.append(then.edition.folder)
        first = views.prepared(store, days[0])
        assert first == made[0]
        for place, folder in enumerate(kept._by_use(store.views)):
            os.utime(folder, ns=(0, 10**18 - place))  # some seconds apart, as days of real use are
    assert sorted(p for p in made if p.exists()) == sorted([made[0], *made[-4:]])


def test_rebuild_forgets_the_views(store: Path):
    with filiation.open(store, as_of=MAY) as then:
        assert then.stats().models == 2
        then.rebuild()
        assert folders(store) == []
        assert then.stats().models == 2


def test_a_view_that_cannot_be_kept_is_made_for_this_process(store: Path, monkeypatch: pytest.MonkeyPatch):
    (store / "views").write_text("in the way")
    calls = []
    fill = building.fill
    monkeypatch.setattr(building, "fill", lambda *given: calls.append(given) or fill(*given))
    for _ in range(2):
        with filiation.open(store, as_of=MAY) as then:
            assert then.stats().models == 2
            assert not then.edition.folder.is_relative_to(store)
    assert len(calls) == 1


def test_a_failing_build_leaves_no_view(store: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(building, "write_edition", full)
        with filiation.open(store, as_of=MAY) as then, pytest.raises(StoreFailed, match="is full"):
            then.stats()
    assert views.prepared(Store(store), MAY) is None
    with filiation.open(store, as_of=MAY) as then:
        assert then.stats().models == 2
    assert not list((store / "views").glob(f"*{PARTIAL}"))


def test_two_who_ask_for_the_same_day_make_it_once(store: Path, monkeypatch: pytest.MonkeyPatch):
    calls = []
    fill = building.fill
    monkeypatch.setattr(building, "fill", lambda *given: calls.append(given) or fill(*given))
    found = []

    def ask() -> None:
        with filiation.open(store, as_of=MAY) as then:
            found.append(then.stats().models)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, len(calls)) == ([2, 2, 2], 1)


def test_only_views_are_counted_and_removed(store: Path):
    """Whatever else stands in the folder of views is left alone."""
    kept_there = [store / "views" / name for name in ("precious", "0123456789abcdef0123456789abcdeg", f"mine{PARTIAL}")]
    for folder in kept_there:
        folder.mkdir(parents=True)
        (folder / "file").write_text("x")
    left = store / "views" / f"{'0' * 32}{PARTIAL}"
    left.mkdir()
    with filiation.open(store, as_of=MAY) as then:
        assert then.stats().models == 2
        then.rebuild()
    assert [(folder / "file").read_text() for folder in kept_there] == ["x"] * 3
    assert not left.exists()


def test_a_folder_of_views_that_leads_elsewhere_is_refused(store: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    precious = [elsewhere / f"{number:032x}" for number in range(8)]
    for folder in precious:
        folder.mkdir(parents=True)
    (store / "views").symlink_to(elsewhere)
    for ask in (lambda: filiation.open(store, as_of=MAY).stats(), filiation.open(store).rebuild):
        with pytest.raises(StoreFailed, match="is a link to another place"):
            ask()
    assert sorted(elsewhere.iterdir()) == precious


def test_a_view_in_whose_place_a_link_stands_is_not_followed(store: Path, tmp_path: Path):
    with filiation.open(store, as_of=MAY) as then:
        folder = then.edition.folder
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    with filiation.open(store, as_of=MAY) as then:
        assert then.edition.folder != folder
        assert then.stats().models == 2


def test_other_rules_make_other_views(store: Path, monkeypatch: pytest.MonkeyPatch):
    with filiation.open(store, as_of=MAY) as then:
        assert then.stats().models == 2
    assert views.prepared(Store(store), MAY) is not None
    monkeypatch.setattr(kept, "EDITION_RULES", kept.EDITION_RULES + 1)
    assert views.prepared(Store(store), MAY) is None


def test_a_name_taken_over_is_on_each_day_what_it_was_then(tmp_path: Path):
    """One repository moves away, another takes its name; the links to it lead where they led on that day."""
    kid = model("b/kid", "base_model:a/name")
    imported(tmp_path, [model("a/name", "license:mit", _id="7"), kid], seen=MAY, complete=True)
    both = [model("a/moved", "license:mit", _id="7"), model("a/name", "license:gpl", _id="8")]
    imported(tmp_path, [*both, kid], seen=JUNE, complete=True)
    imported(tmp_path, [both[0], kid], seen=JULY, complete=True)
    found = []
    for day in (MAY, JUNE, JULY):
        with filiation.open(tmp_path / "store", as_of=day) as then:
            name = then.show("a/name").model
            found.append((name.license, name.gone, [change.kind.value for change in then.history("a/name").changes]))
    assert found == [("mit", False, []), ("gpl", False, ["appeared"]), ("gpl", True, ["appeared", "gone"])]


def test_a_statement_counts_from_the_day_on_which_it_was_read(tmp_path: Path):
    imported(tmp_path, [model("a/base"), model("b/kid")], seen=MAY)
    imported(tmp_path, [statement("b/kid", "a/base", "finetune")], seen=JUNE)
    imported(tmp_path, [model("c/later")], seen=JULY)
    for day, parents in ((MAY, 0), (JUNE, 1), (JULY, 1)):
        with filiation.open(tmp_path / "store", as_of=day) as then:
            assert then.ancestors("b/kid").total == parents
