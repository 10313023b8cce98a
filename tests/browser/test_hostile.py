"""Texts of the Hub that try to run, to load or to deceive: they are shown, and nothing comes of them."""

import csv
import io
import json
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
from tests.browser.hostile import (
    BASE,
    DAY,
    HIDDEN,
    LONGEST,
    MARKUP,
    OUTSIDE,
    RUN,
    TEMPLATE,
    TEXTS,
    hostile_hub,
    hostile_store,
)
from tests.browser.serving import served
from tests.browser.visiting import NARROW, is_too_wide, visiting

from filiation.facts.crawls import HUB
from filiation.web import addresses
from filiation.web.refreshing import Refresher

CHILDREN = [f"/models/evil/child-{number}" for number in range(len(TEXTS))]
STRANGERS = [addresses.model("en", name).removeprefix("/en") for name in OUTSIDE]
ASKED = urlencode({"model": BASE, "relation": "", "license": RUN})
PAGES = [
    "/",
    f"/search?{urlencode({'text': RUN})}",
    f"/search?{urlencode({'text': TEMPLATE})}",
    "/search?text=evil",
    "/search?text=%00%ff%ed%a0%80",
    "/catalog",
    "/publishers/evil",
    "/datasets/evil/data",
    f"/path?{urlencode({'a': BASE, 'b': OUTSIDE[0]})}",
    f"/path?{urlencode({'a': RUN, 'b': TEMPLATE})}",
    f"/explore?{urlencode({'model': BASE})}",
    f"/explore?{ASKED}",
    *(f"/models/{BASE}{part}" for part in ("", "/family", "/ancestors", "/descendants", "/evidence")),
    *(f"/models/{BASE}/family?view={view}" for view in ("time", "overview")),
    f"/models/{BASE}/history",
    f"/as-of/{DAY}/models/{BASE}",
    f"/diff?start=2001-01-01&end={DAY}",
    f"/diff?{urlencode({'start': '2001-01-01', 'end': DAY, 'model': RUN})}",
    f"/models/{LONGEST}",
    f"/models/{LONGEST}/evidence",
    *CHILDREN,
    *(f"{child}/{part}" for child in CHILDREN for part in ("evidence", "history")),
    *STRANGERS,
]
WRONG = [
    f"/{quote(RUN)}",
    f"/models/{quote(RUN, safe='')}/{quote(TEMPLATE, safe='')}",
    f"/publishers/{quote(TEMPLATE, safe='')}",
    f"/search?{urlencode({RUN: TEMPLATE})}",
    f"/models/{BASE}/descendants?{urlencode({'depth': RUN})}",
    f"/models/{BASE}?{urlencode({'open': TEMPLATE})}",
    f"/explore?{urlencode({'model': RUN, 'task': HIDDEN.replace(chr(0), '')})}",
    "/models/%00/%2e%2e%2f",
    f"/as-of/{quote(RUN, safe='')}/catalog",
    "/as-of/..%2f..%2f/catalog",
    f"/diff?{urlencode({'start': RUN, 'end': TEMPLATE, 'kind': MARKUP})}",
]
ELSEWHERE = ("https://huggingface.co/", "https://evil.example/")
INSPECTION = r"""() => {
  const wrong = [];
  if (window.ran !== undefined) wrong.push('a text of the Hub ran');
  for (const one of document.querySelectorAll('*')) {
    const tag = one.tagName.toLowerCase();
    if (['iframe', 'img', 'object', 'embed', 'base', 'foreignobject'].includes(tag)) wrong.push(`<${tag}>`);
    if (tag === 'script' && !one.src.startsWith(location.origin + '/static/')) wrong.push('a foreign script');
    for (const { name, value } of one.attributes) {
      const leads = /href|src|action/.test(name) && !['http:', 'https:'].includes(new URL(value, location).protocol);
      if (name.startsWith('on') || name === 'style' || leads) wrong.push(`${tag} ${name}=${value}`);
    }
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    with (
        hostile_store(tmp_path_factory.mktemp("hostile")) as observatory,
        served(observatory, Refresher(HUB, hostile_hub)) as address,
    ):
        yield address


@pytest.fixture
def victim(browser, hostile_site):
    with visiting(browser, hostile_site, viewport=NARROW) as visitor:
        yield visitor


def links_of(page):
    return page.evaluate(
        "[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_runs_and_nothing_leaves(victim, language):
    for path in PAGES if language == "en" else PAGES[::3]:
        answer = victim.page.goto(f"{victim.site}/{language}{path}")
        told = f"/{language}{path}"
        assert answer.status in {200, 404}, told
        assert victim.page.evaluate(INSPECTION) == [], told
        assert not is_too_wide(victim.page), told
        text = victim.page.evaluate("() => document.body.textContent")
        assert "Traceback" not in text
        assert not set("\u202e\u2066\u202d") & set(text), told
        assert not [link for link in links_of(victim.page) if not link.startswith((victim.site, *ELSEWHERE))], told


def test_texts_are_shown_as_they_were_written(victim):
    victim.go("/en/models/evil/child-0/evidence")
    assert RUN in victim.page.locator("main").inner_text()
    victim.go("/en/models/evil/child-4")
    assert TEMPLATE in victim.page.locator("main").inner_text()


def test_what_the_hub_says_now_is_shown_and_nothing_more(victim):
    for name in (BASE, "evil/child-0"):
        victim.go(f"/en/models/{name}")
        victim.page.locator(".refresh button").click()
        victim.page.wait_for_url("**/live")
        assert victim.page.locator("h1").inner_text().endswith("on the Hub now")
        assert victim.page.evaluate(INSPECTION) == []
        assert not is_too_wide(victim.page)
        text = victim.page.evaluate("() => document.body.textContent")
        assert RUN in text
        assert not set("\u202e\u2066\u202d") & set(text)
        assert not [link for link in links_of(victim.page) if not link.startswith((victim.site, *ELSEWHERE))]


def test_every_link_of_the_site_leads_somewhere(victim):
    seen = set()
    for path in (f"/models/{BASE}", f"/models/{BASE}/evidence", f"/models/{BASE}/ancestors", "/search?text=evil", "/"):
        victim.go(f"/en{path}")
        for link in links_of(victim.page):
            address = link.partition("#")[0]
            if address.startswith(victim.site) and address not in seen and len(seen) < 120:
                seen.add(address)
                assert victim.page.request.get(address).status == 200, address
    assert len(seen) > 40


@pytest.mark.parametrize("path", WRONG, ids=range(len(WRONG)))
def test_a_wrong_address_is_told_and_nothing_more(victim, path):
    answer = victim.page.goto(f"{victim.site}/en{path}")
    assert 400 <= answer.status < 500
    assert victim.page.evaluate(INSPECTION) == []
    assert "Traceback" not in victim.page.content()
    assert victim.page.locator("main h1").count() == 1


def test_pictures_saved_as_files_run_nothing_either(victim):
    page = victim.page
    for path in (f"/en/models/{BASE}/family.svg", f"/en/models/{BASE}/family.svg?view=overview"):
        got = page.request.get(victim.site + path)
        assert got.status == 200
        assert "attachment" in got.headers["content-disposition"]
        ET.fromstring(got.body())
        open_alone(page, victim.site, got.text())
        assert page.evaluate("document.querySelectorAll('script, foreignObject, image, use').length") == 0
        assert page.evaluate("window.ran") is None
        hrefs = page.evaluate("[...document.querySelectorAll('a')].map(a => a.href.baseVal)")
        assert {urlsplit(address).scheme for address in hrefs} <= {"https", "http"}


def open_alone(page, site, picture):
    """Open a picture as a file that someone was sent: without the guards of the site."""

    def give(route):
        route.fulfill(body=picture, content_type="image/svg+xml")

    page.route("**/opened.svg", give)
    page.goto(f"{site}/opened.svg")
    page.unroute("**/opened.svg")


def test_tables_and_graphs_saved_as_files_hold_texts_as_texts(victim):
    asked = urlencode({"model": BASE, "kind": "model"})
    got = {
        suffix: victim.page.request.get(f"{victim.site}/en/explore.{suffix}?{asked}")
        for suffix in ("csv", "json", "graphml")
    }
    for answer in got.values():
        assert answer.status == 200
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    rows = list(csv.reader(io.StringIO(got["csv"].body().decode("utf-8-sig"))))
    assert any(OUTSIDE[0] in row for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "\t", "\r"))]
    assert OUTSIDE[0] in json.dumps(json.loads(got["json"].body()))
    assert OUTSIDE[0] in "".join(ET.fromstring(got["graphml"].body()).itertext())
