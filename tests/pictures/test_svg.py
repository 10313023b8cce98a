"""Pictures as SVG: well formed whatever names hold, fit for a strict policy, and readable without colors."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pictures.families import Addresses, node, root, trees

from filiation.facts.pictured import Tree
from filiation.facts.vocabulary import LINEAGE, Relation, Standing
from filiation.pictures import timeline, tree
from filiation.pictures.measure import TYPES
from filiation.pictures.shapes import Box, Label, Line, Picture
from filiation.pictures.svg import FONT, render
from filiation.words.speech import speech
from filiation.words.vocabulary import LETTER

SVG = "{http://www.w3.org/2000/svg}"
ENDS = ((0.0, 0.0), (100.0, 50.0))


def picture(*boxes, lines=(), labels=(), **more):
    told = {"title": "Title", "description": "Description"} | more
    return Picture(300, 200, told["title"], told["description"], tuple(lines), tuple(boxes), tuple(labels))


def box(**more):
    told = {"kind": "model", "labels": (Label(5, 15, "text", "name"),), "title": "tip", "href": "/x", "key": "k"} | more
    return Box(0, 0, 100, 40, **told)


def read(what, *, embedded=True):
    return ET.fromstring(render(what, embedded=embedded))


def classed(root, name):
    return [e for e in root.iter() if name in e.get("class", "").split()]


@settings(max_examples=40, deadline=None)
@given(trees(most=25), st.sampled_from([tree, timeline]), st.booleans())
def test_every_family_is_well_formed_and_without_styles(family, module, embedded):
    svg = render(module.layout(family, speech("en"), Addresses()), embedded=embedded)
    root_ = ET.fromstring(svg)
    assert not [e for e in root_.iter() if "style" in e.attrib or e.tag in {f"{SVG}style", f"{SVG}script"}]
    assert not [name for e in root_.iter() for name in e.attrib if name.startswith("on")]
    assert len(classed(root_, "node")) == len(module.layout(family, speech("en"), Addresses()).boxes)


@given(st.text())
def test_hostile_text_stays_text(text):
    hostile = picture(box(title=text, labels=(Label(0, 0, text),), href=f"/{text}", key=text), title=text)
    root_ = read(hostile)
    (link,) = classed(root_, "node")
    assert [e.tag for e in link] == [f"{SVG}title", f"{SVG}rect", f"{SVG}text"]
    if text.isascii() and text.isprintable():
        assert link.find(f"{SVG}text").text == (text or None)
        assert link.get("href") == f"/{text}"


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\u202e", "\u200b", "\ud800", "\ufffe", "\x85"])
def test_what_xml_cannot_hold_and_what_turns_text_is_replaced(bad):
    (text,) = read(picture(box(labels=(Label(0, 0, f"a{bad}b"),)))).iter(f"{SVG}text")
    assert text.text == "a\ufffdb"


def test_markup_in_a_name_is_no_markup():
    svg = render(picture(box(title='"><script>alert(1)</script>', href='/"onload="x')), embedded=True)
    assert "<script" not in svg
    assert 'onload="' not in svg


def test_the_root_names_and_describes_itself():
    root_ = read(picture())
    title, description = root_.get("aria-labelledby").split()
    assert root_.get("role") == "group"
    assert root_.find(f"{SVG}title").attrib == {"id": title}
    assert root_.find(f"{SVG}title").text == "Title"
    assert root_.find(f"{SVG}desc").attrib == {"id": description}
    assert (root_.get("viewBox"), root_.get("width"), root_.get("height")) == ("0 0 300 200", "300", "200")
    assert read(picture(title="Another")).get("aria-labelledby") != root_.get("aria-labelledby")


def test_all_that_is_drawn_is_in_the_scene():
    root_ = read(picture(box(), lines=[Line(ENDS, "merge")], labels=[Label(1, 2, "a")]))
    assert [e.tag.removeprefix(SVG) for e in root_] == ["title", "desc", "g"]
    assert root_[2].get("class") == "scene"


def test_a_node_is_a_link_with_a_name_and_a_key():
    (link,) = classed(read(picture(box(kind="model gone"))), "node")
    assert link.tag == f"{SVG}a"
    assert link.attrib == {"class": "node model gone", "href": "/x", "data-key": "k"}
    assert link.find(f"{SVG}title").text == "tip"
    assert link.find(f"{SVG}rect").get("stroke-dasharray")


def test_a_node_without_address_is_no_link():
    (shape,) = classed(read(picture(box(href=None))), "node")
    assert shape.tag == f"{SVG}g"
    assert "href" not in shape.attrib


def test_lines_have_classes_for_relation_and_standing():
    (line,) = classed(read(picture(lines=[Line(ENDS, "quantized", "inferred", "Q")])), "link")
    assert line.get("class") == "link relation-quantized standing-inferred"
    assert line.find(f"{SVG}text").text == "Q"


def look(line):
    """Return what is seen of a line without color: its weight and dashes, its letters, and how many other marks."""
    (drawn,) = classed(read(picture(lines=[line])), "link")
    stroke = drawn.find(f"{SVG}path")
    texts = tuple(e.text for e in drawn.iter(f"{SVG}text"))
    return (stroke.get("stroke-width"), stroke.get("stroke-dasharray")), texts, len(classed(drawn, "mark"))


def test_relations_differ_in_color_and_letter_and_not_in_the_stroke_which_tells_the_standing():
    lines = [Line(ENDS, relation, letter=LETTER[relation]) for relation in LINEAGE]
    assert len({line.letter for line in lines}) == len(LINEAGE)
    assert len({look(line)[0] for line in lines}) == 1
    inks = [e.get("stroke") for e in read(picture(lines=lines)).iter(f"{SVG}path")]
    assert len(set(inks)) == len(LINEAGE)


def test_standings_and_other_parents_differ_by_their_stroke_alone():
    lines = [*(Line(ENDS, "finetune", standing, "F") for standing in Standing), Line(ENDS, "other-parent")]
    assert len({look(line)[0] for line in lines}) == len(Standing) + 1


def test_what_is_inferred_or_contradicted_or_another_parent_bears_a_mark_too():
    marks = {standing: look(Line(ENDS, "finetune", standing, "F"))[1:] for standing in Standing}
    assert marks == {
        Standing.DECLARED: (("F",), 0),
        Standing.CORROBORATED: (("F",), 0),
        Standing.INFERRED: (("F",), 1),
        Standing.CONTRADICTED: (("F", "!"), 0),
    }
    assert look(Line(ENDS, "other-parent"))[1:] == ((), 1)


def test_a_piece_that_another_carries_on_bears_no_mark():
    for standing in Standing:
        assert look(Line(ENDS, "finetune", standing, marked=False))[1:] == ((), 0)


def test_the_letter_stands_on_the_line_near_its_end():
    straight = Line(((0.0, 0.0), (0.0, 100.0)), "merge", letter="M", curved=False)
    curve = Line(((100.0, 0.0), (0.0, 80.0)), "merge", letter="M")
    discs = list(read(picture(lines=[straight, curve])).iter(f"{SVG}circle"))
    assert [(float(e.get("cx")), float(e.get("cy"))) for e in discs] == [(0, 85), (15, 80)]


def test_a_file_stands_alone_and_a_part_of_a_page_does_not():
    alone, embedded = render(picture(), embedded=False), render(picture(), embedded=True)
    assert alone.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    assert embedded.startswith("<svg ")
    assert read(picture(), embedded=False).get("font-family") == FONT
    (paper,) = classed(read(picture(), embedded=False), "paper")
    assert (paper.get("fill"), paper.get("width"), paper.get("height")) == ("#ffffff", "300", "200")
    assert not classed(read(picture()), "paper")
    assert "font-family" not in embedded


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_of_label_can_be_drawn(kind):
    (text,) = read(picture(labels=[Label(10, 20.04, "a", kind, "middle")])).iter(f"{SVG}text")
    assert (text.get("x"), text.get("y"), text.get("text-anchor")) == ("10", "20", "middle")


def test_grounds_lie_below_and_are_no_nodes():
    ground = Box(0, 0, 10, 10, "band", (), "")
    scene = ET.fromstring(render(Picture(9, 9, "", "", (), (), grounds=(ground,)), embedded=True))[2]
    assert scene[0].get("class") == "band"
    assert not classed(scene, "node")


def test_the_same_picture_is_written_the_same_way():
    family = Tree(root("o/r", node("o/a", relation=Relation.MERGE)), (), {})
    once, again = (render(tree.layout(family, speech("fr"), Addresses()), embedded=True) for _ in range(2))
    assert once == again
