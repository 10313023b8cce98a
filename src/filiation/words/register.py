"""How things stand with the requests that a publisher received, in words."""

from collections.abc import Mapping

from filiation.facts.cases import EventKind
from filiation.facts.letters import LetterKind
from filiation.facts.register import ReceivedLine, Standing
from filiation.facts.rights import Right
from filiation.locale import mark
from filiation.rights.deadlines import law_of
from filiation.words.legal import TERMS
from filiation.words.speech import Speech

STANDING: Mapping[Standing, str] = {
    Standing.TO_ANSWER: mark("to be answered"),
    Standing.SUSPENDED: mark("waiting for what the person was asked"),
    Standing.OVERDUE: mark("overdue"),
    Standing.DONE: mark("done"),
}
"""Each standing as a word or a few."""

RIGHT: Mapping[Right, str] = {right: TERMS[right.value][0] for right in Right}
"""Each right as the law calls it."""

HAPPENED: Mapping[EventKind, str] = {
    EventKind.ASKED: mark("You asked who they are, or for more"),
    EventKind.RECEIVED: mark("They told what you asked"),
    EventKind.EXTENDED: mark("You announced that you need more time"),
    EventKind.PARTLY: mark("You answered in part"),
    EventKind.ANSWERED: mark("You answered"),
    EventKind.REFUSED: mark("You refused, with reasons"),
    EventKind.CLOSED: mark("Closed"),
    EventKind.NOTE: mark("Note"),
}
"""What can happen with a request that was received."""

ANSWER: Mapping[LetterKind, str] = {
    LetterKind.RECEIPT: mark("Receipt: it came in, and by when it is answered"),
    LetterKind.EXTENSION: mark("Extension: more time, and why"),
    LetterKind.OUTCOME: mark("Answer: what was done"),
    LetterKind.REFUSAL: mark("Refusal: why, and where to complain"),
}
"""The letters that answer a request."""


_DUE: Mapping[str, tuple[str, str]] = {
    "gdpr": (
        mark("Answer by {day} at the latest: one month after receipt (article 12(3) GDPR)."),
        mark("Answer by {day} at the latest: two further months were announced (article 12(3) GDPR)."),
    ),
    "uk-gdpr": (
        mark("Answer by {day} at the latest: one month after receipt (articles 12(3) and 12A of the UK GDPR)."),
        mark("Answer by {day} at the latest: two further months were announced (article 12A of the UK GDPR)."),
    ),
    "fadp": (
        mark(
            "Answer by {day} at the latest: 30 days after receipt (article 18 of the Swiss Data Protection Ordinance)."
        ),
        mark("Answer by the day that you named (article 18 of the Swiss Data Protection Ordinance)."),
    ),
}  # by law: as it is at first, and extended

_LONGER = mark("If it is complex, you can announce two further months, with reasons, until {day}.")
_LONGER_SWISS = mark("If you need longer, say so until {day}, and name the day by which you answer.")


def longer(speech: Speech, line: ReceivedLine) -> str:
    """Return until when more time can be announced; empty where it cannot."""
    if line.may_extend_until is None:
        return ""
    told = _LONGER_SWISS if law_of(line.received.country) == "fadp" else _LONGER
    return speech.say(told, day=line.may_extend_until)


def due(speech: Speech, line: ReceivedLine) -> str:
    """Return what is due of a request, in one sentence."""
    if line.standing is Standing.DONE:
        return speech.translate(mark("Nothing is due any more."))
    told = _DUE[law_of(line.received.country)][line.extended]
    sentences = [speech.say(told, day=line.due)] if line.due else [speech.translate(told)]
    if line.moved_from:
        sentences.append(speech.say(mark("{day} itself is a day of rest."), day=line.moved_from))
    if line.standing is Standing.SUSPENDED:
        sentences.append(
            speech.translate(
                mark(
                    "You wait for what the person was asked: whether the month stands still depends on whether your "
                    "doubts were reasonable (article 12(6)); it is safer to count on."
                )
            )
        )
    return " ".join(sentences)
