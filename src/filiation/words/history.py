"""What changed, in sentences: what happened, and between which two days."""

from collections.abc import Mapping
from datetime import date

from filiation.errors import printable
from filiation.facts.history import Change, ChangeKind, History
from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import Presence, Relation
from filiation.locale import mark
from filiation.words.speech import Speech
from filiation.words.vocabulary import RELATION

CHANGE: Mapping[ChangeKind, str] = {
    ChangeKind.APPEARED: mark("new"),
    ChangeKind.GONE: mark("gone"),
    ChangeKind.RETURNED: mark("back"),
    ChangeKind.RENAMED: mark("renamed"),
    ChangeKind.LICENSE: mark("license"),
    ChangeKind.GATED: mark("access"),
    ChangeKind.DISABLED: mark("disabled or enabled"),
    ChangeKind.TASK: mark("task"),
    ChangeKind.LIBRARY: mark("library"),
    ChangeKind.NEW_VERSION: mark("newer version"),
    ChangeKind.PARENT_ADDED: mark("parent added"),
    ChangeKind.PARENT_REMOVED: mark("parent removed"),
    ChangeKind.RELATION: mark("relation to a parent"),
    ChangeKind.DATASET_ADDED: mark("dataset added"),
    ChangeKind.DATASET_REMOVED: mark("dataset removed"),
    ChangeKind.REPLACED: mark("another repository"),
}
"""What a kind of change is called."""

GATED: Mapping[str, str] = {
    "false": mark("open"),
    "auto": mark("on request, granted at once"),
    "manual": mark("on request, judged by hand"),
}
"""How access to a repository is given."""

_PLAIN: Mapping[ChangeKind, str] = {
    ChangeKind.APPEARED: mark("first seen"),
    ChangeKind.GONE: mark("gone: deleted, or no longer public"),
    ChangeKind.RETURNED: mark("public again"),
    ChangeKind.RENAMED: mark("renamed: {before} → {after}"),
    ChangeKind.REPLACED: mark("another repository under the same name (number on the Hub {before} → {after})"),
}
_VALUE: Mapping[ChangeKind, tuple[str, str, str]] = {
    ChangeKind.LICENSE: (
        mark("license {before} → {after}"),
        mark("license {after}; none was stated before"),
        mark("license {before} no longer stated"),
    ),
    ChangeKind.TASK: (
        mark("task {before} → {after}"),
        mark("task {after}; none was stated before"),
        mark("task {before} no longer stated"),
    ),
    ChangeKind.LIBRARY: (
        mark("library {before} → {after}"),
        mark("library {after}; none was stated before"),
        mark("library {before} no longer stated"),
    ),
    ChangeKind.NEW_VERSION: (
        mark("named as its newer version: {after}, before that {before}"),
        mark("named as its newer version: {after}"),
        mark("no longer named as its newer version: {before}"),
    ),
}
_OTHER: Mapping[ChangeKind, tuple[str, str]] = {
    ChangeKind.PARENT_ADDED: (
        mark("now names {other} as its parent"),
        mark("now names {other} as its parent ({relation})"),
    ),
    ChangeKind.PARENT_REMOVED: (
        mark("no longer names {other} as its parent"),
        mark("no longer names {other} as its parent ({relation})"),
    ),
    ChangeKind.DATASET_ADDED: (mark("now names {other} as training data"),) * 2,
    ChangeKind.DATASET_REMOVED: (mark("no longer names {other} as training data"),) * 2,
}
_SEEN = {
    True: (mark("Seen on {day}."), mark("Seen from {first} to {last}.")),
    False: (mark("Named by others on {day}."), mark("Named by others from {first} to {last}.")),
}
_LONGEST = 200
_UNSTATED = mark("not stated")
_PARTIAL = mark("{day} (changes only)")


def sentence(speech: Speech, change: Change) -> str:
    """Return when something changed, and what."""
    return speech.say(mark("{when}: {what}"), when=when(speech, change), what=what(speech, change))


def when(speech: Speech, change: Change) -> str:
    """Return between which days something changed: the last seen otherwise, and the first seen so."""
    if change.since is None or change.since == change.seen:
        return speech.say(mark("On {day}"), day=change.seen)
    return speech.say(mark("Between {since} and {day}"), since=change.since, day=change.seen)


def what(speech: Speech, change: Change) -> str:
    """Return what changed; names and words that are not ours are on one line and not too long."""
    kind, before, after = change.kind, shown(change.before), shown(change.after)
    if kind in _PLAIN:
        return speech.say(_PLAIN[kind], before=before, after=after)
    if kind in _VALUE:
        both, added, removed = _VALUE[kind]
        sentence = added if change.before is None else removed if change.after is None else both
        return speech.say(sentence, before=before, after=after)
    if kind in _OTHER:
        relation = _relation(speech, change.before or change.after)
        return speech.say(_OTHER[kind][bool(relation)], other=other(speech, change), relation=relation)
    return _state(speech, change)


def other(speech: Speech, change: Change) -> str:
    """Return the parent or dataset of a change under the name that it had then, and its name of now."""
    if change.other_then is None:
        return shown(change.other)
    return speech.say(mark("{then} (now {now})"), then=shown(change.other_then), now=shown(change.other))


def read_on(speech: Speech, day: date, *, whole: bool) -> str:
    """Return a day on which was read, and whether it was no more than a part of all that is public."""
    return speech.day(day) if whole else speech.say(_PARTIAL, day=day)


def life(speech: Speech, history: History) -> tuple[str, ...]:
    """Return sentences: when a repository was published, from when to when it was seen, whether it is still there."""
    told = []
    if history.created:
        told.append(speech.say(mark("Published on {day}."), day=history.created))
    if history.first_seen and history.last_seen:
        once, between = _SEEN[history.presence is Presence.LISTED]
        first, last = history.first_seen, history.last_seen
        told.append(speech.say(once if first == last else between, day=first, first=first, last=last))
    if history.gone and history.presence is Presence.LISTED:
        told.append(speech.say(mark("The newest sources no longer hold it.")))
    return tuple(told)


def _state(speech: Speech, change: Change) -> str:
    """Return what changed of access, of being disabled, or of the relation to a parent."""
    if change.kind is ChangeKind.DISABLED:
        return speech.say(mark("disabled by the Hub") if change.after == "true" else mark("no longer disabled"))
    if change.kind is ChangeKind.GATED:
        before, after = (_access(speech, value) for value in (change.before, change.after))
        return speech.say(mark("access: {before} → {after}"), before=before, after=after)
    before, after = (_relation(speech, value) or speech.say(_UNSTATED) for value in (change.before, change.after))
    sentence = mark("relation to its parent {other}: {before} → {after}")
    return speech.say(sentence, other=other(speech, change), before=before, after=after)


def _access(speech: Speech, value: str | None) -> str:
    known = GATED.get(value or "")
    return speech.translate(known) if known else shown(value) or speech.say(_UNSTATED)


def _relation(speech: Speech, value: str | None) -> str:
    return speech.translate(RELATION[Relation(value)]) if value in tuple(Relation) else ""


def shown(value: str | None) -> str:
    """Return a name or word that is not ours so that it can stand in a sentence; "" for none."""
    bare = str(printable((value or "").removeprefix(OUTSIDE)))
    return bare if len(bare) <= _LONGEST else bare[:_LONGEST] + "…"
