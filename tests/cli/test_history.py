"""What changed, on the command line: history and diff."""

from datetime import date

import pytest
from tests.making import dataset, imported, model

MAY, JUNE = date(2024, 5, 1), date(2024, 6, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("days")
    old = model("a/kid", "license:mit", "base_model:a/base", createdAt="2024-01-02T00:00:00.000Z", downloads=1234)
    new = model("a/kid", "license:bad\x1b[31m", "base_model:finetune:a/other", downloads=1234)
    imported(folder, [model("a/base"), model("a/other"), old], seen=MAY, complete=True).close()
    imported(folder, [model("a/other"), new], seen=JUNE, complete=True).close()
    return folder / "store"


def test_the_life_of_a_model_is_told_in_sentences(run, store):
    lines = run("history", "a/kid", "--store", store).out.splitlines()
    assert lines[:2] == ["a/kid", "Published on 2024-01-02. Seen from 2024-05-01 to 2024-06-01."]
    told = [line.strip() for line in lines[3:]]
    assert told[0] == "Between 2024-05-01 and 2024-06-01: license mit → bad\\x1b[31m"
    assert told[1:] == [
        "Between 2024-05-01 and 2024-06-01: now names a/other as its parent (finetune)",
        "Between 2024-05-01 and 2024-06-01: no longer names a/base as its parent",
    ]


def test_a_model_that_is_gone_and_one_that_did_not_change(run, store):
    gone = run("history", "a/base", "--store", store).out
    assert "The newest sources no longer hold it." in gone
    assert "gone: deleted, or no longer public" in gone
    assert "No change was seen." in run("history", "a/other", "--store", store).out


def test_a_model_that_is_only_named_has_no_life_to_tell(run, small_store):
    told = run("history", "lost/one", "--store", small_store).out
    assert "deleted, private, renamed or never read" in told
    assert "Named by others on 2" in told
    assert "No change was seen" not in told


def test_changes_between_two_days(run, store):
    answer = run("diff", "2024-05-01", "2024-06-30", "--store", store)
    lines = answer.out.splitlines()
    assert lines[0] == "4 changes after 2024-05-01 and up to 2024-06-30"
    assert lines[1] == "Read on: 2024-06-01"
    assert "parent removed: 1" in lines[2]
    assert sum(line.split()[:2] == ["a/kid", "1,234"] for line in lines) == 3
    assert "\x1b" not in answer.out


def test_changes_of_a_family_in_french(run, store):
    answer = run("diff", "2024-05-01", "2024-06-30", "--model", "a/other", "--store", store, "--lang", "fr")
    assert answer.code == 0
    assert "a/base" in answer.out
    assert "None" not in answer.out


def test_pages_and_kinds(run, store):
    first = run("diff", "2024-05-01", "2024-06-30", "--limit", "1", "--store", store).out
    assert "--offset 1" in first
    found = run("diff", "2024-05-01", "2024-06-30", "--kind", "gone", "--json", "--store", store).json
    assert (found["total"], found["items"][0]["model"]) == (1, "a/base")
    assert found["items"][0]["change"]["kind"] == "gone"


def test_days_on_which_nothing_was_read(run, store):
    told = run("diff", "2025-01-01", "2025-02-01", "--store", store).out
    assert "Nothing was read in these days" in told


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("2024-06-01", "2024-05-01"), "2024-06-01 is not before 2024-05-01"),
        (("yesterday", "2024-05-01"), "yesterday"),
        (("2024-05-01", "2024-06-01", "--kind", "moved"), "moved"),
    ],
)
def test_wrong_use(run, store, arguments, word):
    answer = run("diff", *arguments, "--store", store)
    assert answer.code == 2
    assert word in answer.err


def test_an_answer_in_json_is_the_same_in_any_language(run, store):
    answer, french = (run("history", "a/kid", "--json", "--store", store, "--lang", lang) for lang in ("en", "fr"))
    assert answer.json == french.json
    assert [one["kind"] for one in answer.json["changes"]] == ["license", "parent-added", "parent-removed"]
    assert answer.json["changes"][0]["since"] == "2024-05-01"


def test_datasets_in_history_and_in_diff(run, tmp_path):
    imported(tmp_path, [dataset("d/set", "license:mit")], seen=MAY, complete=True).close()
    imported(tmp_path, [dataset("d/set", "license:gpl")], seen=JUNE).close()
    store = tmp_path / "store"
    told = run("history", "d/set", "--store", store).out
    assert "Between 2024-05-01 and 2024-06-01: license mit → gpl" in told
    assert run("history", "d/set", "--kind", "dataset", "--json", "--store", store).json["kind"] == "dataset"
    assert run("history", "d/set", "--kind", "model", "--store", store).code == 3
    lines = run("diff", "2024-04-01", "2024-06-30", "--store", store).out.splitlines()
    assert lines[1] == "Read on: 2024-05-01, 2024-06-01 (changes only)"
    assert lines[2] == "license: 1"
    assert lines[-1].split()[:2] == ["d/set", "dataset"]
