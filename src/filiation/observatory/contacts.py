"""How publishers can be reached: what their own files say, joined with what our list says of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from filiation.catalog import contacts as catalog
from filiation.catalog.contact_numbers import MOST
from filiation.catalog.edition import Edition
from filiation.errors import NotFound
from filiation.facts.answers import ModelFacts
from filiation.facts.contacts import Contact, Reachability, Whose, aptness
from filiation.facts.rights import ContactKind, Purpose
from filiation.facts.vocabulary import Presence
from filiation.locale import mark
from filiation.observatory import asking
from filiation.observatory.contact_hosts import attributed, forms_checked
from filiation.pictures.places import HUB
from filiation.rights.applicability import applicability
from filiation.rights.publishers import CURATED, Listed, listed

HUB_SOURCE = "hub"
"""The source of what is made from a model's id."""

_NONE: Mapping[str, str] = MappingProxyType({})
_KINDS = tuple(ContactKind)
_WHOSE = tuple(Whose)
_SOURCES = (CURATED, "organization-card", "overview", "card", "license-file", HUB_SOURCE)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalog knows of the publishers that are asked for."""

    numbers: Mapping[str, int]
    contacts: Mapping[int, Sequence[Contact]]
    looked: Mapping[int, catalog.Looked]
    models: Mapping[str, ModelFacts]
    own: Mapping[str, Sequence[Contact]]


def reachabilities(
    edition: Edition, publishers: Sequence[str], *, model: str | None = None, about: Mapping[str, str] = _NONE
) -> dict[str, Reachability]:
    """Return how each of some publishers can be reached, by their names as given; a few questions for all of them.

    `about` names for a publisher the model that it is about: that model's own contacts come first among equals, and
    its public discussion is the last one. `model` says the same of that model's publisher.
    """
    if model is not None:
        about = {**about, model.partition("/")[0]: model}
    known = _known(edition, publishers, about)
    return {name: _reachability(name, known, about.get(name)) for name in publishers}


def contacts(edition: Edition, name: str) -> Reachability:
    """Answer `contacts`: for a publisher, or for the publisher of a model, whose own contacts come first then."""
    publisher, model = _asked(edition, name)
    return reachabilities(edition, [publisher], model=model)[publisher]


def _asked(edition: Edition, name: str) -> tuple[str, str | None]:
    """Return the publisher, and the model, that a name stands for; a host that the catalog lacks may be on our list."""
    if "/" not in name:
        number = edition.number(name, "publisher")
        if number is not None:
            return edition.ids([number], "publisher")[number], None
        entry = listed(name)
        if entry is not None:
            return next(one for one in entry.accounts if one.lower() == name.lower()), None
        if edition.number(name) is None:
            asking.publisher_number(edition, name)  # raises, with near names
    number = asking.model_number(edition, name)
    facts = edition.models([number])[number]
    if facts.publisher is None:
        raise NotFound(
            mark("Nobody is known to publish {model}."),
            mark("Its id names no account. Look at its page on the Hub."),
            model=facts.id,
        )
    return facts.publisher, facts.id


def _known(edition: Edition, publishers: Sequence[str], about: Mapping[str, str]) -> _Known:
    numbers = catalog.publisher_numbers(edition, publishers)
    looked = catalog.looked_at(edition, set(numbers.values()))
    named = {about.get(name) for name in publishers} | {one.model for one in looked.values()}
    of_models = {name: n for name in named if name is not None for n in [edition.number(name)] if n is not None}
    facts = edition.models(set(of_models.values()))
    asked = [of_models[name] for name in set(about.values()) if name in of_models]
    return _Known(
        numbers=numbers,
        contacts=catalog.contacts_of(edition, set(numbers.values())),
        looked=looked,
        models={name: facts[n] for name, n in of_models.items()},
        own=catalog.contacts_in(edition, asked),
    )


def _reachability(name: str, known: _Known, model: str | None) -> Reachability:
    number, entry = known.numbers.get(name), listed(name)
    looked = None if number is None else known.looked.get(number)
    facts = known.models.get(model or "") or (known.models.get(looked.model or "") if looked else None)
    every = () if number is None else known.contacts.get(number, ())
    found = every[:MOST]
    own = known.own.get(facts.id, ()) if facts is not None else ()
    curated = () if entry is None else entry.contacts
    ordered = _ordered((*curated, *own, *found), entry, model)
    return Reachability(
        publisher=name,
        name=entry.name if entry is not None else (looked.full_name if looked else None),
        contacts=(*(one for one in ordered if one.whose is not Whose.OTHER), *_discussion(facts)),
        applicability=applicability(entry),
        read=looked.files if looked else 0,
        unread=max(0, looked.models - looked.cards) if looked else 0,
        others=tuple(one for one in ordered if one.whose is Whose.OTHER),
        more=len(every) > len(found),
    )


def _ordered(found: Iterable[Contact], entry: Listed | None, model: str | None) -> list[Contact]:
    """Return contacts in the order in which to try them, each once: the first, and nearest, that tells it."""
    best: dict[tuple[ContactKind, str], Contact] = {}
    for one in found:
        best.setdefault((one.kind, one.value.lower().rstrip("/")), attributed(one, entry))
    return sorted(forms_checked(tuple(best.values())), key=lambda one: _weight(one, model))


def _weight(one: Contact, model: str | None) -> tuple[int, ...]:
    """Return what sorts contacts: whom it reaches, whether a letter can go there, what for, whose file tells it."""
    return (
        _WHOSE.index(one.whose),
        *aptness(one),
        one.model is None or one.model != model,
        _SOURCES.index(one.source),
        _KINDS.index(one.kind),
    )


def _discussion(facts: ModelFacts | None) -> tuple[Contact, ...]:
    """Return the public discussion of a model that the newest sources hold; it is no place for personal data."""
    if facts is None or facts.publisher is None or facts.gone or facts.presence is not Presence.LISTED:
        return ()
    page = f"{HUB}/{facts.id}/discussions/new"
    return (
        Contact(
            ContactKind.DISCUSSION,
            page,
            Purpose.GENERAL,
            HUB_SOURCE,
            page,
            facts.last_seen,
            public=True,
            model=facts.id,
        ),
    )
