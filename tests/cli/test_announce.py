"""What a publisher makes known, from the command line: all parts in words and JSON, each alone, nothing guessed."""

import pytest
import yaml

MODEL = "mistralai/Mistral-7B-v0.1"
TOLD = ("--measure", "erased", "--day", "2026-11-20")


def test_all_parts_are_told_with_how_many_they_concern(run):
    answer = run("announce", MODEL, *TOLD, "--new-version", "acme/new", "--contact", "privacy@example.org")
    assert answer.code == 0
    below = run("descendants", MODEL, "--json", "--limit", "0").json
    direct = sum(one["depth"] == 1 for one in below["items"])
    assert f"{direct} direct, {below['total'] - direct} further on" in answer.out
    assert "new_version: acme/new" in answer.out
    assert "We have erased personal data" in answer.out
    assert {"17(2)", "19"} <= set(answer.out.replace(",", " ").split())
    assert answer.out.count("privacy@example.org") >= 3


def test_one_part_is_told_as_it_is(run):
    card = run("announce", MODEL, *TOLD, "--new-version", "acme/new", "--only", "card").out
    head, _, banner = card.partition("---\n\n")
    assert yaml.safe_load(head) == {"new_version": "acme/new"}
    assert banner.startswith(f"> Notice of 2026-11-20 about {MODEL}")
    assert "Dear" in run("announce", MODEL, *TOLD, "--only", "letter").out
    assert "Dear" not in run("announce", MODEL, *TOLD, "--only", "notice").out


def test_the_language_of_the_texts_is_chosen(run):
    french = run("announce", MODEL, *TOLD, "--language", "fr", "--json").json
    assert french["notice"]["language"] == french["recipients"]["language"] == "fr"
    assert run("announce", MODEL, *TOLD, "--lang", "fr", "--json").json == french


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (("nobody/nothing", *TOLD), 3, "nobody/nothing"),
        ((MODEL,), 2, "measure"),
        ((MODEL, "--measure", "vanished"), 2, "vanished"),
        ((MODEL, *TOLD, "--new-version", "a/b\nx: y"), 2, "repository"),
        ((MODEL, *TOLD, "--revision", "no commit"), 2, "revision"),
        ((MODEL, *TOLD, "--contact", "a\u202eb"), 2, "contact"),
        ((MODEL, "--measure", "erased", "--day", "soon"), 2, "soon"),
    ],
)
def test_what_cannot_be_is_told(run, given, code, told):
    answer = run("announce", *given)
    assert answer.code == code
    assert told in answer.err
    assert not answer.out
    assert "Traceback" not in answer.err
