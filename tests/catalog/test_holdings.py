"""Reads of datasets and publishers: by index, and the same whether few or many are asked for."""

import gc
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from tests.making import imported, model

from filiation.catalog import holdings
from filiation.facts.vocabulary import PublisherKind, Standing
from filiation.observatory import Observatory

MODELS = [
    model("a/one", "dataset:d/x", "dataset:d/y", downloads=3),
    model("b/two", "dataset:d/x", downloads=2),
    model("b/three", downloads=1),
]


@pytest.fixture
def catalog(tmp_path: Path) -> Observatory:
    return imported(tmp_path, MODELS)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT n FROM datasets WHERE publisher = ? ORDER BY n LIMIT 20", "datasets_publisher"),
        ("SELECT model FROM trained_on WHERE dataset = ? AND NOT gone ORDER BY model", "trained_on_dataset"),
    ],
)
def test_what_belongs_together_is_found_by_an_index(catalog: Observatory, query, index):
    plan = [row["detail"] for row in catalog.edition.rows(f"EXPLAIN QUERY PLAN {query}", [1])]
    assert len(plan) == 1
    assert f"SEARCH {query.split()[3]} USING" in plan[0]
    assert index in plan[0]


def test_statements_are_the_same_from_few_and_from_all(catalog: Observatory, monkeypatch: pytest.MonkeyPatch):
    edition, standing = catalog.edition, Standing.DECLARED.code
    names = edition.ids(range(2), "dataset")
    for few in (1_000, 0):
        monkeypatch.setattr(holdings, "_FEW", few)
        said = holdings.trained_on(edition, np.array([0, 1], np.int32))
        assert said.model.tolist() == [0, 0, 1]
        assert [names[n] for n in said.dataset.tolist()] == ["d/x", "d/y", "d/x"]
        assert said.standing.tolist() == [standing] * 3
        assert holdings.trained_on(edition, np.array([2], np.int32)).model.tolist() == []
    assert holdings.declared(edition, [0, 1]) == {0: 2, 1: 1}


def test_kinds_of_publishers_are_those_that_are_written(catalog: Observatory):
    file = catalog.edition.folder / "catalog.db"
    catalog.close()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE publishers SET kind = 'user' WHERE id = 'b'")
    edition = catalog.edition
    kinds = [holdings.PUBLISHER_KINDS[code] for code in holdings.publisher_kinds(edition).tolist()]
    names = edition.ids(range(len(kinds)), "publisher")
    by_id = {names[number]: kind for number, kind in enumerate(kinds)}
    assert by_id == {"a": PublisherKind.UNKNOWN, "b": PublisherKind.USER, "d": PublisherKind.UNKNOWN}
    assert holdings.column(edition, "publisher", "models", np.array([1, 0, 2], np.int32)) == [1, 2, 0]


def test_nothing_is_kept_of_an_edition_that_is_let_go(catalog: Observatory, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(holdings, "_FEW", 0)
    holdings.trained_on(catalog.edition, np.array([0], np.int32))
    holdings.publisher_kinds(catalog.edition)
    kept = len(holdings._trainings_kept), len(holdings._kinds_kept)
    catalog.close()
    gc.collect()
    assert (len(holdings._trainings_kept), len(holdings._kinds_kept)) < kept
