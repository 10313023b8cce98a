"""Every page in both languages: nothing foreign, no finding of axe, wide and narrow, light and dark, and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.pages import MODEL, PAGES, WRONG
from tests.browser.visiting import NARROW, WIDE, is_too_wide

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def findings(page, *, only=None):
    """Return what axe finds, each with the first place at which it stands."""
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    answer = page.evaluate("options => axe.run(document, options)", {"runOnly": run, "resultTypes": ["violations"]})
    return [told(found) for found in answer["violations"]]


def told(found):
    first = found["nodes"][0]
    return f"{found['id']} ×{len(found['nodes'])}: {first['html'][:300]} | {first['failureSummary']}"


def examine(page):
    """Fail for what axe finds in any theme and width, or for a page that is wider than its window."""
    page.evaluate(AXE.axe_script)
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    assert findings(page, only=["color-contrast", "link-in-text-block"]) == []
    page.set_viewport_size(NARROW)
    assert not is_too_wide(page)
    assert findings(page, only=["color-contrast", "target-size", "scrollable-region-focusable"]) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 640})
    assert not is_too_wide(page)
    page.set_viewport_size(WIDE)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean(visit, name, language):
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
