"""What the imports of a store tell together: of which Hub they are, and up to when everything is known."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from filiation.catalog.manifests import Manifest, SourceFile, manifest_of
from filiation.catalog.store import Store, import_number
from filiation.errors import WrongUse
from filiation.facts.vocabulary import Kind
from filiation.locale import mark


def one_hub(store: Store, endpoint: str) -> None:
    """Raise WrongUse where the store holds records of another Hub."""
    for manifest in _manifests(store):
        if manifest.endpoint is not None and manifest.endpoint != endpoint:
            raise WrongUse(
                mark("The store in {path} holds what was read from {known}, not from {endpoint}."),
                mark("Name another folder for the other Hub, with --store."),
                path=str(store.folder),
                known=manifest.endpoint,
                endpoint=endpoint,
            )


def newest_import(store: Store) -> int:
    """Return the number of the newest import; 0 where there is none."""
    return max(map(import_number, store.imports()), default=0)


def newest_reading(store: Store, endpoint: str) -> date | None:
    """Return the newest day on which the Hub itself was read; None where it was not."""
    days = [file.latest for one in _manifests(store) if one.endpoint == endpoint for file in one.files]
    return max(days, default=None)


def dated_after(store: Store, day: date) -> tuple[str, ...]:
    """Return the names of the imports of files that were said to describe a day after `day`."""
    told = [one for one in _manifests(store) if one.endpoint is None]
    return tuple(one.name for one in told if any(file.seen > day for file in one.files))


def known_until(store: Store, kind: Kind) -> Sequence[datetime]:
    """Return the moments up to which all changes of a kind are known, as the imports tell, the newest first."""
    files = [(one, file) for one in _manifests(store) for file in one.files if file.kind == kind]
    return sorted({moment for one in files if (moment := _until(*one)) is not None}, reverse=True)


def _manifests(store: Store) -> Iterator[Manifest]:
    return map(manifest_of, store.imports())


def _until(manifest: Manifest, file: SourceFile) -> datetime | None:
    """Return what a file tells; a list of names read from the Hub is complete, and tells nothing of what changed."""
    if file.until is not None or manifest.endpoint is not None:
        return file.until
    return datetime.combine(file.seen, time(), UTC) if file.complete else None
