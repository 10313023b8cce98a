"""The header of a GGUF file, read from its beginning as the format's own library reads the whole file."""

import struct
from pathlib import Path

import gguf as library
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evidence.files import headers
from tests.evidence.files.hostile import feed, in_time

from filiation.evidence.files.gguf_header import FILE_TYPES, READER, extent, header, read, wants
from filiation.facts.findings import Clue, Fault, Shown, Sign
from filiation.facts.vocabulary import Kind, Relation

_QUANTIZED = {"general.architecture": "llama", "general.type": "model", "general.file_type": 15}
_HUB = "https://huggingface.co/"


def _clues(values, **kinds):
    return read(headers.gguf(values, **kinds), 10**9).clues


def _written_by_the_library(path, values, endianess=library.GGUFEndian.LITTLE, words=0):
    writer = library.GGUFWriter(path, "llama", endianess=endianess)
    for key, value in values.items():
        if isinstance(value, bool):
            writer.add_bool(key, value)
        elif isinstance(value, int):
            (writer.add_uint32 if 0 <= value < 2**32 else writer.add_int64)(key, value)
        elif isinstance(value, float):
            writer.add_float64(key, value)
        else:
            writer.add_string(key, value)
    if words:
        writer.add_token_list([f"word{n}" for n in range(words)])
        writer.add_token_scores([0.5] * words)
    writer.add_tensor("token_embd.weight", np.zeros((4, 32), dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _read_by_the_library(path):
    fields = library.GGUFReader(path).fields
    return {
        name: field.contents()
        for name, field in fields.items()
        if name.startswith("general.") and field.types[0] is not library.GGUFValueType.ARRAY
    }


_NAMES = st.text(st.characters(codec="ascii", categories=["Ll", "Nd"]), min_size=1, max_size=12)
_VALUES = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(_NAMES, _VALUES, max_size=6), big=st.booleans())
def test_reads_what_the_formats_library_reads(tmp_path: Path, values, big):
    path = tmp_path / "m.gguf"
    order = library.GGUFEndian.BIG if big else library.GGUFEndian.LITTLE
    _written_by_the_library(path, {f"general.{name}": value for name, value in values.items()} | _named(), order)
    body = path.read_bytes()
    found = header(body, len(body))
    assert found.faults == ()
    assert (found.version, found.tensors, found.cut) == (3, 1, False)
    assert dict(found.values) == _read_by_the_library(path)


def _named():
    return {"general.base_model.0.repo_url": f"{_HUB}a/base", "general.base_model.count": 1}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("version", [2, 3])
def test_versions_and_byte_orders(version, order):
    found = header(headers.gguf(_QUANTIZED, version=version, order=order, tensors=7), 10**6)
    assert (found.version, found.tensors, found.keys, found.values) == (version, 7, 3, _QUANTIZED)
    assert not found.cut


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (headers.start(1, version=1), "version 1"),
        (headers.start(1, version=4), "version 4"),
        (b"GGML" + b"\0" * 40, ""),
        (b"version https://git-lfs.github.com/spec/v1\n", ""),
        (headers.start(1) + headers.text("general.x") + struct.pack("<I", 77) + b"\0" * 64, "a value of kind 77"),
        (headers.start(1) + struct.pack("<Q", 1 << 40) + b"\0" * 64, f"a key of {1 << 40} bytes"),
        (headers.start(1) + headers.text("k") + struct.pack("<I", 9) * 10 * 12 + b"\0" * 4000, None),
    ],
)
def test_what_is_no_readable_gguf_is_said(body, told):
    (fault,) = read(body, len(body)).faults
    assert fault.fault is Fault.WRONG_FORMAT
    assert told is None or fault.detail == told


def test_deep_arrays_end():
    body = headers.start(1) + headers.text("k") + struct.pack("<I", 9)
    body += struct.pack("<IQ", 9, 1) * 5000
    assert read(body, len(body)).faults[0].fault is Fault.WRONG_FORMAT


@pytest.mark.parametrize("keys", [2**63, 2**64 - 1])
def test_absurd_counts_are_a_finding(keys):
    body = headers.start(keys, tensors=2**64 - 1) + headers.pair("general.type", "model")
    found = read(body, 10**12)
    assert [fault.fault for fault in found.faults] == [Fault.WRONG_SHAPE]
    assert found.clues == ()
    # Where no size is known, the bytes at hand end the reading.
    assert [fault.fault for fault in read(body, 0).faults] == [Fault.CUT_SHORT]


@pytest.mark.parametrize("kind", [0, 8, 9, 12])
def test_a_terabyte_in_an_array_costs_nothing(kind):
    body = headers.start(1) + headers.text("general.tags") + struct.pack("<IIQ", 9, kind, 1 << 62)
    found = feed(read, body + b"\0" * 1000, 1 << 62)
    assert found.faults[0].fault in {Fault.CUT_SHORT, Fault.WRONG_FORMAT}


def test_the_longest_tokenizer_is_gone_through_in_time():
    words = (READER.most - 100) // 8
    body = (
        headers.start(1) + headers.text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, words) + b"\0" * words * 8
    )
    with in_time():
        assert header(body, len(body)).read == 1


def test_a_cut_in_the_tokenizer_is_no_fault():
    values = {**_QUANTIZED, **_named(), "tokenizer.ggml.tokens": [f"word{n}" for n in range(500)]}
    body = headers.gguf({**values, "general.source.url": f"{_HUB}a/source"})
    found = read(body[:2000], len(body))
    assert found.faults == ()
    assert [clue.raw for clue in found.clues] == [f"{_HUB}a/base"]
    # The keys that quantizing tools set behind it are read where the bytes reach.
    assert [clue.raw for clue in read(body, len(body)).clues] == [f"{_HUB}a/source", f"{_HUB}a/base"]


def test_a_cut_before_the_tokenizer_is_a_finding():
    body = headers.gguf({**_QUANTIZED, **_named()})
    for length in range(len(body)):
        found = read(body[:length], len(body))
        assert [fault.fault for fault in found.faults] == [Fault.CUT_SHORT], length
    assert read(body, len(body)).faults == ()


@pytest.mark.parametrize(
    "key",
    [
        "general.source.url",
        "general.source.repo_url",
        "general.source.huggingface.repository",
        "general.source.hugginface.repository",
    ],
)
def test_the_source_is_the_parent(key):
    raw = "a/source" if key.endswith("repository") else f"{_HUB}a/source"
    assert _clues({**_QUANTIZED, key: raw}) == (Clue(raw, key, Relation.QUANTIZED),)


@pytest.mark.parametrize(("number", "relation"), [(0, None), (1, None), (32, None), (7, Relation.QUANTIZED)])
def test_another_format_of_the_same_weights_is_not_called_quantized(number, relation):
    (clue,) = _clues({"general.file_type": number, "general.source.url": f"{_HUB}a/source"})
    assert clue.relation is relation


def test_parents_of_the_converted_model():
    clues = _clues(
        {
            **_QUANTIZED,
            "general.base_model.count": 3,
            "general.base_model.0.name": "Mistral 7B v0.1",
            "general.base_model.0.version": "v0.1",
            "general.base_model.0.organization": "Mistralai",
            "general.base_model.0.repo_url": f"{_HUB}mistralai/Mistral-7B-v0.1",
            "general.base_model.1.name": "Only a Name",
            "general.base_model.1.organization": "Some Body",
            "general.base_model.2.url": f"{_HUB}b/two/tree/main",
            "general.base_model.2.version": "0" * 40,
            "general.base_model.3.url": f"{_HUB}c/not-read-twice",
            "general.base_model.3.repo_url": "https://example.com/elsewhere",
        }
    )
    assert clues == (
        Clue(f"{_HUB}mistralai/Mistral-7B-v0.1", "general.base_model.0.repo_url"),
        Clue(f"{_HUB}b/two/tree/main", "general.base_model.2.url", revision="0" * 40),
    )


@pytest.mark.parametrize("address", [f"{_HUB}datasets/o/d", f"{_HUB}o/d", "o/d"])
def test_datasets(address):
    key = "general.dataset.0.repo_url"
    assert _clues({key: address}) == (Clue(address, key, named="o/d", target=Kind.DATASET),)


def test_a_dataset_is_no_base_model():
    assert _clues({"general.base_model.0.repo_url": f"{_HUB}datasets/o/d"}) == ()


@pytest.mark.parametrize(
    "written", [f"{_HUB}unsloth", "https://example.com/a/b", "llama.cpp", "./models/x", "models/x", "", "a/b.gguf"]
)
def test_what_names_no_repository_is_no_clue(written):
    assert _clues({"general.repo_url": written, "general.source.url": written}) == ()


def test_the_base_of_an_adapter():
    values = {"general.type": "adapter", "general.base_model.0.repo_url": f"{_HUB}a/base", "general.file_type": 1}
    found = read(headers.gguf(values), 1000)
    assert [clue.relation for clue in found.clues] == [Relation.ADAPTER]
    assert found.signs == (Shown(Sign.ADAPTER, "general.type", "gguf"),)


def test_thousands_of_parents_are_bounded():
    found = read(headers.gguf({f"general.base_model.{n}.repo_url": f"a/m{n}" for n in range(3000)}), 10**6)
    assert len(found.clues) == 100
    assert [fault.fault for fault in found.faults] == [Fault.TOO_MANY]


@pytest.mark.parametrize(
    ("value", "sign", "detail"),
    [
        (15, Sign.QUANTIZED, "gguf, Q4_K_M"),
        (1024 | 7, Sign.QUANTIZED, "gguf, Q8_0"),
        (38, Sign.QUANTIZED, "gguf, MXFP4_MOE"),
        (999, Sign.QUANTIZED, "gguf, file type 999"),
        ("q6_k", Sign.QUANTIZED, "gguf, Q6_K"),
        (1, Sign.CONVERTED, "gguf, F16"),
        (32, Sign.CONVERTED, "gguf, BF16"),
        (None, Sign.CONVERTED, "gguf"),
    ],
)
def test_signs(value, sign, detail):
    values = {"general.architecture": "llama"} | ({} if value is None else {"general.file_type": value})
    (shown,) = read(headers.gguf(values), 1000).signs
    assert (shown.sign, shown.detail) == (sign, detail)


@pytest.mark.parametrize("kind", ["imatrix", "mmproj"])
def test_files_that_lie_beside_a_model_show_nothing_of_it(kind):
    assert read(headers.gguf({"general.type": kind, "general.file_type": 15}), 1000).signs == ()


def test_file_types_are_those_of_the_library():
    for kind in library.LlamaFileType:
        if kind is not library.LlamaFileType.GUESSED:
            assert FILE_TYPES[kind] == kind.name.removeprefix("MOSTLY_").removeprefix("ALL_")


def test_texts_in_other_encodings_are_findings_and_the_first_of_two_counts():
    pairs = [("general.url", b"\xff\xfe"), ("general.name", "one"), ("general.name", "two")]
    found = header(headers.gguf(pairs), 1000)
    assert found.values == {"general.name": "one"}
    assert [(fault.fault, fault.location) for fault in found.faults] == [(Fault.NOT_TEXT, "general.url")]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("model.Q4_K_M.gguf", True),
        ("sub/Model-00001-of-00009.GGUF", True),
        ("model-00002-of-00009.gguf", False),
        ("model-00010-of-00019.gguf", False),
        ("mmproj-model-f16.gguf", False),
        ("model.imatrix.gguf", False),
        ("imatrix.dat", False),
        ("mmproj/model.gguf", True),
    ],
)
def test_wanted_paths(path, wanted):
    assert wants(path) is wanted


def test_a_long_tokenizer_written_by_the_library(tmp_path: Path):
    path = tmp_path / "m.gguf"
    _written_by_the_library(path, _named(), words=20_000)
    body = path.read_bytes()
    assert dict(header(body, len(body)).values) == _read_by_the_library(path)
    cut = header(body[:65_536], len(body))
    assert cut.past
    assert cut.cut
    assert cut.faults == ()


def test_no_more_is_worth_reading_than_the_header():
    body = headers.gguf({**_QUANTIZED, "tokenizer.ggml.tokens": ["word"] * 100})
    assert extent(body + b"weights" * 1000) == len(body)
    assert extent(body[:-1]) == READER.most
    assert extent(b"GGML" + b"\0" * 60) == 64
