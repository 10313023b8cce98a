"""What the live Hub says of one model at this moment, beside what the store holds of it."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from filiation.catalog.edition import Edition
from filiation.catalog.readings import told_by
from filiation.errors import WrongUse
from filiation.facts.answers import ModelFacts
from filiation.facts.evidence import LinkEvidence
from filiation.facts.history import Change, ChangeKind
from filiation.facts.live import Access, Live
from filiation.facts.vocabulary import Kind, Presence, Relation, Source
from filiation.hub.listing import valid_id
from filiation.hub.live import pages
from filiation.hub.live.client import Client
from filiation.hub.live.repository import Repository, read_repository
from filiation.hub.problems import Problems
from filiation.locale import mark
from filiation.observatory import profile

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock
    from filiation.hub.live.wire import Patience


def live(
    edition: Edition | None, model: str, hub: "Endpoint", clock: "Clock", patience: "Patience | None" = None
) -> Live:
    """Ask the Hub for one model and its files; `edition` is compared with (None: nothing is)."""
    if not valid_id(model):
        raise WrongUse(
            mark("{name} can be no name on the Hub."),
            mark("A model is written owner/name, an author owner."),
            name=model[:200],
        )
    with Client(hub, clock=clock, patience=patience) as client:
        found = read_repository(client, Kind.MODEL, model)
    row = _row(found)
    return Live(
        asked=model,
        id=found.id,
        endpoint=hub.url,
        read=found.moment,
        access=found.access,
        modified=found.modified,
        sha=found.sha,
        license=row.get("license"),
        gated=found.gated,
        downloads=found.downloads,
        likes=found.likes,
        parents=found.parents,
        datasets=found.datasets,
        files=found.files,
        differences=None if edition is None else _differences(edition, found, row),
    )


def _row(found: Repository) -> dict[str, Any]:
    """Return the record of what was found, as an import would read it; empty where the Hub shows none."""
    if found.body is None:
        return {}
    tables = pages.records([(found.asked, found.body)], Kind.MODEL, Problems())
    return next((row for table in tables for row in told_by(table)), {})


def _differences(edition: Edition, found: Repository, row: dict[str, Any]) -> tuple[Change, ...] | None:
    """Return what the Hub says otherwise than the store's newest reading; None where the store holds no reading."""
    number = next((n for n in map(edition.number, filter(None, (found.asked, found.id))) if n is not None), None)
    if number is None:
        return None
    model = edition.models([number])[number]
    if model.presence is not Presence.LISTED:
        return None
    since, seen = model.last_seen, found.moment.date()
    if found.id is None:
        return tuple(_out_of_sight(model, found.access, since, seen))
    values = list(_values(model, found, row, since, seen)) if row else []
    return (*values, *_relatives(edition, number, found, since, seen)) if row else tuple(values)


def _out_of_sight(model: ModelFacts, access: Access, since: date | None, seen: date) -> Iterator[Change]:
    """Yield what differs where the Hub shows nothing of a model: what it disabled is still there."""
    if access is Access.NOT_PUBLIC and not model.gone:
        yield Change(ChangeKind.GONE, since, seen)
    if access is Access.DISABLED and not model.disabled:
        yield Change(ChangeKind.DISABLED, since, seen, _flag(value=False), _flag(value=True))


def _flag(*, value: bool) -> str:
    return str(value).lower()


def _disabled(model: ModelFacts, row: dict[str, Any]) -> bool:
    told = row.get("disabled")
    return bool(model.disabled if told is None else told)


def _values(
    model: ModelFacts, found: Repository, row: dict[str, Any], since: date | None, seen: date
) -> Iterator[Change]:
    if model.gone:
        yield Change(ChangeKind.RETURNED, since, seen)
    told = (
        (ChangeKind.RENAMED, model.id, found.id),
        (ChangeKind.LICENSE, model.license, row.get("license")),
        (ChangeKind.GATED, model.gated, row.get("gated") or model.gated),
        (ChangeKind.TASK, model.task, row.get("task")),
        (ChangeKind.LIBRARY, model.library, row.get("library")),
        (ChangeKind.NEW_VERSION, model.new_version, row.get("new_version")),
        (ChangeKind.DISABLED, _flag(value=bool(model.disabled)), _flag(value=_disabled(model, row))),
    )
    for kind, before, after in told:
        if before != after and not (kind is ChangeKind.GATED and before is None and after == "false"):
            yield Change(kind, since, seen, before, after)


def _relatives(edition: Edition, number: int, found: Repository, since: date | None, seen: date) -> Iterator[Change]:
    """Compare the parents and datasets in the Hub's tags with those of the store.

    What the store knows from elsewhere only (a card, a statement) is not missed where the tags lack it.
    """
    links = profile.evidence(edition, number).links
    for target, added, removed, named in (
        ("model", ChangeKind.PARENT_ADDED, ChangeKind.PARENT_REMOVED, [name for name, _ in found.parents]),
        ("dataset", ChangeKind.DATASET_ADDED, ChangeKind.DATASET_REMOVED, list(found.datasets)),
    ):
        stored = [one for one in links if (one.relation is Relation.TRAINED_ON) == (target == "dataset")]
        known = {one.parent.casefold() for one in stored if not one.withdrawn}
        now = {_called(edition, name, target).casefold(): name for name in named}
        for name, shown in now.items():
            if name not in known and name != (found.id or "").casefold():
                yield Change(added, since, seen, after=shown, other=shown)
        for one in stored:
            if one.parent.casefold() not in now and _tagged(one):
                yield Change(removed, since, seen, before=one.parent, other=one.parent)


def _called(edition: Edition, name: str, target: str) -> str:
    """Return the name under which the store holds what is called so."""
    number = edition.number(name) if target == "model" else None
    return name if number is None else edition.ids([number])[number]


def _tagged(link: LinkEvidence) -> bool:
    return any(clue.source is Source.HUB_TAG and not clue.gone and clue.supports for clue in link.clues)
