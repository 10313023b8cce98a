"""Cases in a vault, joined with the catalog: opening, noting, comparing, letters, the file for an authority."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.making import dataset, imported, model
from tests.rights.making_cases import OPENED, PERSON, draft, event

from filiation.errors import NotFound, StoreFailed, WrongUse
from filiation.facts.cases import Addressing, Status
from filiation.facts.letters import Block, Letter, LetterKind, Picture, Sentence
from filiation.facts.requests import Person
from filiation.facts.rights import Right, Role
from filiation.observatory.casework import LARGEST_PROOF, Casework
from filiation.rights.case_files import case_file
from filiation.rights.letters import writing
from filiation.vault import Changed, Vault, new_name

BASE = "maker/base"
RECORDS = [
    model("source/root", author="source"),
    model(BASE, "base_model:source/root", "base_model:finetune:source/root", author="maker", sha="a" * 40),
    model("maker/base-chat", f"base_model:{BASE}", f"base_model:finetune:{BASE}", author="maker"),
    model("quantizer/base-GGUF", f"base_model:{BASE}", f"base_model:quantized:{BASE}", author="quantizer"),
    model("tuner/base-x", f"base_model:{BASE}", f"base_model:finetune:{BASE}", author="tuner"),
    dataset("source/data"),
]
LATER = [
    model("tuner/base-y", f"base_model:{BASE}", f"base_model:finetune:{BASE}", author="tuner"),
    model("newcomer/base-z", f"base_model:{BASE}", f"base_model:merge:{BASE}", author="newcomer"),
]
LAST = date(2027, 6, 1)


@pytest.fixture(scope="module")
def observatory(tmp_path_factory):
    with imported(tmp_path_factory.mktemp("base"), RECORDS) as made:
        yield made


@pytest.fixture
def vault(tmp_path):
    return Vault.create(tmp_path / "vault", key_file=tmp_path / "key.txt")


@pytest.fixture
def casework(vault, observatory):
    return Casework(vault, observatory)


@pytest.fixture
def letters(monkeypatch):
    """Stand in for the words of letters, which have tests of their own."""

    def written(kind):
        def write(draft, parties, party, *_, contact="", day=None, **__):
            text = f"{kind.value} to {party.publisher} at {contact}: {draft.what}; of {parties.model}"
            return Letter(
                kind=kind, language=draft.language, day=day or draft.day, subject="s", sender=(draft.person.name,),
                recipient=(), to=None, blocks=(Block("b", "paragraph", (Sentence("s", text),)),), sources=(),
            )  # fmt: skip

        return write

    monkeypatch.setattr(writing, "letter_for", written(LetterKind.REQUEST))
    monkeypatch.setattr(writing, "reminder_letter", written(LetterKind.REMINDER))
    monkeypatch.setattr(writing, "complaint_letter", written(LetterKind.COMPLAINT))
    monkeypatch.setattr(writing, "private_contact_text", lambda *_: "May I write to you privately?")


def opened(casework, *publishers, **fields):
    return casework.open_case(draft(**fields), publishers, OPENED)


def text_of(letter):
    return letter.blocks[0].sentences[0].text


def places(case):
    return {party.publisher: place for place, party in enumerate(case.parties)}


def test_those_proposed_are_never_who_only_says_to_have_made_a_copy(casework):
    found = opened(casework)
    assert {party.publisher for party in found.parties} == {"maker", "source", "huggingface"}
    assert found.parties[0].publisher == "maker"
    assert found.family == ("maker/base-chat", "quantizer/base-GGUF", "tuner/base-x")
    assert found.sha == "a" * 40
    assert found.revision == 1
    assert found.title == BASE


def test_those_chosen_are_taken_in_the_order_in_which_to_write(casework):
    found = opened(casework, "tuner", "huggingface", "maker")
    assert [party.publisher for party in found.parties] == ["maker", "huggingface", "tuner"]
    assert Role.HOST in found.parties[1].roles
    assert found.parties[2].models == ("tuner/base-x",)


def test_who_holds_the_same_memory_is_added_when_asked_for(casework):
    found = opened(casework, "same")
    assert [party.publisher for party in found.parties] == ["maker", "source", "huggingface", "quantizer"]
    assert {party.publisher for party in opened(casework, "same", "tuner").parties} == {"quantizer", "tuner"}


def test_who_has_no_part_in_the_family_is_no_party(casework):
    with pytest.raises((NotFound, WrongUse)):
        opened(casework, "maker", "stranger")
    with pytest.raises(NotFound):
        opened(casework, model="nobody/nothing")
    assert casework.cases(OPENED) == ()


def test_a_letter_of_another_year_is_refused(casework):
    with pytest.raises(WrongUse) as raised:
        opened(casework, day=OPENED + timedelta(days=400))
    assert raised.value.values["field"] == "day"


def test_a_case_is_found_again_by_its_number(casework, vault):
    found = opened(casework, "maker")
    assert casework.case(found.id) == found
    (line,) = casework.cases(OPENED)
    assert (line.id, line.model, line.parties, line.next_due) == (found.id, BASE, 1, None)
    assert line.saved == vault.saved("cases", found.id)
    with pytest.raises(NotFound):
        casework.case(new_name())


@pytest.mark.usefixtures("letters")
def test_a_letter_that_was_sent_stays_as_it_was(casework):
    found = opened(casework, "maker")
    before = casework.letter(found.id, 0, today=OPENED)
    found = casework.record(found.id, 0, event("sent", "2026-11-03"), revision=found.revision, today=LAST)
    found = casework.amend(found.id, replace(found.draft, what="something else"), revision=found.revision, today=LAST)
    kept = casework.letter(found.id, 0, today=LAST)
    assert text_of(kept) == text_of(before)
    assert kept.day == date(2026, 11, 3)
    assert casework.letter(found.id, 0, kind=LetterKind.REQUEST, today=LAST) == kept
    assert "something else" in text_of(casework.letter(found.id, 0, kind=LetterKind.REMINDER, today=LAST))


@pytest.mark.usefixtures("letters")
def test_a_letter_that_was_not_sent_is_written_as_of_today(casework):
    found = opened(casework, "maker")
    assert casework.letter(found.id, 0, today=date(2026, 11, 20)).day == date(2026, 11, 20)
    assert casework.letter(found.id, 0, today=date(2026, 10, 1)).day == OPENED


@pytest.mark.usefixtures("letters")
def test_reminder_and_complaint_are_kept_when_they_went_out(casework):
    found = opened(casework, "maker")
    with pytest.raises(WrongUse):
        casework.letter(found.id, 0, kind=LetterKind.REMINDER, today=LAST)
    for kind, day in (("sent", "2026-11-03"), ("reminded", "2026-12-10"), ("complained", "2026-12-20")):
        found = casework.record(found.id, 0, event(kind, day), revision=found.revision, today=LAST)
    found = casework.amend(found.id, replace(found.draft, what="something else"), revision=found.revision, today=LAST)
    for kind in (None, LetterKind.REMINDER, LetterKind.COMPLAINT):
        assert "postal address" in text_of(casework.letter(found.id, 0, kind=kind, today=LAST))


@pytest.mark.usefixtures("letters")
def test_an_answer_to_their_question_does_not_replace_the_request(casework):
    found = opened(casework, "maker")
    for kind, day in (("sent", "2026-11-03"), ("asked", "2026-11-05"), ("sent", "2026-11-06")):
        found = casework.record(found.id, 0, event(kind, day), revision=found.revision, today=LAST)
    assert [bool(one.letter) for one in found.parties[0].events] == [True, False, False]


@pytest.mark.usefixtures("letters")
def test_the_words_for_a_public_discussion_name_nobody(casework):
    found = opened(casework, "maker")
    letter = casework.letter(found.id, 0, kind=LetterKind.PRIVATE_CONTACT, today=OPENED)
    assert text_of(letter) == "May I write to you privately?"
    assert PERSON.name not in str((letter.sender, letter.recipient, letter.subject))
    with pytest.raises(WrongUse):
        casework.letter(found.id, 0, kind=LetterKind.RECIPIENTS, today=OPENED)


@pytest.mark.usefixtures("letters")
def test_where_no_authority_is_known_it_is_said(casework):
    found = opened(casework, "maker", person=Person("A. Person", "person@example.org", "US"))
    found = casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST)
    with pytest.raises(NotFound, match="US"):
        casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST)
    found = casework.record(found.id, 0, event("complained", "2026-12-20"), revision=found.revision, today=LAST)
    assert found.parties[0].events[-1].letter == ""


@pytest.mark.usefixtures("letters")
def test_a_proof_is_kept_and_read_back(casework, vault):
    found = opened(casework, "maker", "quantizer")
    found = casework.record(
        found.id, 0, event("sent", "2026-11-03", proof="mine"), revision=1, today=LAST, proof=b"%PDF-receipt"
    )
    name = found.parties[0].events[0].proof
    assert casework.proof(found.id, 0, name) == b"%PDF-receipt"
    for place, other in ((1, name), (0, ""), (0, new_name()), (0, found.parties[0].events[0].letter)):
        with pytest.raises(NotFound):
            casework.proof(found.id, place, other)
    with pytest.raises(WrongUse, match="too large"):
        casework.record(found.id, 0, event("note", "2026-11-04"), revision=2, today=LAST,
                        proof=b"x" * (LARGEST_PROOF + 1))  # fmt: skip
    assert vault.names("proofs") == (name,)


@pytest.mark.usefixtures("letters")
def test_two_windows_on_one_case(casework, vault):
    found = opened(casework, "maker")
    casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST)
    kept = {drawer: vault.names(drawer) for drawer in ("letters", "proofs")}
    calls = (
        lambda: casework.record(found.id, 0, event("note", "2026-11-04"), revision=1, today=LAST, proof=b"x"),
        lambda: casework.amend(found.id, found.draft, revision=1, today=LAST),
        lambda: casework.take_in(found.id, ["quantizer"], revision=1),
    )
    for call in calls:
        with pytest.raises(Changed):
            call()
    assert kept == {drawer: vault.names(drawer) for drawer in ("letters", "proofs")}
    assert len(casework.case(found.id).parties[0].events) == 1


@pytest.mark.usefixtures("letters")
def test_when_saving_fails_nothing_is_left_behind(casework, vault, monkeypatch):
    found = opened(casework, "maker")
    write = vault.write

    def full(drawer, *given, **named):
        if drawer == "cases":
            raise StoreFailed("full", "free some")
        return write(drawer, *given, **named)

    monkeypatch.setattr(vault, "write", full)
    with pytest.raises(StoreFailed):
        casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST, proof=b"x")
    assert vault.names("letters") == vault.names("proofs") == ()


def test_a_family_that_changed_is_shown_and_taken_in_on_request(vault, tmp_path):
    casework = Casework(vault, imported(tmp_path, RECORDS))
    found = opened(casework, "maker", "quantizer")
    assert casework.overview(found.id, OPENED).change is None
    with imported(tmp_path, LATER) as now:
        after = Casework(vault, now)
        change = after.overview(found.id, OPENED).change
        assert change.new == ("newcomer/base-z", "tuner/base-y")
        assert change.new_publishers == ("newcomer", "tuner")
        assert change.since == found.edition != change.now
        assert after.case(found.id) == found  # looking changes nothing
        taken = after.take_in(found.id, ["newcomer", "quantizer"], revision=1)
        assert [party.publisher for party in taken.parties] == ["maker", "quantizer", "newcomer"]
        assert after.overview(found.id, OPENED).change is None
        assert len(taken.family) == 5
        with pytest.raises((NotFound, WrongUse)):
            after.take_in(found.id, ["stranger"], revision=2)


@pytest.mark.usefixtures("letters")
def test_a_model_that_vanished_from_the_catalog_does_not_block_its_case(casework, vault, tmp_path):
    found = opened(casework, "maker")
    (tmp_path / "other").mkdir()
    with imported(tmp_path / "other", [model("else/where")]) as now:
        after = Casework(vault, now)
        assert after.overview(found.id, OPENED).change is None
        noted = after.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST)
        assert noted.parties[0].events[0].letter == ""
        with pytest.raises(NotFound):
            after.letter(found.id, 0, today=LAST)


@pytest.mark.usefixtures("letters")
def test_the_whole_cascade_in_one_view(casework):
    found = opened(casework, "maker", "source", "huggingface", "quantizer")
    casework.record(found.id, places(found)["quantizer"], event("sent", "2026-11-03"), revision=1, today=LAST)
    view = casework.overview(found.id, date(2026, 12, 30))
    assert view.parties_by_status == {Status.TO_WRITE: 3, Status.OVERDUE: 1}
    assert view.models_by_status == {"to-write": 2, "overdue": 1, "not-involved": 1}
    assert [one.due for one in casework.deadlines(found.id, OPENED)] == [date(2026, 12, 3)]


@pytest.mark.usefixtures("letters")
def test_the_file_of_a_case_for_an_authority(casework):
    found = opened(casework, "maker", language="fr")
    found = casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST, proof=b"%PDF-receipt")
    found = casework.record(
        found.id,
        0,
        event("refused", "2026-11-10", note="They say no."),
        revision=2,
        today=LAST,
        proof=b"Dear A. Person",
    )
    files = casework.case_bundle(found.id, 0, LAST, notes=True)
    ends = sorted(name.rpartition(".")[2] for name in files)
    assert ends == ["pdf", "pdf", "pdf", "txt", "txt", "txt", "txt"]
    assert all(name.isascii() and "/" not in name and " " not in name for name in files)
    assert files[next(name for name in files if name.startswith("5-2026-11-03"))] == b"%PDF-receipt"
    told = files[next(name for name in files if name.startswith("2-"))].decode()
    assert "2026-11-10" in told
    assert "They say no." in told
    assert "At 1 Example Street." in files[next(name for name in files if name.startswith("3-"))].decode()


@pytest.mark.usefixtures("letters")
def test_a_file_with_a_damaged_proof_is_not_handed_out_as_whole(casework, vault):
    found = opened(casework, "maker")
    found = casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST, proof=b"x")
    (vault.folder / "proofs" / f"{found.parties[0].events[0].proof}.age").write_bytes(b"broken")
    with pytest.raises(StoreFailed):
        casework.case_bundle(found.id, 0, LAST)


def test_a_case_that_a_browser_saved_is_opened(casework):
    told, parties = casework.read_case_file(case_file(draft(), ("maker", "huggingface")))
    assert [party.publisher for party in casework.open_case(told, parties, OPENED).parties] == ["maker", "huggingface"]


def test_nothing_of_a_person_is_on_the_disk_in_clear(casework, vault):
    opened(casework, "maker")
    written = [file.name.encode() + file.read_bytes() for file in vault.folder.rglob("*") if file.is_file()]
    assert len(written) > 2
    assert not any(word in content for content in written for word in (b"Person", b"maker", b"person@"))


def test_a_plain_export_is_readable_by_programs(casework, vault):
    import zipfile
    from io import BytesIO

    found = opened(casework, "maker")
    with zipfile.ZipFile(BytesIO(vault.exported(plain=True))) as archive:
        told = json.loads(archive.read(f"{found.id}/case.json"))
    assert told["case"]["draft"]["person"]["name"] == "A. Person"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_letters_of_a_case_as_they_are_really_written(casework, language):
    found = opened(casework, "maker", "huggingface", "quantizer", language=language)
    place = places(found)
    words = {kind: text_whole(casework.letter(found.id, at, today=OPENED)) for kind, at in place.items()}
    assert len(set(words.values())) == 3
    assert "quantizer/base-GGUF" in words["quantizer"]
    assert "quantizer" not in words["maker"]
    for kind, day in (("sent", "2026-11-03"), ("reminded", "2026-12-10")):
        found = casework.record(found.id, place["maker"], event(kind, day), revision=found.revision, today=LAST)
    reminder = text_whole(casework.letter(found.id, place["maker"], kind=LetterKind.REMINDER, today=LAST))
    assert {"en": "3 November 2026", "fr": "3 novembre 2026"}[language] in reminder
    assert {"en": "3 December 2026", "fr": "3 décembre 2026"}[language] in reminder
    complaint = casework.letter(found.id, place["maker"], kind=LetterKind.COMPLAINT, today=LAST)
    assert "CNIL" in " ".join(complaint.recipient)
    assert "10 décembre 2026" in text_whole(complaint)  # in a language of the authority
    private = casework.letter(found.id, place["maker"], kind=LetterKind.PRIVATE_CONTACT, today=LAST)
    assert "Person" not in text_whole(private)
    assert all(body for body in casework.case_bundle(found.id, place["maker"], LAST).values())


def text_whole(letter):
    return " ".join(sentence.text for block in letter.blocks for sentence in block.sentences)


@pytest.mark.usefixtures("letters")
def test_the_letter_that_was_handed_out_last_is_the_one_that_was_sent(casework):
    found = opened(casework, "maker")
    casework.hand_out(found.id, 0, today=OPENED)
    written = casework.hand_out(found.id, 0, today=date(2026, 11, 5))
    assert casework.case(found.id).revision == found.revision  # another window can still save
    found = casework.amend(found.id, replace(found.draft, what="amended since"), revision=1, today=OPENED)
    assert "amended since" in text_of(casework.letter(found.id, 0, today=OPENED))
    found = casework.record(found.id, 0, event("sent", "2026-11-07"), revision=found.revision, today=LAST)
    assert casework.letter(found.id, 0, today=LAST) == written
    assert casework.hand_out(found.id, 0, today=LAST) == written


@pytest.mark.usefixtures("letters")
def test_a_letter_written_later_is_not_the_one_that_was_sent_before(casework):
    found = opened(casework, "maker")
    casework.hand_out(found.id, 0, today=date(2026, 11, 20))
    found = casework.record(found.id, 0, event("sent", "2026-11-07"), revision=1, today=LAST)
    assert casework.letter(found.id, 0, today=LAST).day == date(2026, 11, 7)


@pytest.mark.usefixtures("letters")
def test_a_letter_that_was_handed_out_goes_with_its_case(casework, vault):
    found = opened(casework, "maker")
    casework.hand_out(found.id, 0, today=OPENED)
    (name,) = vault.names("letters")
    (vault.folder / "letters" / f"{name}.age").write_bytes(b"broken")
    assert casework.hand_out(found.id, 0, today=OPENED)
    casework.remove(found.id)
    assert vault.names("letters") == ()


def rights_in(letter):
    ids = {sentence.id for block in letter.blocks for sentence in block.sentences}
    return {name.removeprefix("rights.") for name in ids if name.startswith("rights.")}


def test_what_follows_names_the_rights_that_were_exercised(casework):
    found = opened(casework, "maker", rights=(Right.ERASURE,))
    found = casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST)
    other = replace(found.draft, rights=(Right.ACCESS, Right.OBJECTION))
    casework.amend(found.id, other, revision=found.revision, today=LAST)
    for kind in (LetterKind.REMINDER, LetterKind.COMPLAINT):
        assert rights_in(casework.letter(found.id, 0, kind=kind, today=LAST)) == {"erasure"}


def test_a_second_round_without_an_answer_is_told_as_such(casework):
    found = opened(casework, "maker")
    for kind, day in (("sent", "2026-11-03"), ("answered", "2026-11-10"), ("sent", "2026-12-01")):
        found = casework.record(found.id, 0, event(kind, day), revision=found.revision, today=LAST)
    letter = casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST)
    ids = [sentence.id for block in letter.blocks for sentence in block.sentences]
    assert "complaint.no_answer" in ids
    assert "complaint.answered" not in ids
    assert ids.count("complaint.event") == 3


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("kind", [LetterKind.REMINDER, LetterKind.COMPLAINT])
def test_nothing_that_follows_is_written_too_early(casework, kind):
    found = opened(casework, "maker")
    with pytest.raises(WrongUse, match="No letter to this party"):
        casework.letter(found.id, 0, kind=kind, today=LAST)
    found = casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST)
    with pytest.raises(WrongUse, match="2026-12-03"):
        casework.letter(found.id, 0, kind=kind, today=date(2026, 12, 3))
    with pytest.raises(WrongUse):
        casework.case_bundle(found.id, 0, date(2026, 12, 3)) if kind is LetterKind.COMPLAINT else casework.hand_out(
            found.id, 0, kind=kind, today=date(2026, 12, 3)
        )
    assert casework.letter(found.id, 0, kind=kind, today=date(2026, 12, 4))


@pytest.mark.usefixtures("letters")
def test_a_file_for_an_authority_holds_no_private_note_and_no_letter_that_was_not_sent(casework):
    found = opened(casework, "maker")
    for kind, day, said in (("sent", "2026-11-03", "PRIVATE-1"), ("note", "2026-11-04", "PRIVATE-2")):
        found = casework.record(found.id, 0, event(kind, day, note=said), revision=found.revision, today=LAST)
    files = casework.case_bundle(found.id, 0, LAST)
    (told,) = [body.decode() for name, body in files.items() if name.startswith("2-")]
    assert "PRIVATE" not in told
    assert "2026-11-04" not in told
    (told,) = [
        body.decode()
        for name, body in casework.case_bundle(found.id, 0, LAST, notes=True).items()
        if name.startswith("2-")
    ]
    assert "PRIVATE-1" in told
    assert "PRIVATE-2" not in told
    assert [name for name in files if name.startswith("4-")] == [
        "4-2026-11-03-demande.pdf"
    ]  # in the language of the complaint


@pytest.mark.usefixtures("letters")
def test_what_was_noted_by_mistake_is_taken_back_with_what_was_kept(casework, vault):
    found = opened(casework, "maker")
    found = casework.record(found.id, 0, event("sent", "2026-11-03"), revision=1, today=LAST, proof=b"x")
    found = casework.record(found.id, 0, event("refused", "2026-11-05"), revision=2, today=LAST)
    with pytest.raises(Changed):
        casework.take_back(found.id, 0, 1, revision=2)
    with pytest.raises(WrongUse, match="2026-11-05"):
        casework.take_back(found.id, 0, 0, revision=3)
    with pytest.raises(NotFound):
        casework.take_back(found.id, 0, 2, revision=3)
    found = casework.take_back(found.id, 0, 1, revision=3)
    assert casework.overview(found.id, OPENED).steps[0].status is Status.WAITING
    found = casework.take_back(found.id, 0, 0, revision=4)
    assert found.parties[0].events == ()
    assert vault.names("letters") == vault.names("proofs") == ()


@pytest.mark.parametrize("day", [date(1901, 1, 1), date(2126, 1, 1)])
def test_letters_cannot_be_given_an_odd_day_later_either(casework, day):
    found = opened(casework, "maker")
    with pytest.raises(WrongUse) as raised:
        casework.amend(found.id, replace(found.draft, day=day), revision=1, today=OPENED)
    assert raised.value.values["field"] == "day"
    years = OPENED + timedelta(days=1000)
    assert casework.amend(found.id, found.draft, revision=1, today=years, title="kept").title == "kept"


def test_capital_letters_of_a_publisher_make_no_difference(casework):
    found = opened(casework, "MAKER")
    assert [party.publisher for party in found.parties] == ["maker"]
    found = casework.take_in(found.id, ["Maker", "QUANTIZER"], revision=1)
    assert [party.publisher for party in found.parties] == ["maker", "quantizer"]


def test_a_complaint_has_the_picture_of_the_family_in_its_language(casework):
    found = opened(casework, "maker")
    for kind, day in (("sent", "2026-11-03"), ("refused", "2026-11-20")):
        found = casework.record(found.id, 0, event(kind, day), revision=found.revision, today=LAST)
    letter = casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST)
    assert isinstance(letter.annexes[0], Picture)
    assert ("Famille" in letter.annexes[0].title) is (letter.language == "fr")
    assert "<svg" in letter.annexes[0].svg


def noted(casework, found, *events):
    for kind, day in events:
        found = casework.record(found.id, 0, event(kind, day), revision=found.revision, today=LAST)
    return found


def ids_in(letter):
    return [sentence.id for block in letter.blocks for sentence in block.sentences]


def test_a_second_complaint_is_written_to_the_authority_that_gets_it(casework):
    found = noted(casework, opened(casework, "maker", rights=(Right.ERASURE,)), ("sent", "2026-11-03"))
    first = casework.case_bundle(found.id, 0, date(2026, 12, 20))
    found = noted(casework, found, ("complained", "2026-12-20"))
    name = "1-reclamation.txt"
    assert casework.case_bundle(found.id, 0, LAST)[name] == first[name]  # as it was sent
    to = Addressing("DE", "Berlin", "en")
    found = casework.address_complaint(found.id, 0, to, revision=found.revision)
    again = casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST)
    assert "Berlin" in " ".join(again.recipient)
    assert (again.language, again.day) == ("en", LAST)
    files = casework.case_bundle(found.id, 0, LAST)
    assert "Berlin" in files["1-complaint.txt"].decode()
    assert "4-2026-12-20-complaint.pdf" in files  # what another authority got


def test_what_came_after_a_complaint_is_in_the_next_one(casework):
    found = noted(casework, opened(casework, "maker"), ("sent", "2026-11-03"), ("complained", "2026-12-20"))
    assert "complaint.no_answer" in ids_in(casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST))
    found = noted(casework, found, ("refused", "2027-01-10"))
    letter = casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST)
    assert "complaint.refused" in ids_in(letter)
    assert casework.hand_out(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST) == letter


@pytest.mark.parametrize("handed_out", [True, False])
def test_a_second_round_has_a_letter_of_its_own(casework, handed_out):
    found = opened(casework, "maker", rights=(Right.ERASURE,))
    casework.hand_out(found.id, 0, today=date(2026, 11, 3))
    found = noted(casework, found, ("sent", "2026-11-03"), ("answered", "2026-11-20"))
    other = replace(found.draft, rights=(Right.ACCESS,))
    found = casework.amend(found.id, other, revision=found.revision, today=LAST)
    letter = casework.letter(found.id, 0, today=date(2026, 12, 1))
    assert (rights_in(letter) - {"intro"}, letter.day) == ({"access"}, date(2026, 12, 1))
    if handed_out:
        assert casework.hand_out(found.id, 0, today=date(2026, 12, 1)) == letter
    found = noted(casework, found, ("sent", "2026-12-01"))
    assert casework.hand_out(found.id, 0, today=LAST) == letter
    found = casework.amend(found.id, replace(other, rights=(Right.OBJECTION,)), revision=found.revision, today=LAST)
    for kind in (LetterKind.REMINDER, LetterKind.COMPLAINT):
        assert rights_in(casework.letter(found.id, 0, kind=kind, today=LAST)) == {"access"}


def test_a_copy_of_the_first_round_that_is_noted_late_is_no_new_round(casework):
    found = noted(casework, opened(casework, "maker"), ("sent", "2026-11-03"), ("answered", "2026-11-20"))
    found = noted(casework, found, ("sent", "2026-11-10"))
    assert [bool(one.letter) for one in found.parties[0].events] == [True, False, False]


def test_a_reminder_of_the_first_round_is_not_one_of_the_second(casework):
    found = noted(casework, opened(casework, "maker"), ("sent", "2026-11-03"), ("reminded", "2026-12-10"))
    complaint = casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST)
    assert "complaint.reminded" in ids_in(complaint)
    found = noted(casework, found, ("answered", "2026-12-20"), ("sent", "2027-01-10"))
    told = ids_in(casework.letter(found.id, 0, kind=LetterKind.COMPLAINT, today=LAST))
    assert "complaint.reminded" not in told
    assert told.count("complaint.event") == 4  # what happened is told whole


def test_the_file_of_a_case_is_in_the_language_of_the_complaint(casework):
    found = noted(casework, opened(casework, "maker", language="en"), ("sent", "2026-11-03"))
    files = casework.case_bundle(found.id, 0, LAST)
    assert files["2-chronologie.txt"].decode().startswith("Ce qui")
    assert not any("complaint" in name for name in files)
