"""Which store answers, and how the sample is made: once, by whoever comes first, or apart where it cannot be kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

import filiation
from filiation.catalog.store import Store
from filiation.errors import StoreFailed
from filiation.observatory import building, places

ROOT = Path(__file__).parents[2]
ASK = "import filiation; catalog = filiation.open(); print(catalog.is_sample, catalog.stats().models)"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without a store, whose cache is empty; returns the folder of the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    apart = tmp_path / "apart"
    monkeypatch.setattr(places, "temporary", lambda: apart)
    return tmp_path / "cache" / "filiation"


def test_a_folder_that_is_named_is_taken_as_it_is(cache: Path, tmp_path: Path):
    assert places.find(tmp_path / "mine") == places.Place(Store(tmp_path / "mine"), is_sample=False)
    assert not cache.exists()


def test_processes_that_come_at_once_wait_for_the_sample(cache: Path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    asked = [
        subprocess.Popen([sys.executable, "-c", ASK], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {process.communicate(timeout=120)[0] for process in asked}
    assert [process.returncode for process in asked] == [0, 0, 0]
    assert len(answers) == 1
    assert next(iter(answers)).startswith("True ")
    assert len(list(cache.glob("sample-*/records/*"))) == 1


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_a_cache_that_cannot_be_written_is_done_without(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
):
    made = Path.mkdir

    def refused(self: Path, *arguments: object, **options: object) -> None:
        if self.is_relative_to(cache.parent):
            raise error
        made(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", refused)
    with filiation.open() as first, filiation.open() as second:
        assert first.is_sample
        assert first.store == second.store
        assert first.store.folder.is_relative_to(tmp_path / "apart")
        assert first.stats().models > 0
    assert not cache.exists()


def test_a_sample_that_another_process_holds_for_long_is_made_apart(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(places, "_PATIENCE", 0)
    cache.mkdir(parents=True)
    with FileLock(cache / "sample.lock"):
        assert places.find(None).store.folder.is_relative_to(tmp_path / "apart")


def test_a_sample_that_fails_apart_too_says_so(cache: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_edition", full)
    with pytest.raises(StoreFailed, match="is full"):
        places.find(None)
    assert not list(cache.glob("sample-*/records/*"))


def test_the_temporary_folder_goes_with_the_process(tmp_path: Path):
    code = "from filiation.observatory import places; print(places.temporary()); assert places.temporary().is_dir()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", code]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert Path(ended.stdout.strip()).parent == tmp_path
    assert ended.stderr == ""
    assert list(tmp_path.iterdir()) == []
