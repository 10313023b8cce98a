"""The vault: what is kept can be read again by its owner alone, whatever happens to its files."""

import errno
import os
import stat
import subprocess
import sys
import zipfile
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.errors import NotFound, SourceFailed, StoreFailed, WrongUse
from filiation.vault import DRAWERS, Changed, Vault, VaultDamaged, WrongKey, age, destroy, files, new_name, restore

SECRET = b"A. Person, person@example.org"


@pytest.fixture
def key(tmp_path):
    return tmp_path / "keys" / "key.txt"


@pytest.fixture
def vault(tmp_path, key):
    return Vault.create(tmp_path / "vault", key_file=key)


def kept(vault, body=SECRET, drawer="cases"):
    name = new_name()
    vault.write(drawer, name, body, expected=0)
    return name


def file_of(vault, name, drawer="cases"):
    return vault.folder / drawer / f"{name}.age"


def test_a_passphrase_opens_and_another_does_not(tmp_path):
    folder = tmp_path / "vault"
    made = Vault.create(folder, passphrase="correct horse é")
    name = kept(made)
    assert Vault.state(folder) == "passphrase"
    assert Vault.open(folder, passphrase="correct horse e\u0301").read("cases", name) == (SECRET, 1)
    with pytest.raises(WrongKey) as raised:
        Vault.open(folder, passphrase="correct horse e")
    assert "horse" not in repr(raised.value)
    identity = folder / "identity.age"
    salted = identity.read_bytes()
    identity.write_bytes(salted.replace(b"-> scrypt ", b"-> scrypt A", 1))
    with pytest.raises(VaultDamaged):
        Vault.open(folder, passphrase="correct horse é")


def test_a_key_file_opens_and_another_does_not(vault, key, tmp_path):
    name = kept(vault)
    assert Vault.state(vault.folder) == "key-file"
    assert Vault.open(vault.folder, key_file=key).read("cases", name) == (SECRET, 1)
    Vault.create(tmp_path / "other", key_file=tmp_path / "other.txt")
    with pytest.raises(WrongKey):
        Vault.open(vault.folder, key_file=tmp_path / "other.txt")
    with pytest.raises(NotFound):
        Vault.open(vault.folder, key_file=tmp_path / "nowhere.txt")
    (tmp_path / "letter.txt").write_text("Dear Sir")
    with pytest.raises(WrongKey):
        Vault.open(vault.folder, key_file=tmp_path / "letter.txt")


@pytest.mark.parametrize("given", [{}, {"passphrase": "long enough", "key_file": "key.txt"}])
def test_exactly_one_way_to_open(tmp_path, vault, given):
    given = {name: tmp_path / value if name == "key_file" else value for name, value in given.items()}
    with pytest.raises(WrongUse, match="only one"):
        Vault.open(vault.folder, **given)
    with pytest.raises(WrongUse, match="only one"):
        Vault.create(tmp_path / "new", **given)


def test_the_other_way_to_open_is_told(vault):
    with pytest.raises(WrongKey, match="key file"):
        Vault.open(vault.folder, passphrase="long enough")


def test_a_short_passphrase_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(WrongUse, match="8"):
        Vault.create(tmp_path / "vault", passphrase="seven77")
    assert Vault.state(tmp_path / "vault") == "none"


def test_a_key_file_does_not_lie_in_the_vault(tmp_path):
    with pytest.raises(WrongUse):
        Vault.create(tmp_path / "vault", key_file=tmp_path / "vault" / "key.txt")


def test_no_vault_is_made_over_another_or_among_other_things(vault, tmp_path, key):
    with pytest.raises(WrongUse):
        Vault.create(vault.folder, key_file=key)
    (tmp_path / "home").mkdir(mode=0o755)
    (tmp_path / "home" / "letter.txt").touch()
    with pytest.raises(WrongUse):
        Vault.create(tmp_path / "home", key_file=key)
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o755


def test_where_no_folder_can_be_it_is_said(tmp_path, vault, key):
    (tmp_path / "file").touch()
    for make in (
        lambda: Vault.create(tmp_path / "file", key_file=key),
        lambda: Vault.create(tmp_path / "file" / "vault", key_file=key),
        lambda: vault.export(tmp_path / "file" / "copy.zip", plain=False),
        lambda: vault.export(tmp_path / "a" / "b" / "copy.zip", plain=False),
    ):
        with pytest.raises(StoreFailed, match="cannot be written"):
            make()


def test_there_is_no_vault(tmp_path, key):
    assert Vault.state(tmp_path / "nowhere") == "none"
    with pytest.raises(NotFound):
        Vault.open(tmp_path / "nowhere", key_file=key)
    with pytest.raises(NotFound):
        destroy(tmp_path / "nowhere")


def test_nothing_of_what_is_kept_is_readable_on_the_disk(vault):
    name = kept(vault)
    everything = b"".join(file.read_bytes() for file in vault.folder.rglob("*") if file.is_file())
    assert SECRET not in everything
    assert b"person" not in everything.lower()
    assert {file.name for file in vault.folder.rglob("*") if file.is_file()} <= {
        "identity.age", "identity.sha256", "lock", f"{name}.age",
    }  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_the_owner_alone_may_enter(vault):
    kept(vault)
    for place in (vault.folder, *vault.folder.rglob("*")):
        assert not stat.S_IMODE(place.stat().st_mode) & 0o077, place.name


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_folder_into_which_others_write_is_not_trusted(vault, key):
    vault.folder.chmod(0o777)
    with pytest.raises(StoreFailed, match="chmod 700"):
        Vault.open(vault.folder, key_file=key)


@pytest.mark.usefixtures("vault")
def test_the_key_file_is_its_owners_and_in_the_form_of_age(key):
    assert any(line.startswith("AGE-SECRET-KEY-1") for line in key.read_text().splitlines())
    if os.name != "nt":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_documents_open_with_age_alone(vault, key):
    name = kept(vault)
    outer = age.Identity.from_str(key.read_text().splitlines()[-1])
    inner = age.Identity.from_str(age.opened((vault.folder / "identity.age").read_bytes(), outer).decode().strip())
    line, _, body = age.opened(file_of(vault, name).read_bytes(), inner).partition(b"\n")
    assert b'"revision":1' in line
    assert body == SECRET


def test_two_windows_do_not_overwrite_each_other(vault, key):
    name = kept(vault)
    other = Vault.open(vault.folder, key_file=key)
    assert vault.write("cases", name, b"one", expected=1) == 2
    with pytest.raises(Changed) as raised:
        other.write("cases", name, b"two", expected=1)
    assert raised.value.status == 409
    assert vault.read("cases", name) == (b"one", 2)
    with pytest.raises(Changed):
        other.write("cases", name, b"new", expected=0)
    other.remove("cases", name)
    with pytest.raises(Changed):
        vault.write("cases", name, b"three", expected=2)
    assert vault.names("cases") == ()


def test_many_writers_at_once_each_count(vault, key):
    name = kept(vault, b"0")
    refused = []

    def add():
        mine = Vault.open(vault.folder, key_file=key)
        for _ in range(5):
            while True:
                body, revision = mine.read("cases", name)
                try:
                    mine.write("cases", name, str(int(body) + 1).encode(), expected=revision)
                    break
                except Changed:
                    refused.append(revision)

    threads = [Thread(target=add) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert vault.read("cases", name) == (b"20", 21)


def test_two_processes_open_one_vault(vault, key):
    name = kept(vault)
    code = (
        "import sys; from pathlib import Path; from filiation.vault import Vault\n"
        "v = Vault.open(Path(sys.argv[1]), key_file=Path(sys.argv[2]))\n"
        "print(v.write('cases', sys.argv[3], b'other', expected=1))"
    )
    done = subprocess.run([sys.executable, "-c", code, vault.folder, key, name], capture_output=True, check=True)
    assert done.stdout.strip() == b"2"
    assert vault.read("cases", name) == (b"other", 2)


def test_one_damaged_document_is_named_and_the_others_stay(vault):
    broken, cut, empty, good = kept(vault), kept(vault), kept(vault), kept(vault)
    damage = bytearray(file_of(vault, broken).read_bytes())
    damage[-1] ^= 1
    file_of(vault, broken).write_bytes(damage)
    file_of(vault, cut).write_bytes(file_of(vault, cut).read_bytes()[:50])
    file_of(vault, empty).write_bytes(b"")
    assert set(vault.damaged()) == {f"cases/{name}" for name in (broken, cut, empty)}
    assert vault.read("cases", good) == (SECRET, 1)
    with pytest.raises(VaultDamaged) as raised:
        vault.read("cases", broken)
    assert broken in str(raised.value)
    with pytest.raises(VaultDamaged):
        vault.write("cases", broken, b"new", expected=1)
    vault.remove("cases", broken)
    assert broken not in vault.names("cases")


def test_a_document_in_the_place_of_another_is_not_taken_for_it(vault):
    one, other = kept(vault, b"one"), kept(vault, b"other")
    file_of(vault, one).write_bytes(file_of(vault, other).read_bytes())
    with pytest.raises(VaultDamaged):
        vault.read("cases", one)


def test_a_document_of_a_newer_program_is_told_from_a_damaged_one(vault):
    name = kept(vault)
    line = f'{{"version":9,"drawer":"cases","name":"{name}","revision":1}}\nx'.encode()
    file_of(vault, name).write_bytes(age.sealed(line, vault._identity))
    with pytest.raises(VaultDamaged, match="another version"):
        vault.read("cases", name)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_content_comes_back(body):
    made = age.Identity.generate()
    from filiation.vault.documents import Document, packed, unpacked

    document = Document("proofs", "a" * 16, 3, "b" * 16, body)
    assert unpacked(age.opened(age.sealed(packed(document), made), made), "proofs", "a" * 16) == document


@pytest.mark.parametrize("harm", [lambda b: b[:60], lambda _: b"", lambda b: b[:-1] + bytes([b[-1] ^ 1])])
def test_a_damaged_key_is_told_from_a_wrong_passphrase(vault, key, harm):
    kept(vault)
    identity = vault.folder / "identity.age"
    identity.write_bytes(harm(identity.read_bytes()))
    with pytest.raises(VaultDamaged, match="copy"):
        Vault.open(vault.folder, key_file=key)
    (vault.folder / "identity.sha256").unlink()
    with pytest.raises(VaultDamaged):
        Vault.open(vault.folder, key_file=key)


def test_a_fault_that_looks_like_a_wrong_key_is_told_from_one(vault, key):
    identity = vault.folder / "identity.age"
    before = identity.read_bytes()
    place = before.index(b"-> X25519 ") + 12
    identity.write_bytes(before[:place] + (b"A" if before[place : place + 1] != b"A" else b"B") + before[place + 1 :])
    with pytest.raises(VaultDamaged):
        Vault.open(vault.folder, key_file=key)


def test_a_missing_key_is_not_taken_for_no_vault(vault, key):
    kept(vault)
    (vault.folder / "identity.age").unlink()
    with pytest.raises(VaultDamaged):
        Vault.state(vault.folder)
    with pytest.raises(VaultDamaged):
        Vault.create(vault.folder, key_file=key)
    assert destroy(vault.folder) == 1


def test_a_half_written_file_is_passed_over_and_cleaned_away(vault, key):
    name = kept(vault)
    partial = vault.folder / "cases" / f".{new_name()}.age.12345678.partial"
    partial.write_bytes(b"half")
    assert vault.names("cases") == (name,)
    Vault.open(vault.folder, key_file=key)
    assert not partial.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_loses_nothing(vault, monkeypatch, number):
    name = kept(vault)

    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreFailed, match="cannot be written"):
        vault.write("cases", name, b"new", expected=1)
    monkeypatch.undo()
    assert vault.read("cases", name) == (SECRET, 1)
    assert not list(vault.folder.rglob("*.partial"))


@pytest.mark.parametrize("name", ["", "../identity", "A" * 16, "a" * 15, "a/b", "a" * 15 + "\n"])
def test_no_name_leads_out_of_the_vault(vault, name):
    with pytest.raises(WrongUse):
        vault.read("cases", name)
    with pytest.raises(WrongUse):
        vault.write("cases", name, b"", expected=0)


def test_only_known_drawers(vault):
    with pytest.raises(WrongUse):
        vault.write("..", new_name(), b"", expected=0)


def test_what_is_not_there_is_not_found(vault):
    for ask in (vault.read, vault.remove, vault.saved):
        with pytest.raises(NotFound):
            ask("cases", new_name())


def test_names_tell_nothing_and_differ():
    names = {new_name() for _ in range(200)}
    assert len(names) == 200
    assert all(files.NAME.fullmatch(name) for name in names)


def test_documents_that_belong_to_another(vault):
    case = kept(vault)
    mine, other = new_name(), new_name()
    vault.write("letters", mine, b"{}", expected=0, of=case)
    vault.write("letters", other, b"{}", expected=0, of=new_name())
    assert vault.names("letters", of=case) == (mine,)


def test_an_encrypted_export_is_put_back(vault, key, tmp_path):
    name = kept(vault)
    assert vault.export(tmp_path / "copy.zip", plain=False) == 1
    assert SECRET not in (tmp_path / "copy.zip").read_bytes()
    assert restore(tmp_path / "copy.zip", tmp_path / "again") == 1
    assert Vault.open(tmp_path / "again", key_file=key).read("cases", name) == (SECRET, 1)
    with pytest.raises(WrongUse):
        restore(tmp_path / "copy.zip", tmp_path / "again")
    with pytest.raises(WrongUse):
        vault.export(tmp_path / "copy.zip", plain=False)


def test_a_plain_export_has_a_folder_for_each_case(vault, tmp_path):
    case, letter, broken = kept(vault, b'{"a": 1}'), new_name(), kept(vault)
    vault.write("letters", letter, b"%PDF-1.7", expected=0, of=case)
    file_of(vault, broken).write_bytes(b"broken")
    vault.export(tmp_path / "plain.zip", plain=True)
    with zipfile.ZipFile(tmp_path / "plain.zip") as archive:
        assert archive.read(f"{case}/case.json") == b'{"a": 1}'
        assert archive.read(f"{case}/letters/{letter}.pdf") == b"%PDF-1.7"
        assert broken in archive.read("unreadable.txt").decode()
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "plain.zip").stat().st_mode) == 0o600
    with pytest.raises(SourceFailed):
        restore(tmp_path / "plain.zip", tmp_path / "again")


@pytest.mark.parametrize("name", ["../evil.age", "cases/../../x.age", "/etc/x", "readme.txt"])
def test_a_hostile_archive_is_refused_whole(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("identity.age", b"x")
        archive.writestr(name, b"x")
    with pytest.raises(SourceFailed):
        restore(tmp_path / "evil.zip", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"no zip"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "file.zip").write_bytes(content)
    with pytest.raises(SourceFailed):
        restore(tmp_path / "file.zip", tmp_path / "again")
    with pytest.raises(NotFound):
        restore(tmp_path / "nowhere.zip", tmp_path / "again")


def test_destroying_takes_the_key_first_and_leaves_nothing(vault, monkeypatch):
    for drawer in DRAWERS:
        kept(vault, drawer=drawer)
    seen = []
    monkeypatch.setattr(
        files, "shred", lambda file: (seen.append(len(list(vault.folder.rglob("*.age")))), file.unlink())
    )
    assert destroy(vault.folder) == 4
    assert seen == [5]  # nothing had been removed before the key
    assert not vault.folder.exists()
    with pytest.raises((NotFound, StoreFailed)):
        vault.write("cases", new_name(), SECRET, expected=0)
    assert not list(vault.folder.rglob("*.age"))


def test_destroying_leaves_what_is_not_ours(vault):
    (vault.folder / "letter.txt").write_text("mine")
    destroy(vault.folder)
    assert [file.name for file in vault.folder.iterdir()] == ["letter.txt"]


def test_the_key_is_written_over_before_it_goes(tmp_path):
    file, link = tmp_path / "identity.age", tmp_path / "link"
    file.write_bytes(SECRET)
    os.link(file, link)
    files.shred(file)
    assert not file.exists()
    assert len(link.read_bytes()) == len(SECRET)
    assert link.read_bytes() != SECRET


def test_no_error_and_no_repr_tells_what_is_kept(vault):
    name = kept(vault)
    with pytest.raises(Changed) as raised:
        vault.write("cases", name, SECRET, expected=5)
    assert "person" not in repr(raised.value).lower()
    assert "person" not in repr(vault._document("cases", name)).lower()
    assert "AGE-SECRET" not in repr(vars(vault))
