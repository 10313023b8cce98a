"""Reading the files of a repository: the readers in force, which files they want, and what they find."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from filiation.evidence.files import (
    adapter_config,
    card_blocks,
    card_text,
    conversions,
    gguf_header,
    merge_config,
    model_config,
    pipelines,
    safetensors_header,
    training_records,
)
from filiation.evidence.files.bounded import storable
from filiation.evidence.files.card_subjects import own
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.files.license_names import names_rights
from filiation.facts.findings import Fault, Findings, Unread

FILE_READERS: tuple[FileReader, ...] = (
    card_text.READER,
    card_blocks.READER,
    adapter_config.READER,
    merge_config.READER,
    model_config.READER,
    training_records.ORDERS,
    gguf_header.READER,
    safetensors_header.READER,
    pipelines.READER,
    model_config.BESIDE,
    training_records.STATE,
    training_records.RESULTS,
    *conversions.READERS,
    pipelines.MODULES,
)
"""The readers of files, the most telling first; a new one is a file with a READER and a line here."""

MOST_FILES = 24
"""The most files that are read of one repository."""

LICENSE_BYTES = 64 * KIB
"""The most bytes of a license that are fetched, for who holds the rights and how they can be reached."""

MOST_LICENSES = 2
"""The most licenses and notices that are read of one repository."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to read: its path, and how many bytes of its beginning suffice."""

    path: str
    most: int


def wanted(paths: Iterable[str]) -> tuple[Wanted, ...]:
    """Return the files of a repository that readers want, the most telling first, at most MOST_FILES.

    Of the files that one reader wants, those nearest to the root are taken, and no more than it needs. Licenses come
    last: they tell nothing of parents.
    """
    near = sorted(set(paths), key=lambda path: (path.count("/"), path))
    found: dict[str, int] = {}
    for reader in FILE_READERS:
        for path in [path for path in near if reader.wants(path)][: reader.at_most]:
            found[path] = max(found.get(path, 0), reader.most)
    for path in [path for path in near if names_rights(path)][:MOST_LICENSES]:
        found.setdefault(path, LICENSE_BYTES)
    return tuple(Wanted(path, most) for path, most in found.items())[:MOST_FILES]


def read(path: str, body: bytes, size: int, repository: str) -> Iterator[tuple[FileReader, Findings]]:
    """Yield what each reader finds in one file of a repository, of which `body` is the whole or the beginning.

    A card that speaks of several models speaks for the repository only where it is about that. A reader that fails
    has a fault that names its error: one strange file must not end a build, nor an inspection.
    """
    for reader in FILE_READERS:
        if reader.wants(path):
            yield reader, _found(reader, body, size, repository)


def _found(reader: FileReader, body: bytes, size: int, repository: str) -> Findings:
    try:
        found = storable(reader.read(body[: reader.most], size))
        return replace(found, clues=own(found.clues, repository)) if reader is card_text.READER else found
    except Exception as error:  # noqa: BLE001 (what a stranger's file does to a reader is the matter of that file)
        return Findings(faults=(Unread(Fault.WRONG_SHAPE, detail=type(error).__name__),))
