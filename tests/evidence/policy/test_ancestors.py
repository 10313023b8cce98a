"""What a farther source names beside a nearer one: an ancestor further up, a contradiction, or too little to count."""

from itertools import pairwise

import pytest
from tests.evidence.files.headers import safetensors
from tests.evidence.policy.cases import (
    Cases,
    card,
    child,
    grounds,
    links,
    listing,
    made,
    path_noted,
    reasons,
    rejected,
    settings,
)  # fmt: skip
from tests.making import model

from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Rejection

CASES = Cases()
FOUND = ("quantized", "inferred")


@CASES(
    child("words/first", month=1),
    child("words/second", "base_model:finetune:words/first", month=2),
    child("words/child"),
    files={"words/child": {"README.md": card("words/first", "words/second", made_by="quantized")}},
)
def test_of_two_models_in_words_the_one_made_from_the_other_is_the_parent(catalog):
    assert links(catalog, "words/child") == {"words/second": FOUND}
    assert rejected(catalog, "words/child") == [("README.md", Rejection.GRANDPARENT)]
    assert Ground.REMOTE_NAMED in grounds(catalog, "words/child", "words/second")


TRACES = {
    "config.json": path_noted("base/B"),
    "model.safetensors": safetensors({"base_model": "https://huggingface.co/tuner/B-chat"}),
}


@CASES(child("traces/child"), files={"traces/child": TRACES})
def test_of_two_models_in_traces_too(catalog):
    assert list(links(catalog, "traces/child")) == ["tuner/B-chat"]
    assert rejected(catalog, "traces/child") == [("config.json", Rejection.GRANDPARENT)]


@CASES(
    child("loop/P", "base_model:finetune:loop/Q", month=1),
    child("loop/Q", "base_model:finetune:loop/P", month=1),
    child("loop/child"),
    files={"loop/child": {"README.md": card("loop/P", "loop/Q", made_by="quantized")}},
)
def test_models_that_declare_each_other_do_not_make_each_other_remote(catalog):
    assert links(catalog, "loop/child") == {"loop/P": FOUND, "loop/Q": FOUND}
    assert rejected(catalog, "loop/child") == []


@CASES(
    *(child(f"round/{one}", f"base_model:finetune:round/{other}", month=1) for one, other in ("PQ", "QR", "RP")),
    child("round/child"),
    files={"round/child": {"README.md": card("round/P", "round/Q", made_by="quantized")}},
)
def test_nor_do_models_that_lead_back_to_each_other_through_a_third(catalog):
    assert links(catalog, "round/child") == {"round/P": FOUND, "round/Q": FOUND}


@CASES(
    child("ring/P", "base_model:finetune:ring/Q", month=1),
    child("ring/Q", "base_model:finetune:ring/P", month=1),
    child("ring/child", "base_model:quantized:ring/P", "base_model:quantized:ring/Q"),
    files={"ring/child": {"adapter_config.json": settings("ring/Q"), "model.safetensors": None}},
)
def test_nor_do_they_where_an_adapters_settings_name_one_of_them(catalog):
    assert set(links(catalog, "ring/child")) == {"ring/P", "ring/Q"}


@CASES(child("tagged/child", "merge", "mergekit", "lazymergekit", "base/B", "tuner/B-chat"))
def test_a_merge_of_a_model_with_its_own_parent_keeps_both(catalog):
    assert links(catalog, "tagged/child") == dict.fromkeys(("base/B", "tuner/B-chat"), ("merge", "inferred"))


@CASES(
    child("mixed/child", "merge", "base_model:merge:base/B", "base_model:merge:other/C"),
    files={"mixed/child": {"adapter_config.json": settings("tuner/B-chat"), "model.safetensors": None}},
)
def test_a_declared_part_of_a_merge_is_not_made_remote(catalog):
    assert {name: made for name, (made, _) in links(catalog, "mixed/child").items()} == {
        "base/B": "merge", "other/C": "merge", "tuner/B-chat": "adapter",
    }  # fmt: skip


@CASES(
    child("twice/child", "base_model:adapter:base/B"),
    files={
        "twice/child": {"adapter_config.json": settings("base/B"), "more/adapter_config.json": settings("tuner/B-chat")}
    },
)
def test_a_declared_parent_that_settings_name_too_is_not_made_remote(catalog):
    assert set(links(catalog, "twice/child")) == {"base/B", "tuner/B-chat"}


@CASES(
    child("half/child", "base_model:finetune:base/B"),
    sums={
        ("tuner/B-chat", "model-1.safetensors"): "ab" * 32,
        ("half/child", "model-1.safetensors"): "ab" * 32,
        ("half/child", "model-2.safetensors"): "cd" * 32,
    },
)
def test_weights_that_are_equal_in_part_are_a_trace(catalog):
    assert links(catalog, "half/child") == {"base/B": ("finetune", "declared")}
    assert rejected(catalog, "half/child") == [("model-1.safetensors", Rejection.OUTWEIGHED)]


@CASES(
    child("up/child", "base_model:adapter:tuner/B-chat"),
    files={"up/child": {"adapter_config.json": settings("base/B")}},
)
def test_settings_that_name_an_ancestor_of_the_declared_parent_contradict(catalog):
    assert links(catalog, "up/child") == dict.fromkeys(("base/B", "tuner/B-chat"), ("adapter", "contradicted"))


@CASES(
    child("own/child", "base_model:finetune:base/B", month=1),
    child("own/grown", "base_model:finetune:own/child"),
    files={"own/child": {"README.md": card("own/grown")}},
)
def test_words_that_name_an_own_child_do_not_count(catalog):
    assert links(catalog, "own/child") == {"base/B": ("finetune", "declared")}
    assert rejected(catalog, "own/child") == [("README.md", Rejection.OUTWEIGHED)]


LINE = [f"line/M{place}" for place in range(8)]
CASES(
    model(LINE[0], **made(1)),
    *(model(one, f"base_model:finetune:{before}", **made(1)) for before, one in pairwise(LINE)),
)


@pytest.mark.parametrize("up", range(1, 7))
def test_words_name_an_ancestor_through_up_to_six_links(catalog, up: int):
    assert links(catalog, f"line/child{up}") == {LINE[7]: ("finetune", "declared")}
    assert rejected(catalog, f"line/child{up}") == [("README.md", Rejection.GRANDPARENT)]


def test_beyond_six_links_it_is_a_stranger(catalog):
    assert set(links(catalog, "line/child7")) == {LINE[7], LINE[0]}


for n in range(1, 8):
    name = f"line/child{n}"
    CASES(
        child(name, f"base_model:finetune:{LINE[7]}", month=9),
        files={name: {"README.md": card(LINE[7 - n])}},
    )


def mixture(parents: int) -> list[str]:
    return [f"base_model:merge:crowd/part{place}" for place in range(parents)]


for parents in (50, 51):
    CASES(
        child(f"crowd/mix{parents}", "merge", *mixture(parents), month=3),
        child(f"crowd/tuned{parents}", f"base_model:finetune:crowd/mix{parents}", month=4),
        child(f"crowd/of-mix{parents}", f"base_model:finetune:crowd/mix{parents}"),
        child(f"crowd/of-tuned{parents}", f"base_model:finetune:crowd/tuned{parents}"),
        files={f"crowd/of-{one}{parents}": {"README.md": card("crowd/part7")} for one in ("mix", "tuned")},
    )


def test_nothing_is_walked_up_through_a_crowd_of_parents(catalog):
    for one in ("of-mix50", "of-tuned50", "of-mix51"):
        assert rejected(catalog, f"crowd/{one}") == [("README.md", Rejection.GRANDPARENT)]
    assert set(links(catalog, "crowd/of-tuned51")) == {"crowd/tuned51", "crowd/part7"}


@CASES(
    child("same/child", "base_model:finetune:base/B"),
    files={"same/child": {"README.md": card("base/B", "other/C")}},
)
def test_where_the_words_name_the_declared_parent_their_others_do_not_count(catalog):
    assert links(catalog, "same/child") == {"base/B": ("finetune", "declared")}
    assert rejected(catalog, "same/child") == [("README.md", Rejection.OUTWEIGHED)]


@CASES(
    child("both/child", "merge", "other/C", "base_model:finetune:base/B"),
    files={"both/child": {"README.md": card("base/B", "other/C")}},
)
def test_but_one_that_the_tags_of_a_merge_name_too_contradicts(catalog):
    assert set(links(catalog, "both/child")) == {"base/B", "other/C"}


@CASES(
    child("packed/child", "base_model:quantized:base/B"),
    files={"packed/child": {"README.md": card("other/C"), "config.json": path_noted("tuner/B-chat")}},
)
def test_what_comes_down_to_a_quantized_model_is_further_up(catalog):
    assert links(catalog, "packed/child") == {"base/B": ("quantized", "declared")}
    assert reasons(catalog, "packed/child") == {Rejection.GRANDPARENT}
    assert len(rejected(catalog, "packed/child")) == 2


@CASES(child("remix/child", "merge", "lazymergekit", "base/B", "other/C", "base_model:quantized:base/B"))
def test_the_tags_of_a_merge_on_a_quantized_model_are_further_up_though_they_share_its_parent(catalog):
    assert links(catalog, "remix/child") == {"base/B": ("quantized", "declared")}
    assert rejected(catalog, "remix/child") == [("tags[3]", Rejection.GRANDPARENT)]


@CASES(
    child("recipe/child", "base_model:finetune:base/B", siblings=listing("model.safetensors")),
    files={
        "recipe/child": {"mergekit_config.yml": "merge_method: linear\nmodels: [{model: other/C}, {model: other/D}]"}
    },
)
def test_a_recipe_of_strangers_contradicts(catalog):
    assert links(catalog, "recipe/child") == {
        "base/B": ("finetune", "contradicted"),
        "other/C": ("merge", "contradicted"),
        "other/D": ("merge", "contradicted"),
    }


@CASES(
    child("shown/child"),
    files={"shown/child": {"adapter_config.json": settings("base/B"), "README.md": card("other/C")}},
)
def test_words_are_judged_beside_what_settings_show(catalog):
    assert list(links(catalog, "shown/child")) == ["base/B"]
    assert rejected(catalog, "shown/child") == [("README.md", Rejection.GRANDPARENT)]


@CASES(
    child("odds/child", "base_model:adapter:base/B"),
    files={"odds/child": {"adapter_config.json": settings("other/C"), "README.md": card("base/B")}},
)
def test_settings_contradict_though_the_words_agree_with_what_is_declared(catalog):
    assert links(catalog, "odds/child") == dict.fromkeys(("base/B", "other/C"), ("adapter", "contradicted"))


@CASES(
    child("through/shown", month=3),
    child("through/told", month=3),
    child("through/of-shown", "base_model:finetune:through/shown"),
    child("through/of-told", "base_model:finetune:through/told"),
    files={
        "through/shown": {"adapter_config.json": settings("base/B")},
        "through/told": {"README.md": card("base/B")},
        "through/of-shown": {"README.md": card("base/B")},
        "through/of-told": {"README.md": card("base/B")},
    },
)
def test_an_ancestor_is_known_through_what_is_declared_or_proved_alone(catalog):
    assert rejected(catalog, "through/of-shown") == [("README.md", Rejection.GRANDPARENT)]
    assert set(links(catalog, "through/of-told")) == {"through/told", "base/B"}
