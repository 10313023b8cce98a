"""Which files of which models are to be read, which of them are at hand already, and the reading of the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from filiation.catalog.kept_files import KeptFiles
from filiation.errors import SourceFailed
from filiation.evidence.files import wanted as wanted_files
from filiation.evidence.files.card_text import CARD
from filiation.facts.findings import Fault
from filiation.facts.inspection import Origin, ReadFile
from filiation.facts.live import Access, LiveFile
from filiation.facts.vocabulary import Kind
from filiation.facts.weights import is_weights
from filiation.hub.live.files import Asked, Elsewhere, good_path
from filiation.observatory.live.telling import MOST_WEIGHTS, enough, is_measured

if TYPE_CHECKING:
    from filiation.hub.live.repository import Repository
    from filiation.observatory.live.inquiry import Inquiry

_MAIN = "main"
_MOST_IMPOSSIBLE = 10  # paths that no file can have, of which one repository tells
_MOST_FAILURES = 3  # of the Hub, file after file, before it is given up
_TOGETHER = 32 * 2**20  # bytes of contents at hand that are looked up together
_OUT = frozenset((Access.DISABLED, Access.NOT_PUBLIC))


@dataclass(frozen=True, slots=True)
class Target:
    """One model whose files are to be read: as it was asked for, and as the Hub tells of it."""

    asked: str
    id: str | None
    access: Access
    revision: str | None = None
    files: tuple[Asked, ...] = ()
    weights: int = 0
    impossible: tuple[str, ...] = ()

    @property
    def within_reach(self) -> bool:
        """Whether its files can be asked for."""
        return self.id is not None and self.access not in _OUT


@dataclass(frozen=True, slots=True)
class Came:
    """A file, with its body where any of it could be read."""

    asked: Asked
    file: ReadFile
    body: bytes | None
    blob: str | None
    stored: bool = False


@dataclass(slots=True)
class Reader:
    """Reads the files of targets, those that are at hand from the store; counts the bytes `received`."""

    inquiry: "Inquiry"
    kept: KeptFiles
    lengths: dict[str, int] = field(default_factory=dict)
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    received: int = 0
    failures: int = 0

    def prepare(self, targets: Sequence[Target]) -> None:
        """Look up which contents are at hand."""
        asked = [one for target in targets for one in target.files]
        self.lengths |= self.kept.lengths(one.blob for one in asked if one.blob)
        nameless = {one.id for one in asked if one.blob is None}
        self.known |= self.kept.names(nameless)
        self.lengths |= self.kept.lengths(self.known.values())

    def files(self, targets: Sequence[Target]) -> Iterator[tuple[Target, Iterator[Came]]]:
        """Yield each target with its files, as they come; what is at hand is looked up for some targets together."""
        batch: list[Target] = []
        size = 0
        for place, target in enumerate(targets, 1):
            batch.append(target)
            size += sum(self.lengths.get(self._held(one), 0) for one in target.files)
            if size > _TOGETHER or place == len(targets):
                bodies = self.kept.bodies(name for held in batch for one in held.files if (name := self._held(one)))
                yield from ((held, self._files(held, bodies)) for held in batch)
                batch, size = [], 0

    def _files(self, target: Target, bodies: Mapping[str, bytes]) -> Iterator[Came]:
        shut = "" if target.within_reach else str(target.access)
        for asked in target.files:
            held = bodies.get(asked.blob or "")
            if asked.blob and held is not None and len(held) >= asked.wanted(held):
                came = self._cached(asked, asked.blob, held)
            elif shut and asked.path != CARD:
                came = _refused(asked, shut)
            else:
                came, gated = self._asked(asked, bodies)
                shut = shut or (came.file.detail if gated else "")
            yield came

    def _held(self, asked: Asked) -> str:
        return asked.blob or self.known.get((asked.id, asked.path), "")

    def _cached(self, asked: Asked, blob: str | None, body: bytes) -> Came:
        return Came(asked, ReadFile(asked.path, asked.size, len(body), Origin.CACHED), body, blob, stored=True)

    def _asked(self, asked: Asked, bodies: Mapping[str, bytes]) -> tuple[Came, bool]:
        known = self.known.get((asked.id, asked.path)) if asked.blob is None else None
        enough = known is not None and self.lengths.get(known, -1) > 0
        try:
            piece = self.inquiry.file(replace(asked, known=known if enough else None))
        except SourceFailed as failure:
            self._count(failure)
            return _refused(asked, failure.text()), False
        self.failures = 0
        if piece.same and known is not None:
            return self._cached(asked, known, bodies.get(known, b"")), False
        if piece.body is None:
            return _refused(asked, piece.refusal), piece.gated
        self.received += len(piece.body)
        file = ReadFile(asked.path, piece.size, len(piece.body), Origin.FETCHED)
        return Came(asked, file, piece.body, piece.blob), False

    def _count(self, failure: SourceFailed) -> None:
        """Go on where one file cannot be read; raises the failure of a Hub that gives none any more."""
        if isinstance(failure, Elsewhere):
            return
        self.failures += 1
        if self.failures == _MOST_FAILURES:
            raise failure


def is_held(asked: Asked, lengths: Mapping[str, int]) -> bool:
    """Whether as much of a file is at hand as is wanted; `lengths` tells how much there is of each content.

    Of a file that itself tells how much that is, this holds as long as its readers want no more than when it was read.
    """
    length = lengths.get(asked.blob or "", -1)
    needed = asked.most if asked.size is None else min(asked.most, asked.size)
    return length >= needed or (length > 0 and is_measured(asked.path))


def _refused(asked: Asked, why: str) -> Came:
    file = ReadFile(asked.path, asked.size, 0, Origin.LISTED, Fault.OUT_OF_REACH, why)
    return Came(asked, file, None, asked.blob)


def target_of(asked: str, found: "Repository") -> Target:
    """Return what is to be read of a model, as the Hub tells of it."""
    if found.id is None:
        return Target(asked, None, found.access)
    files = {one.path: one for one in found.files if good_path(one.path)}
    impossible = [one.path for one in found.files if one.path not in files][:_MOST_IMPOSSIBLE]
    revision = found.sha or _MAIN
    needed = tuple(
        asked_of(found.id, revision, one.path, one.most, files[one.path].size, content_of(files[one.path]))
        for one in wanted_files(tuple(files))
    )
    weights = sum(map(is_weights, files))
    return Target(asked, found.id, found.access, found.sha, needed, weights, tuple(impossible))


def asked_of(name: str, revision: str, path: str, most: int, size: int | None, blob: str | None = None) -> Asked:
    """Return the question for a file, of which as much is wanted as its beginning tells."""
    return Asked(Kind.MODEL, name, revision, path, most, size, blob, enough=partial(enough, path))


def weights_of(found: "Repository") -> list[LiveFile]:
    """Return the files of weights of a model, as it lists them."""
    return [one for one in found.files if good_path(one.path) and is_weights(one.path)][:MOST_WEIGHTS]


def content_of(file: LiveFile) -> str | None:
    """Return the name of a file's content, as the Hub's answers call it."""
    return file.sha256 or file.oid
