"""To whom to write: who is first, who is grouped how, who reaches most; and what is no part of a family."""

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.making import dataset, imported, inspected, model, statement

from filiation.errors import NotFound, WrongUse
from filiation.facts.parties import Above, Entry
from filiation.facts.rights import MEMORIES, MEMORY_OF, Memory, Role
from filiation.facts.vocabulary import Presence, Relation, Standing

BASE = "maker/base"
RECORDS = [
    model("older/root", downloads=10, sha="a" * 40),
    model(BASE, "base_model:finetune:older/root", "dataset:corpus/texts", "dataset:maker/own", downloads=900),
    model("tuner/chat", f"base_model:finetune:{BASE}", "dataset:corpus/dialogues", downloads=500),
    model("packer/base-GGUF", f"base_model:quantized:{BASE}", downloads=400, sha="b" * 40),
    model("packer/chat-GGUF", "base_model:quantized:tuner/chat", downloads=300),
    model("adder/lora", "base_model:adapter:tuner/chat", downloads=200),
    model("mixer/mix", "base_model:merge:tuner/chat", f"base_model:merge:{BASE}", downloads=100),
    model("mixer/mix-2", "base_model:finetune:mixer/mix", downloads=90),
    model("maker/base-instruct", f"base_model:finetune:{BASE}", downloads=80),
    model("ownerless", "base_model:finetune:maker/base-instruct", downloads=70),
    model("older/again", "base_model:finetune:mixer/mix", downloads=60),
]
DATASETS = [dataset("corpus/texts", downloads=5), dataset("maker/own"), dataset("corpus/dialogues")]


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parties")
    imported(folder, RECORDS).close()
    with imported(folder, DATASETS) as made:
        yield made


def named(parties):
    return [party.publisher for party in parties]


def one(answer, publisher):
    return next(party for party in (*answer.first, *answer.items) if party.publisher == publisher)


def test_the_first_are_in_the_order_in_which_to_write(family):
    answer = family.parties(BASE)
    assert named(answer.first) == ["maker", "older", "corpus", "huggingface"]
    assert [party.roles for party in answer.first] == [
        (Role.PUBLISHER, Role.DATASET, Role.DESCENDANT),
        (Role.SOURCE, Role.DESCENDANT),
        (Role.DATASET,),
        (Role.HOST,),
    ]
    assert not any(party.brought_in for party in answer.first)
    assert answer.entry is None


def test_a_party_has_all_its_models_once_whatever_their_parts(family):
    maker = one(family.parties(BASE), "maker")
    assert [(item.id, item.role, item.kind) for item in maker.items] == [
        (BASE, Role.PUBLISHER, "model"),
        ("maker/own", Role.DATASET, "dataset"),
        ("maker/base-instruct", Role.DESCENDANT, "model"),
    ]
    assert maker.total == 3
    assert maker.by_memory == {"may": 1}
    older = one(family.parties(BASE), "older")
    assert [(item.id, item.role, item.way) for item in older.items] == [
        ("older/root", Role.SOURCE, (Relation.FINETUNE,)),
        ("older/again", Role.DESCENDANT, (Relation.MERGE, Relation.FINETUNE)),
    ]
    assert older.items[0].sha == "a" * 40
    assert older.items[0].standing is Standing.DECLARED


def test_publishers_of_descendants_stand_by_memory_then_reach(family):
    answer = family.parties(BASE)
    assert named(answer.items) == ["packer", "tuner", "mixer", "adder"]
    assert answer.total == 4
    assert [party.reaches for party in answer.items] == [0, 5, 1, 0]
    assert answer.items[0].by_memory == {"same": 1, "may": 1}
    assert [(item.id, item.memory, item.depth) for item in answer.items[0].items] == [
        ("packer/base-GGUF", Memory.SAME, 1),
        ("packer/chat-GGUF", Memory.MAY, 2),
    ]
    assert answer.items[0].items[1].way == (Relation.FINETUNE, Relation.QUANTIZED)
    assert one(answer, "adder").items[0].memory is Memory.WITH_BASE


def test_totals_count_every_descendant_the_ownerless_too(family):
    answer = family.parties(BASE)
    assert answer.descendants == sum(answer.by_memory.values()) == 9
    assert answer.by_memory == {"same": 1, "may": 7, "with-base": 1}
    assert answer.unowned == 1
    (nobody,) = family.parties(BASE, publisher="Unknown").items
    assert nobody.publisher is None
    assert [item.id for item in nobody.items] == ["ownerless"]


def test_what_the_model_is_is_told_exactly(family):
    answer = family.parties("older/root")
    assert (answer.model, answer.publisher, answer.sha) == ("older/root", "older", "a" * 40)
    assert answer.edition == family.edition.meta["name"]
    assert answer.seen == family.show("older/root").model.last_seen
    assert family.parties("OLDER/ROOT").model == "older/root"


def test_relays_reach_most_one_after_another_without_the_publisher(family):
    answer = family.parties(BASE)
    assert [(relay.publisher, relay.added) for relay in answer.relays] == [("tuner", 6), ("packer", 1)]
    assert [round(relay.share, 3) for relay in answer.relays] == [0.667, 0.778]


def test_one_party_is_told_with_all_its_models(tmp_path):
    many = [model(f"packer/q-{n:02}", f"base_model:quantized:{BASE}", downloads=99 - n) for n in range(30)]
    with imported(tmp_path, [model(BASE), *many]) as made:
        listed = one(made.parties(BASE), "packer")
        assert (listed.total, len(listed.items)) == (30, 20)
        answer = made.parties(BASE, publisher="PACKER", offset=7)
        assert (answer.first, answer.total, answer.offset) == ((), 1, 0)
        assert [item.id for item in answer.items[0].items] == [f"packer/q-{n:02}" for n in range(30)]
        assert answer.descendants == 30
        assert answer.relays


def test_one_of_the_first_is_asked_for_by_name_too(family):
    answer = family.parties(BASE, publisher="corpus")
    assert named(answer.first) == ["corpus"]
    assert (answer.items, answer.total) == ((), 0)
    (host,) = family.parties(BASE, publisher="huggingface").first
    assert [(item.id, item.role) for item in host.items] == [(BASE, Role.HOST)]
    assert host.total == 1


def test_who_has_no_part_in_a_family_is_not_found(family):
    with pytest.raises(NotFound, match="has no model and no declared dataset in the family"):
        family.parties("adder/lora", publisher="packer")
    with pytest.raises(NotFound, match="no publisher"):
        family.parties(BASE, publisher="nobody-at-all")
    with pytest.raises(NotFound):
        family.parties("nobody/nothing")


def test_pages_join_to_the_whole(family):
    whole = family.parties(BASE, limit=0).items
    assert family.parties(BASE, limit=3).items + family.parties(BASE, limit=3, offset=3).items == whole
    assert family.parties(BASE, offset=99).items == ()
    with pytest.raises(WrongUse):
        family.parties(BASE, limit=-1)


def test_tests_show_where_data_came_in(family):
    answer = family.parties("tuner/chat", repeats=["tuner/chat", BASE], silent=["OLDER/root"])
    assert answer.entry == Entry(BASE, BASE, Above.SILENT)
    assert named(answer.first)[:2] == ["tuner", "maker"]
    assert [party.publisher for party in answer.first if party.brought_in] == ["maker"]
    tested = {item.id: item.repeats for party in answer.first for item in party.items}
    assert (tested["tuner/chat"], tested[BASE], tested["older/root"]) == (True, True, False)
    assert tested["maker/own"] is None


def test_who_brought_the_data_in_stands_before_nearer_sources(family):
    answer = family.parties("mixer/mix-2", repeats=["older/root"])
    assert named(answer.first)[:4] == ["mixer", "older", "maker", "tuner"]
    assert answer.entry == Entry("older/root", "older/root", Above.NONE)


def test_a_descendant_can_have_been_tested_and_tells_of_itself_alone(family):
    answer = family.parties(BASE, repeats=["packer/base-GGUF"])
    assert answer.entry is None
    assert [item.repeats for item in one(answer, "packer").items] == [True, None]


def test_families_that_are_kept_answer_the_same_and_keep_no_tests(family):
    names = [record["id"] for record in RECORDS]
    first = [family.parties(name, silent=[name]) for name in names]
    again = [family.parties(name, silent=[name]) for name in reversed(names)]
    assert first == again[::-1]
    assert all(item.repeats is None for party in family.parties(BASE).first for item in party.items)


HOSTILE = ["nobody/nothing", "", "\ud800", "'; DROP TABLE models", "../../etc/passwd", "x" * 10_000, "a\x00b"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_in_the_family_cannot_have_been_tested(family, name):
    with pytest.raises(WrongUse, match="is not in the family"):
        family.parties(BASE, repeats=[name])
    with pytest.raises(WrongUse, match="is not in the family"):
        family.parties(BASE, silent=[BASE, name])
    with pytest.raises(NotFound):
        family.parties(name)
    with pytest.raises(NotFound):
        family.parties(BASE, publisher=name)


def test_a_model_of_another_family_cannot_have_been_tested(family):
    with pytest.raises(WrongUse, match="adder/lora is not in the family"):
        family.parties("mixer/mix", repeats=["adder/lora"])


def test_a_model_cannot_both_repeat_and_be_silent(family):
    with pytest.raises(WrongUse, match="cannot both repeat"):
        family.parties(BASE, repeats=[BASE], silent=["MAKER/base"])


def test_the_host_is_a_party_only_where_it_holds_the_model(tmp_path):
    records = [model("me/child", "base_model:finetune:lost/one")]
    with imported(tmp_path, records) as made:
        answer = made.parties("lost/one")
        assert named(answer.first) == ["lost"]
        assert answer.first[0].items[0].presence is Presence.ABSENT
        with pytest.raises(NotFound):
            made.parties("lost/one", publisher="huggingface")


def test_a_model_that_is_gone_is_told_so_and_its_copies_remain(tmp_path):
    records = [model(BASE, _id="1"), model("packer/base-GGUF", f"base_model:quantized:{BASE}", _id="2")]
    imported(tmp_path, records, complete=True).close()
    with imported(tmp_path, records[1:], complete=True) as made:
        answer = made.parties(BASE)
        assert named(answer.first) == ["maker"]
        assert answer.first[0].items[0].gone
        assert named(answer.items) == ["packer"]


def test_a_link_that_is_no_longer_stated_makes_nobody_a_party(tmp_path):
    first = [model(BASE, _id="1"), model("tuner/chat", f"base_model:finetune:{BASE}", _id="2")]
    imported(tmp_path, first, complete=True).close()
    second = [model(BASE, _id="1"), model("tuner/chat", _id="2")]
    with imported(tmp_path, second, complete=True) as made:
        assert made.evidence("tuner/chat").links[0].withdrawn
        assert made.parties(BASE).descendants == 0


def test_a_host_that_publishes_models_is_one_party(tmp_path):
    records = [model(BASE), model("huggingface/tuned", f"base_model:finetune:{BASE}")]
    with imported(tmp_path, records) as made:
        answer = made.parties(BASE)
        assert named(answer.first) == ["maker", "huggingface"]
        assert answer.first[1].roles == (Role.DESCENDANT, Role.HOST)
        assert [item.id for item in answer.first[1].items] == ["huggingface/tuned"]
        own = made.parties("huggingface/tuned")
        assert named(own.first) == ["huggingface", "maker"]
        assert own.first[0].roles == (Role.PUBLISHER, Role.HOST)


def test_a_model_in_a_loop_is_listed_once(tmp_path):
    links = [statement("b/two", "a/one", "finetune"), statement("a/one", "b/two", "finetune")]
    with imported(tmp_path, [model("a/one"), model("b/two"), *links]) as made:
        answer = made.parties("a/one")
        (both,) = [party for party in answer.first if party.publisher == "b"]
        assert both.roles == (Role.SOURCE, Role.DESCENDANT)
        assert (both.total, len(both.items), both.by_memory) == (1, 1, {"may": 1})
        assert answer.descendants == 1


def test_unknown_publishers_of_sources_are_told(tmp_path):
    with imported(tmp_path, [model("ownerless"), model("me/child", "base_model:finetune:ownerless")]) as made:
        answer = made.parties("me/child")
        assert named(answer.first) == ["me", None, "huggingface"]
        own = made.parties("ownerless")
        assert own.publisher is None
        assert own.first[0].publisher is None
        assert own.first[0].roles == (Role.PUBLISHER,)


def test_the_weights_that_were_read_are_named(tmp_path):
    imported(tmp_path, [model(BASE)]).close()
    file = "model.safetensors"
    with inspected(tmp_path, {BASE: {file: None}}, sums={(BASE, file): "c" * 64}) as made:
        assert [(one.path, one.sha256) for one in made.parties(BASE).files] == [(file, "c" * 64)]


RELATIONS = [relation for relation in Relation if relation in MEMORY_OF]
LINKS = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda ends: ends[0] != ends[1]),
    st.sampled_from([relation for relation in RELATIONS if relation is not Relation.UNSPECIFIED]),
    max_size=16,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINKS, st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_every_descendant_belongs_to_one_party(tmp_path_factory, links, owners):
    names = [f"owner-{owner}/m{n}" for n, owner in enumerate(owners)]
    said = [statement(names[child], names[parent], str(relation)) for (child, parent), relation in links.items()]
    with imported(tmp_path_factory.mktemp("loop"), [*map(model, names), *said]) as made:
        answer = made.parties(names[0], limit=0)
        graph = nx.DiGraph()
        graph.add_nodes_from(names)
        graph.add_edges_from((names[parent], names[child]) for child, parent in links)
        below, above = nx.descendants(graph, names[0]), nx.ancestors(graph, names[0])
        held = [
            item.id for party in (*answer.first, *answer.items) for item in party.items if item.role is not Role.HOST
        ]
        assert sorted(held) == sorted({names[0], *below, *above})
        assert answer.descendants == len(below) == sum(answer.by_memory.values())
        parties = (*answer.first, *answer.items)
        assert sum(sum(party.by_memory.values()) for party in parties) == len(below)
        assert len({party.publisher for party in parties}) == len(parties)
        assert list(answer.by_memory) == [word for word in MEMORIES if word in answer.by_memory]
