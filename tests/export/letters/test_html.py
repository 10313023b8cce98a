"""The web page: it stands alone, loads and runs nothing, and shows texts as texts."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.export.letters.writing import LETTER, SVG, saying

from filiation.errors import WrongUse
from filiation.export.letters import html
from filiation.export.letters.annexes import drawing
from filiation.facts.letters import Picture


class Page(HTMLParser):
    """Collects what a page has."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.texts.append(data)


def test_a_page_stands_alone():
    told = html(LETTER)
    page = Page(told)
    assert told.startswith('<!doctype html>\n<html lang="en">')
    assert ("meta", "charset", "utf-8") in page.attributes
    policy = next(value for tag, name, value in page.attributes if tag == "meta" and "default-src" in (value or ""))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not {"script", "link", "img", "iframe", "object", "form", "a", "base", "image", "use"} & set(page.tags)
    assert not {name for _, name, _ in page.attributes} & {"src", "href", "style", "srcset", "action"}
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert "url(" not in told
    assert "@import" not in told
    assert "@media print" in told


def test_a_page_has_headings_lists_and_tables_that_can_be_heard():
    page = Page(html(LETTER))
    assert [tag for tag in page.tags if tag in {"h1", "h2"}] == ["h1", "h2", "h2", "h2", "h2"]
    assert page.tags.count("li") == 2
    assert page.tags.count("th") == page.attributes.count(("th", "scope", "col")) == 5
    assert ("div", "aria-label", "The family of owner/model. It has 2 descendants.") in page.attributes


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=x>', "{{ 7*7 }}", "</style><b>", "&amp;", "]]>"]
)
def test_no_text_is_read_as_markup(text):
    quiet = Page(html(saying("x")))
    page = Page(html(saying(text)))
    assert page.tags == quiet.tags
    assert [(tag, name) for tag, name, _ in page.attributes] == [(tag, name) for tag, name, _ in quiet.attributes]
    assert sum(text in one for one in page.texts) >= 5


@given(st.text(max_size=50))
@settings(max_examples=30, deadline=None)
def test_any_text_makes_the_same_page(text):
    page = Page(html(saying(text)))
    assert set(page.tags) == set(Page(html(saying("x"))).tags)
    assert "\x00" not in "".join(page.texts)


HOSTILE = SVG.replace(
    "</svg>",
    '<script>x</script><image href="https://evil.example/x"/><style>*{}</style><foreignObject><b/></foreignObject>'
    '<rect onclick="x" fill="url(https://evil.example)" style="x" width="1"/><use href="#a"/></svg>',
)


def test_a_drawing_keeps_its_shapes_and_nothing_else():
    made = drawing(Picture("", HOSTILE, ""))
    assert "owner/model" in made
    assert '<rect width="1"' in made
    for word in ("script", "image", "style", "foreign", "onclick", "evil", "use", "href", "ns0"):
        assert word not in made, word


@pytest.mark.parametrize("svg", ["", "no", "<svg/>", "<svg", "<html xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_drawing_is_told(svg):
    with pytest.raises(WrongUse, match="picture"):
        drawing(Picture("", svg, ""))
