"""Runs commands as the entry point does, against one sample store made for the whole session."""

import json
from dataclasses import dataclass

import pytest

from filiation.cli.main import main

VARIABLES = ("FILIATION_STORE", "FILIATION_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR")

RECORDS = [
    {
        "id": "acme/base",
        "modelId": "acme/base",
        "createdAt": "2022-03-02T23:29:04.000Z",
        "lastModified": "2025-01-01T00:00:00.000Z",
        "downloads": 1234567,
        "likes": 5,
        "tags": ["license:mit"],
        "gated": "manual",
    },
    {
        "id": "acme/small-GGUF",
        "modelId": "x",
        "tags": ["base_model:acme/base", "base_model:quantized:acme/base"],
        "downloads": 10,
    },
    {
        "id": "acme/merge",
        "modelId": "x",
        "downloads": 3,
        "tags": ["base_model:merge:acme/base", "base_model:merge:lost/one"],
        "cardData": {"base_model": ["acme/base", "lost/one", "./[red]local\u001b[31m/<b>path"]},
    },
    {"id": "acme/base-4bit", "modelId": "x", "cardData": {"base_model": "acme/base"}, "tags": ["4-bit"]},
]


@dataclass(frozen=True)
class Result:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    return tmp_path_factory.mktemp("user")


@pytest.fixture
def run(folders, monkeypatch, capsys):
    """Return a function that runs one command as a user without a store, in English unless told otherwise."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folders / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folders / "data"))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run_command


@pytest.fixture(scope="session")
def records_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("files") / "models.jsonl"
    file.write_text("\n".join(json.dumps(record) for record in RECORDS), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def small_store(tmp_path_factory, records_file):
    folder = tmp_path_factory.mktemp("small") / "store"
    assert main(["import", str(records_file), "--store", str(folder), "--json"]) == 0
    return folder
