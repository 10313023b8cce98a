"""Files of repositories: their sums as git and the Hub tell them, their entries in listings."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

LARGE = (".safetensors", ".bin", ".gguf", ".onnx", ".h5", ".msgpack", ".parquet", ".pt", ".pth", ".zip", ".ot")
BOUND = 10 * 2**20
COMMIT = {"title": "Upload files", "date": "2024-01-01T00:00:00.000Z"}
SCANS = ("protectAiScan", "avScan", "pickleImportScan", "virusTotalScan", "jFrogScan")
UNSCANNED = {"status": "unscanned"} | {scan: {"status": "unscanned"} for scan in SCANS}


@dataclass(frozen=True, slots=True)
class Blob:
    """One file. `sha256` is None for what git itself holds; `content` is None where only its traits are known."""

    path: str
    size: int
    oid: str
    sha256: str | None = None
    pointer: int | None = None
    content: bytes | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str, content: bytes | str) -> "Blob":
        """Return the file with this content; large by its name or its size."""
        data = content.encode() if isinstance(content, str) else content
        if not (path.endswith(LARGE) or len(data) > BOUND):
            return cls(path, len(data), git_sum(data), content=data)
        digest = hashlib.sha256(data).hexdigest()
        pointer = pointer_text(digest, len(data))
        return cls(path, len(data), git_sum(pointer), digest, len(pointer), data)

    @classmethod
    def recorded(cls, entry: Mapping[str, Any], content: bytes | None = None) -> "Blob":
        """Return the file of which a recorded entry of a tree tells."""
        large = entry.get("lfs") or {}
        more = {name: entry[name] for name in ("xetHash", "lastCommit", "securityFileStatus") if name in entry}
        sums = large.get("oid"), large.get("pointerSize")
        return cls(entry["path"], entry["size"], entry["oid"], *sums, content, more)

    @property
    def pointer_text(self) -> bytes:
        """What git holds of a large file."""
        return pointer_text(self.sha256 or "", self.size)

    def sibling(self, *, sums: bool) -> dict[str, Any]:
        """Return the file as a repository's own page lists it."""
        told: dict[str, Any] = {"rfilename": self.path}
        if sums:
            told |= {"size": self.size, "blobId": self.oid}
            if self.sha256:
                told["lfs"] = {"sha256": self.sha256, "size": self.size, "pointerSize": self.pointer}
        return told

    def entry(self, *, expand: bool) -> dict[str, Any]:
        """Return the file as a tree lists it."""
        told: dict[str, Any] = {"type": "file", "oid": self.oid, "size": self.size}
        if self.sha256:
            told["lfs"] = {"oid": self.sha256, "size": self.size, "pointerSize": self.pointer}
        if "xetHash" in self.more:
            told["xetHash"] = self.more["xetHash"]
        told["path"] = self.path
        if expand:
            told["lastCommit"] = self.more.get("lastCommit") or commit(self.oid)
            told["securityFileStatus"] = self.more.get("securityFileStatus") or UNSCANNED
        return told


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder in a tree."""

    path: str
    oid: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def entry(self, *, expand: bool) -> dict[str, Any]:
        """Return the folder as a tree lists it."""
        told: dict[str, Any] = {"type": "directory", "oid": self.oid, "size": 0, "path": self.path}
        return told | ({"lastCommit": self.more.get("lastCommit") or commit(self.oid)} if expand else {})


def tree(blobs: Iterable[Blob], folders: Mapping[str, Folder], under: str, *, deep: bool) -> list[Blob | Folder]:
    """Return what lies in a folder: folders first, each sort by path."""
    start = f"{under}/" if under else ""
    inside = [blob for blob in blobs if blob.path.startswith(start)]
    names = {parent for blob in inside for parent in parents(blob.path) if parent.startswith(start)}
    if not deep:
        inside = [blob for blob in inside if "/" not in blob.path.removeprefix(start)]
        names = {name for name in names if "/" not in name.removeprefix(start)}
    above = [folders.get(name) or Folder(name, git_sum(name.encode())) for name in sorted(names - {under})]
    return [*above, *sorted(inside, key=lambda blob: blob.path)]


def parents(path: str) -> list[str]:
    """Return the folders in which a file lies, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def commit(seed: str) -> dict[str, str]:
    """Return a commit of which nothing more is known."""
    return {"id": hashlib.sha1(seed.encode()).hexdigest(), **COMMIT}


def git_sum(data: bytes) -> str:
    """Return git's sum of a file."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def pointer_text(digest: str, size: int) -> bytes:
    """Return the text that stands in git for a large file."""
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {size}\n".encode()
