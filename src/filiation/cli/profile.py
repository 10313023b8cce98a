"""All that is known of one model, for people."""

from collections.abc import Mapping

from filiation.cli.frame import Session
from filiation.cli.output import STYLE, Cell, Piece, outside
from filiation.facts.answers import LinkFacts, ModelFacts, Profile
from filiation.facts.vocabulary import HUB_BEGAN, STATED, Presence, PublisherKind, Relation, Standing
from filiation.locale import mark
from filiation.words.exploration import ACCOUNT
from filiation.words.history import GATED
from filiation.words.reasons import guess
from filiation.words.vocabulary import PRESENCE, RELATION, STANDING, STANDING_MEANS


def draw_profile(session: Session, profile: Profile) -> None:
    """Write a model's indicators, its family, its datasets and where all this was read."""
    screen = session.screen
    screen.line(Cell(outside(profile.model.id), "bold"))
    screen.table([[Cell(name, "dim"), text] for name, text in _indicators(session, profile) if text])
    screen.heading(session.say(mark("Parents: {n}"), n=len(profile.parents)))
    screen.table([link_row(session, link, STANDING_MEANS) for link in profile.parents])
    if profile.parents:
        why = session.say(mark("Why: filiation evidence {model}"), model=outside(profile.model.id))
        screen.line("  ", Cell(why, "dim"))
    children = profile.children
    screen.heading(_headline(session, mark("Children: {n}"), children.total, session.counts(children.by_relation)))
    screen.table([link_row(session, link) for link in children.items])
    if children.total > len(children.items):
        more = session.say(
            mark("and {n} more: filiation descendants {model} --depth 1 --limit 0"),
            n=children.total - len(children.items),
            model=outside(profile.model.id),
        )
        screen.line("  ", Cell(more, "dim"))
    if profile.datasets:
        screen.heading(session.say(mark("Trained on: {n}"), n=len(profile.datasets)))
        screen.table([link_row(session, link) for link in profile.datasets])
    screen.heading(session.say(mark("Whole family")))
    below = session.counts(profile.descendants.by_relation)
    screen.line("  ", session.say(mark("Ancestors: {n}"), n=profile.ancestors.total))
    screen.line("  ", _headline(session, mark("Descendants: {n}"), profile.descendants.total, below))
    _sources(session, profile)


def _headline(session: Session, sentence: str, total: int, counts: str) -> str:
    return session.say(sentence, n=total) + (f" ({counts})" if counts else "")


def _indicators(session: Session, profile: Profile) -> list[tuple[str, str]]:
    """Return what a model is, line by line; an empty text is left out."""
    model, say = profile.model, session.say
    names, gate = [outside(name) for name in model.old_names], GATED.get(model.gated or "")
    return [
        (say(mark("publisher")), _publisher(session, profile)),
        (say(mark("published")), _published(session, model)),
        (say(mark("changed")), session.speech.day(model.modified) if model.modified else ""),
        (say(mark("use")), _use(session, model)),
        (say(mark("task")), outside(model.task or "")),
        (say(mark("library")), outside(model.library or "")),
        (say(mark("license")), outside(model.license or "") or say(mark("not told"))),
        (say(mark("access")), session.translate(gate) if gate else ""),
        (say(mark("disabled")), say(mark("by the Hub: its files are out of reach")) if model.disabled else ""),
        (say(mark("revision")), outside(model.sha or "")),
        (say(mark("old names")), ", ".join(names)),
        (say(mark("new version")), outside(model.new_version or "")),
        (say(mark("presence")), _presence(session, model)),
    ]


def _publisher(session: Session, profile: Profile) -> str:
    if profile.publisher is None:
        return ""
    if profile.publisher.kind is PublisherKind.UNKNOWN:
        return outside(profile.publisher.id)
    return f"{outside(profile.publisher.id)} ({session.translate(ACCOUNT[profile.publisher.kind].name)})"


def _published(session: Session, model: ModelFacts) -> str:
    if model.created is None:
        return ""
    if model.created <= HUB_BEGAN:
        return session.say(mark("on or before {day}, the first day that the Hub tells"), day=HUB_BEGAN)
    return session.speech.day(model.created)


def _use(session: Session, model: ModelFacts) -> str:
    parts = []
    if model.downloads is not None:
        one, many = mark("{n} download in 30 days"), mark("{n} downloads in 30 days")
        parts.append(session.many(model.downloads, one, many))
    if model.likes is not None:
        parts.append(session.many(model.likes, mark("{n} like"), mark("{n} likes")))
    return " · ".join(parts)


def _presence(session: Session, model: ModelFacts) -> str:
    text = session.translate(PRESENCE[model.presence])
    if model.gone and model.presence is Presence.LISTED:
        text = session.say(mark("no longer in the sources"))
    if model.first_seen and model.last_seen:
        first, last = session.speech.day(model.first_seen), session.speech.day(model.last_seen)
        sentence = mark("seen {last}") if first == last else mark("seen from {first} to {last}")
        text += " · " + session.say(sentence, first=first, last=last)
    return text


def link_row(session: Session, link: LinkFacts, standings: Mapping[Standing, str] = STANDING) -> list[Piece]:
    """Return the row of a link, its standing in the words of `standings`."""
    notes = []
    if link.certainty != STATED:
        notes.append(guess(session.speech, link.reason, link.certainty))
    notes += session.presence(link.presence, gone=link.away, withdrawn=link.withdrawn)
    cells: list[Piece] = (
        []
        if link.relation is Relation.TRAINED_ON
        else [Cell(session.translate(RELATION[link.relation]), STYLE[link.relation])]
    )
    return [
        *cells,
        Cell(outside(link.id), "bold"),
        Cell(session.translate(standings[link.standing])),
        Cell("" if link.downloads is None else session.speech.number(link.downloads), right=True),
        Cell(" · ".join(notes), "dim"),
    ]


def _sources(session: Session, profile: Profile) -> None:
    names = ", ".join(f"{outside(one.name)} ({session.speech.day(one.seen)})" for one in profile.sources)
    if names:
        session.screen.heading(session.say(mark("Sources")))
        session.screen.line("  ", names)
