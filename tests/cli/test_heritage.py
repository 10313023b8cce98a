"""The commands `lineage` and `overview`."""

import pytest

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


def test_hostile_names_steer_no_terminal(run, small_store):
    for command in ("lineage", "overview"):
        for model in ("acme/merge", "acme/base", "lost/one"):
            answer = run(command, model, "--store", small_store)
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
