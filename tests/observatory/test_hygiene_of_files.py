"""What `doctor` finds of real files, from their bytes to the answer: copies, wrong labels, what could not be read."""

import json

import pytest
from tests.making import imported, inspected, model

from filiation.facts.grounds import Ground
from filiation.facts.hygiene import Ailment, Lack
from filiation.facts.vocabulary import Relation, Source
from filiation.words.grounds import steps
from filiation.words.hygiene import told_by, what
from filiation.words.speech import speech

WEIGHTS, ADAPTER = "model.safetensors", "adapter_model.safetensors"
OLD = {"createdAt": "2024-01-01T00:00:00.000Z", "lastModified": "2024-01-02T00:00:00.000Z"}
NEW = {"createdAt": "2024-06-01T00:00:00.000Z"}
RECORDS = [
    model("old/base", downloads=9, **OLD),
    model("old/other", downloads=8, **OLD),
    model("new/silent-copy", **NEW),
    model("new/called-tuned", "base_model:old/base", "base_model:finetune:old/base", **NEW),
    model("new/called-merge", "base_model:old/base", "base_model:merge:old/base", **NEW),
    model("new/broken", **NEW),
    model("new/says-card", "base_model:finetune:old/base", cardData={
        "base_model": "old/base", "base_model_relation": "finetune"}, **NEW),
    model("new/torn", "base_model:finetune:old/base", "base_model:old/base", **NEW),
    model("older/kid", "base_model:finetune:new/parent", createdAt="2024-03-01T00:00:00.000Z"),
    model("new/parent", **NEW),
    model("law/base", "license:apache-2.0", **OLD),
    model("law/spelled", "license:apache-license-2.0", "base_model:finetune:law/base", **NEW),
    model("law/other", "license:other", "base_model:finetune:law/base", **NEW),
    model("law/mit", "license:mit", "base_model:finetune:law/base", **NEW),
]  # fmt: skip


def settings(base):
    return json.dumps({"peft_type": "LORA", "base_model_name_or_path": base})


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    imported(folder, RECORDS).close()
    copies = ("old/base", "new/silent-copy", "new/called-tuned")
    files = {name: {WEIGHTS: None} for name in copies} | {
        "new/called-merge": {"adapter_config.json": settings("old/base"), ADAPTER: None},
        "new/says-card": {"adapter_config.json": settings("old/base"), ADAPTER: None},
        "new/torn": {"adapter_config.json": settings("old/other"), ADAPTER: None},
        "new/broken": {"adapter_config.json": "{not JSON"},
    }
    with inspected(folder, files, sums={(name, WEIGHTS): "a" * 64 for name in copies}) as made:
        yield made


def own(catalog, name):
    return {one.kind: one for one in catalog.doctor(name).own}


def repair(catalog, name):
    return next(one for one in catalog.doctor(name).repairs if one.model == name)


def test_a_copy_that_nobody_declares(catalog):
    (found,) = own(catalog, "new/silent-copy").values()
    assert (found.kind, found.parent, found.said, found.found) == (Ailment.RELABELED_COPY, "old/base", None, "copy")
    assert (found.relation, found.ground, found.parent_certainty) == (Relation.COPY, Ground.SHOWN, None)
    assert repair(catalog, "new/silent-copy").lack is Lack.UNSURE  # never measured


def test_a_copy_that_is_declared_as_something_else(catalog):
    (found,) = own(catalog, "new/called-tuned").values()
    assert (found.kind, found.said, found.found) == (Ailment.RELABELED_COPY, "finetune", "copy")
    assert catalog.doctor("new/called-tuned", kinds=["relabeled-copy"]).repairs == ()  # a card has no word for a copy


def test_a_label_that_the_files_refute(catalog):
    found = own(catalog, "new/called-merge")[Ailment.MISLABELED_RELATION]
    assert (found.parent, found.said, found.found) == ("old/base", "merge", "adapter")
    mended = repair(catalog, "new/called-merge")
    assert (mended.base_models, mended.relation) == (("old/base",), Relation.ADAPTER)
    assert Ailment.MISLABELED_RELATION in mended.mends


def test_a_file_that_cannot_be_read(catalog):
    (found,) = own(catalog, "new/broken").values()
    assert (found.kind, found.found, found.source) == (Ailment.UNREADABLE, "not-json", Source.FILE)
    assert found.said.startswith("adapter_config.json")
    assert what(speech("en"), found).startswith("The file adapter_config.json")
    assert all(doubt.kind != "rejected" for doubt in catalog.lineage("new/broken").doubts)


def test_the_card_s_own_word_against_the_files_is_told_by_relation_as_evidence_tells_it(catalog):
    found = own(catalog, "new/says-card")
    assert found[Ailment.MISLABELED_RELATION].found == "adapter"
    both = repair(catalog, "new/says-card")
    assert (both.metadata, both.lack) == (None, Lack.DISPUTED)
    told = {side.relation: told_by(speech("en"), side) for side in both.sides}
    assert {side.parent for side in both.sides} == {"old/base"}
    assert set(told) == {Relation.ADAPTER, Relation.FINETUNE}
    assert told[Relation.ADAPTER] == "adapter settings"
    assert "model card" in told[Relation.FINETUNE]
    sentence = " ".join(steps(speech("en"), catalog.evidence("new/says-card").links[0]))
    for relation, sources in told.items():
        assert f"“{relation}” ({sources})" in sentence


def test_parents_that_differ_are_told_each_with_what_names_it(catalog):
    told = {side.parent: told_by(speech("en"), side) for side in repair(catalog, "new/torn").sides}
    assert told == {"old/base": "tag on the Hub", "old/other": "adapter settings"}


@pytest.mark.parametrize(("name", "differs"), [("law/spelled", False), ("law/other", False), ("law/mit", True)])
def test_spellings_of_one_license_do_not_differ_and_doubts_agree(catalog, name, differs):
    assert (Ailment.LICENSE_DIFFERS in own(catalog, name)) is differs
    assert ("license-differs" in {doubt.kind for doubt in catalog.lineage(name).doubts}) is differs


def test_a_younger_parent_is_told_as_the_link_notes_it(catalog):
    found = own(catalog, "older/kid")[Ailment.YOUNGER_PARENT]
    assert (found.parent, found.said, found.found) == ("new/parent", "2024-03-01", "2024-06-01")
    assert Ground.YOUNGER_PARENT in catalog.evidence("older/kid").links[0].grounds
    assert "younger-parent" in {doubt.kind for doubt in catalog.lineage("older/kid").doubts}
