"""Files of strangers, read by every reader: none raises, and time and memory stay bounded by the length of the file."""

import struct
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.files.bombs import PATTERNS, YAML_BOMBS, long_files
from tests.evidence.files.hostile import READERS, SEEDS, WORDS, feed

from filiation.evidence.files import FILE_READERS, card_text
from filiation.facts.findings import Fault, Unread

_KIB = 1024
_EACH = pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())


def test_every_reader_is_registered():
    assert {reader.name for reader in FILE_READERS} == set(READERS)
    assert len({reader.name for reader in FILE_READERS}) == len(FILE_READERS)


def test_every_reader_has_a_seed_and_finds_something_in_it():
    telling = {
        reader.name
        for path, body in SEEDS.items()
        for reader in READERS.values()
        if reader.wants(path) and (feed(reader.read, body).clues or feed(reader.read, body).signs)
    }
    assert telling == set(READERS)


@_EACH
@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=3000), size=st.one_of(st.none(), st.integers(-(2**70), 2**70)))
def test_any_bytes(reader, body, size):
    feed(reader.read, body, size)


_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["replace", "insert", "delete", "repeat"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(1, 40),
        st.one_of(
            st.binary(min_size=1, max_size=12),
            st.sampled_from(
                [b"\xff" * 8, b"\0" * 8, b"[", b"{", b'"', b"&a", b"*a", b"<<: *a", b"- ", b": ", b"\xef\xbb\xbf"]
            ),
            st.sampled_from(WORDS),
            st.integers(0, 2**64 - 1).map(lambda number: struct.pack("<Q", number)),
        ),
    ),
    min_size=1,
    max_size=8,
)


def _edited(body, edits):
    for what, where, length, put in edits:
        at = int(where * (len(body) + 1))
        old = body[at : at + length]
        new = {"replace": put, "insert": put + old, "delete": b"", "repeat": old * 5}[what]
        body = body[:at] + new + body[at + length :]
    return body


@_EACH
@settings(max_examples=100, deadline=None)
@given(body=st.sampled_from(sorted(SEEDS.values())), edits=_EDITS)
def test_spoiled_files(reader, body, edits):
    feed(reader.read, _edited(body, edits))


_PIECES = st.sampled_from(
    [
        *(word.decode() for word in WORDS),
        *(
            "This model is a ",
            "It is ",
            "[a/b-1](https://huggingface.co/a/b-1)",
            "https://hf.co/c/d-2",
            "`e/f-3`",
            "G-7B",
        ),
        *(" ", ". ", "\n", "\n\n", "| ", "`", "<", ">", " and ", ", ", "7", "- ", ": ", "*", "_", "[", "]("),
    ]
)


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=12), encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_cards_made_of_what_tells(pieces, encoding):
    found = feed(card_text.READER.read, "".join(["# T\n", *pieces]).encode(encoding))
    marks = {f"{sign:x}" for clue in found.clues for sign in map(ord, clue.named or "") if 0xE000 <= sign <= 0xE00F}
    assert not marks


_TOO_MANY = {
    "aliases": "merge_method: x\nbase_model: &a a/b\nmodels: [" + "*a, " * 500 + "]\n",
    "pieces": "merge_method: x\nbase_model: a/b\nmodels: [" + "a, " * 150_000 + "]\n",
    "documents": "merge_method: x\n---\n" * 60_000,
}


@pytest.mark.parametrize("what", _TOO_MANY)
def test_yaml_of_more_than_any_document_has_is_not_built(what):
    (fault,) = feed(READERS["mergekit_config"].read, _TOO_MANY[what].encode()).faults
    assert fault.fault is Fault.TOO_MANY
    assert fault.location.startswith("line ")
    found = feed(READERS["card-block"].read, f"```yaml\n{_TOO_MANY[what]}```\n".encode())
    assert (found.clues, found.faults) == ((), (Unread(Fault.TOO_MANY, f"line 2, {fault.location} of it"),))


@pytest.mark.parametrize("path", SEEDS)
def test_files_cut_at_every_length(path):
    for reader in READERS.values():
        if reader.wants(path):
            for length in range(len(SEEDS[path])):
                feed(reader.read, SEEDS[path][:length], len(SEEDS[path]))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "cp037", "utf-7"])
@pytest.mark.parametrize("path", [path for path in SEEDS if path.endswith((".json", ".yml", ".md"))])
def test_other_encodings(path, encoding):
    for reader in READERS.values():
        if reader.wants(path):
            feed(reader.read, SEEDS[path].decode().encode(encoding))


@_EACH
@pytest.mark.parametrize("bomb", YAML_BOMBS)
def test_yaml_bombs(reader, bomb):
    for written in (YAML_BOMBS[bomb], f"---\n{YAML_BOMBS[bomb]}\n---\n", f"```yaml\n{YAML_BOMBS[bomb]}\n```\n"):
        feed(reader.read, written.encode())


@_EACH
@pytest.mark.parametrize("length", [4 * _KIB, 32 * _KIB])
def test_long_files_of_one_pattern_take_no_longer_than_their_length_explains(reader, length):
    for body, size in long_files(reader, length):
        feed(reader.read, body, size)


@_EACH
@pytest.mark.parametrize("pattern", ["zeros", "lists", "links", "dashes", "sentences", "lines", "base", "bullets"])
def test_the_longest_files_that_are_read(reader, pattern):
    body = PATTERNS[pattern] * (reader.most // len(PATTERNS[pattern]))
    feed(reader.read, body)


def _peak(call):
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@_EACH
def test_memory_stays_a_multiple_of_the_length(reader):
    length = 8 * _KIB
    # Each two bytes of YAML may be a node, with the places where it begins and ends.
    most = 300 if reader.wants("README.md") or reader.wants("mergekit_config.yml") else 40
    for body, size in long_files(reader, length):
        assert _peak(lambda body=body, size=size: feed(reader.read, body, size)) <= most * len(body) + 64 * _KIB, body[
            :99
        ]


@_EACH
@pytest.mark.parametrize("bomb", YAML_BOMBS)
def test_memory_of_yaml_bombs(reader, bomb):
    assert _peak(lambda: feed(reader.read, YAML_BOMBS[bomb].encode())) <= 32 * _KIB * _KIB
