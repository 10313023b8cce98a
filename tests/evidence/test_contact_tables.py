"""Contacts of what was read: whose each is, seen from the publishers, the parents of their models and each other."""

import pytest
from tests.making import NOW, imported, inspected, model

from filiation.catalog.contacts import contacts_in, contacts_of, looked_at, publisher_numbers, weight_files
from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind

CONTACT = "# A model\n## Contact\nWrite to office@mill.org.\n"
LICENSE = "Copyright (c) 2023 The Mill, Inc.\n"


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    records = [
        model("mill/flour", downloads=30),
        model("mill/bread", downloads=20),
        model("bakery/flour-gguf", "base_model:quantized:mill/flour", downloads=10),
        model("corner/flour-copy", downloads=5),
        model("gone/untold", downloads=1),
    ]
    imported(folder, records).close()
    cards = {
        "mill/flour": {"README.md": CONTACT, "LICENSE": LICENSE, "model.safetensors": None, "optimizer.pt": None},
        "mill/bread": {"README.md": CONTACT + "\nOr privacy@mill.org.\n"},
        "bakery/flour-gguf": {"README.md": CONTACT + "\nOr bakery.shop@gmail.com.\n"},
        "corner/flour-copy": {"README.md": CONTACT},
    }
    sums = {("mill/flour", "model.safetensors"): "a" * 64}
    with inspected(folder, cards, sums=sums) as made:
        yield made.edition


def told(edition, name):
    (number,) = publisher_numbers(edition, [name]).values()
    return contacts_of(edition, [number]).get(number, [])


def test_a_publisher_has_each_contact_once_with_the_place_that_tells_it(edition):
    found = {one.value: one for one in told(edition, "mill")}
    assert set(found) == {"office@mill.org", "privacy@mill.org", "The Mill, Inc"}
    office = found["office@mill.org"]
    assert (office.model, office.location, office.source) == ("mill/flour", "README.md: line 3", "card")
    assert office.seen == NOW.date()
    assert found["The Mill, Inc"].source == "license-file"


def test_what_an_address_is_for_comes_before_use(edition):
    assert told(edition, "mill")[0].value == "privacy@mill.org"


def test_an_address_that_reads_like_the_parents_publisher_is_not_the_childs(edition):
    found = {one.value: one.whose for one in told(edition, "bakery")}
    assert found == {"office@mill.org": Whose.OTHER, "bakery.shop@gmail.com": Whose.PUBLISHER}


def test_an_address_that_another_publisher_of_that_name_tells_is_that_ones(edition):
    assert [(one.value, one.whose) for one in told(edition, "corner")] == [("office@mill.org", Whose.OTHER)]


def test_the_contacts_of_one_model(edition):
    number = edition.number("mill/bread")
    assert {one.value for one in contacts_in(edition, [number])["mill/bread"]} == {
        "office@mill.org",
        "privacy@mill.org",
    }


def test_how_much_was_looked_at(edition):
    numbers = publisher_numbers(edition, ["mill", "GONE"])
    looked = looked_at(edition, numbers.values())
    mill, gone = looked[numbers["mill"]], looked[numbers["GONE"]]
    assert (mill.files, mill.cards, mill.models, mill.model) == (3, 2, 2, "mill/flour")
    assert (gone.files, gone.cards, gone.models, gone.model) == (0, 0, 1, "gone/untold")


def test_the_files_of_weights_of_an_inspected_model(edition):
    (only,) = weight_files(edition, edition.number("mill/flour"))
    assert (only.path, only.sha256) == ("model.safetensors", "a" * 64)
    assert weight_files(edition, edition.number("gone/untold")) == ()


def test_only_what_the_newest_reading_found_counts(tmp_path):
    imported(tmp_path, [model("mill/flour")]).close()
    inspected(tmp_path, {"mill/flour": {"README.md": CONTACT}}).close()
    with inspected(tmp_path, {"mill/flour": {"README.md": "# A model\nContact: new@mill.org\n"}},
                   now=NOW.replace(day=21)) as made:  # fmt: skip
        assert [one.value for one in told(made.edition, "mill")] == ["new@mill.org"]


def test_hostile_cards_do_not_stop_a_build(tmp_path):
    cards = {
        "mill/a": {"README.md": b"\xff\xfe\x00", "LICENSE": b"\x00" * 100},
        "mill/b": {"README.md": "Contact: a@b.org\n" * 500 + "'; DROP TABLE contacts; -- x@mill.org contact"},
        "mill/c": {"README.md": "- **Developed by:** <script>alert(1)</script>\u202e'\"\n"},
    }  # fmt: skip
    imported(tmp_path, [model(name) for name in cards]).close()
    with inspected(tmp_path, cards) as made:
        found = told(made.edition, "mill")
    assert "a@b.org" in {one.value for one in found}
    assert all(one.kind is not ContactKind.NAME or "<" not in one.value for one in found)
