"""What a reader of files is: which files it wants, how much of them, and a pure function of their bytes.

A reader never raises: what it cannot read is a finding. All that it is given comes from strangers, so its time and
memory are bounded by the length of what it is given, whatever that announces.
"""

from collections.abc import Callable
from dataclasses import dataclass

from filiation.evidence.interface import Tier
from filiation.facts.findings import Findings
from filiation.facts.vocabulary import Source

KIB = 1024


@dataclass(frozen=True, slots=True)
class FileReader:
    """One kind of evidence in the files of a repository.

    `wants` tells from a path whether the file is read, `most` how many bytes of its beginning. `read` is given those
    bytes and the file's whole size in bytes (as announced: it may lie). `tier`, `rank`, `independent` and `precision`
    are as in `evidence.interface.Reader`. `extent` tells from a first part of a file how many bytes of it are worth
    reading and keeping, where that is told there: behind a header come weights. `at_most` is how many files of one
    repository it reads, those nearest to the root first: one of sixty quantized files tells what the others tell.
    """

    name: str
    source: Source
    tier: Tier
    rank: int
    most: int
    wants: Callable[[str], bool]
    read: Callable[[bytes, int], Findings]
    independent: bool = True
    precision: float | None = None
    extent: Callable[[bytes], int] | None = None
    at_most: int = 4
