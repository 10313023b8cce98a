"""The vault among others on one machine: what they put in its way is not written to, trusted, or waited for."""

import os
import re
import zipfile

import pytest

from filiation.errors import NotFound, SourceFailed, StoreFailed
from filiation.vault import (
    MachineBusy,
    Vault,
    VaultDamaged,
    WrongKey,
    age,
    archives,
    destroy,
    documents,
    files,
    keys,
    new_name,
    restore,
)

SECRET = b"A. Person, person@example.org"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")


@pytest.fixture
def key(tmp_path):
    return tmp_path / "key.txt"


@pytest.fixture
def vault(tmp_path, key):
    return Vault.create(tmp_path / "vault", key_file=key)


def kept(vault, drawer="cases"):
    name = new_name()
    vault.write(drawer, name, SECRET, expected=0)
    return name


def archive(tmp_path, entries, way=zipfile.ZIP_DEFLATED):
    target = tmp_path / "made.zip"
    with zipfile.ZipFile(target, "w", way) as made:
        for name, content in entries:
            made.writestr(name, content)
    return target


# destroying, restoring and writing


@posix
def test_destroying_does_not_write_through_a_link(vault, tmp_path):
    other = tmp_path / "precious"
    other.write_bytes(SECRET)
    (vault.folder / "identity.age").unlink()
    (vault.folder / "identity.age").symlink_to(other)
    kept_file = vault.folder / "cases" / f"{new_name()}.age"
    kept_file.parent.mkdir(mode=0o700)
    kept_file.symlink_to(other)
    destroy(vault.folder)
    assert other.read_bytes() == SECRET
    assert not vault.folder.exists()


@posix
def test_in_a_folder_of_others_nothing_is_destroyed_or_written(vault):
    name = kept(vault)
    vault.folder.chmod(0o777)
    for act in (lambda: destroy(vault.folder), lambda: vault.write("cases", name, b"new", expected=1)):
        with pytest.raises(StoreFailed, match="chmod 700"):
            act()
    vault.folder.chmod(0o700)
    assert vault.read("cases", name) == (SECRET, 1)


@posix
def test_another_user_owns_the_folder(vault, key, tmp_path, monkeypatch):
    copy = tmp_path / "copy.zip"
    vault.export(copy, plain=False)
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    (tmp_path / "empty").mkdir()
    owner = vault.folder.stat().st_uid
    if owner == 0:  # tests of who rules the machine: what is theirs is everyone's trust
        os.chown(vault.folder, 4243, -1)
        os.chown(tmp_path / "empty", 4243, -1)
    for act in (
        lambda: Vault.open(vault.folder, key_file=key),
        lambda: destroy(vault.folder),
        lambda: restore(copy, tmp_path / "empty"),
    ):
        with pytest.raises(StoreFailed, match="another user"):
            act()
    assert (vault.folder / "identity.age").exists()


@posix
def test_a_drawer_of_others_is_not_trusted(vault, key, tmp_path):
    kept(vault)
    drawer = vault.folder / "cases"
    drawer.chmod(0o777)
    with pytest.raises(StoreFailed, match="chmod 700"):
        Vault.open(vault.folder, key_file=key)
    drawer.chmod(0o700)
    drawer.rename(tmp_path / "elsewhere")
    drawer.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreFailed, match="link"):
        Vault.open(vault.folder, key_file=key)
    with pytest.raises(StoreFailed, match="link"):
        vault.write("cases", new_name(), SECRET, expected=0)


@posix
def test_a_key_file_into_which_others_write_is_not_trusted(vault, key):
    key.chmod(0o620)
    with pytest.raises(StoreFailed, match="chmod 600"):
        Vault.open(vault.folder, key_file=key)
    key.chmod(0o644)
    assert Vault.open(vault.folder, key_file=key)
    assert keys.is_open_to_others(key)
    key.chmod(0o600)
    assert not keys.is_open_to_others(key)


# exports


@pytest.mark.parametrize(
    "content",
    [
        bytes(3_000_000),  # a thousand times smaller in the zip file
        b"x" * (archives._LARGEST + 1),
    ],
)
def test_an_export_that_would_grow_is_refused_before_anything_is_written(tmp_path, content):
    made = archive(tmp_path, [("identity.age", b"x"), (f"cases/{new_name()}.age", content)])
    with pytest.raises(SourceFailed):
        restore(made, tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(("limit", "most"), [("_MOST", 2), ("_LARGEST_SUM", 2000)])
def test_an_export_holds_no_more_than_a_vault(tmp_path, monkeypatch, limit, most):
    monkeypatch.setattr(archives, limit, most)
    made = archive(tmp_path, [("identity.age", b"x"), *((f"cases/{new_name()}.age", os.urandom(900)) for _ in "abc")])
    with pytest.raises(SourceFailed):
        restore(made, tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(tmp_path):
    made = archive(tmp_path, [("identity.age", b"x"), ("identity.age", b"y")])
    with pytest.raises(SourceFailed):
        restore(made, tmp_path / "again")


def test_an_export_that_breaks_off_leaves_nothing(vault, key, tmp_path):
    for _ in range(3):
        kept(vault)
    made = tmp_path / "copy.zip"
    vault.export(made, plain=False)
    whole = made.read_bytes()
    with zipfile.ZipFile(made) as opened:
        last = opened.infolist()[-1]
    place = last.header_offset + 30 + len(last.filename) + last.compress_size // 2
    made.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
    with pytest.raises(SourceFailed):
        restore(made, tmp_path / "again")
    assert not [file for file in (tmp_path / "again").rglob("*") if file.name != "lock"]
    made.write_bytes(whole)
    assert restore(made, tmp_path / "again") == 3
    assert Vault.open(tmp_path / "again", key_file=key).damaged() == ()


@pytest.mark.parametrize(("of", "revision"), [("../../../home/person", 1), ("/etc", 1), ("a" * 16 + "/..", 1), ("", 0)])
def test_no_document_names_a_place_of_its_own(vault, tmp_path, of, revision):
    name = new_name()
    made = documents.packed(documents.Document("proofs", name, revision, of, SECRET))
    files.put(vault.folder / "proofs" / f"{name}.age", age.sealed(made, vault._identity))
    with pytest.raises(VaultDamaged):
        vault.read("proofs", name)
    vault.export(tmp_path / "plain.zip", plain=True)
    with zipfile.ZipFile(tmp_path / "plain.zip") as opened:
        assert opened.namelist() == ["unreadable.txt"]


# keys


def test_a_key_that_was_exchanged_is_told(vault, key):
    """Whoever knows the public key of a key file can make an identity.age that it opens."""
    kept(vault)
    other = age.Identity.generate()
    locked = age.sealed(f"{other}\n".encode(), keys.key_in(key))
    files.put(vault.folder / files.IDENTITY, locked)
    files.put(vault.folder / files.SUM, keys.sum_line(locked))
    with pytest.raises(VaultDamaged, match="not the one that wrote"):
        Vault.open(vault.folder, key_file=key)


def test_a_damaged_document_alone_does_not_look_like_an_exchanged_key(vault, key):
    name = kept(vault)
    (vault.folder / "cases" / f"{name}.age").write_bytes(b"age-encryption.org/v1\nno")
    assert Vault.open(vault.folder, key_file=key).damaged() == (f"cases/{name}",)


@posix
def test_only_plain_small_files_are_read_as_keys(vault, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"#" * 65_000 + b"\n" + b"#" * 1000 + b"\nAGE-SECRET-KEY-1")
    for place in (tmp_path / "pipe", tmp_path / "large", tmp_path, "/dev/zero", "/dev/null"):
        with pytest.raises(WrongKey):
            Vault.open(vault.folder, key_file=type(tmp_path)(place))
    with pytest.raises(NotFound):
        Vault.open(vault.folder, key_file=tmp_path / "nowhere")


def test_a_key_that_was_read_opens_like_its_file(vault, key):
    assert Vault.open(vault.folder, key_file=keys.key_in(key))


def test_a_machine_that_is_too_busy_is_not_a_wrong_passphrase(tmp_path):
    folder = tmp_path / "vault"
    Vault.create(folder, passphrase="correct horse")
    locked = re.sub(rb"(-> scrypt \S+) \d+", rb"\1 45", (folder / "identity.age").read_bytes())
    files.put(folder / files.IDENTITY, locked)
    files.put(folder / files.SUM, keys.sum_line(locked))
    with pytest.raises(MachineBusy, match="too busy"):
        Vault.open(folder, passphrase="correct horse")
