"""What the readers of files find in the files of one model, for those who asked to have it read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from filiation.evidence import files
from filiation.facts.findings import Fault, Findings
from filiation.facts.inspection import FileClue, FileFault, FileSign, ReadFile
from filiation.facts.vocabulary import Source

MOST_WEIGHTS = 10_000
"""The most files of weights that are kept of one repository."""

_LONGEST_PATH = 300  # of a path that no file can have


def enough(path: str, beginning: bytes) -> int:
    """Return how many bytes of a file that begins like this its readers want, as far as that tells."""
    wanted = [reader for reader in files.FILE_READERS if reader.wants(path)]
    parts = (reader.most if reader.extent is None else reader.extent(beginning) for reader in wanted)
    return max(parts, default=files.LICENSE_BYTES)


def is_measured(path: str) -> bool:
    """Whether a file itself tells how much of it is wanted."""
    wanted = [reader for reader in files.FILE_READERS if reader.wants(path)]
    return bool(wanted) and all(reader.extent is not None for reader in wanted)


@dataclass(slots=True)
class Told:
    """What is found in the files of the model `id`, as it comes."""

    id: str
    files: list[ReadFile] = field(default_factory=list)
    clues: list[FileClue] = field(default_factory=list)
    signs: list[FileSign] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)

    def add(self, file: ReadFile, body: bytes | None) -> None:
        """Add a file with what was read of it; None: nothing could be, as its fault tells."""
        self.files.append(file)
        if file.fault is not None:
            self.faults.append(FileFault(file.fault, file.path, "", file.detail))
        if body is None:
            return
        size = len(body) if file.size is None else file.size
        for reader, findings in files.read(file.path, body, size, self.id):
            self.clues += _clues(file.path, reader.source, findings)
            self.signs += [FileSign(one.sign, file.path, one.location, one.detail) for one in findings.signs]
            self.faults += [FileFault(one.fault, file.path, one.location, one.detail) for one in findings.faults]

    def add_impossible(self, paths: Iterable[str]) -> None:
        """Note paths that no file of a repository can have."""
        for path in paths:
            shown = path[:_LONGEST_PATH].encode(errors="backslashreplace").decode()
            self.faults.append(FileFault(Fault.WRONG_SHAPE, shown, "", ""))


def _clues(path: str, source: Source, findings: Findings) -> Iterator[FileClue]:
    for one in findings.clues:
        yield FileClue(source, path, one.location, one.raw, one.named, one.relation, one.revision, one.target)
