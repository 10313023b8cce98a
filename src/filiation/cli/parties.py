"""To whom to write about what a model remembers: parties."""

import click

from filiation.cli.frame import Session, command
from filiation.cli.kinds import Whole
from filiation.cli.output import Cell, Piece, outside
from filiation.cli.paging import draw_rest
from filiation.facts.parties import Parties, Party, PartyModel
from filiation.facts.rights import MEMORIES
from filiation.facts.vocabulary import Standing
from filiation.locale import mark
from filiation.words import parties as words
from filiation.words.vocabulary import KIND, STANDING

_SHOWN = 3  # models of one of the first parties


@command(
    "parties",
    section=mark("Rights:"),
    summary=mark("Tell to whom to write about what a model says of you: publishers, in order, and why."),
    details=mark(
        "First the publisher of the model, whoever may have brought the data in, and the host; then the publishers of "
        "models that come from it, those with the surest memory first. A relation makes it more or less likely that a "
        "model holds what another has memorized; only a test shows it. A publisher is presumed, never known, to decide "
        "why and how data are used."
    ),
    examples=(
        ("filiation parties mistralai/Mistral-7B-v0.1", mark("all who may have to answer for a model")),
        ("filiation parties mistralai/Mistral-7B-v0.1 --publisher TheBloke", mark("one of them, with all its models")),
        (
            (
                "filiation parties teknium/OpenHermes-2.5-Mistral-7B --repeats teknium/OpenHermes-2.5-Mistral-7B "
                "--silent mistralai/Mistral-7B-v0.1"
            ),
            mark("after tests: the model repeats it, the one from which it was made does not"),
        ),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model: owner/name, or an old name of it."))
@click.option(
    "--publisher", metavar="NAME", help=mark("Only this one, with all its models (unknown: those of nobody).")
)
@click.option("--repeats", metavar="ID", multiple=True, help=mark("A model that was seen to say it; may be repeated."))
@click.option("--silent", metavar="ID", multiple=True, help=mark("A model that did not say it; may be repeated."))
@click.option("--offset", type=Whole(0), default=0, help=mark("How many to pass over."))
@click.option("--limit", type=Whole(0), default=20, help=mark("How many to list; 0 lists all."))
def parties(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    model: str,
    publisher: str | None,
    *,
    repeats: tuple[str, ...],
    silent: tuple[str, ...],
    limit: int,
    offset: int,
) -> None:
    """Run `parties`."""
    with session.reading() as observatory:
        answer = observatory.parties(
            model, repeats=repeats, silent=silent, publisher=publisher, limit=limit, offset=offset
        )
    session.answer(answer, _draw_party if publisher is not None else draw_parties)


def draw_parties(session: Session, answer: Parties) -> None:
    """Write to whom to write first, through whom most is reached, and one page of the other publishers."""
    screen, say = session.screen, session.say
    screen.line(Cell(say(mark("To whom to write about {model}"), model=outside(answer.model)), "bold"))
    screen.text(words.summary(session.speech, answer))
    if answer.entry is not None:
        screen.text(outside(words.entry(session.speech, answer.entry)))
    screen.heading(say(mark("First")))
    for party in answer.first:
        _draw_first(session, party)
    if not answer.total:
        return
    _draw_memories(session, answer)
    _draw_relays(session, answer)
    screen.heading(say(mark("Publishers of models that come from it: {n}"), n=answer.total))
    heads = [mark("publisher"), mark("models"), *(words.MEMORY[word] for word in MEMORIES)]
    header: list[Piece] = [Cell(say(head), "dim", place > 0) for place, head in enumerate(heads)]
    ends: list[Piece] = [Cell(say(mark("reaches")), "dim", right=True), Cell(say(mark("contact")), "dim")]
    screen.table([[*header, *ends], *(_row(session, party) for party in answer.items)])
    draw_rest(session, answer.offset, len(answer.items), answer.total)


def _draw_party(session: Session, answer: Parties) -> None:
    """Write one party with all its models."""
    for party in (*answer.first, *answer.items):
        _draw_name(session, party)
        for reason in words.reasons(session.speech, party):
            session.screen.text(f"  {reason}")
        session.screen.table([_model(session, item) for item in party.items])


def _draw_first(session: Session, party: Party) -> None:
    screen = session.screen
    _draw_name(session, party)
    screen.text(f"    {words.reasons(session.speech, party)[0]}")
    if party.brought_in:
        screen.text(f"    {session.say(mark('As far as the tests go, the data came in here.'))}")
    screen.table([_model(session, item) for item in party.items[:_SHOWN]], 4)
    left = party.total - min(len(party.items), _SHOWN)
    if left and party.publisher:
        sentence = mark("and {n} more: --publisher {publisher}")
        screen.line("    ", Cell(session.say(sentence, n=left, publisher=outside(party.publisher)), "dim"))


def _draw_name(session: Session, party: Party) -> None:
    name = outside(party.publisher) if party.publisher else session.say(mark("unknown publisher"))
    roles = " · ".join(session.translate(words.ROLE[role]) for role in party.roles)
    found = outside(words.contact(session.speech, party.reachability))
    session.screen.line("  ", Cell(name, "bold"), f"  {roles}  ", Cell(found, "dim"))


def _draw_memories(session: Session, answer: Parties) -> None:
    """Write how surely the descendants hold the memory, each degree explained where it stands."""
    screen = session.screen
    screen.heading(session.say(mark("How surely they hold what the model memorized")))
    for word in MEMORIES:
        if word in answer.by_memory:
            n, name = session.speech.number(answer.by_memory[word]), session.translate(words.MEMORY[word])
            screen.line("  ", Cell(f"{n} · {name}", "bold"))
            screen.text(f"    {session.translate(words.MEMORY_MEANS[word])}")


def _draw_relays(session: Session, answer: Parties) -> None:
    told = words.relayed(session.speech, answer)
    if told is None:
        return
    screen = session.screen
    screen.heading(session.say(mark("The few who reach most")))
    screen.text(f"  {told}")
    percent = session.speech.percent
    chosen = words.few(answer)
    screen.table([[Cell(outside(one.publisher), "bold"), Cell(percent(one.share), right=True)] for one in chosen])


def _row(session: Session, party: Party) -> list[Piece]:
    number = session.speech.number
    by_memory: list[Piece] = [Cell(number(party.by_memory.get(word, 0)), right=True) for word in MEMORIES]
    return [
        Cell(outside(party.publisher or ""), "bold"),
        Cell(number(party.total), right=True),
        *by_memory,
        Cell(number(party.reaches), right=True),
        outside(words.contact(session.speech, party.reachability)),
    ]


def _model(session: Session, item: PartyModel) -> list[Piece]:
    notes = [] if item.standing in (None, Standing.DECLARED) else [session.translate(STANDING[item.standing])]
    notes += filter(None, [words.tested(session.speech, item)])
    notes += session.presence(item.presence, gone=item.gone)
    return [
        Cell(outside(item.id), "bold"),
        session.translate(KIND[item.kind][0]),
        words.way(session.speech, item),
        Cell(session.translate(words.MEMORY[item.memory]), "dim"),
        Cell(" · ".join(notes), "dim"),
    ]


COMMANDS = (parties,)
"""The commands of this file, in the order of the help."""
