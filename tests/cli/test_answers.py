"""Every question, as text and as JSON, in both languages, against the bundled sample."""

import pytest

from filiation.cli.main import cli

MISTRAL = "mistralai/Mistral-7B-v0.1"
ZEPHYR = "HuggingFaceH4/zephyr-7b-beta"
QUESTIONS = [
    ("search", "mistral", "7b"),
    ("stats",),
    ("show", MISTRAL, "--limit", "3"),
    ("ancestors", ZEPHYR),
    ("descendants", MISTRAL, "--limit", "0"),
    ("path", ZEPHYR, MISTRAL),
    ("tree", MISTRAL, "--depth", "2"),
    ("evidence", ZEPHYR),
    ("lineage", ZEPHYR),
    ("overview", MISTRAL),
    ("publisher", "HuggingFaceH4"),
    ("parties", MISTRAL),
    ("parties", MISTRAL, "--publisher", "TheBloke"),
    ("contacts", "mistralai"),
    ("contacts", ZEPHYR),
    ("announce", MISTRAL, "--measure", "erased", "--day", "2026-11-20", "--language", "en"),
    ("dataset", "HuggingFaceH4/ultrachat_200k"),
    ("explore", ZEPHYR),
    ("history", ZEPHYR),
    ("diff", "2024-01-01", "2026-11-22"),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q[0])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_question_is_answered_in_words(run, question, language):
    answer = run(*question, "--lang", language)
    assert answer.code == 0
    assert "\x1b" not in answer.out
    expected = "8,007" if language == "en" else "8\u202f007"
    assert expected in answer.err
    assert len(answer.err.splitlines()) == 1
    assert "None" not in answer.out
    assert "{" not in answer.out


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q[0])
def test_a_question_is_answered_in_json_in_any_language(run, question):
    answer, french = run(*question, "--json"), run("--json", *question, "--lang=fr")
    assert answer.code == 0
    assert answer.json == french.json


def test_every_command_is_asked_here():
    asked = {question[0] for question in QUESTIONS} | {
        "import",
        "crawl",
        "update",
        "pull",
        "inspect",
        "doctor",
        "rebuild",
        "serve",
        "request",
        "vault",
        "register",
    }
    assert asked == set(cli.commands)


def test_json_has_the_promised_fields(run):
    show = run("show", MISTRAL, "--json").json
    assert show["model"]["id"] == MISTRAL
    assert show["children"]["total"] == len(show["children"]["items"])
    assert show["descendants"]["total"] == run("descendants", MISTRAL, "--json").json["total"]
    evidence = run("evidence", ZEPHYR, "--json").json
    assert {"source", "location", "raw", "seen", "supports"} <= evidence["links"][0]["clues"][0].keys()
    assert {"models", "datasets", "publishers", "links", "seen"} <= run("stats", "--json").json.keys()


def test_filters_reach_the_question(run):
    answer = run("descendants", MISTRAL, "--relation", "finetune", "--relation", "merge", "--depth", "1", "--json").json
    assert answer["total"] > 0
    assert set(answer["by_relation"]) <= {"finetune", "merge"}
    assert {item["depth"] for item in answer["items"]} == {1}
    unsloth = run("descendants", MISTRAL, "--publisher", "unsloth", "--limit", "0", "--sort", "id", "--json").json
    ids = [item["id"] for item in unsloth["items"]]
    assert ids
    assert all(name.startswith("unsloth/") for name in ids)
    assert ids == sorted(ids)
    late = run("descendants", MISTRAL, "--published-after", "2024-06-01", "--limit", "0", "--json").json
    assert all(item["created"] >= "2024-06-01" for item in late["items"])
    mit = run("descendants", MISTRAL, "--license", "mit", "--limit", "0", "--json").json
    assert {item["license"] for item in mit["items"]} == {"mit"}


def test_pages_of_relatives_join_to_the_whole(run):
    whole = run("descendants", MISTRAL, "--limit", "0", "--json").json["items"]
    first = run("descendants", MISTRAL, "--limit", "30", "--json").json["items"]
    rest = run("descendants", MISTRAL, "--limit", "0", "--offset", "30", "--json").json["items"]
    assert first + rest == whole
    shown = run("descendants", MISTRAL, "--limit", "30")
    assert "--offset 30" in shown.out
    assert "--offset" not in run("descendants", MISTRAL, "--limit", "0").out


def test_all_ids_are_whole_however_long_the_lines(run):
    answer = run("descendants", MISTRAL, "--limit", "0", "--json").json
    text = run("descendants", MISTRAL, "--limit", "0").out
    assert all(item["id"] in text for item in answer["items"])
    assert max(map(len, text.splitlines())) > 80


def test_a_sample_is_announced_for_programs_too_but_not_on_standard_output(run):
    answer = run("stats", "--json")
    assert "sample" in answer.err
    assert answer.json["models"] == 8007


def test_search_takes_kinds(run):
    found = run("search", "mistral", "--kind", "publisher", "--limit", "2", "--json").json["items"]
    assert found
    assert {hit["kind"] for hit in found} == {"publisher"}
    assert len(found) <= 2


def test_search_that_finds_nothing_says_so(run):
    answer = run("search", "qqqqzzzzqqqq")
    assert answer.code == 0
    assert "qqqqzzzzqqqq" in answer.out


def test_path_is_told_as_a_sentence_and_a_chain(run):
    answer = run("path", ZEPHYR, MISTRAL)
    assert answer.out.startswith(f"{ZEPHYR} is a child of {MISTRAL}.")
    assert "▲ finetune" in answer.out
    cousins = run("path", "teknium/OpenHermes-2.5-Mistral-7B", ZEPHYR, "--lang", "fr")
    assert "1 ascendant commun" in cousins.out
    assert cousins.out.index("▲ ajusté") < cousins.out.index("▼ ajusté")
    assert run("path", MISTRAL, MISTRAL).out == f"{MISTRAL} is one and the same model.\n"
    assert "No chain" in run("path", MISTRAL, "Qwen/Qwen3-0.6B").out


def test_help_has_examples_in_both_languages(run):
    for name in cli.commands:
        english, french = run(name, "--help"), run(name, "--help", "--lang", "fr")
        assert english.code == french.code == 0
        assert "Options:" in english.out
        assert english.out.split("Examples:")[1].count("filiation ") >= 2
        assert "Utilisation\u00a0: filiation" in french.out
        assert "Exemples\u00a0:" in french.out
        assert "Show this help" not in french.out


def test_all_commands_stand_in_the_help(run):
    for answer in (run(), run("--help"), run("-h")):
        assert answer.code == 0
        assert all(f"  {name} " in answer.out for name in cli.commands)
    assert run("--version").out.startswith("filiation ")
