from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.facts.exploration import Edge, Exploration, Node, NodeKind, Query
from filiation.facts.vocabulary import LINEAGE, Presence, Relation, Standing
from filiation.pictures import network
from filiation.pictures.layers import Layers, settled
from filiation.pictures.measure import width
from filiation.words.speech import speech

MODEL, DATASET = NodeKind.MODEL, NodeKind.DATASET
DECLARED = Standing.DECLARED


class Addresses:
    def node(self, name, kind):
        return f"/{kind}/{name}"


def node(name, depth, kind=MODEL, **fields):
    facts = dict.fromkeys(("relation", "standing", "publisher", "license", "task", "created", "downloads", "likes"))
    presence = Presence.LISTED if kind in {MODEL, DATASET} else None
    return Node(name, kind, depth, **{**facts, "presence": presence, "gone": False, **fields})


def exploration(nodes, edges, total=None):
    named = tuple(n.id for n in nodes if n.depth == 0)
    others = len(nodes) - len(named) if total is None else total
    return Exploration(Query(named), None, "edition", others, {}, {}, tuple(nodes), tuple(edges))


def link(child, parent, relation=Relation.FINETUNE, standing=DECLARED):
    return Edge(child, parent, relation, standing)


@st.composite
def graphs(draw):
    depths = draw(st.lists(st.integers(-4, 5), max_size=35))
    kinds = draw(st.lists(st.sampled_from([kind for kind in NodeKind if kind is not MODEL]), max_size=8))
    words = st.text(st.sampled_from("aW-._1é名"), min_size=1, max_size=40)
    nodes = [node(f"o/named{draw(words)}", 0)]
    nodes += [node(f"{draw(words)}/{place}", depth) for place, depth in enumerate(depths)]
    nodes += [node(f"{draw(words)}{place}", None, kind) for place, kind in enumerate(kinds)]
    ends = draw(st.lists(st.tuples(st.integers(0, len(depths)), st.integers(0, len(nodes) - 1)), max_size=80))
    edges = []
    for start, end in ends:
        kind = nodes[end].kind
        relation = {MODEL: draw(st.sampled_from(LINEAGE)), DATASET: Relation.TRAINED_ON}.get(kind)
        standing = None if relation is None else draw(st.sampled_from(list(Standing)))
        edges.append(Edge(nodes[start].id, nodes[end].id, relation, standing))
    return exploration(nodes, edges, draw(st.integers(len(nodes) - 1, 500)))


def drawn(answer, language="en"):
    return network.layout(answer, speech(language), Addresses())


@settings(deadline=None)
@given(graphs(), st.sampled_from(["en", "fr"]))
def test_no_two_boxes_meet_and_all_lies_within_the_picture(answer, language):
    picture = drawn(answer, language)
    assert len(picture.boxes) == len(answer.nodes)
    for a, b in combinations(picture.boxes, 2):
        assert a.x + a.width < b.x or b.x + b.width < a.x or a.y + a.height < b.y or b.y + b.height < a.y
    for box in picture.boxes:
        assert min(box.x, box.y) >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
        assert box.height >= 24
        assert all(label.x + width(label.text, label.kind) <= box.x + box.width for label in box.labels)
    for label in (*picture.labels, *picture.legend.labels):
        assert label.x + width(label.text, label.kind) <= picture.width
        assert label.y <= picture.height


@settings(deadline=None)
@given(graphs())
def test_no_line_runs_over_a_box(answer):
    picture = drawn(answer)
    for line in picture.lines:
        xs, ys = zip(*line.points, strict=True)
        assert 0 <= min(xs) <= max(xs) <= picture.width
        assert 0 <= min(ys) <= max(ys) <= picture.height
        for box in picture.boxes:
            if min(xs) < box.x + box.width - 0.01 and box.x + 0.01 < max(xs):
                assert ys[0] == ys[-1]
                assert not box.y <= ys[0] <= box.y + box.height


@settings(deadline=None)
@given(graphs())
def test_columns_stand_in_the_order_of_depth(answer):
    ranks = {DATASET: -1000}
    places = {}
    for item, box in zip(answer.nodes, drawn(answer).boxes, strict=True):
        rank = item.depth if item.kind is MODEL else ranks.get(item.kind, 1000)
        places.setdefault(rank, set()).add(box.x)
    assert all(len(xs) == 1 for xs in places.values())
    ordered = [places[rank].pop() for rank in sorted(places)]
    assert ordered == sorted(ordered)


@settings(deadline=None)
@given(graphs())
def test_every_line_ends_once_at_its_child(answer):
    named = {item.id for item in answer.nodes}
    wanted = {(e.source, e.target) for e in answer.edges if e.source != e.target and {e.source, e.target} <= named}
    titles = [line.title.partition(", ")[0] for line in drawn(answer).lines if " – " in line.title]
    assert sorted(titles) == sorted(f"{source} – {target}" for source, target in wanted)


@settings(deadline=None)
@given(graphs())
def test_the_same_answer_gives_the_same_picture(answer):
    assert drawn(answer) == drawn(answer)


def test_a_line_keeps_its_relation_standing_and_letter():
    nodes = [node("o/parent", 0), node("o/child", 1)]
    edge = link("o/child", "o/parent", Relation.QUANTIZED, Standing.INFERRED)
    picture = drawn(exploration(nodes, [edge]))
    (line,) = picture.lines
    parent, child = picture.boxes
    assert (line.kind, line.pattern, line.letter) == ("quantized", "inferred", "Q")
    assert line.title == "o/child – o/parent, quantized, inferred"
    assert line.points[0] == (parent.x + parent.width, parent.y + parent.height / 2)
    assert line.points[-1] == (child.x, child.y + child.height / 2)
    assert {entry.kind for entry in picture.legend.lines} == {"quantized", "sample"}


def test_a_long_line_passes_between_the_boxes_and_is_shared():
    nodes = [node("o/parent", 0), *(node(f"o/{n}", 1) for n in range(5)), node("o/far", 2), node("o/farther", 2)]
    edges = [link(f"o/{n}", "o/parent") for n in range(5)] + [
        link(f"o/{far}", "o/parent") for far in ("far", "farther")
    ]
    lines = drawn(exploration(nodes, edges)).lines
    shared = [line for line in lines if not line.letter]
    assert len(shared) == 2  # to the middle column, and past its boxes
    assert {(line.pattern, line.marked) for line in shared} == {("declared", False)}
    assert len(lines) == 5 + 2 + 2


def test_lines_of_another_standing_take_a_way_of_their_own_so_that_it_can_be_seen_all_along():
    nodes = [node("o/parent", 0), node("o/between", 1), node("o/far", 2), node("o/farther", 2)]
    edges = [link("o/far", "o/parent"), link("o/farther", "o/parent", standing=Standing.INFERRED)]
    lines = drawn(exploration(nodes, edges)).lines
    for standing in (DECLARED, Standing.INFERRED):
        ways = [line for line in lines if line.pattern == standing]
        assert [line.marked for line in ways] == [False, False, True]
        assert all(standing in line.title for line in ways)


def test_lines_of_several_relations_end_apart():
    nodes = [node("o/parent", 0), node("o/child", 1), node("o/data", None, DATASET)]
    edges = [link("o/child", "o/parent"), link("o/child", "o/data", Relation.TRAINED_ON)]
    ends = [line.points[-1] for line in drawn(exploration(nodes, edges)).lines if line.letter]
    assert len(ends) == 2
    assert abs(ends[0][1] - ends[1][1]) >= 16


def test_a_line_within_a_column_turns_beside_it():
    nodes = [node("o/chosen", 0), node("o/a", 1), node("o/b", 1)]
    picture = drawn(exploration(nodes, [link("o/b", "o/a", Relation.MERGE)]))
    (line,) = picture.lines
    box = picture.boxes[1]
    start, turn, end = line.points
    assert start[0] == end[0] == box.x + box.width
    assert start[0] < turn[0] <= picture.width


def test_a_dataset_and_a_model_of_one_name_are_two_nodes():
    nodes = [node("o/same", 0), node("o/same", None, DATASET), node("o", None, NodeKind.USER)]
    edges = [link("o/same", "o/same", Relation.TRAINED_ON), Edge("o/same", "o", None, None)]
    picture = drawn(exploration(nodes, edges))
    assert [box.kind for box in picture.boxes] == ["model root", "dataset", "user"]
    assert [box.href for box in picture.boxes] == ["/model/o/same", "/dataset/o/same", "/user/o"]
    assert [line.kind for line in picture.lines] == ["trained_on", "publisher"]
    assert [box.labels[1].text for box in picture.boxes] == ["o", "o", "person"]


def test_what_is_not_drawn_is_counted_and_said():
    nodes = [node("o/chosen", 0), *(node(f"o/{n}", 1) for n in range(300))]
    picture = drawn(exploration(nodes, [link(f"o/{n}", "o/chosen") for n in range(300)], total=9_000))
    assert len(picture.boxes) == network.MOST
    said = "8,851 more pass the filters and are not drawn."
    assert said in picture.description
    assert said in [label.text for label in picture.labels]


def test_nodes_without_a_line_are_drawn_and_told():
    nodes = [node("o/chosen", 0), node("o/far", 3), node("o/data", None, DATASET)]
    picture = drawn(exploration(nodes, []))
    assert len(picture.boxes) == 3
    assert "2 stand without a line" in picture.description


def test_a_node_that_is_gone_says_so():
    picture = drawn(exploration([node("o/chosen", 0), node("o/lost", 1, presence=Presence.ABSENT)], []))
    lost = picture.boxes[1]
    assert lost.kind == "model gone"
    assert lost.labels[1].text == "o · not in the sources"


@pytest.mark.parametrize(("count", "title"), [(1, "Relatives of o/0"), (5, "Relatives of o/0, o/1, o/2 and 2 more")])
def test_the_title_names_the_chosen_models(count, title):
    assert drawn(exploration([node(f"o/{n}", 0) for n in range(count)], [])).title == title


def test_lines_that_need_not_cross_do_not():
    layers = Layers()
    a, b, c, d = (layers.add(column, 10) for column in (0, 0, 1, 1))
    layers.join(a, d)
    layers.join(c, b)
    layers.arrange()
    assert (layers.center[a] < layers.center[b]) == (layers.center[d] < layers.center[c])


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(1, 50)), min_size=1, max_size=20))
def test_settled_items_keep_their_order_and_room(items):
    wishes, rooms = zip(*items, strict=True)
    centers = settled(wishes, rooms)
    for place, (a, b) in enumerate(pairwise(centers)):
        assert b - a >= (rooms[place] + rooms[place + 1]) / 2 - 1e-6
    assert sum(centers) == pytest.approx(sum(wishes), abs=1e-6)
    if all(b - a >= 50 for a, b in pairwise(wishes)):
        assert centers == pytest.approx(wishes)
