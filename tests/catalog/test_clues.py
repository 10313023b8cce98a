"""The clues of a model and the steps of its links, as they are read from an edition."""

import sqlite3
from datetime import date

import pytest
from tests.making import imported, model

from filiation.catalog.clues import clues, grounds
from filiation.catalog.edition import Edition
from filiation.facts.evidence import ClueFacts, Rejected
from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Rejection, Relation, Source

DAY = date(2026, 1, 1)
RECORDS = [
    model("base/B", downloads=9),
    model("base/C", downloads=8),
    model("me/kid", "base_model:adapter:base/B", "base_model:adapter:./a/local/path", "dataset:corp/D"),
]


@pytest.fixture
def changed(tmp_path):
    """Return a function that alters an edition behind its back and opens it."""

    def change(*statements):
        with imported(tmp_path, RECORDS, seen=DAY) as observatory:
            folder = observatory.edition.folder
        with sqlite3.connect(folder / "catalog.db") as db:
            for statement in statements:
                db.execute(statement)
        db.close()
        return Edition(folder)

    return change


def test_a_clue_says_its_relation_and_the_revision(changed):
    edition = changed("UPDATE clues SET revision = 'abc123' WHERE parent IS NOT NULL")
    kid = edition.number("me/kid")
    found = {one.parent: one.clue for one in clues(edition, kid) if one.parent is not None}
    told = found[edition.number("base/B")]
    assert isinstance(told, ClueFacts)
    assert (told.source, told.raw, told.relation, told.revision) == (
        Source.HUB_TAG,
        "base/B",
        Relation.ADAPTER,
        "abc123",
    )


def test_so_does_what_was_rejected(changed):
    edition = changed("UPDATE clues SET revision = 'abc123' WHERE rejection IS NOT NULL")
    (no_parent,) = [one for one in clues(edition, edition.number("me/kid")) if isinstance(one.clue, Rejected)]
    assert (no_parent.parent, no_parent.dataset) == (None, None)
    assert no_parent.clue == Rejected(
        "./a/local/path", Rejection.LOCAL_PATH, Source.HUB_TAG, "tags[1]", DAY, Relation.ADAPTER, "abc123"
    )


def test_what_no_clue_tells_is_none(changed):
    edition = changed()
    assert {one.clue.revision for one in clues(edition, edition.number("me/kid"))} == {None}


def test_the_steps_of_a_link_are_read_in_their_order_and_unknown_ones_as_they_are(changed):
    edition = changed("UPDATE words SET word = 'declared weighed-anew not-checked' WHERE kind = 'grounds'")
    steps = {ends: how.steps for ends, how in grounds(edition, edition.number("me/kid")).items()}
    told = (Ground.DECLARED, "weighed-anew", Ground.NOT_CHECKED)
    data = edition.number("corp/D", "dataset")
    assert steps == {(edition.number("base/B"), None): told, (None, data): told}
    assert isinstance(steps[None, data][0], Ground)


def test_every_link_has_steps(changed):
    edition = changed()
    for how in grounds(edition, edition.number("me/kid")).values():
        assert how.steps
        assert all(isinstance(step, Ground) for step in how.steps)
