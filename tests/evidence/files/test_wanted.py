"""Which files of a repository are read, and by whom."""

import json
from dataclasses import replace

import pytest

from filiation.evidence import files
from filiation.evidence.files import FILE_READERS, MOST_FILES, card_text, read, wanted
from filiation.evidence.files.bounded import LONGEST, MOST_CLUES, MOST_FAULTS, MOST_SIGNS
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread


def paths(of: list[str]) -> list[str]:
    return [one.path for one in wanted(of)]


def test_every_reader_has_a_name_of_its_own_and_a_bound():
    names = [reader.name for reader in FILE_READERS]
    assert len(set(names)) == len(names) >= 20
    assert all(0 < reader.most <= 64 << 20 and reader.at_most > 0 for reader in FILE_READERS)


def test_the_most_telling_files_come_first():
    asked = ["model.safetensors", "onnx/model.onnx", "config.json", "mergekit_config.yml", "README.md", "merges.txt"]
    assert paths(asked) == ["README.md", "mergekit_config.yml", "config.json", "model.safetensors", "onnx/model.onnx"]


@pytest.mark.parametrize(
    "crowd",
    [
        [f"model-Q{i}.gguf" for i in range(60)],
        [f"model-{i:05}-of-00040.safetensors" for i in range(40)],
        [f"lora-{i}/adapter_config.json" for i in range(500)],
        [f"onnx/model_q4_{i}.onnx" for i in range(100)],
    ],
)
def test_a_crowd_of_files_leaves_room_for_the_others(crowd):
    others = ["README.md", "adapter_config.json", "config.json", "mergekit_config.yml", "model_index.json"]
    found = paths([*crowd, *others])
    assert set(others) <= set(found)
    assert 1 <= len(set(found) & set(crowd)) <= 4
    assert len(found) <= MOST_FILES


def test_files_near_the_root_come_before_those_in_folders_and_none_twice():
    asked = ["a/adapter_config.json", "b/adapter_config.json", "adapter_config.json", "adapter_config.json"]
    assert paths(asked) == ["adapter_config.json", "a/adapter_config.json", "b/adapter_config.json"]


def test_paths_may_come_one_by_one():
    assert [one.path for one in wanted(path for path in ["config.json", "README.md"])] == ["README.md", "config.json"]


def test_as_much_is_read_as_the_reader_that_wants_most_needs():
    (one,) = wanted(["README.md"])
    assert one.most == max(reader.most for reader in FILE_READERS if reader.wants("README.md"))


def test_a_file_is_given_to_all_its_readers_and_to_no_other():
    body = json.dumps({"base_model_name_or_path": "a/b", "peft_type": "LORA"}).encode()
    ((reader, findings),) = read("lora/adapter_config.json", body, len(body), "me/child")
    assert reader.name == "adapter_config.json"
    assert [clue.raw for clue in findings.clues] == ["a/b"]
    assert [shown.sign for shown in findings.signs] == [Sign.ADAPTER]
    assert list(read("merges.txt", b"a b", 3, "me/child")) == []


@pytest.mark.parametrize("body", [b"", b"\x00", b"{}", b"[]", b"null", b"\xff\xfe", b"a: b", b"\x08\x08"])
@pytest.mark.parametrize("reader", FILE_READERS, ids=lambda reader: reader.name)
def test_no_reader_raises_at_what_it_does_not_expect(reader, body):
    reader.read(body, len(body))
    reader.read(body, 0)
    reader.read(body, 1 << 62)


def reading(monkeypatch, reader):
    """Return what is found where this is the only reader."""
    monkeypatch.setattr(files, "FILE_READERS", (reader,))
    ((_, findings),) = read("README.md", b"x", 1, "me/child")
    return findings


def giving(findings):
    return replace(card_text.READER, name="giving", read=lambda *_: findings)


@pytest.mark.parametrize("error", [IndexError("strange"), RecursionError(), MemoryError(), AssertionError()])
def test_a_reader_that_raises_ends_nothing(monkeypatch, error):
    def failing(*_):
        raise error

    findings = reading(monkeypatch, replace(card_text.READER, read=failing))
    assert findings == Findings(faults=(Unread(Fault.WRONG_SHAPE, "", type(error).__name__),))


def test_a_card_whose_subjects_cannot_be_told_ends_nothing(monkeypatch):
    def failing(*_):
        raise IndexError

    monkeypatch.setattr(files, "own", failing)
    assert reading(monkeypatch, card_text.READER).faults == (Unread(Fault.WRONG_SHAPE, "", "IndexError"),)


def test_no_reader_brings_what_no_store_takes(monkeypatch):
    bad = "a\0b\ud800\udfffc" + "d" * 10_000
    told = giving(
        Findings(
            (Clue(bad, bad, named=bad, revision=bad), Clue("a/b", "x")),
            (Shown(Sign.MERGED, bad, bad),),
            (Unread(Fault.NOT_JSON, bad, bad),),
        )
    )
    found = reading(monkeypatch, told)
    good = ("a\ufffdb\ufffd\ufffdc" + "d" * 10_000)[:LONGEST]
    assert found.clues == (Clue(good, good, named=good, revision=good), Clue("a/b", "x"))
    assert found.signs == (Shown(Sign.MERGED, good, good),)
    assert found.faults == (Unread(Fault.NOT_JSON, good, good),)


@pytest.mark.parametrize("crowd", ["clues", "signs", "faults"])
def test_no_reader_fills_the_store_from_one_file(monkeypatch, crowd):
    few = {"clues": (Clue("a/b", "x"),), "signs": (Shown(Sign.MERGED, "x"),), "faults": (Unread(Fault.NOT_JSON),)}
    found = reading(monkeypatch, giving(Findings(**(few | {crowd: few[crowd] * 5000}))))
    most = {"clues": MOST_CLUES, "signs": MOST_SIGNS, "faults": MOST_FAULTS}[crowd]
    assert len(getattr(found, crowd)) == most
    assert found.faults[-1] == Unread(Fault.TOO_MANY)
    assert Unread(Fault.NOT_JSON) in found.faults
    whole = Findings(**(few | {crowd: few[crowd] * most}))
    assert reading(monkeypatch, giving(whole)) == whole


def test_a_card_in_two_bytes_a_sign_brings_nothing_that_no_store_takes():
    card = "# T\n\nThis is fine-tuned from a/b-1 {} and more.\n"
    for sign in ("\0", "\ud83d"):
        body = card.format(sign).encode("utf-16", "surrogatepass")
        for _, findings in read("README.md", body, len(body), "me/x-1"):
            repr(findings).encode()
            assert not any("\0" in clue.raw or not clue.raw.isprintable() for clue in findings.clues)
