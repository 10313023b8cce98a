"""Cases from the command line: opened from options, files and answers; followed, written, and removed."""

import json
import stat
import sys
from io import BytesIO, TextIOWrapper

import pikepdf
import pytest

from filiation.cli import request as commands
from filiation.cli import vault
from filiation.cli.main import main
from filiation.rights.case_files import case_file
from filiation.rights.drafts import read_draft

MODEL = "HuggingFaceH4/zephyr-7b-beta"
PERSON = {"name": "A. Person", "reply_to": "person@example.org", "country": "FR"}
TOLD = (
    *("--right", "erasure", "--right", "access", "--what", "my postal address", "--name", "A. Person"),
    *("--reply-to", "person@example.org", "--country", "FR", "--kind", "contact"),
)
DRAFT = {"rights": ["erasure"], "what": "my postal address", "person": PERSON, "language": "fr"}
PACK = {
    "observations": [{"prompt": "Where does A. Person live?", "output": "1 Example Street", "day": "2026-11-01"}],
    "revision": "abc123",
    "repeats": ["mistralai/Mistral-7B-v0.1"],
}


@pytest.fixture
def place(tmp_path):
    return ("--vault", tmp_path / "vault", "--key", tmp_path / "vault.key")


@pytest.fixture
def ask(run, place):
    """Return a function that runs one of the commands on a vault of its own."""

    def ask_for(command, *arguments):
        return run("request", command, *arguments, *place)

    return ask_for


@pytest.fixture
def opened(ask):
    """Return the number of a case about a model, with its publisher and the host."""
    answer = ask("new", MODEL, *TOLD, "--to", "HuggingFaceH4", "--to", "huggingface", "--json")
    assert answer.code == 0, answer.err
    return answer.json["case"]["id"]


@pytest.fixture
def typing(monkeypatch):
    """Return a function that makes a terminal at which somebody types these answers."""

    def type_these(*answers):
        left = iter(answers)
        for place in ("drafting", "opening", "request"):
            monkeypatch.setattr(f"filiation.cli.{place}.is_asked", lambda: True)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(left))
        return left

    return type_these


def test_a_case_is_opened_from_options(ask, place):
    answer = ask("new", MODEL, *TOLD, "--prompt", "Where?", "--output", "Here", "--seen", "2026-11-01", "--json")
    assert answer.code == 0
    draft = answer.json["case"]["draft"]
    assert draft["model"] == MODEL
    assert draft["rights"] == ["erasure", "access"]
    assert draft["person"] == {**PERSON, "represents": ""}
    assert (
        draft["observations"][0] | {"prompt": "Where?", "output": "Here", "day": "2026-11-01"}
        == draft["observations"][0]
    )
    assert draft["kinds"] == ["contact"]
    assert draft["language"] == "en"
    names = [party["publisher"] for party in answer.json["case"]["parties"]]
    assert "HuggingFaceH4" in names
    assert "A new vault is made" in answer.err
    kept = b"".join(file.read_bytes() for file in place[1].rglob("*") if file.is_file())
    assert len(kept) > 500
    for text in (b"A. Person", b"person@example.org", b"postal", MODEL.encode(), b"HuggingFaceH4"):
        assert text not in kept


def test_nothing_is_asked_on_a_pipe_and_what_is_missing_is_named(ask, place):
    answer = ask("new", MODEL, "--right", "access", "--name", "A. Person")
    assert answer.code == 2
    assert "--what" in answer.err
    assert "--reply-to" in answer.err
    assert "--country" in answer.err
    assert "--name" not in answer.err.split("hint")[0]
    assert not place[1].exists()


def test_a_person_and_the_observations_can_come_from_files(ask, tmp_path):
    (tmp_path / "draft.json").write_text(json.dumps(DRAFT), encoding="utf-8")
    (tmp_path / "pack.json").write_text(json.dumps(PACK), encoding="utf-8")
    given = ("--draft", tmp_path / "draft.json", "--evidence", tmp_path / "pack.json", "--country", "BE")
    answer = ask("new", MODEL, *given, "--title", "mine", "--json")
    assert answer.code == 0, answer.err
    draft = answer.json["case"]["draft"]
    assert draft["person"] == {**PERSON, "country": "BE", "represents": ""}
    assert draft["language"] == "fr"
    assert draft["revision"] == "abc123"
    assert draft["repeats"] == ["mistralai/Mistral-7B-v0.1"]
    assert draft["observations"][0]["output"] == "1 Example Street"
    assert answer.json["case"]["title"] == "mine"


def test_a_draft_can_come_from_standard_input(ask, monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(json.dumps(DRAFT).encode())))
    assert ask("new", MODEL, "--draft", "-", "--json").json["case"]["draft"]["person"]["name"] == "A. Person"
    assert ask("new", MODEL, "--draft", "-", "--evidence", "-").code == 2


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'"a"', b"\xff", b"[" * 100_000])
def test_what_is_no_draft_is_told(ask, tmp_path, content):
    (tmp_path / "draft.json").write_bytes(content)
    answer = ask("new", MODEL, "--draft", tmp_path / "draft.json")
    assert answer.code == 2
    assert "JSON" in answer.err


@pytest.mark.parametrize(
    "odd", [{"person": "A"}, {"person": ["A"]}, {"observations": "x"}, {"rights": "erasure"}, {"color": "red"}]
)
def test_a_draft_that_is_odd_is_told_without_its_words(ask, tmp_path, odd):
    (tmp_path / "draft.json").write_text(json.dumps({**DRAFT, "what": "private words"} | odd), encoding="utf-8")
    answer = ask("new", MODEL, "--draft", tmp_path / "draft.json")
    assert answer.code == 2
    assert "private words" not in answer.err
    assert "Traceback" not in answer.err


def test_a_person_is_asked_for_what_is_missing(ask, typing):
    left = typing("0", "1,3", "my postal address", "A. Person", "person@example.org", "FR", "Where?", "Here", "")
    answer = ask("new", MODEL, "--json")
    assert answer.code == 0, answer.err
    assert next(left, None) is None
    draft = answer.json["case"]["draft"]
    assert draft["rights"] == ["access", "erasure"]
    assert draft["person"] == {**PERSON, "represents": ""}
    assert [one["output"] for one in draft["observations"]] == ["Here"]


def test_an_answer_that_cannot_be_is_asked_for_again_and_nothing_is_lost(ask, typing):
    typing("2", "my age", "A. Person", "nowhere", "Atlantis", "I am 30", "", "1 Example Street, 12345 Example", "FR")
    answer = ask("new", MODEL, "--json")
    assert answer.code == 0, answer.err
    draft = answer.json["case"]["draft"]
    assert draft["person"] == {**PERSON, "reply_to": "1 Example Street, 12345 Example", "represents": ""}
    assert draft["correction"] == "I am 30"


def test_nobody_is_asked_in_vain(ask, typing, place):
    left = typing("never asked")
    answer = ask("new", "nobody/nothing")
    assert answer.code == 3
    assert next(left) == "never asked"
    assert not place[1].exists()


def test_each_prompt_has_its_output(ask):
    assert "--output" in ask("new", MODEL, *TOLD, "--prompt", "Where?").err


def test_a_case_file_of_a_browser_is_taken_in(ask, tmp_path):
    draft = read_draft({**DRAFT, "model": MODEL, "day": "2026-11-20"})
    (tmp_path / "case.json").write_bytes(case_file(draft, ("HuggingFaceH4",)))
    answer = ask("import", tmp_path / "case.json", "--json")
    assert answer.code == 0, answer.err
    assert [party["publisher"] for party in answer.json["case"]["parties"]] == ["HuggingFaceH4"]
    (tmp_path / "case.json").write_text("{}", encoding="utf-8")
    assert ask("import", tmp_path / "case.json").code == 2


def test_a_case_is_named_by_its_beginning(ask, opened):
    assert ask("show", opened[:4], "--json").json["case"]["id"] == opened
    assert ask("show", opened[:4].upper(), "--json").json["case"]["id"] == opened
    for wrong in ("nothing", "", "../x"):
        answer = ask("show", wrong)
        assert answer.code == 3
        assert "request list" in answer.err


def test_a_case_is_named_by_its_title(ask):
    assert ask("new", MODEL, *TOLD, "--to", "HuggingFaceH4", "--title", "My address").code == 0
    assert ask("show", "my address", "--json").json["case"]["title"] == "My address"
    assert ask("new", MODEL, *TOLD, "--to", "HuggingFaceH4", "--title", "My address").code == 0
    assert ask("show", "my address").code == 2


def test_several_cases_of_one_beginning_are_not_guessed(ask, opened, monkeypatch):
    monkeypatch.setattr(
        "filiation.observatory.casework.new_name",
        lambda: opened[:15] + "2" * (opened[-1] != "2") + "3" * (opened[-1] == "2"),
    )
    assert ask("new", MODEL, *TOLD, "--to", "HuggingFaceH4").code == 0
    answer = ask("show", opened[:5])
    assert answer.code == 2
    assert opened[:5] in answer.err


def test_the_list_tells_all_cases(ask, opened):
    assert [one["id"] for one in ask("list", "--json").json["items"]] == [opened]
    told = ask("list").out
    assert opened in told
    assert "2 parties" in told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_case_is_shown_with_its_next_steps(ask, opened, language):
    answer = ask("show", opened, "--lang", language)
    assert answer.code == 0
    assert opened in answer.out
    assert "(HuggingFaceH4)  " in answer.out
    assert "A. Person" not in answer.out
    assert "{" not in answer.out
    assert "None" not in answer.out


def test_what_happened_is_noted_and_changes_what_is_next(ask, opened, tmp_path):
    (tmp_path / "receipt.txt").write_text("sent", encoding="utf-8")
    sent = ask("record", opened, "1", "sent", "--proof", tmp_path / "receipt.txt", "--note", "by post", "--json")
    assert sent.code == 0, sent.err
    (event,) = sent.json["case"]["parties"][0]["events"]
    assert event["kind"] == "sent"
    assert event["note"] == "by post"
    assert event["proof"]
    assert sent.json["steps"][0]["status"] == "waiting"
    refused = ask("record", opened, "huggingfaceh4", "refused", "--json")
    assert refused.json["steps"][0]["status"] == "refused"
    assert ask("record", opened, "1", "note", "--note", "they called").code == 0


def test_what_was_noted_by_mistake_is_taken_back(ask, opened):
    assert ask("record", opened, "1", "sent").code == 0
    assert ask("record", opened, "1", "refused").code == 0
    shown = ask("show", opened).out
    assert "1, 2" in shown
    assert "they refused" in shown
    assert ask("record", opened, "1", "--take-back", "1").code == 2
    again = ask("record", opened, "1", "--take-back", "2", "--json")
    assert again.json["steps"][0]["status"] == "waiting"
    assert ask("record", opened, "1", "--take-back", "2").code == 3
    for arguments in ((), ("sent", "--take-back", "1"), ("--take-back", "0")):
        assert ask("record", opened, "1", *arguments).code == 2


def test_a_complaint_waits_until_there_is_something_to_complain_of(ask, opened, tmp_path):
    assert ask("complaint", opened, "1", "--out", tmp_path / "no").code == 2
    assert ask("record", opened, "1", "sent").code == 0
    answer = ask("complaint", opened, "1", "--out", tmp_path / "no")
    assert answer.code == 2
    assert "runs until" in answer.err
    assert not (tmp_path / "no").exists()


def test_a_note_can_come_from_a_file(ask, opened, tmp_path):
    (tmp_path / "note.txt").write_text("a long\nnote\n", encoding="utf-8")
    noted = ask("record", opened, "1", "note", "--note-file", tmp_path / "note.txt", "--json")
    assert noted.json["case"]["parties"][0]["events"][0]["note"] == "a long\nnote"
    (tmp_path / "note.txt").write_bytes(b"\xff\xfe")
    assert ask("record", opened, "1", "note", "--note-file", tmp_path / "note.txt").code == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("1", "answered"), 2),
        (("1", "sent", "--day", "2999-01-01"), 2),
        (("1", "sent", "--day", "2001-01-01"), 2),
        (("1", "sent", "--day", "2026-02-30"), 2),
        (("1", "eaten"), 2),
        (("9", "sent"), 3),
        (("0", "sent"), 3),
        (("nobody", "sent"), 3),
        (("Hugging Face, Inc.", "sent"), 3),  # two parties have this name
    ],
)
def test_what_cannot_have_happened_is_refused(ask, opened, arguments, code):
    before = ask("show", opened, "--json").json
    assert ask("record", opened, *arguments).code == code
    assert ask("show", opened, "--json").json == before


def test_letters_are_written_in_every_form(ask, opened, tmp_path):
    folder = tmp_path / "letters"
    forms = [word for form in ("txt", "html", "eml", "pdf") for word in ("--form", form)]
    answer = ask("letters", opened, "--out", folder, *forms)
    assert answer.code == 0, answer.err
    names = sorted(file.name for file in folder.iterdir())
    assert [name for name in names if name.startswith("01-")] == [
        f"01-HuggingFaceH4-request.{form}" for form in ("eml", "html", "pdf", "txt")
    ]
    assert len(names) == 8
    assert {stat.S_IMODE(place.stat().st_mode) for place in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(name in answer.err for name in names)
    told = (folder / "01-HuggingFaceH4-request.txt").read_text(encoding="utf-8")
    assert told.startswith("A. Person\n")
    assert MODEL in told
    with pikepdf.open(folder / "01-HuggingFaceH4-request.pdf") as document:
        assert document.Root.MarkInfo.Marked


def test_one_letter_is_written_for_one_party(ask, opened, tmp_path):
    assert ask("letters", opened, "--out", tmp_path / "one", "--party", "HuggingFaceH4", "--form", "txt").code == 0
    assert [file.name for file in (tmp_path / "one").iterdir()] == ["01-HuggingFaceH4-request.txt"]
    bare = ask(
        "letters", opened, "--out", tmp_path / "bare", "--party", "1", "--form", "txt", "--kind", "private-contact"
    )
    assert bare.code == 0, bare.err
    assert "A. Person" not in (tmp_path / "bare" / "01-HuggingFaceH4-private-contact.txt").read_text(encoding="utf-8")
    assert ask("letters", opened, "--out", tmp_path / "no", "--kind", "reminder").code == 2
    assert ask("letters", opened, "--out", tmp_path / "no", "--form", "docx").code == 2


def test_a_complaint_is_put_together(ask, opened, tmp_path):
    assert ask("record", opened, "1", "sent").code == 0
    assert ask("record", opened, "1", "refused", "--note", "no reason given").code == 0
    answer = ask("complaint", opened, "1", "--out", tmp_path / "complaint", "--json")
    assert answer.code == 0, answer.err
    assert sorted(answer.json["files"]) == sorted(file.name for file in (tmp_path / "complaint").iterdir())
    assert {stat.S_IMODE(place.stat().st_mode) for place in (tmp_path / "complaint").iterdir()} == {0o600}
    assert "CNIL" in answer.err or "Informatique" in answer.err
    assert any(name.endswith(".pdf") for name in answer.json["files"])
    (told,) = (tmp_path / "complaint").glob("2-*")
    assert "no reason given" not in told.read_text(encoding="utf-8")
    assert ask("complaint", opened, "1", "--out", tmp_path / "complaint", "--notes").code == 0
    assert "no reason given" in told.read_text(encoding="utf-8")


def test_a_complaint_goes_to_the_authority_that_is_chosen_and_that_is_kept(ask, opened, tmp_path):
    assert ask("record", opened, "1", "sent").code == 0
    assert ask("record", opened, "1", "refused").code == 0
    german = ask("complaint", opened, "1", "--out", tmp_path / "one", "--authority", "de", "--language", "fr")
    assert german.code == 0, german.err
    assert "--land NAME" in german.err
    assert "federal bodies" in german.err
    assert "translation" in german.err
    assert "--authority FR" in german.err
    land = ask("complaint", opened, "1", "--out", tmp_path / "two", "--land", "berlin")
    assert "Berliner Beauftragte" in land.err
    letter = next((tmp_path / "two").glob("1-*.txt")).read_text(encoding="utf-8")
    assert "Berliner Beauftragte" in letter
    assert "J’introduis" in letter
    assert ask("complaint", opened, "1", "--out", tmp_path / "no", "--land", "Atlantis").code == 2
    assert ask("complaint", opened, "1", "--out", tmp_path / "no", "--authority", "US").code == 2


def test_the_host_is_not_complained_of_to_an_authority_for_personal_data(ask, opened, tmp_path):
    assert ask("record", opened, "2", "sent").code == 0
    answer = ask("complaint", opened, "2", "--out", tmp_path / "no")
    assert answer.code == 2
    assert "Digital Services Coordinator" in answer.err
    again = ask("letters", opened, "--party", "2", "--kind", "reminder", "--form", "txt", "--out", tmp_path / "again")
    assert again.code == 0, again.err
    (file,) = (tmp_path / "again").iterdir()
    told = file.read_text(encoding="utf-8")
    assert "article 16(4) and (5)" in told
    assert "12(3)" not in told
    assert "article 77" not in told


def test_unknown_fields_of_a_draft_are_named_before_anything_is_asked(ask, tmp_path):
    (tmp_path / "draft.json").write_text(json.dumps({"name": "A. Person", "colour": "red"}), encoding="utf-8")
    answer = ask("new", MODEL, "--draft", tmp_path / "draft.json")
    assert answer.code == 2
    assert "name, colour" in answer.err
    assert "Under “person” belongs: name" in answer.err


def test_deadlines_go_to_a_calendar_without_a_word_of_the_matter(ask, opened, tmp_path):
    assert ask("record", opened, "1", "sent").code == 0
    assert ask("calendar", opened, "--out", tmp_path / "due.ics").code == 0
    assert stat.S_IMODE((tmp_path / "due.ics").stat().st_mode) == 0o600
    written = (tmp_path / "due.ics").read_bytes()
    assert ask("calendar", opened).out.startswith("BEGIN:VCALENDAR")
    (due,) = ask("calendar", opened, "--json").json["items"]
    assert due["basis"] == "gdpr:12(3)"
    assert due["due"].replace("-", "").encode() in written
    for text in (b"A. Person", b"postal", MODEL.encode(), b"erasure"):
        assert text not in written


def test_a_case_is_compared_with_the_family_as_it_is_now(ask, tmp_path):
    store = tmp_path / "store"
    first = [
        {"id": "acme/base", "modelId": "x"},
        {"id": "acme/one", "modelId": "x", "tags": ["base_model:quantized:acme/base"]},
    ]
    later = [*first, {"id": "other/two", "modelId": "x", "tags": ["base_model:quantized:acme/base"]}]
    for day, records in (("2026-11-01", first), ("2026-11-08", later)):
        file = tmp_path / f"{day}.jsonl"
        file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        assert main(["import", str(file), "--store", str(store), "--seen", day, "--json"]) == 0
        if day == "2026-11-01":
            case = ask("new", "acme/base", *TOLD, "--store", store, "--json").json["case"]["id"]
            assert "as the case knows it" in ask("compare", case, "--store", store).err
    told = ask("compare", case, "--store", store)
    assert "1 new descendant" in told.out
    assert "+ other" in told.out
    change = ask("show", case, "--store", store, "--json").json["change"]
    assert change["new"] == ["other/two"]
    after = ask("compare", case, "--add-all", "--store", store, "--json").json
    assert after["change"] is None
    assert "other" in [party["publisher"] for party in after["case"]["parties"]]


def test_a_case_is_removed_when_somebody_says_so(ask, opened, typing):
    assert ask("remove", opened).code == 2
    typing("no")
    assert ask("remove", opened).code == 130
    assert ask("list", "--json").json["items"]
    assert ask("remove", opened, "--yes", "--json").json == {"removed": opened}
    assert ask("list", "--json").json["items"] == []
    assert ask("show", opened).code == 3


@pytest.mark.parametrize(
    ("group", "name"),
    [(group.name, name) for group in (commands.request, vault.vault) for name in group.commands],
)
def test_every_command_of_a_group_explains_itself_in_both_languages(run, group, name):
    english, french = run(group, name, "--help"), run(group, name, "--help", "--lang", "fr")
    assert english.code == french.code == 0
    assert english.out.split("Examples:")[1].count(f"filiation {group} {name}") >= 2
    assert f"filiation {group} {name}" in french.out
    assert "Exemples\u00a0:" in french.out


def test_a_group_alone_shows_its_commands_and_an_unknown_one_is_told(run):
    answer = run("request")
    assert answer.code == 0
    assert all(f"  {name} " in answer.out for name in commands.request.commands)
    assert run("request", "nothing").code == 2
    assert run("request", "list", "too", "many").code == 2
    assert run("vault").code == 0


def test_options_may_stand_before_the_command_of_a_group(run, place):
    assert run("vault", "create", *place).code == 0
    assert run("request", "--json", "list", *place).json == {"items": []}
    assert run("--json", "request", "list", *place).json == {"items": []}
