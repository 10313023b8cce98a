"""The page on what the catalog holds: its counts, its days, what was read."""

from datetime import date

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import Page

from filiation.web.app import make_app


def read(site, address):
    return Page(site.get(address)).sound()


def test_the_catalog_counts_what_it_holds_and_what_it_does_not_know(small, small_app):
    stats = small_app.state.service.reading().stats
    page = read(small, "/en/catalog")
    assert ["Ffinetune", "3"] in page.rows
    assert ["declared", str(stats.standings["declared"])] in page.rows
    assert ["it is a path on somebody's computer", "2"] in page.rows
    assert ["base/B", "5"] in page.rows
    assert "1 model is named as a parent but was not read itself" in page.text
    assert [stats.imports[0].name, "files", stats.imports[0].seen.isoformat()] in [row[:3] for row in page.rows]
    assert stats.edition in page.text


def test_the_day_is_told(small, small_app):
    day = small_app.state.service.reading().stats.seen.isoformat()
    assert f"as they were on {day} or before" in read(small, "/en/catalog").text


def test_the_sample_is_told_in_french(site):
    page = read(site, "/fr/catalog")
    assert page.h1 == "Ce que contient le fonds"
    assert page.leads_to("/fr/models/mistralai/Mistral-7B-v0.1")


WHOLE, PART = date(2026, 11, 2), date(2026, 11, 9)


@pytest.fixture(scope="module")
def partly(tmp_path_factory):
    """Return a client of a site of which a part was read anew after all of it."""
    folder = tmp_path_factory.mktemp("partly")
    imported(folder, [model("acme/base"), model("acme/other")], seen=WHOLE, complete=True).close()
    with imported(folder, [model("acme/base", "license:mit")], seen=PART) as made:
        yield TestClient(make_app(made), base_url="http://localhost")


def test_the_catalog_is_of_its_newest_whole_reading(partly):
    page = read(partly, "/en/catalog")
    assert page.facts("facts")["Describes"] == "2026-11-02"
    assert page.facts("facts")["Parts read up to"] == "2026-11-09"
    footer = page.root.one("footer").joined
    assert footer.startswith("Catalog of 2026-11-02: 2 models")
    assert "Parts of it were read up to 2026-11-09." in footer
    assert "state of 2026-11-02, in parts of 2026-11-09." in read(partly, "/en/models/acme/base").text


def test_each_import_tells_what_it_was(partly):
    rows = {row[2]: row[1] for row in read(partly, "/en/catalog").rows if len(row) == 5}
    assert rows["2026-11-02"] == "files with all that is public of a kind"
    assert rows["2026-11-09"] == "files"
