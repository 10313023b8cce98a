"""A folder of integer arrays with a manifest: written once, then mapped into memory by every reader."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import numpy.typing as npt

from filiation.errors import StoreFailed
from filiation.locale import mark

Array = npt.NDArray[np.integer]
"""A row of whole numbers of any width."""

Kind = type[np.integer]
"""The width of an array's numbers."""

MANIFEST = "graph.json"
"""The file that tells version, lengths and sizes; written last."""

_REBUILD = mark("Build the edition again: filiation rebuild.")


class ArrayWriter:
    """Writes arrays into a folder, then the manifest that makes them readable."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lengths: dict[str, int] = {}

    def save(self, name: str, kind: Kind, pieces: Iterable[Array]) -> None:
        """Write the pieces one after another as one array."""
        dtype, length = np.dtype(kind), 0
        with (self._folder / f"{name}.npy").open("wb") as target:
            _write_head(target, dtype, 0)
            for piece in pieces:
                target.write(np.ascontiguousarray(piece, dtype).data)
                length += len(piece)
            # The head leaves spare room for a longer length, so it can be written again in place.
            target.seek(0)
            _write_head(target, dtype, length)
        self._lengths[name] = length

    def finish(self, version: int, facts: Mapping[str, int]) -> None:
        """Write the manifest."""
        manifest = {"version": version, "facts": dict(facts), "lengths": self._lengths}
        text = json.dumps(manifest, indent=1) + "\n"
        (self._folder / MANIFEST).write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class ArrayFolder:
    """A folder of arrays that is read: its manifest's facts, and the length of each array."""

    path: Path
    facts: Mapping[str, int]
    lengths: Mapping[str, int]

    @classmethod
    def open(cls, path: Path, version: int) -> Self:
        """Read the manifest; raise StoreFailed when it is missing, damaged or of another version."""
        manifest = _read(path / MANIFEST)
        try:
            if manifest["version"] != version:
                raise _other_version(path, manifest["version"], version)
            facts, lengths = dict(manifest["facts"]), dict(manifest["lengths"])
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(path / MANIFEST) from error
        return cls(path, facts, lengths)

    def group(self, prefix: str, kinds: Mapping[str, Kind]) -> dict[str, Any]:
        """Map the arrays whose names begin with `prefix`, by the rest of their names."""
        return {name: self.map(f"{prefix}.{name}", kind) for name, kind in kinds.items()}

    def map(self, name: str, kind: Kind) -> Array:
        """Map one array into memory, read-only; raise StoreFailed when it is not whole."""
        path, length = self.path / f"{name}.npy", self.lengths.get(name)
        try:
            # An empty file is read, for there is nothing to map.
            array = np.load(path, mmap_mode="r" if length else None, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise damaged(path) from error
        if array.dtype != kind or array.shape != (length,):
            raise damaged(path)
        # A plain array over the same pages: subclasses of arrays are slow to index.
        return np.asarray(array)


def damaged(path: Path) -> StoreFailed:
    """Return the error for a file that is missing or not whole."""
    return StoreFailed(mark("A file of the graph is missing or damaged: {path}."), _REBUILD, path=str(path))


def _read(path: Path) -> dict[str, Any]:
    """Read the manifest as JSON."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(path) from error
    if not isinstance(manifest, dict):
        raise damaged(path)
    return manifest


def _other_version(path: Path, found: object, wanted: int) -> StoreFailed:
    """Return the error for arrays of another version."""
    return StoreFailed(
        mark("The graph in {path} is of version {found}; this program reads version {wanted}."),
        _REBUILD,
        path=str(path),
        found=found,
        wanted=wanted,
    )


def _write_head(target: BinaryIO, dtype: np.dtype[np.integer], length: int) -> None:
    """Write the head of an array file at the current position."""
    head = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": (length,)}
    np.lib.format.write_array_header_1_0(target, head)
