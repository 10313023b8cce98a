"""The picture of a family as pages show it: drawn from the state that its address tells, with its twin in words."""

from dataclasses import dataclass
from math import ceil
from typing import Literal

from fastapi import Request
from markupsafe import Markup

from filiation.facts.heritage import Overview
from filiation.facts.pictured import Tree, TreeNode
from filiation.observatory import Observatory
from filiation.pictures import icicle, svg, timeline, tree
from filiation.pictures.shapes import Addresses, Picture
from filiation.web.addresses import PictureState, language, read_opened
from filiation.web.questions import PictureQuestion
from filiation.web.roots import root_of
from filiation.words.speech import Speech, speech

LARGE = 2000
"""From so many descendants on, the overview is recommended beside the picture."""


_PORTRAIT, _LANDSCAPE, _TALL, _SHARED = 850, 1240, 900, 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a page holds it, and how it goes on paper: `upright`, `across`, or in `sheets` side by side.

    The names of its nodes are then 7 points high at least; a sheet is the part of the picture that stands on it.
    """

    svg: Markup
    paper: str
    sheets: tuple[str, ...]


def shown(picture: Picture) -> Shown:
    """Return a picture for a page."""
    # ElementTree escaped all text from outside when it wrote this.
    text = Markup(svg.render(picture, embedded=True))  # noqa: S704
    high = " tall" if picture.height > _TALL else ""
    if picture.width <= _LANDSCAPE:
        return Shown(text, ("upright" if picture.width <= _PORTRAIT else "across") + high, ())
    starts = range(0, max(1, ceil(picture.width - _SHARED)), _LANDSCAPE - _SHARED)
    return Shown(text, "sheeted" + high, tuple(f"{x} 0 {_LANDSCAPE} {ceil(picture.height)}" for x in starts))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture put into a page, and the answer from which it is drawn: a tree, or an overview.

    `below` and `above` count the descendants and ancestors that the tree shows, each once.
    """

    state: PictureState
    shown: Shown
    tree: Tree | None
    overview: Overview | None
    below: int
    above: int


def state_of(request: Request, model: str, part: Literal["", "family"], question: PictureQuestion) -> PictureState:
    """Return the state of a picture that an address tells; raises WrongUse for a group that makes no sense."""
    opened = tuple(map(read_opened, question.open))
    return PictureState(
        root_of(request),
        model,
        part,
        question.view,
        question.depth,
        question.ancestor_depth,
        question.limit,
        opened,
    )


def drawing(observatory: Observatory, state: PictureState) -> Drawing:
    """Draw a picture for a page, on which its nodes lead to pages."""
    answer = _answer(observatory, state)
    picture = _layout(answer, state, speech(language(state.root)), state)
    if isinstance(answer, Overview):
        return Drawing(state, shown(picture), None, answer, 0, 0)
    return Drawing(state, shown(picture), answer, None, _drawn((answer.root,)) - 1, _drawn(answer.ancestors))


def file(observatory: Observatory, state: PictureState, places: Addresses) -> Picture:
    """Draw the same picture to stand alone, with its nodes leading to `places`."""
    return _layout(_answer(observatory, state), state, speech(language(state.root)), places)


def _answer(observatory: Observatory, state: PictureState) -> Tree | Overview:
    if state.view == "overview":
        return observatory.overview(state.id)
    return observatory.tree(
        state.id, depth=state.depth, ancestor_depth=state.ancestor_depth, limit=state.limit, opened=state.opened
    )


def _layout(answer: Tree | Overview, state: PictureState, voice: Speech, places: Addresses) -> Picture:
    if isinstance(answer, Overview):
        return icicle.layout(answer, voice, places)
    layout = timeline.layout if state.view == "time" else tree.layout
    return layout(answer, voice, places)


def _drawn(branches: tuple[TreeNode, ...]) -> int:
    return sum((not branch.repeated) + _drawn(branch.children) for branch in branches)
