"""Addresses that scripts make: the same as those of the server, whatever an id holds."""

import pytest
from tests.browser.serving import served
from tests.browser.visiting import visiting
from tests.making import imported, model, statement

from filiation.web import addresses

IDS = (
    "gpt2",
    "openai-community/gpt2",
    "a b/c",
    "a/b/c",
    "a/",
    "/a",
    "a/..",
    "../a",
    "..",
    "a%2Fb/c%25",
    "outside:somebody/a model (1.0)!",
    "outside:100% ours",
    "outside:a/b/c?d#e&f=g",
    "it's/*~_-.",
    "é/日本\U0001f600",
    "<b>/\\",
)

STRANGER = "outside:somebody/made/100% of it"


@pytest.fixture(scope="module")
def strange_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("strange")
    imported(folder, [model("acme/base")]).close()
    with imported(folder, [statement("acme/base", STRANGER, "finetune")]) as observatory, served(observatory) as site:
        yield site


@pytest.mark.parametrize("language", ["en", "fr"])
def test_they_are_those_of_the_server(visit, language):
    visit.go(f"/{language}/")
    made = visit.page.evaluate(
        """async ([root, ids]) => {
          const site = document.querySelector('script[src$="site.js"]').src;
          const { addressOf } = await import(site.replace('site.js', 'addresses.js'));
          return ids.map(id => ['model', 'dataset', 'publisher'].map(kind => addressOf(root, kind, id)));
        }""",
        [f"/{language}/", list(IDS)],
    )
    ours = (addresses.model, addresses.dataset, addresses.publisher)
    assert made == [[address(language, name) for address in ours] for name in IDS]


def test_a_proposal_outside_the_hub_opens(browser, strange_site):
    with visiting(browser, strange_site) as visitor:
        page = visitor.page
        visitor.go("/en/")
        page.locator("#q").press_sequentially("somebody")
        page.locator("[role=option]", has_text="somebody").first.click()
        page.wait_for_url("**/models/**")
        assert page.locator("h1").inner_text() == "somebody/made/100% of it"


def test_one_letter_is_not_asked_and_answers_are_not_stored(visit):
    page, asked = visit.page, []
    page.on("request", lambda request: asked.append(request) if "/api/v1/search" in request.url else None)
    page.add_init_script(
        """const asked = window.fetch;
        window.ways = [];
        window.fetch = (address, options) => { window.ways.push(options.cache); return asked(address, options); };"""
    )
    visit.go("/en/")
    page.locator("#q").press_sequentially("m")
    page.wait_for_timeout(400)
    assert asked == []
    page.locator("#q").press_sequentially("i")
    page.locator("[role=option]").first.wait_for()
    assert len(asked) == 1
    assert page.evaluate("window.ways") == ["no-store"]
