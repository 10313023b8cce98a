"""Every finding is a sentence, in both languages, whatever stands in it."""

from datetime import date

import pytest

from filiation.facts.findings import Fault
from filiation.facts.grounds import Ground
from filiation.facts.hygiene import Ailment, Diagnosis, Finding, Lack, Misnaming, Repair, Side, Telling
from filiation.facts.vocabulary import Rejection, Relation, Source
from filiation.words import hygiene as words
from filiation.words.speech import speech

DAY = date(2026, 11, 20)
VALUES = {
    Ailment.VANISHED_PARENT: [(None, "absent"), (None, "gone")],
    Ailment.CONTRADICTED: [(None, "relations-differ"), (None, "parents-differ")],
    Ailment.RELABELED_COPY: [(None, "copy"), ("finetune", "copy")],
    Ailment.MISLABELED_RELATION: [(None, "finetune"), ("quantized", "finetune")],
    Ailment.UNDECLARED_PARENT: [(None, "adapter")],
    Ailment.UNUSABLE_NAME: [("./here", str(reason)) for reason in Rejection],
    Ailment.OUTDATED_NAME: [("Old/Name", str(how)) for how in Misnaming],
    Ailment.UNREADABLE: [("config.json", str(fault)) for fault in Fault],
}
EVERY = [(kind, *values) for kind in Ailment for values in VALUES.get(kind, [("x-said", "x-found")])]


def said(language, kind, before, after):
    return words.what(speech(language), Finding(kind, "a/kid", 1, DAY, "a/parent", before, after))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("kind", "before", "after"), EVERY)
def test_every_finding_is_a_sentence(language, kind, before, after):
    text = said(language, kind, before, after)
    assert text.endswith(".")
    assert "{" not in text
    assert "None" not in text
    assert (
        before is None or kind in {Ailment.MISLABELED_RELATION, Ailment.RELABELED_COPY, Ailment.CYCLE} or before in text
    )


@pytest.mark.parametrize("kind", Ailment)
def test_every_kind_has_a_name_and_a_meaning(kind):
    assert words.AILMENT[kind]
    assert words.MEANS[kind].endswith(".")


def test_sentences_differ():
    assert len({said("en", *one) for one in EVERY}) == len(EVERY)


def test_a_wrong_label_names_both_relations():
    text = said("en", Ailment.MISLABELED_RELATION, "quantized", "finetune")
    assert text == "Its relation to a/parent is declared as quantized; its files prove: finetune."


def test_what_is_not_ours_is_on_one_line_and_not_too_long():
    text = said("en", Ailment.UNUSABLE_NAME, "a\n\x1b[31m" + "x" * 999, "a-new-code")
    assert "\n" not in text
    assert "\x1b" not in text
    assert len(text) < 300


@pytest.mark.parametrize("language", ["en", "fr"])
def test_why_a_card_should_be_changed(language):
    mended = [kind for kind in Ailment if kind in words.REASONS]
    for kind in mended:
        assert words.why(speech(language), Repair("a/kid", (kind,), "---\n")).endswith(".")
    told = {words.why(speech(language), Repair("a/kid", (Ailment.CYCLE,), None, lack=lack)) for lack in Lack}
    assert len(told) == len(Lack)


def undeclared(ground, source=None, share=None):
    found = Finding(
        Ailment.UNDECLARED_PARENT, "a/kid", 1, DAY, "a/{parent}", source=source, ground=ground, parent_certainty=share
    )
    return words.what(speech("en"), found)


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ((Ground.BY_HABIT, Source.NAME, 0.96), "Its name points to X (96% of such were right when measured); "),
        ((Ground.SHOWN, Source.ADAPTER_CONFIG), "The settings of the adapter name X; "),
        ((Ground.SHOWN, Source.MERGE_CONFIG), "The recipe of the merge names X; "),
        ((Ground.SHOWN, Source.WEIGHTS), "Its files show that it was made from X; "),
        ((Ground.IN_WORDS, Source.CARD_TEXT, 0.95), "The text of its card names X (95% of such were right when "),
        ((Ground.IN_WORDS, Source.MERGE_CONFIG), "Tags of the merge name X; "),
        ((Ground.TRACED, Source.GGUF_HEADER), "A note that a tool left in its files names X; "),
        ((Ground.HANDED_UP, Source.GGUF_HEADER), "What models made from it took over names X; "),
        (("a-new-code",), "Something in its repository points to X; "),
    ],
)
def test_a_parent_that_nobody_declares_is_told_with_what_tells_it(told, text):
    said = undeclared(*told).replace("a/{parent}", "X")
    assert said.startswith(text)
    assert said.endswith("nobody declares it.")


def test_of_a_parent_never_read_it_is_not_said_that_it_can_be_checked_no_more():
    assert "never read" in said("en", Ailment.VANISHED_PARENT, None, "absent")
    assert "Of one that was there before, nobody can check" in words.MEANS[Ailment.VANISHED_PARENT]


def test_a_side_is_told_by_its_sources_each_once_or_by_what_decided():
    places = [Telling(Source.MERGE_CONFIG, where) for where in ("tags[3]", "tags[4]", "mergekit_config.yml: models")]
    side = Side("a/base", Relation.MERGE, (*places, Telling(Source.CARD, "base_model")))
    assert words.told_by(speech("en"), side) == "tag of the merge, merge recipe, model card"
    proved = Side("a/base", Relation.COPY, (), "equal weight files")
    assert words.told_by(speech("en"), proved) == "Its weight files are the same as those of the parent."


@pytest.mark.parametrize(
    ("models", "ailing", "text"),
    [
        (1, 0, "1 model was examined; nothing was found."),
        (2, 0, "2 models were examined; nothing was found."),
        (2000, 1, "2,000 models were examined; 1 of them has something to mend or to know."),
        (1, 1, "1 model was examined; it has something to mend or to know."),
        (9, 2, "9 models were examined; 2 of them have something to mend or to know."),
    ],
)
def test_how_many(models, ailing, text):
    answer = Diagnosis(None, None, models, ailing, ailing, {}, 0, (), (), ())
    assert words.summary(speech("en"), answer) == text
