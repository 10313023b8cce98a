"""What the files of models say, for people."""

from collections.abc import Iterator, Sequence

from filiation.cli.forecast import size
from filiation.cli.frame import Session
from filiation.cli.output import Cell, Piece, outside
from filiation.cli.profile import link_row
from filiation.facts.answers import LinkFacts
from filiation.facts.evidence import Evidence
from filiation.facts.inspection import FileClue, FileFault, FileSign, Inspected, Inspection, Origin, ReadFile
from filiation.facts.live import Access
from filiation.facts.vocabulary import Rejection
from filiation.locale import mark
from filiation.words.grounds import FAULT, SIGN, steps, why_not
from filiation.words.live import ACCESS
from filiation.words.places import fault_detail, place, sign_detail
from filiation.words.vocabulary import RELATION, SOURCE, STANDING_MEANS, source_words

_IN_FULL = 20  # models; of more of them, each has one line
_LONGEST = 300  # of what is written in a clue; JSON has it whole

_ORIGIN = {
    Origin.FETCHED: mark("fetched"),
    Origin.CACHED: mark("in the store already"),
    Origin.LOCAL: mark("on this machine"),
    Origin.LISTED: mark("not read"),
}


def draw_inspection(session: Session, answer: Inspection) -> None:
    """Write what the files of some models say, and what it took to read them."""
    if len(answer.models) <= _IN_FULL:
        for model in answer.models:
            _draw_model(session, model)
            session.screen.line()
    else:
        session.screen.table([_row(session, model) for model in answer.models], indent=0)
        session.screen.line()
    for line in _took(session, answer):
        session.screen.text(line)


def _draw_model(session: Session, model: Inspected) -> None:
    screen = session.screen
    screen.line(Cell(outside(model.id or model.asked), "bold"))
    screen.table([[line] for line in _about(session, model)])
    if model.files:
        screen.heading(session.say(mark("Files")))
        screen.table([_file(session, file) for file in model.files])
    if model.clues:
        screen.heading(session.say(mark("What they say")))
        for clue in model.clues:
            _clue(session, clue)
    if model.signs:
        screen.heading(session.say(mark("What they show of its making")))
        screen.table([_sign(session, sign) for sign in model.signs])
    if model.faults:
        screen.heading(session.say(mark("What could not be read")))
        screen.table([_fault(session, fault) for fault in model.faults])
    if model.parents is not None:
        _parents(session, model.parents, model.evidence)


def _parents(session: Session, parents: Sequence[LinkFacts], evidence: Evidence | None) -> None:
    """Write the parents, each with the steps by which its link was made, and what was no parent, with its reason."""
    screen = session.screen
    screen.heading(session.say(mark("Parents: {n}"), n=len(parents)))
    made = {} if evidence is None else {link.parent: link for link in evidence.links}
    for parent in parents:
        screen.table([link_row(session, parent, STANDING_MEANS)])
        if parent.id in made:
            for number, step in enumerate(steps(session.speech, made[parent.id]), 1):
                screen.line("    ", Cell(f"{number}. ", "dim"), step)
    refused = [one for one in (evidence.rejected if evidence else ()) if one.reason is not Rejection.UNREADABLE]
    if refused:
        screen.heading(session.say(mark("Written as a parent, but could not be taken for one")))
    for one in refused:
        _quoted(session, one.raw)
        where = place(session.speech, one.location)
        screen.line("      ", session.translate(source_words(one.source, one.location)), " · ", outside(where))
        screen.line("      ", why_not(session.speech, one))


def _about(session: Session, model: Inspected) -> Iterator[str]:
    if model.id is not None and model.id != model.asked:
        yield session.say(mark("asked for as {name}"), name=outside(model.asked))
    if model.access is not None and model.access is not Access.PUBLIC:
        yield session.translate(ACCESS[model.access])
    if model.revision is not None:
        yield session.say(mark("at the revision {sha}"), sha=outside(model.revision))
    if model.weights:
        yield session.many(model.weights, mark("{n} file of weights"), mark("{n} files of weights"))


def _file(session: Session, file: ReadFile) -> list[Piece]:
    whole = session.say(mark("of {size}"), size=size(session, file.size)) if file.size not in (None, file.read) else ""
    how = FAULT[file.fault] if file.fault is not None else _ORIGIN[file.origin]
    read = "" if file.fault is not None else size(session, file.read)
    return [outside(file.path), Cell(read, right=True), Cell(whole, "dim"), Cell(session.translate(how), "dim")]


def _clue(session: Session, clue: FileClue) -> None:
    pieces: list[Piece] = [session.translate(SOURCE[clue.source]), " · ", _place(session, clue.path, clue.location)]
    if clue.relation is not None:
        pieces += [" · ", session.translate(RELATION[clue.relation])]
    if clue.revision is not None:
        pieces += [" · ", session.say(mark("at the revision {sha}"), sha=outside(clue.revision))]
    session.screen.line("  ", *pieces)
    _quoted(session, clue.raw)


def _quoted(session: Session, raw: str) -> None:
    text = raw if len(raw) <= _LONGEST else raw[:_LONGEST] + "…"
    session.screen.line("    ", session.say(mark("“{text}”"), text=outside(text)))


def _sign(session: Session, sign: FileSign) -> list[Piece]:
    where, detail = _place(session, sign.path, sign.location), sign_detail(session.speech, sign.detail)
    return [session.translate(SIGN[sign.sign]), outside(detail), Cell(where, "dim")]


def _fault(session: Session, fault: FileFault) -> list[Piece]:
    where = _place(session, fault.path, fault.location) or session.say(mark("the whole model"))
    detail = fault_detail(session.speech, fault.fault, fault.detail)
    return [where, session.translate(FAULT[fault.fault]), Cell(outside(detail), "dim")]


def _place(session: Session, path: str, location: str) -> str:
    return outside(f"{path}: {place(session.speech, location)}" if location else path)


def _row(session: Session, model: Inspected) -> list[Piece]:
    """Return one of many models in one line."""
    read = sum(file.fault is None for file in model.files)
    told = [
        session.many(read, mark("{n} file"), mark("{n} files")),
        session.many(len(model.clues), mark("{n} clue"), mark("{n} clues")),
        session.many(len(model.parents or ()), mark("{n} parent"), mark("{n} parents")),
    ]
    if model.faults:
        told.append(session.many(len(model.faults), mark("{n} place unread"), mark("{n} places unread")))
    return [Cell(outside(model.id or model.asked), "bold"), *told]


def _took(session: Session, answer: Inspection) -> Iterator[str]:
    """Yield what it took, and where it is now."""
    if answer.endpoint is not None:
        read = [
            session.many(answer.requests, mark("{n} request"), mark("{n} requests")),
            session.say(mark("{size} of files"), size=size(session, answer.bytes)),
            session.many(answer.read, mark("{n} file read"), mark("{n} files read")),
            session.say(mark("{n} in the store already"), n=answer.cached),
            session.say(mark("{n} out of reach"), n=answer.out_of_reach),
        ]
        if answer.resumed:
            read.append(session.say(mark("going on from an earlier run")))
        yield " · ".join(read)
    if answer.waited >= 1:
        yield session.say(mark("{n} s were spent waiting, as the Hub wants it"), n=round(answer.waited))
    if answer.left:
        one = mark("{n} member of the family was left out; --limit reads more.")
        yield session.many(answer.left, one, mark("{n} members of the family were left out; --limit reads more."))
    if answer.stored:
        sentence = mark("Stored as {name}; edition {edition} is in service.")
        yield session.say(sentence, name=answer.name, edition=answer.edition)
    else:
        yield session.say(mark("Nothing was stored."))
