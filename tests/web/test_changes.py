"""The pages of changes: the life of a model, and what changed between two days."""

from datetime import date

import pytest
from starlette.testclient import TestClient
from tests.making import dataset, imported, model
from tests.web.reading import EVIL, Page

from filiation.facts.history import CHANGES
from filiation.locale import LANGUAGES
from filiation.web.app import make_app
from filiation.words.history import CHANGE

DAYS = [date(2026, 11, day) for day in (2, 9, 16)]
FIRST = [
    model("acme/base", "license:mit", downloads=900),
    model("acme/other", "license:mit", downloads=500),
    model("me/tuned", "base_model:finetune:acme/base", "license:mit", downloads=50),
    model("me/lost", "base_model:finetune:acme/base", downloads=40),
]
SECOND = [
    model("acme/base", "license:apache-2.0", downloads=900),
    model("acme/other", "license:mit", downloads=500),
    model("me/tuned", "base_model:finetune:acme/other", f"license:{EVIL}", downloads=50),
]
THIRD = [*SECOND, model("you/new", "base_model:finetune:acme/other", "dataset:corp/D", downloads=5)]
DIFF = "/en/diff?start=2026-11-02&end=2026-11-09"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("changes")
    for day, records in zip(DAYS, (FIRST, SECOND, THIRD), strict=True):
        imported(folder, records, seen=day, complete=True).close()
    with imported(folder, [dataset("corp/D")], seen=DAYS[2]) as made:
        assert made.edition
        yield make_app(made)


@pytest.fixture
def changed(app):
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def read(site, address):
    return Page(site.get(address)).sound()


def life(page):
    return [
        (one.one(class_="when").joined, one.one(class_="what").joined) for one in page.root.one(class_="life").all("li")
    ]


def test_the_life_of_a_model_is_told_in_order_with_its_days(changed):
    page = read(changed, "/en/models/me/tuned/history")
    told = life(page)
    assert told[0] == ("2026-11-02", "first seen")
    assert told[-1] == ("2026-11-16", "last seen")
    what = {text: when for when, text in told}
    assert what["no longer names acme/base as its parent (finetune)"] == "Between 2026-11-02 and 2026-11-09"
    assert page.leads_to("/en/models/acme/other")
    assert EVIL in page.text


def test_each_change_tells_where_it_was_read(changed):
    page = read(changed, "/en/models/acme/base/history")
    change = next(one for one in page.root.all("li", class_="change-license"))
    assert "license mit → apache-2.0" in change.joined
    assert "Imports of that day: " in change.joined
    assert "2026-11-09" in change.one(class_="small").joined or "000002" in change.one(class_="small").joined


def test_a_model_without_changes_says_so(changed):
    page = read(changed, "/en/models/acme/other/history")
    assert "Nothing was seen to change" in page.text
    assert len(life(page)) == 2


def test_a_model_that_is_gone_says_when_and_where(changed):
    page = read(changed, "/en/models/me/lost")
    warning = page.root.one("section", class_="warning").joined
    assert "it was last seen on 2026-11-02" in warning
    assert "Between 2026-11-02 and 2026-11-09" in warning
    assert page.leads_to("/en/models/me/lost/history")
    assert "no longer hold it" in read(changed, "/en/models/me/lost/history").text
    for path in (
        "/en/models/acme/base/descendants",
        "/en/models/acme/base",
        "/en/search?text=lost",
        "/en/publishers/me",
    ):
        assert "no longer in the sources" in read(changed, path).text, path


def test_the_tabs_of_a_model_lead_to_its_history(changed):
    page = read(changed, "/fr/models/acme/base")
    assert page.leads_to("/fr/models/acme/base/history")
    answer = changed.get("/en/models/ACME/base/history")
    assert (answer.status_code, answer.headers["location"]) == (307, "/en/models/acme/base/history")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_diff_counts_and_lists(changed, language):
    page = read(changed, f"/{language}/diff?start=2026-11-02&end=2026-11-09")
    rows = {row[0] for row in page.rows[1:]}
    assert {"acme/base", "me/tuned", "me/lost"} <= rows
    assert "acme/other" not in rows
    assert page.leads_to(f"/{language}/diff", kind=["license"])
    assert page.leads_to(f"/{language}/models/me/lost/history")


def test_a_diff_can_be_narrowed(changed):
    only = read(changed, f"{DIFF}&kind=license")
    assert {row[0] for row in only.rows[1:]} == {"acme/base", "me/tuned"}
    assert only.leads_to("/en/diff", start=["2026-11-02"])
    family = read(changed, f"{DIFF}&model=acme%2Fother")
    assert "acme/base" not in {row[0] for row in family.rows[1:]}
    assert family.leads_to("/en/models/acme/other")


def test_a_diff_comes_in_pages(changed):
    total = changed.get("/api/v1/diff?start=2026-11-02&end=2026-11-16").json()["total"]
    page = read(changed, "/en/diff?start=2026-11-02&end=2026-11-16&limit=2")
    assert len(page.rows) == 3
    assert page.leads_to("/en/diff", offset=["2"], limit=["2"])
    assert f"1 to 2 of {total}" in page.text
    link = changed.get("/api/v1/diff?start=2026-11-02&end=2026-11-16&limit=2").headers["link"]
    assert 'rel="next"' in link
    assert "offset=2" in link


def test_the_form_proposes_the_last_two_readings(changed):
    page = read(changed, "/en/diff")
    fields = {one["name"]: one.get("value") for one in page.fields if one.get("name") in {"start", "end", "model"}}
    assert fields == {"start": "2026-11-09", "end": "2026-11-16", "model": ""}
    assert len(CHANGES) == len(CHANGE) == sum(one.get("name") == "kind" for one in page.fields)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("start=2026-11-09&end=2026-11-02", 400),
        ("start=soon&end=2026-11-02", 400),
        ("start=2026-11-02&end=2026-11-09&model=no%2Fbody", 404),
        ("start=2026-11-02&end=2026-11-09&kind=nothing", 400),
        ("start=2026-11-02&end=2026-11-09&limit=0", 400),
    ],
)
def test_a_wrong_question_is_told(changed, query, status):
    answer = changed.get(f"/en/diff?{query}")
    assert answer.status_code == status
    Page(answer).sound()
    assert changed.get(f"/api/v1/diff?{query}").status_code == status


def test_days_between_which_nothing_was_read_say_so(changed):
    assert "nothing can have been seen" in read(changed, "/en/diff?start=2026-11-03&end=2026-11-05").text


def test_the_api_answers_the_same(changed):
    told = changed.get("/api/v1/models/me/tuned/history").json()
    assert told["model"] == "me/tuned"
    assert {"license", "parent-added", "parent-removed"} <= {one["kind"] for one in told["changes"]}
    assert changed.get("/api/v1/models/ME/tuned/history").headers["link"].endswith('history>; rel="canonical"')
    assert changed.get("/api/v1/diff").status_code == 400


def test_the_catalog_leads_to_what_each_import_changed_and_to_its_day(changed):
    page = read(changed, "/en/catalog")
    assert page.leads_to("/en/diff", start=["2026-11-02"], end=["2026-11-09"])
    assert page.leads_to("/en/diff", start=["2026-11-09"], end=["2026-11-16"])
    assert page.leads_to("/en/as-of", day=["2026-11-02"])


def test_a_dataset_is_told_as_one(tmp_path):
    folder, facts = tmp_path, [dataset("corp/D", "license:mit", downloads=9)]
    imported(folder, facts, seen=DAYS[0], complete=True, kind="datasets").close()
    with imported(folder, [dataset("corp/D", "license:cc0-1.0")], seen=DAYS[1], complete=True, kind="datasets") as made:
        page = read(TestClient(make_app(made), base_url="http://localhost"), DIFF)
    assert [row[:2] for row in page.rows[1:]] == [["corp/D dataset", "license mit → cc0-1.0"]]
    assert page.leads_to("/en/datasets/corp/D")


def test_a_day_of_which_only_a_part_was_read_says_so(tmp_path):
    imported(tmp_path, FIRST, seen=DAYS[0], complete=True).close()
    with imported(tmp_path, SECOND, seen=DAYS[1]) as made:
        site = TestClient(make_app(made), base_url="http://localhost")
        assert "read on: 2026-11-09 (in part)." in read(site, DIFF).text
        assert "only some repositories were read" in read(site, DIFF).text
        assert "read on: 2026-11-02, 2026-11-09 (in part)." in read(site, "/en/diff").text


def test_days_after_the_newest_reading_are_told(changed):
    assert "Nothing was read after 2026-11-16." in read(changed, "/en/diff?start=2026-11-09&end=2099-01-01").text
    assert "Nothing was read after" not in read(changed, "/en/diff?start=2026-11-09&end=2026-11-16").text


def test_a_link_that_is_withdrawn_to_a_parent_that_is_gone_says_both(tmp_path):
    tuned = "base_model:finetune:acme/base"
    imported(
        tmp_path, [model("acme/base"), model("me/a", tuned), model("me/b", tuned)], seen=DAYS[0], complete=True
    ).close()
    with imported(tmp_path, [model("me/a"), model("me/b", tuned)], seen=DAYS[1], complete=True) as made:
        site = TestClient(make_app(made), base_url="http://localhost")
        for address in ("/en/models/{}", "/en/models/{}/evidence"):
            both, away = (read(site, address.format(name)).text for name in ("me/a", "me/b"))
            assert "no longer stated" in both
            assert "no longer in the sources" in both
            assert "no longer stated" not in away
            assert "no longer in the sources" in away


def test_a_model_that_the_hub_disabled_says_so(tmp_path):
    with imported(tmp_path, [model("acme/base", disabled=True), model("acme/other", disabled=False)]) as made:
        site = TestClient(make_app(made), base_url="http://localhost")
        warning = read(site, "/en/models/acme/base").root.one("section", class_="warning").joined
        assert "The Hub has disabled this model" in warning
        assert "disabled" in read(site, "/en/models/acme/base").facts("brief")["Access"]
        assert "disabled" not in read(site, "/en/models/acme/other").text
