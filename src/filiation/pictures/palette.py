"""The inks of pictures on white and on the dark page (those of the site's stylesheet), and the strokes of standings.

The colors of relations come from the set of Okabe and Ito, which people with any sight tell apart, made dark (or
light) enough for letters to be read in them. Nothing is told by color alone: each relation has its letter too, and a
standing is told by how its lines are drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from filiation.facts.vocabulary import Relation, Standing


@dataclass(frozen=True, slots=True)
class Ink:
    """A color on white, and its counterpart on the dark page."""

    light: str
    dark: str


PAPER = Ink("#ffffff", "#14181d")
"""What pictures are drawn on."""

TEXT = Ink("#16202b", "#e8edf2")
"""Names and labels."""

MUTED = Ink("#4a5764", "#a9b5c1")
"""Details, which stand back."""

EDGE = Ink("#7b8794", "#8794a3")
"""The borders of boxes."""

GRID = Ink("#d5dae1", "#343d48")
"""Grid lines and bands, which only guide the eye."""

SHADE = Ink("#f6f7f9", "#1c222a")
"""The ground of boxes that count, and of bands."""

FOCUS = Ink("#e4eefb", "#1f3147")
"""The ground of the model that a picture is about."""

ALARM = Ink("#a3260f", "#ff9a85")
"""The mark of a contradicted link."""

RELATION: Mapping[Relation, Ink] = {
    Relation.FINETUNE: Ink("#0072b2", "#66b8ea"),
    Relation.ADAPTER: Ink("#00795a", "#3fcfa3"),
    Relation.QUANTIZED: Ink("#b8500a", "#f2995c"),
    Relation.MERGE: Ink("#a3458a", "#dc94c6"),
    Relation.COPY: Ink("#6b5b00", "#d6c04a"),
    Relation.UNSPECIFIED: Ink("#5b6670", "#a3aeb9"),
    Relation.TRAINED_ON: Ink("#3d4b99", "#a3aef5"),
}
"""Lines, letters and borders of a relation."""

TINT: Mapping[Relation, Ink] = {
    Relation.FINETUNE: Ink("#d8eaf8", "#12324a"),
    Relation.ADAPTER: Ink("#d9f0e8", "#123a30"),
    Relation.QUANTIZED: Ink("#fbe6cd", "#40290d"),
    Relation.MERGE: Ink("#f7dfec", "#43203a"),
    Relation.COPY: Ink("#f4edc8", "#38310f"),
    Relation.UNSPECIFIED: Ink("#e6e9ec", "#2b333b"),
    Relation.TRAINED_ON: Ink("#e5e2f8", "#2a2750"),
}
"""The grounds of cells of a relation, on which text stands."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn: its width, and its dashes and gaps (empty: unbroken); `dotted`: the dashes are dots."""

    width: str
    dashes: str = ""
    dotted: bool = False


STROKE: Mapping[Standing, Stroke] = {
    Standing.DECLARED: Stroke("1.6"),
    Standing.CORROBORATED: Stroke("3.6"),
    Standing.INFERRED: Stroke("1.6", "6 4"),
    Standing.CONTRADICTED: Stroke("2.8", "0.1 5.4", dotted=True),
}
"""The lines of a standing; those contradicted bear a mark too."""

SIDELONG = Stroke("1.2", "11 3 2 3")
"""The lines to other parents, under which a model is not drawn; they bear a diamond."""
