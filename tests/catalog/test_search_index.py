"""The index of names on disk: opened, shared, damaged; and the words that it is made of."""

import json
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.catalog.indexed import INVENTED, KNOWN, batches, built, names

from filiation.catalog import search as search_module
from filiation.catalog.search import Search
from filiation.catalog.search_index import build_search
from filiation.catalog.search_names import split_words
from filiation.catalog.search_words import one_edit
from filiation.errors import StoreFailed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("edition") / "search"
    build_search(place, batches(KNOWN + INVENTED))
    return place


def test_opening_is_fast_and_leaves_the_folder_as_it_was(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    start = time.perf_counter()
    Search.open(folder)
    assert time.perf_counter() - start < 0.5
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_an_index_that_must_not_be_written_to_opens(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*.lock"))
    monkeypatch.setattr(search_module.os, "access", lambda *_: False)
    assert Search.open(copied).find("gpt2")[0].name == "gpt2"
    assert not list(copied.rglob("*.lock"))


def test_everyone_may_read_what_was_written(folder: Path) -> None:
    modes = {path.stat().st_mode for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert len(modes) == 1


def _in_worker(folder: Path) -> list[str]:
    return names(Search.open(folder).find("whispar bridge"))


def test_several_processes_read_at_once(folder: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_in_worker, [folder] * 4)) == [["acme/llama_whisper.bridge"]] * 4


def test_an_empty_catalog_has_an_empty_index(tmp_path: Path) -> None:
    assert built(tmp_path / "s", []).find("gpt2") == []


def test_a_kind_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="kind"):
        build_search(tmp_path / "s", batches([("space", "a/b", 1)]))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("pattern", ["search.json", "names.npy", "sorted.npy", "words/*.idx", "words/meta.json"])
@pytest.mark.parametrize("harm", [Path.unlink, _cut])
def test_a_damaged_index_says_so(folder: Path, tmp_path: Path, pattern: str, harm: object) -> None:
    copied = shutil.copytree(folder, tmp_path / "copy")
    (victim,) = copied.glob(pattern)
    assert callable(harm)
    harm(victim)
    with pytest.raises(StoreFailed, match="rebuild"):
        Search.open(copied)


@pytest.mark.parametrize("manifest", ["[]", "{}", '{"version": 1, "files": []}', '{"version": 0}'])
def test_an_index_of_another_version_says_so(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "search.json").write_text(manifest)
    with pytest.raises(StoreFailed):
        Search.open(tmp_path)


def test_a_missing_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed):
        Search.open(tmp_path / "nowhere")


def test_the_manifest_counts_the_names(folder: Path) -> None:
    assert json.loads((folder / "search.json").read_text())["count"] == len(KNOWN) + len(INVENTED)


def test_words_begin_inside_words_where_letters_change() -> None:
    def apart(text: str) -> str:
        begins = split_words(np.frombuffer(text.encode(), np.uint8))
        return "".join(f" {c}" if begin else c for c, begin in zip(text, begins, strict=True))

    assert apart("OpenHermes") == "Open Hermes"
    assert apart("GPTNeoX") == "GPT Neo X"
    assert apart("llama3 v3 8x7b mistral7B") == "llama 3 v3 8x7b mistral 7B"


@given(st.binary(max_size=12), st.binary(max_size=12))
def test_one_edit_is_symmetric(text: bytes, other: bytes) -> None:
    assert one_edit(text, other) == one_edit(other, text)


@pytest.mark.parametrize("other", ["abcd", "abd", "abxcd", "axcd", "acbd", "abcdx"])
def test_one_edit_is_near(other: str) -> None:
    assert one_edit(b"abcd", other.encode())


@pytest.mark.parametrize("other", ["ab", "abdx", "badc", "dbca", "", "abcdxx"])
def test_two_edits_are_far(other: str) -> None:
    assert not one_edit(b"abcd", other.encode())
