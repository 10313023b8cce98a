"""The picture of a family as an annex of a letter: small enough to be read on one sheet of paper."""

from filiation.facts.letters import Picture
from filiation.observatory import Observatory
from filiation.pictures import tree as drawing
from filiation.pictures.places import OnHub
from filiation.pictures.svg import render
from filiation.words.speech import speech

_DEPTH, _ABOVE, _NEIGHBORS = 2, 3, 4


def family_picture(observatory: Observatory, model: str, language: str) -> Picture:
    """Return the family of a model drawn for paper: a few generations, the rest as counted groups.

    Its words are the picture's own, and stand in for it where it cannot be seen.
    """
    family = observatory.tree(model, depth=_DEPTH, ancestor_depth=_ABOVE, limit=_NEIGHBORS)
    picture = drawing.layout(family, speech(language), OnHub())
    told = f"{picture.title}. {picture.description}"
    return Picture(title=picture.title, svg=render(picture, embedded=False), alternative=told)
