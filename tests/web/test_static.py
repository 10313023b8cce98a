"""Our own scripts and styles: light, ours alone, and asking for nothing from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest

from filiation import web

WEB = Path(web.__file__).parent
STATIC = WEB / "static"
OWN = sorted(STATIC.iterdir(), key=lambda file: file.name)
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
_ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w+", re.ASCII)
NAMESPACES = {"http://www.w3.org"}  # the name of SVG, which is asked of nobody


def imports(name, known):
    """Return a script and all that it imports."""
    if name not in known:
        known.add(name)
        for other in re.findall(r'from "\./([\w.]+)"', (STATIC / name).read_text(encoding="utf-8")):
            imports(other, known)
    return known


def named(*templates):
    """Return the files of ours that templates name."""
    texts = [file.read_text(encoding="utf-8") for file in templates]
    return {name for text in texts for name in re.findall(r"static\('([\w.]+)'\)", text)}


def test_all_that_a_page_loads_is_light(site):
    page = site.get("/en/").text
    assert re.findall(r'<script type="module" src="/static/\w+/([\w.]+)"', page) == ["site.js"]
    loaded = named(*TEMPLATES) | imports("site.js", set())
    assert sum(len(gzip.compress((STATIC / name).read_bytes(), 5)) for name in loaded) < 60_000


def test_no_script_or_style_is_left_over():
    assert {file.name for file in OWN} == named(*TEMPLATES) | imports("site.js", set())


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_a_file_names_no_other_site(file):
    text = file.read_text(encoding="utf-8")
    assert set(_ADDRESS.findall(text)) <= NAMESPACES
    assert "@import" not in text


@pytest.mark.parametrize("file", [f for f in OWN if f.suffix == ".js"], ids=lambda file: file.name)
def test_a_script_is_short_and_needs_no_more_than_the_policy_allows(file):
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") < 200
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b", text)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_has_nothing_that_the_policy_refuses(file):
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son\w+=|javascript:|\|\s*safe\b", text)
    assert [*re.finditer(r"<script(?![^>]*\bsrc=)", text)] == []
