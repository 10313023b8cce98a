"""What changed and what is now: the band of another day, the form of changes, and a real question to the Hub."""

from datetime import UTC, date, datetime

import pytest
from tests.browser.serving import served
from tests.browser.test_pages import examine
from tests.browser.visiting import NARROW, WIDE, visiting
from tests.fakehub import Limits, World, serving
from tests.making import imported, model

from filiation.cli.clock import WallClock
from filiation.hub.live.access import Endpoint
from filiation.web.refreshing import Refresher

FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 9)
BASE = "/models/acme/base"


def record(name, *tags, **fields):
    """Return a model as the stand-in of the Hub and an import take it."""
    made = {"createdAt": "2024-05-01T00:00:00.000Z", "lastModified": "2024-06-01T00:00:00.000Z", "gated": False}
    return model(name, *tags, **made, **fields)


@pytest.fixture(scope="module")
def changing(tmp_path_factory):
    """Return the address of a site over two days of a small Hub that goes on, and that Hub."""
    folder = tmp_path_factory.mktemp("changing")
    before = [
        record("acme/base", "license:mit", downloads=9),
        record("me/tuned", "base_model:acme/base", "base_model:finetune:acme/base"),
        record("me/lost", "base_model:acme/base", "base_model:finetune:acme/base"),
    ]
    after = [record("acme/base", "license:apache-2.0", downloads=9), before[1]]
    imported(folder, before, seen=FIRST, complete=True).close()
    clock = WallClock()
    world = World(after, limits=Limits.ample(), clock=lambda: datetime.now(UTC).timestamp())
    world.change("acme/base", tags=["license:gpl-3.0"], gated="auto")
    with imported(folder, after, seen=SECOND, complete=True) as observatory, serving(world) as hub:
        assert observatory.at(date(2026, 11, 5)).edition
        endpoint = Endpoint(hub.url)
        refresher = Refresher(hub.url, lambda asked, name: asked.live(name, endpoint, clock))
        with served(observatory, refresher) as site:
            yield site, hub


@pytest.fixture(params=[("en", WIDE, "light"), ("fr", NARROW, "dark")], ids=["en-wide-light", "fr-narrow-dark"])
def reader(request, browser, changing):
    """Return a visitor in one language, on one screen, in one theme; and that language."""
    language, viewport, theme = request.param
    with visiting(browser, changing[0], viewport=viewport, color_scheme=theme) as visitor:
        yield visitor, language


def test_the_band_of_a_day_leads_on_and_back(reader):
    visit, language = reader
    page = visit.page
    visit.go(f"/{language}{BASE}/history")
    page.locator("#f-as-of").fill("2026-11-05")
    page.locator(".day-form button").click()
    page.wait_for_url(f"**/{language}/as-of/2026-11-05{BASE}/history")
    band = page.locator("aside.as-of")
    assert "2026-11-05" in band.inner_text()
    assert "2026-11-02" in band.inner_text()
    examine(page)
    page.locator(".model-tabs a").first.click()
    page.wait_for_url(f"**/{language}/as-of/2026-11-05{BASE}")
    assert "mit" in page.locator(".brief").inner_text()
    page.locator("#kin ~ .twin a.model-name", has_text="lost").click()
    page.wait_for_url(f"**/{language}/as-of/2026-11-05/models/me/lost")
    band.locator("a").click()
    page.wait_for_url(f"**/{language}/models/me/lost")
    assert not band.count()
    assert "2026-11-02" in page.locator(".warning").inner_text()


def test_no_line_ends_within_a_day(reader):
    visit, language = reader
    for path in (f"{BASE}/history", f"/as-of/2026-11-05{BASE}", "/catalog", "/diff?start=2026-11-02&end=2026-11-09"):
        visit.go(f"/{language}{path}")
        for width in (WIDE["width"], 390, 360):
            visit.page.set_viewport_size({"width": width, "height": 800})
            broken = "[...document.querySelectorAll('.day')].filter(one => one.getClientRects().length > 1).length"
            assert visit.page.evaluate(broken) == 0


def test_the_form_of_changes_asks_what_it_says(reader):
    visit, language = reader
    page = visit.page
    visit.go(f"/{language}/diff")
    assert page.locator("#f-start").input_value() == "2026-11-02"
    assert page.locator("#f-end").input_value() == "2026-11-09"
    page.locator("#f-model").fill("acme/base")
    page.locator("input[name=kind][value=license]").check()
    page.locator(".diff-form button").click()
    page.wait_for_url("**/diff?*")
    rows = page.locator("main tbody tr")
    assert rows.count() == 1
    assert "mit → apache-2.0" in rows.first.inner_text()
    examine(page)
    page.locator("a.chip[href*='kind=gone']").click()
    page.wait_for_url("**kind=gone**")
    assert "me/lost" in rows.first.inner_text()
    rows.first.locator("a").first.click()
    page.wait_for_url(f"**/{language}/models/me/lost/history")


def test_the_hub_is_asked_when_a_reader_presses_the_button(reader, changing):
    visit, language = reader
    hub, page = changing[1], visit.page
    visit.go(f"/{language}{BASE}")
    asked = len(hub.requests)
    page.locator(".refresh button").click()
    page.wait_for_url(f"**/{language}{BASE}/live")
    assert [one.target.partition("?")[0] for one in hub.requests[asked:]] == ["/api/models/acme/base"]
    told = page.locator("main").inner_text()
    assert "apache-2.0 → gpl-3.0" in told
    assert "filiation crawl --family acme/base" in told
    examine(page)
    page.go_back()
    assert "apache-2.0" in page.locator(".brief").inner_text()


def test_the_hub_that_does_not_show_a_model_is_told(reader):
    visit, language = reader
    page = visit.page
    visit.go(f"/{language}/models/me/lost")
    page.locator(".refresh button").click()
    page.wait_for_url("**/live")
    assert "filiation crawl --family me/lost" in page.locator("main").inner_text()
    assert not page.locator("#files").count()
    examine(page)
