"""The site by keyboard alone, and what scripts add to it."""

import re

import pytest
from tests.browser.pages import MODEL
from tests.browser.visiting import focused, visiting


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def tab_to(page, wanted, most=200):
    """Press Tab until the element that `wanted` selects has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    pytest.fail(f"Tab never reaches {wanted}")


def test_the_first_key_skips_to_the_content(visit):
    visit.go("/en/catalog")
    press(visit.page, "Tab")
    assert focused(visit.page)["text"] == "Go to the content"
    visit.page.wait_for_function("() => document.querySelector('.skip').getBoundingClientRect().top >= 0")
    press(visit.page, "Enter")
    assert focused(visit.page)["id"] == "content"


@pytest.mark.parametrize(("language", "kind"), [("en", "model"), ("fr", "modèle")])
def test_a_search_proposes_and_opens_by_keys_alone(visit, language, kind):
    page = visit.page
    visit.go(f"/{language}/")
    tab_to(page, "input[role=combobox]")
    page.keyboard.type("mistral-7b-v0")
    proposed = page.locator("[role=listbox] [role=option]")
    proposed.first.wait_for()
    field = page.locator("input[role=combobox]:focus")
    assert field.get_attribute("aria-expanded") == "true"
    assert kind in proposed.first.inner_text()
    press(page, "ArrowDown", "ArrowDown", "ArrowUp")
    chosen = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    name = chosen.locator(".id").inner_text()
    press(page, "Enter")
    page.wait_for_url("**/models/**")
    assert visit.place == f"/{language}/models/{name}"


def test_escape_closes_the_proposals_and_enter_then_searches(visit):
    page = visit.page
    visit.go("/en/")
    tab_to(page, "input[role=combobox]")
    page.keyboard.type("mistral")
    page.locator("[role=option]").first.wait_for()
    press(page, "Escape")
    assert page.locator("[role=option]").count() == 0
    assert page.locator("input[role=combobox]:focus").input_value() == "mistral"
    press(page, "Enter")
    page.wait_for_url("**/search?*")
    assert visit.place == "/en/search?text=mistral"


def test_proposals_are_told_to_screen_readers(visit):
    page = visit.page
    visit.go("/en/")
    page.locator("#q").press_sequentially("qqqqzzzzqqqq")
    page.locator("#announcer", has_text="Nothing is found.").wait_for(state="attached")
    page.locator("#q").fill("mistral")
    page.locator("#announcer", has_text=re.compile(r"Finds: \d")).wait_for(state="attached")


def test_a_group_unfolds_in_place_and_keeps_the_reader_there(visit):
    page = visit.page
    visit.go(f"/en{MODEL}")
    page.evaluate("window.kept = true")
    tab_to(page, ".picture-frame a.node.group")
    key, size = focused(page)["key"], page.locator(".picture-frame a.node").count()
    zoomed = page.locator(".picture-frame svg")
    press(page, "-")
    scale = zoomed.evaluate("svg => svg.width.baseVal.value / svg.viewBox.baseVal.width")
    press(page, "Enter")
    page.wait_for_function("n => document.querySelectorAll('.picture-frame a.node').length > n", arg=size)
    at = focused(page)
    assert at["tag"] == "a"
    assert at["inside"] == "family"
    assert at["key"]
    assert "open=" in page.url
    assert page.evaluate("window.kept") is True  # the page itself was not loaded anew
    page.locator("#announcer", has_text="Updated:").wait_for(state="attached")
    now = zoomed.evaluate("svg => svg.width.baseVal.value / svg.viewBox.baseVal.width")
    assert now == pytest.approx(scale, abs=0.01)
    assert "open=" in page.locator("a.language").get_attribute("href")
    page.go_back()
    page.wait_for_function("n => document.querySelectorAll('.picture-frame a.node').length === n", arg=size)
    assert visit.place == f"/en{MODEL}"
    assert page.locator(f".picture-frame a[data-key={key!r}]").count() == 1
    assert page.evaluate("window.kept") is True


def test_a_region_that_cannot_be_had_is_visited_as_a_page(visit):
    page = visit.page
    visit.go(f"/en{MODEL}")
    page.evaluate("() => { window.kept = true; window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.locator(".picture-frame a.node.group").first.press("Enter")
    page.wait_for_url("**open=**")
    page.wait_for_function("() => window.kept === undefined")
    assert page.locator(".picture-frame svg").is_visible()


def test_tabs_of_the_picture_keep_the_focus(visit):
    page = visit.page
    visit.go(f"/en{MODEL}")
    page.locator("[data-region] a[href*='view=time']").first.press("Enter")
    page.wait_for_url("**view=time**")
    page.locator("[data-region] [aria-current]", has_text="Time").wait_for()
    assert focused(page)["inside"] == "family"


def test_the_picture_zooms_and_moves_by_keys(visit):
    page = visit.page
    visit.go(f"/en{MODEL}/family")
    frame = page.locator(".picture-frame")
    width = "svg => svg.getBoundingClientRect().width"
    svg = frame.locator("svg")
    start = svg.evaluate(width)
    tab_to(page, ".picture-frame")
    press(page, "+", "+")
    assert svg.evaluate(width) == pytest.approx(start * 1.5625, rel=0.01)
    page.locator("#announcer", has_text="Zoom:").wait_for(state="attached")
    before = frame.evaluate("f => f.scrollLeft")
    press(page, "ArrowLeft", "ArrowLeft")
    page.wait_for_function("x => document.querySelector('.picture-frame').scrollLeft !== x", arg=before)
    press(page, "0")
    assert svg.evaluate(width) <= frame.evaluate("f => f.clientWidth") + 1


def test_the_picture_zooms_by_buttons_and_is_dragged_without_following_links(visit):
    page = visit.page
    visit.go(f"/en{MODEL}/family")
    frame = page.locator(".picture-frame")
    start = frame.locator("svg").evaluate("svg => svg.width.baseVal.value")
    for _ in range(3):
        page.locator("[data-zoom=in]").click()
    assert frame.locator("svg").evaluate("svg => svg.width.baseVal.value") > start * 1.9
    node = page.locator(".picture-frame a.node.model").first
    node.hover()
    box, left = node.bounding_box(), frame.evaluate("f => f.scrollLeft")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    page.mouse.move(x - 70, y, steps=4)
    page.mouse.up()
    assert frame.evaluate("f => f.scrollLeft") == pytest.approx(left + 70, abs=2)
    assert visit.place == f"/en{MODEL}/family"


def test_a_plain_wheel_scrolls_and_only_with_ctrl_zooms(visit):
    page = visit.page
    visit.go(f"/en{MODEL}/family")
    svg = page.locator(".picture-frame svg")
    svg.scroll_into_view_if_needed()
    start = svg.evaluate("svg => svg.width.baseVal.value")
    box = page.locator(".picture-frame").bounding_box()
    page.mouse.move(box["x"] + 50, max(box["y"], 0) + 50)
    page.mouse.wheel(0, 100)
    assert svg.evaluate("svg => svg.width.baseVal.value") == start
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function(f"() => document.querySelector('.picture-frame svg').width.baseVal.value > {start}")


def test_arrow_keys_walk_the_nested_list(visit):
    page = visit.page
    visit.go(f"/en{MODEL}/family?depth=4&limit=20")
    page.locator("#twin > summary").press("Enter")
    summary = page.locator(".branches summary").first
    summary.focus()
    details = page.locator(".branches details").first
    is_open = details.evaluate("d => d.open")
    press(page, "ArrowLeft" if is_open else "ArrowRight")
    assert details.evaluate("d => d.open") is not is_open
    press(page, "ArrowRight" if is_open else "ArrowLeft")
    assert details.evaluate("d => d.open") is is_open
    press(page, "ArrowRight", "ArrowDown")
    assert focused(page)["text"] != summary.inner_text()
    press(page, "ArrowUp", "ArrowUp")
    assert page.evaluate("document.activeElement.closest('.twin-frame') !== null")


def test_a_citation_is_copied(browser, sample_site):
    with visiting(browser, sample_site, permissions=["clipboard-read", "clipboard-write"]) as visitor:
        visitor.go(f"/en{MODEL}")
        button = visitor.page.locator("button[data-copy]").first
        button.press("Enter")
        visitor.page.locator("#announcer", has_text=button.get_attribute("data-copied")).wait_for(state="attached")
        assert "Mistral-7B-v0.1" in visitor.page.evaluate("navigator.clipboard.readText()")


def test_the_explorer_is_asked_by_keys(visit):
    page = visit.page
    visit.go("/en/explore")
    tab_to(page, "main input[name=model]")
    page.keyboard.type("mistralai/Mistral-7B-v0")
    page.locator("[role=option]", has_text="mistralai/Mistral-7B-v0.1").first.wait_for()
    press(page, "ArrowDown", "Enter")
    assert page.locator("main input[name=model]").first.input_value() == "mistralai/Mistral-7B-v0.1"
    tab_to(page, "main input[name=relation][value=quantized]")
    press(page, "Space")
    tab_to(page, "main button[type=submit]")
    press(page, "Enter")
    page.wait_for_url("**/explore?*")
    assert "relation=quantized" in page.url
    assert page.locator("main table tbody tr").count() > 3
