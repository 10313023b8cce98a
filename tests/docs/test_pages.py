"""Pages hold together: links lead somewhere, both languages have the same sections, only known sites are named."""

import re

import pytest
from tests.docs.pages import PAGES, PAIRS, ROOT, anchors, headings, links, name, prose, text
from tests.rights.test_law import OFFICIAL

SITES = {"huggingface.co", "arxiv.org", "keepachangelog.com", "semver.org", "example.org", "127.0.0.1"}
"""The sites that pages may name; registries of packages are not among them."""

LAWS = {"docs/reference/law.md", "docs/reference/law.fr.md"}
"""The pages that lead to the official texts of laws; `tests/rights/test_law.py` tells which sites hold those."""

BOTH = ("README", "docs/tutorial", "docs/explanation/evidence", "docs/explanation/relations", "docs/reference/cli")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_between_pages_lead_somewhere(page):
    for link in links(page):
        target, _, anchor = link.partition("#")
        if target.startswith("https://"):
            continue
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_only_known_sites_are_named(page):
    sites = SITES | OFFICIAL if name(page) in LAWS else SITES
    assert set(re.findall(r"https?://([\w.-]+)", text(page))) <= sites


@pytest.mark.parametrize(("english", "french"), PAIRS, ids=name)
def test_both_languages_have_the_same_sections(english, french):
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(french)]


@pytest.mark.parametrize(("english", "french"), PAIRS, ids=name)
def test_both_languages_lead_to_each_other(english, french):
    assert french.name in text(english)
    assert english.name in text(french)


def test_the_pages_for_everybody_are_in_both_languages():
    guides = [name(page).removesuffix(".md") for page in (ROOT / "docs/how-to").glob("*.md") if ".fr." not in page.name]
    assert len(guides) >= 5
    assert {*BOTH, *guides} <= {name(english).removesuffix(".md") for english, _ in PAIRS}


@pytest.mark.parametrize("index", ["docs/README.md", "docs/README.fr.md"])
def test_the_index_leads_to_every_page(index):
    page = ROOT / index
    reached = {(page.parent / link).resolve() for link in links(page) if "://" not in link}
    french = index.endswith(".fr.md")
    for one in (ROOT / "docs").rglob("*.md"):
        twin = one.with_suffix(".fr.md") if french and one.with_suffix(".fr.md").exists() else one
        other = one.name.endswith(".fr.md") and not french
        assert one.name.startswith("README") or other or twin in reached, f"{index} does not lead to {name(twin)}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_begins_with_its_only_title(page):
    assert [level for level, _ in headings(page)].count("#") == 1
    assert prose(page).startswith("# ")


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
def test_the_front_door_keeps_a_place_for_the_measures(page):
    lines = text(ROOT / page).splitlines()
    assert lines.index("<!-- benchmarks -->") < lines.index("<!-- /benchmarks -->")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_scripts_that_are_named_are_there(page):
    scripts = {file.name for file in (ROOT / "src/filiation/web/static").glob("*.js")}
    assert {path.rpartition("/")[2] for path in re.findall(r"`([\w./]+\.js)`", prose(page))} <= scripts
