"""A family on a time axis: one row for each, in the order of days, nothing invented for days that are not known."""

from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pictures.families import BEGAN, Addresses, is_within, node, overlaps, root, trees

from filiation.facts.pictured import Tree
from filiation.facts.vocabulary import Relation, Standing
from filiation.pictures import timeline
from filiation.pictures.axis import spanning
from filiation.words.speech import speech

FAMILY = Tree(
    root(
        "o/r",
        node("o/a", created=date(2023, 3, 1)),
        node("o/b", node("o/b2", created=date(2024, 1, 1)), created=date(2023, 6, 1), relation=Relation.MERGE),
        node("o/old", created=BEGAN),
        node("o/dark"),
        folded={"adapter": 5},
        created=date(2023, 1, 1),
    ),
    (node("o/p", created=date(2022, 12, 1), relation=Relation.QUANTIZED),),
    {"merge": 2},
)


def drawn(family, language="en"):
    return timeline.layout(family, speech(language), Addresses())


def at(picture):
    return {box.key: box for box in picture.boxes}


@settings(max_examples=30, deadline=None)
@given(trees())
def test_no_two_boxes_overlap_and_all_is_on_the_canvas(family):
    picture = drawn(family)
    assert not [(a, b) for a, b in combinations(picture.boxes, 2) if overlaps(a, b)]
    assert is_within(picture)
    assert all(box.height >= 24 for box in picture.boxes)
    assert len(at(picture)) == len(picture.boxes)


@settings(max_examples=30, deadline=None)
@given(trees())
def test_boxes_begin_in_the_order_of_their_days(family):
    picture = drawn(family)
    days = {}

    def under(one):
        if not one.repeated and one.created and one.created > BEGAN:
            days[one.id] = one.created
        for child in one.children:
            under(child)

    under(family.root)
    for branch in family.ancestors:
        under(branch)
    boxes = at(picture)
    placed = sorted((day, boxes[name].x) for name, day in days.items())
    assert [x for _, x in placed] == sorted(x for _, x in placed)


def test_rows_follow_the_tree_with_ancestors_above():
    rows = [box.key for box in sorted(drawn(FAMILY).boxes, key=lambda box: box.y)]
    assert rows == ["-merge@o/r", "o/p", "o/r", "o/a", "o/b", "o/b2", "o/old", "o/dark", "+adapter@o/r"]


def test_a_box_begins_at_its_day():
    boxes = at(drawn(FAMILY))
    a_year = boxes["o/b2"].x - boxes["o/r"].x
    assert round((boxes["o/a"].x - boxes["o/r"].x) / a_year * 365) == 59


def test_what_has_no_day_stands_in_a_band_at_the_left_and_is_told():
    picture = drawn(FAMILY)
    boxes, bands = at(picture), picture.grounds
    dark, old = boxes["o/dark"], boxes["o/old"]
    assert [band.kind for band in bands] == ["band", "band"]
    assert bands[0].x < dark.x < dark.x + dark.width < bands[0].x + bands[0].width
    assert bands[1].x < old.x < old.x + old.width < bands[1].x + bands[1].width
    assert all(box.x > bands[1].x + bands[1].width for key, box in boxes.items() if key in {"o/r", "o/a", "o/p"})
    words = [label.text for label in picture.labels]
    assert words[:2] == ["day not known", "2022-03-02 or before"]
    assert "The day of 1 is not known." in picture.description
    assert "1 was published on 2022-03-02 or before: the Hub shows no earlier day." in picture.description


def test_without_any_day_there_is_only_a_band():
    picture = drawn(Tree(root("o/r", node("o/a")), (), {}))
    assert len(picture.grounds) == 1
    assert not [line for line in picture.lines if line.kind == "grid"]
    assert is_within(picture)


def test_lines_go_down_from_the_parent_and_letters_tell_the_relation():
    picture = drawn(FAMILY)
    boxes = at(picture)
    assert boxes["o/b"].labels[0].text == "M"
    assert "relation-merge" in boxes["o/b"].kind
    to_b = next(line for line in picture.lines if line.kind == "merge" and not line.letter)
    assert to_b.points[-1] == (boxes["o/b"].x, boxes["o/b"].y + boxes["o/b"].height / 2)
    from_p = next(line for line in picture.lines if line.letter == "Q")
    assert from_p.points[-1][1] == boxes["o/p"].y + boxes["o/p"].height
    stems = [line for line in picture.lines if line.kind == "stem"]
    assert len(stems) == 2
    assert all(bottom > top for line in stems for (_, top), (_, bottom) in [line.points])


@pytest.mark.parametrize("standing", Standing)
def test_a_row_tells_in_words_a_standing_that_its_short_line_cannot_show(standing):
    picture = drawn(Tree(root("o/r", node("o/a", standing=standing, created=date(2024, 1, 1))), (), {}))
    texts = [label.text for label in picture.boxes[1].labels]
    assert any(standing in text for text in texts) == (standing is not Standing.DECLARED)
    assert [line.marked for line in picture.lines if line.pattern == standing and line.kind == "finetune"] == [False]


def test_the_legend_leaves_out_what_only_guides_the_eye():
    assert [label.text for label in drawn(FAMILY).legend.labels] == ["finetune", "adapter", "quantized", "merge"]


@given(st.lists(st.dates(max_value=date(9999, 11, 1)), min_size=1, max_size=5))
def test_ticks_lie_on_the_axis_apart_from_each_other(days):
    axis = spanning(days, 100)
    ticks = [x for x, _ in axis.ticks()]
    assert all(100 <= axis.at(day) <= 100 + axis.width for day in days)
    assert all(100 <= x <= 100 + axis.width for x in ticks)
    if max(days).year - min(days).year < 100:
        assert ticks
        assert all(b - a >= 55 for a, b in pairwise(ticks))


def test_ticks_tell_months_and_years():
    assert [text for _, text in spanning([date(2023, 1, 5), date(2023, 3, 9)], 0).ticks()] == [
        "2023-01",
        "2023-02",
        "2023-03",
        "2023-04",
    ]
    assert [text for _, text in spanning([date(2008, 1, 5), date(2026, 3, 9)], 0).ticks()][:2] == ["2008", "2009"]


def test_no_days_make_no_axis():
    assert spanning([], 0) is None
