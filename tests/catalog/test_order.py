"""Which of two readings is newer, and what a name that was asked for in vain leads to."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.catalog.test_presence import table
from tests.making import imported, model

import filiation
from filiation.catalog.connection import connected
from filiation.catalog.history import arrivals
from filiation.catalog.manifests import SourceFile, manifest_of
from filiation.catalog.records import writing_records
from filiation.catalog.store import Store
from filiation.facts.history import ChangeKind
from filiation.facts.progress import silent
from filiation.facts.vocabulary import Kind
from filiation.observatory import Observatory
from filiation.observatory.building import completed

MAY, JUNE, JULY, AUGUST = (date(2024, month, 1) for month in (5, 6, 7, 8))
ONE, TWO = model("a/one", "license:mit", _id="1"), model("a/two", _id="2")


def crawled(folder: Path, day: date, *records: dict[str, Any], after: int | None = None, **options: Any) -> Observatory:
    """Add what was read on a day, its reading begun `after` an import; `absent` names were asked for in vain."""
    store = Store(folder / "store")
    complete, absent = options.get("complete", True), options.get("absent", ())
    source = SourceFile("models", 1, "model", day, day, "hub", complete, after=after)
    with store.writing(), writing_records(store, day) as writer:
        if records:
            writer.add_records(Kind.MODEL, table(folder, records), 0)
        if absent:
            writer.add_absent(Kind.MODEL, absent, 0)
        completed(store, writer, datetime(2024, 9, 1, tzinfo=UTC), [source], [], silent, source="crawl", endpoint="h")
    return filiation.open(store.folder)


def told(catalog: Observatory, name: str) -> list[str]:
    return [change.kind.value for change in catalog.history(name).changes]


def test_a_listing_that_began_before_another_reading_of_its_day_denies_nothing_of_it(tmp_path: Path):
    imported(tmp_path, [ONE], seen=MAY, complete=True)
    crawled(tmp_path, JUNE, TWO, complete=False)
    catalog = crawled(tmp_path, JUNE, ONE, after=1)
    assert (catalog.show("a/two").model.gone, told(catalog, "a/two")) == (False, ["appeared"])
    catalog = crawled(tmp_path, JUNE, ONE, after=3)
    assert (catalog.show("a/two").model.gone, told(catalog, "a/two")) == (True, ["appeared", "gone"])


def test_answers_from_before_another_import_of_their_day_are_older_than_it(tmp_path: Path):
    imported(tmp_path, [ONE], seen=MAY)
    newer = ONE | {"tags": ["license:gpl"]}
    crawled(tmp_path, JUNE, newer, complete=False)
    old = ONE | {"tags": ["license:apache-2.0"]}
    catalog = crawled(tmp_path, JUNE, old, complete=False, after=1)
    assert catalog.show("a/one").model.license == "gpl"
    found = [(change.before, change.after) for change in catalog.history("a/one").changes]
    assert found == [("mit", "apache-2.0"), ("apache-2.0", "gpl")]


def test_a_refusal_from_before_another_import_of_its_day_says_nothing_against_it(tmp_path: Path):
    imported(tmp_path, [ONE], seen=MAY)
    crawled(tmp_path, JUNE, ONE, complete=False)
    catalog = crawled(tmp_path, JUNE, complete=False, absent=["a/one"], after=1)
    assert not catalog.show("a/one").model.gone
    catalog = crawled(tmp_path, JUNE, complete=False, absent=["a/one"], after=2)
    assert catalog.show("a/one").model.gone


def test_older_manifests_tell_nothing_of_the_beginning(tmp_path: Path):
    with imported(tmp_path, [ONE], seen=MAY) as catalog:
        assert [file.after for file in manifest_of(catalog.store.imports()[0]).files] == [None]


@pytest.mark.parametrize("asked", ["new/name", "old/name", "OLD/Name", "New/NAME"])
def test_a_name_asked_for_in_vain_leads_to_its_repository(tmp_path: Path, asked: str):
    imported(tmp_path, [model("old/name", _id="7"), ONE], seen=MAY, complete=True)
    imported(tmp_path, [model("new/name", _id="7"), ONE], seen=JUNE, complete=True)
    catalog = crawled(tmp_path, JULY, complete=False, absent=[asked])
    assert catalog.show("new/name").model.gone
    assert told(catalog, "new/name") == ["renamed", "gone"]
    assert not catalog.show("a/one").model.gone


def test_the_exact_name_comes_before_others(tmp_path: Path):
    """Another repository took the old name over: it is the one that was asked for."""
    imported(tmp_path, [model("a/name", _id="7")], seen=MAY)
    imported(tmp_path, [model("a/moved", _id="7"), model("a/name", _id="8")], seen=JUNE)
    catalog = crawled(tmp_path, JULY, complete=False, absent=["a/name"])
    assert (catalog.show("a/name").model.gone, catalog.show("a/moved").model.gone) == (True, False)


def test_a_name_in_another_case_that_fits_two_leads_to_none(tmp_path: Path):
    imported(tmp_path, [model("a/Name", _id="7"), model("a/name", _id="8")], seen=MAY)
    catalog = crawled(tmp_path, JULY, complete=False, absent=["A/NAME"])
    assert [catalog.show(name).model.gone for name in ("a/Name", "a/name")] == [False, False]


def test_another_repository_under_the_same_name_is_told(tmp_path: Path):
    imported(tmp_path, [ONE, TWO], seen=MAY, complete=True)
    imported(tmp_path, [TWO], seen=JUNE, complete=True)
    catalog = imported(tmp_path, [ONE | {"_id": "9" * 24}, TWO], seen=JULY, complete=True)
    changes = catalog.history("a/one").changes
    assert [change.kind.value for change in changes] == ["gone", "returned", "replaced"]
    assert (changes[2].before, changes[2].after) == ("1".zfill(24), "9" * 24)
    assert (changes[2].since, changes[2].seen) == (MAY, JULY)
    assert catalog.show("a/one").model.first_seen == MAY


def test_a_number_that_a_reading_leaves_out_is_no_other_one(tmp_path: Path):
    imported(tmp_path, [ONE], seen=MAY)
    imported(tmp_path, [model("a/one", "license:mit")], seen=JUNE)
    catalog = imported(tmp_path, [ONE | {"sha": "x"}], seen=JULY)
    assert told(catalog, "a/one") == []


def test_each_import_tells_what_it_brought_to_light(tmp_path: Path):
    """Renamed and gone in one import; another on the same day has its own count."""
    old, there = model("old/name", _id="7"), [model(f"b/m{number}") for number in range(3)]
    imported(tmp_path, [old, *there], seen=MAY, complete=True)
    crawled(tmp_path, JUNE, model("new/name", _id="7"), *there[:2], after=1)
    catalog = crawled(tmp_path, JUNE, model("new/name", _id="7"), there[0], after=2)
    model_gone, renamed = (Kind.MODEL, ChangeKind.GONE), (Kind.MODEL, ChangeKind.RENAMED)
    assert [arrivals(catalog.edition, number) for number in (1, 2, 3)] == [
        {},
        {model_gone: 1, renamed: 1},
        {model_gone: 1},
    ]


def test_a_folder_that_was_taken_away_leaves_the_others_their_numbers(tmp_path: Path):
    imported(tmp_path, [model("c/else")], seen=MAY)
    imported(tmp_path, [ONE], seen=MAY, complete=True)
    with imported(tmp_path, [TWO], seen=JUNE, complete=True) as catalog:
        catalog.store.imports()[0].rename(tmp_path / "away")
        catalog.rebuild()
        assert arrivals(catalog.edition, 3) == {(Kind.MODEL, ChangeKind.GONE): 1, (Kind.MODEL, ChangeKind.APPEARED): 1}


def test_tables_without_rows_are_no_records(tmp_path: Path):
    imported(tmp_path, [ONE], seen=MAY)
    store, empty = Store(tmp_path / "store"), table(tmp_path, [ONE])[:0]
    source = SourceFile("models", 1, "model", JUNE, JUNE, "hub", complete=True)
    with store.writing(), writing_records(store, JUNE) as writer:
        writer.add_records(Kind.MODEL, empty, 0)
        writer.add_listed(Kind.MODEL, empty, 0)
        manifest, *_ = completed(store, writer, datetime(2024, 9, 1, tzinfo=UTC), [source], [], silent)
    assert (manifest.read, manifest.listed, manifest.parts) == ({"model": 0}, {"model": 0}, {})


def test_a_database_works_in_its_folder_and_leaves_nothing(tmp_path: Path):
    with connected(tmp_path, "50MB") as con:
        settings = "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        limit, place = con.execute(settings).fetchall()[0]
        assert limit.endswith("MiB")
        assert Path(place).parent == tmp_path
        assert con.execute("SELECT list(i) FROM range(5) AS t(i)").fetchall() == [([0, 1, 2, 3, 4],)]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(duckdb.Error):
        con.execute("SELECT 1")
