"""What pictures are made of, in pixels from the top left; who draws them need not know what they show."""

from dataclasses import dataclass
from typing import Protocol

from filiation.facts.vocabulary import Relation


class Addresses(Protocol):
    """Where the nodes of a picture lead; None is "nowhere"."""

    def model(self, name: str) -> str | None:
        """Return the address of a model."""

    def group(self, name: str, relations: tuple[Relation, ...], *, upward: bool, shown: int) -> str | None:
        """Return the address of the picture in which more of a model's folded neighbors are drawn.

        `relations` are those of the folded neighbors, `shown` how many by them are drawn already; `upward` tells that
        the neighbors are parents.
        """

    def cell(self, way: tuple[Relation, ...]) -> str | None:
        """Return the address of the list of the descendants at the end of a way."""

    def node(self, name: str, kind: str) -> str | None:
        """Return the address of a node of the explored graph."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `anchor` is start, middle or end of the text, which stands at (x, y), its baseline.

    `kind` is one of those of `measure.TYPES`.
    """

    x: float
    y: float
    text: str
    kind: str = "label"
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with lines of text in it, a node: `title` is told on hover and to screen readers.

    `kind` is one word or several, the first saying what it is (model, group, reference, dataset, organization,
    user, publisher, cell, others; of a ground: band), the others how it is: `root`, `gone`, `relation-…`. `key` names
    it within the picture, so that a page can find it again after it was drawn anew.
    """

    x: float
    y: float
    width: float
    height: float
    kind: str
    labels: tuple[Label, ...]
    title: str
    href: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `curved`: from the first to the last, bent toward the one between, if there is one.

    `kind` names the relation (or is `other-parent`, `stem`, `sample`, `grid`), `pattern` the standing (both words of
    the vocabulary); `letter` stands on it, near its end, for those who cannot tell colors apart. `marked`: where the
    standing has a mark, it stands at the end (not on a piece that another carries on).
    """

    points: tuple[tuple[float, float], ...]
    kind: str
    pattern: str = "declared"
    letter: str = ""
    curved: bool = True
    title: str = ""
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Legend:
    """What the lines and letters of a picture mean, drawn below it."""

    lines: tuple[Line, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: what is drawn first lies below. `title` and `description` say in words what it shows.

    `grounds` lie below everything else and are no nodes.
    """

    width: float
    height: float
    title: str
    description: str
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...] = ()
    legend: Legend = Legend()
    grounds: tuple[Box, ...] = ()
