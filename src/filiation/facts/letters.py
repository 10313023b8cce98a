"""A letter as data: what is written, from which sentences, on which legal ground, with which annexes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is for. The first are written by a person, the others by a publisher.

    REQUEST: the exercise of rights. HOST: to who stores the files. REMINDER: no answer in time. COMPLAINT: to an
    authority. PRIVATE_CONTACT: the few words for a public discussion, without any content of the matter.
    RECIPIENTS: to who holds what comes from a model (articles 17(2) and 19). RECEIPT, EXTENSION, OUTCOME, REFUSAL: to
    the person who asked. NOTICE: a public statement about a model.
    """

    REQUEST = "request"
    HOST = "host"
    REMINDER = "reminder"
    COMPLAINT = "complaint"
    PRIVATE_CONTACT = "private-contact"
    RECIPIENTS = "recipients"
    RECEIPT = "receipt"
    EXTENSION = "extension"
    OUTCOME = "outcome"
    REFUSAL = "refusal"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a letter; `id` names it in every language, and in the table of legal sources."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a list (one sentence an item): `form` says which."""

    id: str
    form: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """An annex of rows: the models concerned, or what was observed."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An annex with a drawing (SVG text of our own making) and what it shows, in words."""

    title: str
    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is ready to be read: `to` is an e-mail address (None: none is known, or another way is used).

    `sender` and `recipient` are lines; `sources` the legal grounds of its sentences, each once (`gdpr:17(1)`).
    """

    kind: LetterKind
    language: str
    day: date
    subject: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    to: str | None
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    annexes: tuple[Table | Picture, ...] = ()
