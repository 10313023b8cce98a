"""What the letters that follow a request are told: a reminder, and a complaint.

Flags beyond those of telling.py. Reminder: `extended` (an extension was announced), `moved` (the last day was one of
rest), by which law it was counted: `due_gdpr`, `due_uk` or `due_ch`. Complaint: `authority_gdpr`, `authority_uk`,
`authority_ch` (the letter stands under the law of the authority); `has_events`, `has_proofs`, `has_answer`,
`has_copy` (a letter that went out is kept), `reminded`; how it ended: `no_answer`, `unanswered`, `refused`, `partly`
or `answered`.

Slots: `sent`, `due`, `moved_from`; `basis`, `publisher_address`. List: `events` (`date`, `event`).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from filiation.facts.cases import Deadline, Event, EventKind, Outcome
from filiation.facts.parties import Parties, Party
from filiation.facts.requests import Draft
from filiation.rights.authorities import Authority
from filiation.rights.deadlines import BASES
from filiation.rights.letters.composing import REGIMES, Told, dated, label, plain
from filiation.rights.letters.telling import SITE, told_request

_FROM_THEM = frozenset(
    {
        EventKind.ASKED,
        EventKind.EXTENDED,
        EventKind.ANSWERED,
        EventKind.PARTLY,
        EventKind.REFUSED,
    }
)
_WRITTEN = frozenset({EventKind.SENT, EventKind.REMINDED})
_TOLD = (
    *(EventKind.SENT, EventKind.RECEIVED, EventKind.ACKNOWLEDGED, EventKind.ASKED, EventKind.EXTENDED),
    *(EventKind.ANSWERED, EventKind.PARTLY, EventKind.REFUSED, EventKind.REMINDED),
)
_COUNTED = {basis: REGIMES[law] for law, basis in BASES.items()}


def told_reminder(draft: Draft, parties: Parties, party: Party, deadline: Deadline, sent: date, language: str) -> Told:
    """Return what a reminder is told."""
    told = told_request(draft, parties, party, language)
    moved = dated(language, deadline.moved_from)
    more = {name for name, holds in {"extended": deadline.extended, "moved": bool(moved)}.items() if holds}
    dates = {"sent": dated(language, sent), "due": dated(language, deadline.due), "moved_from": moved}
    return Told(told.flags | more | {_counted(deadline, told)}, {**told.slots, **dates}, told.lists)


def _counted(deadline: Deadline, told: Told) -> str:
    """Return the flag of the law that set the last day: that of the letter, where both laws count alike."""
    law = _COUNTED[deadline.basis]
    return "due_gdpr" if law == "uk" and "regime_uk" not in told.flags else f"due_{law}"


def told_host_reminder(draft: Draft, parties: Parties, party: Party, sent: date, language: str) -> Told:
    """Return what a second letter to the host is told."""
    told = told_request(draft, parties, party, language)
    return Told(told.flags, {**told.slots, "sent": dated(language, sent)}, told.lists)


def told_complaint(  # noqa: PLR0913 (a complaint tells of all this)
    draft: Draft,
    parties: Parties,
    party: Party,
    events: Sequence[Event],
    authority: Authority,
    language: str,
    *,
    outcome: Outcome,
    current: Sequence[Event] | None = None,
) -> Told:
    """Return what a complaint is told: of the events, what happened and when, but not what the person noted.

    `current` are those of the current round; without it, all are.
    """
    told = told_request(draft, parties, party, language)
    regime = REGIMES.get(authority.regime, "gdpr")
    law = "uk" if regime == "uk" else "gdpr"
    slots = {
        "law": label(language, f"law.{law}"),
        "law_name": label(language, f"law.{law}.name"),
        "basis": label(language, f"basis.{regime}"),
        "publisher_address": told.slots["postal"] or plain(SITE + (party.publisher or "")),
    }
    turns = tuple(
        {"date": dated(language, event.day), "event": label(language, f"event.{event.kind}")}
        for event in events
        if event.kind in _TOLD
    )
    others = {flag for flag in told.flags if not flag.startswith("regime_")}
    flags = others | {
        f"regime_{regime}",
        f"authority_{regime}",
        outcome.value,
        *_happened(events, events if current is None else current),
    }
    return Told(frozenset(flags), {**told.slots, **slots}, {**told.lists, "events": turns})


def _happened(events: Sequence[Event], current: Sequence[Event]) -> Iterator[str]:
    conditions = {
        "has_events": any(event.kind in _TOLD for event in events),
        "has_proofs": any(event.proof for event in events if event.kind not in _FROM_THEM),
        "has_copy": any(event.letter for event in events if event.kind in _WRITTEN),
        "has_answer": any(event.proof for event in events if event.kind in _FROM_THEM),
        "reminded": any(event.kind is EventKind.REMINDED for event in current),
    }
    yield from (name for name, holds in conditions.items() if holds)
