"""Lists of ancestors or descendants, for people."""

from filiation.cli.frame import Session
from filiation.cli.output import STYLE, Cell, Piece, outside
from filiation.cli.tallies import most
from filiation.facts.answers import Direction, Relative, Relatives
from filiation.facts.vocabulary import Standing
from filiation.locale import mark
from filiation.words.reasons import deduced
from filiation.words.vocabulary import RELATION, STANDING


def draw_relatives(session: Session, answer: Relatives) -> None:
    """Write how many relatives there are, of which sorts, and one page of them."""
    screen = session.screen
    screen.line(Cell(_title(session, answer), "bold"))
    if not answer.total:
        return
    _sorts(session, answer)
    screen.line()
    heads = [mark("links"), mark("relation"), mark("model"), mark("downloads"), mark("published"), mark("license")]
    header: list[Piece] = [Cell(session.translate(head), "dim", head == "downloads") for head in heads]
    screen.table([header, *(_row(session, one, answer.model) for one in answer.items)])
    _more(session, answer)


def _title(session: Session, answer: Relatives) -> str:
    sentences = {
        Direction.ANCESTORS: (mark("{n} ancestor of {model}"), mark("{n} ancestors of {model}")),
        Direction.DESCENDANTS: (mark("{n} descendant of {model}"), mark("{n} descendants of {model}")),
    }
    return session.many(answer.total, *sentences[answer.direction], model=outside(answer.model))


def _sorts(session: Session, answer: Relatives) -> None:
    number = session.speech.number
    rows = [[session.say(mark("relations")), session.counts(answer.by_relation)]]
    generations = [f"{depth}: {number(n)}" for depth, n in answer.by_depth.items()]
    rows.append([session.say(mark("links away")), " · ".join(generations)])
    if answer.by_publisher is not None and answer.publishers is not None:
        rows.append([session.say(mark("publishers")), most(session, answer.by_publisher, answer.publishers)])
    if answer.by_license is not None and answer.licenses is not None:
        rows.append([session.say(mark("licenses")), most(session, answer.by_license, answer.licenses)])
    session.screen.table([[Cell(name, "dim"), text] for name, text in rows])


def _row(session: Session, one: Relative, model: str) -> list[Piece]:
    notes = []
    if one.via != model:
        notes.append(session.say(mark("through {model}"), model=outside(one.via)))
    if one.standing is not Standing.DECLARED:
        notes.append(session.translate(STANDING[one.standing]))
    notes += filter(None, [deduced(session.speech, one.certainty)])
    notes += session.presence(one.presence, gone=one.gone)
    return [
        Cell(session.speech.number(one.depth), right=True),
        Cell(session.translate(RELATION[one.relation]), STYLE[one.relation]),
        Cell(outside(one.id), "bold"),
        Cell("" if one.downloads is None else session.speech.number(one.downloads), right=True),
        session.speech.day(one.created),
        outside(one.license or "–"),
        Cell(" · ".join(notes), "dim"),
    ]


def _more(session: Session, answer: Relatives) -> None:
    first, last = answer.offset + 1, answer.offset + len(answer.items)
    if len(answer.items) == answer.total:
        return
    session.screen.line()
    if not answer.items:
        session.screen.text(session.say(mark("None is left at offset {offset}."), offset=answer.offset))
        return
    text = session.say(mark("{first} to {last} of {total}."), first=first, last=last, total=answer.total)
    if last < answer.total:
        text += " " + session.say(mark("The next ones: --offset {last}; all of them: --limit 0"), last=str(last))
    session.screen.line(Cell(text, "dim"))
