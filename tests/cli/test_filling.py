"""Import and rebuild, and what they tell."""

import gzip
import io
import json

import pytest

from filiation.cli import output, progress
from filiation.cli.frame import Session
from filiation.cli.output import Screen
from filiation.facts.progress import Progress
from filiation.words.speech import speech


def test_import_tells_what_it_did_and_the_store_answers(run, records_file, tmp_path):
    store = tmp_path / "store"
    answer = run("import", records_file, "--store", store)
    assert answer.code == 0
    assert "4 models" in answer.out
    assert "4 new, 0 unchanged, 0 repeated" in answer.out
    assert "2025-01-01  the newest date in its records" in answer.out
    assert "--seen" in answer.out
    assert "2 merges, 2 quantized" in answer.out
    assert "it is a path on somebody's computer" in answer.out
    assert answer.err.splitlines()[0] == "reading the files"
    assert answer.err.splitlines()[-1] == "indexing for search"
    shown = run("show", "acme/base", "--store", store)
    assert "on or before 2022-03-02" in shown.out
    assert "1,234,567 downloads in 30 days · 5 likes" in shown.out
    assert "on request, judged by hand" in shown.out
    assert "Certainty: 99%" in shown.out
    assert shown.err == ""


def test_import_in_json_is_silent_otherwise(run, records_file, tmp_path):
    answer = run("import", records_file, "--store", tmp_path / "store", "--json", "--seen", "2025-02-03")
    assert answer.err == ""
    assert answer.json["files"] == [{"name": "models.jsonl", "seen": "2025-02-03", "dated_by": "user"}]
    assert answer.json["read"] == {"model": 4}


def test_what_is_skipped_is_named_and_the_code_is_4(run, tmp_path):
    file = tmp_path / "models.jsonl.gz"
    lines = ['{"id": "acme/base", "modelId": "x"}', "no json", '{"id": "bad id\\u001b[31m", "modelId": "x"}']
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    answer = run("import", file, "--store", tmp_path / "store", "--lang", "fr")
    assert answer.code == 4
    assert "2 endroits ont été écartés\u202f; les bonnes notices sont dans le fonds" in answer.out
    assert f"{file}:2" in answer.out
    assert "JSON non valide" in answer.out
    assert "bad id\\x1b[31m" in answer.out
    assert "\x1b" not in answer.out
    assert run("show", "acme/base", "--store", tmp_path / "store").code == 0


def test_complete_marks_what_is_missing_as_gone(run, records_file, tmp_path):
    store, newer = tmp_path / "store", tmp_path / "newer.jsonl"
    run("import", records_file, "--store", store, "--seen", "2025-02-01")
    newer.write_text(json.dumps({"id": "acme/base", "modelId": "x"}))
    assert run("import", newer, "--store", store, "--seen", "2025-03-01", "--complete").code == 0
    shown = run("show", "acme/small-GGUF", "--store", store)
    assert "no longer in the sources · seen 2025-02-01" in shown.out
    assert run("descendants", "acme/base", "--store", store, "--json").json["model"] == "acme/base"


def test_kind_tells_what_the_file_does_not(run, tmp_path):
    file = tmp_path / "records.jsonl"
    file.write_text(json.dumps({"id": "acme/thing"}))
    assert run("import", file, "--store", tmp_path / "store").code == 4
    assert run("import", file, "--store", tmp_path / "store", "--kind", "datasets", "--json").json["read"] == {
        "dataset": 1
    }


def test_the_store_is_named_by_the_environment_or_before_the_command(run, small_store, monkeypatch):
    assert run("--store", small_store, "stats", "--json").json["models"] == 4
    monkeypatch.setenv("FILIATION_STORE", str(small_store))
    assert run("stats", "--json").json["models"] == 4
    assert run("stats", "--json", "--store", small_store / "no").code == 3


def test_import_without_a_store_fills_the_users_own_not_the_sample(run, records_file, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run("import", records_file).code == 0
    answer = run("stats", "--json")
    assert answer.json["models"] == 4
    assert answer.err == ""


def test_rebuild_puts_a_new_edition_in_service(run, records_file, tmp_path):
    store = tmp_path / "store"
    before = run("import", records_file, "--store", store, "--json").json["edition"]
    after = run("rebuild", "--store", store, "--json").json["edition"]
    assert after != before
    assert run("stats", "--store", store, "--json").json["edition"] == after
    assert "est en service" in run("rebuild", "--store", store, "--lang", "fr").out


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def attached(monkeypatch):
    """Return a function that puts a terminal in the place of both outputs; each test calls it, after pytest's own."""

    def attach(columns):
        for name in ("NO_COLOR", "COLORTERM", "FORCE_COLOR", "TTY_COMPATIBLE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("COLUMNS", str(columns))
        stream = Terminal()
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setattr("sys.stderr", stream)
        return stream

    return attach


def test_a_terminal_gets_bars_with_records(attached):
    terminal = attached(columns=200)
    session = Session(speech("fr"), None, as_json=False, screen=Screen())
    with progress.showing(session) as report:
        report(Progress("read", 50, 100, 12345))
        report(Progress("read", 100, 100, 20000))
        report(Progress("graph", 4, 7))
    assert "20\u202f000 " in terminal.getvalue()
    assert "construction du graphe" in terminal.getvalue()
    assert "5" in terminal.getvalue().rpartition("construction du graphe")[2]


def test_a_terminal_gets_colors_but_whole_ids_and_no_markup(attached):
    terminal = attached(columns=40)
    name = f"[red]{'long' * 30}[/red]:smile:"
    Screen().table([[output.Cell(name, "bold"), "x"]])
    assert "\x1b[1m" in terminal.getvalue()
    assert name in terminal.getvalue().replace("\x1b[0m", "").replace("\x1b[1m", "")


def test_no_color_is_respected(attached, monkeypatch):
    terminal = attached(columns=40)
    monkeypatch.setenv("NO_COLOR", "1")
    Screen().line(output.Cell("plain", "bold red"))
    output.note("plain", style="red")
    assert terminal.getvalue() == "plain\nplain\n"
