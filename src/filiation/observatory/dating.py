"""Which day a file of records describes: the user's word, or what its records tell.

A record cannot have been read before the newest day that it names, so that day is the earliest on which a file was
read: it is what the store says of it. Which of two readings is newer is another question: a long listing was read
on the day of its newest record (the Hub gets thousands of new models a day), but a single record may have been read
at any time up to its import. Hence `latest`, the last day on which a file can have been read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import msgspec

from filiation.catalog.manifests import SourceFile

_LISTING = 10_000  # records from which on the newest of them dates a file to the day


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read of a file: what its records are, how many, and the newest day among them."""

    file: Path
    kind: str
    records: int
    newest: date | None


def dated(contents: Contents, given: date | None, today: date, *, complete: bool) -> SourceFile:
    """Return the file with the days on which it was read at the earliest and at the latest."""
    seen = given or contents.newest or today
    known = given is not None or (contents.newest is not None and contents.records >= _LISTING)
    return SourceFile(
        name=contents.file.name,
        bytes=contents.file.stat().st_size,
        kind=contents.kind,
        seen=seen,
        latest=seen if known else today,
        dated_by="user" if given else "newest record" if contents.newest else "import",
        complete=complete,
    )


def on_one_day(sources: Sequence[SourceFile]) -> list[SourceFile]:
    """Give the files of each kind the same days: together they are one listing, read as a whole.

    Whatever changed before the first of these days is in them.
    """
    ends = {
        kind: (
            max(source.seen for source in sources if source.kind == kind),
            max(source.latest for source in sources if source.kind == kind),
        )
        for kind in {source.kind for source in sources}
    }
    return [
        msgspec.structs.replace(source, seen=seen, latest=latest, until=datetime.combine(seen, time(), UTC))
        for source in sources
        for seen, latest in [ends[source.kind]]
    ]
