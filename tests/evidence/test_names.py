"""Names: what people write where a parent's id belongs."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.making import real_data

from filiation.evidence.names import Name, legacy_names, parse
from filiation.facts.vocabulary import Rejection
from filiation.hub.listing import VALID_ID


@pytest.mark.parametrize(
    ("raw", "candidate"),
    [
        ("mistralai/Mistral-7B-v0.1", "mistralai/Mistral-7B-v0.1"),
        ("  m3rg-iitd/matscibert \n", "m3rg-iitd/matscibert"),
        ("'a/b'", "a/b"),
        ("a / b", "a/b"),
        ("a/b.", "a/b"),
        ("- a/b", "a/b"),
        ("a/b (Merge)", "a/b"),
        ("\u200ba/b\ufeff", "a/b"),
        ("https://huggingface.co/a/b", "a/b"),
        ("http://www.huggingface.co/a/b/", "a/b"),
        ("huggingface.co/a/b/tree/main?x=1#y", "a/b"),
        ("https://hf.co/a/b/blob/main/README.md", "a/b"),
        ("hf://a/b", "a/b"),
        ("[a/b](https://huggingface.co/a/b)", "a/b"),
        ("a/b/tree/main", "a/b"),
        ("a/b/", "a/b"),
        ("a/b@abc123", "a/b"),
        ("a/b@main+c/lora", "a/b"),
        ("bert-base-uncased", "bert-base-uncased"),
    ],
)
def test_an_id_is_read_however_it_is_written(raw: str, candidate: str):
    assert [name.candidate for name in parse(raw)] == [candidate]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("/home/me/model", Rejection.LOCAL_PATH),
        ("./checkpoint-1000", Rejection.LOCAL_PATH),
        ("~/llama", Rejection.LOCAL_PATH),
        ("C:\\models\\llama", Rejection.LOCAL_PATH),
        ("a/b/c/d", Rejection.LOCAL_PATH),
        ("None", Rejection.PLACEHOLDER),
        ("", Rejection.PLACEHOLDER),
        ("[]", Rejection.PLACEHOLDER),
        ("ORIGINAL_REPO_NAME", Rejection.PLACEHOLDER),
        ("your-username/your-model", Rejection.PLACEHOLDER),
        ("<base model>", Rejection.PLACEHOLDER),
        ("xxxxxxxxx", Rejection.PLACEHOLDER),
        ("facebook/wav2vec2-...", Rejection.TRUNCATED),
        ("unsloth/", Rejection.TRUNCATED),
        ("unsloth/llama-3-", Rejection.TRUNCATED),
        ("https://github.com/a/b", Rejection.ELSEWHERE),
        ("https://huggingface.co/datasets/a/b", Rejection.ELSEWHERE),
        ("https://huggingface.co/", Rejection.ELSEWHERE),
        ("a b c", Rejection.MALFORMED),
        ("a/b\x00c", Rejection.MALFORMED),
        ("[red]a[/red]/b", Rejection.MALFORMED),
        ("a/b'); DROP TABLE models;--", Rejection.MALFORMED),
        ('{"id":"a/b"}', Rejection.MALFORMED),
        ("<img src=x>/b", Rejection.MALFORMED),
        ("a/" + "b" * 2000, Rejection.MALFORMED),
    ],
)
def test_what_is_no_id_has_its_reason(raw: str, reason: Rejection):
    assert parse(raw) == (Name(rejection=reason),)


@pytest.mark.parametrize(
    ("raw", "doubt"),
    [
        ("models/llama", Rejection.LOCAL_PATH),
        ("wghts/checkpoint-20000", Rejection.LOCAL_PATH),
        ("llama-7b", Rejection.NO_OWNER),
        ("anything.safetensors", Rejection.LOCAL_PATH),
        ("a/b", None),
    ],
)
def test_doubtful_ids_count_only_when_listed(raw: str, doubt: Rejection | None):
    assert parse(raw) == (Name(candidate=raw, doubt=doubt),)


def test_only_a_statement_names_what_is_outside_the_hub():
    assert parse("outside:LLaMA 7B", stated=True) == (Name(candidate="outside:LLaMA 7B"),)
    assert parse("outside:LLaMA 7B") == (Name(rejection=Rejection.MALFORMED),)


def test_several_ids_in_one_text_are_several_names():
    assert [n.candidate for n in parse("a/b, c/d\n a/b")] == ["a/b", "c/d"]
    assert parse("a, b and c")[0].candidate is None


@given(st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9/._@+ -]{0,40}", fullmatch=True))
def test_any_text_is_an_id_or_has_one_reason(raw: str):
    names = parse(raw)
    assert names
    for name in names:
        assert (name.candidate is None) != (name.rejection is None)
        if name.candidate is not None and not raw.startswith("outside:"):
            assert VALID_ID.fullmatch(name.candidate)
            assert parse(name.candidate)[0].candidate == name.candidate


OWNERS = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}[A-Za-z0-9]", fullmatch=True)


@given(OWNERS, OWNERS, st.sampled_from(["{}", " {} ", "https://huggingface.co/{}", "{}@main", "{} (Merge)", "'{}'"]))
def test_dressing_does_not_change_who_is_meant(owner: str, name: str, dress: str):
    bare = parse(f"{owner}/{name}")
    assert bare == parse(dress.format(f"{owner}/{name}"))


def test_old_names_are_known():
    assert legacy_names()["bert-base-uncased"] == "google-bert/bert-base-uncased"
    assert len(legacy_names()) == 46


def test_real_oddities_are_what_they_are():
    expected = {
        "placeholder": {Rejection.PLACEHOLDER},
        "local_path": {Rejection.LOCAL_PATH},
        "bare_name_unresolved": {Rejection.NO_OWNER, Rejection.PLACEHOLDER, Rejection.LOCAL_PATH},
    }
    written = {"url_as_parent", "merge_suffix", "yaml_list_dash_artifact", "malformed_id"}
    with (real_data() / "messy-cases.csv").open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    checked = 0
    for row in rows:
        if row["kind"] in expected:
            (name,) = parse(row["parent"])
            assert (name.rejection or name.doubt) in expected[row["kind"]], row
            checked += 1
        if row["kind"] in written:
            raw = row["detail"] or row["parent"]
            assert parse(raw)[0].candidate == row["parent"].strip(), row
            checked += 1
    assert checked > 800
