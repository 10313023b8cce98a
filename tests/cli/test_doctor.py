"""The hygiene report on the command line: counts, findings, what to paste, and exit codes."""

import json

import pytest
import yaml
from tests.making import imported, model

EVIL = "<b>\x1b[31m\u202eevil"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("health")
    records = [
        model("a/base", "license:mit", downloads=1234567),
        model("a/kid", "base_model:finetune:a/base", cardData={"base_model": ["A/Base", EVIL]}, downloads=5000),
        model("a/well", "base_model:finetune:a/base", "license:mit", downloads=10),
        model("b/alone", downloads=9),
        model("c/base-GGUF", "gguf"),
        model("b/torn", "base_model:finetune:a/base", "merge", "mergekit", "lazymergekit", "b/alone"),
    ]
    imported(folder, records).close()
    return folder / "store"


def test_the_whole_catalog_is_counted_and_the_most_used_come_first(run, store):
    answer = run("doctor", "--store", store)
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert lines[:2] == ["The whole catalog", "6 models were examined; 3 of them have something to mend or to know."]
    assert "1 inexact name outdated-name" in lines
    assert "2 clues disagree contradicted" in lines
    found = lines[lines.index("Findings, the most used models first") + 1 :]
    assert found[0].startswith("* a/kid unusable name Names as its parent <b>\\x1b[31m\\u202eevil:")
    assert found[1] == "* a/kid inexact name Names a/base in another case of letters, A/Base."
    assert [line[:6] for line in found[2:4]] == ["b/torn", "b/torn"]
    assert "* The metadata of 1 model is ready: filiation doctor ID --card" in lines
    assert answer.code == 1


def test_a_family_tells_the_model_itself_and_what_to_do(run, store):
    lines = run("doctor", "a/kid", "--store", store).out.splitlines()
    assert lines[0] == "The family of a/kid"
    assert "The model itself" in lines
    assert "  base_model_relation: finetune" in lines


def test_both_sides_are_told_where_only_the_publisher_can_say(run, store):
    text = run("doctor", "b/torn", "--store", store).out
    assert "The sources disagree: only its publisher can say which of these is true." in text
    lines = [line.strip() for line in text.splitlines()]
    assert "a/base (finetune): tag on the Hub" in lines
    assert "b/alone (merge): tag of the merge" in lines


def test_the_card_alone_goes_to_the_output(run, store):
    answer = run("doctor", "a/kid", "--card", "--store", store)
    fields = next(iter(yaml.safe_load_all(answer.out)))
    assert fields == {"base_model": ["a/base"], "base_model_relation": "finetune"}
    assert "Put this in the place of the fields of the same names" in answer.err
    assert answer.code == 1


def test_no_card_where_none_is_needed_or_nothing_is_sure(run, store):
    answer = run("doctor", "a/well", "--card", "--store", store)
    assert answer.out == ""
    assert "needs no other metadata" in answer.err
    torn = run("doctor", "b/torn", "--card", "--store", store)
    assert torn.out == ""
    assert "only its publisher can say" in torn.err
    assert "b/alone (merge): tag of the merge" in torn.err


def test_a_parent_that_only_the_name_tells_is_told_as_that(run, store):
    text = run("doctor", "c/base-GGUF", "--store", store).out
    said = "Its name points to a/base (96% of such were right when measured); nobody declares it."
    assert said in " ".join(text.split())
    answer = run("doctor", "c/base-GGUF", "--card", "--store", store)
    assert (answer.out, answer.code) == ("", 1)
    assert "A parent is suspected from the name only: its publisher must say." in answer.err
    assert "needs no other metadata" not in answer.err
    told = run("doctor", "c/base-GGUF", "--json", "--store", store).json
    finding, repair = told["own"][0], told["repairs"][0]
    assert (finding["ground"], finding["source"], finding["parent_certainty"]) == ("by-habit", "name", 0.96)
    assert (repair["metadata"], repair["lack"]) == (None, "name-only")


def test_no_heading_stands_over_nothing(run, store):
    text = run("doctor", "--kind", "contradicted", "--store", store).out
    assert "clues disagree" in text
    assert "What publishers can do" not in text
    assert "*" not in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("b/alone", "--kind", "cycle"), 0),
        (("b/alone",), 1),
        (("--kind", "cycle"), 0),
        (("--publisher", "a", "--kind", "contradicted"), 0),
        (("--publisher", "b"), 1),
        (("--limit", "1", "--offset", "99"), 1),
        (("a/base", "--publisher", "a"), 2),
        (("--card",), 2),
        (("--kind", "nonsense"), 2),
        (("no/body",), 3),
    ],
)
def test_exit_codes(run, store, arguments, code):
    assert run("doctor", *arguments, "--store", store).code == code


def test_nothing_found_is_told_so(run, store):
    answer = run("doctor", "--publisher", "a", "--kind", "cycle", "--json", "--store", store)
    assert (answer.code, json.loads(answer.out)["items"]) == (0, [])
    alone = run("doctor", "--publisher", "A", "--kind", "unreadable", "--store", store)
    assert (alone.code, alone.out.splitlines()[0]) == (0, "The models of a")
    assert "Nothing of these kinds was found." in alone.out


def test_for_a_program(run, store):
    told = run("doctor", "a/kid", "--json", "--store", store).json
    assert (told["model"], told["by_kind"]["outdated-name"]) == ("a/kid", 1)
    assert told["own"][0]["said"] == EVIL
    assert told["repairs"][0]["base_models"] == ["a/base"]
