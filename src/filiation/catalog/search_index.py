"""Building the search index of an edition: names in order of use, sorted keys, and tantivy over their words.

A name's *place* is its rank by use among all names of all kinds; words are ranked by the most used name that
holds them. So the best of any set are its smallest numbers, everywhere in these files.

    names*.npy       the names in order of place, and where each begins
    vocabulary*.npy  the same for the distinct words
    rows.npy         place → kind and number in the catalog
    uses.npy         the distinct uses and the first place of each
    sorted.npy       the keys (whole ids, and what follows the slash) in alphabetical order
    words/           tantivy: names by word and kind, words by three letters
    search.json      version, count, and the size of each file; written last
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import tantivy
from numpy.typing import NDArray

from filiation.catalog.search_names import (
    FOUND,
    MANIFEST,
    TANTIVY,
    VERSION,
    fold,
    grams,
    split_words,
)

_HEAP = 400_000_000
_BATCH = 100_000


_COLUMNS: dict[str, pa.DataType] = {
    "kind": pa.string(),
    "number": pa.int64(),
    "name": pa.string(),
    "use": pa.int64(),
}
ENTRIES = pa.schema(_COLUMNS)
"""What can be found: a kind of `Found`, the row in the catalog of that kind, the name, and its use."""


def build_search(folder: Path, entries: Iterable[pa.RecordBatch]) -> int:
    """Write the index of `entries` (columns of `ENTRIES`) to a new `folder`; return their count."""
    (folder / TANTIVY).mkdir(parents=True)
    batches = [batch.select(ENTRIES.names).cast(ENTRIES) for batch in entries]
    names, codes = _write_rows(folder, pa.Table.from_batches(batches, ENTRIES))
    del batches
    folded = _folded(names)
    np.save(folder / "sorted.npy", _sorted_keys(names, folded))
    vocabulary = _vocabulary(folded)
    _save_texts(folder, "vocabulary", vocabulary)
    del folded
    _write_words(folder / TANTIVY, names, codes, vocabulary)
    _write_manifest(folder, len(names))
    return len(names)


def _write_rows(folder: Path, table: pa.Table) -> tuple[pa.StringArray, NDArray[np.int32]]:
    """Write names, rows and uses in order of use; return the names and the codes of their kinds."""
    column: Any = table["kind"]
    kinds: Any = pc.index_in(column, value_set=pa.array(FOUND)).combine_chunks()
    if kinds.null_count:
        raise ValueError("a kind that is not one of Found")
    codes = kinds.to_numpy()
    numbers, use = table["number"].to_numpy(), table["use"].to_numpy()
    order = np.lexsort((numbers, codes, -use))
    names: Any = table["name"].combine_chunks().take(order)
    _save_texts(folder, "names", names)
    np.save(folder / "rows.npy", (numbers * len(FOUND) + codes)[order].astype(np.int32))
    falling, first = np.unique(-use[order], return_index=True)
    np.save(folder / "uses.npy", np.stack([-falling, first]))
    return names, codes[order]


def _unpacked(texts: pa.StringArray) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return all bytes of `texts`, and where each text begins in them (and the last one ends)."""
    if not len(texts):
        return np.zeros(0, np.uint8), np.zeros(1, np.int32)
    buffers: list[Any] = texts.buffers()
    begin = np.frombuffer(buffers[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(buffers[2], np.uint8)[begin[0] : begin[-1]], begin - begin[0]


def _packed(content: NDArray[np.uint8], begin: NDArray[np.int32]) -> pa.StringArray:
    buffers = (pa.py_buffer(begin.tobytes()), pa.py_buffer(content.tobytes()))
    return pa.StringArray.from_buffers(len(begin) - 1, *buffers)


def _folded(texts: pa.StringArray) -> pa.StringArray:
    content, begin = _unpacked(texts)
    return _packed(np.frombuffer(fold(content.tobytes()), np.uint8), begin)


def _save_texts(folder: Path, stem: str, texts: pa.StringArray) -> None:
    content, begin = _unpacked(texts)
    np.save(folder / f"{stem}.npy", np.append(content, np.uint8(0)))  # never empty, as it is to be mapped
    np.save(folder / f"{stem}-begin.npy", begin)


def _sorted_keys(names: pa.StringArray, folded: pa.StringArray) -> NDArray[np.int32]:
    """Sort whole ids (2 x place) and what follows their slash (2 x place + 1) by their folded text."""
    owned = pc.match_substring(names, "/")
    tails: Any = pc.replace_substring_regex(names.filter(owned), "^[^/]*/", "")
    places = np.arange(len(names), dtype=np.int32) * 2
    keys = np.concatenate([places, places[owned.to_numpy(zero_copy_only=False)] + 1])
    order = pc.sort_indices(pa.chunked_array([folded, _folded(tails)]))
    alphabetical: NDArray[np.int32] = keys[order.to_numpy()]
    return alphabetical


def _vocabulary(folded: pa.StringArray) -> pa.StringArray:
    """Return the distinct words of `folded`, in order of their first use."""
    words: Any = pc.split_pattern(folded, " ").flatten().unique()
    kept: pa.StringArray = words.filter(pc.not_equal(words, pa.scalar("")))
    return kept


def _indexed_words(names: pa.StringArray) -> list[str]:
    """Return the words of each name, with those inside words once more where there are any."""
    parted: list[Any] = [names, pa.scalar(""), pa.scalar(" ")]  # lest a word run over into the next name
    content, begin = _unpacked(pc.binary_join_element_wise(*parted))
    begins = split_words(content)
    moved = np.concatenate([[0], np.cumsum(begins)])
    spaced = np.full(len(content) + int(moved[-1]), ord(" "), np.uint8)
    spaced[np.arange(len(content)) + moved[1:]] = content
    split = _folded(_packed(spaced, (begin + moved[begin]).astype(np.int32)))
    changed = pa.array(np.diff(moved[begin]) > 0)
    whole = _folded(names)
    joined: list[Any] = [whole, split, pa.scalar(" ")]
    words: Any = pc.if_else(changed, pc.binary_join_element_wise(*joined), whole)
    return list(words.to_pylist())


def _write_words(folder: Path, names: pa.StringArray, codes: NDArray[np.int32], vocabulary: pa.StringArray) -> None:
    """Write the inverted index; one thread, so that documents stay in order of place."""
    schema = (
        tantivy.SchemaBuilder()
        .add_integer_field("place", fast=True)
        .add_text_field("words", tokenizer_name="whitespace", index_option="basic")
        .add_text_field("grams", tokenizer_name="whitespace", index_option="basic")
        .build()
    )
    writer = tantivy.Index(schema, path=str(folder)).writer(_HEAP, num_threads=1)
    # JSON made by hand is the fastest way in, and safe: folded text holds no quote, backslash or control.
    terms = [kind.term for kind in FOUND]
    for start in range(0, len(names), _BATCH):
        part = slice(start, start + _BATCH)
        lines = zip(_indexed_words(names[part]), codes[part], strict=True)
        for place, (words, code) in enumerate(lines, start):
            writer.add_json(f'{{"place":{place},"words":"{terms[code]} {words}"}}')
    for start in range(0, len(vocabulary), _BATCH):
        for place, word in enumerate(vocabulary[start : start + _BATCH].to_pylist(), start):
            writer.add_json(f'{{"place":{place},"grams":"{" ".join(grams(str(word)))}"}}')
    writer.commit()
    writer.wait_merging_threads()


def _write_manifest(folder: Path, count: int) -> None:
    """Write what `open` checks, and let everyone read the files whom the folder lets in."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock"]
    for path in files:
        path.chmod((folder / "rows.npy").stat().st_mode)
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    manifest = {"version": VERSION, "count": count, "files": sizes}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
