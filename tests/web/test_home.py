import pytest
from tests.web.markup import check, read


@pytest.fixture(params=["en", "fr"])
def home(request, site):
    answer = site.get(f"/{request.param}/")
    assert answer.status_code == 200
    page = read(answer.text)
    assert page.one("html").attributes["lang"] == request.param
    return page


def test_it_is_a_good_page(home):
    check(home)


def test_its_one_search_field_needs_no_script(home):
    form = home.one("form")
    field = form.one("input")
    assert form.attributes["role"] == "search"
    assert form.attributes["action"].endswith("/search")
    assert field.attributes["name"] == "text"
    assert form.one("label").attributes["for"] == field.attributes["id"]
    assert form.one("button").attributes["type"] == "submit"


def test_it_opens_the_largest_families_with_their_sizes(site, observatory):
    cards = list(read(site.get("/en/").text).one("ul", class_="cards").all("a"))
    shown = [
        (card.attributes["href"].removeprefix("/en/models/"), card.one("span", class_="size").text) for card in cards
    ]
    largest = observatory.stats().largest[: len(shown)]
    assert len(shown) > 4
    assert shown == [(name, f"{n} descendants") for name, n in largest]


def test_it_tells_the_size_and_day_of_the_catalog(site, observatory):
    figures = [one.text for one in read(site.get("/en/").text).one("dl", class_="figures").all("dd")]
    stats = observatory.stats()
    assert figures[0] == f"{stats.models:,}"
    assert figures[1] == f"{sum(stats.links.values()) - stats.links['trained_on']:,}"
    assert figures[-1] == stats.seen.isoformat()


def test_the_other_language_is_one_link_away(site):
    nav = read(site.get("/fr/").text).one("nav", class_="site-nav")
    assert nav.one("a", lang="en").attributes["href"] == "/en/"


def test_nothing_comes_from_elsewhere(home):
    for tag, name in (("link", "href"), ("script", "src"), ("img", "src")):
        assert all(one.attributes[name].startswith("/") for one in home.all(tag))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_last_slash_may_be_left_out(site, language):
    answer = site.get(f"/{language}")
    assert (answer.status_code, answer.headers["Location"]) == (307, f"/{language}/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_promises_no_more_than_the_server_keeps(site, language):
    foot = read(site.get(f"/{language}/").text).one("footer").text
    assert ("your browser keeps its own history" if language == "en" else "votre navigateur garde son") in foot
    assert "trace" not in foot
