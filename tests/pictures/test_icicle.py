from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.facts.heritage import Cell, Overview
from filiation.facts.vocabulary import LINEAGE, Relation
from filiation.pictures import icicle
from filiation.pictures.measure import TYPES, width
from filiation.words.speech import speech

NAME = "owner/model"


class Addresses:
    def model(self, name):
        return f"/models/{name}"

    def cell(self, way):
        return "/ways/" + "/".join(way)


def overview(here, *, least=1, name=NAME):
    """Make the overview of a family from the number of models at the end of each way."""
    within = Counter()
    for way, count in here.items():
        for end in range(1, len(way) + 1):
            within[way[:end]] += count
    cells = []

    def gather(start):
        onward = [way for way in within if len(way) == len(start) + 1 and way[:-1] == start]
        for way in sorted(onward, key=lambda way: (-within[way], way)):
            if within[way] >= least:
                cells.append(Cell(way, here.get(way, 0), within[way]))
                gather(way)

    gather(())
    depths = Counter()
    for way, count in here.items():
        depths[str(len(way))] += count
    total = sum(here.values())
    unplaced = total - sum(cell.here for cell in cells)
    return Overview(name, total, tuple(cells), unplaced, {}, depths, {}, 0, {}, 0, {})


WAYS = st.dictionaries(
    st.lists(st.sampled_from(LINEAGE), min_size=1, max_size=5).map(tuple),
    st.one_of(st.integers(1, 30), st.integers(1, 50_000)),
    max_size=60,
)
FAMILIES = st.builds(lambda here, least: overview(here, least=least), WAYS, st.sampled_from([1, 5, 200]))


def drawn(family, language="en"):
    return icicle.layout(family, speech(language), Addresses())


def depth_of(box):
    if box.kind.startswith("model"):
        return 0
    sort, _, way = box.key.partition(":")
    return len(way.split("/")) * bool(way) + (sort == "others")


@settings(deadline=None)
@given(FAMILIES, st.sampled_from(["en", "fr"]))
def test_cells_lie_beside_the_one_they_continue(family, language):
    picture = drawn(family, language)
    boxes = {box.key: box for box in picture.boxes}
    assert len(boxes) == len(picture.boxes)
    for box in picture.boxes[1:]:
        sort, _, way = box.key.partition(":")
        above = way if sort == "others" else way.rpartition("/")[0]
        parent = boxes[f"way:{above}" if above else NAME]
        assert parent.x + parent.width <= box.x
        assert parent.y - 0.01 <= box.y
        assert box.y + box.height <= parent.y + parent.height + 2.01
        assert box.height >= 1.4
    for a, b in combinations(picture.boxes, 2):
        assert a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y


@settings(deadline=None)
@given(FAMILIES, st.sampled_from(["en", "fr"]))
def test_no_label_leaves_its_cell_and_all_lies_within_the_picture(family, language):
    picture = drawn(family, language)
    for box in picture.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
        for label in box.labels:
            wide = width(label.text, label.kind)
            left = label.x - wide * (label.anchor == "end")
            assert box.x <= left
            assert left + wide <= box.x + box.width + 0.01
            assert box.y <= label.y - TYPES[label.kind].size * 0.75
            assert label.y <= box.y + box.height
    for label in picture.labels:
        assert label.x + width(label.text, label.kind) <= picture.width


@settings(deadline=None)
@given(FAMILIES)
def test_every_descendant_is_counted_once(family):
    places = list(icicle._places(family, 640.0))
    told = sum(place.cell.here if place.cell else place.models for place in places)
    assert told == family.total
    assert len(drawn(family).boxes) == len(list(icicle._places(family, min(max(family.total * 30, 96), 640)))) + 1


@settings(deadline=None)
@given(FAMILIES)
def test_the_same_family_gives_the_same_picture(family):
    assert drawn(family) == drawn(family)


def test_a_cell_says_its_way_and_leads_to_its_models():
    way = (Relation.FINETUNE, Relation.QUANTIZED)
    family = overview({way[:1]: 9_000, way: 12_431, (*way, Relation.COPY): 2_569})
    cell = next(box for box in drawn(family).boxes if box.key == "way:finetune/quantized")
    assert [label.text for label in cell.labels] == ["Q", "quantized", "12,431", "15,000 with all that follow"]
    assert cell.title == "finetune, then quantized: 12,431 here, 15,000 with all that follow"
    assert cell.href == "/ways/finetune/quantized"
    assert cell.kind == "cell relation-quantized"


def test_heights_show_how_many_models_come_by_a_way():
    family = overview({(Relation.MERGE,): 3_000, (Relation.COPY,): 1_000})
    root, merges, copies = drawn(family).boxes
    assert abs((merges.height + 2) / (copies.height + 2) - 3) < 0.01
    assert abs(merges.height + copies.height + 4 - root.height) < 0.01


def test_what_is_too_small_is_one_cell_and_told():
    few = {(Relation.QUANTIZED,): 2, (Relation.COPY,): 3, (Relation.ADAPTER,): 4}
    picture = drawn(overview({(Relation.FINETUNE,): 20_000, **few}))
    assert [box.kind for box in picture.boxes] == ["model root", "cell relation-finetune", "others"]
    others = picture.boxes[-1]
    assert others.title == "9 models on other ways, too small to be drawn"
    assert others.href is None
    assert others.title in picture.description
    assert {line.kind for line in picture.legend.lines} == {"finetune"}


def test_what_the_overview_left_out_is_among_the_others():
    family = overview({(Relation.FINETUNE,): 900, (Relation.MERGE,): 100}, least=200)
    assert family.unplaced == 100
    assert drawn(family).boxes[-1].labels[-1].text == "100"


def test_bands_are_headed_by_their_distance():
    family = overview({(Relation.FINETUNE,): 1, (Relation.FINETUNE, Relation.MERGE): 1_500})
    texts = [label.text for label in drawn(family).labels]
    assert texts == ["the model", "1 link away", "1 model", "2 links away", "1,500 models"]


def test_a_model_without_descendants_is_drawn_alone():
    picture = drawn(overview({}))
    assert len(picture.boxes) == 1
    assert picture.labels[-1].text == picture.description == "Nothing is known to descend from it."
    assert picture.boxes[0].href == "/models/owner/model"


def test_a_long_name_is_cut_and_whole_in_the_title():
    name = "owner" * 20 + "/" + "W" * 200
    root = drawn(overview({(Relation.MERGE,): 1}, name=name)).boxes[0]
    assert "…" in root.labels[0].text
    assert name in root.title
