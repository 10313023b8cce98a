"""Every page in both languages: nothing foreign, no finding of axe, wide and narrow, light and dark, and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.pages import MODEL, PAGES, WRONG
from tests.browser.visiting import NARROW, WIDE, is_too_wide, visiting

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def findings(page):
    """Return what axe finds, each with the first place at which it stands."""
    page.evaluate(AXE.axe_script)
    asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    answer = page.evaluate("options => axe.run(document, options)", asked)
    return [told(found) for found in answer["violations"]]


def told(found):
    first = found["nodes"][0]
    return f"{found['id']} ×{len(found['nodes'])}: {first['html'][:300]} | {first['failureSummary']}"


@pytest.fixture(params=["en-wide-light", "fr-narrow-dark"])
def reader(request, browser, sample_site):
    """Return a visitor who reads in one language, on one screen, in one theme; and that language."""
    language, width, theme = request.param.split("-")
    viewport = WIDE if width == "wide" else NARROW
    with visiting(browser, sample_site, viewport=viewport, color_scheme=theme) as visitor:
        yield visitor, language


def examine(page):
    """Fail for what axe finds, and for a page that is wider than its window, down to the narrowest of telephones."""
    assert findings(page) == []
    for width in (1600, 390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert not is_too_wide(page), f"too wide for {width} pixels"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean(reader, name):
    visit, language = reader
    visit.go(f"/{language}{PAGES[name]}")
    assert visit.page.locator("html").get_attribute("lang") == language
    assert visit.page.locator("h1").count() == 1
    examine(visit.page)


@pytest.mark.parametrize("name", WRONG)
def test_an_error_is_a_page_that_explains(visit, name):
    path, status = WRONG[name]
    visit.go(f"/fr{path}", status)
    assert "Traceback" not in visit.page.content()
    assert visit.page.locator("main p").first.inner_text()
    examine(visit.page)


@pytest.mark.parametrize("view", ["tree", "time", "overview"])
def test_a_page_prints_with_its_picture(visit, view):
    visit.go(f"/en{MODEL}/family?view={view}")
    visit.page.emulate_media(media="print")
    picture = visit.page.locator(".picture-frame svg")
    assert picture.is_visible()
    assert not visit.page.locator(".picture-tools").is_visible()
    width = visit.page.evaluate("document.documentElement.clientWidth")
    assert picture.bounding_box()["width"] <= width
    assert visit.page.pdf(format="A4").startswith(b"%PDF-")


def test_the_other_language_shows_the_same_page(visit):
    visit.go(f"/en{MODEL}?view=time")
    visit.page.get_by_role("link", name="Français").click()
    visit.page.wait_for_url("**/fr/**")
    assert visit.place == f"/fr{MODEL}?view=time"
