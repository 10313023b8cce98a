"""The page about the API tells everything that the description tells, with examples that answer."""

import html
import re

import pytest

from filiation.locale import LANGUAGES
from filiation.web.api.shapes import bounds, prose, shape
from filiation.words.speech import speech


@pytest.fixture(params=LANGUAGES)
def page(request, site):
    answer = site.get(f"/{request.param}/api")
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def document(site):
    return site.get("/api/v1/openapi.json").json()


def test_every_address_parameter_and_type_is_told(page, document):
    for path, methods in document["paths"].items():
        assert f">/<wbr>api/<wbr>v1{path.replace('/', '/<wbr>')}</a>" in page
        operation = methods["get"]
        section = page.split(f'id="{operation["operationId"]}"')[1].split("</article>")[0]
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or f"<code>{parameter['name']}</code>" in section
    for name, schema in document["components"]["schemas"].items():
        section = page.split(f'id="type-{name}"')[1].split("</article>")[0]
        for field in (*schema.get("properties", ()), *schema.get("enum", ())):
            assert f"<code>{field}</code>" in section, (name, field)


def test_every_example_answers(page, site, document):
    examples = re.findall(r'class="example" href="([^"]+)">([^<]+)<', page)
    assert len(examples) == len(document["paths"])
    for address, shown in examples:
        assert address == shown
        assert site.get(html.unescape(address)).status_code == 200


def test_links_within_the_page_lead_somewhere(page):
    anchors = re.findall(r'\bid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_nothing_is_left_in_english_on_the_french_page(site):
    english, french = (site.get(f"/{language}/api").text for language in ("en", "fr"))
    prose_of = lambda text: re.sub(r'(?s)<p lang="en">.*?</p>|<code>.*?</code>|<h3>.*?</h3>', "", text)  # noqa: E731
    sentences = {
        sentence
        for sentence in re.findall(r">([^<>]{25,})<", prose_of(english))
        if re.search(r"\b(the|of|is|and)\b", sentence)
    }
    assert len(sentences) > 30
    assert not [sentence for sentence in sentences if f">{sentence}<" in prose_of(french)]


def test_a_catalog_without_families_has_a_page_without_examples(tmp_path):
    from starlette.testclient import TestClient
    from tests.making import dataset, imported

    from filiation.web.app import make_app

    with imported(tmp_path, [dataset("a/data")], kind="datasets") as observatory:
        answer = TestClient(make_app(observatory), base_url="http://localhost").get("/en/api")
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date"}, "day"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "whole number or null"),
        ({"type": "array", "items": {"type": "number"}}, "list of number"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "object, for each name a whole number"),
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}, "pair of text, whole number"),
        ({"enum": ["a<b"]}, "<code>a&lt;b</code>"),
        ({"$ref": "#/components/schemas/Tree"}, '<a href="#type-Tree">Tree</a>'),
    ],
)
def test_shapes_in_words(schema, told):
    assert shape(schema, speech("en")) == told


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        (
            {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
            ["1 to 1,000", "<code>50</code> if left out"],
        ),
        ({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 9}, {"type": "null"}]}, ["1 to 9"]),
        ({"anyOf": [{"type": "string"}, {"type": "null"}], "maxLength": 200}, ["up to 200 characters"]),
        (
            {"type": "array", "items": {"type": "string"}, "maxItems": 3, "default": []},
            ["text", "may be repeated, up to 3"],
        ),
        (
            {"type": "boolean", "default": False},
            ["<code>true</code> · <code>false</code>", "<code>false</code> if left out"],
        ),
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, ["a day, YYYY-MM-DD"]),
    ],
)
def test_bounds_in_words(schema, told):
    assert list(bounds(schema, {}, speech("en"))) == told


def test_descriptions_of_types_are_escaped_and_have_their_code():
    assert prose("Answer of `a<b`:\n    <i>x</i>") == "Answer of <code>a&lt;b</code>: &lt;i&gt;x&lt;/i&gt;"
