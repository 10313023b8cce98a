"""The vault from the command line: made, checked, copied, put back, destroyed; no passphrase ever shows."""

import stat
import sys
import zipfile
from io import BytesIO, TextIOWrapper

import pytest

from filiation.cli import vault as commands
from filiation.vault import Vault, new_name

SECRET = "five words nobody else knows"


@pytest.fixture
def typing(monkeypatch):
    """Return a function that makes a terminal at which somebody types these answers."""

    def type_these(*answers):
        left = iter(answers)
        for place in ("opening", "drafting"):
            monkeypatch.setattr(f"filiation.cli.{place}.is_asked", lambda: True, raising=False)
        for way in ("visible_prompt_func", "hidden_prompt_func"):
            monkeypatch.setattr(f"click.termui.{way}", lambda _: next(left))

    return type_these


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vault"


@pytest.fixture
def key(tmp_path):
    return tmp_path / "vault.key"


@pytest.fixture(scope="session")
def locked(tmp_path_factory):
    """Return a vault that the passphrase opens; making one and opening it take a second each, by design."""
    place = tmp_path_factory.mktemp("locked") / "vault"
    Vault.create(place, passphrase=SECRET)
    return place


@pytest.fixture
def made(run, folder, key):
    assert run("vault", "create", "--vault", folder, "--key", key).code == 0
    return Vault.open(folder, key_file=key)


def test_a_passphrase_is_typed_twice(run, folder, typing):
    typing(SECRET, SECRET)
    answer = run("vault", "create", "--vault", folder)
    assert answer.code == 0
    assert "forget" in answer.err
    assert SECRET not in answer.out + answer.err
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_typed_passphrase_opens(run, locked, typing):
    typing(SECRET)
    answer = run("vault", "check", "--vault", locked)
    assert (answer.code, answer.out) == (0, "0 documents were read.\n")
    assert SECRET not in answer.err


def test_two_different_passphrases_make_nothing(run, folder, typing):
    typing(SECRET, SECRET + "x")
    answer = run("vault", "create", "--vault", folder)
    assert answer.code == 2
    assert SECRET not in answer.err
    assert Vault.state(folder) == "none"


def test_a_wrong_passphrase_is_told_without_it(run, locked, tmp_path):
    (tmp_path / "passphrase").write_text("another passphrase\nmore\n", encoding="utf-8")
    answer = run("vault", "check", "--vault", locked, "--passphrase-file", tmp_path / "passphrase")
    assert answer.code == 2
    assert "another passphrase" not in answer.err + answer.out


def test_a_passphrase_comes_from_standard_input(run, locked, monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(f"\ufeff{SECRET}\r\nmore\n".encode())))
    assert run("vault", "check", "--vault", locked, "--passphrase-file", "-").code == 0


def test_an_empty_file_holds_no_passphrase(run, folder, tmp_path):
    for content in (b"", b"\nsecond line\n", b"\xff\xfe\xff"):
        (tmp_path / "empty").write_bytes(content)
        answer = run("vault", "create", "--vault", folder, "--passphrase-file", tmp_path / "empty")
        assert answer.code == 2
        assert "no passphrase" in answer.err


def test_on_a_pipe_nobody_is_asked(run, tmp_path):
    answer = run("vault", "create", "--vault", tmp_path / "other")
    assert answer.code == 2
    assert "--passphrase-file" in answer.err
    assert "--key" in answer.err


def test_a_key_or_a_passphrase_but_not_both(run, folder):
    assert run("vault", "create", "--vault", folder, "--key", "a", "--passphrase-file", "b").code == 2
    assert Vault.state(folder) == "none"


def test_where_there_is_no_vault_nothing_is_asked(run, tmp_path):
    for arguments in (("vault", "check"), ("request", "list"), ("vault", "destroy", "--yes")):
        answer = run(*arguments, "--vault", tmp_path / "none")
        assert answer.code == 3
        assert "filiation vault create" in answer.err


@pytest.mark.usefixtures("made")
def test_there_is_only_one_vault_in_a_folder(run, folder):
    answer = run("vault", "create", "--vault", folder)
    assert answer.code == 2
    assert "already" in answer.err


@pytest.mark.usefixtures("made")
def test_a_key_that_others_can_read_is_told(run, folder, key):
    assert "chmod" not in run("vault", "check", "--vault", folder, "--key", key).err
    key.chmod(0o644)
    answer = run("vault", "check", "--vault", folder, "--key", key)
    assert answer.code == 0
    assert "chmod 600" in answer.err


def test_the_variable_names_the_folder(run, folder, key, monkeypatch):
    monkeypatch.setenv("FILIATION_VAULT", str(folder))
    assert run("vault", "create", "--key", key, "--json").json == {"created": str(folder)}
    assert Vault.state(folder) == "key-file"


def test_damage_is_named_and_gives_exit_code_1(run, made, folder, key):
    names = [new_name(), new_name()]
    for name in names:
        made.write("cases", name, b"{}", expected=0)
    (folder / "cases" / f"{names[0]}.age").write_bytes(b"age-encryption.org/v1\nno")
    answer = run("vault", "check", "--vault", folder, "--key", key)
    assert answer.code == 1
    assert f"Damaged: cases/{names[0]}" in answer.out
    assert names[1] not in answer.out
    told = run("vault", "check", "--vault", folder, "--key", key, "--json")
    assert told.code == 1
    assert told.json == {"documents": 2, "damaged": [f"cases/{names[0]}"]}


def test_a_copy_can_be_put_back_after_the_end(run, made, folder, key, tmp_path):
    made.write("cases", name := new_name(), b"body", expected=0)
    copy = tmp_path / "vault.zip"
    assert run("vault", "export", copy, "--vault", folder, "--key", key, "--json").json["documents"] == 1
    assert run("vault", "destroy", "--vault", folder, "--yes", "--json").json["documents"] == 1
    assert Vault.state(folder) == "none"
    assert run("vault", "restore", copy, "--vault", folder, "--json").json["documents"] == 1
    assert Vault.open(folder, key_file=key).read("cases", name)[0] == b"body"


def test_a_plain_export_is_readable(run, made, folder, key, tmp_path):
    made.write("cases", new_name(), b'{"a": 1}', expected=0)
    answer = run("vault", "export", tmp_path / "plain.zip", "--plain", "--vault", folder, "--key", key)
    assert answer.code == 0
    with zipfile.ZipFile(tmp_path / "plain.zip") as archive:
        assert [archive.read(name) for name in archive.namelist()] == [b'{"a": 1}']


@pytest.mark.usefixtures("made")
def test_nothing_is_destroyed_unless_somebody_says_so(run, folder, typing):
    answer = run("vault", "destroy", "--vault", folder)
    assert answer.code == 2
    assert "--yes" in answer.err
    typing("no")
    assert run("vault", "destroy", "--vault", folder).code == 130
    assert Vault.state(folder) == "key-file"
    typing("yes")
    assert run("vault", "destroy", "--vault", folder).code == 0
    assert Vault.state(folder) == "none"


@pytest.mark.parametrize("name", commands.vault.commands)
def test_no_passphrase_is_an_argument(run, name):
    names = {opt for param in commands.vault.commands[name].params for opt in param.opts}
    assert "--passphrase" not in names
    answer = run("vault", name, "--passphrase", SECRET)
    assert answer.code == 2
    assert SECRET not in answer.err + answer.out


def test_the_help_does_not_promise_that_a_disk_forgets(run):
    told = " ".join(run("vault", "destroy", "--help").out.split())
    assert "may still open it" in told
    assert "nobody can read" not in told
