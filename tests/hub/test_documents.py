"""JSON text taken apart: lists are split the same way whichever way they have to be read."""

import json
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.hub import documents
from filiation.hub.problems import Problems

DEEP = b"[" * 5_000 + b"]" * 5_000
TEXT = st.text(st.sampled_from('[]{},:"\\ \t\naé\ud83d\ude00'.encode("utf-16", "surrogatepass").decode("utf-16")))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(values=st.lists(VALUES, max_size=5), ascii_only=st.booleans(), indent=st.sampled_from([None, 2]))
def test_a_list_is_split_alike_with_and_without_an_item_that_is_nested_too_deep(
    values: list[object], *, ascii_only: bool, indent: int | None
):
    texts = [json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode() for value in values]
    plain, deep = (b" , ".join(part) for part in (texts, [*texts, DEEP]))
    expected = [json.loads(text) for text in texts]
    assert [json.loads(bytes(item)) for item in documents.items(b"[" + plain + b"]")] == expected
    *others, last = documents.items(b" [" + deep + b" ] ")
    assert [json.loads(bytes(item)) for item in others] == expected
    assert bytes(last) == DEEP


@pytest.mark.parametrize("text", [b"", b"[", b"[1", b'[{"a": 1}', b"[1 2]", b"[,]x", b"[" + DEEP + b', {"a"'])
def test_what_breaks_off_is_no_list(text: bytes):
    with pytest.raises(msgspec.DecodeError):
        documents.items(text)


def test_halves_of_surrogate_pairs_do_not_break_a_list():
    found = [json.loads(bytes(item)) for item in documents.items(b'[{"a": "\\ud800"}, {"b": 1}]')]
    assert found == [{"a": "?"}, {"b": 1}]


@given(
    text=st.text(
        st.sampled_from(
            '\\u"nd8fc0\ud83d\ude00\ud800\udc00'.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        )
    )
)
def test_only_halves_of_surrogate_pairs_are_replaced(text: str):
    written = json.dumps(text).encode()
    mended = documents.without_lone_surrogates(written)
    assert json.loads(mended) == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace(
        "\ufffd", "?"
    )


@given(st.dictionaries(TEXT, VALUES, max_size=5))
def test_the_fields_of_an_object_are_the_same_with_and_without_one_that_is_nested_too_deep(told: dict[str, object]):
    plain = json.dumps(told).encode()
    found = {name: json.loads(bytes(raw)) for name, raw in documents.fields(plain).items()}
    assert found == told
    deep = plain[:-1] + (b", " if told else b"") + b'"deep": ' + DEEP + b', "last": 1}'
    found = {name: json.loads(bytes(raw)) for name, raw in documents.fields(deep).items()}
    assert found == {name: value for name, value in told.items() if name != "deep"} | {"last": 1}


@pytest.mark.parametrize("text", [b"", b"[]", b'{"a": 1', b'{"\xff": 1}', b'{"a": ' + DEEP])
def test_what_is_no_object_has_no_fields(text: bytes):
    with pytest.raises(msgspec.DecodeError):
        documents.fields(text)


def test_a_name_that_is_no_text_costs_its_record_only():
    problems = Problems()
    found = list(documents.parse(Path("page"), b'[{"\xff": 1}, {"id": "a/b"}]', problems))
    assert [document.place for document in found] == ["1[1]"]
    assert problems.summary()[0].reason == "not valid JSON"


@pytest.mark.parametrize(
    ("text", "crowded"),
    [(b"[" + b"1," * 300_000 + b"1]", True), (b"[[" + b"1," * 300_000 + b"1]]", False), (b"[1,1,1]", False),
     (b"{" + b'"a":1,' * 300_000 + b'"a":1}', True)],
)  # fmt: skip
def test_too_many_items_are_known_without_reading_them_all(text: bytes, *, crowded: bool):
    assert documents.is_crowded(text, 2) is crowded


def test_text_without_an_end_is_read_once():
    began = time.process_time()
    with pytest.raises(msgspec.DecodeError):
        documents.items(b"[" + DEEP + b', "' + b'\\"' * 200_000)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "answer"),
    [(b'{"a": 1}', True), (b"[]", False), (b'"x"', False), (b'{"a": "\\udc00"}', True), (b'{"a":' + DEEP + b"}", True),
     (DEEP, False)],
)  # fmt: skip
def test_an_object_is_told_from_other_values(text: bytes, *, answer: bool):
    assert documents.is_object(text) is answer


@pytest.mark.parametrize("text", [b"", b"{", b'{"a": 1', b"<html>"])
def test_what_is_no_json_is_no_object(text: bytes):
    with pytest.raises(msgspec.DecodeError):
        documents.is_object(text)


def test_a_page_in_memory_is_told_by_the_name_it_is_given():
    problems = Problems()
    found = list(documents.parse(Path("page 7"), b'[{"id": "a/b"}, 5]', problems))
    assert [(document.place, list(document.fields)) for document in found] == [("1[0]", ["id"])]
    assert problems.summary()[0].examples == ("page 7:1[1]: 5",)
