"""What the question for evidence answers: links with their clues and the steps of the policy, and what is no parent."""

from dataclasses import dataclass
from datetime import date

from filiation.facts.grounds import Ground
from filiation.facts.vocabulary import Presence, Rejection, Relation, Source, Standing


@dataclass(frozen=True, slots=True)
class ClueFacts:
    """One clue of a link: where it was read, what it says literally, when, and whether it speaks for the link.

    `relation` is what the clue itself says of how the child was made, `revision` the commit, tag or branch of the
    parent that it names (None: it says nothing of it).
    """

    source: Source
    location: str
    raw: str
    seen: date
    first_seen: date
    supports: bool
    gone: bool
    relation: Relation | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """A link with all its clues, for and against, and the clue or rule that gave it its relation.

    `grounds` are the steps by which the policy made the link, in order (a code that this version does not know is kept
    as it is). `certainty` is that of the relation; `parent_certainty` the share of such parents that were right when
    they were measured, where nobody declares the parent (None: it is declared, or was not measured). `gone`,
    `withdrawn` and `away` are as in `LinkFacts`.
    """

    parent: str
    relation: Relation
    standing: Standing
    certainty: float
    reason: str
    gone: bool
    withdrawn: bool
    presence: Presence
    clues: tuple[ClueFacts, ...]
    away: bool = False
    grounds: tuple[Ground | str, ...] = ()
    parent_certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was written as a parent and could not be taken for one, with the reason.

    Where the reason is `unreadable`, `raw` is the code of what went wrong. `relation` and `revision` are as in
    `ClueFacts`.
    """

    raw: str
    reason: Rejection
    source: Source
    location: str
    seen: date
    relation: Relation | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Answer of `evidence`: every link of a model to a parent or dataset, and what was rejected."""

    model: str
    links: tuple[LinkEvidence, ...]
    rejected: tuple[Rejected, ...]
