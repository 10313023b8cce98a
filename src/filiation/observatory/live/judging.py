"""Parents of models that are not in the store: a small edition of them alone, with their relatives as known."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from filiation.catalog.edition import Edition
from filiation.catalog.manifests import SourceFile
from filiation.catalog.records import finish, writing_records
from filiation.catalog.store import Store
from filiation.evidence.names import parse
from filiation.facts.answers import LinkFacts, ModelFacts
from filiation.facts.inspection import Inspected
from filiation.facts.vocabulary import Kind, Presence, Relation
from filiation.genealogy.walks import ancestors
from filiation.hub.live import pages
from filiation.hub.problems import Problems

_MOST = 2_000  # relatives that are carried over, and names that are looked up
_HUBS = frozenset((Relation.FINETUNE, Relation.ADAPTER, Relation.QUANTIZED, Relation.MERGE))
_FINDS = 5


@contextmanager
def temporary_store() -> Iterator[Store]:
    """Yield an empty store that is removed in the end."""
    with TemporaryDirectory(prefix="filiation-") as folder:
        yield Store(Path(folder) / "store")


def carry_over(edition: Edition, names: Iterable[str], store: Store, now: datetime) -> None:
    """Write into `store`, held for writing, what an edition knows of the models with these names and their ancestors.

    The names are as people write them where an id belongs.
    """
    numbers = _numbers(edition, names)
    known = edition.models(numbers)
    there = [number for number in numbers if known[number].presence is Presence.LISTED and not known[number].gone]
    records = [_record(edition, number, known[number]) for number in there]
    if not records:
        return
    with writing_records(store, now.date()) as writer:
        tables = pages.records([("catalog", msgspec.json.encode(records))], Kind.MODEL, Problems())
        for table in tables:
            writer.add_records(Kind.MODEL, table, 0)
        finish(writer, now, [_source("catalog", edition, now)], ())
        writer.settle()


def _source(name: str, edition: Edition, now: datetime) -> SourceFile:
    day = min(edition.day() or now.date(), now.date())
    return SourceFile(name=name, bytes=0, kind="model", seen=day, latest=day, dated_by="hub", complete=False)


def _numbers(edition: Edition, names: Iterable[str]) -> list[int]:
    found: set[int] = set()
    for name in list(dict.fromkeys(names))[:_MOST]:
        found.update(_called(edition, name))
    graph = edition.graph
    above = [ancestors(graph, number).nodes for number in sorted(found)]
    reached = np.unique(np.concatenate(above)).tolist() if above else []
    return sorted(found.union(reached[:_MOST]))


def _called(edition: Edition, written: str) -> Iterator[int]:
    """Yield the numbers of the models that may be meant by what is written."""
    for name in parse(written):
        candidate = name.candidate
        if candidate is None:
            continue
        number = edition.number(candidate)
        if number is not None:
            yield number
        elif "/" not in candidate:
            yield from _bare(edition, candidate)


def _bare(edition: Edition, name: str) -> Iterator[int]:
    """Yield the models of any owner that have this name."""
    from filiation.observatory import asking

    for hit in edition.search.find(name, kinds=asking.finds_asked(["model"]), limit=_FINDS):
        if hit.name.rpartition("/")[2].casefold() == name.casefold():
            yield hit.number


def _record(edition: Edition, number: int, model: ModelFacts) -> dict[str, Any]:
    """Return what an edition knows of a model, as the Hub would write it."""
    told: dict[str, Any] = {"id": model.id, "tags": list(_tags(edition.parents(number).values()))}
    if model.created is not None:
        told["createdAt"] = f"{model.created.isoformat()}T00:00:00.000Z"
    told |= {"pipeline_tag": model.task} if model.task else {}
    return told | ({"library_name": model.library} if model.library else {})


def _tags(parents: Iterable[LinkFacts]) -> Iterator[str]:
    for parent in parents:
        if parent.presence is Presence.OUTSIDE or parent.gone:
            continue
        yield f"base_model:{parent.id}"
        if parent.relation in _HUBS:
            yield f"base_model:{parent.relation}:{parent.id}"


def names_in(models: Sequence[Inspected], records: Iterable[pa.Table]) -> list[str]:
    """Return all that is written where a parent's id belongs, in files and in records, and the models' own ids."""
    found = [one.id for one in models if one.id is not None]
    found += [clue.named or clue.raw for one in models for clue in one.clues if clue.target is Kind.MODEL]
    for table in records:
        for tags, card in zip(table.column("tags").to_pylist(), table.column("card").to_pylist(), strict=True):
            found += [tag.rpartition(":")[2] for tag in tags or () if tag.startswith("base_model:")]
            found += _stated(card)
    return found


def _stated(card: str | None) -> list[str]:
    try:
        told = msgspec.json.decode(card or "{}", type=dict[str, Any]).get("base_model")
    except (msgspec.DecodeError, RecursionError):
        return []
    return [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, str)]
