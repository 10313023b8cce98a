"""What the letters of a publisher are told: to those downstream, to the public, and to the person who asked.

Flags. Announcement: the measure (`erased`, `removed_from_data`, `corrected`, `filtered`, `restricted`, `withdrawn`),
`has_revision`, `has_new_version`, `has_contact`. Answer to a request: the rights that it exercises, `has_rights`,
`has_told`, `has_due`, `moved`, `extended`, `has_measures`, and by the law of the publisher's country `regime_gdpr`
(also where no country is told), `regime_uk` or `regime_ch`. Both, by what was done: `erasing` (data were erased, so
that article 17(2) counts), `changes` (data were corrected, erased or restricted, so that article 19 does).

Slots: `sender`, `model`, `model_address`, `revision`, `new_version`, `new_version_address`, `contact`, `date`;
`received`, `due`, `moved_from`, `told`, `law`. List: `measures` (`measure`).
"""

from collections.abc import Iterator, Mapping, Sequence

from filiation.facts.letters import LetterKind
from filiation.facts.parties import Parties
from filiation.facts.register import Announcement, Measure, Received, ReceivedLine
from filiation.facts.rights import Right
from filiation.rights.deadlines import Due, law_of, register_due
from filiation.rights.letters.composing import LONGEST_NAME, REGIMES, Told, dated, label, plain
from filiation.rights.letters.telling import SITE, phrase

_ERASING = (Measure.ERASED, Measure.REMOVED_FROM_DATA, Measure.WITHDRAWN)
_CHANGES = (*_ERASING, Measure.CORRECTED, Measure.RESTRICTED)


def told_announcement(said: Announcement, parties: Parties, language: str) -> Told:
    """Return what a publisher makes known about its model: to the public, and to those downstream."""
    model = plain(said.model, LONGEST_NAME)
    new = plain(said.new_version, LONGEST_NAME)
    conditions = {
        said.measure.value.replace("-", "_"): True,
        **_meant([said.measure]),
        "has_revision": bool(said.revision),
        "has_new_version": bool(new),
        "has_contact": bool(said.contact),
    }
    slots = {
        "sender": plain(parties.publisher or "") or label(language, "sender.unknown", model=model),
        "model": model,
        "model_address": SITE + model,
        "revision": said.revision,
        "new_version": new,
        "new_version_address": SITE + new,
        "contact": said.contact,
        "date": dated(language, said.day),
    }
    return Told(_flags(conditions), slots)


def told_received(
    line: ReceivedLine, kind: LetterKind, sender: str, told: str, measures: Sequence[str], language: str
) -> Told:
    """Return what an answer to a request is told; `measures` are words of ours, or whatever was done, in words."""
    received = line.received
    last = _last(line, extended=line.extended or kind is LetterKind.EXTENSION)
    law = REGIMES[law_of(received.country)]
    model = plain(received.model, LONGEST_NAME)
    slots = {
        "sender": plain(sender) or label(language, "sender.unknown", model=model),
        "model": model,
        "received": dated(language, received.day),
        "due": dated(language, last.day) if last else "",
        "moved_from": dated(language, last.moved_from) if last else "",
        "told": phrase(told),
        "law": "" if law == "ch" else label(language, f"law.{law}"),
    }
    done = tuple({"measure": _measure(one, language)} for one in measures)
    conditions = {**_conditions(line, last, told, done), **_meant(measures), f"regime_{law}": True}
    return Told(_flags(conditions), slots, {"measures": done})


def _conditions(
    line: ReceivedLine, last: Due | None, told: str, done: Sequence[Mapping[str, str]]
) -> Mapping[str, bool]:
    received: Received = line.received
    return {
        **{right.value: right in received.rights for right in Right},
        "has_rights": bool(received.rights),
        "has_told": bool(phrase(told)),
        "has_due": line.due is not None,
        "moved": last is not None and last.moved_from is not None,
        "extended": line.extended,
        "has_measures": bool(done),
    }


def _meant(measures: Sequence[str]) -> Mapping[str, bool]:
    """Return what measures mean for others: what was done counts, not what was asked."""
    return {"erasing": any(one in _ERASING for one in measures), "changes": any(one in _CHANGES for one in measures)}


def _last(line: ReceivedLine, *, extended: bool) -> Due | None:
    """Return the last day for an answer, as the register or an extension sets it; None: it is named in the letter."""
    received = line.received
    if line.due is not None and extended == line.extended:
        return Due(line.due, line.moved_from, received.country)
    return register_due(received.day, received.country, extended=extended)


def _measure(told: str, language: str) -> str:
    return label(language, f"measure.{told}") if told in tuple(Measure) else told


def _flags(conditions: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(_true(conditions))


def _true(conditions: Mapping[str, bool]) -> Iterator[str]:
    return (name for name, holds in conditions.items() if holds)
