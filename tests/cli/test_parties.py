"""`filiation parties`: in order, in words, one party whole, tests, and what is no part of a family."""

from tests.making import imported, model

from filiation.cli.main import main

MISTRAL, ZEPHYR = "mistralai/Mistral-7B-v0.1", "HuggingFaceH4/zephyr-7b-beta"


def test_the_order_is_told_with_the_reasons(run):
    out = run("parties", MISTRAL, "--limit", "3").out
    order = ("First", "  mistralai", "  huggingface", "How surely they", "The few who reach")
    places = [out.index(text) for text in order]
    assert places == sorted(places)
    assert "is presumed to decide" in out
    assert "1 to 3 of 38. The next ones: --offset 3; all of them: --limit 0" in out


def test_french_is_french(run):
    out = run("parties", MISTRAL, "--lang", "fr").out
    assert "À qui écrire" in out
    assert "même mémoire" in out


def test_one_party_is_listed_whole(run):
    answer = run("parties", MISTRAL, "--publisher", "thebloke", "--json").json
    (party,) = answer["items"]
    assert party["total"] == len(party["items"]) == 14
    out = run("parties", MISTRAL, "--publisher", "thebloke").out
    assert all(item["id"] in out for item in party["items"])


def test_tests_are_told_with_how_far_they_go(run):
    base, child = "mistralai/Mistral-7B-v0.1", "teknium/OpenHermes-2.5-Mistral-7B"
    answer = run("parties", child, "--repeats", child, "--silent", base)
    assert "Your tests speak for teknium/OpenHermes-2.5-Mistral-7B" in answer.out
    assert "tested: it does not repeat it" in answer.out
    entry = run("parties", child, "--repeats", child, "--silent", base, "--json").json["entry"]
    assert entry == {"model": child, "by": child, "above": "silent"}


def test_a_test_of_a_stranger_is_wrong_use(run):
    answer = run("parties", ZEPHYR, "--repeats", "Qwen/Qwen3-0.6B")
    assert answer.code == 2
    assert "Qwen/Qwen3-0.6B is not in the family" in answer.err


def test_a_publisher_without_a_part_is_not_found(run):
    answer = run("parties", ZEPHYR, "--publisher", "Qwen")
    assert answer.code == 3
    assert "has no model and no declared dataset" in answer.err


def test_a_model_alone_has_a_publisher_and_a_host(tmp_path, capsys):
    imported(tmp_path, [model("me/alone")]).close()
    assert main(["parties", "me/alone", "--store", str(tmp_path / "store")]) == 0
    out = capsys.readouterr().out
    assert "Nothing that was read says that another model comes from it." in out
    assert "The few who reach" not in out
