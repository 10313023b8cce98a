"""Pictures written as SVG: for pages, whose stylesheet colors them by class, and as files that stand alone.

No style is written but presentation attributes, which a strict content policy allows and a stylesheet overrules.
"""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET
from zlib import crc32

from filiation.pictures import inks
from filiation.pictures.measure import TYPES, width
from filiation.pictures.shapes import Box, Label, Line, Picture

FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""The faces of files that stand alone."""

SCENE = "scene"
"""The id of what is drawn, in a picture that is embedded in a page."""

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What XML cannot hold, and marks that are not seen but turn or join the text around them.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_STUB = 34.0
_DISC = 8.0
_LETTER_AT = 15.0
_DIAMOND = 4.5


def render(picture: Picture, *, embedded: bool) -> str:
    """Return a picture as SVG, to be embedded in a page, or as a file with its own ground and font."""
    root = _root(picture)
    scene = ET.SubElement(root, "g", {"class": "scene"})
    if embedded:
        scene.set("id", SCENE)  # so that a page can show parts of it again
    else:
        root.set("font-family", FONT)
        ET.SubElement(scene, "rect", {"class": "paper", **_size(picture), "fill": inks.PAPER.light})
    for ground in picture.grounds:
        ET.SubElement(scene, "rect", {"class": ground.kind} | _rectangle(ground))
    lines = ET.SubElement(scene, "g", {"class": "links", "aria-hidden": "true", "fill": "none"})
    for line in picture.lines:
        _line(lines, line)
    boxes = ET.SubElement(scene, "g", {"class": "nodes"})
    for box in picture.boxes:
        _box(boxes, box)
    _labels(ET.SubElement(scene, "g", {"class": "labels"}), picture.labels)
    legend = ET.SubElement(scene, "g", {"class": "legend", "aria-hidden": "true"})
    for line in picture.legend.lines:
        _line(legend, line)
    _labels(legend, picture.legend.labels)
    text = ET.tostring(root, encoding="unicode")
    return text if embedded else f"{_DECLARATION}{text}\n"


def _root(picture: Picture) -> ET.Element:
    name = f"picture-{crc32(_clean(picture.title + picture.description).encode()):08x}"
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "picture",
            "viewBox": f"0 0 {_n(picture.width)} {_n(picture.height)}",
            **_size(picture),
            "role": "group",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    ET.SubElement(root, "title", {"id": f"{name}-title"}).text = _clean(picture.title)
    ET.SubElement(root, "desc", {"id": f"{name}-desc"}).text = _clean(picture.description)
    return root


def _size(picture: Picture) -> dict[str, str]:
    return {"width": _n(picture.width), "height": _n(picture.height)}


def _box(parent: ET.Element, box: Box) -> None:
    tag = {"class": f"node {box.kind}", "data-key": _clean(box.key)}
    node = ET.SubElement(parent, "g" if box.href is None else "a", tag)
    if box.href is not None:
        node.set("href", _clean(box.href))
    ET.SubElement(node, "title").text = _clean(box.title)
    ET.SubElement(node, "rect", _rectangle(box))
    _labels(node, box.labels)


def _rectangle(box: Box) -> dict[str, str]:
    place = {"x": _n(box.x), "y": _n(box.y), "width": _n(box.width), "height": _n(box.height)}
    return place | inks.of_box(box.kind, box.height)


def _labels(parent: ET.Element, labels: Iterable[Label]) -> None:
    for label in labels:
        tag = {"class": f"text {label.kind}", "x": _n(label.x), "y": _n(label.y), **inks.of_label(label.kind)}
        if label.anchor != "start":
            tag["text-anchor"] = label.anchor
        style = TYPES[label.kind]
        tag["font-size"] = _n(style.size)
        if style.bold:
            tag["font-weight"] = "bold"
        ET.SubElement(parent, "text", tag).text = _clean(label.text)


def _line(parent: ET.Element, line: Line) -> None:
    kind = f"relation-{line.kind}" if inks.relation_of(line.kind) else line.kind
    group = ET.SubElement(parent, "g", {"class": f"link {kind} standing-{line.pattern}"})
    if line.title:
        ET.SubElement(group, "title").text = _clean(line.title)
    ET.SubElement(group, "path", {"d": _path(line), "fill": "none", **inks.of_line(line.kind, line.pattern)})
    if line.kind == "other-parent":
        _diamond(group, _end(line, _DIAMOND))
    if line.pattern == "inferred" and line.marked:
        _inferred(group, line)
    if line.letter:
        _disc(group, "disc", _end(line, _LETTER_AT), line.letter, inks.of_letter(line.kind))
    if line.pattern == "contradicted" and line.marked:
        at = _end(line, _LETTER_AT + (2 * _DISC if line.letter else 0))
        _disc(group, "alarm", at, "!", inks.ALARM.light)


def _path(line: Line) -> str:
    """Return the way of a line; a curve with a letter ends in a straight piece, on which the letter stands."""
    (x1, y1), (x2, y2) = line.points[0], line.points[-1]
    if not line.curved:
        return "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in line.points)
    if len(line.points) > 2:
        bend = _n(line.points[1][0])
        return f"M{_n(x1)} {_n(y1)} C{bend} {_n(y1)} {bend} {_n(y2)} {_n(x2)} {_n(y2)}"
    stub = min(_STUB if line.letter else 0.0, abs(x2 - x1) / 2)
    turn = x2 - stub if x2 >= x1 else x2 + stub
    middle = _n((x1 + turn) / 2)
    return f"M{_n(x1)} {_n(y1)} C{middle} {_n(y1)} {middle} {_n(y2)} {_n(turn)} {_n(y2)} L{_n(x2)} {_n(y2)}"


def _end(line: Line, back: float) -> tuple[float, float]:
    """Return the point that lies `back` pixels before the end of a line, or where its last piece begins."""
    (x1, y1), (x2, y2) = line.points[-2], line.points[-1]
    if line.curved:
        y1 = y2
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
    share = min(back, length) / length
    return x2 + (x1 - x2) * share, y2 + (y1 - y2) * share


def _disc(group: ET.Element, kind: str, at: tuple[float, float], letter: str, ink: str) -> None:
    x, y = at
    place = {"cx": _n(x), "cy": _n(y), "r": _n(_DISC)}
    if kind == "alarm":
        place |= {"r": _n(_DISC - 1), "stroke": ink, "stroke-width": "1.2"}
    ET.SubElement(group, "circle", {"class": kind, **place, "fill": inks.PAPER.light})
    size = TYPES["letter"].size if width(letter, "letter") < 1.5 * _DISC else TYPES["letter"].size - 1
    tag = {"class": f"text letter {kind}", "x": _n(x), "y": _n(y + 3.5), "text-anchor": "middle", "fill": ink}
    ET.SubElement(group, "text", tag | {"font-size": _n(size), "font-weight": "bold"}).text = _clean(letter)


def _inferred(group: ET.Element, line: Line) -> None:
    """Put an open circle at the end of a link that nobody declared."""
    x, y = _end(line, 4.6)
    tag = {"class": "mark", "cx": _n(x), "cy": _n(y), "r": "3", "fill": inks.PAPER.light}
    ET.SubElement(group, "circle", tag | {"stroke": inks.of_letter(line.kind), "stroke-width": "1.2"})


def _diamond(group: ET.Element, at: tuple[float, float]) -> None:
    """Put a diamond at the end of a line to another parent."""
    x, y = at
    corners = ((x - _DIAMOND, y), (x, y - _DIAMOND), (x + _DIAMOND, y), (x, y + _DIAMOND))
    around = " L".join(f"{_n(left)} {_n(top)}" for left, top in corners)
    tag = {"class": "mark", "d": f"M{around} Z", "fill": inks.PAPER.light}
    ET.SubElement(group, "path", tag | {"stroke": inks.EDGE.light, "stroke-width": "1.2"})


def _clean(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _n(value: float) -> str:
    """Return a number as short as it can be written, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")
