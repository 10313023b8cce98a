"""Sentences on where a model comes from, what came of it, and what is doubtful."""

from dataclasses import replace
from datetime import date

import pytest

from filiation.facts.answers import Children, LinkFacts, ModelFacts, Profile, Total
from filiation.facts.heritage import Doubt, DoubtKind, Forebear, Lineage
from filiation.facts.vocabulary import Presence, Relation, Standing
from filiation.words.heritage import DOUBT, MADE, doubt, origin, progeny
from filiation.words.speech import speech

ENGLISH = speech("en")
DAY = date(2024, 1, 1)
BLANK = dict.fromkeys(ModelFacts.__dataclass_fields__) | {"old_names": ()}


def link(name, relation=Relation.MERGE, *, withdrawn=False):
    known = {
        "standing": Standing.DECLARED,
        "certainty": 1.0,
        "reason": "declared",
        "downloads": None,
        "gone": withdrawn,
    }
    seen = {"presence": Presence.LISTED, "first_seen": DAY, "last_seen": DAY}
    return LinkFacts(name, relation, withdrawn=withdrawn, **known, **seen)


def profile(*parents, presence=Presence.LISTED, direct=0, below=None):
    model = ModelFacts(**(BLANK | {"id": "o/it", "presence": presence, "gone": False}))
    total = Total(sum((below or {}).values()), below or {})
    return Profile(model, parents, Children(direct, {}, ()), Total(0), total, (), None, ())


def parent(name, relation, standing=Standing.DECLARED, presence=Presence.LISTED):
    unknown = dict.fromkeys(("publisher", "license", "created", "downloads"))
    return Forebear(name, 0, relation, standing, presence, gone=False, **unknown)


def lineage(*members, looped=False, doubts=()):
    line = tuple(replace(member, depth=depth) for depth, member in enumerate(members, 1))
    return Lineage("o/it", line, looped, len(line), (), 0, (), {}, doubts)


FINETUNED = parent("o/base", Relation.FINETUNE)


@pytest.mark.parametrize("relation", MADE)
def test_each_relation_has_words(relation):
    text = origin(ENGLISH, profile(link("o/up", relation)), lineage(parent("o/up", relation)))
    assert text[0].isupper()
    assert text.endswith("o/up.")


def test_two_steps_are_told_and_the_end_of_the_line():
    one, many = profile(link("o/up", Relation.QUANTIZED)), [parent(f"o/{n}", Relation.FINETUNE) for n in range(3)]
    short = origin(ENGLISH, one, lineage(parent("o/up", Relation.QUANTIZED), FINETUNED))
    assert short == "A quantized version of o/up, which is a fine-tune of o/base."
    long = origin(ENGLISH, one, lineage(parent("o/up", Relation.QUANTIZED), FINETUNED, *many))
    assert long == f"{short} Its line goes back to o/2, 5 links up."
    looped = origin(ENGLISH, one, lineage(parent("o/up", Relation.QUANTIZED), FINETUNED, looped=True))
    assert looped == f"{short} Further up, its line leads back to a model that is on it already."


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["o/b"], "A merge that takes in o/b."),
        (["o/a", "o/b"], "A merge of o/b and o/a."),
        (["o/a", "o/b", "o/c"], "A merge of o/b, o/a and one more."),
        (["o/a", "o/b", "o/c", "o/d", "o/e"], "A merge of o/b, o/a and 3 more."),
    ],
)
def test_a_merge_names_its_primary_parent_first_and_counts_the_others(names, expected):
    found = profile(*(link(name) for name in names), link("o/former", withdrawn=True))
    assert origin(ENGLISH, found, lineage(parent("o/b", Relation.MERGE))) == expected


def test_parents_that_are_not_told_are_counted():
    found = profile(link("o/up", Relation.ADAPTER), link("o/x"), link("o/y"), link("o/z", withdrawn=True))
    text = origin(ENGLISH, found, lineage(parent("o/up", Relation.ADAPTER)))
    assert text == "An adapter for o/up. 2 more parents are known."


def test_how_sure_it_is_is_told():
    found = profile(link("o/up", Relation.QUANTIZED))
    inferred = parent("o/up", Relation.QUANTIZED, Standing.INFERRED)
    contradicted = parent("o/base", Relation.COPY, Standing.CONTRADICTED, Presence.ABSENT)
    text = origin(ENGLISH, found, lineage(inferred, contradicted))
    expected = "Probably a quantized version of o/up, which is a copy of o/base (not in the sources) (clues disagree)."
    assert text == expected


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [
        (1.0, "A fine-tune of o/up."),
        (0.94, "A fine-tune of o/up. How it was made is deduced, not stated."),
        (0.9, "A fine-tune of o/up. How it was made is deduced, not stated."),
        (0.87, "Probably a fine-tune of o/up."),
        (0.7, "Probably a fine-tune of o/up."),
        (0.5, "Perhaps a fine-tune of o/up."),
    ],
)
def test_what_a_rule_deduced_is_not_told_as_a_fact(certainty, expected):
    deduced = replace(parent("o/up", Relation.FINETUNE), certainty=certainty)
    assert origin(ENGLISH, profile(link("o/up", Relation.FINETUNE)), lineage(deduced)) == expected


def test_which_of_two_steps_is_deduced_is_told():
    found, sure = profile(link("o/up", Relation.FINETUNE)), parent("o/up", Relation.FINETUNE)
    unsure, further = replace(sure, certainty=0.9), replace(FINETUNED, certainty=0.9)
    assert origin(ENGLISH, found, lineage(unsure, further)).endswith(" How both were made is deduced, not stated.")
    assert origin(ENGLISH, found, lineage(sure, further)).endswith(" How o/up was made is deduced, not stated.")
    perhaps = origin(ENGLISH, found, lineage(sure, replace(FINETUNED, certainty=0.5)))
    assert perhaps == "A fine-tune of o/up, which is perhaps a fine-tune of o/base."


def test_a_link_that_is_only_inferred_says_so_once():
    inferred = replace(parent("o/up", Relation.MERGE, Standing.INFERRED), certainty=0.9)
    assert origin(ENGLISH, profile(link("o/up")), lineage(inferred)) == "Probably a merge that takes in o/up."


def test_a_merge_is_as_sure_as_its_least_sure_link():
    found = profile(link("o/a"), replace(link("o/b"), certainty=0.5))
    assert origin(ENGLISH, found, lineage(parent("o/a", Relation.MERGE))) == "Perhaps a merge of o/a and o/b."


@pytest.mark.parametrize(
    ("presence", "kind", "expected"),
    [
        (Presence.LISTED, DoubtKind.NO_PARENT, "No parent is known: none is declared, and none was found."),
        (Presence.LISTED, DoubtKind.REJECTED, "No parent is known: what is declared could not be taken for one."),
        (Presence.LISTED, DoubtKind.WITHDRAWN_LINK, "No parent is known any more: what was declared once is no lon"),
        (Presence.ABSENT, DoubtKind.NO_PARENT, "Nothing is known of its parents: its own repository is not in the"),
        (Presence.OUTSIDE, DoubtKind.NO_PARENT, "Nothing is known of its parents: it has no repository on the Hub."),
    ],
)
def test_why_no_parent_is_known_is_told(presence, kind, expected):
    text = origin(ENGLISH, profile(presence=presence), lineage(doubts=(Doubt(kind, "o/it"),)))
    assert text.startswith(expected)


@pytest.mark.parametrize(
    ("below", "direct", "expected"),
    [
        ({}, 0, "No model is known to descend from it."),
        ({"merge": 1}, 1, "1 model descends from it: 1 merge."),
        ({"merge": 1, "finetune": 2}, 3, "3 models descend from it, all directly: 2 finetunes, 1 merge."),
        ({"quantized": 2}, 1, "2 models descend from it, one of them directly: 2 quantized."),
        ({"quantized": 7178}, 2120, "7,178 models descend from it, 2,120 of them directly: 7,178 quantized."),
    ],
)
def test_what_came_of_a_model_is_counted(below, direct, expected):
    assert progeny(ENGLISH, profile(direct=direct, below=below)) == expected


def test_every_kind_of_doubt_says_whom_it_is_about():
    assert set(DOUBT) == set(DoubtKind)
    for kind in DoubtKind:
        for count in (1, 1234):
            text = doubt(ENGLISH, Doubt(kind, "o/it", "o/other", count))
            assert "o/it" in text
            assert "{" not in text
            assert ("1,234" in text) == (count > 1 and "{n}" in DOUBT[kind][1])


def test_hostile_names_stand_on_one_line_and_are_not_filled_in():
    name = "o/{n}\x1b[31m\n" + "x" * 500
    text = doubt(ENGLISH, Doubt(DoubtKind.REJECTED, "o/it", name))
    assert "o/{n}\\x1b[31m\\nxxx" in text
    assert text.isprintable()
    assert len(text) < 300
    assert "{n}" in origin(ENGLISH, profile(link("o/{n}")), lineage(parent("o/{n}", Relation.COPY)))


def test_a_model_outside_the_hub_goes_by_its_name():
    outside = parent("outside:LLaMA 7B", Relation.FINETUNE, presence=Presence.OUTSIDE)
    text = origin(ENGLISH, profile(link("outside:LLaMA 7B")), lineage(outside))
    assert text == "A fine-tune of LLaMA 7B (outside the Hub)."
