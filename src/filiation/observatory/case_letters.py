"""The letters of a case, as they would be written now."""

from dataclasses import replace
from datetime import date

from filiation.errors import WrongUse
from filiation.facts.cases import Case, EventKind
from filiation.facts.letters import OF_A_PERSON, Block, Letter, LetterKind, Sentence
from filiation.facts.parties import Parties, Party
from filiation.locale import mark
from filiation.observatory import Observatory, case_parties
from filiation.observatory.letter_pictures import family_picture
from filiation.rights import case_history, case_remedies
from filiation.rights.complaining import addressee
from filiation.rights.hosting import is_host
from filiation.rights.letters import writing


def composed(observatory: Observatory, case: Case, place: int, kind: LetterKind | None, today: date) -> Letter:
    """Return a letter to a party, as it would be written today; without a kind, the first letter to it.

    Raises WrongUse for a kind that a person does not write, or that does not fit what has happened.
    """
    involved = case_history.party_of(case, place)
    parties, party = case_parties.one(observatory, case.draft, case_parties.asked_as(involved))
    draft = replace(case.draft, day=max(today, case.draft.day))
    current = replace(case, draft=draft)
    match kind:
        case None | LetterKind.REQUEST | LetterKind.HOST:
            picture = family_picture(observatory, draft.model, draft.language)
            return writing.letter_for(draft, parties, party, contact=involved.contact, picture=picture)
        case LetterKind.REMINDER | LetterKind.HOST_REMINDER:
            return _reminder(current, place, parties, party, today)
        case LetterKind.COMPLAINT:
            made = _complaint(current, place, parties, party, today)
            picture = family_picture(observatory, draft.model, made.language)
            return replace(made, annexes=(picture, *made.annexes))
        case LetterKind.PRIVATE_CONTACT:
            return _private_contact(current, parties, party)
        case _:
            raise WrongUse(
                mark("A person does not write this kind of letter."),
                mark("Kinds are: {known}."),
                known=", ".join(OF_A_PERSON),
            )


def _reminder(case: Case, place: int, parties: Parties, party: Party, today: date) -> Letter:
    if is_host(case.parties[place]):
        contact, sent = case.parties[place].contact, case_remedies.host_written(case, place)
        return writing.host_reminder_letter(case.draft, parties, party, sent, contact=contact)
    deadline, start = case_remedies.reminder_due(case, place, today)
    contact = case.parties[place].contact
    return writing.reminder_letter(case.draft, parties, party, deadline, start, contact=contact)


def _complaint(case: Case, place: int, parties: Parties, party: Party, today: date) -> Letter:
    outcome, to = case_remedies.outcome(case, place, today), addressee(case.draft, case.parties[place])
    draft = replace(case.draft, language=to.language)
    events = [event for event in case.parties[place].events if event.kind is not EventKind.NOTE]
    current = case_history.current(case.parties[place])
    return writing.complaint_letter(
        draft, parties, party, events, to.authority, outcome=outcome, day=today, current=current
    )


def _private_contact(case: Case, parties: Parties, party: Party) -> Letter:
    """Return the words for a public discussion as a letter that bears no name and no address."""
    text = writing.private_contact_text(parties, party, case.draft.language)
    return Letter(
        kind=LetterKind.PRIVATE_CONTACT,
        language=case.draft.language,
        day=case.draft.day,
        subject="",
        sender=(),
        recipient=(),
        to=None,
        blocks=(Block("private-contact", "paragraph", (Sentence("private-contact", text),)),),
        sources=(),
    )
