"""JSON text taken apart: lists are split the same way whichever way they have to be read."""

import json
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
