"""What all forms of a letter share: the words around it, its annexes, and texts and drawings made harmless."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from filiation.errors import WrongUse
from filiation.facts.letters import Letter, Picture, Table
from filiation.locale import mark
from filiation.rights.addresses import is_email
from filiation.rights.letters.composing import UNSEEN, dated, languages
from filiation.words.cases import LETTER
from filiation.words.speech import speech

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = {"svg", "g", "title", "desc", "rect", "path", "line", "polyline", "polygon", "circle", "text", "tspan"}
_LOOKS = {
    *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "d", "points"),
    *("width", "height", "viewBox", "transform", "fill", "fill-opacity", "opacity"),
    *("stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity"),
    *("font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline"),
}
_UNFIT = re.compile(f"[{UNSEEN}]")
_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def line(text: str) -> str:
    """Return a text on one line, without signs that are not seen."""
    return " ".join(lines(text).split("\n"))


def lines(text: str) -> str:
    """Return a text whose only signs that are not seen are the ends of its lines."""
    return _UNFIT.sub("", _ENDS.sub("\n", text)).replace("\t", " ")


def address(text: str | None) -> str | None:
    """Return an e-mail address to which a letter can be sent; None for what is none."""
    return text if text is not None and is_email(text) else None


def title(letter: Letter) -> str:
    """Return what a letter is called: its subject, or what sort of letter it is where it has none."""
    sort = LETTER.get(letter.kind, letter.kind.value)
    return line(letter.subject) or speech(letter.language).translate(sort)


def subject(letter: Letter) -> str:
    """Return the line above a letter that says what it is about."""
    return speech(letter.language).say(mark("Subject: {subject}"), subject=title(letter))


def day(letter: Letter) -> str:
    """Return the day that a letter bears, in words of its language where there are any."""
    return dated(letter.language, letter.day) if letter.language in languages() else letter.day.isoformat()


def titled(letter: Letter) -> Iterator[tuple[str, Table | Picture]]:
    """Yield the annexes of a letter, each with its number and title."""
    for number, annex in enumerate(letter.annexes, 1):
        yield speech(letter.language).say(mark("Annex {n}: {title}"), n=number, title=line(annex.title)), annex


def drawing(picture: Picture) -> str:
    """Return the SVG of a picture with nothing in it but shapes, texts and their looks; raises WrongUse for no SVG."""
    try:
        root = ET.fromstring(picture.svg)  # noqa: S314 (nothing is loaded; what grows without end is refused)
    except ET.ParseError:
        root = None
    if root is None or root.tag != f"{{{_SVG}}}svg":
        raise WrongUse(mark("The picture of an annex cannot be read."), mark("Make the letter anew."))
    ET.register_namespace("", _SVG)
    return ET.tostring(_shapes(root), encoding="unicode")


def _shapes(element: ET.Element) -> ET.Element:
    kept = ET.Element(element.tag, {name: value for name, value in element.attrib.items() if _harmless(name, value)})
    kept.text = line(element.text or "")
    for child in element:
        name = str(child.tag).removeprefix(f"{{{_SVG}}}")
        if name == "a":
            child.tag = f"{{{_SVG}}}g"  # a printed page leads nowhere
        elif name not in _SHAPES:
            continue
        kept.append(_shapes(child))
    return kept


def _harmless(name: str, value: str) -> bool:
    return name in _LOOKS and "url" not in value.lower() and "\\" not in value
