"""The words of rights: what can be asked, of whom, and how surely a relative remembers what a model does."""

from enum import StrEnum

from filiation.facts.vocabulary import Relation


class Right(StrEnum):
    """What a person can ask of a controller: GDPR articles 15, 16, 17, 18 and 21."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class ErasureGround(StrEnum):
    """Why personal data are to be erased: GDPR article 17(1), points (a) to (f)."""

    NO_LONGER_NEEDED = "no-longer-needed"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    OBJECTION = "objection"
    UNLAWFUL = "unlawful"
    LEGAL_OBLIGATION = "legal-obligation"
    CHILD = "child"


class DataKind(StrEnum):
    """What sort of personal data a model repeats, in a reader's words; it changes what a letter says."""

    CONTACT = "contact"
    IDENTITY = "identity"
    LIFE = "life"
    SENSITIVE = "sensitive"
    IMAGE = "image"
    WRONG = "wrong"
    OTHER = "other"


class Role(StrEnum):
    """Why someone may have to answer; a publisher is only presumed to decide why and how data are used.

    PUBLISHER: of the model itself. SOURCE: of a model from which it comes. DATASET: of data that it, or a model from
    which it comes, declares. DESCENDANT: of a model that comes from it. HOST: who stores and offers the files.
    """

    PUBLISHER = "publisher"
    SOURCE = "source"
    DATASET = "dataset"
    DESCENDANT = "descendant"
    HOST = "host"


class Memory(StrEnum):
    """How surely a relative holds what a model has memorized, told by how it was made; no relation proves it.

    SAME: a copy, or the same weights in fewer bits. MAY: weights that were trained further or mixed. WITH_BASE: what
    only works together with the model. UNKNOWN: nobody tells how it was made.
    """

    SAME = "same"
    MAY = "may"
    WITH_BASE = "with-base"
    UNKNOWN = "unknown"


MEMORIES: tuple[Memory, ...] = tuple(Memory)
"""From the surest to the least sure; along a way of several links, the least sure of them counts."""

MEMORY_OF: dict[Relation, Memory] = {
    Relation.COPY: Memory.SAME,
    Relation.QUANTIZED: Memory.SAME,
    Relation.FINETUNE: Memory.MAY,
    Relation.MERGE: Memory.MAY,
    Relation.ADAPTER: Memory.WITH_BASE,
    Relation.UNSPECIFIED: Memory.UNKNOWN,
}
"""What each relation between two models says of the memory of the child."""


class ContactKind(StrEnum):
    """What sort of way there is to reach someone."""

    EMAIL = "email"
    FORM = "form"
    WEBSITE = "website"
    POST = "post"
    NAME = "name"
    PAPER = "paper"
    CODE = "code"
    DISCUSSION = "discussion"


class Purpose(StrEnum):
    """What a contact is for, as its source says; `general` where it does not."""

    PRIVACY = "privacy"
    LEGAL = "legal"
    SECURITY = "security"
    GENERAL = "general"


class Applies(StrEnum):
    """Whether the GDPR applies to someone (article 3): never asserted, only how likely the evidence makes it.

    CLEAR: established in the European Economic Area, as a source states. LIKELY: a source speaks for it (an
    establishment there in the same group, a representative, a privacy policy that says so). UNCERTAIN: nothing does.
    """

    CLEAR = "clear"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"
