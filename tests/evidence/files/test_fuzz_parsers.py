"""Documents of strangers in the parsers that readers share: any value at any place, and texts without end."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.files.bombs import PATTERNS, STRANGE_TEXTS
from tests.evidence.files.hostile import READERS, SEEDS, feed, in_time, keeps_to

from filiation.evidence.files import bounded, card_blocks, hub_names
from filiation.evidence.files.merge_config import parents
from filiation.evidence.names import parse
from filiation.facts.findings import Unread

_KIB = 1024
_LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just("a/b@v+c/d"))
_NAMES = [
    "models",
    "slices",
    "sources",
    "model",
    "base_model",
    "experts",
    "modules",
    "path",
    "lora",
    "merge_method",
    "name",
]
_KEYS = st.one_of(st.sampled_from(_NAMES), st.text(max_size=5), st.integers(), st.none())
_DOCUMENTS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=4)),
    max_leaves=25,
)


@settings(deadline=None)
@given(document=_DOCUMENTS)
def test_any_document_as_a_recipe(document):
    keeps_to(parents(document), 100_000)


def test_recipes_that_hold_themselves():
    document = {"merge_method": "x"}
    document["models"] = document["slices"] = [document, {"model": document, "sources": [document] * 50}]
    with in_time():
        keeps_to(parents(document), 100_000)


@settings(deadline=None)
@given(document=_DOCUMENTS, name=st.sampled_from([path for path in SEEDS if path.endswith("json")]))
def test_any_document_in_place_of_settings(document, name):
    for reader in READERS.values():
        if reader.wants(name):
            feed(reader.read, json.dumps(document).encode())


@pytest.mark.parametrize("strange", STRANGE_TEXTS, ids=lambda text: ascii(text[:12]))
def test_strange_texts_at_every_place_of_settings(strange):
    for name, body in SEEDS.items():
        whole = json.loads(body) if name.endswith("json") else None
        for key in whole if isinstance(whole, dict) else ():
            written = json.dumps(whole | {key: strange}).encode()
            for reader in READERS.values():
                if reader.wants(name):
                    feed(reader.read, written)


@pytest.mark.parametrize("strange", STRANGE_TEXTS, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("path", ["README.md", "mergekit_config.yml", "model.gguf", "model.safetensors"])
def test_strange_texts_in_place_of_ids(path, strange):
    quoted = json.dumps(strange).encode()
    plain = strange.encode("utf-8", "surrogatepass")
    for raw in (quoted, plain, b"[" + plain + b"](" + plain + b")"):
        body = SEEDS[path].replace(b"a/base", raw).replace(b"a/one", raw)
        for reader in READERS.values():
            if reader.wants(path):
                feed(reader.read, body)


@settings(deadline=None)
@given(document=_DOCUMENTS, data=st.data())
def test_any_value_at_any_place_of_settings(document, data):
    name = data.draw(st.sampled_from([path for path in SEEDS if path.endswith("json")]))
    whole = json.loads(SEEDS[name])
    if isinstance(whole, dict):
        whole[data.draw(st.sampled_from(sorted(whole)))] = document
    for reader in READERS.values():
        if reader.wants(name):
            feed(reader.read, json.dumps(whole).encode())


@settings(deadline=None)
@given(written=st.one_of(st.text(max_size=500), st.binary(max_size=500)))
def test_parsers_of_documents(written):
    raw = written.encode("utf-8", "replace") if isinstance(written, str) else written
    text = written.decode("utf-8", "replace") if isinstance(written, bytes) else written
    bounded.json_document(raw)
    assert isinstance(bounded.yaml_documents(raw), list | Unread)
    assert isinstance(bounded.yaml_documents(text), list | Unread)
    for front in (text, f"---\n{text}\n---\n"):
        assert isinstance(card_blocks.front_matter(front), dict | Unread)
    parse(text)
    assert hub_names.repository(text) is None or "/" in text


@pytest.mark.parametrize("pattern", PATTERNS)
def test_long_texts_in_parsers(pattern):
    raw = PATTERNS[pattern] * (128 * _KIB // len(PATTERNS[pattern]))
    text = raw.decode("utf-8", "replace")
    with in_time():
        bounded.json_document(raw)
        bounded.yaml_documents(text)
        card_blocks.front_matter(f"---\n{text}")
        parse(text)
