"""The history of a model and the changes between two days, as the façade answers."""

from datetime import date

import pytest
from tests.making import dataset, imported, model

from filiation.errors import NotFound, WrongUse
from filiation.facts.history import Change, ChangeKind
from filiation.facts.vocabulary import Kind, Presence

MAY, JUNE, JULY, AUGUST = (date(2024, month, 1) for month in (5, 6, 7, 8))


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    """Three complete readings: a base, its child, a grandchild, and a stranger, of which much changes."""
    folder = tmp_path_factory.mktemp("days")
    base = model("a/base", "license:mit", downloads=900, createdAt="2024-01-02T00:00:00.000Z")
    kid = model("b/kid", "base_model:finetune:a/base", "license:mit", downloads=50)
    grandchild = model("c/last", "base_model:b/kid", downloads=10)
    lost = model("d/lost", "base_model:a/base", downloads=70)
    stranger = model("e/alone", "license:mit", downloads=500)
    imported(folder, [base, kid, grandchild, lost, stranger], seen=MAY, complete=True)
    kid = model("b/kid", "base_model:finetune:a/base", "license:gpl", downloads=50)
    lost = model("d/lost", downloads=70)
    stranger = model("e/alone", "license:gpl", downloads=500)
    imported(folder, [base, kid, grandchild, lost, stranger], seen=JUNE, complete=True)
    imported(folder, [dataset("x/data", "license:mit")], seen=JUNE)
    imported(folder, [dataset("x/data", "license:gpl")], seen=JULY)
    base = model("a/base", "license:gpl", downloads=900, createdAt="2024-01-02T00:00:00.000Z")
    new = model("f/new", "base_model:a/base", downloads=5)
    with imported(folder, [base, kid, lost, stranger, new], seen=JULY, complete=True) as catalog:
        yield catalog


def listed(answer):
    return [(one.model, one.change.kind.value, one.change.seen) for one in answer.items]


def test_the_life_of_a_model(catalog):
    found = catalog.history("a/base")
    assert (found.model, found.presence, found.gone) == ("a/base", Presence.LISTED, False)
    assert (found.created, found.first_seen, found.last_seen) == (date(2024, 1, 2), MAY, JULY)
    assert found.changes == (Change(ChangeKind.LICENSE, JUNE, JULY, "mit", "gpl"),)
    assert {origin.seen for origin in found.sources} == {MAY, JUNE, JULY}


def test_the_life_of_a_model_that_is_gone(catalog):
    found = catalog.history("c/last")
    assert found.gone
    assert found.changes == (Change(ChangeKind.GONE, JUNE, JULY),)


def test_all_changes_between_two_days_the_newest_and_most_used_first(catalog):
    found = catalog.diff(MAY, JULY)
    assert listed(found) == [
        ("a/base", "license", JULY),
        ("c/last", "gone", JULY),
        ("f/new", "appeared", JULY),
        ("x/data", "license", JULY),
        ("e/alone", "license", JUNE),
        ("d/lost", "parent-removed", JUNE),
        ("b/kid", "license", JUNE),
    ]
    assert (found.total, found.days, found.of) == (7, (JUNE, JULY), None)
    assert found.by_kind == {"license": 4, "appeared": 1, "gone": 1, "parent-removed": 1}
    assert [one.downloads for one in found.items] == [900, 10, 5, 0, 500, 70, 50]
    assert [one.kind for one in found.items].index(Kind.DATASET) == 3
    assert found.items[5].change.other == "a/base"


def test_the_first_day_does_not_count_and_the_last_does(catalog):
    assert {one.change.seen for one in catalog.diff(MAY, JUNE).items} == {JUNE}
    assert {one.change.seen for one in catalog.diff(JUNE, JULY).items} == {JULY}
    after = catalog.diff(JULY, AUGUST)
    assert (after.total, after.days, after.items) == (0, (), ())


def test_the_changes_of_a_family(catalog):
    """Those of its members, and of models that left it; a sibling's family is not it."""
    found = catalog.diff(MAY, JULY, model="A/Base")
    assert {one.model for one in found.items} == {"a/base", "b/kid", "c/last", "d/lost", "f/new"}
    assert (found.of, found.total, sum(found.by_kind.values())) == ("a/base", 5, 5)
    assert {one.model for one in catalog.diff(MAY, JULY, model="c/last").items} == {"a/base", "b/kid", "c/last"}
    assert catalog.diff(MAY, JULY, model="e/alone").total == 1


def test_some_kinds_are_kept_and_all_are_counted(catalog):
    found = catalog.diff(MAY, JULY, kinds=["gone", ChangeKind.APPEARED])
    assert [name for name, *_ in listed(found)] == ["c/last", "f/new"]
    assert (found.total, sum(found.by_kind.values())) == (2, 7)
    assert catalog.diff(MAY, JULY, kinds="gone").total == 1


def test_pages_of_changes(catalog):
    whole = catalog.diff(MAY, JULY, limit=0).items
    pages = [catalog.diff(MAY, JULY, limit=4, offset=offset) for offset in (0, 4, 8)]
    assert [page.items for page in pages] == [whole[:4], whole[4:], ()]
    assert [page.total for page in pages] == [7, 7, 7]


@pytest.mark.parametrize(
    ("days", "options"),
    [
        ((JULY, MAY), {}),
        ((MAY, MAY), {}),
        (("2024-05-01", JULY), {}),
        ((MAY, JULY), {"kinds": ["moved"]}),
        ((MAY, JULY), {"limit": -1}),
    ],
)
def test_what_makes_no_sense_is_told(catalog, days, options):
    with pytest.raises(WrongUse):
        catalog.diff(*days, **options)


def test_a_model_that_is_not_there_is_not_found(catalog):
    for ask in (lambda: catalog.history("n/one"), lambda: catalog.diff(MAY, JULY, model="n/one")):
        with pytest.raises(NotFound):
            ask()


def test_the_history_of_a_dataset(catalog):
    found = catalog.history("x/data", kind=None)
    assert (found.model, found.kind, found.presence, found.gone) == ("x/data", Kind.DATASET, Presence.LISTED, False)
    assert found.changes == (Change(ChangeKind.LICENSE, JUNE, JULY, "mit", "gpl"),)
    assert catalog.history("x/data", kind="dataset") == found
    assert catalog.history("a/base", kind=None) == catalog.history("a/base")
    for name, kind in (("x/data", "model"), ("a/base", "dataset"), ("n/one", None)):
        with pytest.raises(NotFound):
            catalog.history(name, kind=kind)


def test_days_on_which_all_was_read_are_told_apart(tmp_path):
    imported(tmp_path, [model("a/one")], seen=MAY)
    imported(tmp_path, [model("a/one")], seen=JUNE, complete=True)
    with imported(tmp_path, [model("a/one")], seen=JULY) as catalog:
        found = catalog.diff(date(2024, 4, 1), AUGUST)
        assert (found.days, found.whole_days) == ((MAY, JUNE, JULY), (JUNE,))


@pytest.fixture(scope="module")
def moving(tmp_path_factory):
    """A branch of b/top goes over to a/top in June, and its last member in July to c/top; all licenses change."""
    folder = tmp_path_factory.mktemp("moving")
    tops = [model(f"{owner}/top") for owner in "abc"]

    def import_(day, word, branch, last):
        records = [model("m/one", f"base_model:{branch}"), model("m/two", "base_model:m/one")]
        records += [model("m/last", f"base_model:{last}")]
        records = [one | {"tags": [*one["tags"], f"license:{word}"]} for one in records]
        return imported(folder, [*tops, *records], seen=day, complete=True)

    import_(MAY, "mit", "b/top", "m/two")
    import_(JUNE, "gpl", "a/top", "m/two")
    with import_(JULY, "isc", "a/top", "c/top") as catalog:
        yield catalog


@pytest.mark.parametrize(
    ("top", "days", "members"),
    [
        ("b/top", (MAY, JUNE), {"m/one", "m/two", "m/last"}),
        ("b/top", (JUNE, JULY), set()),
        ("a/top", (MAY, JUNE), {"m/one", "m/two", "m/last"}),
        ("a/top", (JUNE, JULY), {"m/one", "m/two", "m/last"}),
        ("c/top", (MAY, JUNE), set()),
        ("c/top", (JUNE, JULY), {"m/last"}),
        ("m/last", (MAY, JUNE), {"m/one", "m/two", "m/last"}),
    ],
)
def test_a_family_is_that_of_the_first_day_and_that_of_the_last(moving, top, days, members):
    assert {one.model for one in moving.diff(*days, model=top, limit=0).items} == members


def test_a_parent_is_told_under_the_name_that_it_had(tmp_path):
    imported(tmp_path, [model("a/base", _id="1"), model("b/kid")], seen=MAY)
    imported(tmp_path, [model("a/base", _id="1"), model("b/kid", "base_model:a/base")], seen=JUNE)
    imported(tmp_path, [model("a/base-v1", _id="1"), model("b/kid", "base_model:a/base")], seen=JULY)
    with imported(tmp_path, [model("b/kid", "x")], seen=AUGUST) as catalog:
        found = catalog.history("b/kid").changes
        assert [(one.kind.value, one.other, one.other_then) for one in found] == [
            ("parent-added", "a/base-v1", "a/base"),
            ("parent-removed", "a/base-v1", None),
        ]
        assert catalog.diff(MAY, AUGUST).items[-1].change == found[0]
