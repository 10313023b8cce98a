"""What was read and when: versions of records, renames, what vanished, what came back."""

from datetime import date
from pathlib import Path

from tests.making import dataset, imported, model

MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)


def test_facts_keep_when_they_were_first_and_last_seen(tmp_path: Path):
    child = model("a/child", "base_model:a/one")
    for day in (MAY, JULY, JUNE):
        catalog = imported(tmp_path, [model("a/one"), child], seen=day)
    shown = catalog.show("a/child")
    assert (shown.model.first_seen, shown.model.last_seen) == (MAY, JULY)
    assert (shown.parents[0].first_seen, shown.parents[0].last_seen) == (MAY, JULY)
    assert [o.seen for o in shown.sources] == [MAY, JULY, JUNE]


def test_unchanged_records_are_not_stored_again_but_their_counts_are(tmp_path: Path):
    imported(tmp_path, [model("a/one", "x", "y", downloads=1), model("a/two")], seen=MAY)
    from tests.making import NOW, lines

    from filiation import open as look

    file = lines(tmp_path / "again.jsonl", [model("a/one", "y", "x", downloads=7, likes=2), model("a/two", "new-tag")])
    with look(tmp_path / "store") as catalog:
        summary = catalog.import_files([file], now=NOW, seen=JUNE)
        assert (summary.new, summary.unchanged) == (1, 1)
        shown = catalog.show("a/one").model
    assert (shown.downloads, shown.likes, shown.last_seen) == (7, 2, JUNE)


def test_a_parent_that_is_no_longer_declared_stays_and_is_marked_gone(tmp_path: Path):
    imported(tmp_path, [model("a/one"), model("a/two"), model("a/child", "base_model:a/one")], seen=MAY)
    catalog = imported(tmp_path, [model("a/child", "base_model:a/two")], seen=JUNE)
    found = {p.id: (p.gone, p.first_seen, p.last_seen) for p in catalog.show("a/child").parents}
    assert found == {"a/one": (True, MAY, MAY), "a/two": (False, JUNE, JUNE)}
    assert catalog.descendants("a/one").total == 0
    assert catalog.descendants("a/two").total == 1
    clues = {link.parent: [c.gone for c in link.clues] for link in catalog.evidence("a/child").links}
    assert clues == {"a/one": [True], "a/two": [False]}


def test_an_older_reading_that_is_imported_later_does_not_win(tmp_path: Path):
    imported(tmp_path, [model("a/child", "base_model:a/two", downloads=9)], seen=JUNE)
    catalog = imported(tmp_path, [model("a/child", "base_model:a/one", downloads=1)], seen=MAY)
    assert {p.id: p.gone for p in catalog.show("a/child").parents if p.presence.value} == {
        "a/one": True,
        "a/two": True,
    }  # both are absent from the sources; only the link to a/two is in force
    assert catalog.descendants("a/two").total == 1
    assert catalog.descendants("a/one").total == 0
    assert catalog.show("a/child").model.downloads == 9


def test_a_detail_adds_to_a_listing_and_takes_nothing_away(tmp_path: Path):
    imported(tmp_path, [model("a/child", "base_model:a/one", "license:mit", pipeline_tag="x")], seen=MAY)
    config = {"peft": {"base_model_name_or_path": "a/one"}}
    detail = {"id": "a/child", "modelId": "a/child", "sha": "ab", "config": config}
    catalog = imported(tmp_path, [detail], seen=JUNE)
    shown = catalog.show("a/child")
    assert (shown.model.sha, shown.model.license, shown.model.task) == ("ab", "mit", "x")
    assert [(p.id, p.standing.value, p.relation.value) for p in shown.parents] == [("a/one", "corroborated", "adapter")]


def test_two_records_of_one_id_the_newer_wins_and_both_are_counted(tmp_path: Path):
    old = model("a/x", "base_model:a/old", lastModified="2024-01-01T00:00:00.000Z")
    new = model("a/x", "base_model:a/new", lastModified="2024-02-01T00:00:00.000Z")
    from tests.making import NOW, lines

    from filiation import open as look

    with look(tmp_path / "store") as catalog:
        summary = catalog.import_files([lines(tmp_path / "m.jsonl", [new, old])], now=NOW)
        assert (summary.read, summary.repeated) == ({"model": 2}, 1)
        assert catalog.descendants("a/new").total == 1
        assert catalog.descendants("a/old").total == 0


def test_a_renamed_repository_is_one(tmp_path: Path):
    old = [model("old/name", _id="77", downloads=3), model("a/child", "base_model:old/name")]
    imported(tmp_path, old, seen=MAY)
    new = [model("new/name", _id="77", downloads=4), model("a/late", "base_model:new/name")]
    catalog = imported(tmp_path, new, seen=JUNE)
    shown = catalog.show("old/name")
    assert (shown.model.id, shown.model.old_names, shown.model.first_seen) == ("new/name", ("old/name",), MAY)
    assert {i.id for i in shown.children.items} == {"a/child", "a/late"}
    assert catalog.stats().models == 3


def test_a_name_taken_over_by_another_repository_is_no_rename(tmp_path: Path):
    imported(tmp_path, [model("a/name", _id="77")], seen=MAY)
    both = [model("a/moved", _id="77"), model("a/name", _id="88"), model("a/child", "base_model:a/name")]
    catalog = imported(tmp_path, both, seen=JUNE)
    assert catalog.show("a/name").children.total == 1
    assert catalog.show("a/moved").children.total == 0


def test_only_a_complete_listing_tells_what_is_gone(tmp_path: Path):
    imported(tmp_path, [model("a/stays"), model("a/leaves")], seen=MAY)
    catalog = imported(tmp_path, [model("a/stays")], seen=JUNE)
    assert catalog.show("a/leaves").model.gone is False
    catalog = imported(tmp_path, [model("a/stays")], seen=JULY, complete=True)
    assert catalog.show("a/leaves").model.gone is True
    assert catalog.show("a/stays").model.gone is False


def test_the_day_is_the_newest_in_the_file_unless_it_is_given(tmp_path: Path):
    from tests.making import NOW, lines

    from filiation import open as look

    dated = lines(tmp_path / "m.jsonl", [model("a/x", createdAt="2024-03-04T05:06:07.000Z"), model("a/y")])
    bare = lines(tmp_path / "d.jsonl", [dataset("a/z")])
    with look(tmp_path / "store") as catalog:
        summary = catalog.import_files([dated, bare], now=NOW)
        assert [(f.name, f.seen, f.dated_by) for f in summary.files] == [
            ("m.jsonl", date(2024, 3, 4), "newest record"),
            ("d.jsonl", NOW.date(), "import"),
        ]
        assert catalog.show("a/x").model.last_seen == date(2024, 3, 4)


def test_a_former_parent_makes_no_merge(tmp_path: Path):
    card = {"library_name": "transformers"}
    imported(tmp_path, [model("a/child", "base_model:a/one", **card)], seen=MAY)
    catalog = imported(tmp_path, [model("a/child", "base_model:a/two", **card)], seen=JUNE)
    assert {p.id: p.relation.value for p in catalog.show("a/child").parents}["a/two"] != "merge"


def test_a_complete_listing_in_several_files_is_of_one_day(tmp_path: Path):
    from tests.making import NOW, lines

    from filiation import open as look

    files = [
        lines(tmp_path / f"models-{n}.jsonl", [model(f"a/m{n}", createdAt=f"2024-01-0{n}T00:00:00.000Z")])
        for n in (1, 5)
    ]
    with look(tmp_path / "store") as catalog:
        summary = catalog.import_files(files, now=NOW, complete=True)
        assert {file.seen for file in summary.files} == {date(2024, 1, 5)}
        assert not any(catalog.show(f"a/m{n}").model.gone for n in (1, 5))


def test_an_undated_detail_that_is_imported_later_counts_as_newer(tmp_path: Path):
    imported(tmp_path, [model("a/kid", "base_model:a/wrong")], seen=JULY)
    detail = model("a/kid", "base_model:a/right", lastModified="2024-03-01T00:00:00.000Z")
    catalog = imported(tmp_path, [detail])
    assert catalog.descendants("a/right").total == 1
    assert catalog.descendants("a/wrong").total == 0
    assert {p.id: p.first_seen for p in catalog.show("a/kid").parents}["a/right"] == date(2024, 3, 1)


def test_days_after_the_import_date_nothing(tmp_path: Path):
    from tests.making import NOW, lines

    from filiation import open as look

    late = model("a/x", createdAt="9999-01-01T00:00:00.000Z")
    alone = lines(tmp_path / "alone.jsonl", [late])
    among = lines(tmp_path / "among.jsonl", [late, model("a/y", createdAt="2024-05-06T23:59:59.000Z")])
    with look(tmp_path / "store") as catalog:
        found = catalog.import_files([alone, among], now=NOW).files
    assert [(f.seen, f.dated_by) for f in found] == [
        (NOW.date(), "import"),
        (date(2024, 5, 6), "newest record"),
    ]


def test_a_name_that_another_repository_took_over_keeps_both_apart(tmp_path: Path):
    imported(tmp_path, [model("a/llama", "base_model:a/orig", _id="1")], seen=MAY)
    both = [model("a/llama-old", "base_model:a/orig", _id="1"), model("a/llama", "base_model:a/other", _id="2")]
    catalog = imported(tmp_path, both, seen=JUNE)
    new, old = catalog.show("a/llama"), catalog.show("a/llama-old")
    assert ([p.id for p in new.parents], new.model.first_seen) == (["a/other"], JUNE)
    assert ([p.id for p in old.parents], old.model.first_seen) == (["a/orig"], MAY)
