"""The world that the stand-in serves: repositories, publishers, tokens; and how it changes."""

import gzip
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

import msgspec
from tests.fakehub.accounts import Account
from tests.fakehub.blobs import Blob, Folder
from tests.fakehub.faults import Fault, Faults
from tests.fakehub.limits import Limits
from tests.fakehub.shapes import RELATIONS, Fields, object_id
from tests.fakehub.shelf import EPOCH, Shelf, author, quoted, read_head

Record = dict[str, Any]
Files = Mapping[str, Mapping[str, bytes | str]]
RELATED = re.compile(rb'"base_model:(?:%b):' % "|".join(RELATIONS).encode())
COUNTS = frozenset(("likes", "downloads", "trendingScore", "downloadsAllTime"))
"""What moves without a repository being changed."""


class World:
    """All that the Hub knows.

    `files` and `aliases` are keyed by the id of a model, or by `datasets/` and the id of a dataset. `tokens` are the
    good ones, each with its account. `clock` gives the time as seconds since 1970; `after_page`, when set, is called
    with the number of each page of a listing right after it was made, so that the world can change amid a crawl.
    """

    def __init__(
        self,
        models: Iterable[Record] = (),
        datasets: Iterable[Record] = (),
        *,
        organizations: Mapping[str, Record] | Iterable[str] = (),
        users: Mapping[str, Record] | Iterable[str] = (),
        files: Files | None = None,
        aliases: Mapping[str, str] | None = None,
        tokens: Mapping[str, Account] | None = None,
        limits: Limits | None = None,
        faults: Faults | Iterable[Fault | str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.lock = RLock()
        self.clock = clock
        self.models, self.datasets = Shelf(), Shelf()
        self.organizations = told(organizations)
        self.users = told(users)
        self.tokens = {"hf_reader": Account("reader")} if tokens is None else dict(tokens)
        self.limits = limits or Limits()
        self.faults = Faults.of(faults)
        self.after_page: Callable[[int], None] | None = None
        self.pages = 0
        self.resolve_moves = True
        self.blobs: dict[str, list[Blob]] = {}
        self.folders: dict[str, dict[str, Folder]] = {}
        self.commits: dict[str, list[Record]] = {}
        self.discussions: dict[str, list[Record]] = {}
        self.moved: dict[tuple[str, str], tuple[str, int]] = {}
        self._made = 0
        for kind, records in (("models", models), ("datasets", datasets)):
            self.shelf(kind).load((raw, read_head(raw)) for raw in map(self._prepared, records))
        for name, content in (files or {}).items():
            self.blobs[name] = [Blob.of(path, data) for path, data in content.items()]
        for old, new in (aliases or {}).items():
            kind = "datasets" if old.startswith("datasets/") else "models"
            self.alias(old.removeprefix("datasets/"), new.removeprefix("datasets/"), kind)

    def shelf(self, kind: str) -> Shelf:
        """Return the repositories of a kind: `models` or `datasets`."""
        return self.models if kind == "models" else self.datasets

    def load(self, file: Path, kind: str | None = None) -> None:
        """Read the records of a file of JSON lines; the kind is told by the file's name where it is not given."""
        kind = kind or ("datasets" if "dataset" in file.name else "models")
        open_ = gzip.open if file.suffix == ".gz" else open
        with open_(file, "rb") as lines:
            self.shelf(kind).load((raw, read_head(raw)) for raw in compact(lines))

    def add(self, record: Record, kind: str = "models") -> None:
        """Make a repository; with the name of one that was deleted it is another one, with another `_id`."""
        with self.lock:
            now = self.now_text()
            if record["id"] in self.shelf(kind).places:
                raise ValueError(record["id"])
            self.shelf(kind).add(self._prepared({"createdAt": now, "lastModified": now} | record))

    def change(self, name: str, kind: str = "models", **fields: Any) -> None:
        """Change what a repository tells; more than its counts: it is modified now, unless `lastModified` is given."""
        with self.lock:
            place = self.shelf(kind).places[name]
            record = self.record(name, kind)
            if not COUNTS.issuperset(fields):
                record["lastModified"] = self.now_text()
            record |= fields
            kept = {key: value for key, value in record.items() if value is not ...}
            self.shelf(kind).replace(place, msgspec.json.encode(kept))

    def rename(self, old: str, new: str, kind: str = "models") -> None:
        """Give a repository another name; the old one leads to it."""
        with self.lock:
            shelf = self.shelf(kind)
            place, start = shelf.places[old], "" if kind == "models" else "datasets/"
            record = self.record(old, kind) | {"id": new}
            if "modelId" in record:
                record["modelId"] = new
            if "author" in record:
                record["author"] = author(new)
            shelf.replace(place, msgspec.json.encode(record))
            self.moved[kind, old] = (new, place)
            holdings: tuple[dict[str, Any], ...] = (self.blobs, self.folders, self.commits, self.discussions)
            for kept in holdings:
                if f"{start}{old}" in kept:
                    kept[f"{start}{new}"] = kept.pop(f"{start}{old}")

    def alias(self, old: str, new: str, kind: str = "models") -> None:
        """Let an old name lead to a repository."""
        self.moved[kind, old] = (new, self.shelf(kind).places[new])

    def delete(self, name: str, kind: str = "models") -> None:
        """Delete a repository."""
        with self.lock:
            self.shelf(kind).remove(self.shelf(kind).places[name])
            self.blobs.pop(name if kind == "models" else f"datasets/{name}", None)

    def record(self, name: str, kind: str = "models") -> Record:
        """Return what the world knows of a repository."""
        shelf = self.shelf(kind)
        return dict(msgspec.json.decode(shelf.rows[shelf.places[name]] or b"{}"))

    def new_name(self, name: str, kind: str) -> str | None:
        """Return under which name a repository is found that had this one (None: never, or not any more)."""
        new, place = self.moved.get((kind, name), (None, -1))
        if new is None:
            return None
        raw = self.shelf(kind).rows[place]
        return read_head(raw).id if raw else None

    def now(self) -> datetime:
        """Return the time."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def now_text(self) -> str:
        """Return the time as the Hub writes it."""
        return f"{self.now():%Y-%m-%dT%H:%M:%S}.000Z"

    def _prepared(self, record: Record) -> bytes:
        self._made += 1
        if "_id" not in record:
            created = record.get("createdAt") or EPOCH
            record = {"_id": object_id(f"{record['id']} {self._made}", created)} | record
        return msgspec.json.encode(record)

    def base_models(self, fields: Fields) -> bytes | None:
        """Return the parents of a model as the Hub works them out from its tags."""
        raw = bytes(fields.get("tags", b"[]"))
        if not RELATED.search(raw):
            return None
        tags = msgspec.json.decode(raw)
        for relation in RELATIONS:
            start = f"base_model:{relation}:"
            names = [tag.removeprefix(start) for tag in tags if tag.startswith(start)]
            places = [(name, self.models.places.get(name)) for name in dict.fromkeys(names)]
            found = [{"_id": self.models.hub_ids[at], "id": name} for name, at in places if at is not None]
            if found:
                return msgspec.json.encode({"relation": relation, "models": found})
        return None

    def children_count(self, name: str) -> dict[str, int]:
        """Return how many models were made from one, by relation."""
        return {relation: len(self.models.children(f"base_model:{relation}:{name}")) for relation in RELATIONS}


def told(publishers: Mapping[str, Record] | Iterable[str]) -> dict[str, Record]:
    """Return publishers by name, with what is told of each."""
    return dict(publishers) if isinstance(publishers, Mapping) else {name: {} for name in publishers}


def compact(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Return rows as the Hub writes them: without spaces, and without what a recorder added."""
    decode = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
    for line in lines:
        if line.strip():
            fields = decode(msgspec.json.format(line, indent=-1))
            fields.pop("_file", None)
            if "_id" not in fields:
                fields["_id"] = msgspec.Raw(quoted(hashlib.sha1(bytes(fields["id"])).hexdigest()[:24]))
            yield b"{" + b",".join([b'"%b":%b' % (key.encode(), bytes(raw)) for key, raw in fields.items()]) + b"}"
