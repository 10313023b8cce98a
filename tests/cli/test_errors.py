"""What goes wrong: two lines in the reader's language, an exit code, and never a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from filiation.cli import main as entry
from filiation.cli.main import cli, language_of

MISTRAL = "mistralai/Mistral-7B-v0.1"


def refused(answer, code):
    lines = answer.err.splitlines()
    assert answer.code == code
    assert answer.out == ""
    assert len(lines) == 2
    assert lines[0].startswith(("error: ", "erreur\u00a0: "))
    assert lines[1].startswith(("hint: ", "conseil\u00a0: "))
    return answer.err


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [
        (["sho"], "Perhaps show was meant", "Vouliez-vous dire show"),
        (["show"], "ID is missing", "ID manque"),
        (["show", "a/b", "c/d"], "so many arguments: c/d", "autant d’arguments\u00a0: c/d"),
        (["show", "a/b", "--limt", "3"], "Perhaps --limit, --live was meant", "Vouliez-vous dire --limit, --live"),
        (["show", "a/b", "--limit"], "--limit needs a value", "--limit demande une valeur"),
        (["show", "a/b", "--json=yes"], "--json takes no value", "--json ne prend pas de valeur"),
        (["show", "a/b", "--limit", "many"], "--limit cannot be many", "--limit ne peut pas être many"),
        (["show", "a/b", "--limit", "-1"], "0 or more", "au moins 0"),
        (["show", "a/b", "--limit", "²"], "--limit cannot be ²", "--limit ne peut pas être ²"),
        (["show", "a/b", "--limit", "9" * 5000], "--limit cannot be 9", "--limit ne peut pas être 9"),
        (["tree", "a/b", "--depth", "0"], "1 or more", "au moins 1"),
        (["descendants", "a/b", "--relation", "cousin"], "finetune, adapter", "finetune, adapter"),
        (["descendants", "a/b", "--published-after", "soon"], "YYYY-MM-DD", "AAAA-MM-JJ"),
        (["search"], "TEXT... is missing", "TEXT... manque"),
        (["import", "--kind", "weights", "x"], "models, datasets", "models, datasets"),
    ],
)
def test_wrong_use_is_2(run, arguments, english, french):
    assert english in refused(run(*arguments), 2)
    assert french in refused(run("--lang", "fr", *arguments), 2)


def test_an_unknown_language_is_wrong_use(run):
    assert "en, fr" in refused(run("stats", "--lang", "de"), 2)


def test_what_is_not_found_is_3_with_near_names(run, tmp_path):
    answer = run("show", "mistral7b-v0.1")
    assert answer.code == 3
    assert "hint: Near it: " in answer.err
    assert "Traceback" not in answer.err
    refused(run("stats", "--store", tmp_path / "nowhere"), 3)
    refused(run("rebuild", "--store", tmp_path / "nowhere"), 3)
    assert "éditeur" in run("descendants", MISTRAL, "--publisher", "no-one-here", "--lang", "fr").err


@pytest.mark.parametrize("command", ["show", "ancestors", "descendants", "tree", "evidence"])
def test_hostile_ids_are_shown_harmlessly(run, command):
    answer = run(command, "[red]a\u001b[31m/b<script>\u202e\n{model}")
    assert answer.code == 3
    assert "[red]a\\x1b[31m/b<script>\\u202e\\n{model}" in answer.err
    assert "\x1b" not in answer.err


def test_what_hostile_records_hold_is_shown_harmlessly(run, small_store):
    for command in ("evidence", "show", "tree"):
        answer = run(command, "acme/merge", "--store", small_store)
        assert answer.code == 0
        assert "\x1b" not in answer.out
    assert "./[red]local\\x1b[31m/<b>path" in run("evidence", "acme/merge", "--store", small_store).out
    raw = run("evidence", "acme/merge", "--store", small_store, "--json").json["rejected"][0]["raw"]
    assert raw == "./[red]local\u001b[31m/<b>path"


def test_a_source_that_cannot_be_read_is_4(run, tmp_path):
    answer = run("import", tmp_path / "none.jsonl", "--store", tmp_path / "store")
    assert "none.jsonl" in refused(answer, 4)
    assert not (tmp_path / "store" / "current").exists()


def test_a_damaged_store_is_5(run, small_store, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(small_store, store)
    (store / "current").write_text("no-such-edition")
    assert "rebuild" in refused(run("stats", "--store", store), 5)


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_store_that_may_not_be_written_is_5(run, records_file, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "locked" in refused(run("import", records_file, "--store", locked / "store"), 5)


def test_what_the_system_refuses_is_told(run, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", "/locked")

    monkeypatch.setattr(cli, "invoke", refuse)
    assert "/locked: Permission denied" in refused(run("stats"), 5)


def test_an_interruption_is_130(run, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "invoke", interrupt)
    answer = run("stats", "--lang", "fr")
    assert answer.code == 130
    assert answer.err.startswith("Interrompu")


def test_a_reader_who_leaves_is_not_an_error(folders):
    command = f"{sys.executable} -m filiation descendants {MISTRAL} --limit 0 | true; exit ${{PIPESTATUS[0]}}"
    environment = {
        "XDG_CACHE_HOME": str(folders / "cache"),
        "XDG_DATA_HOME": str(folders / "data"),
        "PYTHONPATH": str(Path(entry.__file__).parents[2]),
    }
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr
    assert done.returncode == 141


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_US", "LC_MESSAGES": "fr_CA"}, "fr"),
        ([], {"LC_ALL": "en_US", "FILIATION_LANG": "fr"}, "fr"),
        ([], {"FILIATION_LANG": "", "LANG": "fr"}, "fr"),
        (["show", "--lang", "en"], {"FILIATION_LANG": "fr"}, "en"),
        (["show", "--lang=fr"], {}, "fr"),
        (["search", "--", "--lang", "fr"], {}, "en"),
    ],
)
def test_the_language_is_that_of_the_option_then_of_the_environment(arguments, environment, language):
    assert language_of(arguments, environment) == language
