"""--as-of: every command that reads answers as the sources stood on a day, and says so."""

import json

import pytest

from filiation.cli.main import cli

WRITING = {"import", "rebuild", "serve", "crawl", "update", "pull", "inspect", "request", "vault", "register"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    from filiation.cli.main import main

    folder = tmp_path_factory.mktemp("days")
    for number, (day, license_) in enumerate((("2025-02-01", "mit"), ("2025-03-01", "apache-2.0"))):
        file = folder / f"{number}.jsonl"
        file.write_text(json.dumps({"id": "acme/base", "modelId": "x", "tags": [f"license:{license_}"]}))
        assert main(["import", str(file), "--store", str(folder / "store"), "--seen", day, "--json"]) == 0
    return folder / "store"


NOTE = "As the sources stood on 2025-02-20 (the newest of them was read on 2025-02-01)."


def test_a_command_answers_as_of_a_day_and_tells_which(run, store):
    answer = run("show", "acme/base", "--store", store, "--as-of", "2025-02-20")
    assert "mit" in answer.out
    assert "indexing for search" in answer.err.splitlines()  # the view is made
    assert answer.err.splitlines()[-1] == NOTE
    answer = run("show", "acme/base", "--store", store, "--as-of", "2025-02-20", "--json")
    assert answer.json["model"]["license"] == "mit"
    assert answer.err.splitlines() == [NOTE]
    assert run("show", "acme/base", "--store", store, "--json").json["model"]["license"] == "apache-2.0"


def test_a_day_to_come_is_told_as_such(run, store):
    answer = run("stats", "--store", store, "--as-of", "2999-01-01")
    assert (
        answer.err.splitlines()[-1] == "2999-01-01 is still to come: these are the newest sources, read on 2025-03-01."
    )


def test_a_day_before_the_first_reading_is_not_found(run, store):
    answer = run("stats", "--store", store, "--as-of", "2024-12-31")
    assert answer.code == 3
    assert "up to 2024-12-31" in answer.err
    assert "2025-02-01" in answer.err


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", "-1"])
def test_what_is_no_day_is_wrong_use(run, store, day):
    answer = run("stats", "--store", store, f"--as-of={day}")
    assert answer.code == 2
    assert "YYYY-MM-DD" in answer.err


def test_all_commands_that_read_have_it_and_no_other():
    having = {name for name, command in cli.commands.items() if any("--as-of" in p.opts for p in command.params)}
    assert having == set(cli.commands) - WRITING
