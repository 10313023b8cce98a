"""The pages of hygiene: counts, findings, what to paste, and the addresses that lead there."""

import pytest
from starlette.testclient import TestClient
from tests.making import imported, inspected, model
from tests.web.reading import EVIL, Page

from filiation.facts.hygiene import Ailment
from filiation.web.app import make_app
from filiation.words.hygiene import AILMENT, MEANS

RECORDS = [
    model("a/base", "license:mit", downloads=1234567),
    model(
        "a/kid",
        "base_model:finetune:a/base",
        "license:gpl",
        cardData={"base_model": ["A/Base", f"./{EVIL}"]},
        downloads=5000,
    ),
    model("b/alone", downloads=9),
    model("b/torn", "base_model:finetune:a/base", "merge", "mergekit", "lazymergekit", "b/alone"),
    model("c/base-GGUF", "gguf"),
    model("b/self", "base_model:b/self"),
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with imported(tmp_path_factory.mktemp("health"), RECORDS) as made:
        assert made.edition
        yield make_app(made)


@pytest.fixture
def examined(app):
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def read(site, address):
    return Page(site.get(address)).sound()


def findings(page):
    """Return the rows of the list: model, kind, what was found."""
    return [tuple(row[:3]) for row in page.rows if len(row) == 5 and row[0] != "Model"]


def test_the_whole_catalog_is_counted_with_what_each_kind_means(examined):
    page = read(examined, "/en/doctor")
    assert page.h1 == "Health of the whole catalog"
    assert "6 models were examined; 4 of them have something to mend or to know." in page.text
    assert [AILMENT[Ailment.UNUSABLE_NAME], "1", MEANS[Ailment.UNUSABLE_NAME]] in page.rows
    assert "/en/doctor?kind=unusable-name#list" in page.links
    rows = findings(page)
    assert [row[:2] for row in rows[:3]] == [
        ("a/kid", "unusable name"),
        ("a/kid", "inexact name"),
        ("a/kid", "license differs"),
    ]
    assert page.leads_to("/en/models/a/base")
    assert page.leads_to("/en/models/a/kid/doctor")


def test_what_is_written_is_shown_and_does_nothing(examined):
    answer = examined.get("/en/models/a/kid/doctor")
    assert EVIL not in answer.text
    assert f"./{EVIL}" in Page(answer).sound().text


def test_a_model_is_told_with_what_to_paste(examined):
    page = read(examined, "/en/models/a/kid/doctor")
    assert page.h1 == "Health of the family of a/kid"
    assert "base_model: - a/base base_model_relation: finetune" in " ".join(page.text.split())
    assert "Put this in the place of the fields of the same names" in page.text
    assert "/en/models/a/kid/evidence#rejected" in page.links
    assert "/en/models/a/kid/evidence#link-a/base" in page.links


def test_both_sides_are_shown_where_only_the_publisher_can_say(examined):
    page = read(examined, "/en/models/b/torn/doctor")
    assert "only its publisher can say which of these is true" in page.text
    assert "For its publisher to decide" in page.text
    assert "tag of the merge" in page.text
    assert "merge recipe" not in page.text
    assert "base_model:" not in page.text


def test_a_parent_that_only_the_name_tells_is_told_as_that(examined):
    page = read(examined, "/en/models/c/base-GGUF/doctor")
    assert "Its name points to a/base (96% of such were right when measured); nobody declares it." in page.text
    assert "A parent is suspected from the name only: its publisher must say." in page.text
    assert "For its publisher to decide" in page.text


def test_a_file_that_could_not_be_read_stands_under_its_own_heading(tmp_path):
    imported(tmp_path, [model("a/broken"), model("a/self", "base_model:a/self")]).close()
    with inspected(tmp_path, {"a/broken": {"adapter_config.json": "{"}}) as made:
        site = TestClient(make_app(made), base_url="http://localhost")
        assert "/en/models/a/broken/evidence#unread" in read(site, "/en/models/a/broken/doctor").links
        page = read(site, "/en/models/a/broken/evidence")
        assert "Files that could not be read" in page.text
        assert "Written as a parent" not in page.text
        other = read(site, "/en/models/a/self/evidence")
        assert "Written as a parent" in other.text
        assert "Files that could not be read" not in other.text


def test_a_publisher(examined):
    page = read(examined, "/en/publishers/b/doctor")
    assert page.h1 == "Health of the models of b"
    assert {row[0] for row in findings(page)} == {"b/torn", "b/self"}
    assert page.leads_to("/en/publishers/b")


def test_filters_and_pages_are_in_the_address(examined):
    page = read(examined, "/en/doctor?kind=self-reference&kind=license-differs")
    assert {row[1] for row in findings(page)} == {"names itself", "license differs"}
    checked = [one["value"] for one in page.fields if "checked" in one]
    assert checked == ["self-reference", "license-differs"]
    second = read(examined, "/en/doctor?limit=2&offset=2")
    assert len(findings(second)) == 2
    assert "/en/doctor?limit=2" in second.links
    assert "/en/doctor?limit=2&offset=4" in second.links


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/en/doctor?model=a%2Fkid", "/en/models/a/kid/doctor"),
        ("/en/doctor?publisher=b&kind=cycle", "/en/publishers/b/doctor?kind=cycle"),
        ("/en/models/A/KID/doctor?kind=cycle", "/en/models/a/kid/doctor?kind=cycle"),
        ("/fr/publishers/B/doctor", "/fr/publishers/b/doctor"),
    ],
)
def test_other_addresses_lead_there(examined, address, target):
    answer = examined.get(address)
    assert (answer.status_code, answer.headers["location"]) == (307, target)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/doctor?kind=nonsense", 400),
        ("/en/doctor?model=a&publisher=b", 400),
        ("/en/models/no/body/doctor", 404),
        ("/en/publishers/nobody/doctor", 404),
        ("/en/doctor?limit=0", 400),
    ],
)
def test_what_cannot_be_answered(examined, address, status):
    assert examined.get(address).status_code == status


def test_what_is_healthy_is_told_so(examined):
    page = read(examined, "/en/doctor?kind=cycle")
    assert findings(page) == []
    assert "Nothing of these kinds was found." in page.text


def test_other_pages_lead_there(examined):
    assert read(examined, "/en/models/a/kid").leads_to("/en/models/a/kid/doctor")
    assert read(examined, "/en/publishers/b").leads_to("/en/publishers/b/doctor")
    assert read(examined, "/en/catalog").leads_to("/en/doctor")


def test_the_api_answers_the_same_with_its_pages(examined):
    answer = examined.get("/api/v1/doctor?publisher=a&limit=1")
    told = answer.json()
    assert (told["publisher"], told["total"], [one["kind"] for one in told["items"]]) == ("a", 3, ["unusable-name"])
    assert "offset=1" in answer.headers["link"]
    assert examined.get("/api/v1/doctor?model=a/kid").json()["own"][1]["found"] == "another-case"
    assert examined.get("/api/v1/doctor?model=no/body").status_code == 404
