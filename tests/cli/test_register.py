"""The register from the command line: noted, followed, answered, removed; nothing readable on the disk."""

import stat
from datetime import date

import pytest

from filiation.cli import register as commands
from filiation.cli import register_letters
from filiation.cli.main import main

DAY = date(2026, 11, 22)
MODEL = "mistralai/Mistral-7B-v0.1"
TOLD = (
    *("--right", "erasure", "--right", "access", "--sender", "A. Person", "--reply-to", "person@example.org"),
    *("--summary", "my address", "--country", "fr"),
)
SECRETS = (b"A. Person", b"person@example.org", b"my address", MODEL.encode())


@pytest.fixture
def place(tmp_path, monkeypatch):
    for module in (commands, register_letters):
        monkeypatch.setattr(module, "today", lambda: DAY)
    return ("--vault", tmp_path / "vault", "--key", tmp_path / "vault.key")


@pytest.fixture
def ask(run, place):
    """Return a function that runs one of the commands on a vault of its own."""
    return lambda command, *arguments: run("register", command, *arguments, *place)


@pytest.fixture
def one(ask):
    """Return the number of a request in the register."""
    answer = ask("add", MODEL, *TOLD, "--day", "2026-11-02", "--json")
    assert answer.code == 0, answer.err
    return answer.json["received"]["id"]


def test_a_request_is_noted_and_its_month_counts(ask, one, tmp_path):
    (item,) = ask("list", "--json").json["items"]
    assert item["received"]["id"] == one
    assert item["received"]["rights"] == ["erasure", "access"]
    assert item["received"]["country"] == "FR"
    assert (item["standing"], item["due"]) == ("to-answer", "2026-12-02")
    told = ask("list").out
    assert "A. Person" in told
    assert "2026-12-02" in told
    held = b"".join(file.read_bytes() for file in (tmp_path / "vault").rglob("*") if file.is_file())
    assert not any(secret in held for secret in SECRETS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_register_is_told_in_words(ask, one, language):
    answer = ask("list", "--lang", language)
    assert answer.code == 0
    assert one[:8] in answer.out
    assert "None" not in answer.out
    assert "{" not in answer.out


def test_an_empty_register_says_so(run, place):
    assert run("vault", "create", *place).code == 0
    assert "No request is in the register" in run("register", "list", *place).out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((MODEL, "--sender", "A. Person"), "rights"),
        ((MODEL, "--right", "erasure"), "who asks"),
        ((MODEL, *TOLD, "--country", "XX"), "country"),
        ((MODEL, *TOLD, "--day", "2027-01-01"), "still to come"),
        ((MODEL, *TOLD, "--language", "xx"), "language"),
        ((MODEL, "--right", "money"), "money"),
    ],
)
def test_what_is_missing_or_impossible_is_told_before_a_vault_is_made(ask, place, given, told):
    answer = ask("add", *given)
    assert answer.code == 2
    assert told in answer.err
    assert "A. Person" not in answer.err
    assert not place[1].exists()


def test_a_person_is_asked_for_what_is_missing(ask, monkeypatch):
    left = iter(["A. Person", "person@example.org", "my address"])
    monkeypatch.setattr(commands, "is_asked", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(left))
    told = ask("add", MODEL, "--right", "erasure", "--json").json["received"]
    assert (told["sender"], told["reply_to"], told["summary"]) == ("A. Person", "person@example.org", "my address")
    assert told["day"] == "2026-11-22"


def test_what_happened_is_noted_and_moves_what_is_due(ask, one):
    answer = ask("record", one[:5].upper(), "extended", "--note", "three teams", "--json")
    assert (answer.json["due"], answer.json["extended"]) == ("2027-02-02", True)
    assert "three teams" in ask("list").out
    again = ask("record", one, "extended")
    assert again.code == 2
    assert "cannot be extended" in again.err
    assert ask("record", one, "answered", "--day", "2026-11-21").code == 0
    assert ask("list", "--json").json["items"][0]["standing"] == "done"
    assert ask("calendar", "--json").json == {"items": []}
    assert ask("record", one, "sent").code == 2


@pytest.mark.parametrize("number", ["nothing", "", "../x"])
def test_a_number_that_is_not_there_is_told(ask, one, number):
    assert one
    answer = ask("record", number, "answered")
    assert answer.code == 3
    assert "register list" in answer.err


def test_several_of_one_beginning_are_not_guessed(ask, one, monkeypatch):
    monkeypatch.setattr("filiation.observatory.register.new_name", lambda: one[:-1] + ("3" if one[-1] == "2" else "2"))
    assert ask("add", MODEL, *TOLD).code == 0
    answer = ask("record", one[:6], "answered")
    assert answer.code == 2
    assert one[:6] in answer.err


@pytest.mark.parametrize("kind", ["receipt", "extension", "outcome", "refusal"])
def test_letters_are_text_on_standard_output(ask, one, kind):
    answer = ask("letter", one, kind, "--signed", "Acme", "--reason", "three teams must look", "--done", "erased")
    assert answer.code == 0, answer.err
    assert "A. Person" in answer.out
    assert "Acme" in answer.out
    assert "my address" not in answer.out
    assert ("the data were erased" in answer.out) == (kind == "outcome")


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("html", b"<!"), ("eml", b""), ("txt", b"Acme")])
def test_letters_are_files_of_every_form(ask, one, tmp_path, form, begins):
    file = tmp_path / f"letter.{form}"
    answer = ask("letter", one, "receipt", "--signed", "Acme", "--out", file)
    assert answer.code == 0, answer.err
    assert file.read_bytes().startswith(begins)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not answer.out


@pytest.mark.parametrize("kind", ["extension", "refusal"])
def test_a_letter_that_needs_reasons_is_not_written_without(ask, one, kind):
    answer = ask("letter", one, kind)
    assert answer.code == 2
    assert "reasons" in answer.err


def test_a_form_that_letters_do_not_have_is_told(ask, one, tmp_path):
    answer = ask("letter", one, "receipt", "--out", tmp_path / "letter.exe")
    assert answer.code == 2
    assert ".pdf" in answer.err


def test_the_calendar_names_nobody(ask, one, tmp_path):
    told = ask("calendar").out
    assert "20261202" in told
    assert one[:8] in told
    assert not any(secret.decode() in told for secret in SECRETS)
    assert ask("calendar", "--out", tmp_path / "due.ics").code == 0
    assert stat.S_IMODE((tmp_path / "due.ics").stat().st_mode) == 0o600
    assert b"BEGIN:VEVENT" in (tmp_path / "due.ics").read_bytes()


def test_a_request_is_removed_only_when_it_was_said(ask, one):
    assert ask("remove", one).code == 2
    assert ask("remove", one, "--yes", "--json").json == {"removed": one}
    assert ask("list", "--json").json["items"] == []


def test_what_is_damaged_is_named_and_the_others_are_told(ask, one, tmp_path):
    assert ask("add", MODEL, *TOLD).code == 0
    (tmp_path / "vault" / "register" / f"{one}.age").write_bytes(b"broken")
    answer = ask("list")
    assert answer.code == 0
    assert f"Damaged: {one}" in answer.out
    assert ask("list", "--json").json["damaged"] == [one]


def test_the_group_alone_shows_its_help(capsys):
    assert main(["register", "--lang", "en"]) == 0
    assert "Requests received:" in capsys.readouterr().out
