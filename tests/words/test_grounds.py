"""The steps of the policy as sentences: every step has one, with what it was decided on."""

from datetime import date

import pytest

from filiation.facts.evidence import ClueFacts, LinkEvidence, Rejected
from filiation.facts.findings import Fault, Sign
from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Presence, Rejection, Relation, Source, Standing
from filiation.words.grounds import FAULT, SIGN, fault, steps, tells, why_not
from filiation.words.speech import speech

DAY = date(2026, 11, 1)
EN = speech("en")


def clue(source, relation=None, *, supports=True, location="there", **more):
    return ClueFacts(source, location, "base/B", DAY, DAY, supports, gone=False, relation=relation, **more)


def link(*grounds, clues=(), relation=Relation.FINETUNE, certainty=1.0, reason="base-model tag", parent_certainty=None):
    return LinkEvidence(
        parent="base/B",
        relation=relation,
        standing=Standing.DECLARED,
        certainty=certainty,
        reason=reason,
        gone=False,
        withdrawn=False,
        presence=Presence.LISTED,
        clues=tuple(clues),
        parent_certainty=parent_certainty,
        grounds=grounds,
    )


def said(*grounds, **more):
    return steps(EN, link(*grounds, **more))


@pytest.mark.parametrize("ground", Ground)
def test_every_step_is_a_sentence_whatever_is_known(ground):
    bare, known = said(ground), said(ground, clues=[clue(source) for source in Source])
    for (sentence,) in (bare, known):
        assert sentence != ground
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_every_fault_and_sign_has_words():
    assert set(FAULT) == set(Fault)
    assert set(SIGN) == set(Sign)


def test_steps_come_in_their_order_and_those_of_newer_editions_as_their_code():
    sentences = said(Ground.DECLARED, "weighed-anew", Ground.NOT_CHECKED)
    assert len(sentences) == 3
    assert sentences[0].startswith("This parent is declared")
    assert sentences[1] == "weighed-anew"
    assert "confirms or denies" in sentences[2]


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ([Source.HUB_TAG, Source.CARD], "The publisher declares this parent in the model card."),
        ([Source.ADAPTER_CONFIG, Source.HUB_TAG], "A tag on the Hub names this parent"),
        ([Source.PUBLICATION], "A publication names this parent."),
    ],
)
def test_who_declares_is_told(sources, words):
    assert said(Ground.DECLARED, clues=map(clue, sources))[0].startswith(words)


def test_a_dataset_is_told_of_as_one_and_not_how_the_model_was_made():
    facts = {"relation": Relation.TRAINED_ON, "clues": [clue(Source.CARD)]}
    grounds = (Ground.DECLARED, Ground.RELATION_STATED, Ground.NOT_CHECKED, "weighed-anew")
    sentences = said(*grounds, **facts)
    assert sentences[0] == "The publisher declares this dataset in the model card."
    assert "confirms or denies" in sentences[1]
    assert sentences[2:] == ["weighed-anew"]


@pytest.mark.parametrize("ground", Ground)
def test_no_step_calls_a_dataset_a_parent(ground):
    assert "parent" not in " ".join(said(ground, relation=Relation.TRAINED_ON))


def test_what_only_speaks_against_declares_nothing():
    clues = [clue(Source.CARD, supports=False), clue(Source.HUB_TAG)]
    assert said(Ground.DECLARED, clues=clues)[0].startswith("A tag on the Hub")


def test_sources_that_show_a_parent_are_named_once_and_declarations_are_not_among_them():
    clues = [clue(source) for source in (Source.CARD, Source.GGUF_HEADER, Source.CONFIG, Source.GGUF_HEADER)]
    (sentence,) = said(Ground.TRACED, clues=clues)
    assert "names this parent: GGUF header, model settings." in sentence


def test_agreement_names_what_does_not_merely_repeat():
    clues = [clue(source) for source in (Source.CARD, Source.CARD_TEXT, Source.ADAPTER_CONFIG)]
    (sentence,) = said(Ground.AGREED, clues=clues)
    assert sentence.endswith("agree with it: adapter settings.")


def test_the_relation_is_told_with_what_decided():
    assert said(Ground.RELATION_STATED)[0] == (
        "How the model was made is stated: “finetune”. A tag on the Hub states it."
    )
    assert "Told by: a reader to come." in said(Ground.RELATION_PROVED, reason="a reader to come")[0]


def test_the_certainty_of_the_relation_and_that_of_the_parent_are_told_apart():
    facts = {"reason": "several-parents", "relation": Relation.MERGE, "certainty": 0.97}
    rule, nobody = said(Ground.RELATION_RULE, Ground.NOBODY_DECLARES, parent_certainty=0.85, **facts)
    assert rule.endswith("Certainty: 97%.")
    assert "85% of such were right" in nobody
    assert "was not measured" in said(Ground.NOBODY_DECLARES, **facts)[0]


def test_who_handed_a_clue_up_is_named():
    told = clue(Source.GGUF_HEADER, location="bartowski/M-GGUF: M.gguf: general.base_model.0.repo_url")
    assert "bartowski/M-GGUF" in said(Ground.HANDED_UP, clues=[told])[0]


@pytest.mark.parametrize(
    ("relation", "proof"),
    [
        (Relation.FINETUNE, "complete weights that are not quantized"),
        (Relation.ADAPTER, "an adapter and no complete weights"),
        (Relation.QUANTIZED, "the weights in the files are quantized"),
        (Relation.MERGE, "the recipe of a merge"),
        (Relation.COPY, "the same as those of the parent"),
    ],
)
def test_a_label_that_the_files_belie_is_quoted(relation, proof):
    label = Relation.QUANTIZED if relation is not Relation.QUANTIZED else Relation.FINETUNE
    clues = [clue(Source.HUB_TAG, label, supports=False), clue(Source.CARD, Relation.MERGE, supports=False)]
    (sentence,) = said(Ground.LABEL_OUTRANKED, clues=clues, relation=relation)
    assert sentence.startswith(f"The Hub's label says “{label}”, but ")
    assert proof in sentence
    assert sentence.endswith("the files are believed.")


def test_sources_that_differ_are_set_side_by_side_the_one_believed_first():
    clues = [clue(Source.HUB_TAG, Relation.QUANTIZED, supports=False), clue(Source.CARD, Relation.FINETUNE)]
    (sentence,) = said(Ground.RELATIONS_DIFFER, clues=clues)
    assert sentence.endswith(": “finetune” (model card); “quantized” (tag on the Hub).")


def rejected(reason, raw="x", **more):
    return Rejected(raw, reason, Source.FILE, "config.json: line 3", DAY, **more)


def test_what_is_unreadable_is_told_with_what_went_wrong():
    assert why_not(EN, rejected(Rejection.UNREADABLE, Fault.TOO_DEEP)) == (
        "it could not be read: its parts are nested too deep"
    )
    assert why_not(EN, rejected(Rejection.UNREADABLE, "a-new-fault")) == "it could not be read: a-new-fault"
    assert fault("nothing known", EN.translate) == "nothing known"


@pytest.mark.parametrize("reason", [one for one in Rejection if one is not Rejection.UNREADABLE])
def test_other_reasons_are_told_as_they_are(reason):
    assert Fault.TOO_DEEP not in why_not(EN, rejected(reason, Fault.TOO_DEEP))


@pytest.mark.parametrize("hostile", ["\x1b[31m", "a\nb", "\u202e"])
def test_what_is_not_ours_steers_no_terminal(hostile):
    told = [
        *said(hostile),
        *said(hostile, relation=Relation.TRAINED_ON),
        why_not(EN, rejected(Rejection.UNREADABLE, hostile)),
        *tells(EN, clue(Source.CARD, revision=hostile)),
    ]
    assert len(told) == 4
    assert all(text.isprintable() for text in told)


def test_a_remote_ancestor_is_said_to_be_one():
    assert "ancestor further up" in why_not(EN, rejected(Rejection.GRANDPARENT))


def test_a_clue_tells_its_relation_and_the_revision():
    told = tells(EN, clue(Source.CARD, Relation.ADAPTER, revision="abc123"))
    assert told == ["it says: adapter", "revision abc123"]
    assert tells(EN, clue(Source.CARD, Relation.TRAINED_ON)) == []
    assert tells(EN, rejected(Rejection.GRANDPARENT, relation=Relation.MERGE)) == ["it says: merge"]
