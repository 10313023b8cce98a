"""The register in the vault: nothing in clear, two windows, what is damaged, and the letters that answer."""

from dataclasses import replace
from datetime import date

import pytest

from filiation.errors import NotFound, StoreFailed, WrongUse
from filiation.facts.cases import Event, EventKind
from filiation.facts.letters import LetterKind
from filiation.facts.register import Received, Standing
from filiation.facts.rights import Right
from filiation.observatory.register import RequestRegister
from filiation.vault import Changed, Vault

TODAY = date(2026, 11, 22)
ASKED = Received(
    "",
    date(2026, 11, 2),
    "A. Person",
    "person@example.org",
    "maker/base",
    (Right.ERASURE,),
    "my address in Elm Street",
    country="FR",
)
REASON = "three teams must look <b>#x</b> {due}"


@pytest.fixture
def vault(tmp_path):
    return Vault.create(tmp_path / "vault", key_file=tmp_path / "key.txt")


@pytest.fixture
def kept(vault):
    return RequestRegister(vault)


@pytest.fixture
def one(kept):
    return kept.add(ASKED, TODAY)


def said(letter):
    return " ".join(sentence.text for block in letter.blocks for sentence in block.sentences)


def test_what_was_noted_comes_back_whole(kept, one):
    again = kept.received(one.id)
    assert again == one
    assert replace(again, id="", revision=0) == ASKED
    assert again.revision == 1


def test_nothing_of_it_is_in_clear(kept, one, tmp_path):
    kept.record(one.id, Event(EventKind.NOTE, TODAY, "they called"), TODAY, revision=1)
    files = [file for file in (tmp_path / "vault").rglob("*") if file.is_file()]
    held = b"".join(file.read_bytes() for file in files)
    for text in (b"A. Person", b"person@example.org", b"Elm", b"maker/base", b"erasure", b"they called"):
        assert text not in held
    assert not any("maker" in str(file.relative_to(tmp_path)) for file in files)
    assert "A. Person" not in repr(one)
    assert "Elm" not in repr(one)


def test_the_most_urgent_comes_first(kept, one):
    newer = kept.add(replace(ASKED, day=date(2026, 11, 20)), TODAY)
    late = kept.add(replace(ASKED, day=date(2026, 9, 1)), TODAY)
    found = kept.register(TODAY)
    assert [line.received.id for line in found.items] == [late.id, one.id, newer.id]
    assert [line.standing for line in found.items] == [Standing.OVERDUE, Standing.TO_ANSWER, Standing.TO_ANSWER]
    assert found.damaged == ()


def test_two_windows_cannot_overwrite_each_other(kept, one):
    first = kept.record(one.id, Event(EventKind.ASKED, TODAY, "who are you"), TODAY, revision=one.revision)
    with pytest.raises(Changed):
        kept.record(one.id, Event(EventKind.ANSWERED, TODAY), TODAY, revision=one.revision)
    assert kept.received(one.id).events == first.events
    kept.record(one.id, Event(EventKind.ANSWERED, TODAY), TODAY, revision=first.revision)
    assert kept.register(TODAY).items[0].standing is Standing.DONE


def test_what_is_damaged_is_named_and_the_others_stay(kept, one, vault):
    vault.write("register", "abcdefghijklmnop", b'{"version": 99}', expected=0)
    vault.write("register", "bcdefghijklmnopa", b"no json", expected=0)
    found = kept.register(TODAY)
    assert [line.received.id for line in found.items] == [one.id]
    assert set(found.damaged) == {"abcdefghijklmnop", "bcdefghijklmnopa"}
    with pytest.raises(StoreFailed, match="cannot be read"):
        kept.received("bcdefghijklmnopa")


@pytest.mark.parametrize("kind", [LetterKind.RECEIPT, LetterKind.EXTENSION, LetterKind.OUTCOME, LetterKind.REFUSAL])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_letter_is_addressed_and_tells_the_model_and_the_day(kept, kind, language):
    one = kept.add(replace(ASKED, language=language), TODAY)
    letter = kept.letter(one.id, kind, TODAY, sender="Acme", told=REASON, measures=("erased", "we asked others"))
    assert letter.kind is kind
    assert letter.language == language
    assert letter.to == "person@example.org"
    assert letter.sender == ("Acme",)
    assert letter.recipient == ("A. Person", "person@example.org")
    assert "maker/base" in said(letter)
    assert ("2 novembre 2026" if language == "fr" else "2 November 2026") in said(letter)
    assert "Elm" not in said(letter)
    assert REASON in said(letter)
    assert ("we asked others" in said(letter)) == (kind is LetterKind.OUTCOME)


def test_the_days_of_letters_are_those_of_the_register(kept, one):
    assert "2 December 2026" in said(kept.letter(one.id, LetterKind.RECEIPT, TODAY))
    longer = kept.letter(one.id, LetterKind.EXTENSION, TODAY, told=REASON)
    kept.record(one.id, Event(EventKind.EXTENDED, TODAY), TODAY, revision=1)
    assert kept.register(TODAY).items[0].due == date(2027, 2, 2)
    assert "2 February 2027" in said(longer)


def test_letters_that_come_too_late_are_not_written(kept, one):
    late = kept.add(replace(ASKED, day=date(2026, 7, 1)), TODAY)
    with pytest.raises(WrongUse, match="time was over"):
        kept.letter(late.id, LetterKind.EXTENSION, TODAY, told=REASON)
    longer = kept.record(one.id, Event(EventKind.EXTENDED, TODAY), TODAY, revision=1)
    assert kept.letter(one.id, LetterKind.EXTENSION, TODAY, told=REASON)
    done = kept.record(one.id, Event(EventKind.ANSWERED, TODAY), TODAY, revision=longer.revision)
    for kind in (LetterKind.RECEIPT, LetterKind.EXTENSION):
        with pytest.raises(WrongUse, match="has its answer"):
            kept.letter(one.id, kind, TODAY, told=REASON)
    back = kept.take_back(one.id, 1, revision=done.revision)
    assert [event.kind for event in back.events] == [EventKind.EXTENDED]
    assert kept.letter(one.id, LetterKind.RECEIPT, TODAY)
    with pytest.raises(Changed):
        kept.take_back(one.id, 0, revision=done.revision)


def test_other_letters_do_not_answer(kept, one):
    with pytest.raises(WrongUse, match="not answered with"):
        kept.letter(one.id, LetterKind.REQUEST, TODAY)


@pytest.mark.parametrize("kind", [LetterKind.EXTENSION, LetterKind.REFUSAL])
def test_a_letter_that_needs_reasons_is_not_written_without(kept, one, kind):
    with pytest.raises(WrongUse, match="needs your reasons"):
        kept.letter(one.id, kind, TODAY, told=" ")


def test_what_is_removed_is_gone(kept, one, vault):
    kept.remove(one.id)
    assert vault.names("register") == ()
    with pytest.raises(NotFound):
        kept.received(one.id)
