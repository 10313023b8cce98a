"""The letter for who has no scripts: to the publisher of a model, with visible blanks to be filled in by hand."""

from dataclasses import dataclass
from datetime import date

from filiation.facts.letters import Block, LetterKind
from filiation.facts.parties import Parties, Party
from filiation.facts.requests import Draft, Person
from filiation.facts.rights import Right, Role
from filiation.locale import mark
from filiation.rights.letters import Told, compose
from filiation.rights.letters.telling import told_host, told_request
from filiation.words.speech import speech

_NAME, _ADDRESS = mark("[your name]"), mark("[your address, or your e-mail address]")
_WHAT, _SITUATION = mark("[what it is about, in a few words]"), mark("[why it weighs on you in particular]")
_DAY = mark("[day]")


@dataclass(frozen=True, slots=True)
class BlankLetter:
    """A letter with blanks: the lines above its subject, in groups, then its words."""

    heads: tuple[tuple[str, ...], ...]
    subject: str
    blocks: tuple[Block, ...]


def letter_with_blanks(parties: Parties, language: str) -> BlankLetter | None:
    """Return the letter that asks the first known party what it holds, and to remove it; None where nobody is known."""
    party = next((one for one in parties.first if one.publisher), None)
    if party is None:
        return None
    say = speech(language).translate
    person = Person(say(_NAME), say(_ADDRESS), "")
    draft = Draft(
        parties.model,
        (Right.ACCESS, Right.ERASURE, Right.OBJECTION),
        person,
        say(_WHAT),
        parties.seen or date.min,
        language,
        situation=say(_SITUATION),
    )
    alone = party.roles == (Role.HOST,)
    told = (told_host if alone else told_request)(draft, parties, party, language)
    told = Told(told.flags - {"by_post"} | {"by_either"}, {**told.slots, "day": say(_DAY)}, told.lists)
    composed = compose(LetterKind.HOST if alone else LetterKind.REQUEST, language, told)
    heads = ((person.name, person.reply_to), _recipient(party), (say(_DAY),))
    return BlankLetter(heads, composed.subject, composed.blocks)


def _recipient(party: Party) -> tuple[str, ...]:
    """Return the name of who is written to, and by which way, where one is known."""
    way = party.reachability.way
    return (party.reachability.name or party.publisher or "", *([way.value] if way else []))
