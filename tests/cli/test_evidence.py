"""Why a link is believed, as the command line tells it: steps, clues, both sides of what is contradicted."""

import io

import pytest
from rich.console import Console
from tests.making import imported, model

from filiation.cli.output import Screen
from filiation.words.grounds import steps
from filiation.words.speech import speech

RECORDS = [
    model("base/B", downloads=9),
    model("base/C", downloads=8),
    model("me/tuned", "base_model:finetune:base/B", "base_model:finetune:base/C", "dataset:corp/D", downloads=5),
    model("me/wrong", "base_model:base/B", "base_model:./a/local/path"),
    model(
        "me/differs",
        "base_model:quantized:base/B",
        cardData={"base_model": "base/B", "base_model_relation": "adapter"},
    ),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    imported(folder, RECORDS).close()
    return folder / "store"


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that makes standard output a terminal of some width, and returns what is written there."""

    def make(width):
        written = io.StringIO()
        console = Console(file=written, width=width, force_terminal=True, no_color=True, highlight=False)
        monkeypatch.setattr(Screen, "__init__", lambda self: setattr(self, "_console", console))
        return written

    return make


def test_each_link_has_its_steps_numbered_before_its_clues(run, store):
    out = run("evidence", "me/tuned", "--store", store).out.splitlines()
    answer = run("evidence", "me/tuned", "--store", store, "--json").json
    first = next(place for place, line in enumerate(out) if "base/B" in line)
    numbered = [line.strip() for line in out[first + 1 :]][: len(answer["links"][0]["grounds"])]
    assert [line.split(". ")[0] for line in numbered] == [str(n + 1) for n in range(len(numbered))]
    assert numbered[0].startswith("1. A tag on the Hub names this parent")
    assert "it says: finetune" in out[first + 1 + len(numbered)]


def test_json_holds_the_steps_and_what_each_clue_says(run, store):
    link = run("evidence", "me/tuned", "--store", store, "--json").json["links"][0]
    assert link["grounds"][:2] == ["declared", "relation-stated"]
    assert {(clue["relation"], clue["revision"]) for clue in link["clues"]} == {("finetune", None)}


@pytest.mark.parametrize("name", ["base/C", "BASE/c"])
def test_one_link_can_be_asked_for(run, store, name):
    answer = run("evidence", "me/tuned", "--link", name, "--store", store, "--json").json
    assert [link["parent"] for link in answer["links"]] == ["base/C"]
    assert "base/B" not in run("evidence", "me/tuned", "--link", name, "--store", store).out


def test_the_link_to_a_dataset_can_be_asked_for(run, store):
    assert "trained on corp/D" in run("evidence", "me/tuned", "--link", "corp/D", "--store", store).out


def test_one_link_is_told_without_what_is_no_link(run, store):
    assert "could not be taken for one" in run("evidence", "me/wrong", "--store", store).out
    assert "could not be taken for one" not in run("evidence", "me/wrong", "--link", "base/B", "--store", store).out


def test_a_link_that_is_not_known_is_not_found(run, store):
    result = run("evidence", "me/tuned", "--link", "base/absent", "--store", store)
    assert result.code == 3
    assert "No link from me/tuned to “base/absent” is known." in result.err
    assert "filiation evidence me/tuned" in result.err


def test_both_sides_of_a_contradiction_stand_one_below_the_other_where_there_is_no_room(run, store):
    lines = [line.strip() for line in run("evidence", "me/differs", "--store", store).out.splitlines()]
    for_it, against_it = lines.index("What speaks for it"), lines.index("What speaks against it")
    assert for_it < against_it
    assert "it says: adapter" in lines[for_it + 1]
    assert "it says: quantized" in lines[against_it + 1]


def test_and_side_by_side_on_a_wide_terminal(run, store, terminal):
    written = terminal(120)
    run("evidence", "me/differs", "--store", store)
    (heads,) = [line for line in written.getvalue().splitlines() if "What speaks for it" in line]
    assert heads.index("What speaks for it") < heads.index("What speaks against it")


def test_a_narrow_terminal_has_no_room_for_two_columns(run, store, terminal):
    written = terminal(80)
    run("evidence", "me/differs", "--store", store)
    assert not [line for line in written.getvalue().splitlines() if "for it" in line and "against it" in line]


def test_nothing_is_cut_to_a_column(run, tmp_path, terminal):
    name = f"base/{'x' * 80}"
    fields = {"base_model": name, "base_model_relation": "adapter"}
    imported(tmp_path, [model("me/long", f"base_model:quantized:{name}", cardData=fields)]).close()
    written = terminal(110)
    run("evidence", "me/long", "--store", tmp_path / "store")
    assert written.getvalue().count("x") >= 3 * 80


def test_show_tells_the_standing_of_each_parent_in_words_and_where_its_reasons_are(run, store):
    out = run("show", "me/differs", "--store", store).out
    assert "contradicted: clues disagree" in out
    assert "Why: filiation evidence me/differs" in out
    assert "Why:" not in run("show", "base/B", "--store", store).out


def test_a_step_is_told_in_the_language_of_the_reader(store):
    from filiation.observatory import Observatory

    with Observatory.open(store) as observatory:
        link = observatory.evidence("me/tuned").links[0]
    assert len(steps(speech("fr"), link)) == len(link.grounds)
