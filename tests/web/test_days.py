"""Pages and answers as of a day: their addresses keep it, and nothing later is in them."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import Page

from filiation.locale import LANGUAGES
from filiation.observatory import Observatory
from filiation.web.app import make_app

FIRST, BETWEEN, SECOND = date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 9)
PARTS = ("", "/family", "/ancestors", "/descendants", "/evidence", "/history", "/doctor")
THEN = [
    "/",
    "/search?text=base",
    "/catalog",
    "/understand",
    "/accessibility",
    "/api",
    "/publishers/acme",
    "/explore?model=acme%2Fbase",
    "/path?a=acme%2Fbase&b=me%2Ftuned",
    "/doctor",
    "/publishers/acme/doctor",
    "/diff",
    "/diff?start=2026-11-01&end=2026-11-09",
    *(f"/models/acme/base{part}" for part in PARTS),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("days")
    before = [model("acme/base", "license:mit"), model("me/tuned", "base_model:finetune:acme/base")]
    after = [model("acme/base", "license:apache-2.0"), model("you/late", "base_model:finetune:acme/base")]
    imported(folder, before, seen=FIRST, complete=True).close()
    imported(folder, after, seen=SECOND, complete=True).close()
    return folder / "store"


@pytest.fixture(scope="module")
def app(store):
    with Observatory.open(store, as_of=BETWEEN) as then:
        assert then.edition
    with Observatory.open(store) as made:
        yield make_app(made)


@pytest.fixture
def old(app):
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def test_a_page_tells_of_its_day_only(old):
    then = Page(old.get("/en/as-of/2026-11-05/models/acme/base")).sound()
    now = Page(old.get("/en/models/acme/base")).sound()
    assert then.facts("brief")["License"] == "mit"
    assert now.facts("brief")["License"] == "apache-2.0"
    assert "you/late" not in then.text
    assert "you/late" in now.text
    assert old.get("/en/as-of/2026-11-05/models/you/late").status_code == 404


def test_an_answer_tells_of_its_day_only(old):
    assert old.get("/api/v1/as-of/2026-11-05/models/acme/base").json()["model"]["license"] == "mit"
    assert old.get("/api/v1/as-of/2026-11-05/stats").json()["seen"] == "2026-11-02"
    assert old.get("/api/v1/as-of/2026-11-09/stats").json() == old.get("/api/v1/stats").json()
    assert old.get("/api/v1/as-of/2026-11-05/models/you/late").json()["status"] == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", THEN)
def test_every_link_of_a_page_stays_in_its_day(old, path, language):
    root = f"/{language}/as-of/2026-11-05"
    answer = old.get(root + path)
    assert answer.status_code == 200
    page = Page(answer).sound()
    band = page.root.one("aside", class_="as-of")
    now = {one.attributes["href"] for one in band.all("a")}
    assert now == {f"/{language}{path}"}
    other = next(one for one in LANGUAGES if one != language)
    own = [link for link in page.links if link.startswith("/") and link not in now and not link.startswith("/api/")]
    assert all(link.startswith((f"{root}/", f"/{other}/as-of/2026-11-05/")) for link in own), own
    asked = [link for link in page.links if link.startswith("/api/")]
    assert all(link.startswith("/api/v1/as-of/2026-11-0") for link in asked)
    actions = [one.attributes.get("action", root) for one in page.root.all("form")]
    assert all(action.startswith(root) for action in actions)
    drawn = [link for _, attributes in page.tags for name, link in attributes.items() if name == "xlink:href"]
    assert not drawn


@pytest.mark.parametrize(
    "path", ["/models/acme/base", "/models/acme/base/family?view=time", "/explore?model=acme%2Fbase"]
)
def test_nodes_of_pictures_stay_in_their_day(old, path):
    page = Page(old.get(f"/en/as-of/2026-11-05{path}"))
    places = {urlsplit(link).path for link in page.links if "models/me/tuned" in link}
    assert "/en/as-of/2026-11-05/models/me/tuned" in places


def test_the_band_tells_the_day_that_was_read(old):
    told = Page(old.get("/en/as-of/2026-11-05/")).root.one("aside", class_="as-of").joined
    assert "as it stood on 2026-11-05, last read on 2026-11-02" in told
    told = Page(old.get("/en/as-of/2026-11-09/")).root.one("aside", class_="as-of").joined
    assert "as it was read on 2026-11-09" in told
    assert not list(Page(old.get("/en/")).root.all("aside", class_="as-of"))


def test_the_band_says_that_no_reading_is_as_new_as_a_day(old):
    told = Page(old.get("/en/as-of/2026-11-10/")).root.one("aside", class_="as-of").joined
    assert "No reading is as new as 2026-11-10" in told
    assert "last read, on 2026-11-09" in told


def test_redirects_stay_in_their_day(old):
    root = "/en/as-of/2026-11-05"
    assert old.get(f"{root}/models/ACME/base/evidence").headers["location"] == f"{root}/models/acme/base/evidence"
    assert old.get(root).headers["location"] == f"{root}/"
    link = old.get("/api/v1/as-of/2026-11-05/models/ACME/base").headers["link"]
    assert link == '</api/v1/as-of/2026-11-05/models/acme/base>; rel="canonical"'


def test_pages_of_answers_stay_in_their_day(old):
    told = old.get("/api/v1/as-of/2026-11-09/models/acme/base/descendants?limit=1").headers["link"]
    assert told.startswith("</api/v1/as-of/2026-11-09/models/acme/base/descendants?")
    file = old.get("/en/as-of/2026-11-05/explore.json?model=acme%2Fbase")
    assert "/en/as-of/2026-11-05/explore.json?model=acme%2Fbase" in file.text


def test_what_people_type_is_not_kept_of_any_day(old):
    assert old.get("/en/as-of/2026-11-05/search?text=base").headers["cache-control"] == "no-store"
    assert old.get("/api/v1/as-of/2026-11-05/search?text=base").headers["cache-control"] == "no-store"


def test_answers_of_two_days_have_other_tags(old):
    addresses = [f"/api/v1{day}/models/acme/base" for day in ("", "/as-of/2026-11-05", "/as-of/2026-11-09")]
    tags = [old.get(address).headers["etag"] for address in addresses]
    assert len(set(tags)) == 3
    assert old.get(addresses[1], headers={"If-None-Match": tags[1]}).status_code == 304
    assert old.get(addresses[1], headers={"If-None-Match": tags[0]}).status_code == 200


@pytest.mark.parametrize(
    "day", ["", "yesterday", "2026-02-31", "20261105", "2026-W45-4", "٢٠٢٦-11-05", "9999-99-99", "%00"]
)
def test_what_is_no_day_is_told(old, day):
    answer = old.get(f"/en/as-of/{day}/catalog")
    assert answer.status_code == 400
    assert "is no day" in Page(answer).sound().text
    assert answer.headers["cache-control"] == "no-store"
    assert old.get(f"/api/v1/as-of/{day}/stats").json()["type"] == "/en/api#wrong-use"


def test_a_day_before_the_first_reading_is_not_found(old):
    answer = old.get("/fr/as-of/2026-11-01/models/acme/base")
    assert answer.status_code == 404
    assert "2026-11-02" in Page(answer).sound().text
    assert old.get("/api/v1/as-of/0001-01-01/stats").status_code == 404


def test_a_day_to_come_is_told_as_the_catalog_is_now(old):
    assert old.get("/api/v1/as-of/9999-12-31/stats").json() == old.get("/api/v1/stats").json()


def test_the_form_for_a_day_leads_to_the_same_page(old):
    asked = "/en/as-of?day=2026-11-05&to=%2Fmodels%2Facme%2Fbase%2Fhistory"
    assert old.get(asked).headers["location"] == "/en/as-of/2026-11-05/models/acme/base/history"
    assert old.get("/fr/as-of?day=&to=/catalog").headers["location"] == "/fr/catalog"
    assert (
        old.get("/en/as-of?day=2026-11-05&to=//evil.example/x").headers["location"]
        == "/en/as-of/2026-11-05/evil.example/x"
    )
    assert old.get("/en/as-of?day=soon").status_code == 400
    for page in ("/en/catalog", "/en/models/acme/base/history"):
        form = Page(old.get(page)).root.one("form", class_="day-form")
        assert form.attributes["action"] == "/en/as-of"
        assert [one.attributes["name"] for one in form.all("input")] == ["to", "day"]


def test_the_description_of_the_api_tells_of_days(old):
    now, then = old.get("/api/v1/openapi.json").json()["servers"]
    assert now["url"] == "/api/v1"
    assert then["url"] == "/api/v1/as-of/{day}"
    assert then["variables"]["day"]["default"] == "2026-11-09"


def test_a_day_that_is_prepared_is_shown_wherever_a_link_to_it_stands(old):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert old.get("/en/as-of/2026-11-05/catalog", headers=headers).status_code == 200
