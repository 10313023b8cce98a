"""What belongs to a publisher, and what a dataset went into: publisher, dataset."""

from collections.abc import Sequence

import click

from filiation.cli.frame import Session, command
from filiation.cli.output import Cell, Piece, outside
from filiation.cli.paging import draw_rest, paged
from filiation.facts.answers import Origin, Publisher
from filiation.facts.holdings import (
    DatasetFacts,
    DatasetProfile,
    ExposedModel,
    OwnedDataset,
    OwnedModel,
    PublisherProfile,
)
from filiation.facts.vocabulary import PublisherKind, Standing
from filiation.locale import mark
from filiation.words.exploration import ACCOUNT
from filiation.words.speech import UNKNOWN
from filiation.words.vocabulary import KIND, STANDING

_SECTION = mark("Publishers, datasets, graphs:")
_WORDS = 300  # characters of what an account says of itself
_COUNTED = ("downloads", "parents", "descendants", "models that declare it")


@command(
    "publisher",
    section=_SECTION,
    summary=mark("Tell what a publisher holds, and the families in which its models have a part."),
    examples=(
        ("filiation publisher mistralai", mark("its models, the most used first")),
        ("filiation publisher mistralai --sort descendants --limit 5", mark("the five with the most descendants")),
    ),
)
@click.argument("name", metavar="NAME", help=mark("The publisher, in any case of letters."))
@paged("use", "likes", "created", "id", "descendants")
def publisher(session: Session, name: str, sort: str, limit: int, offset: int) -> None:
    """Run `publisher`."""
    with session.reading() as observatory:
        session.answer(observatory.publisher(name, sort=sort, limit=limit, offset=offset), _draw_publisher)


@command(
    "dataset",
    section=_SECTION,
    summary=mark("List the models that declare a dataset, and those that descend from them."),
    details=mark("Descendants come from a model that declares it; whether they were trained on it too is not told."),
    examples=(
        ("filiation dataset HuggingFaceH4/ultrafeedback_binarized", mark("the most used first")),
        (
            "filiation dataset HuggingFaceH4/ultrafeedback_binarized --sort depth --json",
            mark("those that declare it first, for a program"),
        ),
    ),
)
@click.argument("name", metavar="ID", help=mark("The dataset: owner/name, or an old name of it."))
@paged("use", "likes", "created", "id", "depth")
def dataset(session: Session, name: str, sort: str, limit: int, offset: int) -> None:
    """Run `dataset`."""
    with session.reading() as observatory:
        session.answer(observatory.dataset(name, sort=sort, limit=limit, offset=offset), _draw_dataset)


def _draw_publisher(session: Session, answer: PublisherProfile) -> None:
    screen, say = session.screen, session.say
    screen.line(
        Cell(outside(answer.publisher.id), "bold"), f" ({session.translate(ACCOUNT[answer.publisher.kind].name)})"
    )
    screen.table([[Cell(name, "dim"), text] for name, text in _account(session, answer.publisher) if text])
    one, many = mark("{n} download in 30 days"), mark("{n} downloads in 30 days")
    models = session.many(answer.models, *KIND["model"][1:])
    if answer.gone:
        gone = session.many(answer.gone, mark("{n} more is gone"), mark("{n} more are gone"))
        models = session.say(mark("{models} ({gone})"), models=models, gone=gone)
    holds = (
        models,
        session.many(answer.datasets, *KIND["dataset"][1:]),
        session.many(answer.downloads, one, many),
    )
    screen.table(
        [
            [Cell(say(mark("holds")), "dim"), " · ".join(holds)],
            [Cell(say(mark("models of others that descend from its own")), "dim"), session.speech.number(answer.reach)],
            [Cell(say(mark("models without any relative")), "dim"), session.speech.number(answer.alone)],
        ]
    )
    screen.heading(say(mark("Models: {n}"), n=answer.models))
    heads = (mark("model"), mark("downloads"), mark("published"), mark("license"), mark("parents"), mark("descendants"))
    screen.table([_head(session, heads), *(_owned(session, model) for model in answer.items)])
    draw_rest(session, answer.offset, len(answer.items), answer.models + answer.gone)
    _draw_datasets(session, answer)
    _draw_families(session, answer)
    _draw_sources(session, answer.sources)


def _account(session: Session, publisher: Publisher) -> list[tuple[str, str]]:
    """Return what the Hub says of an account, line by line; an empty text is left out."""
    say = session.say
    if publisher.seen is None:
        return [(say(mark("account")), say(mark("the Hub was not asked about it (filiation update --publishers N)")))]
    day = session.speech.day(publisher.seen)
    if publisher.kind is PublisherKind.UNKNOWN:
        return [(say(mark("account")), say(mark("the Hub shows none of this name (asked on {day})"), day=day))]
    verified = {True: mark("the Hub has verified it"), False: mark("not verified by the Hub")}
    return [
        (say(mark("full name")), outside(publisher.full_name or "")),
        (say(mark("verified")), "" if publisher.verified is None else say(verified[publisher.verified])),
        (say(mark("says of itself")), outside(" ".join((publisher.details or "").split())[:_WORDS])),
        (say(mark("told by the Hub on")), day),
    ]


def _owned(session: Session, model: OwnedModel) -> list[Piece]:
    number = session.speech.number
    return [
        Cell(outside(model.id), "bold"),
        Cell(_count(session, model.downloads), right=True),
        session.speech.day(model.created),
        outside(model.license or UNKNOWN),
        Cell(number(model.parents), right=True),
        Cell(number(model.descendants), right=True),
        Cell(" · ".join(session.presence(model.presence, gone=model.gone)), "dim"),
    ]


def _draw_datasets(session: Session, answer: PublisherProfile) -> None:
    if not answer.dataset_items:
        return
    session.screen.heading(session.say(mark("Datasets: {n}"), n=answer.datasets))
    heads = (mark("dataset"), mark("downloads"), mark("models that declare it"))
    session.screen.table([_head(session, heads), *(_owned_dataset(session, one) for one in answer.dataset_items)])
    _more(session, answer.datasets - len(answer.dataset_items))


def _owned_dataset(session: Session, dataset: OwnedDataset) -> list[Piece]:
    return [
        Cell(outside(dataset.id), "bold"),
        Cell(_count(session, dataset.downloads), right=True),
        Cell(session.speech.number(dataset.models), right=True),
        Cell(" · ".join(session.presence(dataset.presence, gone=dataset.gone)), "dim"),
    ]


def _draw_families(session: Session, answer: PublisherProfile) -> None:
    if not answer.families:
        return
    session.screen.heading(session.say(mark("Families in which its models have a part: {n}"), n=answer.families_total))
    session.screen.table(
        [
            [Cell(outside(family.root), "bold"), session.many(family.models, *KIND["model"][1:])]
            for family in answer.families
        ]
    )
    _more(session, answer.families_total - len(answer.families))


def _more(session: Session, left: int) -> None:
    if left > 0:
        session.screen.line("  ", Cell(session.say(mark("{n} more"), n=left), "dim"))


def _draw_dataset(session: Session, answer: DatasetProfile) -> None:
    screen = session.screen
    screen.line(Cell(outside(answer.dataset.id), "bold"))
    screen.table([[Cell(name, "dim"), text] for name, text in _indicators(session, answer.dataset) if text])
    total = answer.declared_by + answer.descendants
    sentence = session.many(answer.declared_by, mark("{n} model declares it"), mark("{n} models declare it"))
    below = session.many(answer.descendants, mark("{n} model descends"), mark("{n} models descend"))
    text = session.say(mark("{declare}; {descend} from such a model."), declare=sentence, descend=below)
    screen.heading(text)
    if total:
        whose = session.many(answer.publishers, *KIND["publisher"][1:])
        screen.line("  ", Cell(session.say(mark("Together they belong to {publishers}."), publishers=whose), "dim"))
        heads = (mark("links"), mark("model"), mark("downloads"), mark("published"), mark("license"))
        screen.table([_head(session, heads), *(_exposed(session, model) for model in answer.items)])
        draw_rest(session, answer.offset, len(answer.items), total)
    _draw_sources(session, answer.sources)


def _indicators(session: Session, dataset: DatasetFacts) -> list[tuple[str, str]]:
    say, use = session.say, []
    if dataset.downloads is not None:
        one, many = mark("{n} download in 30 days"), mark("{n} downloads in 30 days")
        use.append(session.many(dataset.downloads, one, many))
    if dataset.likes is not None:
        use.append(session.many(dataset.likes, mark("{n} like"), mark("{n} likes")))
    return [
        (say(mark("publisher")), outside(dataset.publisher or "")),
        (say(mark("published")), session.speech.day(dataset.created) if dataset.created else ""),
        (say(mark("changed")), session.speech.day(dataset.modified) if dataset.modified else ""),
        (say(mark("use")), " · ".join(use)),
        (say(mark("license")), outside(dataset.license or "") or say(mark("not told"))),
        (say(mark("old names")), ", ".join(outside(name) for name in dataset.old_names)),
        (say(mark("presence")), " · ".join(session.presence(dataset.presence, gone=dataset.gone))),
    ]


def _exposed(session: Session, model: ExposedModel) -> list[Piece]:
    notes = []
    if model.depth:
        notes.append(session.say(mark("through {model}"), model=outside(model.by)))
    if model.standing is not Standing.DECLARED:
        notes.append(session.translate(STANDING[model.standing]))
    notes += session.presence(model.presence, gone=model.gone)
    return [
        Cell(session.speech.number(model.depth), right=True),
        Cell(outside(model.id), "bold"),
        Cell(_count(session, model.downloads), right=True),
        session.speech.day(model.created),
        outside(model.license or UNKNOWN),
        Cell(" · ".join(notes), "dim"),
    ]


def _head(session: Session, heads: Sequence[str]) -> list[Piece]:
    return [Cell(session.translate(head), "dim", right=head in _COUNTED) for head in heads]


def _count(session: Session, value: int | None) -> str:
    return "" if value is None else session.speech.number(value)


def _draw_sources(session: Session, sources: Sequence[Origin]) -> None:
    names = ", ".join(f"{outside(one.name)} ({session.speech.day(one.seen)})" for one in sources)
    if names:
        session.screen.heading(session.say(mark("Sources")))
        session.screen.line("  ", names)


COMMANDS = (publisher, dataset)
"""The commands of this file, in the order of the help."""
