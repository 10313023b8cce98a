"""What an import did: files read and dated, records taken and skipped, links and rejections counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from filiation.facts.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Skipped:
    """Records of a file that could not be taken, by reason, with where the first ones stand."""

    reason: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of an import, the day that its records describe, and who told it.

    `dated_by`: the `user`, the `newest record` in the file, or the day of the `import` itself.
    """

    name: str
    seen: date
    dated_by: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """Answer of `import`: what was read, linked and rejected, and why.

    `read` counts records; `new` those whose content was not stored before, `unchanged` the others, `repeated`
    the records of an id that the same import holds again (the newest wins).
    """

    name: str
    files: tuple[FileFacts, ...]
    read: Mapping[Kind, int]
    statements: int
    new: int
    unchanged: int
    repeated: int
    skipped: tuple[Skipped, ...]
    links: Mapping[str, int]
    rejected: Mapping[str, int]
    edition: str
