"""Which presentation attributes boxes, lines and labels of each kind are drawn with (the light colors)."""

from collections.abc import Mapping
from functools import cache

from filiation.facts.vocabulary import Relation, Standing
from filiation.pictures.palette import (
    ALARM,
    EDGE,
    FOCUS,
    GRID,
    MUTED,
    PAPER,
    RELATION,
    SHADE,
    SIDELONG,
    STROKE,
    TEXT,
    TINT,
    Stroke,
)

__all__ = ["ALARM", "EDGE", "PAPER", "of_box", "of_label", "of_letter", "of_line", "relation_of"]

_ROUND = 6.0
_QUIET = frozenset({"detail", "tick", "heading"})
_PLAIN: Mapping[str, Mapping[str, str]] = {
    "grid": {"stroke": GRID.light, "stroke-width": "1"},
    "stem": {"stroke": EDGE.light, "stroke-width": "1.4"},
    "sample": {"stroke": TEXT.light},
}
_STROKES: Mapping[str, Stroke] = {standing.value: stroke for standing, stroke in STROKE.items()} | {
    "other-parent": SIDELONG
}


@cache
def of_box(kind: str, height: float) -> dict[str, str]:
    """Return how a box is drawn, by the words of its kind."""
    words = kind.split()
    relation = _relation(words)
    attributes = {"fill": PAPER.light, "stroke": EDGE.light, "stroke-width": "1", "rx": f"{_ROUND:g}"}
    if words[0] == "group":
        attributes |= {"fill": SHADE.light, "rx": f"{height / 2:g}"}
    if words[0] == "cell":
        attributes |= {"fill": TINT[relation].light if relation else SHADE.light, "rx": "2"}
    if words[0] in {"others", "band", "dataset"}:
        attributes |= {"fill": SHADE.light, "rx": "2"}
    if words[0] in {"organization", "user", "publisher"}:
        attributes |= {"rx": f"{height / 2:g}"}
    if relation:
        attributes["stroke"] = RELATION[relation].light
    if words[0] == "band":
        attributes["stroke"] = "none"
    if "root" in words:
        attributes |= {"fill": FOCUS.light, "stroke": TEXT.light, "stroke-width": "2"}
    if "reference" in words:
        attributes["stroke-dasharray"] = "1 3"
    if "gone" in words:
        attributes["stroke-dasharray"] = "5 3"
    return attributes


@cache
def of_line(kind: str, pattern: str) -> Mapping[str, str]:
    """Return how a line is drawn: its color by the relation, its weight and dashes by the standing."""
    relation = relation_of(kind)
    stroke = _STROKES.get(kind) or _STROKES.get(pattern, STROKE[Standing.DECLARED])
    drawn = {"stroke-width": stroke.width, "stroke": (RELATION[relation] if relation else EDGE).light}
    if stroke.dashes:
        drawn["stroke-dasharray"] = stroke.dashes
    if stroke.dotted:
        drawn["stroke-linecap"] = "round"
    return drawn | dict(_PLAIN.get(kind, {}))


@cache
def of_label(kind: str) -> Mapping[str, str]:
    """Return how a label is drawn."""
    return {"fill": (MUTED if kind in _QUIET else TEXT).light}


def of_letter(kind: str) -> str:
    """Return the color of the letter on a line."""
    relation = relation_of(kind)
    return (RELATION[relation] if relation else MUTED).light


@cache
def relation_of(word: str) -> Relation | None:
    """Return the relation that a word names, if it names one."""
    return next((relation for relation in Relation if relation == word), None)


def _relation(words: list[str]) -> Relation | None:
    named = [relation_of(word.removeprefix("relation-")) for word in words if word.startswith("relation-")]
    return named[0] if named else None
