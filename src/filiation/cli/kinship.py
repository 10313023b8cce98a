"""How two models are related, in a sentence and as a chain of links."""

from filiation.cli.frame import Session
from filiation.cli.output import STYLE, Cell, outside
from filiation.facts.answers import Kinship, PathAnswer
from filiation.locale import mark
from filiation.words.kinship import steps, told
from filiation.words.reasons import deduced
from filiation.words.vocabulary import RELATION, STANDING


def draw_path(session: Session, answer: PathAnswer) -> None:
    """Write how two models are related, then the chain of links from one to the other."""
    screen = session.screen
    kin = told(answer)
    names = {place: outside(name) for place, name in kin.models.items()}
    screen.text(session.many(kin.count, kin.one, kin.many, **names))
    if answer.kinship is Kinship.COMMON_ANCESTORS:
        screen.text(_ancestors(session, answer))
    if not answer.steps:
        return
    screen.line()
    screen.line("  ", Cell(outside(answer.a), "bold"))
    for reached in steps(answer):
        arrow, relation = "▲" if reached.upward else "▼", session.translate(RELATION[reached.step.relation])
        sure = deduced(session.speech, reached.step.certainty)
        standing = session.translate(STANDING[reached.step.standing]) + (f" · {sure}" if sure else "")
        screen.line("  ", f"{arrow} ", Cell(relation, STYLE[reached.step.relation]), Cell(f"  {standing}", "dim"))
        screen.line("  ", Cell(outside(reached.id), "bold"))
    screen.line()
    screen.line(Cell(session.say(mark("▲ up to a parent, ▼ down to a child")), "dim"))


def _ancestors(session: Session, answer: PathAnswer) -> str:
    names = ", ".join(outside(name) for name in answer.common)
    return session.say(mark("The nearest: {names}."), names=names)
