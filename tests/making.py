"""Small stores for tests: records as the Hub's interface gives them, written to files and imported."""

import gzip
import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pytest

import filiation
from filiation.catalog.manifests import SourceFile
from filiation.catalog.records import writing_records
from filiation.facts.progress import silent
from filiation.facts.tables import REPOSITORY_FILES
from filiation.observatory import Observatory
from filiation.observatory.building import completed

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def model(name: str, *tags: str, **fields: Any) -> dict[str, Any]:
    told = {"id": name, "modelId": name, "tags": list(tags), "downloads": 0, "likes": 0, "private": False}
    return told | numbered(fields)


def dataset(name: str, *tags: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "key": "", "tags": list(tags), "downloads": 0, "likes": 0, **numbered(fields)}


def numbered(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields in which the Hub's number, where it is a short text, has the 24 digits of a real one."""
    number = fields.get("_id")
    return {**fields, "_id": number.zfill(24)} if isinstance(number, str) and number.isalnum() else fields


def statement(child: str, parent: str, relation: str, **fields: Any) -> dict[str, Any]:
    said = {"source": "publication", "location": "https://example.org/paper", "raw": f"made from {parent}"}
    return {"child": child, "parent": parent, "relation": relation, **said, **fields}


def lines(file: Path, records: Iterable[dict[str, Any] | str]) -> Path:
    text = "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records) + "\n"
    if file.suffix == ".gz":
        file.write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        file.write_text(text, encoding="utf-8")
    return file


def imported(folder: Path, records: Iterable[dict[str, Any] | str], **options: Any) -> Observatory:
    """Import records into the store in `folder`/store (made if need be) and return it."""
    number = len(list(folder.glob("*.jsonl")))
    file = lines(folder / f"records-{number}.jsonl", records)
    observatory = filiation.open(folder / "store")
    observatory.import_files([file], now=NOW, **options)
    return observatory


def inspected(
    folder: Path,
    files: Mapping[str, Mapping[str, bytes | str | None]],
    *,
    now: datetime = NOW,
    sums: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> Observatory:
    """Store what was read of files of models into the store in `folder`/store, as an inspection does; return it.

    A body of None: the file was listed only. `sums` gives the SHA-256 of some.
    """
    observatory = filiation.open(folder / "store")
    rows = [
        {
            "kind": "model", "id": name, "revision": "5" * 40, "path": path, "body": data,
            "size": 10**9 if data is None else len(data), "sha256": sums.get((name, path)),
            "blob": sums.get((name, path)) or (None if data is None else sha1(data).hexdigest()), "fault": None,
        }
        for name, paths in files.items()
        for path, body in paths.items()
        for data in [body.encode() if isinstance(body, str) else body]
    ]  # fmt: skip
    store, source = observatory.store, SourceFile(
        name="files", bytes=1, kind="file", seen=now.date(), latest=now.date(), dated_by="hub", complete=False
    )  # fmt: skip
    with store.writing(), writing_records(store, now.date()) as writer:
        writer.add_files(pa.Table.from_pylist(rows, schema=REPOSITORY_FILES), 0)
        completed(store, writer, now, [source], (), silent, source="inspect")
    observatory.close()
    return observatory


def real_data() -> Path:
    """Return the folder of recorded real data, or skip the test."""
    here = os.environ.get("FILIATION_TEST_DATA") or Path(__file__).parents[1].parent / "shared" / "data"
    if not Path(here).is_dir():
        pytest.skip("the recorded data of the Hub is not on this machine (set FILIATION_TEST_DATA to its folder)")
    return Path(here)
