"""The commands `lineage` and `overview`."""

from dataclasses import replace

import pytest
from tests.making import imported, model

from filiation.cli.frame import Session
from filiation.cli.heritage import draw_overview
from filiation.cli.output import Screen
from filiation.facts.heritage import Cell, Overview
from filiation.facts.vocabulary import Relation
from filiation.words.speech import speech

MISTRAL = "mistralai/Mistral-7B-v0.1"
ZEPHYR = "HuggingFaceH4/zephyr-7b-beta"


@pytest.mark.parametrize(("command", "model"), [("lineage", ZEPHYR), ("overview", MISTRAL)])
def test_an_answer_in_json_is_the_same_in_any_language(run, command, model):
    answer, french = run(command, model, "--json"), run("--json", command, model, "--lang=fr")
    assert answer.code == french.code == 0
    assert answer.json == french.json
    assert answer.json["model"] == model


def test_a_lineage_is_told_in_words(run):
    answer, found = run("lineage", ZEPHYR), run("lineage", ZEPHYR, "--json").json
    lines = answer.out.splitlines()
    assert lines[0] == ZEPHYR
    assert lines[1].startswith(f"A fine-tune of {MISTRAL}.")
    assert any(line.split()[:3] == ["1", "finetune", MISTRAL] for line in lines)
    assert found["datasets"]
    assert all(one["id"] in answer.out for one in found["datasets"])
    assert f"What is missing or doubtful: {len(found['doubts'])}" in answer.out
    assert "None" not in answer.out


def test_an_overview_shows_ways_and_counts_the_others(run):
    answer, found = run("overview", MISTRAL), run("overview", MISTRAL, "--json").json
    assert answer.out.startswith(f"{found['total']:,} descendants of {MISTRAL}\n")
    first = found["cells"][0]
    rows = [line.split() for line in answer.out.splitlines()]
    assert [first["way"][0], f"{first['here']:,}", f"{first['within']:,}"] in rows
    assert sum(cell["within"] for cell in found["cells"] if len(cell["way"]) == 1) <= found["total"]
    assert "None" not in answer.out


def test_a_way_lists_what_the_overview_counts(run):
    cell = next(cell for cell in run("overview", MISTRAL, "--json").json["cells"] if len(cell["way"]) == 2)
    found = run("descendants", MISTRAL, "--way", ",".join(cell["way"]), "--json").json
    assert (found["total"], found["by_depth"]) == (cell["here"], {"2": cell["here"]})
    wrong = run("descendants", MISTRAL, "--way", "finetune,cousin")
    assert wrong.code == 2
    assert "cousin" in wrong.err
    assert "quantized" in wrong.err
    assert run("ancestors", MISTRAL, "--way", "finetune").code == 2


def test_lists_and_overviews_tell_the_same_publishers_and_licenses(run):
    lines = [run(command, MISTRAL).out.splitlines() for command in ("descendants", "overview")]
    told = [[line.strip() for line in some if line.strip().startswith(("publishers", "licenses"))] for some in lines]
    assert told[0] == told[1]
    found = run("descendants", MISTRAL, "--json").json
    assert f"{found['publishers'] - 5:,} more" in told[0][0]


def test_hostile_names_steer_no_terminal(run, small_store):
    for command in ("lineage", "overview"):
        for name in ("acme/merge", "acme/base", "lost/one"):
            answer = run(command, name, "--store", small_store)
            assert answer.code == 0
            assert "\x1b" not in answer.out
    told = run("lineage", "acme/merge", "--store", small_store).out
    assert "A merge of " in told
    assert "./[red]local\\x1b[31m/<b>path" in told
    assert "lost/one, a parent of acme/merge, is not in the sources" in told


def test_a_model_without_relatives_is_told_in_a_line(run, small_store):
    assert run("overview", "acme/merge", "--store", small_store).out == "0 descendants of acme/merge\n"
    alone = run("lineage", "acme/base", "--store", small_store).out
    assert "No parent is known: none is declared, and none was found." in alone


def test_a_model_that_is_not_there_is_not_found(run):
    for command in ("lineage", "overview"):
        assert run(command, "nobody/nothing").code == 3


def test_what_is_on_smaller_ways_is_counted(capsys):
    way = [Cell((Relation.FINETUNE,) * (n + 1), 1, 45 - n) for n in range(45)]
    answer = Overview("a/root", 50, tuple(way), 5, {}, {}, {}, 0, {}, 0, {})
    draw_overview(Session(speech("en"), None, as_json=False, screen=Screen()), answer)
    assert "10 descendants are on smaller ways." in capsys.readouterr().out  # 40 ways of one model each are shown
    draw_overview(Session(speech("en"), None, as_json=False, screen=Screen()), replace(answer, total=40))
    assert "smaller" not in capsys.readouterr().out


def test_a_dataset_of_an_ancestor_is_told_with_who_declares_it(run, tmp_path):
    records = [model("a/root", "dataset:d/old"), model("a/kid", "base_model:finetune:a/root", "dataset:d/own")]
    imported(tmp_path, records).close()
    lines = run("lineage", "a/kid", "--store", tmp_path / "store").out.splitlines()
    own, old = (next(line for line in lines if name in line) for name in ("d/own", "d/old"))
    assert "by a/root" in old
    assert " by " not in own
