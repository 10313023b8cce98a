"""Who is meant, and what is refused: names of habit, dates, crowds, tags that are none, what is handed up."""

import pytest
from tests.evidence.files.headers import gguf
from tests.evidence.policy.cases import (
    Cases,
    card,
    child,
    grounds,
    link,
    links,
    made,
    path_noted,
    reasons,
    rejected,
    settings,
)  # fmt: skip
from tests.making import model, statement

from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Rejection, Source

CASES = Cases()
HUB = "https://huggingface.co/"
MERGE = ("merge", "mergekit", "lazymergekit")


@CASES(child("you/B-chat-GGUF", "gguf", "base_model:base/B"))
def test_a_name_by_any_other_account_takes_nothing_and_adds_nothing_beside_what_is_declared(catalog):
    assert links(catalog, "you/B-chat-GGUF") == {"base/B": ("quantized", "declared")}
    assert rejected(catalog, "you/B-chat-GGUF") == [("id", Rejection.OUTWEIGHED)]
    assert Ground.PROBABLY_REMOTE not in grounds(catalog, "you/B-chat-GGUF", "base/B")


@CASES(child("TheBloke/B-chat-GGUF", "gguf", "base_model:quantized:other/C"))
def test_nor_does_a_converters_name_beside_a_stranger(catalog):
    assert links(catalog, "TheBloke/B-chat-GGUF") == {"other/C": ("quantized", "declared")}
    assert rejected(catalog, "TheBloke/B-chat-GGUF") == [("id", Rejection.OUTWEIGHED)]


@CASES(child("mradermacher/B-chat-AWQ", "awq", "base_model:base/B"))
def test_a_converters_name_beside_a_declared_parent_of_its_source_adds_one_and_notes_it(catalog):
    of = "mradermacher/B-chat-AWQ"
    assert links(catalog, of) == {"base/B": ("quantized", "declared"), "tuner/B-chat": ("quantized", "inferred")}
    assert {Ground.PROBABLY_REMOTE, Ground.RELATION_RULE} <= set(grounds(catalog, of, "base/B"))
    assert Ground.PROBABLY_REMOTE not in grounds(catalog, of, "tuner/B-chat")


@CASES(child("bartowski/B-chat-AWQ", "awq", "base_model:quantized:base/B"))
def test_what_a_label_says_of_it_stays(catalog):
    assert links(catalog, "bartowski/B-chat-AWQ")["base/B"] == ("quantized", "declared")
    assert Ground.PROBABLY_REMOTE in grounds(catalog, "bartowski/B-chat-AWQ", "base/B")


@CASES(child("TheBloke/C-old-GPTQ"), child("TheBloke/B-chat-GPTQ"), child("you/B-chat-GPTQ"))
def test_an_inferred_parent_is_as_sure_as_its_reader_was_measured(catalog):
    assert link(catalog, "TheBloke/B-chat-GPTQ", "tuner/B-chat").parent_certainty == 0.99
    assert link(catalog, "you/B-chat-GPTQ", "tuner/B-chat").parent_certainty == 0.96
    assert Ground.BY_HABIT in grounds(catalog, "you/B-chat-GPTQ", "tuner/B-chat")
    assert links(catalog, "TheBloke/C-old-GPTQ") == {}


@CASES(
    child("sure/traced"), child("sure/both"), child("sure/declared", "base_model:base/B"),
    files={
        "sure/traced": {"config.json": path_noted("base/B")},
        "sure/both": {"config.json": path_noted("base/B"), "README.md": card("base/B")}
        | {"adapter_config.json": settings("base/B")},
        "sure/declared": {"adapter_config.json": settings("base/B")},
    },
)  # fmt: skip
def test_the_surest_reader_counts_and_none_where_nothing_was_measured_or_it_is_declared(catalog):
    assert link(catalog, "sure/traced", "base/B").parent_certainty is None
    assert Ground.TRACED in grounds(catalog, "sure/traced", "base/B")
    assert link(catalog, "sure/both", "base/B").parent_certainty == 0.99
    assert link(catalog, "sure/declared", "base/B").parent_certainty is None


def day(text: str) -> dict[str, str]:
    return {"createdAt": f"{text}:00:00.000Z"}


CASES(
    model("late/Parent", **day("2023-07-03T12")),
    model("early/Parent", **day("2022-06-01T00")),
    model("young/day", **day("2023-07-02T12")),
    model("young/hour", **day("2023-07-02T11")),
    model("young/began", **day("2022-03-02T20")),
    model("young/next", **day("2022-03-03T01")),
    model("young/words", **day("2023-01-01T00")),
    model("young/shown", **day("2023-01-01T00")),
    model("young/agreed", "base_model:finetune:late/Parent", **day("2023-01-01T00")),
    files={
        "young/day": {"config.json": path_noted("late/Parent")},
        "young/hour": {"config.json": path_noted("late/Parent")},
        "young/began": {"config.json": path_noted("early/Parent")},
        "young/next": {"config.json": path_noted("early/Parent")},
        "young/words": {"README.md": card("late/Parent"), "config.json": path_noted("late/Parent")},
        "young/shown": {"adapter_config.json": settings("late/Parent")},
        "young/agreed": {"config.json": path_noted("late/Parent")},
    },
)


@pytest.mark.parametrize("name", ["hour", "next"])
def test_a_trace_to_a_parent_more_than_a_day_younger_is_refused(catalog, name: str):
    assert links(catalog, f"young/{name}") == {}
    assert reasons(catalog, f"young/{name}") == {Rejection.YOUNGER_PARENT}


@pytest.mark.parametrize("name", ["day", "began"])
def test_it_is_not_within_a_day_nor_where_the_hubs_date_is_older_than_the_hub(catalog, name: str):
    assert len(links(catalog, f"young/{name}")) == 1
    assert reasons(catalog, f"young/{name}") == set()


@pytest.mark.parametrize("name", ["words", "shown", "agreed"])
def test_what_nearer_sources_name_stays_though_it_is_younger_and_the_doubt_is_told(catalog, name: str):
    assert rejected(catalog, f"young/{name}") == []
    assert Ground.YOUNGER_PARENT in grounds(catalog, f"young/{name}", "late/Parent")


def test_a_trace_agrees_with_a_younger_parent_that_is_declared(catalog):
    assert links(catalog, "young/agreed") == {"late/Parent": ("finetune", "corroborated")}


MANY = [f"many/part{place}" for place in range(31)]
CASES(
    child("crowd/words"), child("crowd/fewer"), child("crowd/tags", *MERGE, *MANY),
    child("crowd/declared", *(f"base_model:{one}" for one in MANY)),
    files={"crowd/words": {"README.md": card(*MANY)}, "crowd/fewer": {"README.md": card(*MANY[:30])}},
)  # fmt: skip


def test_more_parents_than_thirty_are_not_taken_from_words(catalog):
    assert links(catalog, "crowd/words") == {}
    assert rejected(catalog, "crowd/words") == [("README.md", Rejection.TOO_MANY)] * 31
    assert len(links(catalog, "crowd/fewer")) == 30


@pytest.mark.parametrize("name", ["tags", "declared"])
def test_but_from_recipes_and_from_what_is_declared(catalog, name: str):
    assert len(links(catalog, f"crowd/{name}")) == 31


@CASES(
    child("tag/plain", "merge", "no/account", "base/Unlisted", "base/B"),
    child("tag/lazy", *MERGE, "no/account"),
)
def test_a_tag_whose_first_half_is_no_account_is_an_ordinary_tag_but_where_the_tool_wrote_it(catalog):
    assert set(links(catalog, "tag/plain")) == {"base/Unlisted", "base/B"}
    assert rejected(catalog, "tag/plain") == []
    assert set(links(catalog, "tag/lazy")) == {"no/account"}


@CASES(child("self/One"), child("Self/one"), child("self/other", "base_model:self/other"),
       files={"self/One": {"config.json": path_noted("SELF/ONE")}})  # fmt: skip
def test_no_model_is_its_own_parent_in_whatever_case(catalog):
    assert reasons(catalog, "self/other") == reasons(catalog, "self/One") == {Rejection.SELF_REFERENCE}
    assert links(catalog, "self/One") == links(catalog, "self/other") == {}


SOURCE = {"general.source.huggingface.repository": "tuner/B-chat"}
ABOVE = {"general.base_model.0.repo_url": HUB + "base/B"}
CASES(
    child("header/both"), child("header/base"), child("header/same"),
    files={
        "header/both": {"m.gguf": gguf(SOURCE | {"general.base_model.0.repo_url": HUB + "other/C"})},
        "header/base": {"m.gguf": gguf(ABOVE)},
        "header/same": {"m.gguf": gguf({"general.source.url": HUB + "base/B"} | ABOVE)},
    },
)  # fmt: skip


def test_the_base_models_of_a_header_that_names_its_source_are_further_up(catalog):
    assert list(links(catalog, "header/both")) == ["tuner/B-chat"]
    assert rejected(catalog, "header/both") == [("m.gguf", Rejection.GRANDPARENT)]


def test_the_base_models_of_other_headers_are_parents(catalog):
    assert list(links(catalog, "header/base")) == ["base/B"]
    assert Ground.TRACED in grounds(catalog, "header/base", "base/B")
    assert rejected(catalog, "header/same") == []


def converted(heir: str, *tags: str, by: str = "bartowski", **fields: object) -> dict[str, object]:
    return child(f"{by}/{heir.split('/')[1]}-GGUF", "gguf", f"base_model:{heir}", *tags, **fields)


CASES(
    converted("gone/Header-7B"),
    converted("read/Listed-7B", *MERGE, "base/B"), child("read/Listed-7B", month=6),
    converted("known/Child-7B", *MERGE, "base/B"),
    statement("known/Child-7B", "other/C", "finetune"),
    converted("two/Several-7B", *MERGE, "base/B", "base_model:three/Several-7B"),
    converted("circle/Heir-7B", *MERGE, "base/B", "circle/Down"), child("circle/Down", "base_model:circle/Heir-7B"),
    converted("mine/Own-7B", *MERGE, "agreed/P", by="agreed"),
    converted("mine/Own-7B", *MERGE, "agreed/P", "base/B", by="second"),
    converted("own/Self-7B", *MERGE, "own/Self-7B", "base/B"),
    converted("noted/Words-7B"),
    files={
        "bartowski/Header-7B-GGUF": {"m.gguf": gguf(ABOVE)},
        "bartowski/Words-7B-GGUF": {"README.md": card("base/B", made_by="quantized")},
    },
)  # fmt: skip
CASES(model("agreed/P", **made(1)))


def test_the_base_models_of_a_header_are_handed_up_as_traces_without_a_relation(catalog):
    found = link(catalog, "gone/Header-7B", "base/B")
    assert found.grounds[0] == Ground.HANDED_UP
    assert [(one.location, one.relation, one.source) for one in found.clues] == [
        ("bartowski/Header-7B-GGUF: m.gguf: general.base_model.0.repo_url", None, Source.GGUF_HEADER)
    ]
    assert rejected(catalog, "bartowski/Header-7B-GGUF") == [("m.gguf", Rejection.GRANDPARENT)]


@pytest.mark.parametrize("heir", ["read/Listed-7B", "two/Several-7B", "three/Several-7B", "noted/Words-7B"])
def test_nothing_is_handed_to_a_model_that_was_read_nor_by_one_of_several_parents_nor_are_words(catalog, heir: str):
    bearer = f"bartowski/{heir.split('/')[1]}-GGUF"
    assert heir in links(catalog, bearer)
    assert catalog.show(heir).parents == ()


@pytest.mark.parametrize("heir", ["circle/Heir-7B", "own/Self-7B"])
def test_neither_the_heir_itself_nor_what_comes_from_it_is_handed_to_it(catalog, heir: str):
    assert list(links(catalog, heir)) == ["base/B"]


def test_nobody_hands_up_models_of_his_own_though_another_agrees(catalog):
    assert catalog.show("mine/Own-7B").parents == ()


def test_nothing_is_handed_to_a_model_whose_parent_somebody_names(catalog):
    assert list(links(catalog, "known/Child-7B")) == ["other/C"]
    assert rejected(catalog, "known/Child-7B") == []
