"""Light listings, names that are not public, accounts: what they add to a store, and what is gone by them."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.making import dataset, imported, lines, model

import filiation
from filiation.catalog.manifests import Manifest, SourceFile, manifest_of
from filiation.catalog.records import RecordWriter, writing_records
from filiation.catalog.store import Store
from filiation.facts.progress import silent
from filiation.facts.tables import PUBLISHERS, RECORDS
from filiation.facts.vocabulary import Kind, PublisherKind
from filiation.hub.bulk import read
from filiation.hub.problems import Problems
from filiation.observatory import Observatory
from filiation.observatory.building import completed

MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
AT = "2024-04-01T10:00:00.000Z"


def full(name: str, number: str, *tags: str, **fields: Any) -> dict[str, Any]:
    told = {"_id": number, "lastModified": AT, "createdAt": AT, "gated": False, "disabled": False}
    return model(name, *tags, **told | fields)


def light(record: dict[str, Any], **fields: Any) -> dict[str, Any]:
    names = ("_id", "id", "createdAt", "lastModified", "gated", "disabled", "private", "downloads", "likes")
    return {name: record[name] for name in names if name in record} | fields


def table(folder: Path, records: Iterable[dict[str, Any]], kind: Kind = Kind.MODEL) -> pa.Table:
    file = lines(folder / "table.json", [json.dumps(list(records))])
    found = [batch.records for batch in read(file, kind, Problems(), lambda _: None)]
    return pa.concat_tables([one for one in found if one is not None])


def updated(folder: Path, day: date, write: Callable[[RecordWriter], None], *, complete: bool = True) -> Observatory:
    """Add an import to the store in `folder`/store: `write` fills files 0 (whole records) and 1 (a light listing)."""
    store = Store(folder / "store")
    now = datetime(day.year, day.month, day.day, tzinfo=UTC)
    sources = [
        SourceFile("changed", 1, "model", day, day, "update", complete=False),
        SourceFile("names", 1, "model", day, day, "update", complete=complete, until=now),
    ]
    with store.writing(), writing_records(store, day) as writer:
        write(writer)
        completed(store, writer, now, sources, [], silent, source="update", endpoint="https://hub.example")
    return filiation.open(store.folder)


ONE, TWO = full("a/one", "1", downloads=3), full("a/two", "2", "base_model:a/one", "license:mit", downloads=2)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    imported(tmp_path, [ONE, TWO], seen=MAY, complete=True)
    return tmp_path


def listing(folder: Path, *records: dict[str, Any]) -> Callable[[RecordWriter], None]:
    return lambda writer: writer.add_listed(Kind.MODEL, table(folder, records), 1)


def parts(folder: Path) -> dict[str, int]:
    return manifest_of(Store(folder / "store").imports()[-1]).parts


def test_a_row_that_tells_nothing_new_is_a_sighting_with_its_counts(store: Path):
    catalog = updated(store, JUNE, listing(store, light(ONE, downloads=9, likes=4), light(TWO)))
    assert parts(store) == {"seen.parquet": 2}
    one, two = catalog.show("a/one").model, catalog.show("a/two")
    assert (one.downloads, one.likes, one.first_seen, one.last_seen, one.gone) == (9, 4, MAY, JUNE, False)
    assert (two.model.license, two.model.last_seen) == ("mit", JUNE)
    assert [(p.id, p.last_seen) for p in two.parents] == [("a/one", JUNE)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"gated": "manual"}, {"gated": "manual"}),
        ({"lastModified": "2024-05-20T10:00:00.000Z"}, {"modified": date(2024, 5, 20)}),
        ({"disabled": True}, {}),
        ({"private": True}, {}),
    ],
)
def test_a_row_that_tells_something_new_is_merged_and_takes_nothing_away(
    store: Path, fields: dict[str, Any], told: dict[str, Any]
):
    catalog = updated(store, JUNE, listing(store, light(ONE), light(TWO, **fields)))
    assert parts(store) == {"seen.parquet": 1, "models.parquet": 1}
    shown = catalog.show("a/two")
    assert {name: getattr(shown.model, name) for name in told} == told
    assert (shown.model.license, shown.model.last_seen, shown.model.gone) == ("mit", JUNE, False)
    assert [p.id for p in shown.parents if not p.withdrawn] == ["a/one"]
    updated(store, JULY, listing(store, light(ONE), light(TWO, **fields)))
    assert parts(store) == {"seen.parquet": 2}


def test_what_a_row_leaves_out_it_does_not_deny(store: Path):
    bare = {name: ONE[name] for name in ("_id", "id")}
    updated(store, JUNE, listing(store, bare, light(TWO)))
    assert parts(store) == {"seen.parquet": 2}


def test_what_the_newest_reading_left_out_is_new(tmp_path: Path):
    imported(tmp_path, [model("a/one", _id="1"), model("a/two")], seen=MAY)
    updated(tmp_path, JUNE, listing(tmp_path, light(ONE), light(TWO)))
    assert parts(tmp_path) == {"models.parquet": 2}
    assert filiation.open(tmp_path / "store").stats().models == 2


def test_a_row_without_the_hubs_number_is_known_by_its_id(tmp_path: Path):
    imported(tmp_path, [model("a/one", lastModified=AT)], seen=MAY)
    updated(tmp_path, JUNE, listing(tmp_path, {"id": "a/one", "lastModified": AT, "downloads": 5}))
    assert parts(tmp_path) == {"seen.parquet": 1}


def test_a_repository_that_was_read_whole_in_the_same_import_is_passed_over(store: Path):
    newer = full("a/two", "2", "license:apache-2.0", lastModified="2024-05-20T10:00:00.000Z")

    def write(writer: RecordWriter) -> None:
        writer.add_records(Kind.MODEL, table(store, [newer]), 0)
        listing(store, light(ONE), light(newer))(writer)
        assert (writer.read, writer.listed) == ({"model": 1}, {"model": 2})

    catalog = updated(store, JUNE, write)
    assert parts(store) == {"models.parquet": 1, "seen.parquet": 1}
    assert catalog.show("a/two").model.license == "apache-2.0"
    assert catalog.show("a/two").model.gone is False


def test_the_newest_reading_is_compared_not_an_older_one(store: Path):
    updated(store, JUNE, listing(store, light(ONE), light(TWO, gated="auto")))
    catalog = updated(store, JULY, listing(store, light(ONE), light(TWO)))
    assert parts(store) == {"models.parquet": 1, "seen.parquet": 1}
    assert catalog.show("a/two").model.gated == "false"


def test_a_new_name_is_a_rename_and_a_missing_one_is_gone(store: Path):
    catalog = updated(store, JUNE, listing(store, light(ONE, id="b/new")))
    assert catalog.show("a/one").model.id == "b/new"
    assert catalog.show("b/new").model.gone is False
    assert catalog.show("a/two").model.gone is True


def test_kinds_are_kept_apart(tmp_path: Path):
    imported(tmp_path, [dataset("a/same", _id="1", lastModified=AT)], seen=MAY)
    updated(tmp_path, JUNE, listing(tmp_path, light(full("a/same", "1"))), complete=False)
    assert parts(tmp_path) == {"models.parquet": 1}


def test_whole_records_and_light_rows_may_come_kind_by_kind(store: Path):
    sets = [dataset("a/set", _id="9", lastModified=AT)]

    def write(writer: RecordWriter) -> None:
        for records, kind in (([TWO | {"sha": "new"}], Kind.MODEL), (sets, Kind.DATASET)):
            writer.add_records(kind, table(store, records, kind), 0)
            writer.add_listed(kind, table(store, [light(one) for one in records], kind), 1)

    updated(store, JUNE, write)
    assert parts(store) == {"models.parquet": 1, "datasets.parquet": 1}


def test_two_complete_readings_on_one_day_tell_what_went_in_between(store: Path):
    catalog = updated(store, MAY, listing(store, light(ONE)))
    assert (catalog.show("a/one").model.gone, catalog.show("a/two").model.gone) == (False, True)
    catalog = updated(store, MAY, listing(store, light(ONE, downloads=8), light(TWO)))
    assert (catalog.show("a/one").model.gone, catalog.show("a/two").model.gone) == (False, False)
    assert catalog.show("a/one").model.downloads == 8


def test_who_was_asked_for_and_is_not_public_is_gone_until_seen_again(store: Path):
    def ask(writer: RecordWriter) -> None:
        writer.add_absent(Kind.MODEL, ["a/two", "never/read"], 0)

    catalog = updated(store, JUNE, ask, complete=False)
    assert (catalog.show("a/one").model.gone, catalog.show("a/two").model.gone) == (False, True)
    assert catalog.stats().models == 2
    catalog = updated(store, JULY, listing(store, light(TWO)), complete=False)
    assert catalog.show("a/two").model.gone is False


def test_a_content_that_came_back_on_the_same_day_is_the_newest(store: Path):
    for gate in ("auto", False):
        changed = full("a/two", "2", "license:mit", gated=gate)
        rows = table(store, [changed])
        catalog = updated(store, JUNE, lambda w, rows=rows: w.add_records(Kind.MODEL, rows, 0), complete=False)
    assert catalog.show("a/two").model.gated == "false"


def accounts(*rows: tuple[object, ...]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(PUBLISHERS.names, row, strict=True)) for row in rows], schema=PUBLISHERS)


def test_accounts_tell_who_publishers_are_and_the_newest_word_counts(store: Path):
    old = accounts(("a", "user", "x", "A. Person", None, None), ("nobody", "unknown", None, None, None, None))
    new = accounts(("a", "organization", "x", "Acme <b>", "We make <models>\u202e.", True))
    updated(store, JULY, lambda w: w.add_publishers(new, 0), complete=False)
    catalog = updated(store, JUNE, lambda w: w.add_publishers(old, 0), complete=False)
    publisher = catalog.show("a/one").publisher
    assert publisher is not None
    assert (publisher.id, publisher.kind, publisher.verified, publisher.seen) == (
        "a",
        PublisherKind.ORGANIZATION,
        True,
        JULY,
    )
    assert (publisher.full_name, publisher.details) == ("Acme <b>", "We make <models>\u202e.")
    assert catalog.publisher("A").publisher == publisher
    assert catalog.stats().publishers == 1
    row = catalog.edition.rows("SELECT id, kind, seen FROM publisher_list")[0]
    assert tuple(row) == ("a", "organization", "2024-07-01")


def test_a_publisher_that_nobody_asked_about_is_of_unknown_kind(store: Path):
    with filiation.open(store / "store") as catalog:
        publisher = catalog.publisher("a").publisher
    assert (publisher.kind, publisher.verified, publisher.seen) == (PublisherKind.UNKNOWN, None, None)


def test_a_manifest_tells_how_the_records_came_and_old_ones_are_read(store: Path):
    updated(store, JUNE, listing(store, light(ONE), light(TWO)))
    first, second = map(manifest_of, Store(store / "store").imports())
    assert (first.source, first.endpoint, first.listed) == ("import", None, {})
    assert (second.source, second.endpoint, second.listed) == ("update", "https://hub.example", {"model": 2})
    assert second.read == {}
    old = msgspec.to_builtins(first)
    for name in ("source", "endpoint", "listed"):
        del old[name]
    for file in old["files"]:
        del file["until"]
    again = msgspec.convert(old, Manifest)
    assert (again.source, again.files[0].until) == ("import", None)


def test_a_complete_import_knows_all_that_changed_before_its_day(store: Path):
    imported(store, [ONE], seen=JUNE)
    first, second = map(manifest_of, Store(store / "store").imports())
    assert (first.files[0].until, second.files[0].until) == (datetime(2024, 5, 1, tzinfo=UTC), None)


def test_a_damaged_part_is_named(store: Path):
    updated(store, JUNE, lambda w: w.add_absent(Kind.MODEL, ["a/x"], 0), complete=False)
    file = Store(store / "store").imports()[-1] / "absent.parquet"
    pq.write_table(pq.read_table(file).slice(1), file)
    with pytest.raises(filiation.StoreFailed, match="are damaged"):
        filiation.open(store / "store").rebuild()


def test_records_have_all_columns_that_listings_lack(tmp_path: Path):
    assert table(tmp_path, [light(ONE)]).schema.equals(RECORDS)
