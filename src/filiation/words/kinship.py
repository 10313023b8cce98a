"""How two models are related, in a sentence and as steps from one to the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from filiation.facts.answers import Kinship, PathAnswer, Step
from filiation.locale import mark

_SAME = mark("{a} is one and the same model.")
_DISTANT = mark("{a} and {b} share neither ancestors nor descendants; only relatives of relatives join them.")
_UNJOINED = mark("No chain of known links joins {a} and {b}.")
_HEIR = mark("{a} and {b} have no common ancestor, but a common descendant: {heir}.")
_SENTENCES: Mapping[Kinship, tuple[str, str]] = {
    Kinship.SAME: (_SAME, _SAME),
    Kinship.ANCESTOR: (mark("{a} is a parent of {b}."), mark("{a} is an ancestor of {b}, {n} generations up.")),
    Kinship.DESCENDANT: (mark("{a} is a child of {b}."), mark("{a} is a descendant of {b}, {n} generations down.")),
    Kinship.COMMON_ANCESTORS: (
        mark("{a} and {b} have {n} common ancestor."),
        mark("{a} and {b} have {n} common ancestors."),
    ),
    Kinship.COMMON_DESCENDANTS: (_HEIR, _HEIR),
    Kinship.UNRELATED: (_DISTANT, _DISTANT),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A marked sentence for `count` things, with the models (by the name of their place) that it speaks of."""

    count: int
    one: str
    many: str
    models: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reached:
    """A step on the way from `a` to `b`: the model that it reaches, and whether it goes up to a parent."""

    step: Step
    id: str
    upward: bool


def told(answer: PathAnswer) -> Told:
    """Return how two models are related."""
    count = answer.common_total if answer.kinship is Kinship.COMMON_ANCESTORS else len(answer.steps)
    sentences = _SENTENCES[answer.kinship]
    if answer.kinship is Kinship.UNRELATED and not answer.steps:
        sentences = (_UNJOINED, _UNJOINED)
    return Told(count, *sentences, {"a": answer.a, "b": answer.b, "heir": _heir(answer)})


def steps(answer: PathAnswer) -> Iterator[Reached]:
    """Yield the steps from `a` to `b`."""
    here = answer.a
    for step in answer.steps:
        upward = step.child == here
        here = step.parent if upward else step.child
        yield Reached(step, here, upward)


def _heir(answer: PathAnswer) -> str:
    """Return the lowest point of the chain, which is the common descendant where there is one."""
    return [answer.a, *(reached.id for reached in steps(answer) if not reached.upward)][-1]
