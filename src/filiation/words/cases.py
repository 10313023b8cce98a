"""How a case stands, in plain words: statuses, what happened, what to do next and by when."""

from collections.abc import Mapping

from filiation.facts.cases import Case, Deadline, EventKind, Involved, NextStep, Status
from filiation.facts.letters import LetterKind
from filiation.facts.requests import Observation
from filiation.locale import mark
from filiation.rights.hosting import is_host
from filiation.words.speech import Speech

STATUS: Mapping[str, str] = {
    Status.TO_WRITE: mark("not written to yet"),
    Status.WAITING: mark("waiting for an answer"),
    Status.ASKED: mark("they ask you something"),
    Status.OVERDUE: mark("answer overdue"),
    Status.PARTLY: mark("done in part"),
    Status.REFUSED: mark("refused"),
    Status.COMPLAINED: mark("complaint made"),
    Status.DONE: mark("done"),
    "not-involved": mark("publisher not in the case"),
}
"""What a status is called; the last is for models whose publishers are no parties of the case."""

EVENT: Mapping[EventKind, str] = {
    EventKind.SENT: mark("letter sent"),
    EventKind.RECEIVED: mark("letter received there"),
    EventKind.ACKNOWLEDGED: mark("they confirmed that they have the letter"),
    EventKind.ASKED: mark("they asked a question"),
    EventKind.EXTENDED: mark("they announced that they need more time"),
    EventKind.ANSWERED: mark("they did what was asked"),
    EventKind.PARTLY: mark("they did a part of it"),
    EventKind.REFUSED: mark("they refused"),
    EventKind.REMINDED: mark("reminder sent"),
    EventKind.COMPLAINED: mark("complaint sent to the authority"),
    EventKind.CLOSED: mark("closed"),
    EventKind.NOTE: mark("note"),
}
"""What an event is called."""

MEANS: Mapping[EventKind, str] = {
    EventKind.SENT: mark(
        "You sent the letter, or your answer to their question. Keep the receipt, or a copy of the mail, as a proof."
    ),
    EventKind.RECEIVED: mark("The letter arrived there: the month for the answer counts from that day."),
    EventKind.ACKNOWLEDGED: mark(
        "They wrote that your letter is with them, and no more than that. It proves that the letter arrived by that "
        "day at the latest; the month goes on as before."
    ),
    EventKind.ASKED: mark("They want to know more, for example to be sure that it is you who asks."),
    EventKind.EXTENDED: mark("They say within the first month, with reasons, that they need up to two more."),
    EventKind.ANSWERED: mark("They did all that you asked, or gave you all that you wanted to know."),
    EventKind.PARTLY: mark("They answered, but something of what you asked is missing."),
    EventKind.REFUSED: mark("They say that they will not do it. They have to give their reasons."),
    EventKind.REMINDED: mark("The time was over, and you wrote again."),
    EventKind.COMPLAINED: mark("You wrote to the authority that watches over personal data in your country."),
    EventKind.CLOSED: mark("You expect nothing more from them."),
    EventKind.NOTE: mark("Anything else that you want to remember. It changes no deadline."),
}
"""What an event means, for who notes it."""

LETTER: Mapping[LetterKind, str] = {
    LetterKind.REQUEST: mark("request"),
    LetterKind.HOST: mark("letter to the host"),
    LetterKind.REMINDER: mark("reminder"),
    LetterKind.HOST_REMINDER: mark("second letter to the host"),
    LetterKind.COMPLAINT: mark("complaint"),
    LetterKind.PRIVATE_CONTACT: mark("request for a private contact"),
}
"""What the letters of a person are called."""

STEP: Mapping[str, str] = {
    "write": mark("Send your letter, then note the day."),
    "find-contact": mark(
        "No private way to reach them is known. Ask for one in their public discussion without telling why, or leave "
        "it to the host."
    ),
    "wait": mark("Wait for their answer until {day}."),
    "wait-presumed": mark(
        "Wait for their answer until {day}. That counts from the day of sending; if you learn when the letter arrived, "
        "note it."
    ),
    "wait-named": mark("Wait for their answer until the day that they named."),
    "answer-question": mark(
        "Answer what they ask, then note that you sent it. They may ask who you are only if they have real doubts; "
        "while that is open, the time for their answer, until {day}, may stand still."
    ),
    "remind": mark("No complete answer came until {day}: send the reminder."),
    "complain": mark("You reminded them, and the time was over on {day}: you can complain to the authority now."),
    "await-rest": mark("You wrote what was missing: wait for their answer. If none comes, complain to the authority."),
    "insist": mark("Write what is still missing, or complain to the authority."),
    "complain-refusal": mark(
        "Read their reasons: the law knows exceptions. If you find them wrong, complain to the authority, or go to a "
        "court."
    ),
    "await-authority": mark("The authority has to tell you how far it is by {day}."),
    "wait-host": mark(
        "The host got a notice, not a request: it has to decide without undue delay, but the law sets no day. If "
        "nothing has come by {day}, ask again."
    ),
    "ask-again": mark("The host has not told its decision for some weeks: ask again. The law sets it no day."),
    "host-silent": mark(
        "You asked the host twice. If you find that it does not deal with your notice as the law wants, you can turn "
        "to the Digital Services Coordinator; go on writing to the publishers."
    ),
    "host-decided": mark(
        "Read its reasons, and what it names against its decision. Who publishes the model has to answer you all the "
        "same."
    ),
    "answer-host": mark("Answer what the host asks, then note that you sent it."),
    "await-coordinator": mark("Wait for the Digital Services Coordinator; it tells you how far it is."),
    "nothing": mark("Nothing is left to do here."),
}
"""What to do next, by the code of the step."""

_UNDATED: Mapping[str, str] = {
    "answer-question": mark(
        "Answer what they ask, then note that you sent it. They may ask who you are only if they have real doubts."
    ),
    "await-authority": mark("Wait for the authority; it tells you how far it is."),
}
"""The same where no day is known."""


def step(told: Speech, next_step: NextStep) -> str:
    """Return what to do next with a party, and by when."""
    day = next_step.deadline.due if next_step.deadline else next_step.by
    words = STEP[next_step.step]
    return told.say(_UNDATED.get(next_step.step, words)) if day is None else told.say(words, day=day)


def party_name(told: Speech, party: Involved) -> str:
    """Return what a party is called; the host is told as such, because it may publish models too."""
    name = party.name or party.publisher or told.say(mark("unknown publisher"))
    return told.say(mark("{name} (as host)"), name=name) if is_host(party) else name


def shared_addresses(told: Speech, case: Case) -> tuple[str, ...]:
    """Return a sentence for each address to which more than one letter of a case goes."""
    parties: dict[str, list[str]] = {}
    for party in case.parties:
        parties.setdefault(party.contact.casefold(), []).append(party_name(told, party))
    sentence = mark("{n} letters go to one address ({address}): {names}. Each asks for something else: send them all.")
    return tuple(
        told.say(sentence, n=len(names), address=address, names=", ".join(names))
        for address, names in parties.items()
        if address and len(names) > 1
    )


def moved(told: Speech, deadline: Deadline) -> str:
    """Return why a last day is not the plain day of the month, and which public holidays were looked at."""
    parts = []
    if deadline.moved_from is not None:
        parts.append(
            told.say(
                mark("{day} would be the day itself, but it is a day of rest: the next working day counts."),
                day=deadline.moved_from,
            )
        )
    if deadline.calendar is None:
        parts.append(told.say(mark("Only weekends were looked at: where they must answer is not known.")))
    else:
        parts.append(
            told.say(mark("Public holidays looked at: those of the whole of {country}."), country=deadline.calendar)
        )
    return " ".join(parts)


def chronology(told: Speech, case: Case, place: int, *, notes: bool, own: bool) -> str:
    """Return all that happened with a party, one line for each event.

    With `notes`, each with what the person noted on it; with `own`, also the notes that stand for themselves.
    """
    party = case.parties[place]
    lines = [
        told.say(mark("What happened")),
        "",
        told.say(mark("Model: {model}"), model=case.draft.model),
        told.say(mark("Party: {name}"), name=_line(party.name or party.publisher or "–")),
        "",
    ]
    for event in party.events:
        if event.kind is EventKind.NOTE and not own:
            continue
        note = f" – {_line(event.note)}" if event.note and notes else ""
        lines.append(f"{event.day.isoformat()}  {told.say(EVENT[event.kind])}{note}")
    return "\n".join(lines) + "\n"


def observations(told: Speech, case: Case) -> str:
    """Return what the person observed, as it goes with a complaint: each prompt with what the model said."""
    parts = [told.say(mark("What was observed")), ""]
    for number, one in enumerate(case.draft.observations, 1):
        parts += _observed(told, number, one, case.draft.model)
    return "\n".join(parts)


def _observed(told: Speech, number: int, one: Observation, model: str) -> list[str]:
    known = {
        mark("Model: {text}"): one.model or model,
        mark("Day: {text}"): one.day.isoformat() if one.day else "",
        mark("Settings: {text}"): _line(one.settings),
    }
    lines = [told.say(mark("Observation {n}"), n=number)]
    lines += [told.say(message, text=text) for message, text in known.items() if text]
    lines += [
        told.say(mark("Asked:")),
        _indented(one.prompt) or "    –",
        told.say(mark("Said:")),
        _indented(one.output),
        "",
    ]
    return lines


def _line(text: str) -> str:
    return " ".join(text.split())


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
