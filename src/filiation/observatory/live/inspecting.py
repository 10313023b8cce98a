"""Reading the files of models: of some, of a family, or in a folder of this machine; and what they say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from filiation.catalog.edition import Edition
from filiation.catalog.kept_files import kept_files
from filiation.catalog.knowledge import one_hub
from filiation.catalog.records import RecordWriter, writing_records
from filiation.catalog.store import Store
from filiation.facts.answers import LinkFacts
from filiation.facts.evidence import Evidence
from filiation.facts.findings import Fault
from filiation.facts.imports import Skipped
from filiation.facts.inspection import FileFault, Inspect, Inspected, Inspection, Origin
from filiation.facts.progress import Report, silent
from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages
from filiation.hub.problems import Problems
from filiation.observatory import profile
from filiation.observatory.building import completed, naming_want
from filiation.observatory.live.harvest import in_service
from filiation.observatory.live.inquiry import Inquiry, inquiring
from filiation.observatory.live.judging import carry_over, names_in, temporary_store
from filiation.observatory.live.keeping import Batch, Gathering, file_row
from filiation.observatory.live.local import LocalModel, read_local
from filiation.observatory.live.members import checked, members_of, plan_of
from filiation.observatory.live.publishing import ask_publishers
from filiation.observatory.live.reaching import Came, Reader, Target, is_held, target_of
from filiation.observatory.live.storing import Files
from filiation.observatory.live.telling import Told

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock

_READ = frozenset((Origin.FETCHED, Origin.LOCAL))
_Judged = tuple[tuple[LinkFacts, ...], Evidence]  # the parents of a model, and why


@dataclass(slots=True)
class _Found:
    """What an inspection has come to so far."""

    models: list[Inspected] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    came: dict[str, list[Came]] = field(default_factory=dict)
    local: list[LocalModel] = field(default_factory=list)
    skipped: Sequence[Skipped] = ()
    name: str | None = None
    edition: str | None = None


def inspect(
    store: Store, wanted: Inspect, hub: "Endpoint", clock: "Clock", report: Report, *, fresh: bool = False
) -> Inspection:
    """Read what is wanted into `store`, put a new edition in service, and tell what the files say."""
    wanted = checked(wanted)
    found = _Found(local=[read_local(folder, wanted.called) for folder in wanted.folders])
    with ExitStack() as stack:
        edition = stack.enter_context(in_service(store))
        ids, left = members_of(edition, wanted)
        if not ids:
            parents = _judged(edition, found, None, clock)
            return _answer(found, None, None, parents, left=0)
        if not wanted.only_tell:
            one_hub(store, hub.url)
        place = stack.enter_context(temporary_store()) if wanted.only_tell else store
        plan = plan_of(wanted, hub.url)
        inquiry = stack.enter_context(inquiring(place, plan, hub, clock, report, fresh=fresh))
        kept = stack.enter_context(kept_files(store))
        reader = Reader(inquiry, kept)
        _read(inquiry, reader, ids, found)
        published = ask_publishers(inquiry, found.targets) if wanted.contacts else None
        gathering = Gathering(inquiry, kept, found.targets, found.came, published)
        if not wanted.only_tell and (gathering.public or _known(edition, gathering.absent)):
            _store(store, gathering, found, report)
            parents = _parents(store, [one.id for one in found.targets])
            parents |= _judged(edition, found, None, clock)
        else:
            parents = _judged(edition, found, gathering, clock)
        answer = _answer(found, inquiry, reader, parents, left=left)
        inquiry.spool.remove()
        return answer


def _known(edition: Edition | None, names: Iterable[str]) -> bool:
    return edition is not None and any(edition.number(name) is not None for name in names)


def _read(inquiry: Inquiry, reader: Reader, ids: Sequence[str], found: _Found) -> None:
    """Ask for the records of all models, and then for the files that are not at hand."""
    inquiry.expected = len(ids)
    found.targets = [target_of(name, inquiry.repository(Kind.MODEL, name)) for name in ids]
    reader.prepare(found.targets)
    inquiry.expected += sum(not is_held(one, reader.lengths) for target in found.targets for one in target.files)
    for target, files in reader.files(found.targets):
        told, came = Told(target.id or target.asked), list[Came]()
        told.add_impossible(target.impossible)
        if not target.within_reach:
            told.faults.append(FileFault(Fault.OUT_OF_REACH, "", "", str(target.access)))
        for one in files:
            told.add(one.file, one.body)
            came.append(replace(one, body=None))
        found.came[target.asked] = came
        found.models.append(_inspected(target, told))


def _inspected(target: Target, told: Told) -> Inspected:
    return Inspected(
        asked=target.asked,
        id=target.id,
        access=target.access,
        revision=target.revision,
        files=tuple(told.files),
        weights=target.weights,
        clues=tuple(told.clues),
        signs=tuple(told.signs),
        faults=tuple(told.faults),
    )


def _store(store: Store, gathering: Gathering, found: _Found, report: Report) -> None:
    """Put all that was read into the store, and a new edition in service."""
    problems, inquiry = Problems(), gathering.inquiry
    url = inquiry.client.endpoint.url
    with naming_want(store), store.writing():
        one_hub(store, url)
        with writing_records(store, inquiry.began.date()) as writer:
            sources = gathering.write(writer, problems, report).sources()
            found.skipped = tuple(problems.summary())
            now = inquiry.clock.now()
            done = completed(store, writer, now, sources, found.skipped, report, source="inspect", endpoint=url)
    found.name, found.edition = done[0].name, done[1]


def _parents(store: Store, ids: Iterable[str | None]) -> dict[str, _Judged]:
    """Return the parents of models as the edition in service has them, each with its evidence."""
    with in_service(store) as edition:
        if edition is None:
            return {}
        numbers = {name: edition.number(name) for name in dict.fromkeys(ids) if name is not None}
        return {
            name: (tuple(edition.parents(n).values()), profile.evidence(edition, n))
            for name, n in numbers.items()
            if n is not None
        }


def _judged(edition: Edition | None, found: _Found, gathering: Gathering | None, clock: "Clock") -> dict[str, _Judged]:
    """Return the parents of what is not stored: of folders, and of all models where nothing is."""
    models = [*([] if gathering is None else found.models), *(one.told for one in found.local)]
    if not any(one.id for one in models):
        return {}
    tables = list(_records(found, gathering))
    now = clock.now()
    with temporary_store() as store, store.writing():
        if edition is not None:
            carry_over(edition, names_in(models, tables), store, now)
        with writing_records(store, now.date()) as writer:
            files = Files(None) if gathering is None else gathering.write(writer, Problems(), silent, whole=True)
            _write_local(writer, files, found.local, now.date())
            completed(store, writer, now, files.sources(), (), silent)
        return _parents(store, [one.id for one in models])


def _records(found: _Found, gathering: Gathering | None) -> Iterator[pa.Table]:
    """Yield the records of all that is judged."""
    bodies = [(one.id, one.record) for one in found.local]
    if gathering is not None:
        again = (gathering.inquiry.again(Kind.MODEL, one.asked) for one in gathering.targets)
        bodies += [(one.asked, one.body) for one in again if one is not None and one.body is not None]
    for name, body in bodies:
        yield from pages.records([(name, body)], Kind.MODEL, Problems())


def _write_local(writer: RecordWriter, files: Files, models: Sequence[LocalModel], day: date) -> None:
    for model in models:
        number = files.number(model.told.asked, str(Kind.MODEL), day)
        for table in pages.records([(model.id, model.record)], Kind.MODEL, Problems()):
            writer.add_records(Kind.MODEL, table, number)
        batch = Batch(writer, number)
        for one in model.came:
            batch.add(file_row(model.id, None, one, one.body))
        batch.flush()


def _answer(
    found: _Found,
    inquiry: Inquiry | None,
    reader: Reader | None,
    parents: Mapping[str, _Judged],
    *,
    left: int,
) -> Inspection:
    models = [*found.models, *(one.told for one in found.local)]
    return Inspection(
        models=tuple(_with_parents(one, parents.get(one.id or "")) for one in models),
        endpoint=None if inquiry is None else inquiry.client.endpoint.url,
        began=None if inquiry is None else inquiry.began,
        requests=0 if inquiry is None else inquiry.client.requests,
        bytes=0 if reader is None else reader.received,
        read=sum(file.origin in _READ and file.fault is None for one in models for file in one.files),
        cached=sum(file.origin is Origin.CACHED for one in models for file in one.files),
        out_of_reach=sum(one.fault is Fault.OUT_OF_REACH for model in models for one in model.faults),
        left=left,
        waited=0.0 if inquiry is None else inquiry.client.waited,
        problems={} if inquiry is None else dict(inquiry.client.faults),
        resumed=inquiry is not None and inquiry.resumed,
        stored=found.name is not None,
        skipped=tuple(found.skipped),
        name=found.name,
        edition=found.edition,
    )


def _with_parents(model: Inspected, judged: _Judged | None) -> Inspected:
    return model if judged is None else replace(model, parents=judged[0], evidence=judged[1])
