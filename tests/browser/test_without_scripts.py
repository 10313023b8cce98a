"""The main path of a reader whose browser runs no scripts."""

import json

import pytest
from tests.browser.visiting import visiting


@pytest.fixture
def plain(browser, sample_site):
    with visiting(browser, sample_site, java_script_enabled=False) as visitor:
        yield visitor


def test_from_a_search_to_a_download(plain):
    page = plain.page
    plain.go("/fr/")
    page.locator("#q").fill("Mistral-7B-v0.1")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search?*")
    page.locator("main a", has_text="mistralai/Mistral-7B-v0.1").first.click()
    page.wait_for_url("**/models/mistralai/Mistral-7B-v0.1")
    assert not page.locator(".picture-tools").first.is_visible()

    drawn = page.locator(".picture-frame a.node").count()
    page.locator(".picture-frame a.node.group").first.click()
    page.wait_for_url("**open=**")
    assert page.locator(".picture-frame a.node").count() > drawn

    page.goto(f"{plain.site}/fr/models/HuggingFaceH4/zephyr-7b-beta")
    page.locator("main a[href*='/evidence']").first.click()
    page.wait_for_url("**/evidence**")
    assert page.locator("main table code").count() > 0


def test_the_explorer_filters_and_downloads(plain):
    page = plain.page
    plain.go("/en/explore")
    page.locator("main input[name=model]").first.fill("mistralai/Mistral-7B-v0.1")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/explore?*")
    assert page.locator("main table tbody tr").count() > 10
    for suffix in ("csv", "json", "graphml"):
        with page.expect_download() as waiting:
            page.locator(f"main a[href*='/explore.{suffix}']").first.click()
        text = waiting.value.path().read_text(encoding="utf-8")
        assert "mistralai/Mistral-7B-v0.1" in text
        if suffix == "json":
            assert json.loads(text)
