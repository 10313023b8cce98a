"""A family laid out as a tree: nothing overlaps, and everything is told."""

from datetime import date
from itertools import combinations
from time import perf_counter

import pytest
from hypothesis import given, settings
from tests.pictures.families import Addresses, is_within, node, overlaps, root, trees

from filiation.facts.pictured import Tree
from filiation.facts.vocabulary import Presence, Relation, Standing
from filiation.pictures import tree
from filiation.pictures.measure import width
from filiation.words.speech import speech


def drawn(family, language="en"):
    return tree.layout(family, speech(language), Addresses())


def boxes(picture):
    return {box.key: box for box in picture.boxes}


@settings(max_examples=30, deadline=None)
@given(trees())
def test_no_two_boxes_overlap_and_all_is_on_the_canvas(family):
    picture = drawn(family)
    assert not [(a, b) for a, b in combinations(picture.boxes, 2) if overlaps(a, b)]
    assert is_within(picture)
    assert all(box.height >= 24 for box in picture.boxes)
    assert len(boxes(picture)) == len(picture.boxes)


@settings(max_examples=30, deadline=None)
@given(trees())
def test_what_hangs_on_a_model_stands_further_out(family):
    picture = drawn(family)
    root_box = picture.boxes[0]
    for line in picture.lines:
        if line.kind != "other-parent":
            (near, _), (far, _) = line.points
            assert abs(far - near) >= 40
            assert (far > near) == (near >= root_box.x + root_box.width)


@settings(max_examples=30, deadline=None)
@given(trees())
def test_no_label_is_wider_than_its_box(family):
    for box in drawn(family).boxes:
        for label in box.labels:
            left = label.x - (width(label.text, label.kind) if label.anchor == "end" else 0)
            right = label.x + (width(label.text, label.kind) if label.anchor == "start" else 0)
            assert box.x <= left
            assert right <= box.x + box.width


@settings(max_examples=30, deadline=None)
@given(trees())
def test_every_model_and_every_group_is_drawn_once(family):
    picture = drawn(family)

    def under(one):
        yield one
        for child in one.children:
            yield from under(child)

    nodes = [one for top in (family.root, *family.ancestors) for one in under(top)]
    bare = [one for one in nodes if one is not family.root and one.folded and not one.children]
    groups = sum(len(one.folded) for one in nodes if one not in bare) + len(bare) + len(family.folded_ancestors)
    assert sum(box.kind.startswith("group") for box in picture.boxes) == groups
    assert sum(box.kind.startswith("reference") for box in picture.boxes) == sum(one.repeated for one in nodes)
    assert len(picture.boxes) == len(nodes) + groups


def test_parents_stand_amid_their_children_ancestors_left_descendants_right():
    picture = drawn(Tree(root("o/r", node("o/a"), node("o/b"), node("o/c")), (node("o/p", node("o/g")),), {}))
    at = boxes(picture)
    center = {key: box.y + box.height / 2 for key, box in at.items()}
    assert center["o/r"] == center["o/b"] == (center["o/a"] + center["o/c"]) / 2
    assert at["o/g"].x < at["o/p"].x < at["o/r"].x < at["o/a"].x == at["o/b"].x


def test_a_model_at_the_edge_has_one_group_for_all_that_hangs_on_it():
    folded = {"finetune": 2, "adapter": 229, "merge": 112, "quantized": 9}
    picture = drawn(Tree(root("o/r", node("o/a", folded=folded)), (), {}))
    group = boxes(picture)["+@o/a"]
    assert [label.text for label in group.labels] == ["+ 229 adapters, 112 merges, 11 more"]
    assert group.title.startswith("+ 229 adapters, 112 merges, 9 quantized, 2 finetunes of o/a")
    assert group.href == "/group/o/a/finetune+adapter+merge+quantized/down/0"
    assert [line.kind for line in picture.lines if line.title == group.title] == ["stem"]


def test_groups_come_after_the_drawn_and_lead_to_more():
    family = Tree(
        root("o/r", node("o/a"), node("o/b"), folded={"finetune": 12431}),
        (node("o/p", relation=Relation.MERGE),),
        {"merge": 3},
    )
    at = boxes(drawn(family))
    below, above = at["+finetune@o/r"], at["-merge@o/r"]
    assert [label.text for label in below.labels] == ["+ 12,431 finetunes"]
    assert below.href == "/group/o/r/finetune/down/2"
    assert above.href == "/group/o/r/merge/up/1"
    assert below.y > at["o/b"].y > at["o/a"].y
    assert above.y > at["o/p"].y


def test_a_box_tells_name_owner_use_and_day_and_its_title_all():
    facts = {"downloads": 1234, "created": date(2023, 9, 20), "descendants": 7, "other_parents": ("p/1", "p/2")}
    family = Tree(root("o/r", node("acme/small", standing=Standing.INFERRED, **facts)), (), {})
    box = boxes(drawn(family))["acme/small"]
    assert [label.text for label in box.labels] == ["small", "acme · +2 other parents · 1,234 downloads"]
    assert box.title == (
        "acme/small: finetune, inferred; parent: o/r · 7 descendants · also from p/1, p/2"
        " · 1,234 downloads · 2023-09-20"
    )
    assert box.href == "/models/acme/small"


def test_the_first_day_of_the_hub_is_told_as_or_before():
    family = Tree(root("o/r", created=date(2022, 3, 2)), (), {})
    assert drawn(family).boxes[0].labels[1].text == "o · ≤ 2022-03-02"


def test_a_long_name_is_cut_in_its_middle_and_whole_in_the_title():
    name = "o/" + "begin" + "x" * 200 + "end"
    box = drawn(Tree(root("o/r", node(name)), (), {})).boxes[1]
    assert box.labels[0].text.startswith("begin")
    assert box.labels[0].text.endswith("end")
    assert "…" in box.labels[0].text
    assert name in box.title
    assert box.width <= 280


@pytest.mark.parametrize(
    ("facts", "words"), [({"gone": True}, "no longer in the sources"), ({"presence": Presence.ABSENT}, "not in the")]
)
def test_what_is_missing_is_told_in_words_and_class(facts, words):
    owner = "a-publisher-with-a-name-that-takes-all-the-room-there-is-in-a-box"
    box = drawn(Tree(root("o/r", node(f"{owner}/gone", **facts)), (), {})).boxes[1]
    assert "gone" in box.kind.split()
    assert box.labels[1].text.startswith(words)


def test_other_parents_are_joined_by_lines_if_drawn_and_counted_if_not():
    child = node("o/c", other_parents=("o/b", "x/absent"))
    picture = drawn(Tree(root("o/r", node("o/a", child), node("o/b")), (), {}))
    others = [line for line in picture.lines if line.kind == "other-parent"]
    at = boxes(picture)
    assert len(others) == 1
    assert others[0].points[0][0] == at["o/b"].x + at["o/b"].width
    assert others[0].points[1][0] == at["o/c"].x
    assert at["o/c"].labels[1].text == "o · +1 other parent"
    assert "another parent" in [label.text for label in picture.legend.labels]


def test_a_child_shown_beside_its_other_parent_has_no_other_line():
    child = node("o/c", other_parents=("o/b",))
    again = node("o/c", repeated=True)
    namesake = node("x/c", other_parents=("o/b",))
    picture = drawn(Tree(root("o/r", node("o/a", child, namesake), node("o/b", again)), (), {}))
    others = [line for line in picture.lines if line.kind == "other-parent"]
    assert [line.points[1][1] for line in others] == [boxes(picture)["x/c"].y + 30]
    assert boxes(picture)["o/c@o/b"].labels[1].text == "drawn elsewhere"


def test_other_parents_in_the_same_column_or_further_out_are_reached_from_the_right():
    picture = drawn(
        Tree(root("o/r", node("o/a", other_parents=("o/b", "o/d")), node("o/b"), node("o/e", node("o/d"))), (), {})
    )
    ends = [line.points for line in picture.lines if line.kind == "other-parent"]
    at = boxes(picture)["o/a"]
    assert [len(points) for points in ends] == [3, 2]
    assert all(points[-1][0] == at.x + at.width for points in ends)


def test_the_letter_of_an_ancestor_stands_at_its_own_end():
    picture = drawn(Tree(root("o/r"), (node("o/p", relation=Relation.MERGE), node("o/q")), {}))
    ends = {line.letter: line.points[-1][0] for line in picture.lines}
    at = boxes(picture)
    assert ends == {"M": at["o/p"].x + at["o/p"].width, "F": at["o/q"].x + at["o/q"].width}


def test_the_legend_explains_what_is_used():
    family = Tree(
        root(
            "o/r", node("o/a", relation=Relation.QUANTIZED), node("o/b", standing=Standing.CONTRADICTED), descendants=9
        ),
        (),
        {},
    )
    picture = drawn(family)
    assert [label.text for label in picture.legend.labels] == [
        "finetune",
        "quantized",
        "declared",
        "contradicted: clues disagree",
    ]
    assert [line.letter for line in picture.legend.lines] == ["F", "Q", "", ""]
    assert [label.text for label in picture.labels] == ["9 descendants"]


def test_title_and_description_tell_what_is_drawn_and_what_is_not():
    picture = drawn(Tree(root("o/r", node("o/a"), descendants=1000, folded={"merge": 999}), (node("o/p"),), {}))
    assert picture.title == "Family of o/r"
    assert picture.description == (
        "It has 1,000 descendants. 1 descendant is drawn. 1 ancestor is drawn. The others are counted in groups."
    )


def test_a_model_alone_is_a_picture():
    picture = drawn(Tree(root("alone"), (), {}))
    assert [box.kind for box in picture.boxes] == ["model root"]
    assert not picture.lines
    assert not picture.legend.lines
    assert is_within(picture)


def test_four_hundred_models_are_laid_out_quickly():
    many = [
        node(f"o/child-{n}", *(node(f"o/grand-{n}-{m}") for m in range(19)), folded={"merge": 3}) for n in range(20)
    ]
    family = Tree(root("o/r", *many), (), {})
    times = []
    for _ in range(5):
        start = perf_counter()
        drawn(family)
        times.append(perf_counter() - start)
    assert min(times) < 0.1  # measured: 7 ms on one core; the limit leaves room for a busy machine
