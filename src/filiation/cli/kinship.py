"""How two models are related, in a sentence and as a chain of links."""

from collections.abc import Iterator

from filiation.cli.frame import Session
from filiation.cli.output import STYLE, Cell, outside
from filiation.facts.answers import Kinship, PathAnswer, Step
from filiation.locale import mark
from filiation.words.vocabulary import RELATION, STANDING

_SAME = mark("{a} is one and the same model.")
_DISTANT = mark("{a} and {b} share neither ancestors nor descendants; only relatives of relatives join them.")
_SENTENCES = {
    Kinship.SAME: (_SAME, _SAME),
    Kinship.ANCESTOR: (mark("{a} is a parent of {b}."), mark("{a} is an ancestor of {b}, {n} generations up.")),
    Kinship.DESCENDANT: (mark("{a} is a child of {b}."), mark("{a} is a descendant of {b}, {n} generations down.")),
    Kinship.COMMON_ANCESTORS: (
        mark("{a} and {b} have {n} common ancestor."),
        mark("{a} and {b} have {n} common ancestors."),
    ),
    Kinship.UNRELATED: (_DISTANT, _DISTANT),
}


def draw_path(session: Session, answer: PathAnswer) -> None:
    """Write how two models are related, then the chain of links from one to the other."""
    screen = session.screen
    screen.text(_sentence(session, answer))
    if answer.kinship is Kinship.COMMON_ANCESTORS:
        screen.text(_ancestors(session, answer))
    if not answer.steps:
        return
    screen.line()
    screen.line("  ", Cell(outside(answer.a), "bold"))
    for step, reached, upward in _walk(answer):
        arrow, relation = "▲" if upward else "▼", session.translate(RELATION[step.relation])
        standing = session.translate(STANDING[step.standing])
        screen.line("  ", f"{arrow} ", Cell(relation, STYLE[step.relation]), Cell(f"  {standing}", "dim"))
        screen.line("  ", Cell(outside(reached), "bold"))
    screen.line()
    screen.line(Cell(session.say(mark("▲ up to a parent, ▼ down to a child")), "dim"))


def _walk(answer: PathAnswer) -> Iterator[tuple[Step, str, bool]]:
    """Yield each step from a to b with the model that it reaches, and whether it goes up to a parent."""
    here = answer.a
    for step in answer.steps:
        upward = step.child == here
        here = step.parent if upward else step.child
        yield step, here, upward


def _sentence(session: Session, answer: PathAnswer) -> str:
    a, b = outside(answer.a), outside(answer.b)
    if answer.kinship is Kinship.COMMON_DESCENDANTS:
        sentence = mark("{a} and {b} have no common ancestor, but a common descendant: {heir}.")
        return session.say(sentence, a=a, b=b, heir=outside(_heir(answer)))
    if answer.kinship is Kinship.UNRELATED and not answer.steps:
        return session.say(mark("No chain of known links joins {a} and {b}."), a=a, b=b)
    one, many = _SENTENCES[answer.kinship]
    count = answer.common_total if answer.kinship is Kinship.COMMON_ANCESTORS else len(answer.steps)
    return session.many(count, one, many, a=a, b=b)


def _heir(answer: PathAnswer) -> str:
    """Return the common descendant: the lowest point of the chain."""
    reached = [answer.a, *(where for _, where, upward in _walk(answer) if not upward)]
    return reached[-1]


def _ancestors(session: Session, answer: PathAnswer) -> str:
    names = ", ".join(outside(name) for name in answer.common)
    return session.say(mark("The nearest: {names}."), names=names)
