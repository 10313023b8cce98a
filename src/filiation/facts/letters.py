"""A letter as data: what is written, from which sentences, on which legal ground, with which annexes."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is for. The first are written by a person, the others by a publisher.

    REQUEST: the exercise of rights. HOST: to who stores the files. REMINDER: no answer in time. HOST_REMINDER: the host
    has not told its decision. COMPLAINT: to an authority. PRIVATE_CONTACT: the few words for a public discussion,
    without any content of the matter.
    RECIPIENTS: to who holds what comes from a model (articles 17(2) and 19). RECEIPT, EXTENSION, OUTCOME, REFUSAL: to
    the person who asked. NOTICE: a public statement about a model.
    """

    REQUEST = "request"
    HOST = "host"
    REMINDER = "reminder"
    HOST_REMINDER = "host-reminder"
    COMPLAINT = "complaint"
    PRIVATE_CONTACT = "private-contact"
    RECIPIENTS = "recipients"
    RECEIPT = "receipt"
    EXTENSION = "extension"
    OUTCOME = "outcome"
    REFUSAL = "refusal"
    NOTICE = "notice"


OF_A_PERSON = (
    LetterKind.REQUEST,
    LetterKind.HOST,
    LetterKind.REMINDER,
    LetterKind.COMPLAINT,
    LetterKind.PRIVATE_CONTACT,
)
"""The letters for which a person can ask by name; the reminder of the host is asked for as a reminder."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a letter; `id` names it in every language, and in the table of legal sources."""

    id: str
    text: str = field(repr=False)


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
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
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
    subject: str = field(repr=False)
    sender: tuple[str, ...] = field(repr=False)
    recipient: tuple[str, ...] = field(repr=False)
    to: str | None = field(repr=False)
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    annexes: tuple[Table | Picture, ...] = ()
