"""What `doctor` answers: of all, of a family, of a publisher; and what publishers can write instead."""

from datetime import date

import pytest
import yaml
from tests.making import imported, model, statement

from filiation.catalog.ailing import Ailing
from filiation.errors import NotFound, WrongUse
from filiation.facts.grounds import Ground
from filiation.facts.hygiene import Ailment, Diagnosis, Lack
from filiation.facts.vocabulary import Relation, Source

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
OUTSIDE = statement("b/kin", "outside:Old Model", "finetune")


def records(license="gpl"):  # noqa: A002 (the Hub's word)
    return [
        model("a/base", "license:mit", downloads=1000),
        model("a/other", downloads=900),
        model(
            "a/kid",
            "base_model:a/base",
            "base_model:finetune:a/base",
            f"license:{license}",
            downloads=500,
            cardData={"base_model": ["A/Base", "./here"], "license": license},
        ),
        model("b/grandkid", "base_model:a/kid", "base_model:quantized:a/kid", downloads=100),
        model("b/lost", "base_model:gone/one", downloads=90),
        model("b/loop-1", "base_model:b/loop-2", downloads=80),
        model("b/loop-2", "base_model:b/loop-1", downloads=70),
        model("b/self", "base_model:b/self", downloads=60),
        model("b/torn", "base_model:finetune:a/base", "merge", "mergekit", "lazymergekit", "a/other", downloads=50),
        model("b/blend", "merge", "mergekit", "lazymergekit", "a/base", "a/other", downloads=40),
        model("b/lora", library_name="peft", config={"peft": {"base_model_name_or_path": "a/base"}}),
        model("c/base-GGUF", "gguf"),
        model("b/guessed-GGUF", "gguf", "base_model:A/base"),
        model("b/kin", "base_model:a/other", "base_model:finetune:a/other", cardData={"base_model": "A/Other"}),
    ]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    folder = tmp_path_factory.mktemp("health")
    imported(folder, records("apache-2.0"), seen=JANUARY).close()
    with imported(folder, [*records(), OUTSIDE], seen=MARCH) as made:
        yield made


def told(answer):
    return [(one.kind.value, one.model, one.parent) for one in answer.items]


def repair(answer, name):
    return next((one for one in answer.repairs if one.model == name), None)


def test_the_whole_catalog_the_most_used_first(catalog):
    answer = catalog.doctor(limit=0)
    assert told(answer)[:4] == [
        ("unusable-name", "a/kid", None),
        ("outdated-name", "a/kid", "a/base"),
        ("license-differs", "a/kid", "a/base"),
        ("license-changed", "a/kid", None),
    ]
    assert answer.by_kind == {
        "cycle": 2,
        "self-reference": 1,
        "vanished-parent": 1,
        "contradicted": 2,
        "undeclared-parent": 4,
        "unusable-name": 1,
        "outdated-name": 3,
        "license-differs": 1,
        "license-changed": 1,
    }
    assert (answer.models, answer.ailing, answer.total, len(answer.items)) == (14, 11, 16, 16)
    assert (answer.model, answer.publisher, answer.own) == (None, None, ())


def test_what_a_finding_tells(catalog):
    differs, changed = catalog.doctor("a/kid", kinds=["license-differs", Ailment.LICENSE_CHANGED]).items
    assert (differs.said, differs.found, differs.relation, differs.downloads) == ("gpl", "mit", Relation.FINETUNE, 500)
    assert (changed.said, changed.found, changed.since) == ("apache-2.0", "gpl", MARCH)
    lost = catalog.doctor(kinds="vanished-parent").items[0]
    assert (lost.parent, lost.found, lost.since) == ("gone/one", "absent", JANUARY)


def test_one_page_and_some_kinds(catalog):
    whole = catalog.doctor(limit=0)
    parts = [catalog.doctor(limit=3, offset=offset) for offset in range(0, 18, 3)]
    assert tuple(one for part in parts for one in part.items) == whole.items
    assert {part.total for part in parts} == {16}
    some = catalog.doctor(kinds=["cycle", "self-reference"])
    assert told(some) == [
        ("cycle", "b/loop-1", "b/loop-2"),
        ("cycle", "b/loop-2", "b/loop-1"),
        ("self-reference", "b/self", None),
    ]
    assert (some.total, some.by_kind) == (3, whole.by_kind)


def test_a_family_is_the_model_its_ancestors_and_its_descendants(catalog):
    answer = catalog.doctor("B/grandkid")
    assert (answer.model, answer.models, answer.ailing) == ("b/grandkid", 3, 1)
    assert {one.model for one in answer.items} == {"a/kid"}
    assert answer.own == ()
    below = catalog.doctor("a/base", limit=1)
    assert {"b/torn", "b/blend", "a/kid"} <= {one.model for one in catalog.doctor("a/base", limit=0).items}
    assert below.total == sum(below.by_kind.values()) > 1


def test_a_model_is_told_whole_whatever_is_listed_of_its_family(catalog):
    answer = catalog.doctor("a/kid", kinds=["cycle"], limit=1)
    assert [one.kind.value for one in answer.own] == [
        "unusable-name",
        "outdated-name",
        "license-differs",
        "license-changed",
    ]
    assert (answer.items, answer.total) == ((), 0)
    assert repair(answer, "a/kid")


def test_a_publisher(catalog):
    answer = catalog.doctor(publisher="A")
    assert (answer.publisher, answer.model, answer.models, answer.ailing, answer.total) == ("a", None, 3, 1, 4)


@pytest.mark.parametrize("scope", [{}, {"model": "a/base"}, {"publisher": "b"}])
def test_counts_of_a_part_are_those_of_its_models_one_by_one(catalog, scope):
    answer = catalog.doctor(**scope, limit=0)
    graph, names = catalog.edition.graph, {one.model for one in answer.items}
    alone = [Ailing(catalog.edition, [n]) for n in range(graph.nodes) if catalog.edition.ids([n])[n] in names]
    assert answer.total == sum(sum(one.by_kind().values()) for one in alone) == len(answer.items)
    assert answer.ailing == len(names) == sum(one.ailing() for one in alone)


def test_metadata_names_what_is_declared_by_its_id_and_leaves_out_what_serves_nobody(catalog):
    found = repair(catalog.doctor("a/kid"), "a/kid")
    assert found.mends == (Ailment.UNUSABLE_NAME, Ailment.OUTDATED_NAME)
    assert (found.base_models, found.relation, found.sides) == (("a/base",), Relation.FINETUNE, ())
    fields = next(iter(yaml.safe_load_all(found.metadata)))
    assert fields == {"base_model": ["a/base"], "base_model_relation": "finetune"}


def test_metadata_names_parents_that_were_found_with_certainty(catalog):
    found = repair(catalog.doctor("b/blend"), "b/blend")
    links = catalog.show("b/blend").parents
    assert {(link.standing.value, link.id) for link in links} == {("inferred", "a/base"), ("inferred", "a/other")}
    assert (found.metadata, found.base_models, found.relation) == (None, (), None)  # 85 % of such tags are right
    assert (found.mends, found.lack) == ((Ailment.UNDECLARED_PARENT,), Lack.UNSURE)
    adapter = repair(catalog.doctor("b/lora"), "b/lora")
    assert (adapter.base_models, adapter.relation, adapter.lack) == (("a/base",), Relation.ADAPTER, None)
    assert adapter.mends == (Ailment.UNDECLARED_PARENT,)


def test_what_only_a_name_tells_stands_in_no_card_and_is_told_so(catalog):
    (finding,) = catalog.doctor("c/base-GGUF").own
    assert (finding.parent, finding.ground, finding.source) == ("a/base", Ground.BY_HABIT, Source.NAME)
    assert finding.parent_certainty == 0.96
    found = repair(catalog.doctor("c/base-GGUF"), "c/base-GGUF")
    assert (found.metadata, found.lack, found.mends) == (None, Lack.NAME_ONLY, (Ailment.UNDECLARED_PARENT,))


def test_findings_tell_how_the_parent_is_known(catalog):
    (adapter,) = catalog.doctor("b/lora").own
    assert (adapter.ground, adapter.source, adapter.parent_certainty) == (Ground.SHOWN, Source.ADAPTER_CONFIG, 0.99)
    (tags, _) = catalog.doctor("b/blend").own
    assert (tags.ground, tags.source, tags.parent_certainty) == (Ground.IN_WORDS, Source.MERGE_CONFIG, 0.85)
    lost = catalog.doctor("b/lost").own[0]
    assert (lost.ground, lost.source, lost.parent_certainty) == (Ground.DECLARED, None, None)


def test_a_relation_that_a_rule_deduced_stands_in_no_card(catalog):
    link = catalog.evidence("b/guessed-GGUF").links[0]
    assert (link.relation, Ground.RELATION_RULE in link.grounds) == (Relation.QUANTIZED, True)
    found = repair(catalog.doctor("b/guessed-GGUF"), "b/guessed-GGUF")
    assert (found.base_models, found.relation) == (("a/base",), None)
    assert "base_model_relation" not in found.metadata


def test_sources_that_disagree_are_both_told_and_nothing_is_proposed(catalog):
    found = repair(catalog.doctor("b/torn"), "b/torn")
    assert (found.metadata, found.base_models, found.mends) == (None, (), (Ailment.CONTRADICTED,))
    sides = {side.parent: (side.relation.value, {one.source for one in side.told}) for side in found.sides}
    assert sides == {
        "a/base": ("finetune", {Source.HUB_TAG}),
        "a/other": ("merge", {Source.MERGE_CONFIG}),
    }
    assert found.lack is Lack.DISPUTED
    loop = repair(catalog.doctor("b/loop-1"), "b/loop-1")
    assert (loop.metadata, [side.parent for side in loop.sides]) == (None, ["b/loop-2"])


def test_a_model_outside_the_hub_is_named_in_no_card(catalog):
    assert repair(catalog.doctor("b/kin"), "b/kin").base_models == ("a/other",)


def test_a_card_that_names_no_parent_and_of_which_none_is_known_is_for_its_publisher(catalog):
    found = repair(catalog.doctor("b/self"), "b/self")
    assert (found.metadata, found.lack, found.mends) == (None, Lack.UNKNOWN, (Ailment.SELF_REFERENCE,))


@pytest.mark.parametrize("name", ["b/lost", "a/base", "b/grandkid"])
def test_what_no_metadata_mends_gets_none(catalog, name):
    assert repair(catalog.doctor(name), name) is None


@pytest.mark.parametrize(
    "wrong",
    [{"kinds": ["nonsense"]}, {"model": "a/base", "publisher": "a"}, {"limit": -1}, {"offset": -1}],
)
def test_questions_that_make_no_sense(catalog, wrong):
    with pytest.raises(WrongUse):
        catalog.doctor(**wrong)


@pytest.mark.parametrize("nobody", [{"model": "no/body"}, {"publisher": "nobody"}])
def test_who_is_not_there(catalog, nobody):
    with pytest.raises(NotFound):
        catalog.doctor(**nobody)


def test_as_of_a_day_before_the_license_changed(catalog):
    with catalog.at(JANUARY) as before:
        answer = before.doctor("a/kid")
    assert isinstance(answer, Diagnosis)
    assert "license-changed" not in answer.by_kind
    assert next(one for one in answer.own if one.kind is Ailment.LICENSE_DIFFERS).said == "apache-2.0"


def test_an_empty_family_is_healthy(tmp_path):
    with imported(tmp_path, [model("a/alone")]) as catalog:
        answer = catalog.doctor("a/alone")
    assert (answer.models, answer.ailing, answer.total, answer.by_kind, answer.repairs) == (1, 0, 0, {}, ())
