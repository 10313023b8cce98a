"""Builds the bundled sample of real families: `python scripts/build_sample.py [--packages FOLDER]`.

Reads pinned packages (downloaded unless FOLDER holds them) and the facts in `sample_facts.toml`, and rewrites
the files in `src/filiation/sample`. The same input gives the same bytes.
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import sample_facts
import sample_llmfit
import sample_mteb
import sample_readme
import sample_timm
import sample_unsloth
import sample_xinference
from sample_collection import Collection, Repository
from sample_packages import download, wheels

TARGET = Path(__file__).parents[1] / "src" / "filiation" / "sample"
LIMIT = 3_000_000
"""The most bytes that all files of the sample may take together."""

# The order matters: the first to give a value wins, and llmfit's reader looks at the links found before it.
READERS = {
    "unsloth": sample_unsloth,
    "xinference": sample_xinference,
    "timm": sample_timm,
    "mteb": sample_mteb,
    "llmfit": sample_llmfit,
}


def collect(packages: Path) -> Collection:
    """Read all sources."""
    collection = Collection()
    opened = wheels(packages)
    sample_facts.read(collection)
    for name, reader in READERS.items():
        reader.read(opened[name], collection)
    collection.settle()
    return collection


def _lines(shelf: Mapping[str, Repository]) -> list[dict[str, Any]]:
    return [repository.record() for repository in sorted(shelf.values(), key=lambda one: one.id)]


def _write(name: str, rows: Iterable[Mapping[str, Any]]) -> int:
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    data = gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)
    (TARGET / name).write_bytes(data)
    return len(data)


def build(packages: Path) -> int:
    """Write the sample and return how many bytes it takes."""
    collection = collect(packages)
    links = [link.record() for link in collection.links()]
    size = _write("models.jsonl.gz", _lines(collection.models))
    size += _write("datasets.jsonl.gz", _lines(collection.datasets))
    size += _write("statements.jsonl.gz", links)
    (TARGET / "README.md").write_text(sample_readme.render(collection), "utf-8")
    if size > LIMIT:
        message = f"the sample takes {size} bytes, more than {LIMIT}"
        raise ValueError(message)
    return size


def main() -> None:
    """Read the command line, fetch what is missing, build, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--packages", type=Path, help="folder with the wheels; missing ones are fetched into it")
    chosen = parser.parse_args().packages
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen or Path(temporary)
        download(folder)
        size = build(folder)
    print(f"{TARGET}: {size} bytes")


if __name__ == "__main__":
    main()
