"""`explore` in words and as files, `publisher` and `dataset` in words, in both languages."""

import csv
import io
import json
import shlex

import networkx as nx
import pytest

MISTRAL, ZEPHYR = "mistralai/Mistral-7B-v0.1", "HuggingFaceH4/zephyr-7b-beta"
NODES = ("model", "dataset", "publisher")
KINDS = [word for kind in NODES for word in ("--kind", kind)]


@pytest.fixture
def dataset(run):
    """Return the id of a dataset on which a model of the sample was trained."""
    return run("show", ZEPHYR, "--json").json["datasets"][0]["id"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_answers_are_words(run, dataset, language):
    for question in (("publisher", "mistralai"), ("dataset", dataset), ("explore", MISTRAL, *KINDS, "--limit", "9")):
        answer = run(*question, "--lang", language)
        assert answer.code == 0
        assert "None" not in answer.out
        assert "{" not in answer.out
        assert run("--json", *question, "--lang", language).json == run(*question, "--json").json


def test_a_publisher_is_told(run):
    answer = run("publisher", "MISTRALAI", "--limit", "2", "--json").json
    text = run("publisher", "mistralai", "--limit", "2").out
    assert text.startswith("mistralai (publisher)\n")
    assert f"Models: {answer['models']}" in text
    assert all(f"  {item['id']} " in text for item in answer["items"])
    assert all(f"  {family['root']} " in text for family in answer["families"])
    assert f"1 to 2 of {answer['models'] + answer['gone']}." in text
    assert f"{answer['reach']:,}" in text


def test_a_dataset_is_told(run, dataset):
    answer = run("dataset", dataset, "--sort", "depth", "--limit", "0", "--json").json
    text = run("dataset", dataset, "--sort", "depth", "--limit", "0").out
    assert text.startswith(f"{dataset}\n")
    assert len(answer["items"]) == answer["declared_by"] + answer["descendants"]
    assert all(item["id"] in text for item in answer["items"])
    below = next(item for item in answer["items"] if item["depth"])
    assert f"through {below['by']}" in text
    declares = "model declares it;" if answer["declared_by"] == 1 else "models declare it;"
    assert f"\n{answer['declared_by']} {declares}" in text


def test_an_exploration_is_told(run):
    answer = run("explore", ZEPHYR, *KINDS, "--limit", "9", "--json").json
    text = run("explore", ZEPHYR, *KINDS, "--limit", "9").out
    assert answer["nodes"][0]["id"] == ZEPHYR
    assert len(answer["nodes"]) == 10
    assert f"{answer['by_kind']['model']:,} models, {answer['by_kind']['dataset']:,} dataset" in text
    assert all(node["id"] in text for node in answer["nodes"])
    assert f"1 to 9 of {answer['total']:,}." in text
    nothing = run("explore", ZEPHYR, "--published-before", "2000-01-01").out
    assert nothing.startswith("Nothing passes the filters.\n")
    assert "None is left at offset" not in nothing


def test_all_filters_reach_the_question(run):
    asked = {
        "--toward": "descendants",
        "--kind": "model",
        "--relation": "quantized",
        "--standing": "declared",
        "--depth": "2",
        "--task": "text-generation",
        "--license": "apache-2.0",
        "--publisher": "TheBloke",
        "--published-after": "2023-01-01",
        "--published-before": "2025-01-01",
        "--sort": "likes",
        "--limit": "3",
        "--offset": "1",
    }
    answer = run("explore", MISTRAL, ZEPHYR, *(word for pair in asked.items() for word in pair), "--json").json
    query = answer["query"]
    assert query.pop("models") == [MISTRAL, ZEPHYR]
    assert query == {
        "toward": "descendants",
        "kinds": ["model"],
        "relations": ["quantized"],
        "standings": ["declared"],
        "depth": 2,
        "task": "text-generation",
        "license": "apache-2.0",
        "publisher": "TheBloke",
        "published_after": "2023-01-01",
        "published_before": "2025-01-01",
        "sort": "likes",
        "limit": 3,
        "offset": 1,
    }


@pytest.mark.parametrize("name", ["csv", "json", "graphml"])
def test_an_export_holds_the_listed_nodes_and_how_to_ask_again(run, tmp_path, name):
    question = ("explore", ZEPHYR, *KINDS, "--license", "mit", "--published-after", "2023-01-01", "--limit", "7")
    listed = [node["id"] for node in run(*question, "--json").json["nodes"]]
    file = tmp_path / f"family.{name}"
    answer = run(*question, "--output", file)
    assert (answer.code, answer.out) == (0, "")
    assert f"{len(listed)} nodes are written to {file}." in answer.err
    text = file.read_bytes().decode()
    assert run(*question, "--format", name).out == text
    if name == "csv":
        head, found = text.splitlines()[0].removeprefix("# query: "), [row[0] for row in _rows(text)[1:]]
    elif name == "json":
        whole = json.loads(text)
        head, found = whole["address"], [node["id"] for node in whole["nodes"]]
    else:
        graph = nx.read_graphml(io.BytesIO(text.encode()))
        head, found = graph.graph["query"], [content["id"] for _, content in graph.nodes(data=True)]
    assert found == listed
    again = shlex.split(head)
    assert again[0] == "filiation"
    assert [node["id"] for node in run(*again[1:], "--json").json["nodes"]] == listed


def test_an_export_holds_all_that_passes_unless_a_limit_is_given(run):
    question = ("explore", MISTRAL, "--toward", "descendants")
    total = run(*question, "--json").json["total"]
    assert total > 50
    whole = _rows(run(*question, "--format", "csv").out)
    assert len(whole) == 2 + total  # the names of the columns, and the model itself
    assert len(_rows(run(*question, "--format", "csv", "--limit", "50").out)) == 2 + 50


def _rows(text):
    return list(csv.reader(line for line in text.splitlines() if not line.startswith("# ")))


@pytest.mark.parametrize(
    ("question", "code", "told"),
    [
        (("explore",), 2, "ID... is missing"),
        (("explore", MISTRAL, "--format", "gif"), 2, "csv, json, graphml"),
        (("explore", MISTRAL, "--output", "family.txt"), 2, ".csv, .json, .graphml"),
        (("explore", MISTRAL, "--kind", "cousin"), 2, "organization"),
        (("explore", MISTRAL, "--format", "csv", "--json"), 2, "one after the other"),
        (("explore", MISTRAL, "--output", "family.csv", "--json"), 2, "one after the other"),
        (("explore", MISTRAL, "--output", "family.csv", "--svg", "family.svg"), 2, "one after the other"),
        (("explore", MISTRAL, "--task", "knitting"), 3, "No model in the catalog"),
        (("publisher", "mistralay"), 3, "Near it: mistralai"),
        (("publisher", "mistralai", "--sort", "depth"), 2, "descendants"),
        (("dataset", "nobody/nothing-at-all"), 3, "holds no dataset"),
    ],
)
def test_what_is_wrong_is_told(run, question, code, told):
    answer = run(*question)
    assert answer.code == code
    assert told in answer.err


def test_a_file_that_cannot_be_written_is_told(run, tmp_path):
    answer = run("explore", ZEPHYR, "--output", tmp_path / "nowhere" / "family.csv")
    assert answer.code == 5
    assert "family.csv" in answer.err
