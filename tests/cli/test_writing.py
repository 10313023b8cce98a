"""Files that commands write: whole or not at all, and named as the user named them."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from filiation.cli.writing import make_private, write_file

FULL = Path("/dev/full")  # every write to it fails as on a full disk
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")


def failing():
    yield b"new"
    raise OSError(28, "No space left on device")


def test_a_failed_write_leaves_what_was_there(tmp_path):
    file = tmp_path / "family.svg"
    file.write_bytes(b"old")
    with pytest.raises(OSError, match="No space left") as caught:
        write_file(str(file), failing())
    assert caught.value.filename == str(file)
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_write_replaces_the_file_and_keeps_its_rights_and_links_to_it(tmp_path):
    file, link = tmp_path / "family.svg", tmp_path / "link.svg"
    file.write_bytes(b"old and longer")
    file.chmod(0o640)
    link.symlink_to(file)
    write_file(str(link), [b"ne", b"w"])
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_rights_that_files_have(tmp_path):
    write_file(str(tmp_path / "ours"), [b"x"])
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_what_concerns_a_person_is_its_owners_alone(tmp_path):
    folder, file = tmp_path / "a" / "b", tmp_path / "a" / "b" / "letter.txt"
    make_private(folder)
    make_private(folder)
    write_file(str(file), [b"x"], private=True)
    file.chmod(0o644)
    write_file(str(file), [b"y"], private=True)
    assert [stat.S_IMODE(place.stat().st_mode) for place in (tmp_path / "a", folder, file)] == [0o700, 0o700, 0o600]
    with pytest.raises(FileExistsError):
        make_private(file)


def test_a_pipe_is_written_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(str(pipe), [b"content"])
    assert os.read(reader, 99) == b"content"
    os.close(reader)
    assert pipe.is_fifo()


def test_standard_output_may_be_named_as_a_device():
    code = "from filiation.cli.writing import write_file; write_file('/dev/stdout', [b'content'])"
    environment = {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=True)
    assert done.stdout == b"content"


@needs_full
@pytest.mark.parametrize("command", [("tree", "--svg"), ("explore", "--format", "csv", "--output")])
def test_a_full_disk_is_told_with_the_file(run, small_store, command):
    name, *options = command
    done = run(name, "acme/base", *options, FULL, "--store", small_store)
    assert done.code == 5
    assert "/dev/full: No space left on device" in done.err
    assert "stdout" not in done.err


@needs_full
def test_a_full_disk_behind_standard_output_is_not_blamed_on_a_file(small_store):
    command = [sys.executable, "-m", "filiation", "stats", "--lang", "en", "--store", str(small_store)]
    environment = {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    with FULL.open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert done.returncode == 5
    assert b"read or write: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("tree", "--svg"), ("explore", "--output")])
def test_a_file_name_steers_no_terminal(run, small_store, tmp_path, command):
    name, option = command
    file = tmp_path / ("a\x1b[31mb" + (".svg" if name == "tree" else ".csv"))
    done = run(name, "acme/base", option, file, "--store", small_store)
    assert done.code == 0
    assert file.exists()
    assert "\x1b" not in done.err
    assert "a\\x1b[31mb" in done.err
