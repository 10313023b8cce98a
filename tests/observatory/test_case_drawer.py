"""Cases in the drawer of a vault: found again, listed by what is due, named where damaged, removed whole."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rights.making_cases import OPENED, case, event, party

from filiation.errors import NotFound, StoreFailed
from filiation.observatory import case_keeping
from filiation.observatory.case_drawer import CaseDrawer
from filiation.vault import Changed, Vault, new_name


@pytest.fixture
def vault(tmp_path):
    return Vault.create(tmp_path / "vault", key_file=tmp_path / "key.txt")


@pytest.fixture
def drawer(vault):
    return CaseDrawer(vault)


def kept(drawer, *events, name=""):
    return drawer.save(case(party(*events), id=name or new_name()))


def test_a_case_is_found_again_as_it_was_saved(drawer):
    found = kept(drawer)
    assert drawer.case(found.id) == found
    assert found.revision == 1
    assert drawer.save(replace(found, title="another")).revision == 2
    with pytest.raises(NotFound):
        drawer.case(new_name())


def test_a_case_that_another_window_saved_is_not_changed(drawer):
    found = kept(drawer)
    assert drawer.as_shown(found.id, 1) == found
    drawer.save(found)
    with pytest.raises(Changed):
        drawer.as_shown(found.id, 1)
    with pytest.raises(Changed):
        drawer.save(replace(found, title="lost"))
    assert drawer.case(found.id).title == found.title


def test_cases_come_by_their_next_deadline(drawer):
    quiet, urgent = kept(drawer), kept(drawer, event("sent", "2026-11-03"))
    lines = [line for line, _ in drawer.listed(OPENED).items]
    assert [line.id for line in lines] == [urgent.id, quiet.id]
    assert lines[0].next_due == date(2026, 12, 3)


def test_one_damaged_case_is_named_and_the_others_stay(drawer, vault):
    broken, good, other = kept(drawer), kept(drawer), kept(drawer)
    (vault.folder / "cases" / f"{broken.id}.age").write_bytes(b"broken")
    vault.write("cases", other.id, b'{"version": 7}', expected=1)
    assert [line.id for line, _ in drawer.listed(OPENED).items] == [good.id]
    assert set(drawer.damaged()) == set(drawer.listed(OPENED).damaged) == {broken.id, other.id}
    with pytest.raises(StoreFailed, match="version 7"):
        drawer.case(other.id)
    drawer.remove(broken.id)
    assert drawer.damaged() == (other.id,)


def test_the_list_reads_each_case_once(drawer, vault, monkeypatch):
    broken, good = kept(drawer), kept(drawer)
    (vault.folder / "cases" / f"{broken.id}.age").write_bytes(b"broken")
    read, names = vault.read, []
    monkeypatch.setattr(vault, "read", lambda place, name: names.append(name) or read(place, name))
    found = drawer.listed(OPENED)
    assert [(line.id, dict(counts)) for line, counts in found.items] == [(good.id, {"to-write": 1})]
    assert found.damaged == (broken.id,)
    assert sorted(names) == sorted([broken.id, good.id])


def test_removing_a_case_takes_its_letters_and_proofs(drawer, vault):
    names = [new_name(), new_name()]
    proofs = [case_keeping.put(vault, "proofs", b"x", name) for name in names]
    for name, proof in zip(names, proofs, strict=True):
        letter = case_keeping.put(vault, "letters", b"x", name)
        kept(drawer, event("sent", "2026-11-03", letter=letter, proof=proof), name=name)
    (vault.folder / "proofs" / f"{proofs[0]}.age").write_bytes(b"broken")
    drawer.remove(names[0])
    assert vault.names("cases") == (names[1],)
    assert [len(vault.names(place)) for place in ("letters", "proofs")] == [1, 1]
    assert vault.names("proofs") == (proofs[1],)
