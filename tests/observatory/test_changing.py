"""The history of a model and the changes between two days, as the façade answers."""

from datetime import date

import pytest
from tests.making import dataset, imported, model

from filiation.errors import NotFound, WrongUse
from filiation.facts.history import Change, ChangeKind
from filiation.facts.vocabulary import Presence

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
        ("e/alone", "license", JUNE),
        ("d/lost", "parent-removed", JUNE),
        ("b/kid", "license", JUNE),
    ]
    assert (found.total, found.days, found.of) == (6, (JUNE, JULY), None)
    assert found.by_kind == {"license": 3, "appeared": 1, "gone": 1, "parent-removed": 1}
    assert [one.downloads for one in found.items] == [900, 10, 5, 500, 70, 50]
    assert found.items[4].change.other == "a/base"


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
    assert (found.total, sum(found.by_kind.values())) == (2, 6)
    assert catalog.diff(MAY, JULY, kinds="gone").total == 1


def test_pages_of_changes(catalog):
    whole = catalog.diff(MAY, JULY, limit=0).items
    pages = [catalog.diff(MAY, JULY, limit=4, offset=offset) for offset in (0, 4, 8)]
    assert [page.items for page in pages] == [whole[:4], whole[4:], ()]
    assert [page.total for page in pages] == [6, 6, 6]


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
