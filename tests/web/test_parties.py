"""The page that tells to whom to write: order, reasons, one party, tests, pages, and texts of strangers."""

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import Page

from filiation.web.app import make_app
from filiation.words.parties import MEMORY_MEANS, WHY

MISTRAL = "/models/mistralai/Mistral-7B-v0.1"
EVIL = "<script>alert(1)</script>"
FAMILY = [
    model("maker/base", downloads=99),
    *(model(f"p{n}/tuned", "base_model:finetune:maker/base", downloads=50 - n) for n in range(25)),
    model("p1/again", "base_model:quantized:p1/tuned"),
    model("ownerless", "base_model:finetune:p1/tuned"),
]


@pytest.fixture(scope="module")
def many_publishers(tmp_path_factory):
    with imported(tmp_path_factory.mktemp("parties"), FAMILY) as made:
        assert made.edition
        yield make_app(made)


@pytest.fixture
def made(many_publishers):
    return TestClient(many_publishers, base_url="http://localhost", follow_redirects=False)


def read(site, address):
    return Page(site.get(address)).sound()


def test_the_page_tells_whom_to_write_to_and_why(site):
    page = read(site, f"/en{MISTRAL}/parties")
    assert page.h1 == "To whom to write about mistralai/Mistral-7B-v0.1"
    names = [text for level, text in page.headings if level == 3]
    assert [name.split()[0] for name in names[:2]] == ["mistralai", "huggingface"]
    assert WHY["publisher"] in page.text
    assert WHY["host"] in page.text
    assert all(MEMORY_MEANS[word] in page.text for word in ("same", "may", "with-base", "unknown"))
    assert "6 publishers reach 81% of them" in page.text
    assert f"/en{MISTRAL}/request" in page.links


def test_the_page_is_in_french_too(site):
    page = read(site, f"/fr{MISTRAL}/parties")
    assert page.h1 == "À qui écrire à propos de mistralai/Mistral-7B-v0.1"
    assert "même mémoire" in page.text


def test_pages_of_the_list_follow_one_another(made):
    first = read(made, "/en/models/maker/base/parties")
    assert "1 to 20 of 25" in first.text
    assert "/en/models/maker/base/parties?offset=20#list" in first.links
    second = read(made, "/en/models/maker/base/parties?offset=20")
    assert "21 to 25 of 25" in second.text
    assert "p24" in second.text
    assert "p24" not in first.text


def test_one_party_has_its_page(made):
    page = read(made, "/en/models/maker/base/parties?publisher=P1")
    assert "p1/tuned" in page.text
    assert "p1/again" in page.text
    assert "finetune, then quantized" in page.text
    assert "p2/tuned" not in page.text
    assert "/en/models/maker/base/parties" in page.links
    assert "/en/models/maker/base/request?publisher=p1" in page.links


def test_models_of_nobody_are_counted_and_can_be_seen(made):
    address = "/en/models/maker/base/parties?publisher=unknown"
    page = read(made, "/en/models/maker/base/parties")
    assert "The publisher of 1 of them is unknown." in page.text
    assert address in page.links
    assert "ownerless" in read(made, address).text


def test_tests_show_where_data_came_in_with_links(made):
    page = read(made, "/en/models/p1/again/parties?repeats=p1%2Fagain&silent=maker%2Fbase")
    assert "Your tests speak for p1/tuned as the place where the data came in: p1/again repeats them" in page.text
    assert "As far as the tests go, the data came in here." in page.text


def test_a_form_adds_a_test_to_those_named(made):
    page = read(made, "/en/models/p1/again/parties?repeats=p1%2Fagain&silent=&repeats=")
    named = [(field.get("name"), field.get("value")) for field in page.fields if field.get("type") == "hidden"]
    assert named == [("repeats", "p1/again")]
    assert "Named so far: p1/again" in page.text
    assert {"repeats", "silent"} <= {field.get("name") for field in page.fields if field.get("type") == "text"}


def test_an_old_case_of_letters_leads_to_the_one_address(made):
    answer = made.get("/en/models/MAKER/base/parties?publisher=p1")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/en/models/maker/base/parties?publisher=p1"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("repeats=nobody%2Fnothing", 400),
        (f"silent={EVIL}", 400),
        ("repeats=maker%2Fbase&silent=maker%2Fbase", 400),
        ("publisher=nobody", 404),
        (f"publisher={EVIL}", 404),
        ("limit=0", 400),
        ("offset=-1", 400),
        ("unheard=of", 400),
    ],
)
def test_what_makes_no_sense_is_told(made, query, status):
    for place in ("/en", "/api/v1"):
        answer = made.get(f"{place}/models/maker/base/parties?{query}")
        assert answer.status_code == status
        assert EVIL not in answer.text or place != "/en"


def test_the_api_answers_the_same_page_by_page(made):
    answer = made.get("/api/v1/models/maker/base/parties?limit=10&offset=10")
    assert answer.json()["total"] == 25
    assert len(answer.json()["items"]) == 10
    link = answer.headers["link"]
    assert 'offset=20>; rel="next"' in link
    assert 'rel="prev"' in link
    one = made.get("/api/v1/models/MAKER/base/parties?publisher=p1")
    assert one.headers["link"] == '</api/v1/models/maker/base/parties?publisher=p1>; rel="canonical"'
    assert one.json()["items"][0]["total"] == 2


def test_every_page_of_a_model_leads_here(site):
    assert f"/en{MISTRAL}/parties" in read(site, f"/en{MISTRAL}").links
