"""Documents of strangers: read whole where they are sound, refused with a reason where they are not, never raising."""

import json
import time
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from filiation.evidence.files.bounded import (
    DEEPEST,
    MOST_ALIASES,
    MOST_EVENTS,
    Steps,
    json_document,
    json_mapping,
    text,
    yaml_documents,
)
from filiation.facts.findings import Fault, Unread

LENGTH = 256 * 1024

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


def fault(found: Any) -> Fault | None:
    return found.fault if isinstance(found, Unread) else None


@given(JSON, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_json_is_read_as_it_was_written(value, encoding):
    assert json_document(json.dumps(value).encode(encoding)) == value


@given(JSON)
def test_any_yaml_is_read_as_it_was_written(value):
    assert yaml_documents(yaml.safe_dump(value)) == [value]


@given(st.binary(max_size=300))
def test_no_bytes_raise(body):
    json_document(body)
    yaml_documents(body)


@given(st.text(max_size=300))
def test_no_text_raises(written):
    yaml_documents(written)


@given(st.text(alphabet="-: \n[]{}&*!|>'\"%@`#,?<=0123456789abe_.~\t", max_size=200))
def test_no_marks_of_yaml_raise(written):
    yaml_documents(written)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Fault.NOT_JSON),
        (b"{'a': 1}", Fault.NOT_JSON),
        (b'{"a": ', Fault.NOT_JSON),
        (b"\xff\xfe\xfd", Fault.NOT_TEXT),
        (b'{"a": "\xe9"}', Fault.NOT_TEXT),
        (b"[" * LENGTH, Fault.TOO_DEEP),
        (b'{"a":' * (LENGTH // 5), Fault.TOO_DEEP),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), Fault.TOO_DEEP),
        (b'["' + b'\\"' * LENGTH, Fault.NOT_JSON),
    ],
)
def test_json_that_is_none_has_its_reason(body, reason):
    assert fault(json_document(body)) is reason


def test_json_as_python_and_others_write_it_is_read():
    assert json_document(b'{"a": 1, "a": 2}') == {"a": 2}
    assert json_document(b"[Infinity]") == [float("inf")]
    assert json_document(b"9" * 100_000) == "9" * 100_000
    brackets = json.dumps({"template": "[[{{" * 100, "deep": [[[]]] * 30}).encode()
    assert json_document(brackets) == json.loads(brackets)


def test_settings_are_one_object_and_whole():
    assert json_mapping(b'{"a": 1}', 8) == {"a": 1}
    assert fault(json_mapping(b'["a"]', 5)) is Fault.WRONG_SHAPE
    assert fault(json_mapping(b'{"a"', 4)) is Fault.NOT_JSON
    assert json_mapping(b'{"a"', 1 << 40) == Unread(Fault.CUT_SHORT, "", f"4 / {1 << 40}")


def nested(first: str, pattern: str) -> str:
    """Return a YAML mapping in which each entry holds nine times the one before."""
    names = "abcdefghijklmno"
    lines = [f"a: &a {first}"]
    for before, name in pairwise(names):
        lines.append(f"{name}: &{name} " + pattern.replace("@", ", ".join([f"*{before}"] * 5)))
    return "\n".join(lines)


HOSTILE = {
    "copies of copies": (nested("{x: 1, y: 2}", "{<<: [@], z: 1}"), Fault.TOO_MANY),
    "much copied": (
        "a: &a {"
        + ", ".join(f"k{i}: 1" for i in range(9000))
        + "}\n"
        + "".join(f"b{i}: {{<<: *a}}\n" for i in range(90)),
        Fault.TOO_MANY,
    ),
    "many aliases": ("a: &a b\nc: [" + "*a, " * (MOST_ALIASES + 1) + "]", Fault.TOO_MANY),
    "many events": ("[" + "a, " * (MOST_EVENTS + 1) + "]", Fault.TOO_MANY),
    "deep lists": ("[" * LENGTH, Fault.TOO_DEEP),
    "deep mappings": ("{a: " * (LENGTH // 4), Fault.TOO_DEEP),
    "deep blocks": ("- " * (LENGTH // 2), Fault.TOO_DEEP),
    "deep keys": ("? " * (LENGTH // 2), Fault.TOO_DEEP),
    "a call": ("!!python/object/apply:os.system [ls]", Fault.WRONG_FORMAT),
    "a name": ("a: !!python/name:os.system", Fault.WRONG_FORMAT),
    "a forced number": ("!!int " + ":1" * 50, Fault.WRONG_FORMAT),
    "another's tag": ("a: !lambda x", Fault.WRONG_FORMAT),
    "a key that is a list": ("? [a]\n: b", Fault.NOT_YAML),
    "a key that holds itself": ("&a {*a : 1}", Fault.NOT_YAML),
    "an unknown alias": ("a: *b", Fault.NOT_YAML),
    "a tab": ("a:\n\tb: c", Fault.NOT_YAML),
    "a wrong merge": ("<<: 3", Fault.NOT_YAML),
    "half a character": ("a: \ud800", Fault.NOT_TEXT),
    "a control character": ("a: \x01", Fault.NOT_TEXT),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_soon_and_with_its_reason(name):
    written, reason = HOSTILE[name]
    began = time.perf_counter()
    found = yaml_documents(written)
    assert time.perf_counter() - began < 5
    assert fault(found) is reason


def test_a_bomb_of_aliases_shares_its_parts_and_a_walk_through_it_ends():
    found = yaml_documents(nested("[x, x]", "[@]"))
    assert isinstance(found, list)
    steps = Steps(1000)
    visits = 0
    waiting: list[object] = [found]
    while waiting:
        inner = [value for _, value in steps.through(waiting.pop())]
        visits += len(inner)
        waiting += inner
    assert visits == 1000
    assert steps.ended


def test_a_document_that_holds_itself_is_read_and_a_walk_through_it_ends():
    found = yaml_documents("&a [*a]")
    steps = Steps(10)
    assert isinstance(found, list)
    here = found[0]
    for _ in range(20):
        here = next((value for _, value in steps.through(here)), None)
    assert here is None
    assert steps.ended


def test_what_yaml_takes_for_dates_and_huge_numbers_stays_text():
    digits = "1" * 100_000
    assert yaml_documents(f"- 2024-02-31\n- =\n- {digits}\n- {'1:' * 5000}1") == [
        ["2024-02-31", "=", digits, "1:" * 5000 + "1"]
    ]
    assert yaml_documents("a: [4, 0.5, true, null, ~]") == [{"a": [4, 0.5, True, None, None]}]


def test_yaml_keeps_its_documents_merges_and_encodings():
    assert yaml_documents(b"a: 1\n---\nb: 2\n") == [{"a": 1}, {"b": 2}]
    assert yaml_documents("x: &x {a: 1}\ny: {<<: *x, b: 2}") == [{"x": {"a": 1}, "y": {"a": 1, "b": 2}}]
    assert yaml_documents("a: é".encode("utf-16")) == [{"a": "é"}]
    assert yaml_documents("") == []
    assert yaml_documents("a: 1\nb: }") == Unread(Fault.NOT_YAML, "line 2")


@given(JSON)
def test_what_is_quoted_can_be_stored(value):
    text(value).encode()
    assert "\0" not in text(value)


def test_what_is_quoted_is_bounded_and_never_goes_through_its_parts():
    bomb = yaml_documents(nested("[x, x]", "[@]"))
    assert text(bomb) == "list"
    assert text("a\ud800b\0") == "a\ufffdb\ufffd"
    assert len(text("a" * 10_000)) == 2000
