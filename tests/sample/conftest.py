"""Lets these tests import the scripts that build the sample, and gives them made-up packages to read."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.append(str(Path(__file__).parents[2] / "scripts"))


class FakeWheel:
    """Files of a made-up package, read as those of a wheel are."""

    def __init__(self, files):
        self.files = files
        self.package = SimpleNamespace(label="made-up 1.0")

    def names(self, prefix, suffix):
        return [name for name in sorted(self.files) if name.startswith(prefix) and name.endswith(suffix)]

    def read(self, name):
        return self.files[name].encode()

    def text(self, name):
        return self.files[name]

    def location(self, name):
        return f"made-up 1.0: {name}"


@pytest.fixture
def wheel():
    return FakeWheel
