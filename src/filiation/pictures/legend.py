"""The legend below a picture: the relations and standings that it uses, each with a line as it is drawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from filiation.facts.vocabulary import Relation, Standing
from filiation.locale import mark
from filiation.pictures.inks import relation_of
from filiation.pictures.measure import width
from filiation.pictures.shapes import Label, Legend, Line
from filiation.words.speech import Speech
from filiation.words.vocabulary import LETTER, RELATION, STANDING_MEANS

LEAST = 560.0
"""The least width in which a legend can be set."""

_SAMPLE, _GAP, _ROW = 52.0, 28.0, 26.0


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    pattern: str
    letter: str
    words: str


def legend(lines: Iterable[Line], speech: Speech, place: tuple[float, float], room: float) -> tuple[Legend, float]:
    """Explain the lines of a picture, from `place` down, no wider than `room`; returns its height too."""
    used = list(lines)
    x, y = place
    drawn, labels = [], []
    for group in (_relations(used, speech), _standings(used, speech)):
        left, top = x, y + _ROW / 2
        for entry in group:
            wide = _SAMPLE + 8 + width(entry.words)
            if left > x and left + wide > x + room:
                left, top = x, top + _ROW
            drawn.append(Line(((left, top), (left + _SAMPLE, top)), entry.kind, entry.pattern, entry.letter))
            labels.append(Label(left + _SAMPLE + 8, top + 4, entry.words))
            left += wide + _GAP
            y = top + _ROW / 2
    return Legend(tuple(drawn), tuple(labels)), y - place[1]


def _relations(lines: list[Line], speech: Speech) -> Iterator[_Entry]:
    kinds = {line.kind for line in lines}
    for relation in Relation:
        if relation in kinds:
            yield _Entry(relation, "declared", speech.say(LETTER[relation]), speech.say(RELATION[relation]))
    if "other-parent" in kinds:
        yield _Entry("other-parent", "declared", "", speech.say(mark("another parent")))


def _standings(lines: list[Line], speech: Speech) -> Iterator[_Entry]:
    """Yield the standings, where there are others than the plain one."""
    patterns = {line.pattern for line in lines if relation_of(line.kind)}
    if patterns <= {Standing.DECLARED}:
        return
    for standing in Standing:
        if standing in patterns:
            yield _Entry("sample", standing, "", speech.say(STANDING_MEANS[standing]))
