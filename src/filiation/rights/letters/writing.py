"""Whole letters: words, sender and recipient, annexes."""

from collections.abc import Sequence
from datetime import date

from filiation.errors import WrongUse
from filiation.facts.cases import Deadline, Event, Outcome
from filiation.facts.letters import Letter, LetterKind, Picture, Table
from filiation.facts.parties import Parties, Party
from filiation.facts.register import Announcement, ReceivedLine
from filiation.facts.requests import Draft
from filiation.facts.rights import Role
from filiation.locale import mark
from filiation.rights.authorities import Authority
from filiation.rights.letters.annexing import annexes
from filiation.rights.letters.answering import told_announcement, told_received
from filiation.rights.letters.composing import LONGEST_NAME, Told, compose, label, languages, plain
from filiation.rights.letters.following import told_complaint, told_host_reminder, told_reminder
from filiation.rights.letters.telling import email, told_host, told_private_contact, told_request

ANSWERS = (LetterKind.RECEIPT, LetterKind.EXTENSION, LetterKind.OUTCOME, LetterKind.REFUSAL)
"""The letters with which a publisher answers a request."""

_LONGEST_CONTACT = 300


def request_letter(
    draft: Draft, parties: Parties, party: Party, *, contact: str = "", picture: Picture | None = None
) -> Letter:
    """Return the letter that exercises a person's rights towards a party; `picture` goes before the other annexes."""
    told = told_request(draft, parties, party, draft.language)
    enclosed = _enclosed(draft, parties, party, picture)
    return _from_person(LetterKind.REQUEST, draft, told, contact, enclosed)


def host_letter(
    draft: Draft, parties: Parties, party: Party, *, contact: str = "", picture: Picture | None = None
) -> Letter:
    """Return the letter to who stores and offers the files."""
    told = told_host(draft, parties, party, draft.language)
    enclosed = _enclosed(draft, parties, party, picture)
    return _from_person(LetterKind.HOST, draft, told, contact, enclosed)


def letter_for(
    draft: Draft, parties: Parties, party: Party, *, contact: str = "", picture: Picture | None = None
) -> Letter:
    """Return the first letter to a party: that to the host where it is nothing but the host, else a request."""
    write = host_letter if party.roles == (Role.HOST,) else request_letter
    return write(draft, parties, party, contact=contact, picture=picture)


def reminder_letter(
    draft: Draft, parties: Parties, party: Party, deadline: Deadline, sent: date, *, contact: str = ""
) -> Letter:
    """Return the letter to a party that has not answered in time; it bears the day of the draft."""
    told = told_reminder(draft, parties, party, deadline, sent, draft.language)
    return _from_person(LetterKind.REMINDER, draft, told, contact, ())


def host_reminder_letter(draft: Draft, parties: Parties, party: Party, sent: date, *, contact: str = "") -> Letter:
    """Return the letter to the host that has not told its decision; it bears the day of the draft."""
    told = told_host_reminder(draft, parties, party, sent, draft.language)
    return _from_person(LetterKind.HOST_REMINDER, draft, told, contact, ())


def complaint_letter(  # noqa: PLR0913 (a complaint tells of all this)
    draft: Draft,
    parties: Parties,
    party: Party,
    events: Sequence[Event],
    authority: Authority,
    *,
    outcome: Outcome,
    day: date,
    current: Sequence[Event] | None = None,
) -> Letter:
    """Return the complaint about a party to an authority: what happened, and what came of it.

    `current` are the events of the current round; without it, all are.
    """
    told = told_complaint(draft, parties, party, events, authority, draft.language, outcome=outcome, current=current)
    composed = compose(LetterKind.COMPLAINT, draft.language, told)
    name = authority.names.get(draft.language) or next(iter(authority.names.values()), "")
    return Letter(
        kind=LetterKind.COMPLAINT,
        language=draft.language,
        day=day,
        subject=composed.subject,
        sender=_sender(draft),
        recipient=_lines(name, *authority.address),
        to=email(authority.email or ""),
        blocks=composed.blocks,
        sources=composed.sources,
        annexes=annexes(draft, parties, party),
    )


def private_contact_text(parties: Parties, party: Party, language: str) -> str:  # noqa: ARG001 (called like the others)
    """Return the few words for a public discussion: they ask for a private contact, and tell nothing of the matter."""
    composed = compose(LetterKind.PRIVATE_CONTACT, language, told_private_contact())
    return "\n".join(" ".join(sentence.text for sentence in block.sentences) for block in composed.blocks)


def recipients_letter(said: Announcement, parties: Parties) -> Letter:
    """Return the letter to those who publish what comes from a model (articles 17(2) and 19)."""
    language = _spoken(said.language)
    model = plain(said.model, LONGEST_NAME)
    recipient = (label(language, "recipient.public", model=model), label(language, "recipient.line"))
    return _announced(LetterKind.RECIPIENTS, said, parties, recipient)


def notice_letter(said: Announcement, parties: Parties) -> Letter:
    """Return the public statement about a model."""
    return _announced(LetterKind.NOTICE, said, parties, ())


def received_letter(
    line: ReceivedLine,
    kind: LetterKind,
    *,
    day: date,
    sender: str = "",
    told: str = "",
    measures: Sequence[str] = (),
) -> Letter:
    """Return a letter that answers a request: RECEIPT, EXTENSION, OUTCOME or REFUSAL.

    `sender` is how the publisher signs, `told` the reasons (an extension and a refusal need them) or what else is to
    be said, `measures` what was done: words of `facts.register.Measure`, or any others.
    """
    if kind not in ANSWERS:
        raise WrongUse(
            mark("A request is not answered with a letter of the kind “{kind}”."),
            mark("Choose one of these: {known}."),
            kind=kind.value,
            known=tuple(one.value for one in ANSWERS),
        )
    received = line.received
    language = _spoken(received.language)
    slots = told_received(line, kind, sender, told, measures, language)
    composed = compose(kind, language, slots)
    return Letter(
        kind=kind,
        language=language,
        day=day,
        subject=composed.subject,
        sender=_lines(slots.slots["sender"]),
        recipient=_lines(received.sender, received.reply_to),
        to=email(received.reply_to),
        blocks=composed.blocks,
        sources=composed.sources,
    )


def _from_person(
    kind: LetterKind, draft: Draft, told: Told, contact: str, enclosed: tuple[Table | Picture, ...]
) -> Letter:
    composed = compose(kind, draft.language, told)
    attention = label(draft.language, "recipient.line")
    return Letter(
        kind=kind,
        language=draft.language,
        day=draft.day,
        subject=composed.subject,
        sender=_sender(draft),
        recipient=_lines(*dict.fromkeys((told.slots["publisher"], attention, told.slots["postal"], contact))),
        to=email(contact),
        blocks=composed.blocks,
        sources=composed.sources,
        annexes=enclosed,
    )


def _announced(kind: LetterKind, said: Announcement, parties: Parties, recipient: tuple[str, ...]) -> Letter:
    language = _spoken(said.language)
    told = told_announcement(said, parties, language)
    composed = compose(kind, language, told)
    return Letter(
        kind=kind,
        language=language,
        day=said.day,
        subject=composed.subject,
        sender=_lines(told.slots["sender"], said.contact),
        recipient=recipient,
        to=None,
        blocks=composed.blocks,
        sources=composed.sources,
    )


def _enclosed(draft: Draft, parties: Parties, party: Party, picture: Picture | None) -> tuple[Table | Picture, ...]:
    tables = annexes(draft, parties, party)
    return tables if picture is None else (picture, *tables)


def _sender(draft: Draft) -> tuple[str, ...]:
    person = draft.person
    named = plain(person.represents, LONGEST_NAME)
    represents = label(draft.language, "sender.represents", represents=named) if named else ""
    return _lines(person.name, represents, person.reply_to)


def _lines(*told: str) -> tuple[str, ...]:
    """Return the lines of an address: plain, and none of them empty."""
    return tuple(line for one in told if (line := plain(one, _LONGEST_CONTACT)))


def _spoken(language: str) -> str:
    return language if language in languages() else "en"
