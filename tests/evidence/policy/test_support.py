"""How well links stand: which clues speak for them and against them, and the steps that they note."""

from tests.evidence.policy.cases import Cases, card, child, grounds, link, links, path_noted, settings
from tests.making import statement

from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Source

CASES = Cases()
METHOD = {"quantization_config": {"quant_method": "gptq"}}


@CASES(child("rule/child", "gptq", "base_model:base/B", config=METHOD))
def test_settings_of_a_quantization_do_not_agree_with_what_a_rule_made_of_them(catalog):
    assert links(catalog, "rule/child") == {"base/B": ("quantized", "declared")}
    assert Ground.NOT_CHECKED in grounds(catalog, "rule/child", "base/B")


@CASES(child("tuned/child", "base_model:finetune:base/B", config=METHOD))
def test_they_are_no_clue_of_a_link_that_is_no_quantization(catalog):
    places = {clue.location for clue in link(catalog, "tuned/child", "base/B").clues}
    assert "config.quantization_config" not in places
    assert links(catalog, "tuned/child") == {"base/B": ("finetune", "declared")}


@CASES(child("shown/child"), files={"shown/child": {"adapter_config.json": settings("base/B")}})
def test_a_relation_that_settings_tell_is_proved(catalog):
    told = grounds(catalog, "shown/child", "base/B")
    assert told == (Ground.SHOWN, Ground.RELATION_PROVED, Ground.NOBODY_DECLARES)


@CASES(child("plain/child", "base_model:finetune:base/B"))
def test_a_relation_that_a_label_tells_is_stated_and_not_checked(catalog):
    told = grounds(catalog, "plain/child", "base/B")
    assert told == (Ground.DECLARED, Ground.RELATION_STATED, Ground.NOT_CHECKED)


STRANGERS = [f"recipe/part{place:02d}" for place in range(25)]
RECIPE = "merge_method: linear\nmodels:\n" + "".join(f"- model: {name}\n" for name in STRANGERS)


@CASES(child("quoted/child", "base_model:finetune:base/B"), files={"quoted/child": {"mergekit_config.yml": RECIPE}})
def test_both_sides_are_told_at_each_parent_and_of_many_opponents_the_first(catalog):
    against = [clue for clue in link(catalog, "quoted/child", "base/B").clues if not clue.supports]
    assert [(clue.source, clue.raw) for clue in against] == [
        (Source.MERGE_CONFIG, ", ".join(STRANGERS[:20]) + ", …"),
    ]
    assert len(links(catalog, "quoted/child")) == 26
    part = link(catalog, "quoted/child", STRANGERS[3])
    assert [(clue.raw, clue.supports) for clue in part.clues] == [(STRANGERS[3], True), ("base/B", False)]


@CASES(
    child("paper/child", "trl", "base_model:base/B", library_name="transformers"),
    statement("paper/child", "other/C", "unspecified"),
)
def test_a_parent_that_a_publication_names_makes_no_merge_of_the_declared_one(catalog):
    assert link(catalog, "paper/child", "base/B").reason == "finetune-record"


@CASES(
    child("said/child", "base_model:finetune:base/B"),
    files={"said/child": {"README.md": card("base/B", made_by="quantized"), "config.json": path_noted("base/B")}},
)
def test_words_of_another_relation_speak_against_it_and_change_nothing(catalog):
    assert links(catalog, "said/child") == {"base/B": ("finetune", "corroborated")}
    told = {clue.source: clue.supports for clue in link(catalog, "said/child", "base/B").clues}
    assert told == {Source.HUB_TAG: True, Source.CARD_TEXT: False, Source.CONFIG: True}


@CASES(
    child(
        "quarrel/child",
        "base_model:finetune:base/B",
        cardData={"base_model": "base/B", "base_model_relation": "adapter"},
    )
)
def test_a_label_of_another_relation_than_the_cards_speaks_against_it(catalog):
    assert links(catalog, "quarrel/child") == {"base/B": ("adapter", "contradicted")}
    told = {clue.source: clue.supports for clue in link(catalog, "quarrel/child", "base/B").clues}
    assert told == {Source.CARD: True, Source.HUB_TAG: False}
